"""Periods: text, bounds, the period before and a year ago."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.expr.periods import EVERY, bounds, end_of, previous, start_of, text_of, year_ago

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2080, 1, 1))
T = pl.col("t")


def one(expr: pl.Expr, moment: datetime) -> object:
    return pl.DataFrame({"t": [moment]}).select(expr).item()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025", "2025-01-01", "2026-01-01"),
        ("2025-12", "2025-12-01", "2026-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2025-Q1", "2025-01-01", "2025-04-01"),
        ("2025-Q4", "2025-10-01", "2026-01-01"),
        ("2020-W53", "2020-12-28", "2021-01-04"),
        ("2025-10-16", "2025-10-16", "2025-10-17"),
        ("2025-10..2025-11", "2025-10-01", "2025-12-01"),
        ("2025-10-01..2025-10-15", "2025-10-01", "2025-10-16"),
        (" 2025-10 .. 2025-10 ", "2025-10-01", "2025-11-01"),
    ],
)
def test_bounds(text: str, start: str, end: str) -> None:
    assert bounds(text) == (datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.mark.parametrize(
    "text", ["", "..", "2025-13", "2025-W54", "2021-W53", "2025-Q5", "2025-02-30", "25-10", "2025-10..",
             "2025-11..2025-10",
             "2025-10..2025-11..2025-12", "9999", "\uff12025",
             "last month"]
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(Usage) as caught:
        bounds(text)
    assert (caught.value.key, caught.value.params["text"]) == ("during.bad", text)


@given(MOMENTS, st.sampled_from(list(EVERY)))
def test_text_and_bounds_agree_with_start_and_end(moment: datetime, period: str) -> None:
    start = one(start_of(T, period), moment)
    text = one(text_of(T, period), moment)
    assert bounds(str(text)) == (start, one(end_of(start_of(T, period), period), moment))
    assert one(text_of(start_of(T, period), period), moment) == text


@given(MOMENTS, st.sampled_from(list(EVERY)))
def test_the_period_before_ends_where_this_one_starts(moment: datetime, period: str) -> None:
    start = start_of(T, period)
    assert one(end_of(previous(start, period), period), moment) == one(start, moment)


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)))
def test_a_year_ago_is_the_same_week_number_or_null(day: date) -> None:
    moment = datetime.combine(day, datetime.min.time())
    year, week, _ = day.isocalendar()
    earlier = one(year_ago(start_of(T, "week"), "week"), moment)
    try:
        expected = datetime.combine(date.fromisocalendar(year - 1, week, 1), datetime.min.time())
    except ValueError:
        expected = None
    assert earlier == expected


def test_a_leap_day_has_no_year_ago() -> None:
    assert one(year_ago(T, "day"), datetime(2024, 2, 29)) is None
    assert one(year_ago(T, "month"), datetime(2024, 2, 1)) == datetime(2023, 2, 1)


def test_null_times_stay_null() -> None:
    frame = pl.DataFrame({"t": [None]}, schema={"t": pl.Datetime("us")})
    assert frame.select(text_of(start_of(T, "week"), "week")).item() is None
