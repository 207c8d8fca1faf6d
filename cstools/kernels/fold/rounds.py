"""From a customer's first unanswered message to a person's reply: first response, hand-off, average response."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.text import plain
from cstools.kernels.fold.names import AT, BOT, CUSTOMER, HUMAN, SESSION, SPEAKER, number, place, spread
from cstools.model.chat import ASKS, GREETS, NOTICE

OPENS, REPLY, START, BOTS, HANDOFF = "__opens", "__reply", "__start", "__bots", "__handoff"


def responses(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a session: SESSION, first_customer_at, bot_handoff_at, first_response_at, first_response_s (s),
    avg_response_s (s), rounds.

    In: rows session by session in time (SESSION, AT, SPEAKER, sent_at, text). The first response is the first human
    message after the customer's first; its clock starts at the first customer message that the bot did not answer:
    after a hand-off, at the message that asked for a person. A round is the customer's messages and the first human
    reply to them; the bot, automatic replies, the system and notes neither ask nor answer. Null where nobody replied.
    """
    told = rows.select(SESSION, AT, SPEAKER, "sent_at", "text")
    one = told.group_by(SESSION, maintain_order=True).agg(place(CUSTOMER).min().alias(OPENS), number(BOT).alias(BOTS))
    after = spread(one, told).filter(HUMAN & (pl.col(AT) > pl.col(OPENS)))
    replied = after.group_by(SESSION, maintain_order=True).agg(pl.col(AT).min().alias(REPLY))
    one = one.join(replied, on=SESSION, how="left", maintain_order="left")
    one = one.join(_handed(spread(one, told)), on=SESSION, how="left", maintain_order="left")
    one = one.with_columns(pl.coalesce(START, OPENS).alias(START))
    moments = {"first_customer_at": OPENS, "bot_handoff_at": HANDOFF, "first_response_at": REPLY, "__from": START}
    timed = one.select(SESSION, *(rows["sent_at"].gather(one[at]).alias(name) for name, at in moments.items()))
    waited = ((pl.col("first_response_at") - pl.col("__from")).dt.total_milliseconds() / 1000).round(3)
    made = timed.with_columns(waited.alias("first_response_s")).drop("__from")
    rounds = _rounds(spread(one.select(SESSION, START, REPLY), told))
    return made.join(rounds, on=SESSION, how="left", maintain_order="left").with_columns(pl.col("rounds").fill_null(0))


def _handed(marked: pl.DataFrame) -> pl.DataFrame:
    """SESSION, START and HANDOFF (places) of sessions that a bot began, as far as a person was asked for or came.

    The clock starts at the message that asks for a person. Without one, at the customer's first message after the last
    answer of the bot; where that is the last word, at the turn which the person took up all the same. Greetings and
    "you are being transferred" are no answers.
    """
    unreplied = pl.col(REPLY).is_null() | (pl.col(AT) < pl.col(REPLY))
    early = marked.filter((pl.col(BOTS) > 0) & pl.col(OPENS).is_not_null() & unreplied)
    said = early.with_columns(plain(pl.col("text").fill_null("")).alias("__low"))
    low, speaks = pl.col("__low"), BOT | (pl.col(SPEAKER) == "system")
    asks = CUSTOMER & low.str.contains(ASKS)
    notice = speaks & low.str.contains(NOTICE)
    asked = said.group_by(SESSION, maintain_order=True).agg(
        place(asks).min().alias("__ask"), place(notice & (pl.col(AT) > pl.col(OPENS))).min().alias("__told")
    )
    said = said.join(asked, on=SESSION, maintain_order="left")
    before = pl.min_horizontal("__ask", "__told")
    answer = BOT & ~notice & ~low.str.contains(GREETS) & (pl.col(AT) > pl.col(OPENS))
    answered = said.group_by(SESSION, maintain_order=True).agg(
        place(answer & (before.is_null() | (pl.col(AT) < before))).max().alias("__answer")
    )
    said = said.join(answered, on=SESSION, maintain_order="left")
    turn = CUSTOMER & (
        (pl.col(SPEAKER).shift() != "customer") | (pl.col(SESSION) != pl.col(SESSION).shift())
    ).fill_null(True)
    found = said.group_by(SESSION, maintain_order=True).agg(
        pl.col("__ask", "__told", "__answer", REPLY).first(),
        place(CUSTOMER & (pl.col(AT) > pl.col("__answer").fill_null(-1))).min().alias("__left"),
        place(turn).max().alias("__turn"),
    )
    came = (
        pl.col("__ask").is_not_null()
        | pl.col("__told").is_not_null()
        | (pl.col("__answer").is_not_null() & pl.col(REPLY).is_not_null())
    )
    return found.with_columns(pl.coalesce("__ask", "__left", "__turn").alias(START)).select(
        SESSION, START, pl.when(came).then(START).alias(HANDOFF)
    )


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
