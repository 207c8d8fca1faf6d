"""`--messages`: rounds of question and answer, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.expr.handoff import BOTS, HANDOFF, OPENS, START, says_little, started, words
from cstools.kernels.expr.reasons import first
from cstools.kernels.expr.talk import (
    AT,
    BOT,
    CUSTOMER,
    HUMAN,
    NAME,
    SESSION,
    SPEAKER,
    named,
    number,
    placed,
    speaker,
    spread,
)
from cstools.kernels.kpi.facts import AS_OF, elapsed
from cstools.kernels.stage import Result, counted
from cstools.model.platform_rules import Way

GAP = 1800
"""Seconds without a word after which a session ends, where no ticket_id says."""
NEEDS = (
    "message_id", "ticket_id", "customer_id", "shop", "channel", "sent_at", "sender_role", "sender", "is_auto",
    "is_private", "text",
)  # fmt: skip
SHARED = ("ticket_id", "customer_id", "shop", "channel")
ROLES = ("system", "customer", "bot", "agent")
"""Messages of one second and without ids stand in this order: who asks comes before who answers."""
AUTO, ROUND, BEGIN = "__auto", "__round", "__begin"
SHORT = ("__length", "message_id", "__role")
EVERY = (*SHORT, "sender", "is_auto", "is_private", "text", *SHARED)
"""What orders messages of one time: the id (a shorter one is the smaller number), the role, and then anything."""
TIMES = {"question_at": "__asked", "answer_at": "__answered", "auto_answer_at": "__automatic"}
ENDS: dict[Way, pl.Expr] = {
    "person": HUMAN,
    "account": HUMAN | (pl.col(AUTO) & ~BOT),
    "turn": HUMAN | pl.col(AUTO),
}
"""The messages that end a round. Under `turn` the round is answered only if a person's is among them."""


def rounds(
    lf: pl.LazyFrame, ways: Sequence[Way] = ("person",), gap: int = GAP, as_of: datetime | None = None
) -> Result:
    """One row a round and way, by session and time; the counts say how many messages were used, and why others not.

    In: message records (NEEDS, any may be absent). A session is a ticket_id, else what a customer says in a shop and
    channel until nobody speaks for `gap` seconds. A round opens with a customer's first unanswered message; later ones
    before the answer open none. System messages and private notes do not count. Where a bot began, `person` and
    `account` count from the message that a person is for, as `cs-ingest --fold messages` does. Greetings, and notices
    that a person takes over, answer nothing; where the export has no text, the first automatic message of a session is
    taken for one.

    Out: way; session (Int64); ticket_id, customer_id (else the name the customer writes under), shop, channel; agent
    (who answered, null where nobody did); owner (who answered, else the account the customer was with: an unanswered
    round is somebody's);
    session_start (its first message); question_at; answer_at (null: none); auto_answer_at (the first automatic answer,
    if before answer_at); answer_ms (Int64); is_first (of its session and way); auto (answered automatically only);
    after_handoff; bot_only (nobody but a bot speaks in the session, nor was asked for); AS_OF.

    >>> from cstools.kernels.kpi.facts import AS_OF
    >>> rows = pl.LazyFrame({"ticket_id": ["S"] * 3, "sender_role": ["customer", "customer", "agent"],
    ...     "sent_at": [datetime(2025, 10, 6, 8, 0, second) for second in (0, 5, 30)]})
    >>> rounds(rows).rows.select("question_at", "answer_ms", "is_first").collect().rows()
    [(datetime.datetime(2025, 10, 6, 8, 0), 30000, True)]
    """
    every = ensure(lf, {name: dtypes("message")[name] for name in NEEDS}).select(NEEDS).collect()
    used, notes = _used(every)
    rows = _heard(_placed(used, gap))
    repeated = used.height - rows.height
    one = _sessions(rows)
    now = every["sent_at"].max() if as_of is None else as_of
    made = pl.concat([_rounds(rows, one, way) for way in ways]) if ways else _rounds(rows, one, "person").clear()
    found = _written(made).with_columns(pl.lit(now, dtype=pl.Datetime("us")).alias(AS_OF))
    notes |= {"messages used": rows.height, "messages repeated": repeated}
    return Result(found.lazy(), counts=counted({name: n for name, n in notes.items() if n or name == "messages used"}))


def _used(every: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """The messages that can be placed, and how many cannot, by the first reason."""
    reasons = {
        "messages without sent_at": pl.col("sent_at").is_null(),
        "messages without sender_role": ~pl.col("sender_role").is_in(ROLES).fill_null(False),
        "messages without ticket_id and customer_id": pl.col("ticket_id").is_null() & pl.col("customer_id").is_null(),
    }
    why = every.select(first(reasons)).to_series()
    return every.filter(why.is_null()), {name: int((why == name).sum()) for name in reasons}


def _placed(used: pl.DataFrame, gap: int) -> pl.DataFrame:
    """The messages session by session in time, each once, in an order that owes nothing to that of the input."""
    parts = [pl.col(name).fill_null("") for name in ("customer_id", "shop", "channel")]
    loose = pl.concat_str(pl.lit("\x1f"), *parts, separator="\x1f")
    key = pl.coalesce("ticket_id", loose)
    ranked = used.with_columns(
        pl.col("message_id").str.len_bytes().alias("__length"),
        pl.col("sender_role").replace_strict(ROLES, range(len(ROLES)), return_dtype=pl.Int8).alias("__role"),
    )
    rows = placed(ranked, key, SHORT, gap)
    same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(name).shift()) for name in (SESSION, "sent_at", "message_id", "__role")
    )
    if rows.select((same & (pl.col(AT) > 0)).any()).item():
        # Text is dear to sort by, and rarely needed.
        rows = placed(ranked, key, EVERY, gap)
    first = pl.col("message_id").is_null() | pl.struct(SESSION, "message_id").is_first_distinct()
    once = rows.filter(first)
    return rows if once.height == rows.height else placed(once.drop(SESSION, AT), key, EVERY, gap)


def _heard(rows: pl.DataFrame) -> pl.DataFrame:
    """The messages with SPEAKER, NAME, the owner, and AUTO: an automatic message that answers something."""
    automatic = pl.col(SPEAKER).is_in(["auto", "bot"])
    low = words(pl.when(automatic).then("text"))
    said = pl.col("text").is_not_null()
    greets = pl.when(said).then(says_little(low)).otherwise(pl.struct(SESSION, automatic).is_first_distinct())
    account = pl.when(HUMAN | (pl.col(SPEAKER) == "auto")).then(NAME)
    return (
        named(rows)
        .with_columns(speaker("sender_role"))
        .with_columns(
            (automatic & ~greets).alias(AUTO), account.forward_fill().backward_fill().over(SESSION).alias("owner")
        )
    )


def _sessions(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a session, in the order of SESSION: what `handoff.started` says, and the session's own columns."""
    spoken = pl.col("sent_at").filter(~pl.col(SPEAKER).is_in(["system", "note"]))
    own = rows.group_by(SESSION, maintain_order=True).agg(
        *(pl.col(name).drop_nulls().first() for name in SHARED),
        pl.col(NAME).filter(CUSTOMER).drop_nulls().first().alias("__customer"),
        spoken.min().alias("session_start"),
        number(HUMAN).alias("__humans"),
    )
    alone = (pl.col(BOTS) > 0) & (pl.col("__humans") == 0) & pl.col(HANDOFF).is_null()
    joined = started(rows).join(own, on=SESSION, how="left", maintain_order="left").with_columns(
        pl.coalesce("customer_id", "__customer").alias("customer_id")
    )  # fmt: skip
    # The numbers so far are those of the input's order; those written are by time.
    by_time = pl.arg_sort_by("session_start", *SHARED).arg_sort().cast(pl.Int64) + 1
    return joined.with_columns(alone.alias("bot_only"), by_time.alias("session"))


def _rounds(rows: pl.DataFrame, one: pl.DataFrame, way: Way) -> pl.DataFrame:
    begin = one.select(SESSION, pl.col(OPENS if way == "turn" else START).alias(BEGIN))
    talk = spread(begin, rows.select(SESSION, AT, SPEAKER, AUTO)).filter(
        (CUSTOMER | HUMAN | pl.col(AUTO)) & (pl.col(AT) >= pl.col(BEGIN))
    )
    asks = pl.when(CUSTOMER).then(True).when(ENDS[way]).then(False).forward_fill().shift()
    # A session's talk begins with its customer at BEGIN, so nothing is taken for an answer to the session before.
    opens = CUSTOMER & ((pl.col(AT) == pl.col(BEGIN)) | ~asks)
    answers = HUMAN if way == "turn" else ENDS[way]
    found = (
        talk.with_columns(opens.cast(pl.Int64).cum_sum().alias(ROUND))
        .group_by(ROUND, maintain_order=True)
        .agg(
            pl.col(SESSION).first(),
            pl.col(AT).first().alias("__asked"),
            _first(answers).alias("__answered"),
            _first(pl.col(AUTO)).alias("__automatic"),
            _first(HUMAN).alias("__human"),
        )
    )
    return _timed(found.join(one, on=SESSION, how="left", maintain_order="left"), rows, way)


def _first(condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(pl.col(AT)).min()


def _timed(found: pl.DataFrame, rows: pl.DataFrame, way: Way) -> pl.DataFrame:
    """The rounds with their times, who answered, and what is true of them."""
    sent = rows["sent_at"]
    before = pl.col("__answered").is_null() | (pl.col("__automatic") < pl.col("__answered"))
    automatic = pl.when(before).then("__automatic").alias("__automatic")
    marked = found.with_columns(
        pl.lit(way).alias("way"),
        rows[NAME].gather(found["__answered"]).alias("agent"),
        rows["owner"].gather(found["__asked"]),
        pl.col(SESSION).is_first_distinct().alias("is_first"),
        (pl.col("__human").is_null() & pl.col("__automatic").is_not_null()).alias("auto"),
        (pl.col("__asked") >= pl.col(HANDOFF)).fill_null(False).alias("after_handoff"),
        automatic,
    )
    return marked.with_columns(sent.gather(marked[at]).alias(name) for name, at in TIMES.items())


def _written(made: pl.DataFrame) -> pl.DataFrame:
    return made.sort("way", "session", "__asked").select(
        "way", "session", *SHARED, "agent", pl.coalesce("agent", "owner").alias("owner"),
        "session_start", "question_at", "answer_at", "auto_answer_at",
        elapsed(pl.col("question_at"), pl.col("answer_at")).alias("answer_ms"),
        "is_first", "auto", "after_handoff", "bot_only",
    )  # fmt: skip
