"""Periods: the text of a period (`2025-10-16`, `2025-W42`, `2025-10`, `2025-Q4`, `2025`, `all`) and its bounds."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import polars as pl

from cstools.errors import Usage

PERIODS = ("day", "week", "month", "quarter", "year", "all")
ALL = "all"
EVERY = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
"""The length of each period as Polars writes it; weeks begin on Monday (ISO 8601)."""
FORMATS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}
RANGE = ".."
FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{2})|Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?", re.ASCII
)


def start_of(time: pl.Expr, period: str) -> pl.Expr:
    """The first moment of the period a time falls in; null stays null.

    In: a Datetime expression and one of PERIODS. Out: Datetime, or a null of that type for `all`.

    >>> frame = pl.DataFrame({"t": [datetime(2025, 12, 30, 8)]})
    >>> frame.select(start_of(pl.col("t"), "week")).item()
    datetime.datetime(2025, 12, 29, 0, 0)
    """
    if period == ALL:
        return pl.lit(None, dtype=pl.Datetime("us"))
    return time.dt.truncate(EVERY[period])


def text_of(start: pl.Expr, period: str) -> pl.Expr:
    """The text of the period that holds a time (its start does as well); null stays null, `all` is always `all`.

    >>> frame = pl.DataFrame({"t": [datetime(2025, 12, 30, 8)]})
    >>> [frame.select(text_of(pl.col("t"), period)).item() for period in PERIODS]
    ['2025-12-30', '2026-W01', '2025-12', '2025-Q4', '2025', 'all']
    """
    if period == ALL:
        return pl.lit(ALL)
    if period == "quarter":
        return pl.format("{}-Q{}", start.dt.to_string("%Y"), start.dt.quarter())
    return start.dt.to_string(FORMATS[period])


def end_of(start: pl.Expr, period: str) -> pl.Expr:
    """The first moment after the period that begins at `start`; null stays null.

    >>> frame = pl.DataFrame({"t": [datetime(2025, 10, 1)]})
    >>> frame.select(end_of(pl.col("t"), "quarter")).item()
    datetime.datetime(2026, 1, 1, 0, 0)
    """
    return pl.lit(None, dtype=pl.Datetime("us")) if period == ALL else start.dt.offset_by(EVERY[period])


def previous(start: pl.Expr, period: str) -> pl.Expr:
    """The start of the period just before the one that begins at `start`.

    >>> frame = pl.DataFrame({"t": [datetime(2025, 1, 1)]})
    >>> frame.select(previous(pl.col("t"), "month")).item()
    datetime.datetime(2024, 12, 1, 0, 0)
    """
    return start.dt.offset_by("-" + EVERY[period])


def year_ago(start: pl.Expr, period: str) -> pl.Expr:
    """The start of the same period a year earlier: the same ISO week number, else the same calendar date.

    Null where last year has no such period (29 February, week 53).

    >>> frame = pl.DataFrame({"t": [datetime(2025, 10, 13), datetime(2020, 12, 28)]})
    >>> frame.select(year_ago(pl.col("t"), "week")).to_series().to_list()
    [datetime.datetime(2024, 10, 14, 0, 0), None]
    """
    if period == "week":
        same = pl.format("{}-{}-1", start.dt.iso_year() - 1, start.dt.week().cast(pl.String).str.zfill(2))
        earlier = same.str.to_datetime("%G-%V-%u", strict=False, time_unit="us")
        return pl.when(earlier.dt.week() == start.dt.week()).then(earlier)
    earlier = start.dt.offset_by("-1y")
    return pl.when(earlier.dt.day() == start.dt.day()).then(earlier)


def bounds(text: str) -> tuple[datetime, datetime]:
    """The half-open interval [start, end) that a period, or the range A..B of two, stands for; B is part of it.

    Raises Usage("during.bad") for what is not a period, or a range that runs backwards.

    >>> bounds("2025-Q4")
    (datetime.datetime(2025, 10, 1, 0, 0), datetime.datetime(2026, 1, 1, 0, 0))
    >>> bounds("2025-W01")
    (datetime.datetime(2024, 12, 30, 0, 0), datetime.datetime(2025, 1, 6, 0, 0))
    >>> bounds("2025-10-16..2025-11")
    (datetime.datetime(2025, 10, 16, 0, 0), datetime.datetime(2025, 12, 1, 0, 0))
    """
    first, dots, last = text.partition(RANGE)
    start, end = span(first, text)
    if dots:
        end = span(last, text)[1]
    if end <= start:
        raise Usage("during.bad", text=text)
    return start, end


def within(time: pl.Expr, interval: tuple[datetime, datetime]) -> pl.Expr:
    """Whether a time lies in the half-open interval; null where the time is null.

    >>> frame = pl.DataFrame({"t": [datetime(2025, 10, 31, 23, 59, 59), datetime(2025, 11, 1), None]})
    >>> frame.select(within(pl.col("t"), bounds("2025-10"))).to_series().to_list()
    [True, False, None]
    """
    start, end = (pl.lit(moment, dtype=pl.Datetime("us")) for moment in interval)
    return (time >= start) & (time < end)


def span(part: str, whole: str) -> tuple[datetime, datetime]:
    """The bounds of one period; `whole` is what the error quotes. Raises Usage("during.bad")."""
    found = FORM.fullmatch(part.strip())
    try:
        if found is None:
            raise ValueError(part)
        first, after = dates(found)
    except (ValueError, OverflowError) as error:
        raise Usage("during.bad", text=whole) from error
    return datetime.combine(first, datetime.min.time()), datetime.combine(after, datetime.min.time())


def dates(found: re.Match[str]) -> tuple[date, date]:
    """The first day of a period and the first day after it, from a match of FORM; ValueError if there is no such."""
    year, month = int(found["year"]), int(found["month"] or 1)
    if found["day"]:
        day = date(year, month, int(found["day"]))
        return day, day + timedelta(days=1)
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        return monday, monday + timedelta(days=7)
    months = 1 if found["month"] else 3 if found["quarter"] else 12
    first = date(year, 3 * int(found["quarter"]) - 2 if found["quarter"] else month, 1)
    total = first.month - 1 + months
    return first, date(year + total // 12, total % 12 + 1, 1)
