"""Shift patterns for `--shifts`: what a TOML file may say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cstools.model.taxonomy_tree import Source
from cstools.model.toml_tables import Key, known, opened

DAY = 24 * 60
CLOCKS = re.compile(r"(\d{1,2})(?::(\d{2}))?")
TOP = {
    "people": Key((int,), "How many people there are at most; without it as many as the need takes."),
    "shift": Key((list,), "The shifts that may be worked, a table [[shift]] each."),
}
"""What stands above the shifts."""
KEYS = {
    "name": Key((str,), "What it is called. Required, and each only once."),
    "start": Key((str,), 'When it begins: "08:00". Required.'),
    "end": Key((str,), 'When it ends: "17:00"; at or before the start it is on the next day. Required.'),
    "break": Key((str,), 'When nobody of it is on duty: "12:00-13:00", or several: "12:00-12:30,18:00-18:30".'),
    "days": Key((int,), "Days in a row that a person works it each week, 1 to 7; 5 unless said."),
    "cost": Key((int, float), "What a person of it costs a week, in any unit; its hours unless said."),
    "least": Key((int,), "At least so many people of it."),
    "most": Key((int,), "At most so many people of it."),
}
"""Keys of a shift."""
LEAST_DAYS, MOST_DAYS = 1, 7
BOUNDS = {"days": (LEAST_DAYS, MOST_DAYS), "cost": (0, 1e9), "least": (0, 1_000_000), "most": (0, 1_000_000)}


@dataclass(frozen=True)
class Shift:
    """A shift: minutes from midnight to its start and end (past midnight: above DAY), breaks, days in a row, cost."""

    name: str
    start: int
    end: int
    breaks: tuple[tuple[int, int], ...] = ()
    days: int = 5
    cost: float = 40.0
    least: int = 0
    most: int | None = None

    @property
    def minutes(self) -> int:
        """Minutes a person of it is on duty, a day."""
        return self.end - self.start - sum(until - since for since, until in self.breaks)


@dataclass(frozen=True)
class Shifts:
    """All shifts of a file; people: how many there are at most."""

    shifts: tuple[Shift, ...]
    people: int | None = None
    path: str = "shifts.toml"


def parse(text: str, name: str = "shifts.toml") -> Shifts:
    r"""The shifts written in `text`; `name` is what an error calls the file. Raises Usage("shifts.*") with the line.

    >>> made = parse('[[shift]]\nname = "早"\nstart = "08:00"\nend = "17:00"\nbreak = "12:00-13:00"')
    >>> made.shifts[0]
    Shift(name='早', start=480, end=1020, breaks=((720, 780),), days=5, cost=40.0, least=0, most=None)
    """
    data, source = opened(text, name)
    known(data, TOP, source, "", 0)
    tables = data.get("shift") or []
    if not tables or not all(isinstance(table, dict) for table in tables):
        raise source.wrong("shifts.none", "", None)
    made = tuple(_shift(table, source, at) for at, table in enumerate(tables))
    for at, one in enumerate(made):
        if one.name in [other.name for other in made[:at]]:
            raise source.wrong("shifts.twice", "shift", "name", at, value=one.name)
    people = data.get("people")
    if people is not None and people < 1:
        raise source.wrong("scheme.value", "", "people", word="people", value=people)
    least = sum(one.least for one in made)
    if people is not None and people < least:
        raise source.wrong("shifts.people", "", "people", least=least, people=people)
    return Shifts(made, people, name)


def _shift(table: Mapping[str, Any], source: Source, at: int) -> Shift:
    known(table, KEYS, source, "shift", at)
    for key in ("name", "start", "end"):
        if key not in table:
            raise source.wrong("shifts.lacking", "shift", None, at, word=key)
    for key, (low, high) in BOUNDS.items():
        if not low <= table.get(key, low) <= high:
            raise source.wrong("scheme.value", "shift", key, at, word=key, value=table[key])
    start, end = (_clock(table[key], key, source, at) for key in ("start", "end"))
    start %= DAY
    end = end if end > start else end + DAY
    parts = (part for part in re.split("[,，、]", table.get("break", "")) if part.strip())
    breaks = _apart(_break(part, start, end, source, at) for part in parts)
    days, least, most = table.get("days", 5), table.get("least", 0), table.get("most")
    if most is not None and most < least:
        raise source.wrong("scheme.value", "shift", "most", at, word="most", value=most)
    made = Shift(table["name"].strip(), start, end, breaks, days, 0.0, least, most)
    if not made.minutes:
        raise source.wrong("shifts.idle", "shift", "break", at, value=made.name)
    return replace(made, cost=float(table.get("cost", made.minutes / 60 * days)))


def _apart(breaks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Breaks in order, those that overlap as one.

    >>> _apart([(750, 810), (720, 780), (900, 910)])
    ((720, 810), (900, 910))
    """
    made: list[tuple[int, int]] = []
    for since, until in sorted(breaks):
        if made and since <= made[-1][1]:
            made[-1] = made[-1][0], max(until, made[-1][1])
        else:
            made.append((since, until))
    return tuple(made)


def _clock(text: str, key: str, source: Source, at: int) -> int:
    found = CLOCKS.fullmatch(text.strip().replace("：", ":"))
    minutes = int(found[1]) * 60 + int(found[2] or 0) if found else -1
    if not 0 <= minutes <= DAY or (found and int(found[2] or 0) > 59):
        raise source.wrong("shifts.clock", "shift", key, at, word=key, value=text)
    return minutes


def _break(text: str, start: int, end: int, source: Source, at: int) -> tuple[int, int]:
    """Minutes of a break, past midnight where the shift is."""
    since, dash, until = text.replace("–", "-").partition("-")
    if not dash:
        raise source.wrong("shifts.clock", "shift", "break", at, word="break", value=text)
    low, high = (_clock(part, "break", source, at) for part in (since, until))
    low = low if low >= start else low + DAY
    high = high if high > low else high + DAY
    if not start <= low < high <= end:
        raise source.wrong("shifts.clock", "shift", "break", at, word="break", value=text)
    return low, high
