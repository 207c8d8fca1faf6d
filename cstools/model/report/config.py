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
    """The settings of a report: which sections in which order, how many findings, the smallest group compared."""

    sections: tuple[str, ...] = SECTIONS
    findings: int = 6
    least: int = 30
