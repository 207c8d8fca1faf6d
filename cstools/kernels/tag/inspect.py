"""Leaves of the conversation: no greeting, no closing, a question without an answer."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import ensure
from cstools.kernels.tag.named import NAMED, RULES
from cstools.kernels.tag.patterns import Session
from cstools.kernels.tag.plain import plain
from cstools.model.chat import GREETS, NOTICE
from cstools.model.inspection import PAUSE, PING

NEEDED = ("sender_role", "sent_at")
OPTIONAL: dict[str, pl.DataType] = {
    "ticket_id": pl.String(), "customer_id": pl.String(), "message_id": pl.String(), "is_auto": pl.Boolean(),
    "is_private": pl.Boolean(),
}  # fmt: skip
"""Fields read where they are there; one of the first two has to be."""
FIELDS = (*NEEDED, *OPTIONAL)
PERSON = (pl.col("role") == "agent") & ~pl.col("auto")
SAYS = pl.col("text").str.contains(r"\S").fill_null(value=False)
BEFORE = pl.col("session") == pl.col("session").shift()
"""Whether the line before is of the same conversation; null for the first line of all."""


def judged(frame: pl.DataFrame, field: str, sessions: tuple[Session, ...]) -> pl.DataFrame:
    """The leaves of conversations, each on the line where it belongs: NAMED, i the row of the frame, p and q null.

    A conversation is a ticket_id; messages without one are those of a customer_id, up to a silence of PAUSE. Its order
    is sent_at, then message_id, then that of the rows. Private notes are not part of it. at, end: the characters of
    the whole text.

    Raises Usage("taxonomy.fields") for a frame without sender_role, sent_at, or both of ticket_id and customer_id.

    >>> said = {"ticket_id": ["1"], "sent_at": ["2025-10-01 09:00:00"], "sender_role": ["agent"], "text": ["发了"]}
    >>> judged(pl.DataFrame(said), "text", (Session(4, "first", ("您好",), "您好", ()),)).select("i", "leaf").rows()
    [(0, 4)]
    """
    lines = spoken(frame, field)
    found = [pl.DataFrame(schema=NAMED)]
    for one in sessions:
        lacking = unanswered(lines, one) if one.kind == "unanswered" else edge(lines, one)
        marks = {"leaf": one.leaf, "at": 0, "rule": RULES.index(one.kind), "p": None, "q": None}
        marked = lacking.with_columns(pl.lit(value, pl.Int64).alias(name) for name, value in marks.items())
        found.append(marked.select(*NAMED))
    return pl.concat(found)


def spoken(frame: pl.DataFrame, field: str) -> pl.DataFrame:
    """The lines of all conversations in their order: i, session, role, auto, text (as searched), end (characters)."""
    missing = [name for name in NEEDED if name not in frame.columns]
    if not {"ticket_id", "customer_id"} & set(frame.columns):
        missing.append("ticket_id")
    if missing:
        raise Usage("taxonomy.fields", fields=", ".join(missing))
    full = ensure(frame.lazy(), OPTIONAL).collect()
    sent = pl.col("sent_at")
    if full["sent_at"].dtype == pl.String:
        sent = sent.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False)
    ticket, customer, said = (pl.col(name).cast(pl.String) for name in ("ticket_id", "customer_id", field))
    lines = full.select(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("i"),
        pl.coalesce(pl.lit("t") + ticket, pl.lit("c") + customer).alias("key"),
        sent.alias("sent"),
        pl.col("message_id").cast(pl.String).alias("id"),
        pl.col("sender_role").alias("role"),
        pl.col("is_auto").fill_null(value=False).alias("auto"),
        said.alias("text"),
        said.str.len_chars().fill_null(0).cast(pl.Int64).alias("end"),
        pl.col("is_private").fill_null(value=False).alias("private"),
    ).filter(pl.col("key").is_not_null() & ~pl.col("private"))
    return plain(numbered(lines)).select("i", "session", "role", "auto", "text", "end")


def numbered(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines conversation by conversation, with its number `session`."""
    # By length first, so that the ninth message of a second comes before the tenth.
    ordered = lines.sort("key", "sent", pl.col("id").str.len_chars(), "id", "i", nulls_last=True)
    silence = (pl.col("sent") - pl.col("sent").shift()).dt.total_milliseconds() > PAUSE
    breaks = pl.col("key").str.starts_with("c") & silence.fill_null(value=False)
    new = (pl.col("key") != pl.col("key").shift()).fill_null(value=True) | breaks
    return ordered.with_columns(new.cum_sum().cast(pl.Int64).alias("session"))


def edge(lines: pl.DataFrame, one: Session) -> pl.DataFrame:
    """The first (or last) line a person says in each conversation, where it holds none of the phrases."""
    people = lines.filter(PERSON & SAYS)
    edges = people.unique("session", keep="first" if one.kind == "first" else "last", maintain_order=True)
    return edges.filter(~pl.col("text").str.contains_any(list(one.phrases)))


def unanswered(lines: pl.DataFrame, one: Session) -> pl.DataFrame:
    """The questions that got no answer, or only phrases of `one`, before the customer asked again or went.

    Questions in a row are one: of them the first that is more than a greeting. A picture is an answer; so is what a bot
    says beyond greeting and handing over; what an agent's account sends by itself is none.
    """
    text = pl.col("text")
    asks = (pl.col("role") == "customer") & pl.any_horizontal(text.str.contains(rule) for rule in one.asks)
    empty = SAYS & text.str.contains(one.only)
    bot = (pl.col("role") == "bot") & SAYS & ~text.str.contains(GREETS) & ~text.str.contains(NOTICE)
    answers = ((PERSON | bot) & ~empty).fill_null(value=False)
    speaks = pl.col("role").is_in(["agent", "bot"]).fill_null(value=False)
    told = lines.with_columns(asks.fill_null(value=False).alias("asks"), answers.alias("answers"))
    told = told.filter(pl.col("asks") | speaks)
    again = (BEFORE & pl.col("asks").shift()).fill_null(value=False)
    runs = told.with_columns((~(pl.col("asks") & again)).cum_sum().alias("run"))
    heads = runs.filter(pl.col("asks")).with_columns(text.str.contains(PING).fill_null(value=False).alias("ping"))
    heads = heads.sort("run", "ping", maintain_order=True).unique("run", keep="first", maintain_order=True)
    both = pl.concat([heads.drop("ping"), runs.filter("answers")]).sort("run", maintain_order=True)
    answered = (pl.col("session") == pl.col("session").shift(-1)) & pl.col("answers").shift(-1)
    return both.filter(pl.col("asks") & ~answered.fill_null(value=False))
