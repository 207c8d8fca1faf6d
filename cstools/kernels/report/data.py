"""What every part of the report is made from: the rows, the contacts among them, the month, its days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property, reduce
from operator import or_
from typing import Any, TypeVar

import polars as pl

from cstools.kernels import kpi
from cstools.kernels.expr.periods import bounds, within
from cstools.kernels.kpi.ask import Ask as Asked
from cstools.kernels.kpi.ask import at_hand
from cstools.kernels.kpi.contacts import outside
from cstools.kernels.kpi.exclude import touches
from cstools.kernels.report.ask import Ask
from cstools.kernels.report.part import Part, marked
from cstools.kernels.report.period import TOPIC, Period, choose, problem
from cstools.kernels.report.trend import daily, expected, promoted
from cstools.kernels.report.units import told_in
from cstools.kernels.stage import Stage
from cstools.model.kpis import expand, given_by, lacking, parse

T = TypeVar("T")
RATES = ("csat_pct", "resolution_rate", "frt_within_3m")
"""The rates groups are compared on, in the order they are looked for."""
AROUND = timedelta(days=31)
"""What a figure of a month may look at before and after it: the longest window of a metric is 30 days."""
GRACE = timedelta(days=3)
"""A month is whole if its records begin within its first days: a small team has days without a contact."""
ORDERED = "--orders"
"""What figures of orders are given by."""


@dataclass(frozen=True)
class Data:
    """What a report is made from.

    rows: the records it is about, with TOPIC. counted: those that are contacts, of all months. days: `trend.expected`.
    part: where these are a part of more records, all of them and which. later: records after what stands for now.
    """

    rows: pl.DataFrame
    counted: pl.DataFrame
    period: Period
    days: pl.DataFrame
    ask: Ask = field(default_factory=Ask)
    part: Part | None = None
    later: int = 0
    made: dict[tuple[tuple[str, ...], str | None], pl.DataFrame] = field(default_factory=dict, compare=False)
    months: dict[str | None, pl.DataFrame] = field(default_factory=dict, compare=False)
    kept: dict[str, Any] = field(default_factory=dict, compare=False)

    def month(self, text: str | None = None) -> pl.DataFrame:
        """The contacts of one month (of the report's own by default)."""
        if text not in self.months:
            self.months[text] = self.counted.filter(within(pl.col("created_at"), bounds(text or self.period.month)))
        return self.months[text]

    def once(self, name: str, make: Callable[[Data], T]) -> T:
        """What is made of these records, made once: a section shows it, and a finding tells of it."""
        if name not in self.kept:
            self.kept[name] = make(self)
        found: T = self.kept[name]
        return found

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
        groups = [by] if by else []
        made = self.run(metrics, groups, near=by is not None, sides=by is None)
        return self.told_in(made.filter(pl.col("period") <= self.period.month), metrics)

    def run(
        self, metrics: Sequence[str], by: Sequence[str] = (), *, near: bool = False, sides: bool = False, **others: Any
    ) -> pl.DataFrame:
        """What cs-kpi answers of the records the report is about. near: from the records about this month alone.

        Of a part, what is counted over tickets is told within all records, what rests on others (sides) is not.
        """
        if self.part is None:
            rows = self._near if near else self.rows
            return self.stage(metrics, by=list(by), sides=sides, **others).apply(rows.lazy()).rows.collect()
        apart = set(self.able(metrics, self.part.column)) if metrics else set()
        inside = [metric for metric in metrics if metric in apart]
        frames = [self._within(self.part, inside, by, near, others)] if inside or not metrics else []
        left = [metric for metric in metrics if metric not in apart]
        if left:
            frames.append(self.stage(left, by=list(by), sides=sides, **others).apply(self.rows.lazy()).rows.collect())
        return pl.concat(frames, how="diagonal")

    def _within(
        self, part: Part, metrics: Sequence[str], by: Sequence[str], near: bool, others: Mapping[str, Any]
    ) -> pl.DataFrame:
        key = (tuple(metrics), tuple(by), near, *others.items())
        if key not in part.shared:
            rows = part.rows.filter(self._about) if near else part.rows
            stage = self.stage(metrics, by=part.by(by), sides=False, **others)
            part.shared[key] = stage.apply(rows.lazy()).rows.collect()
        return part.picked(part.shared[key], by)

    def reaches(self, month: str, metric: str) -> bool:
        """Whether the records a metric is counted over begin by the first days of a month."""
        begun = [_begun(self.counted, ("created_at",), month)]
        orders = self.ask.sides.get("order")
        if orders is not None and ORDERED in given_by(parse(metric, self.ask.config.metrics)[0].kpi):
            begun.append(_begun(orders, ("ordered_at", "paid_at"), month))
        return all(begun)

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
        return self.rows.filter(self._about)

    @property
    def _about(self) -> pl.Expr:
        first = bounds(self.period.previous)[0] - AROUND
        return pl.col("created_at").is_between(first, self.period.end + AROUND)

    def within(self, part: Part) -> Data:
        """The data of a part of these records. An empty part has no month."""
        rows = part.rows.filter(pl.col(part.column) == part.value).select(self.rows.columns)
        fixed = replace(self.ask, month=self.period.month, as_of=self.period.as_of)
        return replace(gather(rows, fixed), part=part)

    def where(self, condition: str) -> Data:
        """The data of the records for which a condition holds; itself for "". Raises Usage for what is none."""
        return self.within(marked(self.rows, condition, self.part)) if condition else self

    def alone(self, contacts: pl.DataFrame) -> Data:
        """The data of these contacts of the month alone, for figures by columns they were given."""
        return Data(contacts, contacts, self.period, self.days, self.ask)

    def counts(self, metric: str, month: str | None = None) -> pl.DataFrame:
        """The contacts of a month (of the report's own by default) that count for a metric: without those struck."""
        exclusions = self.ask.exclusions
        struck = None if exclusions is None else touches(exclusions, metric)
        return self.month(month) if struck is None else self.month(month).filter(struck.is_null())

    def stage(self, metrics: Sequence[str], *, sides: bool = True, **others: Any) -> Stage:
        """The engine of cs-kpi, asked as the report is: its hours, exclusions and records of other kinds."""
        shared: dict[str, Any] = {"period": "month", "as_of": self.period.as_of, "hours": self.ask.hours}
        shared |= {"exclusions": self.ask.exclusions, "beside": self.ask.sides if sides else {}, "kind": "ticket"}
        shared["own"] = self.ask.config.metrics
        return kpi.stage(list(metrics), **(shared | others))


def gather(rows: pl.DataFrame, ask: Ask) -> Data:
    """The data of a report on one month. In: typed ticket rows of any months. Raises Usage("report.during").

    >>> from datetime import datetime
    >>> frame = pl.DataFrame({"ticket_id": ["1", "2"], "created_at": [datetime(2025, 9, 30), None]})
    >>> data = gather(frame, Ask())
    >>> data.period.month, data.counted.height
    ('2025-09', 1)
    """
    if "created_at" not in rows.columns:
        rows = rows.with_columns(created_at=pl.lit(None, dtype=pl.Datetime("us")))
    period = choose(rows, ask.month, ask.as_of)
    every = rows.height
    rows = rows.filter((pl.col("created_at") <= period.as_of).fill_null(True)).with_columns(problem(rows.columns))
    counted = rows.filter(~reduce(or_, left_out(rows.columns, ask).values()))
    days = promoted(expected(daily(counted, period), ask.calendar), ask.calendar)
    return Data(rows, counted, period, days, ask, later=every - rows.height)


def _begun(rows: pl.DataFrame, times: Sequence[str], month: str) -> bool:
    """Whether the first of these times is in the first days of the month, or before."""
    first = pl.min_horizontal(pl.col(name).min() for name in times if name in rows.columns)
    by = bounds(month)[0] + GRACE
    return bool(rows.select((first <= by).fill_null(False)).item())


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
