"""What is true of one record: the columns, all beginning with `__`, that the measures are written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import lru_cache

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
Elapsed = Callable[[pl.Expr, pl.Expr], pl.Expr]
"""From two times to the milliseconds between them, as they are counted: of every hour, or of business hours."""


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


@lru_cache(8)
def facts(business: Elapsed | None = None) -> Mapping[str, pl.Expr]:
    """Each fact by name; a fact may use those above it. The fields are typed, absent ones null.

    business: how time is counted under `--hours`; then a duration is taken from its two times, since a source's own
    seconds do not say which of them were business hours.
    """
    spent = business or elapsed

    def lasted(field: str, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        measured = spent(start, end)
        return measured if business else pl.coalesce(whole(pl.col(field), MS), measured)

    asked_at = pl.max_horizontal("created_at", "first_customer_at", "bot_handoff_at")
    return {
        # DESIGN.md section 3; null: nothing says whether a person answered
        "__answered": pl.coalesce(
            "is_answered", present("answered_at"), present("first_response_at"), pl.col("agent_msgs") > 0
        ),
        "__resolved": pl.coalesce(
            "is_resolved", pl.col("status").is_in(["resolved", "closed"]), pl.col("resolved_at").is_not_null()
        ),
        "__ended": pl.coalesce("resolved_at", "closed_at"),
        # one resolved at an unknown time, or before it was created, comes into no backlog and leaves none
        "__came": pl.when(_known() & (pl.col("created_at") <= pl.col(AS_OF))).then("created_at"),
        "__went": pl.when(_known() & (pl.col("__ended") <= pl.col(AS_OF))).then("__ended"),
        "__offered": ~((pl.col("initiator") == "agent") | (pl.col("direction") == "out")).fill_null(False),
        "__bot_only": (
            (pl.col("bot_msgs") > 0) & (pl.col("agent_msgs") == 0) & pl.col("bot_handoff_at").is_null()
        ).fill_null(False),
        "__child": ((pl.col("contact_type") == "workorder") & pl.col("parent_id").is_not_null()).fill_null(False),
        "__wait": lasted("wait_s", pl.col("queued_at"), pl.col("answered_at")),
        "__frt": lasted("first_response_s", asked_at, pl.col("first_response_at")),
        "__full": lasted("resolution_s", pl.col("created_at"), pl.col("resolved_at")),
        "__session": spent(pl.col("created_at"), pl.col("closed_at")),
        "__age": spent(pl.col("created_at"), pl.col(AS_OF)),
        "__asked_age": spent(asked_at, pl.col(AS_OF)),
        "__handle": pl.coalesce(
            whole(pl.col("handle_s"), MS),
            whole(pl.col("talk_s") + pl.col("hold_s").fill_null(0) + pl.col("wrap_s").fill_null(0), MS),
        ),
        "__scale": pl.coalesce("csat_scale", pl.lit(SCALE, dtype=pl.Int64)),
        "__handled": pl.col("__answered").fill_null(False),
        "__replied": pl.coalesce("__answered", pl.col("first_response_s").is_not_null()),
        "__asked": pl.col("__offered") & ~pl.col("__bot_only") & (pl.col("customer_msgs") != 0).fill_null(True),
        "__score": pl.when(
            (pl.col("csat") <= pl.col("__scale"))
            & (pl.col("csat") >= pl.when(pl.col("__scale") >= 10).then(0).otherwise(1))
        ).then(pl.col("csat")),
    }


def _known() -> pl.Expr:
    ended = pl.col("__ended")
    return (ended >= pl.col("created_at")) | (ended.is_null() & ~pl.col("__resolved"))


def roots(expr: pl.Expr) -> set[str]:
    """The fields an expression reads, those of the facts it uses included.

    >>> sorted(roots(pl.col("__handled")))
    ['agent_msgs', 'answered_at', 'first_response_at', 'is_answered']
    """
    return fields(closure(expr.meta.root_names()))


def fields(names: Iterable[str]) -> set[str]:
    """Those of columns and facts that are fields; the latest time is one of CLOCK."""
    return {CLOCK if name == AS_OF else name for name in names if name == AS_OF or not name.startswith("__")}


def closure(names: Iterable[str]) -> set[str]:
    """All columns and facts that these rest on, themselves included.

    >>> sorted(closure(["__handled"]))[:2]
    ['__answered', '__handled']
    """
    return {beneath for name in names for beneath in _beneath(name)}


@lru_cache(1024)
def _beneath(name: str) -> frozenset[str]:
    known = facts().get(name)
    return frozenset({name} if known is None else {name, *closure(known.meta.root_names())})


def with_facts(rows: pl.LazyFrame, names: set[str], business: Elapsed | None = None) -> pl.LazyFrame:
    """Rows with the facts in `names`, and those they rest on, as columns.

    >>> rows = pl.LazyFrame({"is_answered": [True, None], "answered_at": None, "first_response_at": None,
    ...     "agent_msgs": [0, None]}, schema_overrides={"answered_at": pl.Datetime, "first_response_at": pl.Datetime})
    >>> with_facts(rows, {"__handled"}).collect()["__handled"].to_list()
    [True, False]
    """
    for level in _levels(frozenset(names), business):
        rows = rows.with_columns(level)
    return rows


@lru_cache(64)
def _levels(names: frozenset[str], business: Elapsed | None) -> tuple[list[pl.Expr], ...]:
    """The facts in `names`, and those they rest on, each in the first step by which all it rests on is there."""
    wanted = closure(set(names))
    steps: dict[str, int] = {}
    found: dict[int, list[pl.Expr]] = {}
    for name, expr in facts(business).items():
        if name in wanted:
            steps[name] = max((steps.get(root, -1) + 1 for root in expr.meta.root_names()), default=0)
            found.setdefault(steps[name], []).append(expr.alias(name))
    return tuple(found[step] for step in sorted(found))
