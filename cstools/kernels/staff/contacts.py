"""Contacts that wait for an agent, counted by queue, day and interval: all that staffing rests on."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near_of_some
from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.expr.reasons import first, named
from cstools.kernels.kpi.facts import with_facts
from cstools.kernels.kpi.measures.speed import CONNECTED, SHORT
from cstools.kernels.staff.ask import QUEUE, Ask

DATE, SLOT = "__date", "__slot"
"""The day a contact came, and the minutes from midnight to the start of its interval."""
N, CALLS, HANDLED, HANDLE, LONG, TIMED, WITHIN, WAITED, WAIT = (
    "__n", "__calls", "__handled", "__handle_ms", "__long", "__timed", "__within", "__waited", "__wait_ms",
)  # fmt: skip
"""Contacts; those that are calls; with a handling time, and its sum in ms; with one of over LONGEST, which is none;
with a known outcome in time, those answered within the seconds asked for; with a wait, and its sum in ms. Int64, so
that they add up in any order."""
SUMS = (N, CALLS, HANDLED, HANDLE, LONG, TIMED, WITHIN, WAITED, WAIT)
FACTS = {"__offered", "__bot_only", "__child", "__answered", "__wait", "__handle"}
LONGEST = 24 * 60 * 60 * 1000
"""Milliseconds of a handling time above which it is a mistake of units or a ticket left open."""
LATER = ("workorder", "email", "message")
"""Kinds of contact that nobody waits at the line for."""
NEEDS = (
    "agent_msgs", "answered_at", "bot_handoff_at", "bot_msgs", "contact_type", "created_at", "direction",
    "first_response_at", "handle_s", "hold_s", "initiator", "is_abandoned", "is_answered", "is_spam", "merged_into",
    "parent_id", "queued_at", "talk_s", "wait_s", "wrap_s",
)  # fmt: skip


def contacts(rows: pl.LazyFrame, ask: Ask) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The counts (queues as text, DATE, SLOT, SUMS), sorted; and how many records were used and left out by reason.

    A contact comes when it is created, queued or handed over by the bot, whichever is last. Handling, answered and wait
    are those of cs-kpi (`facts`). Raises Usage("field.missing") for records without created_at, ("staff.field") for a
    queue by a field they lack.

    >>> from datetime import datetime
    >>> rows = pl.LazyFrame({"created_at": [datetime(2025, 10, 1, 9, 40)] * 2, "handle_s": [60.0, None]})
    >>> made, told = contacts(rows, Ask())
    >>> made.select(SLOT, N, HANDLED, HANDLE).rows(), told.rows()
    ([(570, 2, 1, 60000)], [('used', 2)])
    """
    columns = rows.collect_schema().names()
    if not rows.head(1).collect().height:
        lacking = [name for name in ask.queues if name not in columns]
        rows = rows.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in lacking)
        columns = [*columns, *lacking]
    elif "created_at" not in columns:
        raise Usage("field.missing", tool="cs-staff", fields="created_at")
    for field in ask.queues:
        if field != QUEUE and field not in columns:
            raise Usage("staff.field", field=field, near=near_of_some(field, [*columns, QUEUE]))
    typed = with_facts(ensure(rows, {name: dtypes("ticket")[name] for name in NEEDS}), FACTS)
    came = typed.with_columns(pl.max_horizontal("created_at", "queued_at", "bot_handoff_at").alias("__at"), _call())
    sorted_out = came.with_columns(left_out(ask).alias("__out"))
    keys = [pl.col(name).cast(pl.String).alias(name) for name in ask.queues if name != QUEUE]
    keys += (
        [pl.when("__call").then(pl.lit("call")).otherwise(pl.lit("chat")).alias(QUEUE)] if QUEUE in ask.queues else []
    )
    day = pl.col("__at").dt.date().alias(DATE)
    slot = (minute_of(pl.col("__at")) // ask.minutes * ask.minutes).alias(SLOT)
    reasons = sorted_out.group_by("__out").agg(pl.len().cast(pl.Int64).alias("n"))
    used = sorted_out.filter(pl.col("__out").is_null()).select(*keys, day, slot, *_sums(ask))
    counts, told = pl.collect_all([used.group_by(*ask.queues, DATE, SLOT).agg(pl.col(SUMS).sum()), reasons])
    told = told.select(named(pl.col("__out")).alias("name"), "n")
    return counts.sort(*ask.queues, DATE, SLOT), told.sort("name")


def minute_of(at: pl.Expr) -> pl.Expr:
    """Minutes from midnight to a time."""
    return at.dt.hour().cast(pl.Int64) * 60 + at.dt.minute().cast(pl.Int64)


def left_out(ask: Ask) -> pl.Expr:
    """Why a record is no contact that waits for an agent, null if it is one; the first reason that holds."""
    late = pl.lit(False) if ask.as_of is None else pl.col("__at") > pl.lit(ask.as_of, dtype=pl.Datetime("us"))
    reasons = {
        "no time": pl.col("created_at").is_null(),
        "after --as-of": late,
        "spam": pl.col("is_spam").fill_null(False),
        "merged": pl.col("merged_into").is_not_null(),
        "not asked by a customer": ~pl.col("__offered"),
        "bot only": pl.col("__bot_only"),
        "work order of a contact": pl.col("__child"),
        "answered later": pl.col("contact_type").is_in(LATER).fill_null(False),
    }
    return first(reasons)


def _call() -> pl.Expr:
    """Whether a contact is a call: it says so, or, saying nothing, it was talked."""
    told = pl.col("contact_type") == "call"
    return pl.coalesce(told, pl.col("talk_s").is_not_null()).alias("__call")


def _sums(ask: Ask) -> list[pl.Expr]:
    handled = CONNECTED & (pl.col("__handle") >= 0)
    handle = pl.when(handled & (pl.col("__handle") <= LONGEST)).then("__handle")
    wait = pl.when(CONNECTED & (pl.col("__wait") >= 0)).then("__wait")
    gave_up = pl.col("is_abandoned").fill_null(False)
    brief = gave_up & (pl.col("__wait") < SHORT).fill_null(False)
    timed = ~brief & (~CONNECTED | pl.col("__wait").is_not_null())
    within = timed & CONNECTED & (pl.col("__wait") <= ask.target.seconds * 1000)
    one = pl.lit(1, dtype=pl.Int64)
    return [
        one.alias(N),
        pl.col("__call").cast(pl.Int64).alias(CALLS),
        handle.is_not_null().cast(pl.Int64).alias(HANDLED),
        handle.fill_null(0).alias(HANDLE),
        (handled & (pl.col("__handle") > LONGEST)).fill_null(False).cast(pl.Int64).alias(LONG),
        timed.cast(pl.Int64).alias(TIMED),
        within.fill_null(False).cast(pl.Int64).alias(WITHIN),
        wait.is_not_null().cast(pl.Int64).alias(WAITED),
        wait.fill_null(0).alias(WAIT),
    ]
