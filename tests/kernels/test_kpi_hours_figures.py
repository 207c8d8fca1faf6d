"""`--hours` in figures: durations count business time by the team's own schedule, to the second."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels.kpi import stage
from cstools.model.hours_reader import toml
from tests.kernels.kpis import figures, one, tickets

SHOP = toml('mon-fri = "09:00-18:00"\n[team."夜班"]\ndaily = "18:00-02:00"', "hours.toml")
DAYTIME = toml('mon-fri = "09:00-18:00"', "hours.toml")
# dbt_zendesk, DECISIONLOG.md: the schedules and moments of tests/kernels/test_hours.py.
ZENDESK = toml('daily = "12:00-26:00"\n[team."Level 2 San Francisco"]\nmon-fri = "15:00-00:30"', "hours.toml")
CREATED, MOVED, REPLIED = (
    datetime(2020, 9, 29, 17, 1, 38), datetime(2020, 9, 30, 19, 1, 25), datetime(2020, 9, 30, 19, 1, 46)
)  # fmt: skip
FRIDAY, MONDAY = datetime(2025, 10, 17), datetime(2025, 10, 20)


def clock(day: datetime, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return day.replace(hour=hour, minute=minute, second=second)


@pytest.mark.parametrize(
    ("team", "end", "seconds"),
    [
        ("Level 1 Chicago", datetime(2020, 9, 30, 6), 32_302),
        ("Level 2 San Francisco", REPLIED, 41_408),
        ("Level 2 San Francisco", MOVED, 41_387),
    ],
)
def test_the_published_example_to_the_second(team: str, end: datetime, seconds: int) -> None:
    """538.37 and 690.13 business minutes, as first reply and as full resolution of a ticket."""
    rows = tickets({"team": team, "created_at": CREATED, "first_response_at": end, "resolved_at": end})
    assert one("frt_mean", rows, hours=ZENDESK) == (seconds, 1)
    assert one("rt_full_p50", rows, hours=ZENDESK) == (seconds, 1)
    assert one("frt_mean", rows) == ((end - CREATED).total_seconds(), 1)


NIGHT = tickets(
    {"team": "白班", "created_at": clock(FRIDAY, 17, 30), "first_response_at": clock(MONDAY, 9, 10)},
    {"team": "夜班", "created_at": clock(FRIDAY, 17, 30), "first_response_at": clock(FRIDAY, 19)},
    {"team": None, "created_at": clock(FRIDAY, 20), "first_response_at": clock(MONDAY, 8)},
    {"team": "白班", "created_at": clock(MONDAY, 10), "first_response_at": clock(MONDAY, 10, 0, 45)},
)


def test_each_team_by_its_own_hours_and_nobody_by_the_shops() -> None:
    made = figures("frt_mean", NIGHT, by=["team"], hours=SHOP).sort("team")
    assert made.select("team", "value", "n").rows() == [
        (None, 0, 1), ("夜班", 3600, 1), ("白班", (40 * 60 + 45) / 2, 2)
    ]  # fmt: skip


def test_a_share_within_a_time_counts_business_time_too() -> None:
    assert one("frt_within_60m", NIGHT, "numerator", "denominator", hours=SHOP, as_of=MONDAY) == (4, 4)
    assert one("frt_within_60m", NIGHT, "numerator", "denominator", as_of=MONDAY) == (1, 4)


def test_an_open_record_is_as_old_as_the_business_hours_since() -> None:
    rows = tickets({"created_at": clock(FRIDAY, 17), "resolved_at": None}, {"created_at": clock(FRIDAY, 9)})
    rows = rows.with_columns(resolved_at=pl.when(pl.col("created_at") == clock(FRIDAY, 9)).then(clock(FRIDAY, 10)))
    made = one("rt_full_mean", rows, "value", "n", "n_open", hours=DAYTIME, censored="km", as_of=clock(MONDAY, 10))
    assert made == (pytest.approx((3600 + 7200) / 2), 2, 1)


def test_who_waits_outside_the_hours_is_not_yet_late() -> None:
    rows = tickets({"created_at": clock(FRIDAY, 17, 59), "agent_msgs": 0})
    asked: dict[str, Any] = {"as_of": clock(MONDAY, 8)}
    assert one("unanswered_1h", rows, "value", "n", "n_excluded", **asked) == (1, 1, 0)
    assert one("unanswered_1h", rows, "value", "n", "n_excluded", hours=DAYTIME, **asked) == (None, 0, 1)


def test_seconds_without_their_times_tell_no_business_time_and_are_left_out() -> None:
    rows = tickets(
        {"created_at": clock(FRIDAY, 10), "first_response_s": 60.0, "resolution_s": 600.0, "is_resolved": True},
        {"created_at": clock(FRIDAY, 10), "first_response_at": clock(FRIDAY, 10, 2), "first_response_s": 7.0,
         "resolved_at": clock(FRIDAY, 10, 20), "resolution_s": 7.0, "is_resolved": True},
    )  # fmt: skip
    parts = ("value", "n", "n_open", "n_excluded")
    assert one("frt_mean", rows, *parts, hours=DAYTIME) == (120, 1, 0, 1)
    assert one("rt_full_mean", rows, *parts, hours=DAYTIME) == (1200, 1, 0, 1)
    assert one("frt_mean", rows, *parts) == (33.5, 2, 0, 0)
    assert one("rt_full_mean", rows, *parts) == (303.5, 2, 0, 0)


def test_chunks_of_business_time_add_up() -> None:
    made = stage(["frt"], by=["team"], hours=SHOP)
    assert made.partial is not None
    assert made.merge is not None
    whole = NIGHT.collect()
    tables = zip(*(made.partial(whole[n : n + 2].lazy()) for n in (0, 2)), strict=True)
    summed = [
        type(parts[0])(parts[0].keys, pl.concat([each.rows for each in parts], how="vertical_relaxed")).summed()
        for parts in tables
    ]
    assert made.merge(pl.collect_all(summed)).rows.collect().equals(made.apply(NIGHT).rows.collect())


def test_hours_by_team_need_the_team() -> None:
    with pytest.raises(Usage) as caught:
        figures("frt", NIGHT.drop("team"), hours=SHOP)
    assert "team" in str(caught.value.params)
