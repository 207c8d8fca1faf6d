"""From entries (these days, those hours) to schedules: which entry counts for a day, and what a group takes over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

from cstools.errors import Usage
from cstools.model.hours import COUNTRIES, MINUTES, MONDAY, Schedule, Spans
from cstools.model.hours_words import HOLIDAYS, MAKEUP, NONE, country, days_of, spans, tidy, weekdays

Day = TypeVar("Day", int, date)
SPLIT = "|"
"""Between the values of a field that share a schedule."""


@dataclass(frozen=True)
class Entry:
    """What one line says. kind: a special key, else "": then week holds its weekdays, or dates its first and last."""

    field: str
    value: str
    key: str
    hours: str
    name: str
    path: str
    line: int
    kind: str = ""
    week: frozenset[int] = frozenset()
    dates: tuple[date, date] | None = None

    def wrong(self, message: str, /, **params: object) -> Usage:
        """The error about it, with file and line."""
        return Usage(message, path=self.path, line=self.line, **params)

    def spans(self, text: str | None = None) -> Spans:
        """Its hours. Raises Usage for what is none, or overlaps."""
        text = self.hours if text is None else text
        found = spans(text)
        if found is None:
            raise self.wrong("hours.span", word=self.key, value=text)
        if any(after[0] < before[1] for before, after in pairwise(found)):
            raise self.wrong("hours.overlap", word=self.key, value=text)
        return found

    def years(self) -> set[int]:
        """Its years. Raises Usage for what is none."""
        words = re.split(r"[\s,;、|]+", tidy(self.hours))
        if not all(re.fullmatch(r"\d{4}", word, re.ASCII) for word in words):
            raise self.wrong("hours.value", word=self.key, value=self.hours)
        return set(map(int, words))


def names(entries: Iterable[Entry]) -> dict[date, str]:
    """The names of dates, as written."""
    return {day: entry.name for entry in entries if entry.dates and entry.name for day in days_of(*entry.dates)}


def schedules(entries: Sequence[Entry], path: str) -> tuple[Schedule, ...]:
    """The default schedule, then those of the groups in the order of the file. Raises Usage with the line.

    A group that names weekdays has a week of its own, one that names none that of all others; what it does not say of
    holidays, make-up days and dates is as for all others.
    """
    groups: dict[str, list[Entry]] = {"": []}
    for entry in sorted(entries, key=lambda entry: entry.line):
        groups.setdefault(entry.value, []).append(entry)
    if not any(entry.week for entry in groups[""]):
        raise Usage("hours.default", path=path, line=1)
    seen: dict[str, Entry] = {}
    for value, own in groups.items():
        for one in _values(value):
            if one in seen:
                raise own[0].wrong("hours.group_twice", value=one)
            seen[one] = own[0]
    default = _Said.of(groups[""])
    return tuple(_schedule(value, own, default) for value, own in groups.items())


@dataclass(frozen=True)
class _Said:
    """What is said for all, or of a group: the entry that counts for each weekday and date, and the special ones."""

    week: Mapping[int, Entry]
    dates: Mapping[date, Entry]
    special: Mapping[str, Entry]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> _Said:
        special: dict[str, Entry] = {}
        for entry in entries:
            if entry.kind and special.setdefault(entry.kind, entry) is not entry:
                raise entry.wrong("hours.twice", word=entry.key)
        week = _narrowest((entry, sorted(entry.week)) for entry in entries if entry.week)
        return cls(week, _narrowest((one, days_of(*one.dates)) for one in entries if one.dates), special)


def _narrowest(said: Iterable[tuple[Entry, list[Day]]]) -> dict[Day, Entry]:
    """The entry of each day: of two the one of fewer days. Raises Usage where both are of as many."""
    found: dict[Day, tuple[int, Entry]] = {}
    for entry, days in said:
        for day in days:
            size, _ = found.get(day, (len(days) + 1, entry))
            if size == len(days):
                raise entry.wrong("hours.twice", word=entry.key)
            if size > len(days):
                found[day] = (len(days), entry)
    return {day: entry for day, (_, entry) in found.items()}


def _values(value: str) -> Iterator[str]:
    return (part.strip() for part in value.split(SPLIT) if part.strip())


def _schedule(value: str, own: Sequence[Entry], default: _Said) -> Schedule:
    said = _Said.of(own)
    week = _week(said.week or default.week)
    special = {**default.special, **said.special}
    named, holiday = _holidays(default.special.get(HOLIDAYS), said.special.get(HOLIDAYS))
    if MAKEUP in said.special and not named:
        raise said.special[MAKEUP].wrong("hours.makeup", word=said.special[MAKEUP].key)
    return Schedule(
        values=tuple(_values(value)),
        week=week,
        country=named,
        holiday=holiday,
        makeup=_makeup(special.get(MAKEUP), week),
        dates={day: entry.spans() for day, entry in {**default.dates, **said.dates}.items()},
        line=special[HOLIDAYS].line if HOLIDAYS in special else 1,
    )


def _week(said: Mapping[int, Entry]) -> tuple[Spans, ...]:
    """Monday to Sunday; a weekday that nobody names is closed. Raises Usage where a day runs into the next."""
    week = tuple(said[day].spans() if day in said else () for day in range(7))
    for day, after in zip(range(7), (*range(1, 7), 0), strict=True):
        if week[day] and week[after] and week[day][-1][1] - MINUTES > week[after][0][0]:
            late = max(said[day], said[after], key=lambda entry: entry.line)
            raise late.wrong("hours.overlap", word=late.key, value=f"{said[day].hours} + {said[after].hours}")
    return week


def _holidays(default: Entry | None, own: Entry | None) -> tuple[str, Spans]:
    """The country whose holidays count and the hours of one; a group that says only hours means the default's country.

    Raises Usage for a country whose holidays nobody knows.
    """
    found, hours = "", ""
    for entry in (default, own):
        if entry is None:
            continue
        said, hours = country(entry.hours)
        if tidy(entry.hours) in NONE:
            found, hours = "", ""
            continue
        found = said or found or COUNTRIES[0]
        if found not in COUNTRIES:
            raise entry.wrong("hours.country", value=found, known=", ".join(COUNTRIES))
    told = own or default
    return found, told.spans(hours) if told and hours else ()


def _makeup(entry: Entry | None, week: Sequence[Spans]) -> Spans:
    """The hours of a make-up workday: those said, of the weekday said, or of Monday."""
    if entry is None:
        return week[MONDAY]
    days = weekdays(entry.hours)
    return week[next(iter(days))] if days and len(days) == 1 else entry.spans()
