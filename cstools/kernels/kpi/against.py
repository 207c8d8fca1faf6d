"""`--reconcile`: our figures beside the platform's own, and which choices of ours explain the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import polars as pl

from cstools.errors import Usage
from cstools.kernels.kpi.answer import Answer
from cstools.kernels.kpi.ask import EVERYTHING, Ask, at_hand
from cstools.kernels.kpi.calendar import PHASE
from cstools.kernels.kpi.platform import check
from cstools.kernels.kpi.reconcile import platform, reconciled
from cstools.model.fields import normal
from cstools.model.kpis import lacking, parse
from cstools.model.metric_names import every
from cstools.model.platform_names import names
from cstools.model.units import bare

Step = Callable[[Ask], Ask | None]
STEPS: dict[str, Step] = {
    "without_exclusions": lambda ask: replace(ask, exclusions=None) if ask.exclusions else None,
    "calendar_time": lambda ask: replace(ask, hours=None) if ask.hours else None,
    "with_spam": lambda ask: replace(ask, spam=True),
    "event_dates": lambda ask: replace(ask, basis="event") if ask.basis == "created" and ask.dated else None,
}
"""Choices of ours that a platform may not make, undone one after another; None: not made here."""


def against(ask: Ask, figures_of: Callable[[Ask], pl.DataFrame]) -> Answer:
    """The platform's figures beside ours. figures_of: the internal figures (`answer.figures`) of what is asked."""
    assert ask.stat is not None
    period = PHASE if ask.timeline.phases else ask.period
    groups = [group.name for group in ask.groups]
    figures = figures_of(ask)
    theirs = platform(ask.stat, figures, groups, period, ask.during, ask.calendar)
    variants: dict[str, pl.DataFrame] = {}
    now = ask
    for name, step in STEPS.items():
        undone = step(now)
        if undone is not None:
            now = undone
            variants[name] = figures_of(now)
    made = reconciled(figures, variants, theirs, groups, period, ask.calendar)
    return Answer(made, theirs.notes)


def named(ask: Ask, columns: Iterable[str]) -> tuple[str, ...]:
    """The metrics to set beside: those asked for, else those of ours that the platform's names may mean and that the
    records give. Raises Usage("reconcile.nothing") where that is none, ("reconcile.kind") for a table of another kind.
    """
    if ask.ids and ask.ids != (EVERYTHING,):
        return ask.ids
    assert ask.stat is not None
    check(ask.stat)
    given = at_hand(ask, tuple(columns))
    told = [name for name in ask.stat["metric"].unique(maintain_order=True).drop_nulls() if name]
    ids: list[str] = []
    for name in told:
        ids += [id_ for id_ in _meant(name) if not lacking(parse(id_)[0].kpi, given)][:1]
    if not ids:
        raise Usage("reconcile.nothing", names=", ".join(told[:8]))
    return tuple(dict.fromkeys(sorted(ids)))


def _meant(name: str) -> tuple[str, ...]:
    """The figures of ours that a platform's name may mean, the likeliest first."""
    known = names()
    found = known.get(normal(name)) or known.get(normal(bare(name)[0]))
    return found or tuple(metric.id for metric in every(name))
