"""The columns that folding adds on its way, and the little that all of its steps share."""

from __future__ import annotations

import polars as pl

ROW = "__row"
"""Int64: place in the input, by which messages of one second keep their order."""
AT = "__at"
"""Int64: place among all messages once they stand session by session, in time."""
SESSION = "__session"
"""Int64: number of the session."""
SPEAKER = "__speaker"
"""Who speaks: customer, agent (a person), auto (an agent's account by itself), bot, system, note (to colleagues)."""
NAME = "__name"
"""The name of who speaks; null where the export gives a word for the role only (客服)."""
TO = "__to"
"""Who a message is for, where the export says it."""

CUSTOMER = pl.col(SPEAKER) == "customer"
HUMAN = pl.col(SPEAKER) == "agent"
BOT = pl.col(SPEAKER) == "bot"
PUBLIC = pl.col(SPEAKER) != "note"


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
