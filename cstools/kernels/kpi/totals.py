"""The one pass: exact integer totals of any set of metrics by any keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import polars as pl

from cstools.kernels.expr.periods import EVERY, start_of
from cstools.kernels.kpi.facts import AS_OF
from cstools.kernels.kpi.measures import MEASURES, Measure
from cstools.model.kpis import Metric

START = "__start"
N, SUM, SQUARES, VALUES, BELOW, OUT, OPEN = "n", "sum", "squares", "values", "below", "out", "open"
WANTS = {
    "count": (SUM,),
    "sum": (N, SUM),
    "rate": (N, SUM),
    "mean": (N, SUM, SQUARES),
    "index": (N, SUM, SQUARES),
    "quantile": (N, VALUES),
    "ratio": (N, SUM, BELOW),
}
"""What a figure of each kind is made from."""


@cache
def measure(metric: Metric) -> Measure:
    """The measure of a metric, its parameter filled in."""
    return MEASURES[metric.kpi.id](metric.seconds)


def column(metric: Metric, part: str) -> str:
    """The name of the column that holds a part of a metric's total."""
    return f"{metric.key}:{part}"


def parts(metrics: Iterable[Metric]) -> dict[str, set[str]]:
    """For each thing measured, the parts its figures need."""
    wanted: dict[str, set[str]] = {}
    for metric in metrics:
        wanted.setdefault(metric.key, set()).update(WANTS[metric.kind])
    return wanted


def values(metrics: Iterable[Metric]) -> list[pl.Expr]:
    """The measures of each metric as columns of the records: `wait:sum`, `wait:out`, ..."""
    columns: dict[str, pl.Expr] = {}
    for metric in metrics:
        made = measure(metric)
        named = {SUM: made.value, BELOW: made.below, OUT: made.out, OPEN: made.open}
        columns |= {column(metric, part): expr for part, expr in named.items() if expr is not None}
    return [expr.alias(name) for name, expr in columns.items()]


def total(rows: pl.LazyFrame, keys: Sequence[str], metrics: Sequence[Metric]) -> pl.LazyFrame:
    """One row a combination of keys, with the parts of every metric: integer sums, and sorted values for quantiles.

    In: records with the columns of `values`, the keys and AS_OF. Out: keys, AS_OF, `KEY:PART` columns (Int64;
    `squares` Int128; `values` sorted lists). The same in any order of the rows.
    """
    wanted = parts(metrics)
    found: dict[str, pl.Expr] = {}
    for metric in metrics:
        found |= aggregates(metric, wanted[metric.key])
    return rows.group_by(keys).agg(
        pl.col(AS_OF).max(), *(expr.alias(name) for name, expr in found.items() if name != AS_OF)
    )


def aggregates(metric: Metric, wanted: set[str]) -> dict[str, pl.Expr]:
    """The parts wanted of a metric's total by the name of their column, over the columns of `values`."""
    value = pl.col(column(metric, SUM))
    made = measure(metric)
    if metric.kpi.id == "customers":
        found = {SUM: value.drop_nulls().n_unique().cast(pl.Int64)}
    else:
        wide = value.cast(pl.Int128)
        known: Mapping[str, pl.Expr] = {
            N: value.count().cast(pl.Int64),
            SUM: value.sum().cast(pl.Int64),
            SQUARES: (wide * wide).sum(),
            VALUES: value.drop_nulls().sort(),
            BELOW: pl.col(column(metric, BELOW)).sum(),
        }
        found = {part: known[part] for part in wanted}
    for part, expr in ((OUT, made.out), (OPEN, made.open)):
        if expr is not None:
            found[part] = pl.col(column(metric, part)).sum().cast(pl.Int64)
    return {column(metric, part): expr for part, expr in found.items()}


def backlog(rows: pl.LazyFrame, keys: Sequence[str], period: str) -> pl.LazyFrame:
    """Records open at the end of each period: created in it or before, and not ended by then.

    In: records with the keys, `created_at`, `__ended`, `__resolved`, whatever their date basis. Out: keys, START and
    `backlog:sum`. A record resolved at an unknown time, or before it was created, is in neither.
    """
    ended, created = pl.col("__ended"), pl.col("created_at")
    known = rows.filter(((ended >= created) | (ended.is_null() & ~pl.col("__resolved"))) & created.is_not_null())
    moves = [
        known.select(*keys, start_of(pl.col(time), period).alias(START), pl.lit(step, dtype=pl.Int64).alias("step"))
        for time, step in (("created_at", 1), ("__ended", -1))
    ]
    steps = pl.concat(moves).drop_nulls(START).group_by(*keys, START).agg(pl.col("step").sum()).sort(*keys, START)
    running = pl.col("step").cum_sum()
    return steps.select(*keys, START, (running.over(keys) if keys else running).alias("backlog:sum"))


def with_backlog(totals: pl.LazyFrame, rows: pl.LazyFrame, keys: Sequence[str], period: str) -> pl.LazyFrame:
    """Totals with `backlog:sum` replaced by the running backlog; as it is for the period `all`.

    A period of the totals without any move takes the backlog of the last one before it.
    """
    if period not in EVERY:
        return totals
    running = backlog(rows, keys, period).sort(START)
    return (
        totals.drop("backlog:sum")
        .sort(START)
        .join_asof(running, on=START, by=list(keys) or None, strategy="backward")
        .with_columns(pl.col("backlog:sum").fill_null(0))
    )
