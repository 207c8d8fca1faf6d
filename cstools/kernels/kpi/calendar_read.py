"""From a table of promotions (name, start, end or date, days before and after, kind) to a calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from cstools.kernels.kpi.calendar import Calendar, Cut, Event
from cstools.kernels.kpi.sheet import Sheet, headed, moments, renamed, require
from cstools.kernels.stage import LINE
from cstools.model.period_words import AFTER, BEFORE
from cstools.model.side_headings import CALENDAR

MOST = 366
"""Days of a window."""
LATE = time(23, 59)
"""An end at this clock or later is the whole day."""
# 年货节, 年终 and 年中大促 are names themselves.
_DATED = re.compile(
    r"(?:(?P<year>20\d\d)(?:年(?![货终中度]))?[-_ ]?(?P<name>\D.*|\d{3})"
    r"|(?P<name2>.+?)[-_ (（]*(?P<year2>20\d\d)年?[)）]?)"
)
_DAYS = re.compile(r"(?P<n>\d{1,3})(?:\.0)? *(?:天|日|d|days?)?", re.IGNORECASE)


def read(sheet: Sheet) -> Calendar:
    """The calendar of a table; a year in a name is the event's year, not part of its name.

    Raises Usage with the line: no name or no date, a date that cannot be read or has a clock, an end before its start,
    events that overlap or come twice a year, a number of days that is none.

    >>> import polars as pl
    >>> dates = {"起": ["2025-11-01", "2025-12-12"], "止": ["2025-11-11", None]}
    >>> rows = pl.DataFrame({"活动": ["2025双11", "双12"], **dates})
    >>> made = read(Sheet(rows, "c.csv"))
    >>> [(event.text("during"), event.before, event.after) for event in made.events]
    [('2025 双11 during', 11, 11), ('2025 双12 during', 1, 1)]
    """
    ours, ignored = renamed(headed(sheet, CALENDAR, "name"), CALENDAR)
    require(ours, "name", CALENDAR)
    if not {"start", "date"} & set(ours.rows.columns):
        raise ours.wrong("side.column", column="start", known="start, end, date, 开始, 结束, 日期")
    dated = moments(ours, [name for name in ("start", "end", "date") if name in ours.rows.columns])
    events = sorted((_event(row, dated) for row in dated.rows.iter_rows(named=True)), key=lambda event: event.start)
    _apart(events, dated)
    cut, cuts = _windows(events)
    return Calendar(cut, cuts, ignored, sheet.path)


def _event(row: dict[str, Any], sheet: Sheet) -> Event:
    line = row[LINE]
    first = next((name for name in ("start", "date") if row.get(name)), None)
    if first is None:
        raise sheet.wrong("side.cell", line, column=sheet.head("start" if "start" in row else "date"))
    start = _day(row[first], first, line, sheet)
    end = _day(row["end"], "end", line, sheet) if row.get("end") else start
    if end < start:
        raise sheet.wrong("side.backwards", line, start=start, end=end)
    length = (end - start).days + 1
    before, after = (_number(row.get(name), name, line, sheet, length) for name in (BEFORE, AFTER))
    name, year = named(row["name"], start)
    return Event(name, year, start, end, before, after, row.get("kind"), line)


def named(text: str, start: date) -> tuple[str, int]:
    """The name of an event without a year, and the year it is of.

    >>> [named(text, date(2025, 12, 28)) for text in ("双11", "2026年货节", "年货节（2026）", "618", "2025 618")]
    [('双11', 2025), ('年货节', 2026), ('年货节', 2026), ('618', 2025), ('618', 2025)]
    """
    found = _DATED.fullmatch(text)
    if not found:
        return text, start.year
    return (found["name"] or found["name2"]).strip(), int(found["year"] or found["year2"])


def _day(moment: datetime, column: str, line: int, sheet: Sheet) -> date:
    clock = moment.time()
    if clock != time() and not (column == "end" and clock >= LATE):
        raise sheet.wrong("calendar.clock", line, column=sheet.head(column), value=moment)
    return moment.date()


def _number(text: str | None, column: str, line: int, sheet: Sheet, default: int) -> int:
    found = _DAYS.fullmatch(text) if text else None
    if text and (not found or int(found["n"]) > MOST):
        raise sheet.wrong("calendar.days", line, column=sheet.head(column), value=text)
    return int(found["n"]) if found else default


def _apart(events: Sequence[Event], sheet: Sheet) -> None:
    """Usage for two events that overlap, and for two of one name and year."""
    seen: dict[tuple[str, int], Event] = {}
    latest: Event | None = None
    for event in events:
        twin = seen.setdefault((event.name, event.year), event)
        if twin is not event:
            first, second = sorted((twin.line, event.line))
            raise sheet.wrong("calendar.twice", first, other=second, name=event.name, year=event.year)
        if latest and event.start <= latest.end:
            one, two = sorted((latest, event), key=lambda each: each.line)
            raise sheet.wrong("calendar.overlap", one.line, other=two.line, name=one.name, second=two.name)
        latest = event


def _windows(events: Sequence[Event]) -> tuple[tuple[Event, ...], tuple[Cut, ...]]:
    """The events with windows that do not meet, and what was cut: each day between two belongs to the nearer."""
    kept, cuts = list(events), []
    for at, (one, two) in enumerate(pairwise(events)):
        between = (two.start - one.end).days - 1
        half = (between + 1) // 2
        after = min(one.after, max(half, between - two.before))
        before = min(two.before, between - after)
        kept[at] = replace(kept[at], after=after)
        kept[at + 1] = replace(kept[at + 1], before=before)
        if after < one.after:
            cuts.append(Cut(one, AFTER, one.after, after, two))
        if before < two.before:
            cuts.append(Cut(two, BEFORE, two.before, before, one))
    return tuple(kept), tuple(cuts)
