"""Cohorts: customers by the period of their first order, and what became of them period by period."""

from __future__ import annotations

from typing import Literal

import polars as pl

from cstools.kernels.expr.periods import EVERY, end_of, start_of, text_of
from cstools.kernels.expr.stats import ratio, rounded, wilson
from cstools.kernels.rfm.purchases import Monetary, yuan

Period = Literal["week", "month", "quarter", "year"]
COLUMNS = (
    "cohort", "since", "period", "as_of", "partial", "size", "active", "retention", "retention_lo", "retention_hi",
    "churn", "repurchased", "repurchase_rate", "repurchase_lo", "repurchase_hi", "monetary", "buyers", "returned",
    "buyer_retention",
)  # fmt: skip
FIRST, START = "__first", "__start"


def cohorts(lines: pl.LazyFrame, period: Period, monetary: Monetary) -> pl.LazyFrame:
    """A row for each cohort and each period since (COLUMNS), as many periods as the oldest cohort has had.

    In: lines of `purchases`; active is who made an order, whether or not its money went back. since: periods after the
    first. partial: the period has not ended at as_of. size: customers whose first order is in `cohort`; active: those
    of them who order in `period`; retention is active / size with its Wilson interval, churn 1 - retention.
    repurchased: those with a second order by the end of `period`. monetary: what the cohort spent in it. buyers: all
    customers who order in `cohort`, new or not; returned: those of them who order in `period`; buyer_retention is
    returned / buyers. What a period not begun at as_of would tell is null, never 0.

    >>> from datetime import datetime
    >>> from cstools.kernels.rfm.purchases import purchases
    >>> times = [datetime(2025, 9, 5), datetime(2025, 10, 2), datetime(2025, 10, 3)]
    >>> lf = pl.LazyFrame({"customer_id": ["c", "c", "d"], "amount": [9.5, 3.0, 1.0], "ordered_at": times})
    >>> table = cohorts(purchases(lf, None), "month", "net").select("cohort", "since", "size", "active", "repurchased")
    >>> table.collect().rows()
    [('2025-09', 0, 1, 1, 0), ('2025-09', 1, 1, 1, 1), ('2025-10', 0, 1, 1, 0), ('2025-10', 1, 1, None, None)]
    """
    used = (
        lines.filter(pl.col("out").is_null()).with_columns(start_of(pl.col("at"), period).alias(START)).collect().lazy()
    )
    bought = used.filter("purchase")
    people = _people(bought, period).collect().lazy()
    known = ["customer_id", FIRST]
    active = bought.select("customer_id", START).unique().join(people.select(known), on="customer_id")
    spent = used.join(people.select(known), on="customer_id").group_by(FIRST, START).agg(pl.col(monetary).sum())
    table = (
        _grid(people, used.select(pl.col("as_of").first()), period)
        .join(active.group_by(FIRST, START).agg(_n("active")), on=[FIRST, START], how="left")
        .join(spent, on=[FIRST, START], how="left")
        .join(_pairs(active), on=[FIRST, START], how="left")
        .join(active.group_by(pl.col(START).alias(FIRST)).agg(_n("buyers")), on=FIRST, how="left")
        .join(_again(people), on=[FIRST, START], how="left")
    )
    return _figures(table, period, monetary).select(COLUMNS).sort("cohort", "since")


def _n(name: str) -> pl.Expr:
    return pl.len().cast(pl.Int64).alias(name)


def _people(bought: pl.LazyFrame, period: str) -> pl.LazyFrame:
    """One row a customer: the period of the first order and of the second, null without one.

    An order of several lines is one, at the time of its first line; a line without id is an order of its own.
    """
    each = pl.when(pl.col("order").is_null()).then(pl.int_range(pl.len()))
    orders = (
        bought.with_columns(each.alias("__line")).group_by("customer_id", "order", "__line").agg(pl.col("at").min())
    )
    times = orders.sort("at").group_by("customer_id").agg(
        pl.col("at").first(), pl.col("at").slice(1, 1).first().alias("second")
    )  # fmt: skip
    return times.select(
        "customer_id", start_of(pl.col("at"), period).alias(FIRST), start_of(pl.col("second"), period).alias("second")
    )


def _grid(people: pl.LazyFrame, moment: pl.LazyFrame, period: str) -> pl.LazyFrame:
    """Every cohort with its size, beside every period of the oldest one: FIRST, size, as_of, since, START."""
    sizes = people.group_by(FIRST).agg(_n("size")).join(moment, how="cross")
    since = sizes.select(
        pl.int_ranges(0, number(pl.col("as_of").max(), period) - number(pl.col(FIRST).min(), period) + 1)
        .explode()
        .cast(pl.Int64)
        .alias("since")
    ).drop_nulls()
    later = pl.col(FIRST).dt.offset_by(
        pl.format("{}{}", pl.col("since") * int(EVERY[period][0]), pl.lit(EVERY[period][1:]))
    )
    return sizes.join(since, how="cross").with_columns(later.alias(START))


def number(time: pl.Expr, period: str) -> pl.Expr:
    """Periods since one long ago, so that the difference of two is how many lie between.

    >>> from datetime import datetime
    >>> times = pl.Series("t", [datetime(2025, 11, 1), datetime(2026, 1, 31)])
    >>> times.to_frame().select(number(pl.col("t"), "month").diff()).to_series().to_list()
    [None, 2]
    """
    months = time.dt.year().cast(pl.Int64) * 12 + time.dt.month().cast(pl.Int64) - 1
    if period == "week":
        return start_of(time, "week").dt.epoch("d").cast(pl.Int64) // 7
    return months // {"month": 1, "quarter": 3, "year": 12}[period]


def _pairs(active: pl.LazyFrame) -> pl.LazyFrame:
    """Of all who order in a period (FIRST), how many order in each later one or the same (START): returned."""
    pairs = active.select("customer_id", pl.col(START).alias(FIRST)).join(
        active.select("customer_id", START), on="customer_id"
    )
    return pairs.filter(pl.col(START) >= pl.col(FIRST)).group_by(FIRST, START).agg(_n("returned"))


def _again(people: pl.LazyFrame) -> pl.LazyFrame:
    """How many of a cohort order for the second time in each period: again."""
    return people.drop_nulls("second").group_by(FIRST, pl.col("second").alias(START)).agg(_n("again"))


def _figures(table: pl.LazyFrame, period: str, monetary: Monetary) -> pl.LazyFrame:
    """COLUMNS from the counts; null where the period has not begun."""
    begun = pl.col(START) <= pl.col("as_of")
    size, active, again = pl.col("size"), pl.col("active"), pl.col("repurchased")
    filled = table.sort(FIRST, "since").with_columns(
        *(pl.when(begun).then(pl.col(name).fill_null(0)).alias(name) for name in ("active", "returned", monetary)),
        pl.when(begun).then(pl.col("again").fill_null(0).cum_sum().over(FIRST)).alias("repurchased"),
        pl.when(begun).then(end_of(pl.col(START), period) > pl.col("as_of") + pl.duration(seconds=1)).alias("partial"),
    )
    low, high = wilson(active, size)
    again_low, again_high = wilson(again, size)
    rates = {
        "retention": ratio(active, size),
        "retention_lo": low,
        "retention_hi": high,
        "churn": ratio(size - active, size),
        "repurchase_rate": ratio(again, size),
        "repurchase_lo": again_low,
        "repurchase_hi": again_high,
        "buyer_retention": ratio(pl.col("returned"), pl.col("buyers")),
    }
    return filled.with_columns(
        *(rounded(rate).alias(name) for name, rate in rates.items()),
        yuan(pl.col(monetary)).alias("monetary"),
        text_of(pl.col(FIRST), period).alias("cohort"),
        text_of(pl.col(START), period).alias("period"),
    )
