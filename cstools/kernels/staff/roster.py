"""Who is on duty: the heads that a roster has in each interval of its days."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.expr.frames import dtypes
from cstools.kernels.staff.ask import Ask
from cstools.kernels.staff.contacts import DATE, SLOT, minute_of
from cstools.kernels.staff.days import WEEK, WEEKDAY, kinds, usual

HEADS = "rostered"
LONGEST = 36 * 60
"""Minutes of the longest row that is a shift: a longer one is a mistake, and is left out."""
WORKWEEK = 5
"""Days from which a roster is one of a week."""
FIELDS = ("start_at", "end_at", "headcount")


def usable(records: pl.DataFrame) -> pl.DataFrame:
    """The records of kind roster that are shifts: with a start and an end after it, not longer than LONGEST, with heads
    (1 where the headcount is not said); a person's shift that comes twice counts once.

    >>> from datetime import datetime
    >>> times = {"start_at": [datetime(2025, 10, 13, 9)] * 2, "end_at": [datetime(2025, 10, 13, 18), None]}
    >>> usable(pl.DataFrame(times)).get_column("headcount").to_list()
    [1]
    """
    known = dtypes("roster")
    rows = records.with_columns(
        pl.lit(None, dtype=known[name]).alias(name) for name in ("agent", *FIELDS) if name not in records.columns
    )
    long = pl.col("end_at") - pl.col("start_at")
    heads = pl.col("headcount").cast(pl.Int64).fill_null(1)
    again = pl.col("agent").is_not_null() & ~pl.struct("agent", "start_at", "end_at").is_first_distinct()
    kept = rows.with_columns(heads).filter(
        (long > pl.duration()) & (long <= pl.duration(minutes=LONGEST)) & (pl.col("headcount") > 0) & ~again
    )
    return kept


def apart(ask: Ask, queues: pl.DataFrame) -> bool:
    """Whether it is said of each of the queues who is on duty; else those of a roster serve all of them together."""
    return ask.roster is None or queues.height < 2 or set(ask.queues) <= set(ask.roster.columns)


def on_duty(roster: pl.DataFrame, by: Sequence[str], minutes: int) -> pl.DataFrame:
    """A row a queue, day and interval that has somebody: `by`, DATE, SLOT, HEADS (a share of a head where one is there
    for a part of the interval). In: `usable`, with the fields of `by`.

    >>> from datetime import datetime
    >>> one = {"start_at": [datetime(2025, 10, 13, 22)], "end_at": [datetime(2025, 10, 14, 0, 30)], "headcount": [2]}
    >>> on_duty(usable(pl.DataFrame(one)), (), 60).rows()[1:]
    [(datetime.date(2025, 10, 13), 1380, 2.0), (datetime.date(2025, 10, 14), 0, 1.0)]
    """
    at = pl.col("start_at").dt.truncate(f"{minutes}m")
    every = pl.datetime_ranges(at, "end_at", f"{minutes}m", closed="left").alias("__at")
    parts = roster.select(pl.col(by).cast(pl.String), *FIELDS, every).explode("__at")
    end = pl.min_horizontal("end_at", pl.col("__at") + pl.duration(minutes=minutes))
    heads = (end - pl.max_horizontal("start_at", "__at")).dt.total_seconds() * pl.col("headcount")
    slot = minute_of(pl.col("__at")).alias(SLOT)
    made = parts.with_columns(pl.col("__at").dt.date().alias(DATE), slot, heads.alias(HEADS))
    summed = made.group_by(*by, DATE, SLOT).agg(pl.col(HEADS).sum() / (minutes * 60))
    return summed.filter(pl.col(HEADS) > 0).sort(*by, DATE, SLOT)


def span(ask: Ask) -> pl.DataFrame:
    """The days of a roster (DATE), sorted: from the first start to the last, but for weeks in which nobody starts, as
    these are not in it; of one of WORKWEEK days or more all of a week, as one that ends on Friday says that nobody
    works on Sunday.
    """
    if ask.roster is None:
        return pl.DataFrame(schema={DATE: pl.Date})
    starts = ask.roster.select(pl.col("start_at").dt.date().alias(DATE))
    ends = starts.select(pl.col(DATE).min().alias("a"), pl.col(DATE).max().alias("b")).drop_nulls()
    long = (pl.col("b") - pl.col("a")).dt.total_days() + 1
    last = pl.when(long >= WORKWEEK).then(pl.max_horizontal("b", pl.col("a").dt.offset_by("6d"))).otherwise("b")
    days = ends.select(pl.date_ranges("a", last).alias(DATE)).explode(DATE)
    week = (pl.col(DATE) - pl.col(DATE).min()).dt.total_days() // WEEK
    held = starts.join(days.with_columns(week.alias("__week")), on=DATE).select("__week").unique()
    return days.with_columns(week.alias("__week")).join(held, on="__week", how="semi").select(DATE).sort(DATE)


def told_days(ask: Ask) -> pl.DataFrame:
    """Those of `span` that its usual week is taken from: DATE, WEEKDAY, ..."""
    return usual(kinds(span(ask), ask.calendar), every=ask.every)


def duty(frame: pl.DataFrame, ask: Ask, by: Sequence[str], minutes: int) -> pl.DataFrame:
    """Rows of `by`, WEEKDAY, SLOT and, if they are of days, DATE, with HEADS: those on duty, 0 where nobody is.

    A day that the roster does not have is as its days of that weekday are in the mean; null where it has none. The
    hours of the first day after midnight, to which the night before would belong, are so too.
    """
    if ask.roster is None:
        return frame.with_columns(pl.lit(ask.agents, dtype=pl.Float64).alias(HEADS))
    heads, days = on_duty(named(ask.roster, by, frame), by, minutes), told_days(ask)
    keys = [*by, WEEKDAY, SLOT]
    known = frame.join(weekly(heads, days, ask, by), on=keys, how="left", nulls_equal=True, maintain_order="left")
    inside = pl.col(WEEKDAY).is_in(days.get_column(WEEKDAY).unique().implode())
    known = known.with_columns(pl.when(inside).then(pl.col(HEADS).fill_null(0.0)).alias(HEADS))
    return known if DATE not in frame.columns else dated(known, heads, ask, by)


def dated(known: pl.DataFrame, heads: pl.DataFrame, ask: Ask, by: Sequence[str]) -> pl.DataFrame:
    """Rows whose HEADS are of a usual week with those of the days that the roster has."""
    keys, day = [*by, DATE, SLOT], f"{HEADS}_day"
    own = known.join(heads, on=keys, how="left", nulls_equal=True, maintain_order="left", suffix="_day")
    days = span(ask).get_column(DATE)
    within = pl.col(DATE).is_in(days.implode())
    first = (pl.col(DATE) == days.min()) & pl.col(day).is_null()
    taken = pl.when(within & ~first).then(pl.col(day).fill_null(0.0)).otherwise(HEADS)
    return own.with_columns(taken.alias(HEADS)).drop(day)


def named(roster: pl.DataFrame, by: Sequence[str], frame: pl.DataFrame) -> pl.DataFrame:
    """A roster with the fields of `by`: those it lacks are of the only queue of `frame`."""
    lacking = [name for name in by if name not in roster.columns]
    queue = frame.select(lacking).unique()
    given = queue.row(0, named=True) if lacking and queue.height else dict.fromkeys(lacking)
    return roster.with_columns(pl.lit(given[name], dtype=pl.String).alias(name) for name in lacking)


def weekly(heads: pl.DataFrame, days: pl.DataFrame, ask: Ask, by: Sequence[str]) -> pl.DataFrame:
    """The mean heads of a usual week: `by`, WEEKDAY, SLOT, HEADS.

    The end of the last night, on the day after the last, counts with the others of its weekday: with it every night is
    whole.
    """
    keys = [*by, WEEKDAY, SLOT]
    each = days.group_by(WEEKDAY).agg(pl.len().alias("__days"))
    odd = span(ask).join(days, on=DATE, how="anti").get_column(DATE)
    counted = heads.filter(~pl.col(DATE).is_in(odd.implode()))
    placed = counted.with_columns(pl.col(DATE).dt.weekday().cast(pl.Int64).alias(WEEKDAY)).sort(*keys, DATE)
    summed = placed.group_by(keys, maintain_order=True).agg(pl.col(HEADS).sum())
    return summed.join(each, on=WEEKDAY).select(*keys, pl.col(HEADS) / pl.col("__days")).sort(keys)


def outside(rows: pl.DataFrame, ask: Ask, by: Sequence[str]) -> float:
    """Heads x intervals of the roster's usual week at which `rows` (`by`, WEEKDAY, SLOT) have nothing."""
    if ask.roster is None:
        return 0.0
    mean = weekly(on_duty(named(ask.roster, by, rows), by, ask.minutes), told_days(ask), ask, by)
    left = mean.join(rows, on=[*by, WEEKDAY, SLOT], how="anti", nulls_equal=True)
    return float(left.get_column(HEADS).sum())
