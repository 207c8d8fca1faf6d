"""上月跟进: what came of an action, measured on the records it concerns, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.periods import bounds
from cstools.kernels.report.data import Data, told
from cstools.kernels.report.scorecard import CHANGES, apart, changed
from cstools.kernels.report.stats import at_95, excludes, rate_ratio
from cstools.kernels.report.units import figure
from cstools.model.kpis import Metric, lacking, parse
from cstools.model.report import Action, Figure, Phrase, Span
from cstools.model.report.planned import DROPPED, Planned

LEAST = 10
"""Records behind both figures, below which no effect is claimed or denied."""
Row = dict[str, Any]
Days = tuple[date, date]
"""A half-open interval of days."""


@dataclass(frozen=True)
class Effect:
    """What came of an action: both figures, their change with its interval, and the word for it."""

    before: Row
    now: Row
    change: Figure
    interval: Span | None
    verdict: str


def followed(data: Data) -> tuple[Action, ...]:
    """The actions decided in earlier months, each with its effect if it has begun by the end of this one.

    Before is the month the action was decided on (the month its finding is about); after is the report's month from the
    day the action was in force. Raises Usage("report.action_where") for a condition that is none on these records.
    """
    earlier = [one for one in data.ask.planned if one.month < data.period.month]
    asked = sum(_begun(data, one) for one in earlier)
    return tuple(_action(data, one, asked) for one in earlier)


def _begun(data: Data, one: Planned) -> bool:
    return one.status != DROPPED and _start(one) <= data.period.last_day


def _start(one: Planned) -> date:
    return date.fromisoformat(one.since) if one.since else bounds(one.month)[1].date()


def _action(data: Data, one: Planned, questions: int) -> Action:
    effect = measured(data, one, questions) if _begun(data, one) else None
    metric = parse(one.metric, data.ask.config.metrics)[0]
    unit = figure(metric, None).unit
    words = {"id": one.id, "finding": one.finding}
    return Action(
        finding=Phrase("action.finding" if one.finding else "action.id", words),
        metric=one.metric,
        now=Figure(None if effect is None else effect.now["value"], unit),
        what=one.what,
        owner=one.owner,
        due=one.due,
        id=one.id,
        where=one.where,
        status=f"status.{one.status}",
        target=None if one.target is None else figure(metric, one.target),
        before=None if effect is None else Figure(effect.before["value"], unit),
        change=None if effect is None else effect.change,
        interval=None if effect is None else effect.interval,
        n=None if effect is None else effect.now["n"],
        n_before=None if effect is None else effect.before["n"],
        verdict=f"verdict.{_verdict(data, one, effect)}",
        label=data.label(one.metric),
    )


def _verdict(data: Data, one: Planned, effect: Effect | None) -> str:
    if one.status == DROPPED:
        return DROPPED
    if not _begun(data, one):
        return "waiting"
    return "none" if effect is None else effect.verdict


def measured(data: Data, one: Planned, questions: int) -> Effect | None:
    """The effect of an action; None where its metric cannot be made from these records or has no value in both months.

    questions: the actions that are asked about at once; each gets its share of 5 %.
    """
    metric = parse(one.metric, data.ask.config.metrics)[0]
    spans = _spans(data, one)
    if lacking(metric.kpi, data.given) or any(first >= end for first, end in spans):
        return None
    own = _concerned(data, one)
    before, now = (_figure(own, metric, span) for span in spans)
    if before is None or now is None or before["value"] is None or now["value"] is None:
        return None
    return _compared(metric, before, now, _Counts(own, spans), at_95(questions))


def _spans(data: Data, one: Planned) -> tuple[Days, Days]:
    """The days compared, as far as the data reach: the month the action was decided on, up to its beginning; and the
    report's month from then on.
    """
    first, end = (moment.date() for moment in bounds(one.month))
    since, last = _start(one), data.period.last_day + timedelta(days=1)
    reached: date = data.counted["created_at"].min().date()  # type: ignore[union-attr]
    return (max(first, reached), min(end, since)), (max(since, data.period.start.date()), last)


def _concerned(data: Data, one: Planned) -> Data:
    try:
        return data.where(one.where)
    except Usage as error:
        blanks = {"path": one.path, "line": one.line, "id": one.id, "where": one.where}
        raise Usage("report.action_where", **blanks) from error


def _figure(own: Data, metric: Metric, span: Days) -> Row | None:
    """The figure of some days; a count of nothing is 0."""
    during = tuple(datetime.combine(day, time()) for day in span)
    made = own.told_in(own.run([metric.id], period="all", during=during, sides=True), [metric.id])
    row = next(told(made), None)
    if row is not None or metric.kpi.kind != "count":
        return row
    unit = figure(metric, None).unit
    return {"value": 0.0, "n": 0, "unit": unit, "numerator": 0.0, "denominator": None, "lo": None, "hi": None}


@dataclass(frozen=True)
class _Counts:
    """Contacts of both spans by day: how many days, and how they scatter."""

    own: Data
    spans: tuple[Days, Days]

    @property
    def lengths(self) -> tuple[int, int]:
        """The days of both spans."""
        before, now = ((end - first).days for first, end in self.spans)
        return before, now

    @property
    def scatter(self) -> float:
        """How many times Poisson's the variance of a day's contacts is about the mean of its span; at least 1."""
        squares, freedom = 0.0, 0
        for first, end in self.spans:
            every = pl.DataFrame({"day": pl.date_range(first, end, "1d", closed="left", eager=True)})
            found = self.own.counted.group_by(day=pl.col("created_at").dt.date()).len("n")
            n = every.join(found, on="day", how="left")["n"].fill_null(0).cast(pl.Float64)
            mean = float(n.mean() or 0.0)  # type: ignore[arg-type]
            squares += float(((n - mean) ** 2).sum()) / mean if mean else 0.0
            freedom += n.len() - 1
        return max(1.0, squares / freedom) if freedom > 0 else 1.0


def _compared(metric: Metric, before: Row, now: Row, counts: _Counts, z: float) -> Effect:
    change, interval = _change(metric, before, now, counts), _interval(metric, before, now, counts, z)
    return Effect(before, now, change, interval, _word(metric, before, now, change, interval))


def _adds(metric: Metric, row: Row) -> bool:
    """Whether days of a figure add up: a count or a sum, told a day."""
    return row["unit"] in ("n", "yuan") and row["denominator"] is None and metric.kpi.adds


def _change(metric: Metric, before: Row, now: Row, counts: _Counts) -> Figure:
    if _adds(metric, now):
        daily = [row["value"] / days for row, days in zip((before, now), counts.lengths, strict=True)]
        return Figure(round(daily[1] / daily[0] - 1, 6) if daily[0] else None, "change")
    if now["unit"] in ("n", "yuan") and now["denominator"] is None:
        return Figure(None, "change")  # people counted once are not so many a day
    return changed(now, before) or Figure(None, "change")


def _interval(metric: Metric, before: Row, now: Row, counts: _Counts, z: float) -> Span | None:
    """The interval of the change: of counts the relative change a day, of rates and durations the difference."""
    if now["unit"] == "n" and _adds(metric, now):
        days = counts.lengths
        if not before["value"]:
            return None
        _, lo, hi = rate_ratio(now["value"], days[1], before["value"], days[0], z, counts.scatter)
        return Span(round(lo - 1, 6), round(hi - 1, 6), "change")
    effect = apart(now, before, z)
    return None if effect is None else Span(round(effect[1], 6), round(effect[2], 6), CHANGES[now["unit"]])


def _word(metric: Metric, before: Row, now: Row, change: Figure, interval: Span | None) -> str:
    behind = [before["n"] or 0, now["n"] or 0]
    if (max(behind) if _adds(metric, now) else min(behind)) < LEAST:
        return "few"
    if interval is None or interval.lo is None or interval.hi is None:
        return "untested"
    if not excludes(interval.lo, interval.hi):
        return "unsure"
    if metric.kpi.better not in ("+", "-"):
        return "changed"
    return "better" if (float(change.value or 0) > 0) == (metric.kpi.better == "+") else "worse"
