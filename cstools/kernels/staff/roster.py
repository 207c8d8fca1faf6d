"""Who is on duty: the heads that a roster has in each interval of its days."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes
from cstools.kernels.staff.ask import Ask
from cstools.kernels.staff.contacts import DATE, SLOT
from cstools.kernels.staff.days import WEEKDAY, kinds, usual

HEADS = "rostered"
LONGEST = 36 * 60
"""Minutes of the longest row that is a shift: a longer one is a mistake, and is left out."""
WORKWEEK = 5
"""Days from which a roster is one of a week."""
FIELDS = ("start_at", "end_at", "headcount")


def on_duty(ask: Ask, minutes: int, queues: pl.DataFrame) -> pl.DataFrame:
    """A row a queue, day and interval of the roster that has somebody: the queues, DATE, SLOT, HEADS (a share of a head
    where one is there for a part of the interval).

    queues: the queues of the records; a roster without such a field is of the only one there is. Raises
    Usage("staff.roster_queue") where there are more.

    >>> from datetime import datetime
    >>> one = {"start_at": [datetime(2025, 10, 13, 22)], "end_at": [datetime(2025, 10, 14, 0, 30)], "headcount": [2]}
    >>> on_duty(Ask(roster=usable(pl.DataFrame(one))), 60, pl.DataFrame()).rows()[1:]
    [(datetime.date(2025, 10, 13), 1380, 2.0), (datetime.date(2025, 10, 14), 0, 1.0)]
    """
    rows, by = shifts(ask, queues)
    begin, end = pl.col("start_at"), pl.col("end_at")
    at = begin.dt.truncate(f"{minutes}m")
    parts = rows.with_columns(pl.datetime_ranges(at, end, f"{minutes}m", closed="left").alias("__at")).explode("__at")
    inside = pl.min_horizontal("end_at", pl.col("__at") + pl.duration(minutes=minutes)) - pl.max_horizontal(
        "start_at", "__at"
    )
    heads = inside.dt.total_seconds() * pl.col("headcount")
    slot = pl.col("__at").dt.hour().cast(pl.Int64) * 60 + pl.col("__at").dt.minute().cast(pl.Int64)
    made = parts.with_columns(pl.col("__at").dt.date().alias(DATE), slot.alias(SLOT), heads.alias(HEADS))
    summed = made.group_by(*by, DATE, SLOT).agg(pl.col(HEADS).sum() / (minutes * 60))
    return summed.filter(pl.col(HEADS) > 0).sort(*by, DATE, SLOT)


def usable(records: pl.DataFrame) -> pl.DataFrame:
    """The records of kind roster that are shifts: with a start and an end after it, not longer than LONGEST, and a
    headcount, 1 where there is none.

    >>> from datetime import datetime
    >>> times = {"start_at": [datetime(2025, 10, 13, 9)] * 2, "end_at": [datetime(2025, 10, 13, 18), None]}
    >>> usable(pl.DataFrame(times)).get_column("headcount").to_list()
    [1]
    """
    known = dtypes("roster")
    rows = records.with_columns(
        pl.lit(None, dtype=known[name]).alias(name) for name in FIELDS if name not in records.columns
    )
    long = pl.col("end_at") - pl.col("start_at")
    kept = rows.filter((long > pl.duration()) & (long <= pl.duration(minutes=LONGEST)))
    return kept.with_columns(pl.col("headcount").cast(pl.Int64).fill_null(1))


def shifts(ask: Ask, queues: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The shifts of a roster (`usable`) and the fields that make queues."""
    assert ask.roster is not None
    lacking = [name for name in ask.queues if name not in ask.roster.columns]
    if lacking and queues.height > 1:
        raise Usage("staff.roster_queue", fields=", ".join(lacking))
    given = queues.row(0, named=True) if queues.height else dict.fromkeys(ask.queues)
    rows = ask.roster.with_columns(pl.lit(given[name], dtype=pl.String).alias(name) for name in lacking)
    return rows.select(pl.col(ask.queues).cast(pl.String), *FIELDS), list(ask.queues)


def span(ask: Ask) -> pl.DataFrame:
    """The days of a roster, from that of the first start to that of the last (DATE); of one of WORKWEEK days or more,
    all of a week, as one that ends on Friday says that nobody works on Sunday.
    """
    if ask.roster is None:
        return pl.DataFrame(schema={DATE: pl.Date})
    day = pl.col("start_at").dt.date()
    ends = ask.roster.select(day.min().alias("a"), day.max().alias("b")).drop_nulls()
    days = (pl.col("b") - pl.col("a")).dt.total_days() + 1
    last = pl.when(days >= WORKWEEK).then(pl.max_horizontal("b", pl.col("a").dt.offset_by("6d"))).otherwise("b")
    return ends.select(pl.date_ranges("a", last).alias(DATE)).explode(DATE)


def duty(frame: pl.DataFrame, ask: Ask, minutes: int, queues: pl.DataFrame) -> pl.DataFrame:
    """Rows of queues, WEEKDAY, SLOT and, if they are of days, DATE, with HEADS: those on duty, 0 where nobody is.

    A day that the roster does not have is as its days of that weekday are in the mean; null where it has none.
    """
    if ask.roster is None:
        return frame.with_columns(pl.lit(ask.agents, dtype=pl.Float64).alias(HEADS))
    heads = on_duty(ask, minutes, queues)
    days = usual(kinds(span(ask), ask.calendar), every=ask.every)
    mean = weekly(heads, days, ask)
    keys = [*ask.queues, WEEKDAY, SLOT]
    known = frame.join(mean, on=keys, how="left", nulls_equal=True, maintain_order="left")
    inside = pl.col(WEEKDAY).is_in(days.get_column(WEEKDAY).unique().implode())
    known = known.with_columns(pl.when(inside).then(pl.col(HEADS).fill_null(0.0)).alias(HEADS))
    if DATE not in frame.columns:
        return known
    own = known.join(
        heads, on=[*ask.queues, DATE, SLOT], how="left", nulls_equal=True, maintain_order="left", suffix="_day"
    )
    dated = pl.col(DATE).is_in(span(ask).get_column(DATE).implode())
    day = pl.col(f"{HEADS}_day")
    return own.with_columns(pl.when(dated).then(day.fill_null(0.0)).otherwise(HEADS).alias(HEADS)).drop(f"{HEADS}_day")


def weekly(heads: pl.DataFrame, days: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """The mean heads of a usual week: the queues, WEEKDAY, SLOT, HEADS."""
    by = [*ask.queues, WEEKDAY, SLOT]
    each = days.group_by(WEEKDAY).agg(pl.len().alias("__days"))
    taken = heads.join(days.select(DATE, WEEKDAY), on=DATE).sort(*by, DATE)
    summed = taken.group_by(by, maintain_order=True).agg(pl.col(HEADS).sum())
    return summed.join(each, on=WEEKDAY).select(*by, pl.col(HEADS) / pl.col("__days")).sort(by)


def outside(rows: pl.DataFrame, ask: Ask) -> float:
    """Heads x intervals of the roster's usual week at which `rows` (queues, WEEKDAY, SLOT) have nothing."""
    if ask.roster is None:
        return 0.0
    days = usual(kinds(span(ask), ask.calendar), every=ask.every)
    mean = weekly(on_duty(ask, ask.minutes, rows.select(ask.queues).unique()), days, ask)
    left = mean.join(rows, on=[*ask.queues, WEEKDAY, SLOT], how="anti", nulls_equal=True)
    return float(left.get_column(HEADS).sum())
