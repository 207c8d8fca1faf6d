"""The figures behind a block of the user's own, or why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.periods import bounds
from cstools.kernels.expr.sql import expression
from cstools.kernels.filters import ROWS
from cstools.kernels.kpi import groups as grouping
from cstools.kernels.kpi.names import TIME
from cstools.kernels.report.compare import cut
from cstools.kernels.report.data import Data
from cstools.kernels.report.groups import NAMELESS
from cstools.model import fields
from cstools.model.kpis import Metric, expand, lacking
from cstools.model.report import Column, Note, Param, Phrase
from cstools.model.report.config import Own
from cstools.model.report.keys import DRAWN, TOPMOST

CLOCKS = {"hour": 24, "weekday": 7}
"""Groups in the order of the clock, all of which are shown."""
YEAR = 12
"""Months that `period = "month"` looks at, this one included."""
UNITS = {"day": "date", "month": "month"}
"""Period -> the unit of its column."""
Row = dict[str, Any]
Cell = str | float | None
"""A cell of these tables: a name, a number, or nothing."""


class Lacking(Exception):
    """Why there is nothing to show."""

    def __init__(self, key: str, **params: Param) -> None:
        super().__init__(key)
        self.phrase = Phrase(key, params)


@dataclass(frozen=True)
class Figures:
    """Figures as a block shows them.

    metrics: with the unit of each. by: the column of the group, "" for none; groups: in order, None without a name.
    period: day, week, month or ""; periods: in order. cells: (group, period, metric id) -> the row of the figure. more:
    what was left out.
    """

    metrics: tuple[Metric, ...]
    units: dict[str, str]
    by: str
    groups: tuple[str | None, ...]
    period: str
    periods: tuple[str, ...]
    cells: dict[tuple[str | None, str, str], Row]
    lang: str = "zh"
    more: Phrase | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of all of it: period, group, metrics."""
        heads = [Column("period", UNITS.get(self.period, "text"))] if self.period else []
        heads += [self.group] if self.by else []
        return (*heads, *(self.column(metric) for metric in self.metrics))

    @property
    def group(self) -> Column:
        """The column of the group."""
        unit = self.by if self.by == "weekday" else "text"
        known = self.by in fields.of("ticket") or self.by in CLOCKS
        return Column(self.by, unit) if known else Column(self.by, unit, label=self.by)

    def column(self, metric: Metric) -> Column:
        """The column of a metric."""
        label = metric.label(self.lang) if metric.kpi.own else ""
        return Column(metric.id, self.units[metric.id], label=label)

    def name(self, group: str | None) -> Cell:
        """A group as its column has it."""
        return int(group) if group and self.by == "weekday" else NAMELESS if group is None else group

    def part(self, group: str | None, period: str, metric: Metric, part: str = "value") -> Cell:
        """A figure, or another column of it; a count is whole, and 0 where nothing was counted."""
        row = self.cells.get((group, period, metric.id))
        value: Cell = row[part] if row else 0 if metric.kpi.kind == "count" and part == "value" else None
        return int(value) if isinstance(value, float) and self.units[metric.id] == "n" and value.is_integer() else value

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows under `columns`."""
        return tuple(
            (
                *([period] if self.period else []),
                *([self.name(group)] if self.by else []),
                *(self.part(group, period, metric) for metric in self.metrics),
            )
            for group in self.groups
            for period in self.periods
        )


def gathered(data: Data, condition: str) -> Data:
    """The data of the records for which a condition holds. Raises Lacking where they have not its fields, or it is none
    for them.
    """
    if not condition:
        return data
    absent = [
        name
        for name in dict.fromkeys(expression(condition, "option.where", ROWS).meta.root_names())
        if name not in data.rows.columns
    ]
    if absent:
        raise Lacking("own.fields", fields=tuple(absent))
    try:
        made = data.where(condition)
    except Usage as error:
        raise Lacking("own.where", where=condition, why=str(error.params.get("why", ""))) from error
    if not made.month().height:
        raise Lacking("own.none")
    return made


def named(data: Data, ids: Sequence[str], by: str = "") -> tuple[tuple[Metric, ...], tuple[Note, ...]]:
    """The metrics that the data give (by a group, those counted over tickets), and a note of each other one."""
    asked = expand(ids, data.ask.config.metrics)
    able = set(data.able(ids, by or None))
    left = tuple(_unable(data, metric) for metric in asked if metric.id not in able)
    return tuple(metric for metric in asked if metric.id in able), (Note(left),) if left else ()


def _unable(data: Data, metric: Metric) -> Phrase:
    fields_ = lacking(metric.kpi, data.given)
    words: dict[str, Param] = {"metric": word(data, metric), "fields": fields_}
    return Phrase("own.lacks" if fields_ else "own.whole", words)


def word(data: Data, metric: Metric) -> Param:
    """The name of a metric, in a sentence."""
    return data.label(metric.id) or Phrase(metric.id)


def titled(data: Data, own: Own, metrics: Sequence[Metric], part: Sequence[Param] = ()) -> Phrase:
    """The heading of a block: the user's, else the metrics and what they are by; part: what tells one chart of several
    from the others.
    """
    names: Param = tuple(word(data, metric) for metric in metrics)
    if own.title and part:
        return Phrase("label.colon", {"name": own.title, "value": tuple(part)})
    if own.title:
        return Phrase("own.text", {"text": own.title})
    by = _by(own)
    plain = Phrase("own.by", {"metric": names, "by": by}) if by else Phrase("own.text", {"text": names})
    return Phrase("label.colon", {"name": plain, "value": part[-1]}) if own.kind == "line" and own.by else plain


def _by(own: Own) -> Param:
    name = own.by.partition(":")[0]
    if name:
        return Phrase(name) if name in fields.of("ticket") or name in CLOCKS else name
    period = own.period or ("day" if own.kind == "line" else "")
    return Phrase(f"own.{period}") if period else ""


def figures(data: Data, own: Own) -> tuple[Figures, tuple[Note, ...]]:
    """The figures of a block, and what is said of metrics that the data do not give. Raises Lacking for none at all."""
    metrics, left = named(data, own.metrics, own.by)
    if not metrics:
        raise Lacking(left[0].lines[0].key, **left[0].lines[0].params)
    by = grouping.parse([own.by])[0] if own.by else None
    if by and by.field != TIME and by.field not in data.rows.columns:
        raise Lacking("own.fields", fields=(by.field,))
    period = own.period or ("day" if own.kind == "line" else "")
    frame = measured(data, [metric.id for metric in metrics], own.by, period or "month", _during(data, period))
    if not frame.height:
        raise Lacking("own.none")
    name = by.name if by else ""
    kept, every = _groups(frame, metrics[0], name, own) if by else ((None,), 1)
    units = dict(frame.select("metric", "unit").unique().sort("metric").iter_rows())
    shown = frame.filter(pl.col(name).is_in(kept, nulls_equal=True)) if by else frame
    made = Figures(
        metrics=metrics,
        units=units,
        by=name,
        groups=kept,
        period=period,
        periods=_periods(data, period, frame),
        cells={(row[name] if by else None, row["period"], row["metric"]): row for row in shown.iter_rows(named=True)},
        lang=data.ask.config.lang or "zh",
        more=cut(len(kept), every),
    )
    return made, left


def measured(
    data: Data, metrics: Sequence[str], by: str, period: str, during: tuple[datetime, datetime]
) -> pl.DataFrame:
    """One row a metric, group and period (kind `kpi`) within an interval, in the units of the report."""
    made = data.run(metrics, [by] if by else [], period=period, during=during, sides=not by)
    return data.told_in(made, metrics)


def _during(data: Data, period: str) -> tuple[datetime, datetime]:
    """The month, or the year up to it."""
    start = bounds(data.period.months(YEAR)[0])[0] if period == "month" else data.period.start
    return start, data.period.end


def _periods(data: Data, period: str, frame: pl.DataFrame) -> tuple[str, ...]:
    """The periods from the first to the last that the data reach, those without records too."""
    if not period:
        return (data.period.month,)
    seen = frame["period"].sort().to_list()
    first = bounds(seen[0])[0] if period == "month" else data.period.start
    days = range((data.period.last_day - first.date()).days + 1)
    form = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}[period]
    return tuple(dict.fromkeys(f"{first + timedelta(days=day):{form}}" for day in days))


def _groups(frame: pl.DataFrame, metric: Metric, by: str, own: Own) -> tuple[tuple[str | None, ...], int]:
    """The groups shown: the largest, by the first metric's records (or its sum), and how many there are; the nameless
    one last.
    """
    size = "value" if metric.kind in ("count", "sum") else "n"
    sizes = frame.group_by(by).agg(pl.col(size).filter(pl.col("metric") == metric.id).sum().alias("size"))
    clock = by in CLOCKS
    order = sizes.drop_nulls(by).sort(by) if clock else sizes.sort(pl.col(by).is_null(), -pl.col("size"), by)
    most = own.top or CLOCKS.get(by) or (DRAWN if own.kind == "line" else TOPMOST)
    return tuple(order[by].head(most)), order.height


__all__ = ["Cell", "Figures", "Lacking", "figures", "gathered", "named", "titled", "word"]
