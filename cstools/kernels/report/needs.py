"""The fields of a ticket that a report reads: no others are parsed."""

from __future__ import annotations

import polars as pl

from cstools.kernels.kpi.facts import closure, facts, fields
from cstools.kernels.report.ask import Ask
from cstools.kernels.stage import PROVENANCE, Result, Stage
from cstools.model.kpis import KPIS

SHOWN = (
    "ticket_id", "created_at", "shop", "channel", "team", "agent", "customer_id", "topic", "category", "text",
    "severity", "red_line", "is_spam", "merged_into", "contact_type", "parent_id", "csat", "first_response_s",
    "first_response_at", "resolution_s", "resolved_at", "transfer_count", "is_complaint", "status", "is_resolved",
    "is_answered", "answered_at", "agent_msgs", "keywords",
)  # fmt: skip
"""What sections look at beside the fields of metrics."""


def needs(ask: Ask) -> tuple[str, ...]:
    """The fields the report reads, in a fixed order: those of sections, of every metric over tickets, of its options.

    A metric needs what its catalogue names; what its facts read beside, such as the scale of a rating, is read too.

    >>> {"csat", "csat_scale", "text", "reopen_count"} <= set(needs(Ask())), "phone" in needs(Ask())
    (True, False)
    """
    of_metrics = [
        name
        for kpi in KPIS.values() if kpi.of in ("ticket", "load")
        for need in kpi.needs for both in need.split("|") for name in both.split("+")
    ]  # fmt: skip
    options = ask.exclusions.needs if ask.exclusions else ()
    hours = (ask.hours.field,) if ask.hours and ask.hours.field else ()
    scope = (ask.scope[0],) if ask.scope else ()
    return tuple(
        dict.fromkeys(
            (*SHOWN, *of_metrics, *sorted(fields(closure(facts()))), *options, *hours, *scope, *ask.config.fields)
        )
    )


def stage(ask: Ask, split: str | None = None) -> Stage:
    """Keeps the fields the report reads, and the one it is split by; those that are there.

    >>> stage(Ask()).apply(pl.LazyFrame({"csat": [5.0], "phone": ["1"]})).rows.collect().columns
    ['csat']
    """
    known = (*needs(ask), *((split,) if split else ()))

    def apply(rows: pl.LazyFrame) -> Result:
        names = rows.collect_schema().names()
        return Result(rows.select(name for name in names if name in known or name in PROVENANCE))

    return Stage("report", apply, needs=known, narrow=True)
