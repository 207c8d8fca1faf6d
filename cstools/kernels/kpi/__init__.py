"""cs-kpi: figures by period and group, every one with its n, interval and rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.expr.periods import ALL, start_of, within
from cstools.kernels.kpi import groups as grouping
from cstools.kernels.kpi import partial
from cstools.kernels.kpi.answer import MAIN, answer
from cstools.kernels.kpi.ask import EVERYTHING, Ask, check, chosen, schema
from cstools.kernels.kpi.facts import AS_OF, CLOCK, clock, roots, with_facts
from cstools.kernels.kpi.totals import START, measure, total, values, with_backlog
from cstools.kernels.stage import Part, Result, Stage
from cstools.model.kpis import CATALOGUE, Metric, missing

SPAM, MERGED, UNDATED, OUTSIDE = "excluded as spam", "excluded as merged", "excluded without {}", "outside --during"
REASON = "__reason"
NEIGHBOURS = ("__before", "__after")


def stage(
    metrics: Sequence[str] = (),
    *,
    by: Sequence[str] = (),
    period: str = ALL,
    rollup: bool = False,
    compare: Sequence[str] = (),
    targets: pl.DataFrame | None = None,
    date_basis: str = "created",
    wide: bool = False,
    as_of: datetime | None = None,
    during: tuple[datetime, datetime] | None = None,
    lang: str = "zh",
) -> Stage:
    """Tickets in, one row a metric, group and period out (kind `kpi`); scope whole.

    metrics: ids, `all` for what the fields allow, none for a short set. Raises Usage for an id, period or group that
    does not exist. Spam, merged records and, under a period, undated ones are in no figure; the counts say how many.

    >>> rows = pl.LazyFrame({"wait_s": [10.0, None, 30.0], "is_answered": [True, False, True]})
    >>> stage(["volume", "wait_mean"]).apply(rows).rows.select("metric", "value", "n").collect().rows()
    [('volume', 3.0, 3), ('wait_mean', 20.0, 2)]
    """
    ask = Ask(
        ids=tuple(metrics),
        groups=grouping.parse(by, date_basis) if date_basis in grouping.TIMES else (),
        period=period,
        rollup=rollup,
        compare=tuple(compare),
        targets=targets,
        basis=date_basis,
        wide=wide,
        as_of=as_of,
        during=during,
        lang=lang,
    )
    check(ask)
    whole = Stage("kpi", lambda rows: figures(rows, ask), scope="whole", needs=needs(ask), narrow=True, kind="ticket")
    if not partial.can(ask):
        return whole
    return replace(whole, partial=lambda rows: _partial(rows, ask), merge=lambda tables: _merged(tables, ask))


def needs(ask: Ask) -> tuple[str, ...]:
    """The fields the figures read, in the order of the field table, then those of groups that are not in it."""
    found = {"is_spam", "merged_into"}
    if ask.period != ALL or ask.during is not None or ask.basis != "created":
        found |= {ask.time, CLOCK}
    for metric in ask.named:
        for part in measure(metric).parts:
            found |= roots(part)
    known = tuple(name for name in dtypes("ticket") if name in found | {group.field for group in ask.groups})
    return known + tuple(group.field for group in ask.groups if group.field not in known)


def figures(rows: pl.LazyFrame, ask: Ask) -> Result:
    """The figures asked for, and as counts how many records were used and why others were not."""
    given = rows.collect_schema()
    columns = [name for name in given.names() if not name.startswith("__")]
    _check(ask, columns)
    metrics = chosen(ask, columns)
    sorted_out = _sorted_out(ensure(rows, dtypes("ticket")), ask)
    ready = _ready(_kept(sorted_out), ask, metrics, given)
    return _answered(_totals(ready, ask, metrics), ask, metrics, _counts(sorted_out, ask, columns))


def _partial(rows: pl.LazyFrame, ask: Ask) -> list[Part]:
    """What a chunk adds: the tables of `partial.added`, then its reasons, its columns and its latest time."""
    columns = [name for name in rows.collect_schema().names() if not name.startswith("__")]
    types: dict[str, pl.DataType] = {**{group.field: pl.String() for group in ask.groups}, **dtypes("ticket")}
    every = ensure(rows, {name: types[name] for name in dict.fromkeys([*needs(ask), ask.time, CLOCK])})
    sorted_out = _sorted_out(every, ask)
    return [
        *partial.added(_kept(sorted_out), ask, pl.col(REASON), every.collect_schema()),
        Part(("name",), _reasons(sorted_out)),
        Part(("column",), pl.LazyFrame({"column": columns}, schema={"column": pl.String})),
        Part((AS_OF,), sorted_out.select(pl.col(AS_OF).max())),
    ]


def _merged(tables: Sequence[pl.DataFrame], ask: Ask) -> Result:
    *totals, reasons, columns, clocks = tables
    known = columns["column"].to_list()
    _check(ask, known)
    metrics = chosen(ask, known)
    now = clocks[AS_OF].max()
    whole = [each.with_columns(pl.lit(now, dtype=pl.Datetime("us")).alias(AS_OF)) for each in partial.end(totals, ask)]
    return _answered(whole, ask, metrics, reasons.lazy().sort("name"))


def _check(ask: Ask, columns: Sequence[str]) -> None:
    grouping.check(ask.groups, columns)
    if ask.time not in columns and (ask.period != ALL or ask.during is not None or ask.basis != "created"):
        raise Usage("field.missing", tool="cs-kpi", fields=ask.time)


def _kept(sorted_out: pl.LazyFrame) -> pl.LazyFrame:
    return sorted_out.filter(pl.col(REASON).is_null() | (pl.col(REASON) == OUTSIDE))


def _answered(totals: Sequence[pl.LazyFrame], ask: Ask, metrics: Sequence[Metric], counts: pl.LazyFrame) -> Result:
    made = pl.concat(totals, how="diagonal").map_batches(
        lambda frame: answer(frame, ask, metrics), schema=schema(ask, metrics)
    )
    return Result(made, counts=counts)


def _sorted_out(rows: pl.LazyFrame, ask: Ask) -> pl.LazyFrame:
    """Rows with the clock and the first reason, if any, why a row is in no figure."""
    time = pl.col(ask.time)
    undated = time.is_null() if (ask.period != ALL or ask.during or ask.basis != "created") else pl.lit(False)
    outside = ~within(time, ask.during) if ask.during else pl.lit(False)
    reason = (
        pl.when(pl.col("is_spam")).then(pl.lit(SPAM))
        .when(pl.col("merged_into").is_not_null()).then(pl.lit(MERGED))
        .when(undated).then(pl.lit(UNDATED.format(ask.time)))
        .when(outside).then(pl.lit(OUTSIDE))
    )  # fmt: skip
    return rows.with_columns(clock(ask.as_of).alias(AS_OF)).with_columns(reason.alias(REASON))


def _ready(kept: pl.LazyFrame, ask: Ask, metrics: Sequence[Metric], given: pl.Schema) -> pl.LazyFrame:
    """Only the columns the totals read: measures, group keys, period start, and what the backlog moves by."""
    used = {name for metric in metrics for part in measure(metric).parts for name in part.meta.root_names()}
    moves = ["created_at", "__ended", "__resolved"] if _runs_backlog(ask, metrics) else []
    rows = with_facts(kept, used | set(moves) | {"__scale", "__score", "__child"})
    if used & set(NEIGHBOURS):
        rows = _with_neighbours(rows)
    if "__mixed" in used:
        scale = pl.col("__scale").filter(pl.col("__score").is_not_null())
        rows = rows.with_columns((scale.min() != scale.max()).fill_null(False).alias("__mixed"))
    names = [group.name for group in ask.groups]
    return rows.select(
        AS_OF,
        pl.col(REASON).is_null().alias(MAIN),
        start_of(pl.col(ask.time), ask.period).alias(START),
        *(grouping.key(group, given[group.field]) for group in ask.groups),
        *(name for name in moves if name not in names),
        *values(metrics),
    )


def _with_neighbours(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows with the times of the same customer's contact before and after; contacts of one moment are one."""
    moments = rows.filter(~pl.col("__child")).select("customer_id", "created_at").drop_nulls().unique()
    beside = moments.sort("customer_id", "created_at").with_columns(
        pl.col("created_at").shift(1).over("customer_id").alias(NEIGHBOURS[0]),
        pl.col("created_at").shift(-1).over("customer_id").alias(NEIGHBOURS[1]),
    )
    return rows.join(beside, on=["customer_id", "created_at"], how="left")


def _runs_backlog(ask: Ask, metrics: Sequence[Metric]) -> bool:
    return ask.period != ALL and any(metric.kpi.id == "backlog" for metric in metrics)


def _totals(ready: pl.LazyFrame, ask: Ask, metrics: Sequence[Metric]) -> list[pl.LazyFrame]:
    """The totals of every set of groups; with something to compare, also those of the records outside `--during`."""
    found = []
    limited = ask.during is not None
    for kept in grouping.sets(ask.groups, ask.rollup):
        rows = ready
        lists = [group.name for group in kept if dtypes("ticket").get(group.field) == pl.List(pl.String)]
        for name in lists:
            rows = rows.explode(name)
        names = [group.name for group in kept]
        for main in [True, False] if limited and ask.compare else [True]:
            asked = rows.filter(MAIN) if main and limited else rows
            totals = total(asked, [*names, START], metrics)
            if _runs_backlog(ask, metrics):
                totals = with_backlog(totals, rows, names, ask.period)
            found.append(grouping.marked(totals, kept, ask.groups).with_columns(pl.lit(main).alias(MAIN)))
    return found


def _reasons(sorted_out: pl.LazyFrame) -> pl.LazyFrame:
    """How many records are used, and how many are not, by reason."""
    named = sorted_out.select(pl.col(REASON).fill_null("used").alias("name"))
    return named.group_by("name").agg(pl.len().cast(pl.Int64).alias("n"))


def _counts(sorted_out: pl.LazyFrame, ask: Ask, columns: Sequence[str]) -> pl.LazyFrame:
    counted = _reasons(sorted_out).sort("name")
    if ask.ids != (EVERYTHING,):
        return counted
    lacking = Counter(need for kpi in CATALOGUE for need in missing(kpi, columns))
    table = {
        "name": [f"{'metric lacks' if lacking[need] == 1 else 'metrics lack'} {need}" for need in sorted(lacking)],
        "n": [lacking[need] for need in sorted(lacking)],
    }
    return pl.concat([counted, pl.LazyFrame(table, schema={"name": pl.String, "n": pl.Int64})])
