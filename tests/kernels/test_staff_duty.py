"""cs-staff: who is on duty, the gap, the look back, and what does not change them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.expr.notes import read
from cstools.kernels.staff import Ask, Target, made, usable
from cstools.kernels.staff.contacts import DATE, SLOT
from cstools.kernels.staff.days import WEEKDAY
from cstools.kernels.staff.roster import HEADS, duty, on_duty, span

MONDAY = datetime(2025, 10, 13)
FRAME = pl.DataFrame()


def roster(*rows: tuple[datetime, datetime, int], **columns: list[str]) -> pl.DataFrame:
    starts, ends, heads = (list(part) for part in zip(*rows, strict=True))
    return usable(pl.DataFrame({"start_at": starts, "end_at": ends, "headcount": heads, **columns}))


def calls(days: int, each: int, wait: float = 5.0, start: datetime = MONDAY) -> pl.DataFrame:
    """Calls of three minutes, so many in each hour from nine to noon."""
    times = [
        start + timedelta(days=day, hours=9 + hour, seconds=3600 * at / each)
        for day in range(days)
        for hour in range(3)
        for at in range(each)
    ]
    n = len(times)
    return pl.DataFrame(
        {
            "created_at": times,
            "talk_s": [180.0] * n,
            "wait_s": [wait] * n,
            "is_answered": [True] * n,
            "contact_type": ["call"] * n,
        }
    )


def run(frame: pl.DataFrame, **asked: object) -> tuple[pl.DataFrame, list[str]]:
    result = made(Ask(**asked)).apply(frame.lazy())  # type: ignore[arg-type]
    assert result.found is not None
    return result.rows.collect(), [key for key, _ in read(result.found.collect())]


def test_a_head_is_there_for_the_part_of_an_interval_it_works():
    given = roster((MONDAY.replace(hour=8, minute=45), MONDAY.replace(hour=9, minute=30), 2))
    rows = on_duty(Ask(roster=given), 30, FRAME)
    assert rows.select(SLOT, HEADS).rows() == [(510, 1.0), (540, 2.0)]


@given(
    st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 1900), st.integers(1, 4)), min_size=1, max_size=8),
    st.sampled_from([15, 30, 60]),
)
@settings(max_examples=60, deadline=None)
def test_no_minute_of_a_roster_is_lost(shifts: list[tuple[int, int, int]], minutes: int) -> None:
    rows = [(MONDAY + timedelta(minutes=at), MONDAY + timedelta(minutes=at + long), n) for at, long, n in shifts]
    given = roster(*rows)
    total = sum(long * n for _, long, n in shifts)
    assert on_duty(Ask(roster=given), minutes, FRAME)[HEADS].sum() * minutes == pytest.approx(total)


def test_days_outside_the_roster_are_as_its_week_and_days_within_as_they_are():
    two = [
        roster((MONDAY + timedelta(days=at, hours=9), MONDAY + timedelta(days=at, hours=10), n))
        for at, n in ((0, 2), (7, 4))
    ]
    asked = Ask(roster=pl.concat(two))
    days = [date(2025, 10, 13), date(2025, 10, 14), date(2025, 10, 20), date(2025, 10, 27), date(2025, 10, 28)]
    frame = pl.DataFrame({DATE: days, WEEKDAY: [day.isoweekday() for day in days], SLOT: [540] * 5})
    assert duty(frame, asked, 60, FRAME)[HEADS].to_list() == [2.0, 0.0, 4.0, 3.0, 0.0]


def test_a_roster_of_workdays_says_that_nobody_works_at_the_weekend():
    rows = [(MONDAY + timedelta(days=at, hours=9), MONDAY + timedelta(days=at, hours=18), 1) for at in range(5)]
    assert span(Ask(roster=roster(*rows))).height == 7
    assert span(Ask(roster=roster(*rows[:3]))).height == 3


def test_what_is_no_shift_is_left_out():
    ends = [MONDAY, MONDAY + timedelta(days=3), MONDAY + timedelta(hours=8), MONDAY]
    assert usable(pl.DataFrame({"start_at": [MONDAY, MONDAY, MONDAY, None], "end_at": ends})).height == 1


def test_queues_need_a_column_of_the_roster():
    both = pl.concat([calls(5, 30), calls(5, 30).with_columns(pl.lit("chat").alias("contact_type"))])
    plain = roster((MONDAY.replace(hour=9), MONDAY.replace(hour=12), 3))
    with pytest.raises(Usage, match="roster_queue"):
        run(both, by=("queue",), roster=plain)
    told = roster(*[(MONDAY.replace(hour=9), MONDAY.replace(hour=12), n) for n in (3, 1)], queue=["call", "chat"])
    rows, _ = run(both, by=("queue",), roster=told, minutes=60)
    monday = rows.filter((pl.col("weekday") == 1) & (pl.col("interval") == "09:00"))
    assert dict(monday.select("queue", HEADS).rows()) == {"call": 3.0, "chat": 1.0}


def test_the_gap_is_heads_beyond_the_need():
    rows, keys = run(calls(5, 100), minutes=60, agents=9, shrinkage=0.25)
    need = rows.row(0, named=True)
    assert need["gap"] == 9 - need["scheduled"] < 0
    fewer, _ = run(calls(5, 100), minutes=60, agents=8, shrinkage=0.25)
    assert fewer["sl_rostered"][0] < need["sl_rostered"] < need["sl"]
    assert "staff.gap" in keys
    assert "staff.short" in keys


def months() -> pl.DataFrame:
    """September answered in time, October not."""
    return pl.concat([calls(20, 10, 5.0, datetime(2025, 9, 1)), calls(20, 40, 95.0, datetime(2025, 10, 9))])


def test_the_lost_month_is_named_and_what_would_have_kept_it():
    rows, keys = run(months(), period="month", agents=1)
    assert rows.select("period", "met", "sl").rows() == [("2025-09", True, 1.0), ("2025-10", False, 0.0)]
    more, agents = rows.row(1, named=True)["more"], rows.row(1, named=True)["agents"]
    assert rows["more"].to_list() == [0, agents - 1]
    assert more >= 1
    assert {"staff.lost", "staff.kept_more"} <= set(keys)


def test_the_agents_needed_are_the_fewest_that_reach_the_target():
    rows, _ = run(months(), period="month")
    enough = rows.row(1, named=True)["agents"]
    for heads, reached in ((enough, True), (enough - 1, False)):
        level = run(months(), period="month", agents=heads)[0].row(1, named=True)["sl_rostered"]
        assert (level >= Target().share) is reached


def test_a_loss_is_said_beside_the_need():
    assert "staff.kept" in run(months())[1]
    assert "staff.lost" not in run(calls(20, 10))[1]


def test_records_that_say_nothing_of_waiting_tell_no_level():
    rows, keys = run(calls(10, 20).drop("wait_s", "is_answered"), period="week")
    assert rows["sl"].to_list() == [None, None]
    assert rows["agents"].null_count() == 0
    assert "staff.unseen" in keys


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_records_and_of_the_roster_changes_nothing(random) -> None:  # type: ignore[no-untyped-def]
    seed = random.randint(0, 1_000_000)
    duties = roster(
        *[
            (MONDAY + timedelta(days=at % 9, hours=9), MONDAY + timedelta(days=at % 9, hours=11 + at % 3), 1 + at % 2)
            for at in range(20)
        ]
    )
    for asked in ({"roster": duties}, {"roster": duties, "period": "week"}, {"roster": duties, "weeks": 2}):
        frame = pl.concat([calls(30, 7), calls(30, 11, 40.0)])
        shuffled = frame.sample(fraction=1.0, shuffle=True, seed=seed)
        mixed = {**asked, "roster": duties.sample(fraction=1.0, shuffle=True, seed=seed)}
        assert run(frame, **asked)[0].equals(run(shuffled, **mixed)[0])
