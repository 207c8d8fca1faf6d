"""The periods of figures: those of the calendar, or the phases of promotions."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cstools.kernels.expr import periods
from cstools.kernels.expr.periods import ALL
from cstools.kernels.kpi.calendar import PHASE, Calendar, aligned_year, phase_end, phase_start, phase_text

SLACK = {"day": "1h"}
"""How much of a period may be missing at its end before it is `partial`: an hour of a day, else a day."""


@dataclass(frozen=True)
class Timeline:
    """What starts, ends, names and precedes a period. With a calendar, `all` is told apart by its phases."""

    period: str = ALL
    calendar: Calendar | None = None

    @property
    def phases(self) -> bool:
        """Whether the periods are phases of promotions."""
        return self.calendar is not None and self.period == ALL

    @property
    def endless(self) -> bool:
        """Whether there is one period only."""
        return self.period == ALL and self.calendar is None

    def start(self, time: pl.Expr) -> pl.Expr:
        """The first moment of the period a time is in."""
        if self.calendar is not None and self.phases:
            return phase_start(time, self.calendar)
        return periods.start_of(time, self.period)

    def text(self, start: pl.Expr) -> pl.Expr:
        """The text of the period that begins at `start`."""
        if self.calendar is not None and self.phases:
            return phase_text(start, self.calendar)
        return periods.text_of(start, self.period)

    def end(self, start: pl.Expr) -> pl.Expr:
        """The first moment after the period that begins at `start`."""
        if self.calendar is not None and self.phases:
            return phase_end(start, self.calendar)
        return periods.end_of(start, self.period)

    def earlier(self, start: pl.Expr, compare: str) -> pl.Expr:
        """The start of what a period is compared with: the one before (`prev`), or that of last year (`year`).

        Before a phase is the phase before it, whichever event that is of, if it borders on it.
        """
        if compare == "year":
            if self.calendar is None:
                return periods.year_ago(start, self.period)
            return aligned_year(start, PHASE if self.phases else self.period, self.calendar)
        if self.calendar is not None and self.phases:
            return phase_start(start.dt.offset_by("-1d"), self.calendar)
        return periods.previous(start, self.period)

    def partial(self, start: pl.Expr, now: pl.Expr) -> pl.Expr:
        """Whether a period was not over at `now`."""
        # Polars 2.1 forgets the length of a column whose offset stands on the right of a literal: hence `last > now`.
        return self.end(start).dt.offset_by("-" + SLACK.get(self.period, "1d")) > now
