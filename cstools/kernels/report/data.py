"""What every part of the report is made from: the rows, the contacts among them, the month, its days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from cstools.kernels import kpi
from cstools.kernels.expr.periods import within
from cstools.kernels.report.ask import Ask
from cstools.kernels.report.period import TOPIC, Period, choose, outside, problem
from cstools.kernels.report.trend import daily, expected
from cstools.kernels.report.units import told_in
from cstools.model.kpis import expand
from cstools.model.kpis import missing as lacking


@dataclass(frozen=True)
class Data:
    """What a report is made from.

    rows: all records, with TOPIC. counted: those that are contacts, of all months. days: `trend.expected`.
    """

    rows: pl.DataFrame
    counted: pl.DataFrame
    period: Period
    days: pl.DataFrame
    ask: Ask = field(default_factory=Ask)
    cache: dict[Any, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def month(self, text: str | None = None) -> pl.DataFrame:
        """The contacts of one month (of the report's own by default)."""
        start = datetime.fromisoformat(f"{text or self.period.month}-01")
        end = self.period.end if text is None else None
        limit = end or pl.select(pl.lit(start).dt.offset_by("1mo")).item()
        return self.counted.filter(within(pl.col("created_at"), (start, limit)))

    def has(self, *names: str) -> bool:
        """Whether the contacts of the month have all these fields, and some value in each."""
        own = self.month()
        return all(name in own.columns and own[name].null_count() < own.height for name in names)

    def able(self, metrics: Sequence[str]) -> list[str]:
        """Those of the metrics that the fields give."""
        known = expand(metrics, self.ask.config.metrics)
        return [metric.id for metric in known if not lacking(metric.kpi, self.rows.columns)]

    def figures(self, metrics: Sequence[str], by: str | None = None) -> pl.DataFrame:
        """One row a metric, group and month (kind `kpi`), for the month, the one before and the one a year before."""
        key = (tuple(metrics), by)
        if key not in self.cache:
            self.cache[key] = self._figures(metrics, by)
        return self.cache[key]

    def _figures(self, metrics: Sequence[str], by: str | None) -> pl.DataFrame:
        months = [self.period.month, self.period.previous, self.period.year_ago]
        return self.measured(metrics, by=by or "").filter(pl.col("period").is_in(months))

    def measured(
        self,
        metrics: Sequence[str],
        by: str = "",
        period: str = "month",
        during: tuple[datetime, datetime] | None = None,
    ) -> pl.DataFrame:
        """One row a metric, group and period (kind `kpi`) of all records, or of those within an interval."""
        own = self.ask.config.metrics
        stage = kpi.stage(
            metrics=list(metrics), by=[by] if by else [], period=period, as_of=self.period.as_of, own=own, during=during
        )
        return told_in(stage.apply(self.rows.lazy()).rows.collect(), expand(metrics, own))


def gather(rows: pl.DataFrame, ask: Ask) -> Data:
    """The data of a report on one month. In: typed ticket rows of any months. Raises Usage("report.during").

    >>> frame = pl.DataFrame({"ticket_id": ["1", "2"], "created_at": [datetime(2025, 9, 30), None]})
    >>> data = gather(frame, Ask())
    >>> data.period.month, data.counted.height
    ('2025-09', 1)
    """
    if "created_at" not in rows.columns:
        rows = rows.with_columns(created_at=pl.lit(None, dtype=pl.Datetime("us")))
    period = choose(rows, ask.month, ask.as_of)
    rows = rows.with_columns(problem(rows.columns))
    counted = rows.filter(~reduce(or_, outside(rows.columns).values()))
    return Data(rows, counted, period, expected(daily(counted, period)), ask)


def told(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The few rows of an aggregated table, one after another."""
    return frame.iter_rows(named=True)


def known(frame: pl.DataFrame, metric: str, month: str) -> dict[str, Any] | None:
    """The figure of one metric in one month of `Data.figures` without groups, or None."""
    found = frame.filter((pl.col("metric") == metric) & (pl.col("period") == month))
    return next(told(found), None)


__all__ = ["TOPIC", "Ask", "Data", "gather", "known", "told"]
