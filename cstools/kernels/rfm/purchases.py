"""Order lines as RFM reads them: what was paid, what went back, and which lines do not count."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.expr.reasons import first
from cstools.model.masks import MARKS
from cstools.model.segments import REFUNDED

Monetary = Literal["net", "gross"]
NEEDS = (
    "customer_id", "parent_order_id", "order_id", "amount", "paid_amount", "refund_amount", "ordered_at", "paid_at",
    "status",
)  # fmt: skip
ONE_OF = (("customer_id",), ("paid_amount", "amount"), ("ordered_at", "paid_at"))
"""Of each group at least one field must be there."""
LINE = ("customer_id", "order", "at", "as_of", "gross", "net", "purchase", "back", "out")
UNITS = 10_000
"""Money is summed in 1e-4 yuan."""


def require(columns: list[str]) -> None:
    """Raise Usage("field.missing") unless there is a field of each group of ONE_OF.

    >>> require(["customer_id", "amount", "ordered_at"])
    """
    lacking = ["/".join(group) for group in ONE_OF if not set(group) & set(columns)]
    if lacking:
        raise Usage("field.missing", tool="cs-rfm", fields=", ".join(lacking))


def purchases(lf: pl.LazyFrame, as_of: datetime | None) -> pl.LazyFrame:
    """One row an order line (LINE), whatever its kind of export.

    In: any of NEEDS (`require` says which must be there); amounts in yuan. Out: customer_id; order (String: the parent
    order, else the order, null for a line without id); at (ordered_at, else paid_at); as_of (the one given, else the
    latest `at` of all lines); gross and net (Int64, 1e-4 yuan); purchase (false for a negative line, which is money
    given back); back (whether money went back); out (why the line does not count, null if it does).

    >>> lf = pl.LazyFrame({"customer_id": ["c", "c"], "amount": [9.5, 3.0], "ordered_at": [datetime(2025, 10, 1)] * 2,
    ...     "refund_amount": [None, 1.0]})
    >>> purchases(lf, None).select("order", "gross", "net", "purchase", "back", "out").collect().rows()
    [(None, 95000, 95000, True, False, None), (None, 30000, 20000, True, True, None)]
    """
    columns = lf.collect_schema().names()
    require(columns)
    types = dtypes("order")
    lines = ensure(lf, {name: types[name] for name in NEEDS}).select(
        "customer_id",
        pl.coalesce("parent_order_id", "order_id").alias("order"),
        pl.coalesce("ordered_at", "paid_at").alias("at"),
        *(units(name) for name in ("amount", "paid_amount")),
        units("refund_amount").abs().alias("refund"),
        pl.col("status").str.strip_chars().is_in(REFUNDED).fill_null(value=False).alias("returned"),
        pl.col("paid_at").is_not_null().alias("paid"),
    )
    latest = pl.col("at").max() if as_of is None else pl.lit(as_of, dtype=pl.Datetime("us"))
    return money(lines).with_columns(latest.alias("as_of")).with_columns(left_out(columns).alias("out")).select(LINE)


def units(name: str) -> pl.Expr:
    """A field in yuan as Int64 of 1e-4 yuan.

    >>> pl.DataFrame({"amount": [0.1, None]}).select(units("amount")).to_series().to_list()
    [1000, None]
    """
    return (pl.col(name) * UNITS).round().cast(pl.Int64).alias(name)


def yuan(money: pl.Expr) -> pl.Expr:
    """Int64 of 1e-4 yuan as yuan. Polars divides by multiplying with 1e-4, which is off in the last bit: hence round.

    >>> pl.DataFrame({"money": [23664500]}).select(yuan(pl.col("money"))).item()
    2366.45
    """
    return (money / UNITS).round(4)


def money(lines: pl.LazyFrame) -> pl.LazyFrame:
    """The lines with gross, net, purchase and back.

    What was paid is paid_amount, else amount. Where money went back, some platforms lower paid_amount by it and some
    do not, so the line itself decides: paid_amount is already net where it is less than what went back, or where both
    add up to amount exactly. On 5,646 refunded Tmall orders these two cases are all there is; without such a sign the
    refund is subtracted. A status of REFUNDED without a refunded amount means that all of it went back.

    >>> lines = pl.LazyFrame({"amount": [178.8, 102.0, 50.0], "paid_amount": [0.0, 64.0, 50.0],
    ...     "refund": [178.8, 38.0, 50.0], "returned": [False] * 3})
    >>> money(lines).select("gross", "net").collect().rows()
    [(178.8, 0.0), (102.0, 64.0), (50.0, 0.0)]
    """
    paid = pl.coalesce("paid_amount", "amount")
    given = pl.col("refund").fill_null(0)
    refund = pl.when((given == 0) & pl.col("returned")).then(pl.max_horizontal(paid, 0)).otherwise(given)
    already = (pl.col("refund") > 0) & (
        (pl.col("paid_amount") < pl.col("refund")) | (pl.col("paid_amount") + pl.col("refund") == pl.col("amount"))
    )
    return (
        lines.with_columns(paid.alias("value"), refund.alias("refund"), already.fill_null(value=False).alias("already"))
        .with_columns((pl.col("value") >= 0).alias("purchase"))
        .with_columns(
            pl.when("already").then(pl.col("value") + pl.col("refund")).otherwise(pl.max_horizontal("value", 0))
            .alias("gross"),
            pl.when(pl.col("already") | ~pl.col("purchase")).then("value").otherwise(pl.col("value") - pl.col("refund"))
            .alias("net"),
            ((pl.col("refund") > 0) | ~pl.col("purchase")).alias("back"),
        )
        .drop("already")
    )  # fmt: skip


def left_out(columns: list[str]) -> pl.Expr:
    """Why a line does not count, null if it does: the first reason that holds.

    Unpaid: no paid_at and nothing paid; where the records have no paid_at at all, a paid_amount of 0 against an amount
    above 0. What was refunded had been paid.

    >>> lines = pl.DataFrame({"customer_id": ["c", "c", None], "value": [5, 0, 5], "amount": [5, 5, 5],
    ...     "paid_amount": [5, 0, 5], "refund": [0, 0, 0], "paid": [False] * 3, "at": [1, 1, 1], "as_of": [1, 1, 1]})
    >>> lines.select(left_out(["paid_amount", "amount"])).to_series().to_list()
    [None, 'unpaid', 'no customer']
    """
    nothing = pl.col("paid_amount").fill_null(0) == 0
    if "paid_at" in columns:
        unpaid = ~pl.col("paid") & nothing
    else:
        unpaid = (pl.col("paid_amount") == 0) & (pl.col("amount") > 0)
    reasons = {
        "no customer": pl.col("customer_id").is_null(),
        "customer masked": pl.col("customer_id").str.contains(MARKS),
        "no time": pl.col("at").is_null(),
        "after --as-of": pl.col("at") > pl.col("as_of"),
        "no amount": pl.col("value").is_null(),
        "unpaid": unpaid & (pl.col("refund") == 0),
    }
    return first(reasons)
