"""Business hours as plain values: a default schedule and those of some values of one field, day by day."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

MINUTES = 1440
"""Of a day. A span over midnight ends beyond it: 22:00-02:00 is (1320, 1560)."""
COUNTRIES = ("CN",)
"""Countries whose public holidays and make-up workdays are known."""
MONDAY = 0

Span = tuple[int, int]
"""Open from, and until (not included), in minutes from the midnight the day begins with."""
Spans = tuple[Span, ...]
"""Those of a day: in order, apart from one another. None: closed."""


@dataclass(frozen=True)
class Schedule:
    """When work is done. values: of the field, whose schedule it is; none: the default one.

    week: Monday to Sunday. country: whose public holidays count, "" for none. holiday, makeup: the hours of a public
    holiday, and of a Saturday or Sunday worked in return (调休). dates: days with hours of their own.
    line: where the country is said.
    """

    values: tuple[str, ...]
    week: tuple[Spans, ...]
    country: str = ""
    holiday: Spans = ()
    makeup: Spans = ()
    dates: Mapping[date, Spans] = dataclasses.field(default_factory=dict)
    line: int = 1


@dataclass(frozen=True)
class Hours:
    """All schedules of a file, the default first. field: what tells them apart, "" where there is only the default.

    own_years: years whose holidays are the dates of the file, and those of no library. names: of days, as written.
    """

    schedules: tuple[Schedule, ...]
    field: str = ""
    own_years: frozenset[int] = frozenset()
    names: Mapping[date, str] = dataclasses.field(default_factory=dict)
    path: str = "hours.toml"

    @property
    def values(self) -> tuple[str, ...]:
        """Every value with a schedule of its own. One that no record has is most likely misspelt."""
        return tuple(value for one in self.schedules for value in one.values)
