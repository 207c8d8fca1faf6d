"""What is true of one record: the columns, all beginning with `__`, that the measures are written in."""

from __future__ import annotations

from datetime import datetime

import polars as pl

AS_OF = "__as_of"
MS = 1_000
"""Durations are whole milliseconds (Int64) inside: their sums are exact in any order."""
CENTS = 10_000
"""Money and points are 1e-4 yuan and 1e-4 points (Int64) inside."""
CLOCK = "created_at"
"""The field whose latest time is "now" when nobody says. One mistyped resolution in 2126 must not age every cohort."""
SCALE = 5
"""The rating scale of a record that does not say."""


def whole(value: pl.Expr, factor: int) -> pl.Expr:
    """A number times `factor`, rounded to Int64; null for null, NaN and what does not fit."""
    return (value * factor).round().cast(pl.Int64, strict=False)


def elapsed(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Milliseconds from one time to another, null if either is."""
    return (end - start).dt.total_milliseconds()


def present(name: str) -> pl.Expr:
    """True where a field has a value, else null, so that `coalesce` goes on to the next evidence."""
    return pl.when(pl.col(name).is_not_null()).then(True)


def clock(as_of: datetime | None) -> pl.Expr:
    """The time that stands for now, on every row: the one given, else the latest in the data."""
    if as_of is not None:
        return pl.lit(as_of, dtype=pl.Datetime("us"))
    return pl.col(CLOCK).max()


FACTS: dict[str, pl.Expr] = {
    # DESIGN.md section 3; null: nothing says whether a person answered
    "__answered": pl.coalesce(
        "is_answered", present("answered_at"), present("first_response_at"), pl.col("agent_msgs") > 0
    ),
    "__resolved": pl.coalesce(
        "is_resolved", pl.col("status").is_in(["resolved", "closed"]), pl.col("resolved_at").is_not_null()
    ),
    "__ended": pl.coalesce("resolved_at", "closed_at"),
    "__offered": ~((pl.col("initiator") == "agent") | (pl.col("direction") == "out")).fill_null(False),
    "__bot_only": (
        (pl.col("bot_msgs") > 0) & (pl.col("agent_msgs") == 0) & pl.col("bot_handoff_at").is_null()
    ).fill_null(False),
    "__child": ((pl.col("contact_type") == "workorder") & pl.col("parent_id").is_not_null()).fill_null(False),
    "__wait": pl.coalesce(whole(pl.col("wait_s"), MS), elapsed(pl.col("queued_at"), pl.col("answered_at"))),
    "__frt": pl.coalesce(
        whole(pl.col("first_response_s"), MS),
        elapsed(pl.max_horizontal("created_at", "first_customer_at", "bot_handoff_at"), pl.col("first_response_at")),
    ),
    "__full": pl.coalesce(
        whole(pl.col("resolution_s"), MS), elapsed(pl.col("created_at"), pl.col("resolved_at"))
    ),
    "__handle": pl.coalesce(
        whole(pl.col("handle_s"), MS),
        whole(pl.col("talk_s") + pl.col("hold_s").fill_null(0) + pl.col("wrap_s").fill_null(0), MS),
    ),
    "__scale": pl.coalesce("csat_scale", pl.lit(SCALE, dtype=pl.Int64)),
    "__handled": pl.col("__answered").fill_null(False),
    "__replied": pl.coalesce("__answered", pl.col("first_response_s").is_not_null()),
    # a channel that never times a first reply (calls time the wait) has neither hits nor misses of it
    "__timed": pl.col("__frt").is_not_null().any().over("channel"),
    "__asked": pl.col("__offered") & ~pl.col("__bot_only") & (pl.col("customer_msgs") != 0).fill_null(True),
    "__score": pl.when(
        (pl.col("csat") <= pl.col("__scale"))
        & (pl.col("csat") >= pl.when(pl.col("__scale") >= 10).then(0).otherwise(1))
    ).then(pl.col("csat")),
}  # fmt: skip
"""Each fact by name; a fact may use those above it. The fields are typed, absent ones null."""


def roots(expr: pl.Expr) -> set[str]:
    """The fields an expression reads, those of the facts it uses included.

    >>> sorted(roots(pl.col("__handled")))
    ['agent_msgs', 'answered_at', 'first_response_at', 'is_answered']
    """
    found: set[str] = set()
    for name in expr.meta.root_names():
        if name == AS_OF:
            found.add(CLOCK)
        elif name in FACTS:
            found |= roots(FACTS[name])
        elif not name.startswith("__"):
            found.add(name)
    return found


def with_facts(rows: pl.LazyFrame, names: set[str]) -> pl.LazyFrame:
    """Rows with the facts in `names`, and those they rest on, as columns.

    >>> rows = pl.LazyFrame({"is_answered": [True, None], "answered_at": None, "first_response_at": None,
    ...     "agent_msgs": [0, None]}, schema_overrides={"answered_at": pl.Datetime, "first_response_at": pl.Datetime})
    >>> with_facts(rows, {"__handled"}).collect()["__handled"].to_list()
    [True, False]
    """
    wanted = _closure(names)
    for name, expr in FACTS.items():
        if name in wanted:
            rows = rows.with_columns(expr.alias(name))
    return rows


def _closure(names: set[str]) -> set[str]:
    wanted = {name for name in names if name in FACTS}
    for name in tuple(wanted):
        wanted |= _closure(set(FACTS[name].meta.root_names()))
    return wanted
