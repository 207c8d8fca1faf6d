"""Inquiry conversion: of the customers who asked before buying, those who then paid; the last who helped has it."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.expr.reasons import first
from cstools.kernels.kpi.counted import Counted
from cstools.kernels.stage import Result, counted
from cstools.model.masks import MARKS

NEEDS = ("ticket_id", "customer_id", "agent", "created_at", "is_presale")
ROW, BASE, HIT, OUT, ORDER, PAID, PAID_AT = (
    f"__inquiry_{name}" for name in ("row", "base", "hit", "out", "order", "paid", "paid_at")
)
MADE = (BASE, HIT, OUT, ORDER, PAID, PAID_AT)
AT, END, NEXT, BEFORE = "created_at", "__end", "__next", "__before"
MEASURE = Counted(
    pl.col(BASE), pl.when(pl.col(BASE)).then(pl.col(HIT)), pl.col(OUT), pl.lit(False)
)  # fmt: skip
"""inquiry_conv over the tickets that `inquiries` gives."""
SALES = Counted(pl.col(HIT), pl.when(pl.col(HIT)).then(pl.col(PAID)), pl.lit(None, dtype=pl.String), pl.lit(False))
"""What the orders credited to a ticket's agent came to (1e-4 yuan): each order once, to the last contact before it."""
DAYS = range(8)
"""The windows there are, in days after the contact's own."""
col = pl.col


def inquiries(tickets: pl.LazyFrame, orders: pl.DataFrame, days: int = 1, as_of: datetime | None = None) -> Result:
    """The tickets, in their order, with MADE: what each gives to inquiry conversion.

    In: tickets (NEEDS, any may be absent); orders: the frame of `orders.orders`. days: the window ends with that many
    days after the contact's own (0: the same day). as_of: default the earlier of the latest contact and the latest
    payment, as nobody who pays later can be seen. Raises ValueError for days outside DAYS.

    Base: a pre-sale contact (is_presale; where no ticket has it, every contact) of a known customer. Hit: the customer
    pays in the window (paid_at, else ordered_at, of a paid order); ORDER, PAID, PAID_AT are the earliest payment at or
    after the contact. Out, by the first reason: no_customer (or its id is masked), no_time; paid_before: paid an order
    earlier that day, so this is no inquiry; asked_again: came again in the window before paying, so that the last
    contact has the inquiry and the sale; immature: the window is not over.

    >>> nine, ten = datetime(2025, 10, 6, 9), datetime(2025, 10, 6, 10)
    >>> order = {"order_id": "1", "customer_id": "c", "paid_at": ten, "ordered_at": nine, "paid": 95000}
    >>> rows = pl.LazyFrame({"customer_id": ["c"], "created_at": [nine]})
    >>> made = inquiries(rows, pl.DataFrame([order | {"is_paid": True}]), 0, datetime(2025, 10, 8)).rows
    >>> made.select(BASE, HIT, PAID).collect().rows()
    [(True, True, 95000)]
    """
    if days not in DAYS:
        raise ValueError(days)
    given = tickets.collect().with_row_index(ROW)
    every = ensure(given.lazy(), {name: dtypes("ticket")[name] for name in NEEDS}).select(ROW, *NEEDS).collect()
    payments = _payments(orders)
    latest = [every[AT].max(), payments[PAID_AT].max()] if as_of is None else [as_of]
    # min_horizontal would pass over a null: without any payment no window is known to be over.
    known = [pl.lit(time, dtype=pl.Datetime("us")) for time in latest if time is not None]
    now = pl.min_horizontal(known) if len(known) == len(latest) else pl.lit(None, dtype=pl.Datetime("us"))
    flagged = every["is_presale"].count() > 0
    asked = every.filter(col("is_presale").fill_null(False)) if flagged else every
    judged = _judged(_matched(asked, payments, days), now)
    rows = given.join(judged, on=ROW, how="left", maintain_order="left").drop(ROW)
    notes = {
        "contacts before a sale": asked.height,
        "contacts not known to be before a sale": every.height - asked.height,
        "all contacts taken for inquiries (no is_presale)": 0 if flagged else every.height,
    }
    kept = counted({name: n for name, n in notes.items() if n or name == "contacts before a sale"})
    return Result(rows.with_columns(col(BASE, HIT).fill_null(False)).lazy(), counts=kept)


def _payments(orders: pl.DataFrame) -> pl.DataFrame:
    """One row a customer and moment of payment; an export that does not time payments dates them by the order."""
    moment = pl.coalesce("paid_at", "ordered_at").alias(PAID_AT)
    paid = orders.with_columns(moment).filter(
        col("is_paid") & col(PAID_AT).is_not_null() & col("customer_id").is_not_null()
    )
    return (
        paid.group_by("customer_id", PAID_AT)
        .agg(col("order_id").min().alias(ORDER), col("paid").sum().alias(PAID))
        .sort(PAID_AT)
    )


def _matched(asked: pl.DataFrame, payments: pl.DataFrame, days: int) -> pl.DataFrame:
    """The contacts with END, the payment in the window, BEFORE (the last earlier payment) and NEXT (contact)."""
    end = col(AT).dt.truncate("1d").dt.offset_by(f"{days + 1}d")
    ordered = asked.sort(AT, "ticket_id", "agent", nulls_last=False).with_columns(
        end.alias(END), col(AT).shift(-1).over("customer_id").alias(NEXT)
    )
    known = ordered.filter(col(AT).is_not_null() & col("customer_id").is_not_null())
    earlier = payments.select("customer_id", col(PAID_AT).alias(BEFORE))
    found = known.join_asof(
        payments, left_on=AT, right_on=PAID_AT, by="customer_id", strategy="forward", coalesce=False,
        check_sortedness=False,
    ).join_asof(
        earlier, left_on=AT, right_on=BEFORE, by="customer_id", strategy="backward", allow_exact_matches=False,
        coalesce=False, check_sortedness=False,
    )  # fmt: skip
    inside = col(PAID_AT) < col(END)
    kept = found.with_columns(pl.when(inside).then(col(name)).alias(name) for name in (PAID_AT, ORDER, PAID))
    return pl.concat([kept, ordered.join(known, on=ROW, how="anti")], how="diagonal")


def _judged(matched: pl.DataFrame, as_of: pl.Expr) -> pl.DataFrame:
    """ROW and MADE."""
    again = (col(NEXT) < col(END)) & (col(PAID_AT).is_null() | (col(NEXT) <= col(PAID_AT)))
    tests = {
        "no_customer": col("customer_id").is_null() | col("customer_id").str.contains(MARKS),
        "no_time": col(AT).is_null(),
        "paid_before": col(BEFORE).dt.truncate("1d") == col(AT).dt.truncate("1d"),
        "asked_again": again,
        "immature": (as_of < col(END)).fill_null(True),
    }
    out = first(tests)
    marked = matched.with_columns(out.alias(OUT)).with_columns(col(OUT).is_null().alias(BASE))
    hit = col(BASE) & col(PAID_AT).is_not_null()
    own = (pl.when(hit).then(col(name)).alias(name) for name in (ORDER, PAID, PAID_AT))
    return marked.with_columns(hit.alias(HIT), *own).select(ROW, *MADE)
