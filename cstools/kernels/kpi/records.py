"""Records as they are counted: why one is in no figure, and the columns the tables are made of."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.periods import within
from cstools.kernels.expr.reasons import first
from cstools.kernels.kpi import groups as grouping
from cstools.kernels.kpi import inquiries, moves
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.beside import beside
from cstools.kernels.kpi.facts import AS_OF, closure, with_facts
from cstools.kernels.kpi.measures.sides import OUT, VALUE, part
from cstools.kernels.kpi.names import CHANNEL, COUNTED, MAIN, SCALE, START, TIME
from cstools.kernels.kpi.tables import columns
from cstools.kernels.kpi.walks import Walk

DAY_S = 86_400
INQUIRIES = {"inquiry_conv": inquiries.MEASURE, "inquiry_sales": inquiries.SALES}
REASON = "__reason"
"""Why a record is in no figure: a reason of `model/why.py`, null where it is."""
OUTSIDE, UNDATED = "outside", "undated"
NEIGHBOURS: dict[str, tuple[tuple[str, ...], str]] = {
    "": (("customer_id",), "~child"),
    "_same": (("customer_id", "category"), "~child"),
    "_complaint": (("customer_id",), "complaint"),
}
"""The contacts before and after that figures look at: of whom, and which of them count."""


def sorted_out(rows: pl.LazyFrame, kind: str, time: str, ask: Ask) -> pl.LazyFrame:
    """Records with the time that dates them (TIME) and the first reason, if any, why one is in no figure (REASON)."""
    at, clean = pl.col(time), kind == "ticket" and not ask.spam
    reasons = {
        "spam": pl.col("is_spam") if clean else pl.lit(False),
        "merged": pl.col("merged_into").is_not_null() if clean else pl.lit(False),
        UNDATED: at.is_null() if ask.dated else pl.lit(False),
        OUTSIDE: ~within(at, ask.during) if ask.during else pl.lit(False),
    }
    reason = first(reasons)
    return rows.with_columns(at.alias(TIME), reason.alias(REASON))


DATED = pl.col(REASON).is_null() | (pl.col(REASON) == OUTSIDE)
"""In figures, or in those that earlier periods are compared with."""
SEEN = DATED | (pl.col(REASON) == UNDATED)
"""Seen beside others: a contact that is not resolved is a contact all the same under `--date-basis resolved`."""


def sees_undated(names: set[str], walk: Walk) -> bool:
    """Whether a walk that rests on these columns looks at records beside the one it counts: contacts, the backlog."""
    beside = any("order" in metric.kpi.beside for metric in walk.metrics)
    return moves.wanted(walk) or beside or bool(neighbours(names))


def with_measured(rows: pl.LazyFrame, walk: Walk, ask: Ask) -> pl.LazyFrame:
    """Records with the facts and neighbours that the measures of a walk read."""
    if walk.kind != "ticket":
        return rows
    used = _used(walk, ask.km)
    return with_inquiries(with_facts(with_neighbours(rows, used), used, ask.business), walk, ask)


@lru_cache(32)
def _used(walk: Walk, km: bool) -> set[str]:
    """The fields and facts that the tables of a walk are made of."""
    used = {name for expr in columns(walk, km) for name in expr.meta.root_names()}
    used |= ({"__frt"} if walk.timed else set()) | ({"__scale", "__score"} if walk.mixed else set())
    return used | ({moves.CAME, moves.WENT} if moves.wanted(walk) else set())


def with_inquiries(rows: pl.LazyFrame, walk: Walk, ask: Ask) -> pl.LazyFrame:
    """Records with what each gives to the metrics that look at the orders after a contact."""
    wanted = {metric.name: metric for metric in walk.metrics if "order" in metric.kpi.beside and not metric.raw}
    for metric in wanted.values():
        days = metric.seconds // DAY_S
        if metric.seconds % DAY_S or days not in inquiries.DAYS:
            raise Usage("kpi.days", metric=metric.id, most=max(inquiries.DAYS))
        asked = with_facts(rows, {"__child"}).with_row_index("__at")
        counted = inquiries.inquiries(
            asked.filter(~pl.col("__child") & SEEN), ask.ready["order"], days, ask.told_as_of
        ).rows
        measured = INQUIRIES[metric.kpi.id]
        own = counted.select(
            "__at", measured.value.alias(part(metric, VALUE)), measured.out.alias(part(metric, OUT))
        )  # fmt: skip
        rows = asked.join(own, on="__at", how="left", maintain_order="left").drop("__at")
    return rows


def ready(rows: pl.LazyFrame, walk: Walk, ask: Ask, given: pl.Schema) -> pl.LazyFrame:
    """Only the columns the tables are made of. In: records of `sorted_out`; given: their types."""
    more = [pl.col(moves.CAME), pl.col(moves.WENT)] if moves.wanted(walk) else []
    more += [pl.col("channel").alias(CHANNEL), pl.col("__frt").is_not_null().alias("__clocked")] if walk.timed else []
    more += [pl.col("__scale").alias(SCALE), pl.col("__score").is_not_null().alias("__rated")] if walk.mixed else []
    return with_measured(rows, walk, ask).select(
        pl.col(REASON).is_null().alias(MAIN),
        ask.timeline.start(pl.col(TIME)).alias(START),
        DATED.alias(COUNTED),
        *(grouping.key(group, given[group.field]) for group in ask.groups),
        *more,
        *columns(walk, ask.km),
    )


def with_now(rows: pl.LazyFrame, now: datetime | None) -> pl.LazyFrame:
    """Records with the time that stands for now."""
    return rows.with_columns(pl.lit(now, dtype=pl.Datetime("us")).alias(AS_OF))


def whose(suffix: str) -> tuple[str, ...]:
    """The fields that say whose contacts are looked at."""
    return NEIGHBOURS[suffix][0]


def neighbours(names: set[str]) -> list[str]:
    """Which of NEIGHBOURS these columns look at."""
    rested = closure(names)
    return [suffix for suffix in NEIGHBOURS if {f"__before{suffix}", f"__after{suffix}"} & rested]


def with_neighbours(rows: pl.LazyFrame, names: set[str]) -> pl.LazyFrame:
    """Rows with the times of the same customer's contacts before and after; contacts of one moment are one."""
    for suffix in neighbours(names):
        keys, which = NEIGHBOURS[suffix]
        counts = pl.col("is_complaint").fill_null(False) if which == "complaint" else ~pl.col("__child")
        both = (f"__before{suffix}", f"__after{suffix}")
        rows = beside(with_facts(rows, {"__child"}), keys, counts & SEEN, both)
    return rows
