"""Who is on duty: the heads that a roster has in each interval of its days."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes
from cstools.kernels.staff.ask import QUEUE, Ask
from cstools.kernels.staff.contacts import DATE, SLOT
from cstools.kernels.staff.days import WEEKDAY, kinds, usual

HEADS = "rostered"
LONGEST = 36 * 60
"""Minutes of the longest row that is a shift: a longer one is a mistake, and is left out."""
FIELDS = ("start_at", "end_at", "headcount")


def on_duty(ask: Ask, minutes: int, queues: pl.DataFrame) -> pl.DataFrame:
    """A row a queue, day and interval of the roster that has somebody: the queues, DATE, SLOT, HEADS (a share of a head
    where one is there for a part of the interval).

    queues: the queues of the records; a roster without such a field is of the only one there is. Raises
    Usage("staff.roster_queue") where there are more.

    >>> from datetime import datetime
    >>> one = {"start_at": [datetime(2025, 10, 13, 22)], "end_at": [datetime(2025, 10, 14, 0, 30)], "headcount": [2]}
    >>> on_duty(Ask(roster=pl.DataFrame(one)), 60, pl.DataFrame()).rows()[1:]
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


def shifts(ask: Ask, queues: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The shifts of a roster and the fields that make queues; a row without a headcount is one head."""
    assert ask.roster is not None
    known = dtypes("roster")
    lacking = [name for name in FIELDS if name not in ask.roster.columns]
    rows = ask.roster.with_columns(pl.lit(None, dtype=known[name]).alias(name) for name in lacking)
    by = [name for name in ask.queues if name in rows.columns]
    if len(by) < len(ask.queues):
        if queues.height > 1:
            raise Usage("staff.roster_queue", fields=", ".join(name for name in ask.queues if name not in by))
        given = queues.row(0, named=True) if queues.height else dict.fromkeys(ask.queues)
        rows = rows.with_columns(pl.lit(value, dtype=pl.String).alias(name) for name, value in given.items())
    whole = (pl.col("end_at") > pl.col("start_at")) & (
        pl.col("end_at") - pl.col("start_at") <= pl.duration(minutes=LONGEST)
    )
    named = [pl.col(name).cast(pl.String) for name in ask.queues if name != QUEUE or QUEUE in rows.columns]
    heads = pl.col("headcount").cast(pl.Int64).fill_null(1)
    return rows.filter(whole).select(*named, "start_at", "end_at", heads), list(ask.queues)


def span(ask: Ask) -> pl.DataFrame:
    """The days of a roster, from that of the first start to that of the last: DATE."""
    if ask.roster is None or "start_at" not in ask.roster.columns:
        return pl.DataFrame(schema={DATE: pl.Date})
    day = pl.col("start_at").dt.date()
    ends = ask.roster.select(day.min().alias("a"), day.max().alias("b")).drop_nulls()
    return ends.select(pl.date_ranges("a", "b").alias(DATE)).explode(DATE)


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
