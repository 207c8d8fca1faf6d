"""客户分层与需求: who asks, by how recently, often and much they buy, and what each segment asks about."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from cstools.kernels.report import lifts
from cstools.kernels.report.data import Data
from cstools.kernels.report.groups import Group, groups
from cstools.model.report import Block, Column, Figure, Note, Param, Phrase, Section, Table, Value
from cstools.model.report.words.segments import NAMES, PREFIX

BY = "report_segment"
"""The column of the segments, by the keys of their words."""
METRICS = ("csat_pct", "resolution_rate")
CUSTOMER = "customer_id"


def section(data: Data) -> Section:
    """The segments of the customers who asked, and the problems each has more or less often than all of them.

    In: the orders of `data.ask.sides`; RFM is that of cs-rfm as it is by default, at the end of the month. A contact
    belongs to the segment that its customer_id has among the buyers; how many do is said.

    >>> from cstools.kernels.report.data import Ask, gather
    >>> section(gather(pl.DataFrame({"created_at": [datetime(2025, 10, 31)]}), Ask())).why.key
    'why.orders'
    """
    orders = data.ask.sides.get("order")
    if orders is None or not orders.height:
        return Section("segments", why=Phrase("why.orders"))
    if not data.has(CUSTOMER):
        return Section("segments", why=Phrase("why.customer"))
    from cstools.kernels.rfm.purchases import ONE_OF

    lacking = ["/".join(group) for group in ONE_OF if not set(group) & set(orders.columns)]
    if lacking:
        return Section("segments", why=Phrase("why.rfm", {"fields": tuple(lacking)}))
    people = scored(orders, data.ask.sides.get("refund"), data.period.end)
    rows = data.month().drop(BY, strict=False).join(people, on=CUSTOMER, how="left", maintain_order="left")
    matched = rows.filter(pl.col(BY).is_not_null())
    words: dict[str, Param] = {"n": Figure(rows.height), "matched": Figure(matched.height)}
    if not matched.height:
        return Section("segments", why=Phrase("why.matched", words))
    words |= {"share": Figure(round(matched.height / rows.height, 6), "ratio")}
    least = data.ask.config.least
    rank = pl.col(BY).replace_strict(list(NAMES), list(range(len(NAMES))), default=None, return_dtype=pl.Int64)
    lift = lifts.found(matched, BY, CUSTOMER, least).sort(rank, maintain_order=True)
    blocks: list[Block] = [Note((Phrase("segments.matched", words),)), _table(data, people, matched)]
    if not lift.height:
        return Section("segments", tuple(blocks))
    return Section("segments", (*blocks, lifts.chart(lift, BY, least)), lead=lifts.lead(lift, BY))


def scored(orders: pl.DataFrame, refunds: pl.DataFrame | None, end: datetime) -> pl.DataFrame:
    """The segment of every buyer before `end`: CUSTOMER, BY (the key of its word); those without a segment are out.

    refunds: what went back, for orders that do not say so themselves.

    >>> orders = {"customer_id": ["c", "d"], "amount": [9.5, 3.0], "ordered_at": [datetime(2025, 10, 1)] * 2}
    >>> scored(pl.DataFrame(orders), None, datetime(2025, 11, 1)).sort("customer_id").rows()
    [('c', 'rfm.重要挽留客户'), ('d', 'rfm.一般挽留客户')]
    """
    from cstools.kernels import rfm

    lines = orders if refunds is None else with_refunds(orders, refunds, end)
    people = rfm.stage(as_of=end - timedelta(microseconds=1)).apply(lines.lazy()).rows
    known = people.filter(pl.col("segment").is_not_null())
    return known.select(CUSTOMER, (pl.lit(PREFIX) + pl.col("segment")).alias(BY)).collect()


def with_refunds(orders: pl.DataFrame, refunds: pl.DataFrame, end: datetime) -> pl.DataFrame:
    """The orders with refund_amount (yuan), what went back of each before `end`, on its dearest line.

    Orders that have a refund_amount of their own, or no order_id, are as they were.

    >>> orders = pl.DataFrame({"order_id": ["1", "1"], "amount": [3.0, 9.0]})
    >>> refunds = pl.DataFrame({"order_id": ["1"], "amount": [2.5]})
    >>> with_refunds(orders, refunds, datetime(2025, 11, 1))["refund_amount"].to_list()
    [None, 2.5]
    """
    from cstools.kernels.kpi.refunds import refunds as returned
    from cstools.kernels.rfm.purchases import yuan

    if "refund_amount" in orders.columns or "order_id" not in orders.columns:
        return orders
    back = returned(refunds.lazy()).rows.filter(
        pl.col("is_refunded") & ~(pl.coalesce("refunded_at", "applied_at") >= end).fill_null(False)
    )
    sums = back.group_by("order_id").agg(yuan(pl.col("amount").sum()).alias("refund_amount")).collect()
    paid = pl.coalesce(name for name in ("paid_amount", "amount") if name in orders.columns).fill_null(0)
    dearest = paid.rank("ordinal", descending=True).over("order_id") == 1
    joined = orders.join(sums, on="order_id", how="left", maintain_order="left")
    return joined.with_columns(pl.when(dearest).then("refund_amount"))


def _table(data: Data, people: pl.DataFrame, matched: pl.DataFrame) -> Table:
    """The segments in the order of the scheme: their customers, how many of them asked, how often, how it went."""
    metrics = data.able(METRICS, BY)
    made = {group.name: group for group in groups(data.alone(matched), BY, metrics)}
    members = dict(people.group_by(BY).len().iter_rows())
    asking = dict(matched.group_by(BY).agg(pl.col(CUSTOMER).n_unique()).iter_rows())
    rows: list[tuple[Value, ...]] = []
    for name in (name for name in NAMES if name in members):
        group = made.get(name, Group(name, {}))
        rows.append(
            (
                name,
                members[name],
                group.contacts,
                round(asking.get(name, 0) / members[name], 6),
                round(100 * group.contacts / members[name], 3),
                *(group.value(metric) for metric in metrics),
            )
        )
    columns = (
        Column(BY, "word"), Column("buyers", "n"), Column("contacts", "n"), Column("asking", "ratio"),
        Column("per_hundred", "mean"), *(Column(metric, "ratio") for metric in metrics),
    )  # fmt: skip
    return Table(Phrase("segments.table"), columns, tuple(rows))
