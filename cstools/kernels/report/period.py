"""Which month a report is about, and the rows it may count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.periods import bounds
from cstools.kernels.kpi.facts import CLOCK

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
HISTORY = timedelta(days=56)
"""How far before the month the expectation of a day looks."""
OVER = time(20)
"""Data that end before this hour end within a day: most contacts come after breakfast and the evening is busy, so that
what is there of the day is no measure of it. The few who write after it do not make a day look empty."""
TOPIC = "report_topic"
"""The column by which problems are grouped: the first two steps of the topic, else the source's own category."""


@dataclass(frozen=True)
class Period:
    """A month [start, end), the text of it, of the month before and of the month a year before, and now."""

    month: str
    start: datetime
    end: datetime
    as_of: datetime

    @property
    def previous(self) -> str:
        """The month before."""
        return f"{self.start - timedelta(days=1):%Y-%m}"

    @property
    def year_ago(self) -> str:
        """The same month of last year."""
        return f"{self.start.year - 1:04d}-{self.start.month:02d}"

    def months(self, count: int) -> list[str]:
        """The last months up to this one, oldest first.

        >>> Period("2025-01", datetime(2025, 1, 1), datetime(2025, 2, 1), datetime(2025, 2, 1)).months(3)
        ['2024-11', '2024-12', '2025-01']
        """
        place = self.start.year * 12 + self.start.month - 1
        return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(place - count + 1, place + 1)]

    @property
    def partial(self) -> bool:
        """Whether the data end before the month's last day."""
        return self.as_of < self.end - timedelta(days=1)

    @property
    def first_day(self) -> date:
        """Where the history of the daily expectation begins."""
        return (self.start - HISTORY).date()

    @property
    def last_day(self) -> date:
        """The last day of the month that the data reach."""
        return min(self.end - timedelta(days=1), self.as_of).date()

    def unfinished(self, day: pl.Expr, n: pl.Expr) -> pl.Expr:
        """Whether a day (Date) with n contacts was not over yet: the day of `as_of`, if that is before OVER.

        Midnight sharp is a date without a clock: of a day that has contacts it says nothing.

        >>> period = Period("2025-10", datetime(2025, 10, 1), datetime(2025, 11, 1), datetime(2025, 10, 15, 9, 26))
        >>> days = pl.DataFrame({"day": [date(2025, 10, 14), date(2025, 10, 15)], "n": [50, 9]})
        >>> days.select(period.unfinished(pl.col("day"), pl.col("n"))).to_series().to_list()
        [False, True]
        """
        clock = self.as_of.time()
        if clock >= OVER:
            return pl.lit(False)
        return (day == self.as_of.date()) & (n.eq(0) if clock == time() else pl.lit(True))


def now(rows: pl.DataFrame) -> datetime | None:
    """The latest time in the data (the one that stands for now in every figure), None if there is none.

    >>> now(pl.DataFrame({"created_at": [datetime(2025, 10, 1), None]}))
    datetime.datetime(2025, 10, 1, 0, 0)
    """
    if CLOCK not in rows.columns:
        return None
    latest: datetime | None = rows.select(pl.col(CLOCK).filter(pl.col(CLOCK) < datetime.max).max()).item()
    return latest


def choose(rows: pl.DataFrame, month: str | None, as_of: datetime | None) -> Period:
    """The month asked for, else the last complete month that has rows, else the last that has any.

    In: created_at. A month is complete once the data reach its last day. Without any time the month is that of
    `as_of`, or January 1970. Raises Usage("report.during") for a month that is none.

    >>> frame = pl.DataFrame({"created_at": [datetime(2025, 9, 30), datetime(2025, 10, 20)]})
    >>> choose(frame, None, None).month, choose(frame, "2025-10", None).partial
    ('2025-09', True)
    """
    moment = as_of or now(rows) or datetime(1970, 1, 1)
    text = month or _last(rows, moment) or f"{moment:%Y-%m}"
    if not MONTH.fullmatch(text):
        raise Usage("report.during", text=text)
    start, end = bounds(text)
    return Period(text, start, end, moment)


def _last(rows: pl.DataFrame, as_of: datetime) -> str | None:
    months = (
        rows.lazy()
        .select(month=pl.col("created_at").dt.truncate("1mo"))
        .filter(pl.col("month") <= as_of)
        .unique()
        .with_columns(whole=pl.col("month").dt.offset_by("1mo") - pl.duration(days=1) <= as_of)
        .sort("whole", "month", descending=True)
        .select(pl.col("month").dt.to_string("%Y-%m"))
        .head(1)
        .collect()
    )
    return months.item() if months.height else None


def problem(columns: list[str]) -> pl.Expr:
    """The problem of a row (TOPIC): two steps of `topic`, else `category`; null where neither is known.

    >>> frame = pl.DataFrame({"topic": ["售后/物流/慢", None], "category": ["物流", "发票"]})
    >>> frame.select(problem(frame.columns)).to_series().to_list()
    ['售后/物流', '发票']
    """
    cut = pl.col("topic").str.extract(r"^([^/]*(?:/[^/]*)?)", 1)
    known = [expr for name, expr in (("topic", cut), ("category", pl.col("category"))) if name in columns]
    return pl.coalesce(*known, pl.lit(None, dtype=pl.String)).alias(TOPIC)
