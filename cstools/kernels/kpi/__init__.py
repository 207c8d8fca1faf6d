"""cs-kpi: figures by period and group, every one with its n, interval and rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.expr.hours import open_time
from cstools.kernels.kpi import ends, moves, records, tables
from cstools.kernels.kpi import groups as grouping
from cstools.kernels.kpi.answer import answer
from cstools.kernels.kpi.ask import EVERYTHING, Ask, at_hand, chosen
from cstools.kernels.kpi.check import check
from cstools.kernels.kpi.facts import AS_OF, CLOCK, closure, roots
from cstools.kernels.kpi.names import TIME
from cstools.kernels.kpi.records import NEIGHBOURS, REASON
from cstools.kernels.kpi.rows import ADDS
from cstools.kernels.kpi.rows import behind as rows_behind
from cstools.kernels.kpi.walks import Walk, strikes, walks
from cstools.kernels.stage import Part, Result, Stage
from cstools.model.catalogue import CATALOGUE
from cstools.model.kpis import Metric, lacking

SAID = {"spam": "excluded as spam", "merged": "excluded as merged", "outside": "outside --during"}
"""What the summary calls the reasons why a record is in no figure."""
ALWAYS = ("is_spam", "merged_into")
"""What decides whether a ticket is in any figure."""


def stage(metrics: Sequence[str] = (), *, by: Sequence[str] = (), date_basis: str = "created", **others: Any) -> Stage:
    """Tickets in, one row a metric, group and period out (kind `kpi`); scope whole.

    metrics: ids, `all` for what the fields allow, none for a short set. others: as in `Ask`. Raises Usage for an id,
    period or group that does not exist. Spam, merged records and, under a period, undated ones are in no figure; the
    counts say how many.

    >>> rows = pl.LazyFrame({"wait_s": [10.0, None, 30.0], "is_answered": [True, False, True]})
    >>> stage(["volume", "wait_mean"]).apply(rows).rows.select("metric", "value", "n").collect().rows()
    [('volume', 3.0, 3), ('wait_mean', 20.0, 2)]
    """
    others |= {name: tuple(others[name]) for name in ("compare",) if name in others}
    mix = [others["mix"]] if others.get("mix") and others["mix"] not in by else []
    ask = Ask(ids=tuple(metrics), groups=grouping.parse([*by, *mix]), basis=date_basis, **others)
    check(ask)
    return made(ask)


def made(ask: Ask) -> Stage:
    """The stage that answers `ask`: by sums over chunks where its figures are sums, else over all records at once."""
    if ask.rows:
        return Stage("kpi", lambda rows: behind(rows, ask), scope="whole", adds=ADDS, narrow=True, kind=ask.kind)
    whole = Stage("kpi", lambda rows: figures(rows, ask), scope="whole", needs=needs(ask), narrow=True, kind=ask.kind)
    if not chunked(ask):
        return whole
    return replace(
        whole,
        partial=lambda rows: _parts(rows, ask, passes(ask)),
        merge=lambda given: _merged(given, ask, None),
    )


def passes(ask: Ask, metrics: Sequence[Metric] | None = None) -> tuple[Walk, ...]:
    """The walks over records that give the figures; None: all that are named."""
    return walks(ask.named if metrics is None else metrics, ask.basis, ask.exclusions)


def needs(ask: Ask) -> tuple[str, ...]:
    """The fields the figures read, in the order of the field table, then those of groups that are not in it."""
    found = {*ALWAYS, CLOCK} if ask.dated else {*ALWAYS}
    for walk in passes(ask):
        if walk.kind == ask.kind:
            found |= {walk.time} if ask.dated or any(group.field == TIME for group in ask.groups) else set()
            found |= {field for part in _expressions(walk, ask) for field in roots(part)}
            found |= {"channel"} if walk.timed else set()
            found |= {field for suffix in records.neighbours(_rests(walk, ask)) for field in NEIGHBOURS[suffix][0]}
    fields = [group.field for group in ask.groups if group.field != TIME]
    fields += [ask.hours.field] if ask.hours and ask.hours.field else []
    fields += [CLOCK, *ask.exclusions.needs] if ask.exclusions else []
    known = tuple(name for name in dtypes(ask.kind) if name in found | set(fields))
    return known + tuple(dict.fromkeys(name for name in (*found, *fields) if name not in known))


def chunked(ask: Ask) -> bool:
    """Whether the figures asked for can be summed chunk by chunk: none needs the latest of all times, or a customer's
    other contacts.
    """
    rested = {name for walk in passes(ask) for name in _rests(walk, ask)}
    aged = any(moves.AGE in walk.measures for walk in passes(ask))
    return not (aged or records.neighbours(rested) or (AS_OF in rested and ask.as_of is None))


def _expressions(walk: Walk, ask: Ask) -> list[pl.Expr]:
    parts = [part for _, made in walk.measures.values() for part in made.parts(ask.km)]
    return [*parts, *(moves.times() if moves.wanted(walk) else [])]


def _rests(walk: Walk, ask: Ask) -> set[str]:
    """The columns and facts a walk rests on."""
    return closure({name for part in _expressions(walk, ask) for name in part.meta.root_names()})


def behind(rows: pl.LazyFrame, ask: Ask) -> Result:
    """The records behind a figure (`rows.behind`), and as counts how many are in each part of it."""
    columns = _public(rows)
    _check(ask, columns)
    (walk, *_) = passes(ask, chosen(ask, columns))
    known = _now(rows, ask, columns)
    given = rows if walk.kind == ask.kind else ask.sides[walk.kind].lazy()
    every, known = _laid_out(given, known, [walk])
    found = rows_behind(records.sorted_out(every, walk.kind, walk.time, known), walk, known).collect()
    kept = [name for name in found.columns if name in _public(given) or name in ADDS]
    counts = found.group_by(pl.col("part").alias("name")).agg(pl.len().cast(pl.Int64).alias("n")).sort("name")
    return Result(found.select(kept).lazy(), counts=counts.lazy())


def figures(rows: pl.LazyFrame, ask: Ask) -> Result:
    """The figures asked for, and as counts how many records were used and why others were not."""
    columns = _public(rows)
    _check(ask, columns)
    metrics = chosen(ask, columns)
    known = _now(rows, ask, columns)
    parts = _parts(rows, known, passes(known, metrics))
    summed = pl.collect_all([part.summed() for part in parts])
    return _merged(summed, known, metrics)


def _public(rows: pl.LazyFrame) -> list[str]:
    return [name for name in rows.collect_schema().names() if not name.startswith("__")]


def _now(rows: pl.LazyFrame, ask: Ask, columns: Sequence[str]) -> Ask:
    """What is asked, with the time that stands for now."""
    if ask.as_of is not None or CLOCK not in columns:
        return ask
    return replace(ask, as_of=rows.select(pl.col(CLOCK).max()).collect().item())


def _laid_out(rows: pl.LazyFrame, ask: Ask, own: Sequence[Walk]) -> tuple[pl.LazyFrame, Ask]:
    """Records with every field the walks may read and the time of now, and business time laid out over them."""
    every = records.with_now(ensure(rows, _types(ask, own)), ask.as_of)
    every = every.with_columns(**strikes(ask.named, ask.exclusions).columns)
    if ask.hours is None:
        return every, ask
    times = [name for name, dtype in every.collect_schema().items() if dtype == pl.Datetime]
    return every, replace(ask, business=open_time(ask.hours, every, times).open_ms)


def _parts(rows: pl.LazyFrame, ask: Ask, own: Sequence[Walk]) -> list[Part]:
    """What records add: the tables of every walk over them, then their reasons, their columns and their latest time."""
    columns = _public(rows)
    every, ask = _laid_out(rows, ask, own)
    mine = [walk for walk in own if walk.kind == ask.kind] or [Walk(ask.kind, CLOCK, ())]
    found: list[Part] = []
    for walk in mine:
        sorted_out = records.sorted_out(every, walk.kind, walk.time, ask)
        kept = records.kept(sorted_out).collect().lazy()
        if walk is mine[0]:
            reasons = Part(("name",), _reasons(sorted_out))
        found += _tables(kept, walk, ask)
    latest = every.select(pl.col(CLOCK).max().alias(AS_OF))
    return [*found, reasons, Part(("column",), _columns(columns)), Part((AS_OF,), latest)]


def _tables(kept: pl.LazyFrame, walk: Walk, ask: Ask) -> list[Part]:
    # Collected here: each table would compute the same columns again.
    ready = records.ready(kept, walk, ask, kept.collect_schema()).collect().lazy()
    names = [group.name for group in ask.groups]
    return tables.tables(ready, names, grouping.explosions(ask.groups, ask.rollup), walk, ask)


def _types(ask: Ask, own: Sequence[Walk]) -> dict[str, pl.DataType]:
    known: dict[str, pl.DataType] = dict(dtypes(ask.kind))
    fields = {group.field: known.get(group.field, pl.String()) for group in ask.groups if group.field != TIME}
    asked = {*needs(ask), CLOCK, *(walk.time for walk in passes if walk.kind == ask.kind)}
    return fields | {name: known[name] for name in known if name in asked}


def _columns(columns: Sequence[str]) -> pl.LazyFrame:
    return pl.LazyFrame({"column": columns}, schema={"column": pl.String})


def _reasons(sorted_out: pl.LazyFrame) -> pl.LazyFrame:
    """How many records are used, and how many are not, by reason."""
    named = sorted_out.select(pl.col(REASON).fill_null("used").alias("name"))
    return named.group_by("name").agg(pl.len().cast(pl.Int64).alias("n"))


def _merged(given: Sequence[pl.DataFrame], ask: Ask, metrics: Sequence[Metric] | None) -> Result:
    """The answer from the tables of all records. metrics: None where their fields are still to be checked."""
    *summed, reasons, columns, clocks = given
    known = columns["column"].to_list()
    _check(ask, known)
    asked = chosen(ask, known) if metrics is None else metrics
    now = clocks[AS_OF].max() if ask.as_of is None else ask.as_of
    left = iter(summed)
    own = passes(ask, asked)
    totals = [(walk, ends.totals(_of(walk, ask, left), walk, ask)) for walk in own]
    united = ends.united([each for _, each in totals], ask)
    rows = answer(list(zip(own, united, strict=True)), ask, asked, now)  # type: ignore[arg-type]
    return Result(rows.lazy(), counts=_counts(reasons, ask, known, own[0].time))


def _of(walk: Walk, ask: Ask, main: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The tables of a walk: the next of the main records' own, or those of a side table."""
    if walk.kind == ask.kind:
        return main
    side = ask.sides[walk.kind].lazy()
    sorted_out = records.sorted_out(records.with_now(side, ask.as_of), walk.kind, walk.time, ask)
    parts = _tables(records.kept(sorted_out).collect().lazy(), walk, ask)
    return iter(pl.collect_all([part.summed() for part in parts]))


def _check(ask: Ask, columns: Sequence[str]) -> None:
    time = passes(ask, ask.named[:1])[0].time
    grouping.check(ask.groups, columns, time)
    if ask.dated and time not in columns:
        raise Usage("field.missing", tool="cs-kpi", fields=time)


def _counts(reasons: pl.DataFrame, ask: Ask, columns: Sequence[str], time: str) -> pl.LazyFrame:
    """The counts of the summary: records used and left out, and with `all` the fields that metrics lack."""
    counted = reasons.with_columns(pl.col("name").replace(SAID | {"undated": f"excluded without {time}"})).sort("name")
    if ask.ids != (EVERYTHING,):
        return counted.lazy()
    given = at_hand(ask, columns)
    missing = Counter(need for kpi in CATALOGUE for need in lacking(kpi, given))
    table = {
        "name": [f"{'metric lacks' if missing[need] == 1 else 'metrics lack'} {need}" for need in sorted(missing)],
        "n": [missing[need] for need in sorted(missing)],
    }
    return pl.concat([counted.lazy(), pl.LazyFrame(table, schema={"name": pl.String, "n": pl.Int64})])
