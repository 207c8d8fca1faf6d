"""Metrics whose change against the month before is more than chance, structure and own effect apart."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.kpi.kinds import PARTED
from cstools.kernels.report.data import Data
from cstools.kernels.report.findings.told import told
from cstools.model.kpis import find, parse
from cstools.model.report import Card, Figure, Finding, Param, Phrase, Span

TESTED_APART = ("volume", "customers", "contacts_per_1k_orders")
"""Metrics whose change is told by the finding on volume."""
MIX = "channel"
"""The field whose shares are the structure of a change."""


def changed(data: Data, cards: Sequence[Card]) -> list[Finding]:
    """The metrics whose change against the month before is more than chance; of median and P90 only the first."""
    told = _told(cards)
    split = parted(data, [card.metric for card in told])
    return [_finding(card, split.get(card.metric)) for card in told]


def _told(cards: Sequence[Card]) -> list[Card]:
    kept: dict[str, Card] = {}
    for card in cards:
        if card.sure and card.change is not None and card.metric not in TESTED_APART:
            kept.setdefault(_base(card.metric), card)
    return list(kept.values())


def _base(metric: str) -> str:
    """The id of the catalogue behind a figure; a figure of the user's own is its own."""
    figures = find(metric)
    return figures[0].kpi.id if figures else metric


def parted(data: Data, metrics: Sequence[str]) -> dict[str, tuple[float, float]]:
    """What of each metric's change is structure (shares of channels moved) and what is its own, in the metric's unit.

    As `cs-kpi --mix channel` splits it; without the metrics that cannot be split (quantiles), and where no channel is
    known.
    """
    able = [name for name in data.able(metrics, MIX) if parse(name, data.ask.config.metrics)[0].kind in PARTED]
    if not able or not data.has(MIX):
        return {}
    rows = data.run(able, mix=MIX)
    whole = rows.filter((pl.col(MIX) == "all") & (pl.col("period") == data.period.month)).drop_nulls("structure")
    return {metric: (structure, own) for metric, structure, own in whole.select("metric", "structure", "own").rows()}


def _finding(card: Card, split: tuple[float, float] | None) -> Finding:
    change = card.change or Figure(None)
    words: dict[str, Param] = {
        "metric": card.label or Phrase(card.metric), "value": card.value, "before": card.previous or Figure(None),
        "change": change, "interval": card.change_interval or Span(None, None), "n": Figure(card.n),
    }  # fmt: skip
    if split is not None:
        words |= {"structure": Figure(split[0], change.unit), "own": Figure(split[1], change.unit)}
    share = abs(float(change.value or 0)) if card.value.unit == "ratio" else 0.1
    return told(
        "metric",
        words,
        detail="" if split is None else "metric_mixed",
        tag={"good": "tag.better", "bad": "tag.worse"}.get(card.tone, "tag.change"),
        tone=card.tone,
        headline=Phrase("finding.metric_up" if float(change.value or 0) > 0 else "finding.metric_down", words),
        metric=card.metric,
        effect=change,
        now=card.value,
        interval=card.change_interval,
        n=card.n,
        weight=round(share * (card.n or 0), 3),
    )
