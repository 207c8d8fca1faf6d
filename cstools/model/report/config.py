"""What `report.toml` may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cstools.model.catalogue import Kpi

SECTIONS = (
    "findings", "kpis", "trend", "topics", "peaks", "staffing", "channels", "agents", "satisfaction", "drivers",
    "segments", "alerts", "cases", "actions", "quality",
)  # fmt: skip
"""The sections there are, in their order."""
LAST = "quality"
"""The section before which the user's own stand, where nothing says."""


@dataclass(frozen=True)
class Own:
    """A block of a section of the user's own.

    metrics: figure ids. by: a group as `cs-kpi --by` has it; period: day, week or month, "" for the month as a whole;
    top: at most this many groups, 0 unless said; where: the records, as an SQL condition. spec: Vega-Lite. line: where
    it stands in the file.
    """

    kind: str
    title: str = ""
    metrics: tuple[str, ...] = ()
    by: str = ""
    period: str = ""
    top: int = 0
    where: str = ""
    note: str = ""
    spec: str = ""
    line: int = 0


@dataclass(frozen=True)
class OwnSection:
    """A section of the user's own: its heading, what stands first, its blocks."""

    id: str
    title: str
    note: str = ""
    blocks: tuple[Own, ...] = ()


@dataclass(frozen=True)
class Config:
    """The settings of a report: which sections in which order, how many findings, the smallest group compared.

    kpis: the metrics of the scorecard, () for ours; metrics: the user's own, by id; own: sections of the user's own.
    files: option -> path, of what is read beside the records. staffing: what is said of it, as it stands. lang: zh or
    en, in which the user's own words are taken, "" for zh. lines: where keys stand (`files.orders`), path: in which
    file.
    """

    sections: tuple[str, ...] = SECTIONS
    findings: int = 6
    least: int = 30
    title: str = ""
    logo: str = ""
    accent: str = ""
    audience: str = ""
    template: str = ""
    lang: str = ""
    kpis: tuple[str, ...] = ()
    own: tuple[OwnSection, ...] = ()
    metrics: Mapping[str, Kpi] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    staffing: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    path: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        """The sections as they stand: the user's own that `sections` does not name before the last."""
        return with_own(self.sections, (one.id for one in self.own))


def with_own(sections: tuple[str, ...], own: Iterable[str]) -> tuple[str, ...]:
    """Sections and the user's own that are not among them, these before the last.

    >>> with_own(("kpis", "quality"), ["vip", "kpis"])
    ('kpis', 'vip', 'quality')
    """
    at = sections.index(LAST) if LAST in sections else len(sections)
    return (*sections[:at], *(name for name in own if name not in sections), *sections[at:])
