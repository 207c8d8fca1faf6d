"""What the figures asked for need: walks over records, fields, and whether chunks can be summed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.expr.frames import dtypes
from cstools.kernels.kpi import moves, orders, records, refunds, rounds, sides, states
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.facts import AS_OF, CLOCK, closure, roots
from cstools.kernels.kpi.facts import fields as fields_of
from cstools.kernels.kpi.inquiries import NEEDS as INQUIRY
from cstools.kernels.kpi.names import AGE, TIME
from cstools.kernels.kpi.walks import Walk, walks
from cstools.model import fields
from cstools.model.kpis import Metric, expand, settled

ALWAYS = ("is_spam", "merged_into")
"""What decides whether a ticket is in any figure."""
CONTACT = roots(pl.col("__child"))
"""What tells a contact from a work order under it, where other contacts are looked at."""
LOAD = ("agent", "answered_at", "closed_at")
OTHERS: dict[str, tuple[str, ...]] = {
    "message": rounds.NEEDS,
    "order": orders.NEEDS,
    "refund": refunds.NEEDS,
    "agent_state": states.NEEDS,
    "survey": tuple(fields.of("survey")),
}
"""The fields that records of other kinds than tickets are laid out from."""


def parts(metrics: Sequence[Metric], ask: Ask) -> tuple[Metric, ...]:
    """The figures, and behind them those that the ones made of two are made of."""
    given = {ask.kind or "ticket": (), **{kind: frame.columns for kind, frame in ask.sides.items()}}
    both = [name for metric in metrics if not metric.kpi.of for name in metric.kpi.over]
    return tuple(dict.fromkeys([*metrics, *settled(expand(both), given, ask.kind)]))


def passes(ask: Ask, metrics: Sequence[Metric] | None = None) -> tuple[Walk, ...]:
    """The walks over records that give the figures; None: all that are named."""
    return walks(parts(ask.named if metrics is None else metrics, ask), ask.basis, ask.exclusions)


def needs(ask: Ask) -> tuple[str, ...]:
    """The fields the figures read, in the order of the field table, then those of groups that are not in it.

    Of records whose kind is not known beforehand, those of every kind.
    """
    found: set[str] = set()
    if ask.kind in ("ticket", ""):
        found |= _of_tickets(ask)
    kinds = OTHERS if not ask.kind else {ask.kind} & OTHERS.keys()
    found |= {field for kind in kinds for field in OTHERS[kind]}
    found |= {field for kpi in ask.own.values() if kpi.of in kinds for field in kpi.needs}
    groups = [group.field for group in ask.groups if group.field != TIME]
    table = [*dtypes("ticket"), *(name for kind in OTHERS for name in dtypes(kind))]
    known = tuple(name for name in dict.fromkeys(table) if name in found | set(groups))
    return known + tuple(dict.fromkeys(name for name in (*groups, *sorted(found)) if name not in known))


def _of_tickets(ask: Ask) -> set[str]:
    found = {*ALWAYS, CLOCK} if ask.dated else {*ALWAYS}
    own = passes(ask)
    for walk in own:
        if walk.kind == "ticket":
            found |= {walk.time} if ask.dated or any(group.field == TIME for group in ask.groups) else set()
            rested = rests(walk, ask)
            found |= fields_of(rested) | ({"channel"} if walk.timed else set())
            suffixes = records.neighbours(rested)
            found |= {field for suffix in suffixes for field in records.whose(suffix)}
            found |= CONTACT if suffixes else set()
        found |= set(LOAD) if walk.kind == "load" else set()
    found |= {*INQUIRY, *CONTACT} if _beside(own) else set()
    found |= {"ticket_id"} if any(sides.enriched(kind, ask) for kind in ask.sides) else set()
    found |= {ask.hours.field} if ask.hours and ask.hours.field else set()
    return found | ({CLOCK, *ask.exclusions.needs} if ask.exclusions else set())


def _beside(own: Sequence[Walk]) -> bool:
    return any(metric.kpi.beside for walk in own if walk.kind == "ticket" for metric in walk.metrics)


def chunked(ask: Ask) -> bool:
    """Whether the figures asked for can be summed chunk by chunk: none needs the latest of all times, a customer's
    other contacts, or the tickets beside other records.
    """
    own = passes(ask)
    rested = {name for walk in own if walk.kind == "ticket" for name in rests(walk, ask)}
    aged = any(AGE in walk.measures for walk in own)
    whole = (
        _beside(own) or any(walk.kind == "load" for walk in own) or any(sides.enriched(kind, ask) for kind in ask.sides)
    )
    late = AS_OF in rested and ask.as_of is None and not _put_right(own, ask)
    return ask.kind == "ticket" and ask.stat is None and not (aged or whole or late or records.neighbours(rested))


def _put_right(own: Sequence[Walk], ask: Ask) -> bool:
    """Whether what rests on the latest time can be put right at the end (`late`): plain sums of records without lists,
    in time of every hour.
    """
    moved = any(moves.wanted(walk) for walk in own)
    lists = any(isinstance(dtypes("ticket").get(name), pl.List) for name in needs(ask))
    return not (moved or lists or ask.km or ask.hours)


def rests(walk: Walk, ask: Ask) -> set[str]:
    """The columns and facts a walk rests on."""
    own = {name for _, made in walk.measures.values() for name in made.names(ask.km)}
    return closure(own | ({moves.CAME, moves.WENT} if moves.wanted(walk) else set()))
