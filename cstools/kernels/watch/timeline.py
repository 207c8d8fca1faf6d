"""The periods of a run in order: their weekdays, promotions, holidays, and days of which data are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.expr.holidays import closed, worked
from cstools.kernels.kpi.calendar import Calendar, driven
from cstools.kernels.watch.band import Bools, Floats

SUNDAY, FRIDAY = 6, 4
WEEK = 7
MISSING = 0.25
"""Below this share of what the weekday usually has, a low day looks like a missing export."""
USUAL = 5.0
"""Where a weekday usually has fewer contacts in all than this, a day without any is nothing strange."""
LONGEST = 3
"""More days in a row without a contact are days without data."""
LOOK = 56
"""Days that a day is compared with."""


@dataclass(frozen=True)
class Timeline:
    """Periods in order. kind: weekday (0 to 6; of weeks 0). like: the weekdays each may be like. event: the promotion
    each is of. holiday, hole: whether it is one to learn nothing from.
    """

    starts: tuple[date, ...]
    texts: tuple[str, ...]
    ends: tuple[date, ...]
    kind: NDArray[np.int64]
    like: tuple[tuple[int, ...], ...]
    event: tuple[str | None, ...]
    holiday: Bools
    hole: Bools

    @property
    def usable(self) -> Bools:
        """The periods to learn from."""
        calm = np.array([name is None for name in self.event], dtype=np.bool_)
        return calm & ~self.holiday & ~self.hole


def days(first: date, last: date, total: Floats, calendar: Calendar | None) -> Timeline:
    """Every day from first to last. total: the contacts of each in all.

    On a day off, and on a weekend day worked in return, a shop may be as on its weekday or as on a Sunday, on a
    working day: it is judged by the nearer.
    """
    every = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    off, back = set(closed({day.year for day in every})), set(worked({day.year for day in every}))
    kind = np.array([day.weekday() for day in every], dtype=np.int64)
    like = tuple(
        tuple(dict.fromkeys((day.weekday(), *([SUNDAY] * (day in off)), *([FRIDAY] * (day in back))))) for day in every
    )
    return Timeline(
        starts=tuple(every),
        texts=tuple(day.isoformat() for day in every),
        ends=tuple(every),
        kind=kind,
        like=like,
        event=_events(every, calendar),
        holiday=np.array([day in off or day in back for day in every], dtype=np.bool_),
        hole=holes(total, kind),
    )


def _events(every: Sequence[date], calendar: Calendar | None) -> tuple[str | None, ...]:
    """The promotion each day is of, or still driven by."""
    days_ = pl.DataFrame({"day": every}, schema={"day": pl.Date})
    return tuple(days_.with_columns(name=driven(pl.col("day"), calendar))["name"])


def holes(total: Floats, kind: NDArray[np.int64]) -> Bools:
    """The days that look like missing data: by what their weekday had in the eight weeks before, or a run of days
    without a contact.

    >>> import numpy as np
    >>> holes(np.array([50.0] * 14 + [0, 50, 50]), np.arange(17) % 7).nonzero()[0].tolist()
    [14]
    """
    found = np.zeros(len(total), dtype=np.bool_)
    run = 0
    for at in range(len(total)):
        run = run + 1 if total[at] == 0 else 0
        if run > LONGEST:
            found[at - run + 1 : at + 1] = True
        low = max(0, at - LOOK)
        before = total[low:at][(kind[low:at] == kind[at]) & ~found[low:at]]
        if len(before) and np.median(before) >= USUAL and total[at] < MISSING * np.median(before):
            found[at] = True
    return found


def weeks(made: Timeline, counts: Floats) -> tuple[Timeline, Floats]:
    """The whole weeks (Monday to Sunday) among the days, and the counts (series x days) of each.

    A week with a day of a promotion is the promotion's; one with a missing day is missing.
    """
    begin = (WEEK - made.starts[0].weekday()) % WEEK
    size = max(0, (len(made.starts) - begin) // WEEK)
    cut = slice(begin, begin + size * WEEK)
    starts = made.starts[cut][::WEEK]
    events = [made.event[begin + at * WEEK : begin + (at + 1) * WEEK] for at in range(size)]
    parts: Bools = np.asarray(made.hole[cut].reshape(size, WEEK).any(axis=1), dtype=np.bool_)
    timeline = Timeline(
        starts=starts,
        texts=tuple(day.strftime("%G-W%V") for day in starts),
        ends=tuple(day + timedelta(days=WEEK - 1) for day in starts),
        kind=np.zeros(size, dtype=np.int64),
        like=((0,),) * size,
        event=tuple(next((name for name in names if name), None) for names in events),
        holiday=np.zeros(size, dtype=np.bool_),
        hole=parts,
    )
    return timeline, counts[:, cut].reshape(len(counts), size, WEEK).sum(2)
