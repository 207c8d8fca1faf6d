"""Walks: the passes over records that a set of figures takes, each over one kind of record, dated by one time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cstools.kernels.kpi.measures import Measure, measure
from cstools.model.kpis import Metric

MAIN_TIME = {"ticket": "created_at"}
"""The time that dates a record of each kind."""
BASES = ("created", "event", "resolved")
"""`--date-basis`: the record's main time, the time of what a figure counts, the resolution."""


@dataclass(frozen=True)
class Walk:
    """One pass: the kind of record, the time that dates it, and the figures it gives."""

    kind: str
    time: str
    metrics: tuple[Metric, ...]

    @cached_property
    def measures(self) -> dict[str, tuple[Metric, Measure]]:
        """What is measured, once each: by key, one of its metrics and its measure."""
        return {metric.key: (metric, measure(metric)) for metric in self.metrics}

    @cached_property
    def timed(self) -> bool:
        """Whether a figure counts only in channels that time a first reply."""
        return any(made.timed for _, made in self.measures.values())

    @cached_property
    def mixed(self) -> bool:
        """Whether a figure depends on whether ratings are on several scales."""
        return any(made.mixed is not None for _, made in self.measures.values())


def time_of(metric: Metric, basis: str) -> str:
    """The field that dates a record for a figure.

    >>> from cstools.model.kpis import parse
    >>> time_of(parse("wait_mean")[0], "created"), time_of(parse("wait_mean")[0], "event")
    ('created_at', 'answered_at')
    """
    kpi = metric.kpi
    if basis == "event" and kpi.event:
        return kpi.event
    return "resolved_at" if basis == "resolved" and kpi.of == "ticket" else MAIN_TIME[kpi.of]


def walks(metrics: Iterable[Metric], basis: str) -> tuple[Walk, ...]:
    """The passes that give these figures, in the order they are first needed.

    >>> from cstools.model.kpis import expand
    >>> [(walk.time, len(walk.metrics)) for walk in walks(expand(["volume", "csat_pct", "handled"]), "event")]
    [('created_at', 1), ('csat_at', 1), ('answered_at', 1)]
    """
    found: dict[tuple[str, str], list[Metric]] = {}
    for metric in metrics:
        if metric.kpi.of:
            found.setdefault((metric.kpi.of, time_of(metric, basis)), []).append(metric)
    return tuple(Walk(kind, time, tuple(each)) for (kind, time), each in found.items())
