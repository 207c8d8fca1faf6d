"""cs-staff: the forecast of the next weeks against what is known to come."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from cstools.kernels.expr import holidays
from cstools.kernels.kpi.calendar import Calendar, Event
from cstools.kernels.staff import Ask
from cstools.kernels.staff.ahead import LEARNT, METHOD, NAIVE, ahead, ended, intervals
from cstools.kernels.staff.ahead import tested as judged
from cstools.kernels.staff.contacts import DATE, SLOT, N
from cstools.kernels.staff.days import WEEKDAY, days_of
from cstools.kernels.staff.said import of_tests

WEEK = np.array([100.0, 90, 80, 80, 90, 40, 0])
START = date(2025, 5, 5)
"""A Monday; until August there are but two days off."""


def counts(values: list[int]) -> pl.DataFrame:
    days = [START + timedelta(days=at) for at in range(len(values))]
    return pl.DataFrame({DATE: days, SLOT: [540] * len(values), N: values}).filter(pl.col(N) > 0)


def noisy(weeks: int, seed: int = 3) -> list[int]:
    random = np.random.default_rng(seed)
    return [int(random.poisson(WEEK[at % 7])) for at in range(7 * weeks)]


def test_the_level_times_the_weekday_beats_the_last_week_on_noise():
    wins, errors = 0, []
    for seed in range(20):
        values = noisy(20, seed)
        test = judged(np.array(values, dtype=float), np.arange(len(values)) % 7, 14)
        assert test.error is not None
        assert test.naive is not None
        wins += test.used == METHOD
        errors.append(test.error / test.naive)
    assert wins >= 19
    assert np.mean(errors) < 0.85


def test_the_last_week_is_repeated_where_it_is_better():
    alternating = np.array([float(100 if at // 7 % 3 else 10) for at in range(7 * 12)])
    random = np.array([float(value) for value in np.cumsum([1, 3, 9, 27, 81, 243, 729] * 12)])
    for values in (alternating, random):
        test = judged(values, np.arange(len(values)) % 7, 7)
        assert test.error is not None
        assert test.naive is not None
        assert (test.used == NAIVE) == (test.error >= test.naive)


def test_a_closed_weekday_stays_closed_and_the_week_keeps_its_shape():
    table = counts(noisy(12))
    rows, (test,) = ahead(table, days_of(table, None), Ask(weeks=1))
    by_weekday = dict(rows.select("weekday", "contacts").rows())
    assert by_weekday[7] == 0
    assert by_weekday[1] == pytest.approx(100, rel=0.1)
    assert by_weekday[6] == pytest.approx(40, rel=0.2)
    assert test.band is not None
    assert test.band[0] < 1 < test.band[1]


def test_few_days_are_forecast_untested():
    table = counts([50] * (LEARNT - 1))
    rows, (test,) = ahead(table, days_of(table, None), Ask(weeks=1))
    assert (test.error, test.band) == (None, None)
    assert rows["contacts"].is_not_null().all()


def test_promotions_teach_their_ratio_and_no_level():
    values = [80] * 84
    promoted = [date(2025, 6, 16), date(2025, 6, 17), date(2025, 6, 18)]
    for day in promoted:
        values[(day - START).days] = 240
    coming = date(2025, 7, 29)
    events = tuple(
        Event("618" if first.month == 6 else "店庆", 2025, first, last, 0, 0)
        for first, last in ((promoted[0], promoted[-1]), (coming, coming))
    )
    calendar = Calendar(events)
    table = counts(values)
    rows, _ = ahead(table, days_of(table, calendar), Ask(weeks=1, calendar=calendar))
    found = dict(rows.select(DATE, "contacts").rows())
    assert found[coming] == pytest.approx(240)
    assert found[coming + timedelta(days=1)] == pytest.approx(80)


def test_a_day_that_is_not_over_is_not_the_last():
    table = counts([80] * 31)
    last = START + timedelta(days=30)
    days = days_of(table, None)
    assert ended(table, days)[DATE].max() == last
    late = pl.when(pl.col(DATE) == last).then(540).otherwise(1080).alias(SLOT)
    assert ended(table.with_columns(late), days)[DATE].max() == last - timedelta(days=1)
    cut = counts([*[80] * 30, 3])
    assert ended(cut, days_of(cut, None))[DATE].max() == last - timedelta(days=1)


def test_a_shop_shut_on_holidays_is_shut_on_those_to_come():
    first = date(2025, 8, 4)
    days = [first + timedelta(days=at) for at in range(149)]
    shut = [day for day in days if date(2025, 10, 1) <= day <= date(2025, 10, 8)]
    table = pl.DataFrame({DATE: days, SLOT: [540] * 149, N: [60] * 149}).filter(~pl.col(DATE).is_in(shut))
    rows, _ = ahead(table, days_of(table, None), Ask(weeks=1))
    assert dict(rows.select(DATE, "contacts").rows())[date(2026, 1, 1)] == 0


def test_a_weekend_day_that_is_worked_is_one_of_a_week():
    first, last = date(2025, 8, 4), date(2025, 10, 10)
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    holidays = [day for day in days if date(2025, 10, 1) <= day <= date(2025, 10, 8)]
    open_ = [day for day in days if (day.isoweekday() < 6 or day == date(2025, 9, 28)) and day not in holidays]
    table = pl.DataFrame({DATE: open_, SLOT: [540] * len(open_), N: [60] * len(open_)})
    known = days_of(table, None)
    rows, _ = ahead(table, known, Ask(weeks=1))
    found = dict(rows.select(DATE, "contacts").rows())
    assert found[date(2025, 10, 11)] == pytest.approx(60)
    week = pl.DataFrame({WEEKDAY: [3], SLOT: [540], "contacts": [60.0], "lo": [None], "hi": [None], "p90": [None],
                         "days": [1], "erlangs": [1.0], "aht_s": [60.0]})  # fmt: skip
    spread = intervals(rows, week, Ask(weeks=1))
    assert date(2025, 10, 11) in spread[DATE].to_list()
    assert date(2025, 10, 12) not in spread[DATE].to_list()


def test_years_without_known_holidays_are_told():
    year = holidays.known()[1]
    first = date(year, 10, 12)
    table = pl.DataFrame({DATE: pl.date_range(first, date(year, 12, 27), eager=True), N: 60, SLOT: 540})
    for part, told in ((table, True), (table.head(60), False)):
        coming, tests = ahead(part, days_of(part, None), Ask(weeks=1))
        assert ("staff.holidays_unknown" in [key for key, _ in of_tests(tests, coming, part, Ask())]) is told
