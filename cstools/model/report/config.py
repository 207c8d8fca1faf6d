"""What `report.toml` may say."""

from __future__ import annotations

from dataclasses import dataclass

SECTIONS = (
    "findings", "kpis", "trend", "topics", "peaks", "channels", "agents", "satisfaction", "segments", "cases",
    "actions", "quality",
)  # fmt: skip
"""The sections there are, in their order."""


@dataclass(frozen=True)
class Config:
    """The settings of a report.

    sections: which, in which order. kpis: metrics of the scorecard, () for the usual ones. findings: at most. least:
    the smallest group compared. fields: those of a ticket that own sections read.
    """

    sections: tuple[str, ...] = SECTIONS
    kpis: tuple[str, ...] = ()
    findings: int = 6
    least: int = 30
    fields: tuple[str, ...] = ()
