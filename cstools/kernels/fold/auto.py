"""Automatic replies from agents' own accounts: nobody types the same words within three seconds, again and again."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.talk import CUSTOMER, HUMAN, SESSION, SPEAKER
from cstools.kernels.expr.text import key

WITHIN = 3_000
"""Milliseconds: a person needs longer to read a message and answer it, even with a phrase on a key."""
SESSIONS = 3
"""Sessions in which a text must come so fast: once or twice is chance."""
SHARE = 0.6
"""Share of a text's uses that must come so fast. Automatic replies do nearly always (a busy server delays some);
phrases on a key come fast now and then, when the agent was waiting for the customer anyway."""
WORD = "__word"
FOUND = {"text": pl.String(), "sessions": pl.Int64(), "n": pl.Int64()}
"""What is found of a text: the text as first in order, sessions in which it came fast, and how often it came."""


def automatic(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with SPEAKER `auto` where an agent's account answered by itself, and the texts found: FOUND.

    In: rows session by session in time (SESSION, SPEAKER, sent_at, text). A text is automatic if at least SHARE of its
    uses follow the customer's message within WITHIN, in at least SESSIONS sessions. Where the export gives no seconds,
    nothing can be told and nothing is marked.
    """
    seconds = pl.col("sent_at").dt.second() + pl.col("sent_at").dt.microsecond()
    if rows.is_empty() or not rows.select((seconds > 0).any()).item():
        return rows, pl.DataFrame(schema=FOUND)
    asked = pl.when(CUSTOMER).then(pl.col("sent_at"))
    waited = rows.with_columns(
        # A session's first lines must not see the customer of the session before.
        pl.when(CUSTOMER).then(pl.col(SESSION)).forward_fill().alias("__of"),
        asked.forward_fill().alias("__asked"),
    ).filter(HUMAN & (pl.col("__of") == pl.col(SESSION)) & pl.col("text").is_not_null())
    fast = (pl.col("sent_at") - pl.col("__asked")).dt.total_milliseconds() <= WITHIN
    uses = waited.select(key(pl.col("text")).alias(WORD), "text", SESSION, fast.alias("__fast"))
    found = (
        uses.group_by(WORD)
        .agg(
            pl.len().cast(pl.Int64).alias("n"),
            pl.col("text").min(),
            pl.col("__fast").mean().alias("__share"),
            pl.col(SESSION).filter("__fast").n_unique().cast(pl.Int64).alias("sessions"),
        )
        .filter((pl.col("__share") >= SHARE) & (pl.col("sessions") >= SESSIONS))
        .sort(WORD)
    )
    if found.is_empty():
        return rows, pl.DataFrame(schema=FOUND)
    is_auto = HUMAN & key(pl.col("text")).is_in(found[WORD].implode()).fill_null(False)
    marked = rows.with_columns(pl.when(is_auto).then(pl.lit("auto")).otherwise(SPEAKER).alias(SPEAKER))
    return marked, found.select(FOUND.keys())
