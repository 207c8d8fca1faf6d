"""Which lines of a chat belong to one session."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.talk import NAME, ROW, SESSION, SPEAKER, placed
from cstools.kernels.stage import FILE

TO = "__to"
"""Who a message is for, where the export says it."""
WHO, WITH = "__who", "__with"


def sessions(rows: pl.DataFrame, gap: int) -> pl.DataFrame:
    """The rows session by session and in time, with SESSION and AT; `ticket_id` and `customer_id` filled.

    In: ROW, SPEAKER, NAME, TO, sent_at (none null), ticket_id, customer_id, account, agent, shop, channel. A session is
    a ticket_id; where there is none, what a customer and an account (where the export names it on the customer's lines)
    say in a shop and channel until neither speaks for more than `gap` seconds. Customer: customer_id, else who speaks
    as the customer or is spoken to, else the customer who spoke last in that file. A session without ticket_id is named
    by customer, account and first second, so that the same export gives the same ids.
    """
    known = _account(_customer(rows))
    own = pl.col("ticket_id").is_null()
    # Nobody named: a file is a conversation.
    nobody = pl.format("\x1f{}", FILE) if FILE in rows.columns else pl.lit("")
    parts = [pl.coalesce(WHO, nobody), *(pl.col(name).fill_null("") for name in (WITH, "shop", "channel"))]
    key = pl.when(own).then(pl.concat_str(pl.lit("\x1f"), *parts, separator="\x1f")).otherwise("ticket_id")
    placed_ = placed(known, key, [ROW], gap)
    filled = placed_.with_columns(pl.coalesce("customer_id", WHO).alias("customer_id"))
    return _named(filled).drop(WHO, WITH)


def _customer(rows: pl.DataFrame) -> pl.DataFrame:
    """WHO: the customer of each line. Only lines without a ticket_id need that of their neighbours."""
    speaks = pl.when(pl.col(SPEAKER) == "customer").then(pl.col(NAME)).otherwise(TO)
    given = rows.with_columns(pl.coalesce("customer_id", speaks).alias(WHO))
    lost = given.filter(pl.col("ticket_id").is_null() & pl.col(WHO).is_null())
    if lost.is_empty():
        return given
    file = [FILE] if FILE in rows.columns else []
    loose = given.filter(pl.col("ticket_id").is_null()).sort("sent_at", ROW)
    near = pl.col(WHO).forward_fill().backward_fill()
    found = loose.select(ROW, near.over(file) if file else near)
    return (
        given.drop(WHO)
        .join(found, on=ROW, how="left", maintain_order="left")
        .with_columns(pl.coalesce(WHO, "customer_id", speaks).alias(WHO))
    )


def _account(rows: pl.DataFrame) -> pl.DataFrame:
    """WITH: the account a customer talks to; null where the customer's own lines do not say."""
    given = pl.coalesce("account", "agent", pl.when(pl.col(SPEAKER) == "customer").then(TO))
    told = rows.select(((pl.col(SPEAKER) == "customer") & given.is_not_null()).any()).item()
    if not told:
        return rows.with_columns(pl.lit(None, pl.String).alias(WITH))
    ordered = rows.with_columns(given.alias(WITH)).sort("sent_at", ROW)
    return ordered.with_columns(pl.col(WITH).forward_fill().backward_fill().over(WHO))


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """`ticket_id` of the sessions that have none; a second session of that name gets `-2`."""
    if not rows["ticket_id"].null_count():
        return rows
    stamp = pl.col("sent_at").first().dt.to_string("%Y%m%d%H%M%S")
    first = [pl.col(name).drop_nulls().first() for name in (WHO, WITH, "shop", "channel")]
    made = (
        rows.filter(pl.col("ticket_id").is_null())
        .group_by(SESSION, maintain_order=True)
        .agg(pl.concat_str(*first[:2], stamp, separator="-", ignore_nulls=True).alias("__id"), *first[2:])
        .sort("__id", "shop", "channel")
    )
    twin = pl.int_range(1, pl.len() + 1).over("__id")
    once = made.with_columns(pl.when(twin > 1).then(pl.format("{}-{}", "__id", twin)).otherwise("__id").alias("__id"))
    joined = rows.join(once.select(SESSION, "__id"), on=SESSION, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("ticket_id", "__id").alias("ticket_id")).drop("__id")
