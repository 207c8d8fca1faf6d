"""cs-report: the monthly review as a model; what it looks like is the business of `view/`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from cstools import __version__
from cstools.kernels.report import (
    actions,
    agents,
    alerts,
    cases,
    channels,
    days,
    drivers,
    findings,
    overdue,
    own,
    quality,
    satisfaction,
    score,
    scorecard,
    segments,
    staffing,
    topics,
)
from cstools.kernels.report.ask import Ask
from cstools.kernels.report.data import Data, gather
from cstools.kernels.report.period import now
from cstools.model.report import Card, Meta, Phrase, Report, Section
from cstools.model.report.audience import shown as shown_to
from cstools.model.report.config import Config

Build = Callable[[Data], Section]
SECTIONS: dict[str, Build] = {
    "trend": days.trend,
    "topics": topics.section,
    "peaks": days.peaks,
    "staffing": staffing.section,
    "channels": channels.section,
    "agents": agents.section,
    "satisfaction": satisfaction.section,
    "drivers": drivers.section,
    "segments": segments.section,
    "alerts": alerts.section,
    "cases": cases.section,
    "overdue": overdue.section,
    "score": score.section,
}
"""The sections that look at the data alone."""


def build(rows: pl.DataFrame, month: str | None = None, **others: Any) -> Report:
    """The review of one month of tickets.

    In: typed ticket rows of any months; all fields optional. month: `2025-10`, by default the last complete month in
    the data; earlier rows feed 环比, 同比 and the daily expectation. others: as in `Ask`. A section without data says
    why. Raises Usage("report.during") for a month that is none.

    >>> from datetime import datetime
    >>> report = build(pl.DataFrame({"created_at": [datetime(2025, 9, 30, 9)]}))
    >>> report.meta.month, [section.id for section in report.sections][:3]
    ('2025-09', ['findings', 'kpis', 'trend'])
    """
    return made(rows, Ask(month=month, **others))


def made(rows: pl.DataFrame, ask: Ask) -> Report:
    """The review that is asked for; see `build`."""
    if ask.month is None and ask.as_of is None and now(rows) is None:
        nothing = Section("findings", why=Phrase("why.nothing"))
        return Report(Meta("", "", 0, title=ask.title, version=__version__), (nothing,))
    return told(gather(rows, ask))


def told(data: Data) -> Report:
    """The review of the records at hand."""
    ask = data.ask
    if not data.month().height:
        parts = tuple(Section(name, why=Phrase("why.month")) for name in ("findings", "kpis"))
        return _report(data, (*parts, quality.section(data)))
    shown = scorecard.cards(data)
    names = ask.order
    found = {name: make(data) for name, make in SECTIONS.items() if name in names} | _told(data, shown)
    found |= {section.id: section for section in own.sections(data, names)}
    report = _report(data, tuple(found[name] for name in names if name in found))
    return _defined(shown_to(report, ask.audience), ask.config)


def _told(data: Data, shown: tuple[Card, ...]) -> dict[str, Section]:
    """The sections that tell what others hold."""
    first = findings.section(data, shown)
    return {
        "findings": first,
        "kpis": scorecard.section(data, shown),
        "actions": actions.section(data, first),
        "quality": quality.section(data),
    }


def _defined(report: Report, config: Config) -> Report:
    """The report with the definition of every metric it shows, at the end of the section on quality."""
    tables = (quality.definitions(report), *quality.own_definitions(config.metrics, config.lang or "zh"))
    sections = (
        replace(section, blocks=(*section.blocks, *tables)) if section.id == "quality" else section
        for section in report.sections
    )
    return replace(report, sections=tuple(sections))


def _report(data: Data, sections: tuple[Section, ...]) -> Report:
    own = data.month()
    shops = own["shop"].drop_nulls().unique().sort().to_list() if "shop" in own.columns else []
    period, ask = data.period, data.ask
    meta = Meta(
        month=period.month,
        as_of=period.as_of.isoformat(sep=" ", timespec="seconds"),
        rows=own.height,
        shops=tuple(shops[:5]),
        title=ask.title,
        version=__version__,
        audience=ask.audience,
    )
    field, member = ask.scope or ("", "")
    return Report(replace(meta, field=field, member=member), sections)
