"""What is asked of cs-kpi, and the columns its answer has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.periods import ALL
from cstools.kernels.kpi.facts import Elapsed, elapsed
from cstools.kernels.kpi.groups import Group
from cstools.kernels.kpi.timeline import Timeline
from cstools.model.catalogue import CATALOGUE, Kpi
from cstools.model.kpis import Metric, allowed, expand, lacking, settled

if TYPE_CHECKING:
    from cstools.kernels.kpi.calendar import Calendar
    from cstools.kernels.kpi.exclude import Exclusions
    from cstools.kernels.kpi.targets import Targets
    from cstools.model.hours import Hours
    from cstools.model.scorecards import Card

EVERYTHING = "all"
KM = "km"


@dataclass(frozen=True)
class Ask:
    """The options of one run; `ids` are the metrics asked by name, `("all",)` all the fields allow, () the default.

    kind: of the main records, "" to tell it by their fields. sides: records of other kinds; ready: the same as they are
    counted (`sides.frames`). as_of: what stands for now; told_as_of: if the user said so; late: chunks are
    summed before it is known. during: only records in this
    half-open interval. censored: `km`, or "" to leave open records out of durations. hours: business hours; business:
    time counted within them, laid out for the records at hand. own: metrics besides those of the catalogue. rows: the
    metric whose records are asked for instead of figures, or "". calendar: promotions, whose phases are periods.
    rank: groups beside one another. mix: the field whose values a change is split by. score: the scorecard to score
    groups by. stat: the platform's own figures, to set beside ours. spam: whether spam and merged records are in.
    """

    ids: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    period: str = ALL
    rollup: bool = False
    compare: tuple[str, ...] = ()
    targets: Targets | None = None
    basis: str = "created"
    wide: bool = False
    as_of: datetime | None = None
    told_as_of: datetime | None = None
    late: bool = False
    during: tuple[datetime, datetime] | None = None
    censored: str = ""
    hours: Hours | None = None
    business: Elapsed | None = None
    own: Mapping[str, Kpi] = field(default_factory=dict)
    rows: str = ""
    calendar: Calendar | None = None
    exclusions: Exclusions | None = None
    rank: bool = False
    mix: str = ""
    score: Card | None = None
    stat: pl.DataFrame | None = None
    spam: bool = False
    lang: str = "zh"
    kind: str = "ticket"
    sides: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    ready: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def named(self) -> tuple[Metric, ...]:
        """The figures asked by name; all of the catalogue if none is."""
        chosen = self.ids if self.ids and self.ids != (EVERYTHING,) else self.every
        asked = (self.rows,) if self.rows else chosen if self.score is None else self.score.metrics
        return settled(expand(asked, self.own), at_hand(self, ()), self.kind)

    @property
    def every(self) -> tuple[str, ...]:
        """The ids of all metrics there are."""
        return (*(kpi.id for kpi in CATALOGUE), *self.own)

    @property
    def km(self) -> bool:
        """Whether open records count as censored."""
        return self.censored == KM

    @property
    def spent(self) -> Elapsed:
        """How time is counted."""
        return self.business or elapsed

    @property
    def dated(self) -> bool:
        """Whether a record without its time is in no figure."""
        return not self.timeline.endless or self.during is not None or self.basis != "created"

    @property
    def timeline(self) -> Timeline:
        """The periods of the figures."""
        return Timeline(self.period, self.calendar)

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that the targets give beside a target."""
        return tuple(name for name in ("floor", "stretch", "benchmark") if self.targets and name in self.targets.given)


def chosen(ask: Ask, columns: Collection[str]) -> tuple[Metric, ...]:
    """The figures to give from records with these columns. Raises Usage("kpi.needs") for one whose fields are missing.

    >>> [metric.id for metric in chosen(Ask(ids=("volume", "wait_p90")), ["wait_s"])]
    ['volume', 'wait_p90']
    """
    given = at_hand(ask, columns)
    if not ask.rows and ask.score is None and (not ask.ids or ask.ids == (EVERYTHING,)):
        ids = [kpi.id for kpi in allowed(given, not ask.ids, ask.own)]
        return tuple(metric for metric in settled(expand(ids, ask.own), given, ask.kind))
    for metric in ask.named:
        if needs := lacking(metric.kpi, given):
            raise Usage("kpi.needs", metric=metric.id, fields=", ".join(needs))
    return ask.named


def at_hand(ask: Ask, columns: Collection[str]) -> dict[str, Collection[str]]:
    """The kinds of records at hand and the fields of each; columns: those of the main records."""
    given = {**{kind: tuple(frame.columns) for kind, frame in ask.sides.items()}, ask.kind or "ticket": tuple(columns)}
    if "ticket" in given:
        given["load"] = given["ticket"]
    if "refund" in given and "order" in given:
        given["order"] = (*given["order"], "refund_amount")
    return dict(given)
