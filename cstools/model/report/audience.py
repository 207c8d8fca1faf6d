"""Who reads a report, and what of the whole they are shown: one model, several pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from cstools.model.report.blocks import Actions, Block, Cases, Chart, Findings, Kpis, Note, Report, Section
from cstools.model.report.config import with_own


@dataclass(frozen=True)
class Reader:
    """A reader: the sections shown, in their order; whether only what fits one page, and the cards that does; own:
    whether the sections of the user's own are shown too.
    """

    sections: tuple[str, ...]
    brief: bool = False
    cards: tuple[str, ...] = ()
    own: bool = False


MORE = ("overdue", "score")
"""Sections for one reader, which a report for all does not have."""
READERS = {
    "director": Reader(
        ("findings", "kpis", "trend", "drivers", "alerts", "actions"), brief=True, cards=(
            "volume", "contacts_per_1k_orders", "frt_p50", "csat_pct", "resolution_rate", "fcr_window_7d",
            "complaint_rate", "refund_rate_paid",
        ),
    ),
    "lead": Reader((
        "findings", "kpis", "overdue", "trend", "topics", "peaks", "staffing", "channels", "agents", "satisfaction",
        "drivers", "alerts", "cases", "actions", "quality",
    ), own=True),
    "agent": Reader(("findings", "kpis", "score", "topics", "satisfaction", "cases")),
}  # fmt: skip
"""An agent's page names nobody else: no comparison of people, no list of exclusions or of open tickets of others."""


def lacking(report: Report, audience: str) -> tuple[str, ...]:
    """The sections that a reader would see and a report for all does not hold: they are made from the records.

    >>> from cstools.model.report.blocks import Meta
    >>> lacking(Report(Meta("2025-10", "", 1), ()), "lead"), lacking(Report(Meta("2025-10", "", 1), ()), "director")
    (('overdue',), ())
    """
    held = {section.id for section in report.sections}
    wanted = READERS[audience].sections if audience else ()
    return tuple(name for name in wanted if name in MORE and name not in held)


def shown(report: Report, audience: str) -> Report:
    """The report as one of READERS sees it; as it is for "".

    Sections the reader does not see are left out; one page keeps its own cards and those with a target.

    >>> from cstools.model.report.blocks import Meta
    >>> report = Report(Meta("2025-10", "", 0), (Section("findings"), Section("agents"), Section("kpis")))
    >>> [section.id for section in shown(report, "agent").sections]
    ['findings', 'kpis']
    """
    if not audience:
        return report
    reader = READERS[audience]
    known = {section.id: section for section in report.sections}
    own = [section.id for section in report.sections if section.title] if reader.own else []
    found = (_section(known[name], reader) for name in with_own(reader.sections, own) if name in known)
    sections = tuple(section for section in found if section.blocks or section.why or not reader.brief)
    return replace(report, meta=replace(report.meta, audience=audience), sections=sections)


def _section(section: Section, reader: Reader) -> Section:
    if not reader.brief:
        return section
    blocks = [BRIEF[type(block)](block, reader) for block in section.blocks if type(block) in BRIEF]
    return replace(section, blocks=tuple(block for block in blocks if block is not None))


def _cards(block: Kpis, reader: Reader) -> Block:
    return Kpis(tuple(card for card in block.cards if card.metric in reader.cards or card.target is not None))


def _actions(block: Actions, reader: Reader) -> Block | None:
    """What was decided and what came of it; this month's sheet is for the meeting, not for this page."""
    return block if block.followed else None


def _same(block: Block, reader: Reader) -> Block:
    return block


BRIEF: dict[type, Callable[..., Block | None]] = {
    Findings: _same, Kpis: _cards, Chart: _same, Actions: _actions, Note: _same, Cases: _same,
}  # fmt: skip
"""The kinds of blocks on one page, and what of each is kept: tables are for the whole report."""
