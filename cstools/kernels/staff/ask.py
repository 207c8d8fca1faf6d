"""What one run of cs-staff is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from cstools.kernels.kpi.calendar import Calendar
from cstools.model.shifts import Shifts

QUEUE = "queue"
"""The group that keeps calls and chats apart."""


@dataclass(frozen=True)
class Target:
    """So many answered within so long: `80/20` is 80 % within 20 seconds. occupancy: no busier than this (0..1)."""

    share: float = 0.8
    seconds: int = 20
    occupancy: float = 1.0


@dataclass(frozen=True)
class Ask:
    """What a run is asked for.

    by: fields that make queues of their own (QUEUE: calls and chats). minutes: the length of an interval. shrinkage:
    the share of paid time not spent on the queue. concurrency: chats an agent serves at once. patience: mean seconds
    until a waiting customer leaves, None: nobody leaves. aht: seconds in place of what the records say. every:
    holidays and promotions are usual days too.
    agents: heads on duty in every interval; roster: shifts (`roster.usable`), in place of it. period: look back by
    month, week, ... in place of the usual week. weeks: forecast so many, in place of it. shifts: plan these for the
    need.
    """

    by: tuple[str, ...] = ()
    minutes: int = 30
    target: Target = field(default_factory=Target)
    shrinkage: float = 0.0
    concurrency: int = 1
    patience: int | None = None
    aht: int | None = None
    calendar: Calendar | None = None
    every: bool = False
    as_of: datetime | None = None
    agents: int | None = None
    roster: pl.DataFrame | None = field(default=None, compare=False)
    period: str | None = None
    weeks: int = 0
    shifts: Shifts | None = None

    @property
    def queues(self) -> tuple[str, ...]:
        """The fields that make queues: those asked for; with concurrency calls and chats apart, as a call is alone."""
        return self.by or ((QUEUE,) if self.concurrency > 1 else ())

    @property
    def staffed(self) -> bool:
        """Whether it is said who is on duty."""
        return self.agents is not None or self.roster is not None
