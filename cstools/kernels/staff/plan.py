"""Shifts that cover the need of a week at the least cost: an integer programme.

Dantzig, A Comment on Edie's "Traffic Delays at Toll Booths" (1954): people a shift, chosen so that each interval has
its need. Solved by HiGHS through scipy.optimize.milp.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from cstools.errors import Failure
from cstools.kernels.staff.contacts import SLOT
from cstools.kernels.staff.days import WEEK, WEEKDAY
from cstools.kernels.staff.need import SCHEDULED
from cstools.model.shifts import DAY, Shift, Shifts

SECONDS = 60
"""Longest search; then the best plan found is given, and it is said that a better one may exist."""
CLOSE = 1e-6
"""Relative distance from the proven bound at which a plan is called the best."""
SCHEMA = {
    "shift": pl.String(), "weekdays": pl.String(), "start": pl.String(), "end": pl.String(), "people": pl.Int64(),
    "hours": pl.Float64(), "cost": pl.Float64(),
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """The plan (SCHEMA: a row a shift and set of weekdays; hours and cost of all its people a week), the need with the
    heads it has (WEEKDAY, SLOT, SCHEDULED, `planned`, `short`), and whether nothing cheaper exists.
    """

    rows: pl.DataFrame
    covered: pl.DataFrame
    proven: bool


def weekly(need: pl.DataFrame) -> pl.DataFrame:
    """The heads a week takes: WEEKDAY, SLOT, SCHEDULED; of several weeks the most. In: `gap.pooled`; what is not known
    is not planned for.
    """
    known = need.filter(pl.col(SCHEDULED).is_not_null())
    return known.group_by(WEEKDAY, SLOT).agg(pl.col(SCHEDULED).max()).sort(WEEKDAY, SLOT)


def planned(need: pl.DataFrame, shifts: Shifts, minutes: int) -> Plan:
    """The cheapest people a shift and first weekday that cover the need; what no shift can cover, or `people` are too
    few for, stays short, and as little as can be.

    In: `weekly`. minutes: the length of an interval.

    >>> need = pl.DataFrame({WEEKDAY: [1, 2], SLOT: [540, 540], SCHEDULED: [2, 1]})
    >>> made = planned(need, Shifts((Shift("早", 480, 960, days=1, cost=8.0),)), 60)
    >>> made.rows.select("weekdays", "people", "hours").rows(), made.covered["short"].to_list(), made.proven
    ([('1', 2, 16.0), ('2', 1, 8.0)], [0.0, 0.0], True)
    """
    import numpy as np

    patterns = [(shift, first) for shift in shifts.shifts for first in range(WEEK)]
    cells = list(zip(need[WEEKDAY].to_list(), need[SLOT].to_list(), strict=True))
    cover = np.array([[here(shift, first, cell, minutes) for shift, first in patterns] for cell in cells])
    cover = cover.reshape(len(cells), len(patterns))
    wanted = need[SCHEDULED].to_numpy().astype(float)
    people, proven = solved(cover, wanted, patterns, shifts)
    heads = cover @ people
    short = np.maximum(wanted - heads, 0).round(9)
    covered = need.with_columns(pl.Series("planned", heads.round(9)), pl.Series("short", short))
    return Plan(pl.DataFrame(list(_rows(patterns, people)), schema=SCHEMA, orient="row"), covered, proven)


def here(shift: Shift, first: int, cell: tuple[int, int], minutes: int) -> float:
    """The share of an interval that a person is there who works the shift from a weekday (0 Monday) on.

    >>> night = Shift("夜", 1320, 1800, days=2)
    >>> here(night, 6, (2, 300), 60), here(night, 6, (3, 300), 60), here(night, 6, (1, 1320), 60)
    (1.0, 0.0, 1.0)
    """
    weekday, slot = cell
    there = 0
    for at in range(shift.days):
        for back in (0, 1):
            if (first + at + back) % WEEK == weekday - 1:
                start = slot + back * DAY
                there += _shared(shift.start, shift.end, start, minutes)
                there -= sum(_shared(since, until, start, minutes) for since, until in shift.breaks)
    return there / minutes


def _shared(since: int, until: int, start: int, minutes: int) -> int:
    return max(min(until, start + minutes) - max(since, start), 0)


def solved(cover: Any, wanted: Any, patterns: list[tuple[Shift, int]], shifts: Shifts) -> tuple[Any, bool]:
    """People a pattern, and whether that is proven to be best: cost + penalty x heads short, least.

    The penalty of a head short for an interval is ten times what any person costs: an interval is left short only where
    a person would be there for less than a tenth of it.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    cells, n = cover.shape
    if not n or not cells:
        return np.zeros(n), True
    cost = np.array([shift.cost for shift, _ in patterns])
    penalty = 10 * (cost.max() + 1)
    held = [LinearConstraint(np.hstack([cover, np.eye(cells)]), wanted, np.inf)]
    for at, shift in enumerate(shifts.shifts):
        of = np.zeros(n + cells)
        of[at * WEEK : (at + 1) * WEEK] = 1
        held.append(LinearConstraint(of, shift.least, np.inf if shift.most is None else shift.most))
    if shifts.people is not None:
        held.append(LinearConstraint(np.repeat([1.0, 0.0], [n, cells]), 0, shifts.people))
    made = milp(
        np.concatenate([cost, np.full(cells, penalty)]),
        constraints=held,
        integrality=np.repeat([1, 0], [n, cells]),
        bounds=Bounds(0, np.inf),
        options={"time_limit": SECONDS, "mip_rel_gap": CLOSE},
    )
    if made.x is None:
        raise Failure("shifts.unsolved", seconds=SECONDS)
    return made.x[:n].round(), made.status == 0


def _rows(patterns: list[tuple[Shift, int]], people: Any) -> Iterator[tuple[Any, ...]]:
    for (shift, first), n in zip(patterns, people, strict=True):
        if n:
            days = sorted((first + at) % WEEK + 1 for at in range(shift.days))
            hours = n * shift.days * shift.minutes / 60
            yield (
                shift.name, "".join(map(str, days)), clock(shift.start), clock(shift.end), int(n),
                float(hours), float(n * shift.cost),
            )  # fmt: skip


def clock(minutes: int) -> str:
    """Minutes from midnight as `09:30`; of the next day as that day's.

    >>> clock(570), clock(1800)
    ('09:30', '06:00')
    """
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
