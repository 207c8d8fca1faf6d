"""Conversations, line by line: who speaks, which lines are one session, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.expr.text import key
from cstools.model import synonyms

ROW = "__row"
"""Int64: place in the input, by which messages of one second keep their order."""
AT = "__at"
"""Int64: place among all messages once they stand session by session, in time."""
SESSION = "__session"
"""Int64: number of the session, from 1."""
SPEAKER = "__speaker"
"""Who speaks: customer, agent (a person), auto (an agent's account by itself), bot, system, note (to colleagues)."""
NAME = "__name"
"""The name of who speaks; null where the export gives a word for the role only (客服)."""
KEY = "__key"

CUSTOMER = pl.col(SPEAKER) == "customer"
HUMAN = pl.col(SPEAKER) == "agent"
BOT = pl.col(SPEAKER) == "bot"
PUBLIC = pl.col(SPEAKER) != "note"


def speaker(side: str) -> pl.Expr:
    """SPEAKER from a column that holds customer, agent, bot or system, and from is_private and is_auto.

    >>> rows = pl.DataFrame({"side": ["agent"] * 3, "is_private": [True, None, None], "is_auto": [None, True, None]})
    >>> rows.select(speaker("side")).to_series().to_list()
    ['note', 'auto', 'agent']
    """
    auto = (pl.col(side) == "agent") & pl.col("is_auto").fill_null(False)
    return (
        pl.when(pl.col("is_private").fill_null(False))
        .then(pl.lit("note"))
        .when(auto)
        .then(pl.lit("auto"))
        .otherwise(side)
        .alias(SPEAKER)
    )


def named(rows: pl.DataFrame) -> pl.DataFrame:
    """NAME: the sender, unless it is only a word for a role. Few senders say much, so each is looked up once.

    >>> named(pl.DataFrame({"sender": ["小王", "客服", None]}))[NAME].to_list()
    ['小王', None, None]
    """
    roles = list(synonyms.words("sender_role"))
    senders = rows.select(pl.col("sender").drop_nulls().unique())
    only = senders.filter(key(pl.col("sender")).is_in(roles))["sender"]
    return rows.with_columns(pl.when(~pl.col("sender").is_in(only.implode())).then("sender").alias(NAME))


def placed(rows: pl.DataFrame, group: pl.Expr, ties: Sequence[str], gap: int) -> pl.DataFrame:
    """The rows session by session and in time, with SESSION and AT.

    In: sent_at (none null), ticket_id. group: the text that is alike within a session. ties: the columns that order
    messages of one time. A conversation without a ticket_id falls in two where nobody speaks for more than `gap`
    seconds.

    >>> from datetime import datetime
    >>> rows = pl.DataFrame({"sent_at": [datetime(2025, 1, 1, hour) for hour in (9, 8, 8)], "who": ["a", "a", "b"]})
    >>> rows = rows.with_columns(pl.lit(None, pl.String).alias("ticket_id"))
    >>> placed(rows, pl.col("who"), ["who"], 1800).sort("who", "sent_at")[SESSION].n_unique()
    3
    """
    # An integer sorts many times faster than a text, and the order of sessions among each other does not matter here.
    numbered = rows.with_columns(group.cast(pl.Categorical).to_physical().alias(KEY))
    ordered = numbered.sort(KEY, "sent_at", *ties)
    pause = (pl.col("sent_at").diff().dt.total_milliseconds() > gap * 1000) & pl.col("ticket_id").is_null()
    starts = pl.col(KEY).ne_missing(pl.col(KEY).shift()) | pause.fill_null(False)
    return ordered.with_columns(
        starts.cast(pl.Int64).cum_sum().alias(SESSION), pl.int_range(pl.len(), dtype=pl.Int64).alias(AT)
    ).drop(KEY)


def number(condition: pl.Expr) -> pl.Expr:
    """How many rows of a group meet a condition, Int64."""
    return condition.sum().cast(pl.Int64)


def place(condition: pl.Expr) -> pl.Expr:
    """The places of the rows that meet a condition."""
    return pl.col(AT).filter(condition)


def spread(one: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with what `one` says of their session: one row a session, sessions numbered from 1 without gaps.

    A join would have to look for what the number says already.

    >>> spread(pl.DataFrame({SESSION: [1, 2], "n": [7, 8]}), pl.DataFrame({SESSION: [2, 2]}))["n"].to_list()
    [8, 8]
    """
    at = rows[SESSION] - 1
    return rows.with_columns(one[name].gather(at) for name in one.columns if name != SESSION)
