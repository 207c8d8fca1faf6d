"""What one run of cs-watch is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from cstools.errors import Usage
from cstools.kernels.kpi.calendar import Calendar
from cstools.kernels.kpi.groups import Group, parse

Period = Literal["day", "week"]
USUAL = ("product", "category", "topic:2", "channel", "shop")
"""What is watched, each field for itself, unless `--by` says what."""
DAYS = 28
"""Days judged up to the last, unless `--since` says from when."""


@dataclass(frozen=True)
class Ask:
    """What a run is asked for.

    by: fields whose combinations are watched; none: each of USUAL that the records have. alpha: the chance that a day
    on which nothing happened raises an alert, over all series. since: the first day judged. words: look for the words
    that rose in a surge.
    """

    by: tuple[Group, ...] = ()
    period: Period = "day"
    alpha: float = 0.01
    calendar: Calendar | None = None
    since: date | None = None
    as_of: datetime | None = None
    words: bool = True

    def __post_init__(self) -> None:
        """Raise Usage("watch.alpha"), ("watch.period"), ("watch.since") for what cannot be."""
        if not 0 < self.alpha < 0.5:
            raise Usage("watch.alpha", value=self.alpha)
        if self.period not in ("day", "week"):
            raise Usage("watch.period", value=self.period)
        if self.since is not None and self.as_of is not None and self.since > self.as_of.date():
            raise Usage("watch.since", since=self.since, as_of=self.as_of.date())

    @property
    def usual(self) -> tuple[Group, ...]:
        """The single fields at hand for series and for what drives a surge."""
        return parse(USUAL)
