"""How a finding is told: its word, its tone, where its figures are, and its three sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cstools.model.report import Finding, Param, Phrase

KINDS = {
    "red": ("tag.red_line", "bad", "cases"),
    "gap": ("tag.data", "warn", "trend"),
    "surge": ("tag.surge", "bad", "trend"),
    "alert": ("tag.surge", "bad", "alerts"),
    "driver": ("tag.driver", "warn", "drivers"),
    "short": ("tag.roster", "bad", "staffing"),
    "lost": ("tag.target", "bad", "staffing"),
    "promotion": ("tag.promotion", "flat", "trend"),
    "volume": ("tag.volume", "flat", "trend"),
    "rising": ("tag.rising", "warn", "topics"),
    "new": ("tag.rising", "warn", "topics"),
    "unlike": ("tag.unlike", "bad", ""),
    "metric": ("tag.change", "flat", "kpis"),
}
"""The kinds of findings: tag, tone, section. Their sentences are `finding.KIND`, `_detail` and `_evidence`."""


def told(kind: str, words: Mapping[str, Param], *, detail: str = "", **others: Any) -> Finding:
    """A finding of a kind, its sentences filled with `words`. detail: another sentence for the second; others: as in
    Finding, in place of what is usual for the kind.

    >>> from cstools.model.report import Figure
    >>> one = told("gap", {"n": Figure(3)}, effect=Figure(0.1, "ratio"), now=Figure(3))
    >>> one.tag, one.section, one.evidence.key
    ('tag.data', 'trend', 'finding.gap_evidence')
    """
    tag, tone, section = KINDS[kind]
    usual: dict[str, Any] = {
        "tag": tag, "tone": tone, "section": section, "metric": "volume", "headline": Phrase(f"finding.{kind}", words),
        "detail": Phrase(f"finding.{detail or f'{kind}_detail'}", words),
        "evidence": Phrase(f"finding.{kind}_evidence", words),
    }  # fmt: skip
    return Finding(**(usual | others))
