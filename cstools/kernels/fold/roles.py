"""Who speaks in each line of a chat."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.talk import named, speaker
from cstools.kernels.expr.text import plain
from cstools.kernels.stage import FILE
from cstools.model.chat import ACCOUNT, ROLES

SIDE = "__side"


def speakers(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with SPEAKER (null where nothing tells) and NAME.

    In: sender_role, sender, customer_id, account, agent, ticket_id, is_auto, is_private (any may be null). The role the
    export gives stands. Else the sender tells: it is the customer or the agent the record names, or begins like a role
    (客服 小王, 旗舰店:小王). In a conversation where all but one sender are told and one side is missing, that one
    sender is the missing side.

    >>> texts = ["sender_role", "sender", "customer_id", "account", "agent", "ticket_id"]
    >>> rows = pl.DataFrame({"sender": ["tb1", "旗舰店:小王", "机器人"]}).with_columns(
    ...     *(pl.lit(None, pl.String).alias(name) for name in texts if name != "sender"),
    ...     *(pl.lit(None, pl.Boolean).alias(name) for name in ("is_auto", "is_private")))
    >>> speakers(rows).select("__speaker", "__name").rows()
    [('customer', 'tb1'), ('agent', '旗舰店:小王'), ('bot', None)]
    """
    told = named(rows).with_columns(pl.col("sender_role").alias(SIDE))
    if told[SIDE].null_count():
        told = told.with_columns(pl.coalesce(SIDE, _told()).alias(SIDE))
        told = told.with_columns(pl.coalesce(SIDE, _last_side(told)).alias(SIDE))
    return told.with_columns(speaker(SIDE)).drop(SIDE)


def _told() -> pl.Expr:
    sender = pl.col("sender")
    same = {"customer": ("customer_id",), "agent": ("account", "agent")}
    known = [pl.when(sender == pl.col(name)).then(pl.lit(role)) for role, names in same.items() for name in names]
    low = plain(sender)
    words = [pl.when(low.str.contains(pattern)).then(pl.lit(role)) for role, pattern in ROLES.items()]
    return pl.coalesce(*known, *words, pl.when(low.str.contains(ACCOUNT)).then(pl.lit("agent")))


def _last_side(rows: pl.DataFrame) -> pl.Series:
    """Per row, the side its conversation lacks, if there is just one sender left who could be it."""
    file = pl.col(FILE) if FILE in rows.columns else pl.lit(None, pl.String)
    talk = pl.coalesce("ticket_id", "customer_id", file, pl.lit(""))
    unknown = pl.col("sender").filter(pl.col(SIDE).is_null())
    has = {role: (pl.col(SIDE) == role).any() for role in ("customer", "agent", "bot")}
    alone = (unknown.drop_nulls().n_unique() == 1) & (unknown.null_count() == 0)
    sides = (
        rows.with_columns(talk.alias("__talk"))
        .group_by("__talk")
        .agg(
            pl.when(alone & ~has["customer"] & (has["agent"] | has["bot"]))
            .then(pl.lit("customer"))
            .when(alone & has["customer"] & ~has["agent"])
            .then(pl.lit("agent"))
            .alias("__missing")
        )
    )
    asked = rows.select(talk.alias("__talk"))
    return asked.join(sides, on="__talk", how="left", maintain_order="left")["__missing"]
