"""What every part of the report is made from: the rows, the contacts among them, the month, its days."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, reduce
from operator import or_
from typing import Any

import polars as pl

from cstools.kernels import kpi
from cstools.kernels.expr.periods import within
from cstools.kernels.kpi.ask import Ask as Asked
from cstools.kernels.kpi.ask import at_hand
from cstools.kernels.kpi.exclude import touches
from cstools.kernels.report.ask import Ask
from cstools.kernels.report.period import TOPIC, Period, choose, outside, problem
from cstools.kernels.report.trend import daily, expected, promoted
from cstools.kernels.report.units import told_in
from cstools.kernels.stage import Stage
from cstools.model.kpis import expand, lacking, parse

RATES = ("csat_pct", "resolution_rate", "frt_within_3m")
"""The rates groups are compared on, in the order they are looked for."""
AROUND = timedelta(days=31)
"""What a figure of a month may look at before and after it: the longest window of a metric is 30 days."""


@dataclass(frozen=True)
class Data:
    """What a report is made from.

    rows: all records, with TOPIC. counted: those that are contacts, of all months. days:
    `trend.expected` and `promoted`.
    """

    rows: pl.DataFrame
    counted: pl.DataFrame
    period: Period
    days: pl.DataFrame
    ask: Ask = field(default_factory=Ask)
    made: dict[tuple[tuple[str, ...], str | None], pl.DataFrame] = field(default_factory=dict, compare=False)
    months: dict[str | None, pl.DataFrame] = field(default_factory=dict, compare=False)

    def month(self, text: str | None = None) -> pl.DataFrame:
        """The contacts of one month (of the report's own by default)."""
        if text not in self.months:
            self.months[text] = self.counted.filter(within(pl.col("created_at"), self._bounds(text)))
        return self.months[text]

    def _bounds(self, text: str | None) -> tuple[datetime, datetime]:
        if text is None:
            return self.period.start, self.period.end
        start = datetime.fromisoformat(f"{text}-01")
        return start, pl.select(pl.lit(start).dt.offset_by("1mo")).item()

    def has(self, *names: str) -> bool:
        """Whether the contacts of the month have all these fields, and some value in each."""
        own = self.month()
        return all(name in own.columns and own[name].null_count() < own.height for name in names)

    @property
    def given(self) -> Mapping[str, Collection[str]]:
        """The kinds of records at hand, and the fields of each."""
        return at_hand(Asked(sides=self.ask.sides), self.rows.columns)

    def able(self, metrics: Sequence[str], by: str | None = None) -> list[str]:
        """Those of the metrics that the records at hand give; by groups, those counted over tickets alone."""
        given = self.given if by is None else at_hand(Asked(), self.rows.columns)
        known = expand(metrics, self.ask.config.metrics)
        return [metric.id for metric in known if not lacking(metric.kpi, given)]

    def figures(self, metrics: Sequence[str], by: str | None = None) -> pl.DataFrame:
        """One row a metric, group and month (kind `kpi`), of these metrics and perhaps others asked for before.

        Without groups of all months up to the report's own; by groups of that month and the one before.
        """
        for (known, field_), frame in self.made.items():
            if field_ == by and set(metrics) <= set(known):
                return frame
        self.made[tuple(metrics), by] = self._figures(metrics, by)
        return self.made[tuple(metrics), by]

    def _figures(self, metrics: Sequence[str], by: str | None) -> pl.DataFrame:
        rows = self.rows if by is None else self._near
        stage = self.stage(metrics, by=[by] if by else [], sides=by is None)
        own = pl.col("period") <= self.period.month
        return self.told_in(stage.apply(rows.lazy()).rows.filter(own).collect(), metrics)

    def label(self, metric: str) -> str:
        """The words of the user's own for a metric, "" for one of the catalogue's."""
        figure = parse(metric, self.ask.config.metrics)[0]
        return figure.label(self.ask.config.lang or "zh") if figure.kpi.own else ""

    def told_in(self, frame: pl.DataFrame, metrics: Sequence[str]) -> pl.DataFrame:
        """Figures of these metrics in the units of the report."""
        return told_in(frame, expand(metrics, self.ask.config.metrics))

    @cached_property
    def _near(self) -> pl.DataFrame:
        """The rows that figures of this month and the one before may look at."""
        first = datetime.fromisoformat(f"{self.period.previous}-01") - AROUND
        return self.rows.filter(pl.col("created_at").is_between(first, self.period.end + AROUND))

    def stage(self, metrics: Sequence[str], *, sides: bool = True, **others: Any) -> Stage:
        """The engine of cs-kpi, asked as the report is: its hours, exclusions and records of other kinds."""
        shared: dict[str, Any] = {"period": "month", "as_of": self.period.as_of, "hours": self.ask.hours}
        shared |= {"exclusions": self.ask.exclusions, "beside": self.ask.sides if sides else {}, "kind": "ticket"}
        shared["own"] = self.ask.config.metrics
        return kpi.stage(list(metrics), **(shared | others))


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
    counted = rows.filter(~reduce(or_, left_out(rows.columns, ask).values()))
    days = promoted(expected(daily(counted, period), ask.calendar), ask.calendar)
    return Data(rows, counted, period, days, ask)


def left_out(columns: list[str], ask: Ask) -> dict[str, pl.Expr]:
    """Why a row is not a contact, by a word, in the order the reasons are tried: `outside`, then the exclusions."""
    struck = None if ask.exclusions is None else touches(ask.exclusions, "volume")
    more = {} if struck is None else {"excluded.struck": struck.is_not_null()}
    return outside(columns) | more


def told(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The few rows of an aggregated table, one after another."""
    return frame.iter_rows(named=True)


def known(frame: pl.DataFrame, metric: str, month: str) -> dict[str, Any] | None:
    """The figure of one metric in one month of `Data.figures` without groups, or None."""
    found = frame.filter((pl.col("metric") == metric) & (pl.col("period") == month))
    return next(told(found), None)


__all__ = ["TOPIC", "Ask", "Data", "gather", "known", "left_out", "told"]
