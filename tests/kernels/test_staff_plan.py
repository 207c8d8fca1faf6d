"""cs-staff: plans of shifts are feasible, and no cheaper one exists."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.kernels.staff.contacts import DATE, SLOT
from cstools.kernels.staff.days import WEEKDAY
from cstools.kernels.staff.gap import pooled
from cstools.kernels.staff.need import SCHEDULED
from cstools.kernels.staff.plan import here, planned, weekly
from cstools.model.shifts import Shift, Shifts

EARLY, LATE = Shift("早", 480, 960, days=5, cost=40.0), Shift("晚", 720, 1200, days=5, cost=40.0)


def need(table: dict[tuple[int, int], int]) -> pl.DataFrame:
    keys = list(table)
    return pl.DataFrame(
        {WEEKDAY: [day for day, _ in keys], SLOT: [hour * 60 for _, hour in keys], SCHEDULED: list(table.values())}
    )


@given(st.dictionaries(st.tuples(st.integers(1, 7), st.integers(8, 19)), st.integers(0, 6), min_size=1, max_size=25))
@settings(max_examples=40, deadline=None)
def test_every_interval_that_can_be_covered_is(table: dict[tuple[int, int], int]) -> None:
    made = planned(need(table), Shifts((EARLY, LATE)), 60)
    assert made.proven
    assert made.covered["short"].to_list() == [0.0] * len(table)
    assert made.rows["people"].sum() >= max(table.values())


def test_no_plan_is_cheaper():
    table = {(1, 9): 2, (2, 9): 1, (3, 13): 1}
    shifts = (Shift("早", 480, 720, days=2, cost=8.0), Shift("全", 480, 960, days=1, cost=9.0))
    made = planned(need(table), Shifts(shifts), 60)
    patterns = [(shift, first) for shift in shifts for first in range(3)]

    def covers(people: tuple[int, ...]) -> bool:
        return all(
            sum(n * here(*pattern, (day, hour * 60), 60) for n, pattern in zip(people, patterns, strict=True)) >= heads
            for (day, hour), heads in table.items()
        )

    def cost(people: tuple[int, ...]) -> float:
        return sum(n * shift.cost for n, (shift, _) in zip(people, patterns, strict=True))

    best = min(cost(people) for people in product(range(3), repeat=len(patterns)) if covers(people))
    assert made.rows["cost"].sum() == pytest.approx(best)


def test_too_few_people_leave_as_little_short_as_can_be():
    made = planned(need({(day, 9): 3 for day in range(1, 6)}), Shifts((EARLY,), people=2), 60)
    assert made.rows.select("weekdays", "people").rows() == [("12345", 2)]
    assert made.covered["short"].to_list() == [1.0] * 5


def test_hours_without_a_shift_stay_short():
    made = planned(need({(1, 3): 1, (1, 9): 1}), Shifts((EARLY,)), 60)
    assert made.covered["short"].to_list() == [1.0, 0.0]


def test_at_least_and_at_most():
    made = planned(need({(1, 9): 3}), Shifts((Shift("早", 480, 960, most=1), Shift("晚", 540, 1200, least=3))), 60)
    people = dict(made.rows.group_by("shift").agg(pl.col("people").sum()).rows())
    assert people["晚"] == 3
    assert people.get("早", 0) <= 1


def test_a_break_is_no_cover():
    shift = Shift("早", 480, 960, breaks=((720, 750),), days=1)
    assert here(shift, 0, (1, 720), 60) == 0.5
    assert here(shift, 0, (1, 720), 30) == 0.0
    assert shift.minutes == 450


def test_nothing_to_cover_takes_nobody():
    made = planned(need({(1, 9): 0}), Shifts((EARLY,)), 60)
    assert made.rows.height == 0
    assert planned(need({}).cast({WEEKDAY: pl.Int64, SLOT: pl.Int64, SCHEDULED: pl.Int64}), Shifts((EARLY,)), 60).proven


def test_queues_are_summed_and_weeks_take_the_most():
    rows = need({(1, 9): 2}).with_columns(contacts=1.0, erlangs=1.0, agents=2)
    dates = [rows.with_columns(pl.lit(day).str.to_date().alias(DATE)) for day in ("2025-10-13", "2025-10-20")]
    both = pl.concat([*dates, dates[0]])
    assert weekly(pooled(both))[SCHEDULED].to_list() == [4]


def test_a_need_that_is_not_known_is_not_planned_for():
    rows = need({(1, 9): 2, (1, 10): 1}).with_columns(pl.when(pl.col(SLOT) == 540).then(SCHEDULED).alias(SCHEDULED))
    assert weekly(rows).rows() == [(1, 540, 2)]
