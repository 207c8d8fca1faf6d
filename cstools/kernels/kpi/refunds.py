"""`--refunds`: how long refunds take, why they are asked for, and what became of them."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.expr.text import plain
from cstools.kernels.kpi.counted import Counted, lasting, share, sum_of
from cstools.kernels.kpi.facts import CENTS, elapsed, whole
from cstools.kernels.stage import Result, counted
from cstools.model.refund_reasons import NO_QUALITY, QUALITY

TIMES = ("applied_at", "agreed_at", "returned_at", "received_at", "refunded_at")
NEEDS = (
    "refund_id", "order_id", "sku", "customer_id", "shop", "refund_type", "reason", "amount", "compensation", *TIMES,
    "agent", "is_platform", "liability",
)  # fmt: skip
BASES = {"applied": "applied_at", "succeeded": "refunded_at", "paid": "paid_at"}
"""What dates a refund: when it was asked for, when the money went back, when its order was paid."""
MONEY_BACK = ("refund", "return", "price_protection")
"""Types of refund under which money goes back; for exchanges and resends none does."""
col = pl.col

PAYS = col("pays")
MEASURES: dict[str, Counted] = {
    "refund_agree": lasting(col("agree_ms"), pl.lit(True), col("agreed_at").is_null()),
    "refund_receive": lasting(col("receive_ms"), col("is_return"), col("received_at").is_null()),
    "refund_full": lasting(col("full_ms"), PAYS, ~col("is_refunded")),
    "refund_only_full": lasting(col("full_ms"), PAYS & (col("refund_type") == "refund"), ~col("is_refunded")),
    "refund_return_full": lasting(col("full_ms"), PAYS & col("is_return"), ~col("is_refunded")),
    "platform_rate": share(pl.lit(True), col("is_platform")),
    "refund_success": share(PAYS, col("is_refunded")),
    "return_share": share(pl.lit(True), col("is_return")),
    "quality_share": share(col("reason").is_not_null(), col("is_quality")),
    "refund_paid_out": sum_of(col("is_refunded"), col("amount")),
}
"""Metric -> what a row of the frame of `refunds` gives to it; durations in ms, money in 1e-4 yuan."""


def refunds(lf: pl.LazyFrame, orders: pl.DataFrame | None = None) -> Result:
    """One row a refund, by refund_id, order and time: NEEDS, and what is true of it.

    In: refund records (NEEDS, any may be absent); orders: order lines with order_id, parent_order_id, paid_at, for the
    time of payment. Out, beside NEEDS: amount and compensation as Int64 of 1e-4 yuan; agree_ms, receive_ms, full_ms
    (agreed, received, refunded less applied; Int64; a negative one is kept, and left out by MEASURES); pays (its type
    is one of MONEY_BACK, or none is given); is_return; is_refunded (pays, and has refunded_at; where no record has
    one, every refund that pays is taken for succeeded); is_quality (by its reason); paid_at.

    >>> rows = pl.LazyFrame({"refund_id": ["1"], "reason": ["质量问题"], "amount": [9.5]})
    >>> refunds(rows).rows.select("amount", "is_refunded", "is_quality").collect().rows()
    [(95000, True, True)]
    """
    types = dtypes("refund")
    every = ensure(lf, {name: types[name] for name in NEEDS}).select(NEEDS).collect()
    low = plain(col("reason").fill_null(""))
    dated = every["refunded_at"].count() > 0
    pays = col("refund_type").is_in(MONEY_BACK).fill_null(True)
    made = every.with_columns(
        *(whole(col(name), CENTS).abs() for name in ("amount", "compensation")),
        *(
            elapsed(col("applied_at"), col(name)).alias(made)
            for made, name in (("agree_ms", "agreed_at"), ("receive_ms", "received_at"), ("full_ms", "refunded_at"))
        ),
        pays.alias("pays"),
        (col("refund_type") == "return").fill_null(False).alias("is_return"),
        (pays & (col("refunded_at").is_not_null() if dated else pl.lit(True))).alias("is_refunded"),
        (low.str.contains(QUALITY) & ~low.str.contains(NO_QUALITY)).alias("is_quality"),
    )
    found = _with_payment(made, orders)
    notes = {"refunds used": made.height, "refunds without applied_at": made["applied_at"].null_count()}
    ordered = found.sort(*dict.fromkeys(["refund_id", "order_id", *TIMES, *NEEDS]))
    return Result(ordered.lazy(), counts=counted({name: n for name, n in notes.items() if n or name == "refunds used"}))


def _with_payment(made: pl.DataFrame, orders: pl.DataFrame | None) -> pl.DataFrame:
    """The refunds with paid_at of their order, which may be named by its own id or its parent's."""
    time = dtypes("order")["paid_at"]
    if orders is None:
        return made.with_columns(pl.lit(None, dtype=time).alias("paid_at"))
    lines = ensure(orders.lazy(), dtypes("order")).select("order_id", "parent_order_id", "paid_at").collect()
    paid = pl.concat(
        lines.select(col(name).alias("order_id"), "paid_at").drop_nulls() for name in ("order_id", "parent_order_id")
    )
    first = paid.group_by("order_id").agg(col("paid_at").min())
    return made.join(first, on="order_id", how="left")
