"""Promotions: which event and phase a time is in, and the same day of last year's event.

An event has three phases: before, during and after. Before and after are as long as the event unless the table says;
where the windows of two events meet, each day between belongs to the nearer one, as near to the one just over. The days
of an event are counted from its first, D0: the day before is D-1.
The period of a phase is written `2025 双11 before`: year, name, phase; of days in no event `ordinary`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl

from cstools.kernels.expr.periods import year_ago
from cstools.model.period_words import AFTER, BEFORE, DURING

PHASE = "phase"
"""The `period` of figures by phase."""
ORDINARY = "ordinary"
"""The text of the period of days in no event; its start is null."""
EVENT, YEAR, DAY = "event", "event_year", "event_day"
TIME = pl.Datetime("us")


@dataclass(frozen=True)
class Event:
    """A promotion: its days, both ends part of it, how many days before and after count as its own; where it stands.

    year: that of its name (2026年货节), else of its first day.
    """

    name: str
    year: int
    start: date
    end: date
    before: int
    after: int
    kind: str | None = None
    line: int = 1

    @property
    def phases(self) -> dict[str, tuple[date, date]]:
        """First and last day of each phase it has."""
        one = timedelta(days=1)
        spans = {
            BEFORE: (self.start - self.before * one, self.start - one),
            DURING: (self.start, self.end),
            AFTER: (self.end + one, self.end + self.after * one),
        }
        return {phase: (first, last) for phase, (first, last) in spans.items() if first <= last}

    @property
    def days(self) -> Iterator[tuple[date, str, int]]:
        """Its days with their phase and number (0: its first)."""
        for phase, (first, last) in self.phases.items():
            for at in range((last - first).days + 1):
                day = first + timedelta(days=at)
                yield day, phase, (day - self.start).days

    def text(self, phase: str) -> str:
        """The text of the period of a phase."""
        return f"{self.year} {self.name} {phase}"


@dataclass(frozen=True)
class Cut:
    """A window that met another event: the days asked for and those kept (`calendar.cut` says it)."""

    event: Event
    phase: str
    asked: int
    kept: int
    other: Event


@dataclass(frozen=True)
class Calendar:
    """Events by their first day, none overlapping; the windows that were cut; headings not read; where it stands."""

    events: tuple[Event, ...]
    cuts: tuple[Cut, ...] = ()
    ignored: tuple[str, ...] = ()
    path: str = ""


def phase_of(time: pl.Expr, calendar: Calendar) -> dict[str, pl.Expr]:
    """What event a time belongs to: `event` (name), `event_year`, `phase` (before, during, after), `event_day` (0: D0).

    In: Datetime or Date. Out: String, Int64, String, Int64, all null outside every event and for a null time.

    >>> calendar = Calendar((Event("双11", 2025, date(2025, 11, 10), date(2025, 11, 11), 2, 2),))
    >>> times = pl.DataFrame({"t": [date(2025, 11, 9), date(2025, 11, 11), date(2025, 11, 20)]})
    >>> times.select(**phase_of(pl.col("t"), calendar)).rows()
    [('双11', 2025, 'before', -1), ('双11', 2025, 'during', 1), (None, None, None, None)]
    """
    table = _days(calendar)
    columns: dict[str, tuple[list[Any], pl.DataType]] = {
        EVENT: ([event.name for event, _, _ in table.values()], pl.String()),
        YEAR: ([event.year for event, _, _ in table.values()], pl.Int64()),
        PHASE: ([phase for _, phase, _ in table.values()], pl.String()),
        DAY: ([number for _, _, number in table.values()], pl.Int64()),
    }
    day = time.cast(pl.Date)
    return {name: _looked_up(day, list(table), values, dtype) for name, (values, dtype) in columns.items()}


def driven(time: pl.Expr, calendar: Calendar | None) -> pl.Expr:
    """The event a time is of, or still driven by after it (String); null for others, days before an event too.

    >>> calendar = Calendar((Event("双11", 2025, date(2025, 11, 10), date(2025, 11, 11), 2, 2),))
    >>> times = pl.DataFrame({"t": [date(2025, 11, 9), date(2025, 11, 13)]})
    >>> times.select(driven(pl.col("t"), calendar)).to_series().to_list()
    [None, '双11']
    """
    if calendar is None:
        return pl.lit(None, dtype=pl.String)
    placed = phase_of(time, calendar)
    return pl.when(placed[PHASE] != BEFORE).then(placed[EVENT])


def day_text(number: pl.Expr) -> pl.Expr:
    """The number of an event's day as it is written.

    >>> pl.DataFrame({"n": [-1, 0, 2, None]}).select(day_text(pl.col("n"))).to_series().to_list()
    ['D-1', 'D0', 'D+2', None]
    """
    return pl.format("D{}{}", pl.when(number > 0).then(pl.lit("+")).otherwise(pl.lit("")), number)


def phase_start(time: pl.Expr, calendar: Calendar) -> pl.Expr:
    """The first moment of the phase a time is in (Datetime); null outside every event."""
    table = _days(calendar)
    starts = [event.phases[phase][0] for event, phase, _ in table.values()]
    return _looked_up(time.cast(pl.Date), list(table), starts, pl.Date()).cast(TIME)


def phase_end(start: pl.Expr, calendar: Calendar) -> pl.Expr:
    """The first moment after the phase that begins at `start`; null for null."""
    spans = _phases(calendar)
    ends = [event.phases[phase][1] + timedelta(days=1) for event, phase in spans.values()]
    return _looked_up(start.cast(pl.Date), list(spans), ends, pl.Date()).cast(TIME)


def phase_text(start: pl.Expr, calendar: Calendar) -> pl.Expr:
    """The text of the phase that begins at `start`; ORDINARY for null.

    >>> calendar = Calendar((Event("618", 2025, date(2025, 6, 18), date(2025, 6, 18), 1, 1),))
    >>> times = pl.DataFrame({"t": [date(2025, 6, 17), date(2025, 6, 1)]})
    >>> times.select(phase_text(phase_start(pl.col("t"), calendar), calendar)).to_series().to_list()
    ['2025 618 before', 'ordinary']
    """
    spans = _phases(calendar)
    texts = [event.text(phase) for event, phase in spans.values()]
    return _looked_up(start.cast(pl.Date), list(spans), texts, pl.String()).fill_null(ORDINARY)


def aligned_year(start: pl.Expr, period: str, calendar: Calendar) -> pl.Expr:
    """The start of the period that the one beginning at `start` is compared with a year earlier.

    day: in an event the day of the same number and phase of the event of that name the year before, null where it has
    none; outside events the same date, null where that was in the course of an event (an ordinary day is no match for
    a promotion). PHASE: the same phase the year before. Any other period: `periods.year_ago`.

    >>> dates = date(2024, 6, 10), date(2025, 6, 3)
    >>> calendar = Calendar(tuple(Event("节", day.year, day, day, 1, 1) for day in dates))
    >>> days = pl.DataFrame({"t": [date(2025, 6, 2), date(2025, 6, 3), date(2025, 6, 10), date(2025, 6, 20)]})
    >>> made = days.select(aligned_year(pl.col("t").cast(pl.Datetime("us")), "day", calendar).cast(pl.Date))
    >>> [day and day.isoformat() for day in made.to_series()]
    ['2024-06-09', '2024-06-10', None, '2024-06-20']
    """
    day = start.cast(pl.Date)
    if period == PHASE:
        spans = _phases(calendar)
        return _looked_up(day, list(spans), [_phase_before(*one, calendar) for one in spans.values()], pl.Date()).cast(
            TIME
        )
    if period != "day":
        return year_ago(start, period)
    table = _days(calendar)
    own = _looked_up(day, list(table), [_day_before(*one, calendar) for one in table.values()], pl.Date()).cast(TIME)
    promoted = [at for at, (_, phase, _) in table.items() if phase == DURING]
    same = year_ago(start, "day").cast(TIME)
    plain = pl.when(~same.cast(pl.Date).is_in(promoted)).then(same)
    return pl.when(day.is_in(list(table))).then(own).otherwise(plain)


def _looked_up(day: pl.Expr, days: list[date], values: list[Any], dtype: pl.DataType) -> pl.Expr:
    old, new = pl.Series(days, dtype=pl.Date), pl.Series(values, dtype=dtype)
    return day.replace_strict(old, new, default=None, return_dtype=dtype)


@cache
def _days(calendar: Calendar) -> dict[date, tuple[Event, str, int]]:
    """Every day of an event, with its phase and number."""
    return {day: (event, phase, number) for event in calendar.events for day, phase, number in event.days}


@cache
def _phases(calendar: Calendar) -> dict[date, tuple[Event, str]]:
    """The first day of every phase."""
    return {first: (event, phase) for event in calendar.events for phase, (first, _) in event.phases.items()}


@cache
def _by_year(calendar: Calendar) -> dict[tuple[str, int], Event]:
    return {(event.name, event.year): event for event in calendar.events}


def _day_before(event: Event, phase: str, number: int, calendar: Calendar) -> date | None:
    past = _by_year(calendar).get((event.name, event.year - 1))
    day = past.start + timedelta(days=number) if past else None
    return day if day and _days(calendar).get(day, (None, None))[:2] == (past, phase) else None


def _phase_before(event: Event, phase: str, calendar: Calendar) -> date | None:
    past = _by_year(calendar).get((event.name, event.year - 1))
    return past.phases[phase][0] if past and phase in past.phases else None
