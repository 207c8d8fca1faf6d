"""Schedules laid out over days: which hours each day has, as spans of time with the open time before each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr import holidays
from cstools.model.hours import MINUTES, Hours, Schedule, Span, Spans

SCHEDULE, FROM, UNTIL, BEFORE = "schedule", "from", "until", "before"
MINUTE = 60_000_000
DAY, KIND = "day", "kind"
HOLIDAY, MAKEUP = "holiday", "makeup"


def laid_out(hours: Hours, first: date, last: date, ahead: timedelta) -> pl.DataFrame:
    """The spans of every schedule from `first` to `last`, and as far `ahead` as holidays are known.

    Out: schedule (Int64, its number), from, until, before (Int64: microseconds since 1970; of open time), sorted. The
    first row of each schedule is empty and begins with the day `first`, so that every moment has a row at or before it.
    Raises Usage("hours.year") for a year from `first` to `last` whose holidays are asked for and not known.
    """
    late = any(span[1] > MINUTES for one in hours.schedules for span in _every(one))
    begin = first - timedelta(days=1) if late else first
    end = min(last + ahead, _known(hours, begin, last, last + ahead))
    days = pl.DataFrame({DAY: pl.date_range(begin, end, eager=True)})
    kinds = pl.concat(_kinds(n, one, days, hours.own_years) for n, one in enumerate(hours.schedules))
    spans = pl.concat(_spans(n, one) for n, one in enumerate(hours.schedules))
    midnight = pl.col(DAY).cast(pl.Datetime("us")).to_physical()
    floor = pl.lit(first).cast(pl.Datetime("us")).to_physical()
    found = kinds.join(spans, on=[SCHEDULE, KIND]).select(
        SCHEDULE,
        pl.max_horizontal(midnight + pl.col(FROM) * MINUTE, floor).alias(FROM),
        pl.max_horizontal(midnight + pl.col(UNTIL) * MINUTE, floor).alias(UNTIL),
    )
    numbers = pl.select(pl.int_range(len(hours.schedules)).alias(SCHEDULE), floor.alias(FROM), floor.alias(UNTIL))
    return _apart(pl.concat([numbers, found.filter(pl.col(UNTIL) > pl.col(FROM))]))


def _apart(spans: pl.DataFrame) -> pl.DataFrame:
    """Spans in order, what an earlier one covers cut off a later one, with the time open before each."""
    reached = pl.col(UNTIL).cum_max().shift(1).over(SCHEDULE)
    cut = spans.sort(SCHEDULE, FROM, UNTIL).with_columns(pl.max_horizontal(FROM, reached).alias(FROM))
    first = pl.int_range(pl.len()).over(SCHEDULE) == 0
    kept = cut.filter(first | (pl.col(UNTIL) > pl.col(FROM)))
    length = pl.col(UNTIL) - pl.col(FROM)
    return kept.with_columns((length.cum_sum().over(SCHEDULE) - length).alias(BEFORE))


def _known(hours: Hours, begin: date, last: date, wanted: date) -> date:
    """The last day up to `wanted` whose holidays are known. Raises Usage for a year up to `last` that is not."""
    asking = [one for one in hours.schedules if one.country]
    if not asking:
        return wanted
    low, high = holidays.known()
    for year in range(begin.year, wanted.year + 1):
        if low <= year <= high or year in hours.own_years:
            continue
        if year > last.year:
            return date(year - 1, 12, 31)
        raise Usage(
            "hours.year",
            path=hours.path,
            line=asking[0].line,
            year=year,
            known=f"{low}–{high}",
            library=holidays.LIBRARY,
        )
    return wanted


def _kinds(number: int, schedule: Schedule, days: pl.DataFrame, own_years: frozenset[int]) -> pl.DataFrame:
    """What each day is to a schedule: a date of its own, a holiday, a make-up workday, else its weekday (0 to 6)."""
    years = days[DAY].dt.year().unique().to_list() if schedule.country else []
    asked = [year for year in years if year not in own_years]
    off, worked = (holidays.closed(asked), holidays.worked(asked)) if asked else ([], [])
    day = pl.col(DAY)
    return days.select(
        pl.lit(number, dtype=pl.Int64).alias(SCHEDULE),
        day,
        pl.when(day.is_in(pl.Series(list(schedule.dates), dtype=pl.Date).implode()))
        .then(day.dt.to_string())
        .when(day.is_in(pl.Series(off, dtype=pl.Date).implode()))
        .then(pl.lit(HOLIDAY))
        .when(day.is_in(pl.Series(worked, dtype=pl.Date).implode()))
        .then(pl.lit(MAKEUP))
        .otherwise((day.dt.weekday() - 1).cast(pl.String))
        .alias(KIND),
    )


def _spans(number: int, schedule: Schedule) -> pl.DataFrame:
    """The hours of each kind of day, in minutes; a kind that is closed has no row."""
    rows = [(number, kind, *span) for kind, spans in _hours(schedule) for span in spans]
    return pl.DataFrame(rows, {SCHEDULE: pl.Int64, KIND: pl.String, FROM: pl.Int64, UNTIL: pl.Int64}, orient="row")


def _hours(schedule: Schedule) -> Iterator[tuple[str, Spans]]:
    yield from ((str(day), spans) for day, spans in enumerate(schedule.week))
    yield HOLIDAY, schedule.holiday
    yield MAKEUP, schedule.makeup
    yield from ((day.isoformat(), spans) for day, spans in schedule.dates.items())


def _every(schedule: Schedule) -> Iterator[Span]:
    return (span for _, spans in _hours(schedule) for span in spans)
