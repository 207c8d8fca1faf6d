"""How many came, and what became of them: the expressions of `model/catalogue/contacts.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from cstools.kernels.kpi.facts import MS, present
from cstools.kernels.kpi.measures.made import Measure, col, duration, share


def _customers(_: int) -> Measure:
    known = col("customer_id").is_not_null()
    return Measure(
        pl.when(known).then(True), out={"no_customer": ~known}, person=col("customer_id"), people="any"
    )  # fmt: skip


def _answer_rate(_: int) -> Measure:
    """Known to be answered, or known not to be; who waited in a queue and was not answered is the latter."""
    queued = pl.when(col("__wait").is_not_null() | col("queued_at").is_not_null()).then(False)
    answered = pl.coalesce("is_answered", present("answered_at"), ~col("is_abandoned"), queued)
    return share(pl.lit(True), answered, outbound=~col("__offered"), unknown=answered.is_null())


ASKED = {
    "outbound": ~col("__offered"),
    "bot_only": col("__bot_only"),
    "wordless": (col("customer_msgs") == 0).fill_null(False),
}
"""Why a record asks nothing of a person."""


def _unanswered(seconds: int) -> Measure:
    waiting = ~col("__replied").fill_null(False)
    young = waiting & (col("__age") <= seconds * MS)
    return share(pl.lit(True), waiting, **ASKED, no_date=waiting & col("__age").is_null(), young=young)


LEFT = col("__came").is_not_null() & col("__went").is_null()
"""In, and not yet out, at the end of the data; `moves` looks at the end of each period."""


def _backlog(_: int) -> Measure:
    return Measure(LEFT, moves=True)


def _backlog_age(_: int) -> Measure:
    return duration(pl.when(LEFT).then(col("__age")))


def _net_flow(_: int) -> Measure:
    came, went = (col(name).is_not_null().cast(pl.Int64) for name in ("__came", "__went"))
    return Measure(came - went, moves=True)


def _resolve_events(_: int) -> Measure:
    return Measure(pl.when("__resolved").then(1 + col("reopen_count").fill_null(0)))


CONTACTS: Mapping[str, Callable[[int], Measure]] = {
    "volume": lambda _: Measure(~col("__child"), out={"child": col("__child")}),
    "customers": _customers,
    "handled": lambda _: Measure(col("__handled")),
    "resolved": lambda _: Measure(col("__resolved")),
    "resolve_events": _resolve_events,
    "backlog": _backlog,
    "backlog_age": _backlog_age,
    "net_flow": _net_flow,
    "answer_rate": _answer_rate,
    "reply_rate": lambda _: share(pl.lit(True), col("__replied"), **ASKED),
    "unanswered": _unanswered,
}
