"""The fields of a ticket that a report reads: no others are parsed."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cstools.kernels.expr.sql import expression
from cstools.kernels.filters import ROWS
from cstools.kernels.kpi import groups
from cstools.kernels.kpi.facts import closure, facts, fields
from cstools.kernels.report.ask import Ask
from cstools.kernels.staff.contacts import NEEDS as STAFFED
from cstools.kernels.stage import PROVENANCE, Result, Stage
from cstools.model.kpis import KPIS

SHOWN = (
    "ticket_id", "created_at", "shop", "product", "channel", "team", "agent", "customer_id", "topic", "category",
    "text", "severity", "red_line", "is_spam", "merged_into", "contact_type", "parent_id", "csat", "first_response_s",
    "first_response_at", "resolution_s", "resolved_at", "transfer_count", "is_complaint", "status", "is_resolved",
    "is_answered", "answered_at", "agent_msgs",
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
    of_facts = sorted(fields(closure(facts())))
    return tuple(dict.fromkeys((*SHOWN, *STAFFED, *of_metrics, *of_facts, *options, *hours, *scope, *_kept(ask))))


def _kept(ask: Ask) -> Iterator[str]:
    """The fields that the files of the user's own look at: their metrics, blocks and actions."""
    blocks = [block for section in ask.config.own for block in section.blocks]
    for kpi in ask.config.metrics.values():
        yield from kpi.needs
    yield from (group.field for block in blocks if block.by for group in groups.parse([block.by]))
    for condition in [*(block.where for block in blocks), *(one.where for one in ask.planned)]:
        if condition:
            yield from expression(condition, "option.where", ROWS).meta.root_names()


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
