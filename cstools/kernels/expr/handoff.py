"""When a conversation turns from a bot to people: the message from which a person's clock runs."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.talk import AT, BOT, CUSTOMER, HUMAN, SESSION, SPEAKER, number, place, spread
from cstools.kernels.expr.text import plain
from cstools.model.chat import ASKS, GREETS, NOTICE

OPENS, REPLY, START, BOTS, HANDOFF = "__opens", "__reply", "__start", "__bots", "__handoff"


def started(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a session: SESSION, OPENS, BOTS (number of the bot's messages), REPLY, START, HANDOFF.

    In: rows session by session in time (SESSION, AT, SPEAKER, text). Out, as places (AT): OPENS, the customer's first
    message; REPLY, the first human message after it; START, the customer's message from which a person's clock runs;
    HANDOFF, START where a bot began and a person was asked for or came. Null where there is no such message.
    """
    told = rows.select(SESSION, AT, SPEAKER, "text")
    one = told.group_by(SESSION, maintain_order=True).agg(place(CUSTOMER).min().alias(OPENS), number(BOT).alias(BOTS))
    after = spread(one, told).filter(HUMAN & (pl.col(AT) > pl.col(OPENS)))
    replied = after.group_by(SESSION, maintain_order=True).agg(pl.col(AT).min().alias(REPLY))
    one = one.join(replied, on=SESSION, how="left", maintain_order="left")
    one = one.join(_handed(spread(one, told)), on=SESSION, how="left", maintain_order="left")
    return one.with_columns(pl.coalesce(START, OPENS).alias(START))


def words(text: pl.Expr) -> pl.Expr:
    """A message as the patterns of `model/chat.py` read it."""
    return plain(text.fill_null(""))


def notice(low: pl.Expr) -> pl.Expr:
    """Whether a message says that a person takes over."""
    return low.str.contains(NOTICE)


def says_little(low: pl.Expr) -> pl.Expr:
    """Whether an automatic message answers nothing: a greeting, or that a person takes over.

    >>> said = pl.DataFrame({"low": ["欢迎光临", "正在为您转接人工", "48小时内发货"]})
    >>> said.select(says_little(pl.col("low"))).to_series().to_list()
    [True, True, False]
    """
    return notice(low) | low.str.contains(GREETS)


def _handed(marked: pl.DataFrame) -> pl.DataFrame:
    """SESSION, START and HANDOFF (places) of sessions that a bot began, as far as a person was asked for or came.

    The clock starts at the message that asks for a person. Without one, at the customer's first message after the last
    answer of the bot; where that is the last word, at the turn which the person took up all the same. Greetings and
    "you are being transferred" are no answers.
    """
    unreplied = pl.col(REPLY).is_null() | (pl.col(AT) < pl.col(REPLY))
    early = marked.filter((pl.col(BOTS) > 0) & pl.col(OPENS).is_not_null() & unreplied)
    said = early.with_columns(words(pl.col("text")).alias("__low"))
    low, speaks = pl.col("__low"), BOT | (pl.col(SPEAKER) == "system")
    asks = CUSTOMER & low.str.contains(ASKS)
    takes_over = speaks & notice(low)
    asked = said.group_by(SESSION, maintain_order=True).agg(
        place(asks).min().alias("__ask"), place(takes_over & (pl.col(AT) > pl.col(OPENS))).min().alias("__told")
    )
    said = said.join(asked, on=SESSION, maintain_order="left")
    before = pl.min_horizontal("__ask", "__told")
    answer = BOT & ~says_little(low) & (pl.col(AT) > pl.col(OPENS))
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
