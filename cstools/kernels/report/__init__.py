"""cs-report: the monthly review as a model; what it looks like is the business of `view/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from cstools import __version__
from cstools.kernels.kpi.targets import Targets
from cstools.kernels.report import cases, compare, days, findings, quality, topics
from cstools.kernels.report.data import Data, gather
from cstools.kernels.report.period import now
from cstools.kernels.report.scorecard import aims, cards
from cstools.model.report import (
    Action,
    Actions,
    Figure,
    Findings,
    Kpis,
    Meta,
    Phrase,
    Report,
    Section,
)  # fmt: skip


def build(
    rows: pl.DataFrame,
    month: str | None = None,
    *,
    as_of: datetime | None = None,
    title: str = "",
    targets: Mapping[str, float] | Targets | None = None,
    log: Sequence[Mapping[str, Any]] = (),
) -> Report:
    """The review of one month of tickets.

    In: typed ticket rows of any months; all fields optional. month: `2025-10`, by default the last complete month in
    the data; earlier rows feed 环比, 同比 and the daily expectation. targets: metric id -> target in the metric's
    unit, or those of a file. log: the JSON lines that the tools before wrote with `--log`. A section without data says
    why.
    Raises Usage("report.during") for a month that is none.

    >>> report = build(pl.DataFrame({"created_at": [datetime(2025, 9, 30, 9)]}))
    >>> report.meta.month, [section.id for section in report.sections][:3]
    ('2025-09', ['findings', 'kpis', 'trend'])
    """
    if month is None and as_of is None and now(rows) is None:
        nothing = Section("findings", why=Phrase("why.nothing"))
        return Report(Meta("", "", 0, title=title, version=__version__), (nothing,))
    data = gather(rows, month, as_of)
    if not data.month().height:
        parts = tuple(Section(name, why=Phrase("why.month")) for name in ("findings", "kpis"))
        return _report(data, title, (*parts, quality.section(data, log, __version__)))
    shown = cards(data, aims(targets, data.period) if isinstance(targets, Targets) else dict(targets or {}))
    first = findings.section(data, shown)
    sections = (
        first,
        Section("kpis", (Kpis(shown),), lead=_lead(data)),
        days.trend(data),
        topics.section(data),
        days.peaks(data),
        compare.channels(data),
        compare.agents(data),
        compare.waiting(data),
        cases.section(data),
        _actions(first),
        quality.section(data, log, __version__),
    )
    report = _report(data, title, sections)
    last = replace(sections[-1], blocks=(*sections[-1].blocks, quality.definitions(report)))
    return replace(report, sections=(*sections[:-1], last))


def _report(data: Data, title: str, sections: tuple[Section, ...]) -> Report:
    own = data.month()
    shops = own["shop"].drop_nulls().unique().sort().to_list() if "shop" in own.columns else []
    period = data.period
    as_of = period.as_of.isoformat(sep=" ", timespec="seconds")
    return Report(Meta(period.month, as_of, own.height, tuple(shops[:5]), title, __version__), sections)


def _lead(data: Data) -> Phrase:
    key = "kpis.partial" if data.period.partial else "kpis.lead"
    if not data.month(data.period.previous).height:
        key = "kpis.alone"
    return Phrase(key, {"before": Figure(data.period.previous, "month")})


def _actions(first: Section) -> Section:
    """The follow-up sheet: a line for each finding, with where it stands now."""
    found = [one for block in first.blocks if isinstance(block, Findings) for one in block.items]
    if not found:
        return Section("actions", why=Phrase("why.actions"))
    lines = tuple(Action(one.headline, one.metric, one.now) for one in found)
    return Section("actions", (Actions(lines),), lead=Phrase("actions.lead"))
