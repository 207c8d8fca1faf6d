"""From a customer's first unanswered message to a person's reply: first response, hand-off, average response."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.handoff import HANDOFF, OPENS, REPLY, START, started
from cstools.kernels.expr.talk import AT, CUSTOMER, HUMAN, SESSION, SPEAKER, spread


def responses(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a session: SESSION, first_customer_at, bot_handoff_at, first_response_at, first_response_s (s),
    avg_response_s (s), rounds.

    In: rows session by session in time (SESSION, AT, SPEAKER, sent_at, text). The first response is the first human
    message after the customer's first; its clock starts at the first customer message that the bot did not answer:
    after a hand-off, at the message that asked for a person. A round is the customer's messages and the first human
    reply to them; the bot, automatic replies, the system and notes neither ask nor answer. Null where nobody replied.
    """
    one = started(rows)
    moments = {"first_customer_at": OPENS, "bot_handoff_at": HANDOFF, "first_response_at": REPLY, "__from": START}
    timed = one.select(SESSION, *(rows["sent_at"].gather(one[at]).alias(name) for name, at in moments.items()))
    waited = ((pl.col("first_response_at") - pl.col("__from")).dt.total_milliseconds() / 1000).round(3)
    made = timed.with_columns(waited.alias("first_response_s")).drop("__from")
    rounds = _rounds(spread(one.select(SESSION, START, REPLY), rows.select(SESSION, AT, SPEAKER, "sent_at")))
    return made.join(rounds, on=SESSION, how="left", maintain_order="left").with_columns(pl.col("rounds").fill_null(0))


def _rounds(marked: pl.DataFrame) -> pl.DataFrame:
    """SESSION, rounds and avg_response_s: customer's turn to first human reply, from the first that a person is for."""
    talk = marked.filter((CUSTOMER | HUMAN) & pl.col(REPLY).is_not_null() & (pl.col(AT) >= pl.col(START)))
    # Each session's talk begins with its customer, so no turn is taken for that of the session before.
    changes = (pl.col(SPEAKER) != pl.col(SPEAKER).shift()).fill_null(True) | (pl.col(AT) == pl.col(START))
    turned = talk.filter(changes)
    waited = (pl.col("sent_at") - pl.col("sent_at").shift()).dt.total_milliseconds()
    return (
        turned.with_columns(waited.alias("__ms"))
        .filter(HUMAN)
        .group_by(SESSION, maintain_order=True)
        .agg(
            pl.len().cast(pl.Int64).alias("rounds"),
            (pl.col("__ms").mean().round() / 1000).round(3).alias("avg_response_s"),
        )
    )
