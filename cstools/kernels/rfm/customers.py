"""Customers from order lines: how recently, how often and how much each bought."""

from __future__ import annotations

from typing import Literal

import polars as pl

from cstools.kernels.rfm.cuts import DAY_MS
from cstools.kernels.rfm.purchases import Monetary, yuan

Frequency = Literal["orders", "days"]
REFUNDED = "rfm.refunded"
"""Why a customer has no segment: all that was bought went back."""


def customers(lines: pl.LazyFrame, monetary: Monetary, frequency: Frequency = "orders") -> pl.LazyFrame:
    """One row a customer: the fields of `rfm.COLUMNS` that need no others, and near and money as `scores` reads them.

    In: lines of `purchases`. orders: distinct orders, a line without id being one of its own; a line of money given
    back is no order. frequency: these, or the days on which one was made. recency_d: days from the last order to as_of,
    null without an order. monetary: net of refunds, or gross, summed exactly. reason: REFUNDED where nothing was
    bought, or (net) all of it went back.

    >>> from datetime import datetime
    >>> from cstools.kernels.rfm.purchases import purchases
    >>> lf = pl.LazyFrame({"customer_id": ["c", "c"], "amount": [9.5, -9.5], "ordered_at": [datetime(2025, 10, 1)] * 2})
    >>> customers(purchases(lf, None), "net").select("orders", "monetary", "reason").collect().rows()
    [(1, 0.0, 'rfm.refunded')]
    """
    # Masked before they are grouped: a filter within every group takes twice the CPU.
    bought = pl.when("purchase")
    used = lines.filter(pl.col("out").is_null()).with_columns(
        bought.then("at").alias("last"),
        bought.then("order").alias("id"),
        bought.then(pl.col("at").dt.date()).alias("day"),
    )
    days = [different("day").alias("frequency")] if frequency == "days" else []
    whole = used.group_by("customer_id").agg(
        pl.col("as_of").first(),
        _orders(used).alias("orders"),
        pl.col("last").max(),
        pl.col(monetary).sum().alias("money"),
        pl.col("back").any(),
        *days,
    )
    returned = pl.col("back") & (pl.col("money") <= 0) if monetary == "net" else pl.lit(value=False)
    gap = pl.col("as_of") - pl.col("last")
    return whole.with_columns(
        (gap.dt.total_microseconds() / (DAY_MS * 1000)).round(6).alias("recency_d"),
        (-gap.dt.total_milliseconds()).alias("near"),
        *([pl.col("orders").alias("frequency")] if frequency == "orders" else []),
        yuan(pl.col("money")).alias("monetary"),
        pl.when((pl.col("orders") == 0) | returned).then(pl.lit(REFUNDED)).alias("reason"),
    )


def different(name: str) -> pl.Expr:
    """How many different values there are, nulls not counted (Int64).

    >>> pl.DataFrame({"v": ["a", "a", None]}).select(different("v")).item()
    1
    """
    column = pl.col(name)
    return column.n_unique().cast(pl.Int64) - column.has_nulls().cast(pl.Int64)


def _orders(used: pl.LazyFrame) -> pl.Expr:
    """The orders of a group: its purchases where no id stands twice, which the hashes tell for a tenth of the CPU."""
    hashes = pl.col("id").drop_nulls().hash()
    if used.select(hashes.n_unique() == hashes.len()).collect().item():
        return pl.col("purchase").sum().cast(pl.Int64)
    alone = pl.col("purchase") & pl.col("id").is_null()
    return different("id") + alone.sum().cast(pl.Int64)
