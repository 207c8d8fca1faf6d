"""cs-staff: who is on duty, the gap, the look back, and what does not change them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.kernels.expr.notes import read
from cstools.kernels.staff import Ask, Target, made, usable
from cstools.kernels.staff.contacts import DATE, SLOT
from cstools.kernels.staff.days import WEEKDAY
from cstools.kernels.staff.roster import HEADS, duty, on_duty, span

MONDAY = datetime(2025, 10, 13)


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
    rows = on_duty(given, (), 30)
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
    assert on_duty(given, (), minutes)[HEADS].sum() * minutes == pytest.approx(total)


def test_days_outside_the_roster_are_as_its_week_and_days_within_as_they_are():
    two = [
        roster((MONDAY + timedelta(days=at, hours=9), MONDAY + timedelta(days=at, hours=10), n))
        for at, n in ((0, 2), (7, 4))
    ]
    asked = Ask(roster=pl.concat(two))
    days = [date(2025, 10, 13), date(2025, 10, 14), date(2025, 10, 20), date(2025, 10, 27), date(2025, 10, 28)]
    frame = pl.DataFrame({DATE: days, WEEKDAY: [day.isoweekday() for day in days], SLOT: [540] * 5})
    assert duty(frame, asked, (), 60)[HEADS].to_list() == [2.0, 0.0, 4.0, 3.0, 0.0]


def test_a_roster_of_workdays_says_that_nobody_works_at_the_weekend():
    rows = [(MONDAY + timedelta(days=at, hours=9), MONDAY + timedelta(days=at, hours=18), 1) for at in range(5)]
    assert span(Ask(roster=roster(*rows))).height == 7
    assert span(Ask(roster=roster(*rows[:3]))).height == 3


def test_what_is_no_shift_is_left_out():
    ends = [MONDAY, MONDAY + timedelta(days=3), MONDAY + timedelta(hours=8), MONDAY]
    assert usable(pl.DataFrame({"start_at": [MONDAY, MONDAY, MONDAY, None], "end_at": ends})).height == 1


def test_a_roster_without_queues_is_set_against_all_of_them():
    both = pl.concat([calls(5, 30), calls(5, 30).with_columns(pl.lit("chat").alias("contact_type"))])
    plain = roster((MONDAY.replace(hour=9), MONDAY.replace(hour=12), 3))
    rows, keys = run(both, by=("queue",), roster=plain, minutes=60)
    assert "staff.roster_together" in keys
    first = rows.filter((pl.col("weekday") == 1) & (pl.col("interval") == "09:00")).sort("queue")
    assert first["queue"].to_list() == ["all", "call", "chat"]
    assert first[HEADS].to_list() == [3.0, None, None]
    assert first["scheduled"][0] == first["scheduled"][1] + first["scheduled"][2]
    looked, keys = run(both, by=("queue",), roster=plain, period="week")
    assert HEADS not in looked.columns
    assert "staff.roster_together" in keys
    forecast, _ = run(pl.concat([calls(40, 5), both]), by=("queue",), roster=plain, minutes=60, weeks=1, concurrency=2)
    assert {"call", "chat", "all"} == set(forecast["queue"])


def test_queues_are_told_apart_by_a_column_of_the_roster():
    both = pl.concat([calls(5, 30), calls(5, 30).with_columns(pl.lit("chat").alias("contact_type"))])
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


def nights(first: datetime, n: int) -> pl.DataFrame:
    """Three people from ten at night to six, so many nights."""
    starts = [first + timedelta(days=at, hours=22) for at in range(n)]
    return roster(*[(at, at + timedelta(hours=8), 3) for at in starts])


@pytest.mark.parametrize("weeks", [1, 3])
def test_every_night_of_a_roster_is_whole(weeks: int) -> None:
    frame = pl.DataFrame({WEEKDAY: range(1, 8), SLOT: [120] * 7})
    assert duty(frame, Ask(roster=nights(MONDAY, 7 * weeks)), (), 60)[HEADS].to_list() == [3.0] * 7
    monday = pl.DataFrame({DATE: [MONDAY.date()], WEEKDAY: [1], SLOT: [120]})
    assert duty(monday, Ask(roster=nights(MONDAY, 7)), (), 60)[HEADS].item() == 3.0


def test_weeks_in_which_nobody_starts_are_not_in_the_roster():
    far = MONDAY + timedelta(weeks=9)
    whole = pl.concat([nights(MONDAY, 7), nights(far, 7)])
    asked = Ask(roster=whole)
    assert span(asked).height == 14
    frame = pl.DataFrame({DATE: [date(2025, 11, 5)], WEEKDAY: [3], SLOT: [1380]})
    assert duty(frame, asked, (), 60)[HEADS].item() == 3.0
    assert "staff.roster_hole" in run(calls(10, 5), roster=whole)[1]


def test_a_shift_that_comes_twice_counts_once_and_negative_heads_do_not():
    one = (MONDAY, MONDAY + timedelta(hours=8), 1)
    assert roster(one, one, agent=["a", "a"]).height == 1
    assert roster(one, one, agent=["a", "b"]).height == 2
    assert roster((MONDAY, MONDAY + timedelta(hours=8), -3)).height == 0


def test_names_that_no_record_has_are_told():
    given = roster((MONDAY.replace(hour=9), MONDAY.replace(hour=12), 3), team=["A team"])
    frame = calls(5, 10).with_columns(team=pl.lit("A"))
    assert "staff.roster_other" in run(frame, by=("team",), roster=given)[1]


def test_where_the_model_says_they_were_enough_no_more_are_asked_for():
    rows, keys = run(months(), period="month", agents=50)
    assert rows["more"].to_list() == [0, 0]
    assert "staff.enough" in keys
    unknown, _ = run(months().drop("wait_s", "is_answered"), period="month", agents=2)
    assert unknown["more"].to_list() == [None, None]


def test_looking_back_heeds_the_occupancy():
    plain = run(months(), period="month")[0]["agents"].to_list()
    busy = run(months(), period="month", target=Target(occupancy=0.2))[0]["agents"].to_list()
    assert all(one > other for one, other in zip(busy, plain, strict=True))


def test_handling_of_over_a_day_is_none_and_is_told():
    odd = calls(5, 10).with_columns(talk_s=pl.Series([1e9] + [180.0] * 149))
    rows, keys = run(odd)
    assert "staff.long_handling" in keys
    assert rows["aht_s"].max() == 180.0


def test_a_huge_load_needs_few_more_than_it():
    need_ = run(calls(1, 100_000).head(100_000), minutes=60)[0].row(0, named=True)
    assert 0 < need_["agents"] - need_["erlangs"] < 0.05 * need_["erlangs"]
