"""What is asked of cs-report, beside the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from cstools.kernels.staff.ask import Ask as Staffing
from cstools.model.report.audience import READERS
from cstools.model.report.config import Config, with_own
from cstools.model.report.planned import Planned

if TYPE_CHECKING:
    from cstools.kernels.kpi.calendar import Calendar
    from cstools.kernels.kpi.exclude import Exclusions
    from cstools.kernels.kpi.targets import Targets
    from cstools.model.hours import Hours
    from cstools.model.scorecards import Card


@dataclass(frozen=True)
class Input:
    """A file the report was made from, its hash (None: a stream)."""

    file: str
    sha256: str | None = None


@dataclass(frozen=True)
class Ask:
    """The options of one report.

    month: `2025-10`, by default the last complete month in the data. targets: metric id -> target in the metric's unit,
    or those of a file. log: the JSON lines that the tools before wrote with `--log`. sides: records of other kinds
    (order, refund, survey, message). stat: the platform's own figures. planned: the actions of earlier months. quality:
    what `cs-clean --quality` wrote. score: a scorecard, for the page of one agent. audience: director, lead, agent or
    "" for all; scope: the part of the team it is about (field and value); team: that of the
    agent it is about. staffing: what the need of heads is reckoned for, and the roster.
    """

    month: str | None = None
    as_of: datetime | None = None
    title: str = ""
    targets: Mapping[str, float] | Targets | None = None
    log: Sequence[Mapping[str, Any]] = ()
    calendar: Calendar | None = None
    exclusions: Exclusions | None = None
    hours: Hours | None = None
    sides: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    stat: pl.DataFrame | None = None
    planned: tuple[Planned, ...] = ()
    quality: Mapping[str, Any] | None = None
    score: Card | None = None
    inputs: tuple[Input, ...] = ()
    audience: str = ""
    scope: tuple[str, str] | None = None
    team: str = ""
    config: Config = field(default_factory=Config)
    staffing: Staffing = field(default_factory=Staffing)

    @property
    def order(self) -> tuple[str, ...]:
        """The sections to make, in their order."""
        if not self.audience:
            return self.config.order
        reader = READERS[self.audience]
        return with_own(reader.sections, (one.id for one in self.config.own if reader.own))
