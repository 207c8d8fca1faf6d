"""Options that do not exist, or do not go together: said before any data is read."""

from __future__ import annotations

from cstools.errors import Usage
from cstools.kernels.expr.periods import PERIODS
from cstools.kernels.kpi.ask import EVERYTHING, KM, Ask
from cstools.kernels.kpi.names import RANKED
from cstools.kernels.kpi.rows import ADDS
from cstools.kernels.kpi.walks import BASES, MAIN_TIME
from cstools.model import fields
from cstools.model.kpis import expand, find, parse

COMPARE = ("prev", "year")
INNER = "load"
"""A kind of records that is made of tickets, and that nobody has."""
OWN = {*fields.of("kpi"), "before", "n_before", "level", "floor", "stretch", *RANKED, *ADDS}
"""Columns of the answer, which no group can be named like."""


def check(ask: Ask) -> None:
    """Raise Usage for an option whose value does not exist, or that lacks another."""
    _values(ask)
    _together(ask)
    for group in ask.groups:
        if group.name in OWN or group.name.startswith("__") or (ask.wide and find(group.name, ask.own)):
            raise Usage("kpi.by_own", text=group.name)
    if EVERYTHING not in ask.ids or len(ask.ids) > 1:
        expand(ask.ids, ask.own)
    if ask.rows:
        parse(ask.rows, ask.own)


def _values(ask: Ask) -> None:
    known: list[tuple[str, str, tuple[str, ...]]] = [
        ("kpi.period", ask.period, PERIODS),
        ("kpi.basis", ask.basis, BASES),
        ("kpi.censored", ask.censored, (KM, "")),
        *(("kpi.compare", each, COMPARE) for each in ask.compare),
    ]
    if ask.kind:
        check_kind(ask.kind)
    for key, value, choices in known:
        if value not in choices:
            raise Usage(key, text=value, known=", ".join(choice for choice in choices if choice))


def _together(ask: Ask) -> None:
    endless, groupless = ask.timeline.endless, not ask.groups
    rules = (
        (bool(ask.compare) and endless, "kpi.compare_all", ""),
        (bool(ask.mix) and endless, "kpi.mix_all", ""),
        (ask.rank and groupless, "kpi.groupless", "--rank"),
        (ask.score is not None and groupless, "kpi.groupless", "--score"),
    )
    for broken, key, option in rules:
        if broken:
            raise Usage(key, option=option)


def check_kind(kind: str) -> None:
    """Raise Usage("kpi.kind") for a kind of records that nothing is counted of."""
    if kind not in MAIN_TIME or kind == INNER:
        raise Usage("kpi.kind", kind=kind, known=", ".join(each for each in MAIN_TIME if each != INNER))
