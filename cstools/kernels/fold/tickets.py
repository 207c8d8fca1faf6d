"""What the messages of a session say of its ticket."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.talk import BOT, CUSTOMER, HUMAN, NAME, PUBLIC, SESSION, SPEAKER, number
from cstools.kernels.expr.text import plain
from cstools.kernels.fold.rounds import responses
from cstools.kernels.stage import PROVENANCE
from cstools.model import fields
from cstools.model.words import NULLS

LINE_ONLY = frozenset(["message_id", "sent_at", "sender_role", "sender", "is_auto", "is_private", "text"])
"""Fields of a message that say nothing of its session."""
SHARED = ("shop", "channel", "customer_id", "account")
"""Fields of a session that its messages carry: the first value is the session's."""
MADE = (
    "ticket_id", "contact_type", "initiator", "agent", "participants", "text", "created_at", "bot_handoff_at",
    "first_customer_at", "first_response_at", "closed_at", "updated_at", "first_response_s", "avg_response_s",
    "customer_msgs", "agent_msgs", "bot_msgs", "rounds", "transfer_count", "is_answered",
)  # fmt: skip
"""Fields that are counted here, whatever the export says of them (its own is kept as `NAME_source`)."""
FIRST, DIFFERS = "__first_", "__differs_"


def renamed(frame: pl.DataFrame) -> pl.DataFrame:
    """Headings that mean a field of the ticket under that field's name: chat exports repeat it on every line.

    In: messages, whose own fields are named already. Words for nothing are null in ids and labels.

    >>> renamed(pl.DataFrame({"text": ["在吗"], "旺旺昵称": ["店:甲"], "订单号": ["-"], "语气": ["急"]})).to_dicts()
    [{'text': '在吗', 'account': '店:甲', 'order_id': None, '语气': '急'}]
    """
    own, known = fields.of("message"), fields.of("ticket")
    names: dict[str, str] = {}
    for name in frame.columns:
        field, part = fields.find("ticket", name) or ("", "")
        free = (
            field not in (*frame.columns, *names.values())
            and field not in own
            and (field not in MADE or field == "agent")
        )
        if name not in own and name not in PROVENANCE and field and not part and free:
            names[name] = field
    words = [name for name in names.values() if known[name].type in ("id", "text")]
    return frame.rename(names).with_columns(
        pl.when(~plain(pl.col(name)).is_in(list(NULLS))).then(pl.col(name).str.strip_chars()) for name in words
    )


def tickets(rows: pl.DataFrame, given: list[str]) -> tuple[pl.DataFrame, dict[str, int]]:
    """One row a session, and column -> how many of its values were left out because they differ within a session.

    In: rows session by session in time, and the columns the messages came with.
    """
    mine = {*LINE_ONLY, *PROVENANCE, *SHARED, "ticket_id", "agent"}
    carried = [name for name in given if name not in mine and not name.startswith("__")]
    one = rows.group_by(SESSION, maintain_order=True).agg(
        *(pl.col(name).first() for name in PROVENANCE if name in given),
        *(pl.col(name).drop_nulls().first() for name in ("ticket_id", *SHARED)),
        *_people(),
        *_contents(),
        *(pl.col(name).drop_nulls().first().alias(FIRST + name) for name in carried),
        *((pl.col(name).drop_nulls().n_unique() > 1).alias(DIFFERS + name) for name in carried),
    )
    left = {name: int(rows[name].count()) for name in carried if one[DIFFERS + name].any()}
    made = one.join(responses(rows), on=SESSION, how="left", maintain_order="left").with_columns(
        pl.lit("chat").alias("contact_type"),
        pl.col("closed_at").alias("updated_at"),
        # Nobody waits for an answer where the customer said nothing.
        pl.when(pl.col("customer_msgs") > 0).then(pl.col("first_response_at").is_not_null()).alias("is_answered"),
    )
    kept = {name: f"{name}_source" if name in MADE else name for name in carried if name not in left}
    shared = [name for name in SHARED if name in given or made[name].count()]
    return made.select(
        *fields.order("ticket", [*MADE, *shared]),
        *(pl.col(FIRST + name).alias(new) for name, new in kept.items()),
        *(name for name in PROVENANCE if name in given),
    ).sort("created_at", "ticket_id"), left


def _people() -> tuple[pl.Expr, ...]:
    """agent, participants, transfer_count, initiator."""
    named = pl.coalesce(NAME, "agent", "account")
    replied = named.filter(HUMAN).drop_nulls()
    owner = (
        pl.col("agent").filter(HUMAN).drop_nulls().last(),
        replied.last(),
        # Nobody replied: the account the customer waited at.
        named.filter(pl.col(SPEAKER) == "auto").drop_nulls().last(),
        pl.coalesce("agent", "account").drop_nulls().last(),
    )
    began = pl.col(SPEAKER).filter(PUBLIC & (pl.col(SPEAKER) != "system")).first()
    return (
        pl.coalesce(*owner).alias("agent"),
        replied.unique(maintain_order=True).alias("participants"),
        (replied != replied.shift()).sum().cast(pl.Int64).alias("transfer_count"),
        began.replace("auto", "agent").alias("initiator"),
    )


def _contents() -> tuple[pl.Expr, ...]:
    """created_at, closed_at, the counts of messages, and the customer's words."""
    at, said = pl.col("sent_at"), pl.col("text").filter(CUSTOMER).drop_nulls()
    public = at.filter(PUBLIC)
    return (
        pl.coalesce(public.min(), at.min()).alias("created_at"),
        pl.coalesce(public.max(), at.max()).alias("closed_at"),
        number(CUSTOMER).alias("customer_msgs"),
        number(HUMAN).alias("agent_msgs"),
        number(BOT).alias("bot_msgs"),
        pl.when(said.len() > 0).then(said.str.join("\n")).alias("text"),
    )
