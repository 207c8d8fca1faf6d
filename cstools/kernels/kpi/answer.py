"""The answer: figures in rows, compared with earlier periods and with targets, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from cstools.kernels.expr.stats import rounded
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.figures import figure
from cstools.kernels.kpi.mix import mixed
from cstools.kernels.kpi.names import MAIN, START
from cstools.kernels.kpi.rank import ranked
from cstools.kernels.kpi.schema import schema
from cstools.kernels.kpi.score import scored
from cstools.kernels.kpi.targets import targeted
from cstools.kernels.kpi.timeline import Timeline
from cstools.kernels.kpi.walks import Walk
from cstools.model.kpis import Metric

RANK = "__rank"
"""The place of a metric in the order asked."""


def answer(
    totals: Sequence[tuple[Walk, pl.DataFrame]], ask: Ask, metrics: Sequence[Metric], now: datetime | None
) -> pl.DataFrame:
    """One row a period, group and metric, sorted so, with the columns of `schema`; `wide`: a column a metric.

    In: the walks with their totals (`ends.united`). now: the time that stands for now.
    """
    names = [group.name for group in ask.groups]
    rows = figures(totals, ask, metrics, now)
    keys = [*names, *(group.total for group in ask.groups)]
    if ask.mix:
        return mixed(rows.filter(MAIN), ask.mix, names, ask.period, (*ask.compare, "prev")[0])
    for each in ask.compare:
        rows = _compared(rows, each, ask.timeline, keys)
    rows = rows.filter(MAIN)
    order = [START, *(name for group in ask.groups for name in (group.total, group.name)), RANK]
    rows = rows.sort(order, nulls_last=True, maintain_order=True)
    if ask.score is not None:
        return scored(rows, ask.score, names, ask.lang).select(pl.exclude("^__.*$"))
    if ask.targets is not None:
        rows = targeted(rows, ask.targets, names, ask.during)
    if ask.rank:
        rows = ranked(rows, names)
    if ask.wide:
        rows = _widened(rows, [*names, "period"], metrics)
    columns = schema(ask, metrics)
    return rows.select(pl.col(name).cast(dtype) for name, dtype in columns.items())


def figures(
    totals: Sequence[tuple[Walk, pl.DataFrame]], ask: Ask, metrics: Sequence[Metric], now: datetime | None
) -> pl.DataFrame:
    """A row a period, group and metric, with its figure, words and internal columns."""
    places = {metric.id: place for place, metric in enumerate(metrics)}
    own = [(metric, frame) for walk, frame in totals for metric in walk.metrics if metric.id in places]
    made = [_rows(frame, ask, metric, places[metric.id], now) for metric, frame in own if not metric.raw]
    rows = pl.concat(made)
    if ask.exclusions is None:
        return rows
    keys = [*(name for group in ask.groups for name in (group.name, group.total)), MAIN, START, RANK]
    raw = [_rows(frame, ask, metric, places[metric.id], now) for metric, frame in own if metric.raw]
    before = [each.select(*keys, pl.col("value").alias("before"), pl.col("n").alias("n_before")) for each in raw]
    same = rows.select(*keys, pl.col("value").alias("before"), pl.col("n").alias("n_before"))
    every = pl.concat([*before, same]).unique(keys, keep="first", maintain_order=True)
    return rows.join(every, on=keys, how="left", nulls_equal=True, maintain_order="left")


def _rows(totals: pl.DataFrame, ask: Ask, metric: Metric, place: int, now: datetime | None) -> pl.DataFrame:
    made = figure(metric, ask.km)
    return totals.select(
        *(name for group in ask.groups for name in (group.name, group.total)),
        MAIN,
        START,
        pl.lit(place, dtype=pl.Int64).alias(RANK),
        ask.timeline.text(pl.col(START)).alias("period"),
        pl.lit(metric.id).alias("metric"),
        pl.lit(metric.label(ask.lang)).alias("label"),
        pl.lit(metric.kpi.unit).alias("unit"),
        pl.lit(metric.kpi.better).alias("__better"),
        *(expr.alias(name) for name, expr in made.items()),
        ask.timeline.partial(pl.col(START), pl.lit(now, dtype=pl.Datetime("us"))).alias("partial"),
        pl.lit(ask.basis).alias("date_basis"),
        pl.lit(metric.rule(ask.lang)).alias("rule"),
    )


def _compared(rows: pl.DataFrame, each: str, timeline: Timeline, keys: Sequence[str]) -> pl.DataFrame:
    """Rows with the figure of the period before (`prev`) or of the same period last year (`year`), and the change.

    A change is relative, null where the earlier value is zero; a rate and an index also change in points.
    """
    then, change = ("prev", "change") if each == "prev" else ("year_ago", "year_change")
    # where nothing limits the records there are no others: the asked ones are the earlier ones as well
    past = rows.filter(~pl.col(MAIN)) if not rows[MAIN].all() else rows
    earlier = past.select(*keys, RANK, pl.col(START).alias("__then"), pl.col("value").alias(then))
    joined = rows.with_columns(timeline.earlier(pl.col(START), each).alias("__then")).join(
        earlier, on=[*keys, RANK, "__then"], how="left", nulls_equal=True
    )
    before, now = pl.col(then), pl.col("value")
    index = pl.col("metric") == "nps"
    relative = pl.when((before != 0) & ~index).then((now - before) / before.abs())
    joined = joined.with_columns(rounded(relative).alias(change)).drop("__then")
    if each == "prev":
        factor = pl.when(pl.col("unit") == "ratio").then(100.0).when(index).then(1.0)
        joined = joined.with_columns(rounded((now - before) * factor).alias("change_pt"))
    return joined


def _widened(rows: pl.DataFrame, keys: Sequence[str], metrics: Sequence[Metric]) -> pl.DataFrame:
    return rows.group_by(keys, maintain_order=True).agg(
        pl.col("value").filter(pl.col("metric") == metric.id).first().alias(metric.id) for metric in metrics
    )
