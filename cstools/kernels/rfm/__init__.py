"""RFM: orders in, customers out: how recently, how often, how much, and the segment that makes."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from cstools.errors import Usage
from cstools.kernels.rfm.purchases import NEEDS, Monetary, purchases, yuan
from cstools.kernels.rfm.scores import Cut, Cutting, Scheme, Tie, scored
from cstools.kernels.rfm.summary import DAY_MS, summary
from cstools.kernels.stage import Result, Stage

REFUNDED = "rfm.refunded"
"""Why a customer has no segment: all that was bought went back."""
COLUMNS = (
    "customer_id", "as_of", "orders", "recency_d", "frequency", "monetary", "r", "f", "m", "segment", "reason",
)  # fmt: skip


def stage(
    cut: Cut = "quantile",
    bins: int = 5,
    tie: Tie = "min",
    scheme: Scheme = "cn8",
    monetary: Monetary = "net",
    summarise: bool = False,
    tickets: pl.DataFrame | None = None,
    as_of: datetime | None = None,
) -> Stage:
    """The whole stage behind cs-rfm: reads orders (purchases.NEEDS) and nothing else.

    Out: one row a customer (COLUMNS), sorted by customer_id; with `summarise` one a segment (`summary.COLUMNS`); with
    `tickets` these tickets, in their order, with `segment`. Counts: lines used and left out by reason, orders and how
    they were counted, customers without a segment.

    Raises Usage("rfm.grid") for grid10 on other than five scores by quantile, ("rfm.summary_join") for both tables at
    once, and, applied, ("field.missing") for records that are no orders.

    >>> lf = pl.LazyFrame({"customer_id": ["c", "d"], "amount": [9.5, 3.0],
    ...     "ordered_at": [datetime(2025, 10, 1), datetime(2025, 10, 31)]})
    >>> rows = stage(cut="mean").apply(lf).rows.select("customer_id", "recency_d", "monetary", "segment")
    >>> rows.collect().rows()
    [('c', 30.0, 9.5, '重要挽留客户'), ('d', 0.0, 3.0, '一般发展客户')]
    """
    cutting = Cutting(cut, bins, tie, scheme)
    if summarise and tickets is not None:
        raise Usage("rfm.summary_join")

    def apply(lf: pl.LazyFrame) -> Result:
        by_id = bool({"order_id", "parent_order_id"} & set(lf.collect_schema().names()))
        lines = purchases(lf, as_of)
        people = scored(customers(lines, monetary), cutting)
        notes = counts(lines, people, by_id)
        if summarise:
            return Result(summary(people, cutting), counts=notes)
        if tickets is not None:
            return Result(joined(tickets.lazy(), people), counts=notes)
        return Result(people.select(COLUMNS).sort("customer_id"), counts=notes)

    adds = ("segment",) if tickets is not None else COLUMNS
    return Stage("rfm", apply, scope="whole", needs=NEEDS, adds=adds, narrow=True, kind="order")


def customers(lines: pl.LazyFrame, monetary: Monetary) -> pl.LazyFrame:
    """One row a customer: what of COLUMNS does not need the others, and near and money as `scores.scored` reads them.

    In: lines of `purchases`. orders and frequency: distinct orders, a line without id being one of its own; a line of
    money given back is no order. recency_d: days from the last order to as_of, null without an order. monetary: net of
    refunds, or gross, summed exactly. reason: REFUNDED where nothing was bought, or (net) all of it went back.

    >>> lf = pl.LazyFrame({"customer_id": ["c", "c"], "amount": [9.5, -9.5], "ordered_at": [datetime(2025, 10, 1)] * 2})
    >>> customers(purchases(lf, None), "net").select("orders", "monetary", "reason").collect().rows()
    [(1, 0.0, 'rfm.refunded')]
    """
    bought = pl.col("purchase")
    ids = pl.col("order").filter(bought & pl.col("order").is_not_null())
    whole = lines.filter(pl.col("out").is_null()).group_by("customer_id").agg(
        pl.col("as_of").first(),
        (ids.n_unique().cast(pl.Int64) + (bought & pl.col("order").is_null()).sum().cast(pl.Int64)).alias("orders"),
        pl.col("at").filter(bought).max().alias("last"),
        pl.col(monetary).sum().alias("money"),
        pl.col("back").any(),
    )  # fmt: skip
    returned = pl.col("back") & (pl.col("money") <= 0) if monetary == "net" else pl.lit(value=False)
    gap = pl.col("as_of") - pl.col("last")
    return whole.with_columns(
        (gap.dt.total_microseconds() / (DAY_MS * 1000)).round(6).alias("recency_d"),
        (-gap.dt.total_milliseconds()).alias("near"),
        pl.col("orders").alias("frequency"),
        yuan(pl.col("money")).alias("monetary"),
        pl.when((pl.col("orders") == 0) | returned).then(pl.lit(REFUNDED)).alias("reason"),
    )


def joined(tickets: pl.LazyFrame, people: pl.LazyFrame) -> pl.LazyFrame:
    """The tickets, in their order, with the segment of their customer; null for one without orders or without id.

    >>> tickets = pl.LazyFrame({"ticket_id": ["T1", "T2"], "customer_id": ["c", None]})
    >>> joined(tickets, pl.LazyFrame({"customer_id": ["c"], "segment": ["new"]})).collect().rows()
    [('T1', 'c', 'new'), ('T2', None, None)]
    """
    if "customer_id" not in tickets.collect_schema().names():
        raise Usage("field.missing", tool="cs-rfm --join", fields="customer_id")
    known = people.select("customer_id", "segment")
    return tickets.drop("segment", strict=False).join(known, on="customer_id", how="left", maintain_order="left")


def counts(lines: pl.LazyFrame, people: pl.LazyFrame, by_id: bool) -> pl.LazyFrame:
    """What the summary line says: lines used and left out by reason, orders, customers without a segment.

    >>> lines = pl.LazyFrame({"out": [None, "unpaid"]})
    >>> people = pl.LazyFrame({"orders": [1], "reason": ["rfm.refunded"]})
    >>> counts(lines, people, by_id=True).collect().sort("name").rows()
    [('customers without a segment', 1), ('left out (unpaid)', 1), ('orders (by order id)', 1), ('used', 1)]
    """
    used = lines.select(pl.coalesce(pl.format("left out ({})", "out"), pl.lit("used")).alias("name"))
    named = {
        "orders (by order id)" if by_id else "orders (one a line)": pl.col("orders").sum(),
        "customers without a segment": pl.col("reason").count(),
    }
    whole = [people.select(pl.lit(name).alias("name"), n.cast(pl.Int64).alias("n")) for name, n in named.items()]
    return pl.concat([used.group_by("name").agg(pl.len().cast(pl.Int64).alias("n")), *whole])
