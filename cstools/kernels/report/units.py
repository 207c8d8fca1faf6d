"""The units in which the report tells figures that the catalogue has none of its own for."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from cstools.model.kpis import Metric
from cstools.model.report import Figure

DAYS = 86400.0
"""Seconds of a day."""
VALUES = ("value", "lo", "hi")
AVERAGES = ("mean", "quantile", "ratio")
"""Kinds whose number is no count: a mean of 2.4 is not 2."""


def told_in(frame: pl.DataFrame, metrics: Iterable[Metric]) -> pl.DataFrame:
    """Figures (kind `kpi`) in units of the report: days are seconds, a mean of numbers is `mean`, not a count.

    >>> from cstools.model.kpis import parse
    >>> frame = pl.DataFrame({"metric": ["contacts_per_1k_orders"], "value": [2.5], "unit": ["n"]})
    >>> told_in(frame, parse("contacts_per_1k_orders"))["unit"].to_list()
    ['mean']
    """
    made = {metric.id: _unit(metric) for metric in metrics}
    other = {name: unit for name, unit in made.items() if unit}
    if not other:
        return frame
    days = [name for name, unit in other.items() if unit == "s"]
    scale = pl.when(pl.col("metric").is_in(days)).then(DAYS).otherwise(1.0)
    values = [pl.col(name) * scale for name in VALUES if name in frame.columns]
    unit = pl.col("metric").replace_strict(other, default=None, return_dtype=pl.String)
    return frame.with_columns(*values, pl.coalesce(unit, "unit").alias("unit"))


def figure(metric: Metric, value: float | None) -> Figure:
    """A value in the metric's own unit, a target say, as the report tells it.

    >>> from cstools.model.kpis import parse
    >>> figure(parse("csat_pct")[0], 0.9)
    Figure(value=0.9, unit='ratio')
    """
    days = metric.kpi.unit == "d" and value is not None
    return Figure(value * DAYS if days and value is not None else value, _unit(metric) or metric.kpi.unit)


def _unit(metric: Metric) -> str:
    """The unit of the report in place of the metric's own, "" for the same."""
    if metric.kpi.unit == "d":
        return "s"
    return "mean" if metric.kpi.unit == "n" and metric.kind in AVERAGES else ""
