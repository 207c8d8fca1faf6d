"""The answer: figures in rows, compared with earlier periods and with targets, in order."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.expr.periods import end_of, previous, text_of, year_ago
from cstools.kernels.expr.stats import rounded
from cstools.kernels.kpi.ask import Ask, schema, targets
from cstools.kernels.kpi.facts import AS_OF
from cstools.kernels.kpi.figures import figure
from cstools.kernels.kpi.totals import START
from cstools.model.kpis import Metric

MAIN = "__main"
"""Whether a total is of the records asked for, or only of those that earlier periods are compared with."""
RANK = "__rank"
"""The place of a metric in the order asked."""
SLACK = {"day": "1h"}
"""How much of a period may be missing at its end before it is `partial`: an hour of a day, else a day."""


def answer(totals: pl.DataFrame, ask: Ask, metrics: Sequence[Metric]) -> pl.DataFrame:
    """One row a period, group and metric, sorted so, with the columns of `schema`; `wide`: a column a metric.

    In: totals with the group columns and their marks, START, MAIN, AS_OF and the parts of every metric.
    """
    names = [group.name for group in ask.groups]
    rows = pl.concat([_rows(totals, ask, metric, rank, names) for rank, metric in enumerate(metrics)])
    keys = [*names, *(group.total for group in ask.groups)]
    for each in ask.compare:
        rows = _compared(rows, each, ask.period, keys)
    rows = rows.filter(MAIN)
    if ask.targets is not None:
        rows = _targeted(rows, targets(ask))
    order = [START, *(name for group in ask.groups for name in (group.total, group.name)), RANK]
    rows = rows.sort(order, nulls_last=True, maintain_order=True)
    if ask.wide:
        rows = _widened(rows, [*names, "period"], metrics)
    columns = schema(ask, metrics)
    return rows.select(pl.col(name).cast(dtype) for name, dtype in columns.items())


def _rows(totals: pl.DataFrame, ask: Ask, metric: Metric, rank: int, names: Sequence[str]) -> pl.DataFrame:
    made = figure(metric)
    slack = "-" + SLACK.get(ask.period, "1d")
    last = end_of(pl.col(START), ask.period).dt.offset_by(slack)
    return totals.select(
        *names,
        *(group.total for group in ask.groups),
        MAIN,
        START,
        pl.lit(rank, dtype=pl.Int64).alias(RANK),
        text_of(pl.col(START), ask.period).alias("period"),
        pl.lit(metric.id).alias("metric"),
        pl.lit(metric.label(ask.lang)).alias("label"),
        pl.lit(metric.kpi.unit).alias("unit"),
        pl.lit(metric.kpi.better).alias("__better"),
        *(expr.alias(name) for name, expr in made.items()),
        (pl.col(AS_OF) < last).alias("partial"),
        pl.lit(ask.basis).alias("date_basis"),
        pl.lit(metric.rule(ask.lang)).alias("rule"),
    )


def _compared(rows: pl.DataFrame, each: str, period: str, keys: Sequence[str]) -> pl.DataFrame:
    """Rows with the figure of the period before (`prev`) or of the same period last year (`year`), and the change.

    A change is relative, null where the earlier value is zero; a rate and an index also change in points.
    """
    then, change = ("prev", "change") if each == "prev" else ("year_ago", "year_change")
    shift = previous if each == "prev" else year_ago
    # where nothing limits the records there are no others: the asked ones are the earlier ones as well
    past = rows.filter(~pl.col(MAIN)) if not rows[MAIN].all() else rows
    earlier = past.select(*keys, RANK, pl.col(START).alias("__then"), pl.col("value").alias(then))
    joined = rows.with_columns(shift(pl.col(START), period).alias("__then")).join(
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


def _targeted(rows: pl.DataFrame, aims: dict[str, float]) -> pl.DataFrame:
    target = pl.col("metric").replace_strict(
        list(aims), list(aims.values()), default=None, return_dtype=pl.Float64
    )  # fmt: skip
    gap = pl.col("value") - target
    better = pl.col("__better")
    met = pl.when(better == "+").then(gap >= 0).when(better == "-").then(gap <= 0)
    return rows.with_columns(target.alias("target"), rounded(gap).alias("gap"), met.alias("met"))


def _widened(rows: pl.DataFrame, keys: Sequence[str], metrics: Sequence[Metric]) -> pl.DataFrame:
    return rows.group_by(keys, maintain_order=True).agg(
        pl.col("value").filter(pl.col("metric") == metric.id).first().alias(metric.id) for metric in metrics
    )
