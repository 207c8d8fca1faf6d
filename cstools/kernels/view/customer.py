"""One person's contacts or messages, in the order of time."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.stage import FILE, LINE, Result
from cstools.model import fields

OF, SENDER, TICKET = "customer_id", "sender", "ticket_id"


def customer(lf: pl.LazyFrame, who: str) -> Result:
    """The records of one customer id, oldest first, undated ones last; ties by key, then as they came.

    Of messages, the whole conversation: every line of a ticket in which the customer is named, by customer_id or,
    where there is none, as the sender. Columns are untouched. Counts: records of others. Raises Usage("field.missing")
    where nothing names a customer.

    >>> rows = pl.LazyFrame({"customer_id": ["7", "8", "7"], "created_at": ["b", "a", "a"]})
    >>> customer(rows, "7").rows.collect().rows()
    [('7', 'a'), ('7', 'b')]
    """
    columns = lf.collect_schema().names()
    kind = fields.detect(columns)
    theirs = named(columns, kind, who)
    keys = [name for name in (fields.TIME[kind], fields.KEY[kind], FILE, LINE) if name in columns]
    rows = lf.filter(theirs)
    rows = rows.sort(keys, nulls_last=True, maintain_order=True) if keys else rows
    others = lf.select(pl.lit("of others").alias("name"), (~theirs).sum().cast(pl.Int64).alias("n"))
    return Result(rows, counts=others)


def named(columns: list[str], kind: str, who: str) -> pl.Expr:
    """Whether a record is of that customer, never null."""
    of = OF if OF in columns or kind != "message" else SENDER
    if of not in columns:
        raise Usage("field.missing", tool="cs-view", fields=OF)
    theirs = (pl.col(of) == who).fill_null(False)
    if kind != "message" or TICKET not in columns:
        return theirs
    # A null ticket is no ticket: its lines are not one conversation.
    return theirs | (theirs.any().over(TICKET) & pl.col(TICKET).is_not_null())
