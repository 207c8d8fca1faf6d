"""`--orders`: one row an order, what was paid and what went back."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.kpi.counted import Counted, share, sum_of
from cstools.kernels.kpi.facts import CENTS, whole
from cstools.kernels.stage import Result, counted
from cstools.model.segments import REFUNDED

MONEY = ("amount", "paid_amount", "refund_amount")
TIMES = ("ordered_at", "paid_at", "shipped_at", "finished_at")
WORDS = ("shop", "channel", "customer_id", "agent", "product", "region", "status")
NEEDS = ("order_id", "parent_order_id", *WORDS, *MONEY, *TIMES)
KEY = "__key"
col = pl.col

PAID = col("is_paid")
SHARES: dict[str, Counted] = {
    "paid_rate": share(pl.lit(True), PAID),
    "refund_rate_orders": share(pl.lit(True), col("is_refunded")),
    "refund_rate_paid": share(PAID, col("is_refunded")),
    "refund_rate_unshipped": share(PAID & col("is_shipped").is_not_null(), col("is_refunded") & ~col("is_shipped")),
    "refund_rate_quality": share(PAID & col("is_quality").is_not_null(), col("is_quality")),
    "return_rate": share(col("is_shipped") & col("is_returned").is_not_null(), col("is_returned")),
    "orders_paid": share(PAID, pl.lit(True)),
}
"""Metric -> its base and hits over the frame of `orders`."""
SUMS: dict[str, Counted] = {
    "sales": sum_of(PAID, col("paid")),
    "refunded_amount": sum_of(PAID, col("refunded")),
    "net_sales": sum_of(PAID, col("net")),
}
"""Metric -> its values, in 1e-4 yuan, over the frame of `orders`."""
RATIOS: dict[str, tuple[pl.Expr, pl.Expr]] = {
    "refund_rate_amount": (
        pl.when(PAID).then(col("refunded")).otherwise(0), pl.when(PAID).then(col("paid")).otherwise(0)
    ),
}  # fmt: skip
"""Metric -> above and below of its sums, in 1e-4 yuan, over the frame of `orders`."""


def orders(lf: pl.LazyFrame, refunds: pl.DataFrame | None = None) -> Result:
    """One row an order, by order_id and time: order_id, WORDS, TIMES, amount, paid, refunded and what is true of it.

    In: order lines (NEEDS, any may be absent); refunds: the frame of `refunds.refunds`. An order is a parent_order_id,
    else an order_id; a line without either is one. WORDS: what all its lines say alike, else null (an order of two
    agents is nobody's). TIMES: the earliest, of finished_at the latest.

    amount, paid, refunded, net: Int64 of 1e-4 yuan. paid: paid_amount as the export says it, else amount, of its lines;
    platforms that take a refund off paid_amount say 0 for an order refunded in full, and so does this. refunded: what
    the lines say went back, else what its succeeded refunds add up to, else (status of REFUNDED) all that was paid.
    net: paid less refunded, where paid is not net already.
    is_paid: it has a time of payment, or something was paid or given back; where no record has a time of payment, not
    only a paid_amount of 0. is_refunded: refunded > 0. is_shipped: null where no record has shipped_at. is_returned,
    is_quality: a refund of type return, a succeeded one for quality; null without `refunds`.

    >>> rows = pl.LazyFrame({"order_id": ["1", "2"], "paid_amount": [0.0, 9.5], "refund_amount": [5.0, 0.0]})
    >>> orders(rows).rows.select("paid", "refunded", "is_paid", "is_refunded").collect().rows()
    [(0, 50000, True, True), (95000, 0, True, False)]
    """
    types = dtypes("order")
    lines = _lines(ensure(lf, {name: types[name] for name in NEEDS}).select(NEEDS).collect())
    notes = {
        "order lines used": lines.height,
        "order lines without order_id": int(lines[KEY].str.starts_with("\x1f").sum()),
    }
    one = _whole(lines)
    if refunds is None:
        nothing = pl.lit(None, dtype=pl.Boolean)
        told = one.with_columns(__sum=pl.lit(None, dtype=pl.Int64), is_returned=nothing, is_quality=nothing)
    else:
        told, lost = _with_refunds(one, lines, refunds)
        notes |= {"refunds without their order": lost}
    made = _judged(told, timed=lines["paid_at"].count() > 0)
    notes |= {"orders": made.height}
    kept = {name: n for name, n in notes.items() if n or name in ("order lines used", "orders")}
    return Result(_written(made).lazy(), counts=counted(kept))


def _lines(every: pl.DataFrame) -> pl.DataFrame:
    """The lines with KEY, their order, and money as integers."""
    alone = pl.format("\x1f{}", pl.int_range(pl.len()))
    return every.with_columns(
        pl.coalesce("parent_order_id", "order_id", alone).alias(KEY), *(whole(col(name), CENTS) for name in MONEY)
    )


def _whole(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a KEY."""
    paid = pl.coalesce("paid_amount", "amount")
    returned = col("status").str.strip_chars().is_in(REFUNDED).fill_null(False)
    back = col("refund_amount").abs().fill_null(0)
    return lines.group_by(KEY).agg(
        pl.coalesce("parent_order_id", "order_id").first().alias("order_id"),
        *(pl.when(col(name).n_unique() == 1).then(col(name).first()).alias(name) for name in WORDS),
        *(col(name).min() for name in TIMES[:-1]),
        col("finished_at").max(),
        col("amount").sum(),
        paid.sum().alias("paid"),
        back.sum().alias("refunded"),
        pl.when(returned & (back == 0)).then(paid).otherwise(0).sum().alias("__by_status"),
        ((col("paid_amount") == 0).sum() == pl.len()).alias("__zero"),
        col("paid_amount").sum().alias("__paid_amount"),
    )


def _with_refunds(one: pl.DataFrame, lines: pl.DataFrame, refunds: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The orders with what their refunds say, and how many refunds have no order here."""
    ids = pl.concat(
        lines.select(KEY, col(name).alias("order_id")).drop_nulls() for name in ("order_id", "parent_order_id")
    ).unique()
    # An order_id of one order may be no other's parent; where it is, the refund goes to the first by name.
    known = ids.group_by("order_id").agg(col(KEY).min())
    found = refunds.join(known, on="order_id", how="left")
    summed = found.drop_nulls(KEY).group_by(KEY).agg(
        pl.when("is_refunded").then("amount").sum().alias("__sum"),
        col("is_return").any().alias("is_returned"),
        (col("is_quality") & col("is_refunded")).any().alias("is_quality"),
    )  # fmt: skip
    told = one.join(summed, on=KEY, how="left").with_columns(
        col("is_returned").fill_null(False), col("is_quality").fill_null(False)
    )
    return told, found[KEY].null_count()


def _judged(told: pl.DataFrame, timed: bool) -> pl.DataFrame:
    refunded = pl.when(col("refunded") > 0).then("refunded").otherwise(
        pl.when(col("__sum") > 0).then("__sum").otherwise("__by_status")
    )  # fmt: skip
    shipping = told["shipped_at"].count() > 0
    counted_ = told.with_columns(refunded.alias("refunded"))
    something = (col("__paid_amount").fill_null(0) > 0) | (col("refunded") > 0)
    paid = (col("paid_at").is_not_null() | something) if timed else ~(col("__zero") & (col("amount") > 0) & ~something)
    return counted_.with_columns(
        paid.alias("is_paid"),
        (col("refunded") > 0).alias("is_refunded"),
        _net().alias("net"),
        (col("shipped_at").is_not_null() if shipping else pl.lit(None, dtype=pl.Boolean)).alias("is_shipped"),
    )


def _net() -> pl.Expr:
    """What is left of what was paid. paid_amount is net already where it is less than what went back, or both add up to
    the amount (Tmall, see `kernels/rfm`).
    """
    paid, back = col("paid").fill_null(0), col("refunded").fill_null(0)
    already = (back > 0) & ((paid < back) | (paid + back == col("amount")).fill_null(False))
    return pl.when(already).then(paid).otherwise(paid - back)


def _written(made: pl.DataFrame) -> pl.DataFrame:
    money = ("amount", "paid", "refunded", "net")
    flags = ("is_paid", "is_refunded", "is_shipped", "is_returned", "is_quality")
    columns = ["order_id", *WORDS, *TIMES, *money, *flags]
    return made.select(columns).sort(columns)
