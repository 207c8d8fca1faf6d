"""Walks: the passes over records that a set of figures takes, each over one kind of record, dated by one time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from cstools.kernels.kpi.exclude import Exclusions, Struck
from cstools.kernels.kpi.exclude import struck as struck_by
from cstools.kernels.kpi.measures import Measure, measure
from cstools.model import fields
from cstools.model.catalogue import Kpi
from cstools.model.kpis import Metric

MAIN_TIME = {
    "ticket": "created_at", "message": "question_at", "order": "ordered_at", "refund": "applied_at",
    "survey": "asked_at", "agent_state": "start_at", "load": "at",
}  # fmt: skip
"""The time that dates a record of each kind."""
RAW = "own."
"""Before a kind: its records as they are, not laid out as the catalogue counts them."""
BASES = ("created", "event", "resolved")
"""`--date-basis`: the record's main time, the time of what a figure counts, the resolution."""
LASTING = ("backlog", "backlog_age", "net_flow")
"""Figures of what is there at the end of a period, which no exclusion takes away."""


@dataclass(frozen=True, eq=False)
class Walk:
    """One pass: the kind of record, the time that dates it, and the figures it gives.

    channels: whether its sums are by channel, though no figure of its own is timed.
    """

    kind: str
    time: str
    metrics: tuple[Metric, ...]
    channels: bool = False

    @cached_property
    def measures(self) -> dict[str, tuple[Metric, Measure]]:
        """What is measured, once each: by key, one of its metrics and its measure."""
        return {metric.key: (metric, _measured(metric)) for metric in self.metrics}

    @cached_property
    def timed(self) -> bool:
        """Whether a figure counts only in channels that time a first reply."""
        return self.channels or any(made.timed for _, made in self.measures.values())

    @cached_property
    def mixed(self) -> bool:
        """Whether a figure depends on whether ratings are on several scales."""
        return any(made.mixed is not None for _, made in self.measures.values())


def counted_over(kpi: Kpi) -> str:
    """The kind of the walk of a metric: one's own metrics of other records than tickets look at their own fields."""
    return kpi.of if kpi.own is None or kpi.of == "ticket" else RAW + kpi.of


def _measured(metric: Metric) -> Measure:
    made = measure(metric)
    return made.struck(pl.col(metric.struck).is_not_null()) if metric.struck else made


def time_of(metric: Metric, basis: str) -> str:
    """The field that dates a record for a figure.

    >>> from cstools.model.kpis import parse
    >>> time_of(parse("wait_mean")[0], "created"), time_of(parse("wait_mean")[0], "event")
    ('created_at', 'answered_at')
    """
    kpi = metric.kpi
    if counted_over(kpi).startswith(RAW):
        return fields.TIME[kpi.of] or ""
    if basis == "event" and kpi.event:
        return kpi.event
    return "resolved_at" if basis == "resolved" and kpi.of == "ticket" else MAIN_TIME[kpi.of]


def walks(metrics: Iterable[Metric], basis: str, exclusions: Exclusions | None = None) -> tuple[Walk, ...]:
    """The passes that give these figures, in the order they are first needed.

    With exclusions, each figure of tickets that one touches is taken twice: without the records struck, and raw.

    >>> from cstools.model.kpis import expand
    >>> [(walk.time, len(walk.metrics)) for walk in walks(expand(["volume", "csat_pct", "handled"]), "event")]
    [('created_at', 1), ('csat_at', 1), ('answered_at', 1)]
    """
    asked = tuple(metrics)
    by_metric = strikes(asked, exclusions).by_metric
    found: dict[tuple[str, str], list[Metric]] = {}
    for metric in asked:
        if metric.kpi.of:
            column = by_metric.get(metric.id)
            taken = [replace(metric, struck=column), replace(metric, raw=True)] if column else [metric]
            found.setdefault((counted_over(metric.kpi), time_of(metric, basis)), []).extend(taken)
    return tuple(Walk(kind, time, tuple(each)) for (kind, time), each in found.items())


def strikes(metrics: Iterable[Metric], exclusions: Exclusions | None) -> Struck:
    """What strikes a record, for each figure of tickets; the backlog counts all records whatever is excluded."""
    own = [metric.id for metric in metrics if metric.kpi.of == "ticket" and metric.kpi.id not in LASTING]
    return Struck({}, {}) if exclusions is None else struck_by(exclusions, own)
