"""The usual week: contacts and handling by queue, weekday and interval."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.stats import mean_interval, quantile, ratio
from cstools.kernels.staff.ask import Ask
from cstools.kernels.staff.contacts import CALLS, DATE, HANDLE, HANDLED, SLOT, SUMS, N
from cstools.kernels.staff.days import WEEKDAY

ENOUGH = 30
"""Handled contacts of an interval below which it takes the handling time of its whole queue."""
SHARED = "__shared"
"""Whether an interval does so."""
SERVES = "concurrency"


def cells(counts: pl.DataFrame, days: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """A row a queue, weekday and interval from the first to the last of the weekday that has contacts.

    In: the counts of `contacts`, the days to take (`days.usual`). Out: queues, WEEKDAY, SLOT, days, contacts (mean a
    day), lo and hi (of the mean, 95 %, null of one day), p90 (of days), aht_s, SERVES, erlangs, SHARED; sorted. A queue
    of more calls than chats serves one at a time.

    >>> from datetime import date
    >>> given = {DATE: [date(2025, 10, 13), date(2025, 10, 20)], SLOT: [540, 540], **{name: [2, 4] for name in SUMS}}
    >>> days = pl.DataFrame({DATE: given[DATE], WEEKDAY: [1, 1]})
    >>> cells(pl.DataFrame(given), days, Ask()).select("days", "contacts", "aht_s", "erlangs").row(0)
    (2, 3.0, 0.001, 1.6666666666666667e-06)
    """
    by = list(ask.queues)
    taken = counts.join(days.select(DATE, WEEKDAY), on=DATE)
    full = filled(taken, [*by, WEEKDAY], days.select(DATE, WEEKDAY), ask, ask.minutes)
    n, total, square = pl.len().cast(pl.Int64), pl.col(N).sum(), (pl.col(N) * pl.col(N)).sum()
    one = full.group_by(*by, WEEKDAY, SLOT).agg(
        n.alias("days"), total.alias(N), square.alias("__square"), pl.col(N).sort().alias("__all"),
        pl.col(HANDLED, HANDLE).sum(),
    )  # fmt: skip
    mean = ratio(pl.col(N), pl.col("days"))
    spread = (pl.col("__square") - pl.col(N) * pl.col(N) / pl.col("days")) / (pl.col("days") - 1)
    low, high = mean_interval(mean, spread.clip(0), pl.col("days"))
    told = one.with_columns(
        mean.alias("contacts"), low.clip(0).alias("lo"), high.alias("hi"), quantile(pl.col("__all"), 0.9).alias("p90")
    )
    return loaded(told.drop("__square", "__all"), handling(counts, ask), ask, ask.minutes).sort(*by, WEEKDAY, SLOT)


def filled(counts: pl.DataFrame, by: list[str], dates: pl.DataFrame, ask: Ask, minutes: int) -> pl.DataFrame:
    """Counts with every interval from the first to the last of a group (`by`) on each of its dates, those of nobody 0.

    In: the counts of `contacts` with `by`; dates: DATE and those of `by` that dates have. Out: `by`, SLOT, DATE, SUMS.
    """
    spans = counts.group_by(by).agg(pl.col(SLOT).min().alias("a"), pl.col(SLOT).max().alias("b"))
    every = pl.int_ranges("a", pl.col("b") + 1, minutes).alias(SLOT)
    slots = spans.with_columns(every).explode(SLOT).drop("a", "b")
    grid = slots.join(dates, on=[name for name in by if name in dates.columns], nulls_equal=True)
    keys = [*ask.queues, DATE, SLOT]
    full = grid.join(counts.select(*keys, *SUMS), on=keys, how="left", nulls_equal=True)
    return full.with_columns(pl.col(SUMS).fill_null(0)).sort(keys)


def handling(counts: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """A row a queue: its mean handling in seconds (`__aht`, null where no contact has one) and SERVES."""
    by = list(ask.queues)
    sums = pl.col(HANDLE, HANDLED, CALLS, N).sum()
    made = counts.group_by(by).agg(sums) if by else counts.select(sums)
    alone = pl.col(CALLS) * 2 > pl.col(N)
    aht = ratio(pl.col(HANDLE), pl.col(HANDLED)) / 1000 if ask.aht is None else pl.lit(float(ask.aht))
    serves = pl.when(alone).then(1).otherwise(ask.concurrency).cast(pl.Int64)
    return made.select(*by, aht.alias("__aht"), serves.alias(SERVES))


def loaded(rows: pl.DataFrame, queues: pl.DataFrame, ask: Ask, minutes: int) -> pl.DataFrame:
    """Rows with contacts, HANDLED and HANDLE: aht_s, SERVES, erlangs (contacts x aht_s / the minutes), SHARED."""
    by = list(ask.queues)
    known = rows.join(queues, on=by, how="left", nulls_equal=True) if by else rows.join(queues, how="cross")
    few = (pl.col(HANDLED) < ENOUGH) | (ask.aht is not None)
    own = ratio(pl.col(HANDLE), pl.col(HANDLED)) / 1000
    made = known.with_columns(pl.when(few).then("__aht").otherwise(own).alias("aht_s"), few.alias(SHARED))
    erlangs = pl.col("contacts") * pl.col("aht_s") / (minutes * 60)
    return made.with_columns(erlangs.alias("erlangs")).drop("__aht")
