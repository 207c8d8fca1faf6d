"""What went wrong, what it cost, how much was said: the expressions of `model/catalogue/trouble.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from cstools.kernels.kpi.facts import AS_OF, CENTS, MS, elapsed, whole
from cstools.kernels.kpi.measures.made import Measure, col, share


def _repeat_complaint(seconds: int) -> Measure:
    again = elapsed(col("created_at"), col("__after_complaint")) <= seconds * MS
    complained = col("is_complaint").fill_null(False)
    made = share(
        complained, again, no_customer=complained & col("customer_id").is_null(),
        no_date=complained & col("created_at").is_null(),
    )  # fmt: skip
    return replace(made, person=col("customer_id"), people="any")


def _bot_containment(seconds: int) -> Measure:
    limit = seconds * MS
    bot = (col("bot_msgs") > 0).fill_null(False) & ~col("__child")
    young = elapsed(col("created_at"), col(AS_OF)) < limit
    back = (elapsed(col("created_at"), col("__after")) <= limit).fill_null(False)
    return share(
        bot, col("__bot_only") & ~back, no_customer=bot & col("customer_id").is_null(),
        no_date=bot & col("created_at").is_null(), young=bot & young,
    )  # fmt: skip


def _aq_ratio(_: int) -> Measure:
    both = col("agent_msgs").is_not_null() & col("customer_msgs").is_not_null()
    return Measure(pl.when(both).then(col("agent_msgs")), below=pl.when(both).then(col("customer_msgs")))


def _cost_per_resolved(_: int) -> Measure:
    cost = whole(col("cost"), CENTS)
    return Measure(
        cost, CENTS, below=pl.when(cost.is_not_null()).then(col("__resolved").cast(pl.Int64)),
        out={"no_cost": cost.is_null()},
    )  # fmt: skip


def _cost(_: int) -> Measure:
    value = pl.when(col("__handled")).then(whole(col("cost"), CENTS))
    return Measure(value, CENTS, out={"no_cost": col("__handled") & col("cost").is_null()})


TROUBLE: Mapping[str, Callable[[int], Measure]] = {
    "red_lines": lambda _: Measure(col("red_line").fill_null(False)),
    "complaints": lambda _: Measure(col("is_complaint").fill_null(False)),
    "complaint_rate": lambda _: share(pl.lit(True), col("is_complaint")),
    "repeat_complaint": _repeat_complaint,
    "escalation_rate": lambda _: share(col("__handled"), col("is_escalated")),
    "transfer_rate": lambda _: share(col("__handled"), col("transfer_count") > 0),
    "bot_containment": _bot_containment,
    "refund_amount": lambda _: Measure(whole(col("refund_amount"), CENTS), CENTS),
    "cost_per_contact": _cost,
    "cost_per_resolved": _cost_per_resolved,
    "msgs_per_ticket": lambda _: Measure(col("customer_msgs") + col("agent_msgs")),
    "aq_ratio": _aq_ratio,
}
