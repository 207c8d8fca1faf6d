"""上月跟进: what came of an action, measured on the records it concerns, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from cstools.errors import Usage
from cstools.kernels.filters import where
from cstools.kernels.report.data import Data, told
from cstools.kernels.report.scorecard import CHANGES
from cstools.kernels.report.stats import at_95, difference, excludes, gap, rate_ratio
from cstools.kernels.report.units import figure
from cstools.model.kpis import lacking, parse
from cstools.model.report import Action, Figure, Phrase, Span
from cstools.model.report.planned import DROPPED, Planned

LEAST = 10
"""Records behind both figures, below which no effect is claimed or denied."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Effect:
    """What came of an action: both figures, their change with its interval, and the word for it."""

    before: Row
    now: Row
    change: Figure
    interval: Span | None
    verdict: str


def followed(data: Data) -> tuple[Action, ...]:
    """The actions decided in earlier months that have begun by the end of this one, each with its effect.

    Before is the month the action was decided on (the month its finding is about); after is the report's month from the
    day the action was in force. Raises Usage("report.action_where") for a condition that is none on these records.
    """
    due = [one for one in data.ask.planned if one.month < data.period.month and _start(one) <= data.period.last_day]
    return tuple(_action(data, one, len(due)) for one in due)


def _start(one: Planned) -> date:
    if one.since:
        return date.fromisoformat(one.since)
    first = date.fromisoformat(f"{one.month}-01")
    return (first + timedelta(days=31)).replace(day=1)


def _action(data: Data, one: Planned, questions: int) -> Action:
    effect = None if one.status == DROPPED else measured(data, one, questions)
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
        verdict=f"verdict.{_verdict(one, effect)}",
        label=data.label(one.metric),
    )


def _verdict(one: Planned, effect: Effect | None) -> str:
    if one.status == DROPPED:
        return DROPPED
    return "none" if effect is None else effect.verdict


def measured(data: Data, one: Planned, questions: int) -> Effect | None:
    """The effect of an action; None where its metric cannot be made from these records or has no value in both months.

    questions: the actions that are asked about at once; each gets its share of 5 %.
    """
    metric = parse(one.metric, data.ask.config.metrics)[0]
    if lacking(metric.kpi, data.given):
        return None
    rows = _concerned(data, one)
    since = max(_start(one), data.period.start.date())
    spans = ((one.month, None), (data.period.month, since))
    before, now = (_figure(data, rows, metric.id, month, first) for month, first in spans)
    if before is None or now is None or before["value"] is None or now["value"] is None:
        return None
    days = _days(data, one.month, since)
    return _compared(metric.kpi.better, before, now, days, questions)


def _concerned(data: Data, one: Planned) -> pl.DataFrame:
    if not one.where:
        return data.rows
    try:
        return where(one.where).apply(data.rows.lazy()).rows.collect()
    except Usage as error:
        blanks = {"path": one.path, "line": one.line, "id": one.id, "where": one.where}
        raise Usage("report.action_where", **blanks) from error


def _figure(data: Data, rows: pl.DataFrame, metric: str, month: str, first: date | None) -> Row | None:
    """The figure of a month, or of what is left of it from a day on."""
    start = datetime.fromisoformat(f"{month}-01")
    end = min((start + timedelta(days=32)).replace(day=1), data.period.end)
    begin = max(start, datetime(first.year, first.month, first.day)) if first else start
    if begin >= end:
        return None
    stage = data.stage([metric], period="all", during=(begin, end))
    return next(told(data.told_in(stage.apply(rows.lazy()).rows.collect(), [metric])), None)


def _days(data: Data, month: str, since: date) -> tuple[int, int]:
    """Days of the month before and of the days the action was in force; counts are told a day."""
    start = date.fromisoformat(f"{month}-01")
    length = ((start + timedelta(days=32)).replace(day=1) - start).days
    return length, (data.period.last_day - since).days + 1


def _compared(better: str, before: Row, now: Row, days: tuple[int, int], questions: int) -> Effect:
    if now["unit"] in ("n", "yuan") and now["denominator"] is None:
        before, now = (
            {**row, "daily": row["value"] / max(length, 1)} for row, length in ((before, days[0]), (now, days[1]))
        )
        change = Figure(round(now["daily"] / before["daily"] - 1, 6) if before["daily"] else None, "change")
    elif CHANGES[now["unit"]] == "change":
        change = Figure(round(now["value"] / before["value"] - 1, 6) if before["value"] else None, "change")
    else:
        change = Figure(round(now["value"] - before["value"], 6), CHANGES[now["unit"]])
    interval = _interval(before, now, days, at_95(questions))
    return Effect(before, now, change, interval, _word(better, before, now, change, interval))


def _interval(before: Row, now: Row, days: tuple[int, int], z: float) -> Span | None:
    """The interval of the change: of counts the relative change a day, of rates and durations the difference."""
    if now["unit"] == "n" and now["denominator"] is None:
        if not before["value"]:
            return None
        _, lo, hi = rate_ratio(now["value"], max(days[1], 1), before["value"], max(days[0], 1), z)
        return Span(round(lo - 1, 6), round(hi - 1, 6), "change")
    if now["unit"] == "ratio" and now["denominator"] and before["denominator"]:
        ends = difference(now["numerator"], now["denominator"], before["numerator"], before["denominator"], z)[1:]
        return Span(round(ends[0], 6), round(ends[1], 6), "pp")
    limits = (now["lo"], now["hi"], before["lo"], before["hi"])
    if None in limits or CHANGES[now["unit"]] == "change":
        return None
    ends = gap(now["value"], limits[:2], before["value"], limits[2:], z)[1:]
    return Span(round(ends[0], 6), round(ends[1], 6), CHANGES[now["unit"]])


def _word(better: str, before: Row, now: Row, change: Figure, interval: Span | None) -> str:
    if min(before["n"] or 0, now["n"] or 0) < LEAST:
        return "few"
    if interval is None or interval.lo is None or interval.hi is None or not excludes(interval.lo, interval.hi):
        return "unsure"
    if better not in "+-":
        return "changed"
    return "better" if (float(change.value or 0) > 0) == (better == "+") else "worse"
