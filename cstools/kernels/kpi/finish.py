"""From records, or what chunks of them add up to, to the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near
from cstools.kernels.expr.notes import written
from cstools.kernels.kpi import ends, gather, moves, notes, records, sides
from cstools.kernels.kpi import groups as grouping
from cstools.kernels.kpi.answer import Answer, answer
from cstools.kernels.kpi.answer import figures as made_of
from cstools.kernels.kpi.ask import EVERYTHING, Ask, chosen
from cstools.kernels.kpi.check import check_kind
from cstools.kernels.kpi.facts import CLOCK
from cstools.kernels.kpi.gather import TICKET
from cstools.kernels.kpi.late import PAST, again, righted, waits
from cstools.kernels.kpi.names import CHANNEL, MAIN, START
from cstools.kernels.kpi.needs import parts, passes
from cstools.kernels.kpi.rows import ADDS
from cstools.kernels.kpi.rows import behind as rows_behind
from cstools.kernels.kpi.walks import Walk, counted_over
from cstools.kernels.stage import Result
from cstools.model import fields
from cstools.model.kpis import Metric

Totals = Sequence[tuple[Walk, pl.DataFrame]]
MANY = 1 << 16
"""Figures made at once: sorted all together they take three times the memory of the answer."""
SAID = {"spam": "excluded as spam", "merged": "excluded as merged", "outside": "outside --during"}
"""What the summary calls the reasons why a record is in no figure."""


def figures(rows: pl.LazyFrame, ask: Ask) -> Result:
    """The figures asked for, and as counts how many records were used and why others were not."""
    rows, ask, columns = _placed(rows, ask)
    if ask.stat is not None:
        from cstools.kernels.kpi.against import against, named

        ask = replace(ask, ids=named(ask, columns))
    metrics = _groupable(chosen(ask, columns), ask, named=bool(ask.ids) and ask.ids != (EVERYTHING,))
    if ask.stat is not None:
        made = against(ask, lambda asked: _stated(rows, asked, metrics))
        return Result(made.rows.lazy(), found=written(made.notes))
    given, ask, told = _summed(rows, ask, metrics)
    return _answered(given, ask, metrics, told)


def merged(given: list[pl.DataFrame], ask: Ask) -> Result:
    """The answer from the tables that all chunks of tickets add up to; they are taken off the list."""
    names = given[-2]["column"].to_list()
    _check(ask, names)
    metrics = _groupable(chosen(ask, names), ask, named=True)
    ask = replace(ask, as_of=_latest(given, ask))
    frames, told = sides.frames(ask, passes(ask, metrics), None)
    return _answered(given, replace(ask, ready=frames), metrics, told)


def _summed(
    rows: pl.LazyFrame, ask: Ask, metrics: Sequence[Metric]
) -> tuple[list[pl.DataFrame], Ask, list[pl.LazyFrame]]:
    """The tables of all tickets, what is asked with the records beside them laid out, and what is said of these."""
    own = passes(ask, metrics)
    frames, told = sides.frames(ask, own, rows)
    ask = replace(ask, ready=frames)
    return gather.summed(gather.parts(rows, gather.Tickets(ask, own))), ask, told


def _stated(rows: pl.LazyFrame, ask: Ask, metrics: Sequence[Metric]) -> pl.DataFrame:
    """The figures, with their internal columns."""
    given, ask, _ = _summed(rows, ask, metrics)
    now = _latest(given, ask)
    return made_of(_ended(given, ask, metrics), ask, parts(metrics, ask), metrics, now)


def _answered(given: list[pl.DataFrame], ask: Ask, metrics: Sequence[Metric], told: Sequence[pl.LazyFrame]) -> Result:
    tail = given[-4:]
    hits = tail[-4:-3] if ask.exclusions else []
    *_, reasons, columns, _ = tail
    now = _latest(given, ask)
    made = _made(_ended(given, ask, metrics), ask, metrics, now)
    said = [*notes.until(ask, now), *notes.lacking_fields(ask, columns["column"].to_list())]
    said += [*notes.of_files(ask), *made.notes, *notes.struck(ask, hits)]
    return Result(made.rows.lazy(), counts=pl.concat([_counts(reasons, ask), *told]), found=written(said))


def _made(totals: Totals, ask: Ask, metrics: Sequence[Metric], now: datetime | None) -> Answer:
    """The answer: where no figure is set beside another, of some rows of the totals at a time."""
    every, size = parts(metrics, ask), max(1, MANY // max(1, len(metrics)))
    beside = ask.compare or ask.mix or ask.rank or ask.targets or ask.score
    if beside or totals[0][1].height <= size:
        return answer(made_of(totals, ask, every, metrics, now), ask, metrics)
    order = [START, *(name for group in ask.groups for name in (group.total, group.name))]
    at = totals[0][1].select(pl.arg_sort_by(order, nulls_last=True)).to_series()
    slices = ([(walk, frame[part]) for walk, frame in totals] for part in _cut(at, size))
    made = [answer(made_of(some, ask, every, metrics, now), ask, metrics).rows for some in slices]
    return Answer(pl.concat(made))


def _cut(at: pl.Series, size: int) -> Iterator[pl.Series]:
    return (at[begin : begin + size] for begin in range(0, len(at), size))


def _latest(given: Sequence[pl.DataFrame], ask: Ask) -> datetime | None:
    """What stands for now: as was said, else the latest time in the data."""
    latest: datetime | None = given[-1].to_series().cast(pl.Datetime("us")).max()  # type: ignore[assignment]
    return latest if ask.as_of is None else ask.as_of


def _tables(given: Iterator[pl.DataFrame], walk: Walk, ask: Ask) -> ends.Tables:
    """The tables of a walk over tickets; what chunks were summed for before the latest time was known is put right."""
    tables = ends.Tables(given, walk, ask)
    late = waits(walk, ask)
    if late is None:
        return tables
    kept = again(next(given)).lazy()
    past, right = (
        ends.Tables(iter(gather.summed(gather.parts(kept, gather.Tickets(at, [late])))), late, ask)
        for at in (replace(ask, as_of=now, late=False) for now in (PAST, ask.as_of))
    )
    own = {*(group.name for group in ask.groups), START, MAIN, CHANNEL}
    for names, sums in tables.sums.items():
        keys = [name for name in sums.columns if name in own]
        tables.sums[names] = righted(sums, past.sums[names], right.sums[names], keys)
    return tables


def _ended(given: list[pl.DataFrame], ask: Ask, metrics: Sequence[Metric]) -> Totals:
    """The walks with their totals, from the tables of all tickets, which are taken off the list: the memory of those
    that are done with is free for what comes after.
    """
    own = passes(ask, metrics)
    left = (given.pop(0) for _ in range(len(given)))
    totals = [
        ends.totals(
            _tables(left, walk, ask) if walk.kind == TICKET else ends.Tables(gather.beside(walk, ask), walk, ask),
            walk,
            ask,
        )
        for walk in own
    ]
    return list(zip(own, ends.united(totals, ask), strict=True))


def behind(rows: pl.LazyFrame, ask: Ask) -> Result:
    """The records behind a figure (`rows.behind`), and as counts how many are in each part of it."""
    if not gather.public(rows):
        return Result(rows.select(pl.lit(None, dtype=pl.String).alias(name) for name in ADDS).clear())
    rows, ask, columns = _placed(rows, replace(ask, groups=()))
    metrics = chosen(ask, columns)
    if not metrics[0].kpi.of:
        raise Usage("kpi.rows_two", metric=metrics[0].id, parts=", ".join(metrics[0].kpi.over))
    (walk, *_) = passes(ask, metrics)
    if moves.wanted(walk) and not ask.timeline.endless:
        raise Usage("kpi.rows_moves", metric=metrics[0].id)
    frames, _ = sides.frames(ask, [walk], rows)
    ask = replace(ask, ready=frames)
    given = rows if walk.kind == TICKET else frames[walk.kind].lazy()
    every, known = (
        gather.laid_out(given, gather.Tickets(ask, [walk]))
        if walk.kind == TICKET
        else (records.with_now(given, ask.as_of), ask)
    )
    found = rows_behind(records.sorted_out(every, walk.kind, walk.time, known), walk, known).collect()
    own = [name for name in gather.public(given) if name not in ADDS]
    spent = [name for name in own if name in sides.SPENT.get(walk.kind, ())]
    kept = found.select(*own, *ADDS).with_columns(sides.shown(walk.kind)).drop(spent)
    counts = found.group_by(pl.col("part").alias("name")).agg(pl.len().cast(pl.Int64).alias("n")).sort("name")
    return Result(kept.lazy(), counts=counts.lazy())


def _placed(rows: pl.LazyFrame, ask: Ask) -> tuple[pl.LazyFrame, Ask, list[str]]:
    """The tickets (none, where the main records are of another kind), what is asked with now, and the main fields."""
    columns = gather.public(rows)
    kind = ask.kind or fields.detect(columns)
    check_kind(kind)
    ask = replace(ask, kind=kind)
    if kind == TICKET:
        _check(ask, columns)
        return rows, _now(rows, ask, columns), columns
    raw = rows.collect()
    laid = sides.surveys(raw) if kind == "survey" else raw
    return pl.LazyFrame(), replace(ask, sides={**ask.sides, kind: laid}), laid.columns


def _now(rows: pl.LazyFrame, ask: Ask, columns: Sequence[str]) -> Ask:
    if ask.as_of is not None or CLOCK not in columns:
        return ask
    return replace(ask, as_of=rows.select(pl.col(CLOCK).max()).collect().item())


def _check(ask: Ask, columns: Sequence[str]) -> None:
    """Usage for a group, or the time of the periods, that the tickets do not have."""
    times = [walk.time for walk in passes(ask) if walk.kind == TICKET] or [CLOCK]
    grouping.check(ask.groups, columns, times[0])
    if ask.hours and ask.hours.field and ask.hours.field not in columns:
        field = ask.hours.field
        raise Usage("hours.field", path=ask.hours.path, field=field, near=near(field, columns))
    if ask.dated and times[0] not in columns:
        raise Usage("field.missing", tool="cs-kpi", fields=times[0])


def _groupable(metrics: Sequence[Metric], ask: Ask, named: bool) -> tuple[Metric, ...]:
    """The figures whose records have the groups. Raises Usage("kpi.group_side") for one that is asked by name, or where
    none has them, and ("kpi.nothing") where there is none to begin with.
    """
    lacking = {
        metric: [field for each in parts([metric], ask) for field in sides.lacking(counted_over(each.kpi), ask)]
        for metric in metrics
    }
    kept = tuple(metric for metric, without in lacking.items() if not without)
    for metric, without in lacking.items():
        if without and (named or not kept):
            raise Usage("kpi.group_side", metric=metric.id, field=without[0])
    if not kept:
        raise Usage("kpi.nothing", kind=ask.kind)
    return kept


def _counts(reasons: pl.DataFrame, ask: Ask) -> pl.LazyFrame:
    """The counts of the summary: records used, and left out by reason."""
    time = next((walk.time for walk in passes(ask) if walk.kind == TICKET), CLOCK)
    named = reasons.with_columns(pl.col("name").replace(SAID | {"undated": f"excluded without {time}"}))
    return named.sort("name").lazy()
