"""本月要点: what is worth saying, ranked. Nothing is said that chance explains; red lines are said always."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cstools.kernels.report.data import Data
from cstools.kernels.report.findings import analyses, days, groups, metrics, red, staffing
from cstools.kernels.report.scorecard import aims
from cstools.model.report import Card, Figure, Finding, Findings, Param, Phrase, Section

FIRST = {"tag.red_line": 0, "tag.data": 1}
"""What comes before all else: what is dangerous, and what says that the other figures may be wrong."""
LAST = {"tag.volume": 9}
"""What is said where there is room: the first card says it too."""
USUAL = 5


def section(data: Data, cards: Sequence[Card]) -> Section:
    """The targets met of how many, then at most six findings: red lines first, then the weightiest of each family, then
    the second of each; the month's volume where there is room.

    The weight is the contacts a finding concerns: without the families, one bad week of every duration would fill
    the list and the slow channel behind it would not be on it.
    """
    found = Findings(
        tuple(ranked(families(data, cards))[: data.ask.config.findings]), nothing(data), reached(cards, aims(data))
    )
    return Section("findings", (found,))


def families(data: Data, cards: Sequence[Card]) -> list[list[Finding]]:
    """The findings of each kind of question, unranked."""
    surges = analyses.surges(data)
    told = [*analyses.alerts(data), *days.surges(data, surges)]
    alike = [groups.channel(data), groups.worst(data)]
    return [
        red.lines(data), days.gaps(data), days.volume(data, cards), told,
        metrics.changed(data, cards), groups.rising(data, analyses.brought(surges)), *alike,
        staffing.found(data), analyses.driver(data, [one for found in alike for one in found]),
    ]  # fmt: skip


def ranked(found: Sequence[Sequence[Finding]]) -> list[Finding]:
    """All findings in the order they are told."""
    placed = [
        ((FIRST | LAST).get(one.tag, USUAL), place, -one.weight, one.metric, one)
        for family in found
        for place, one in enumerate(sorted(family, key=lambda one: (-one.weight, one.metric)))
    ]
    return [one for *_, one in sorted(placed, key=lambda item: item[:4])]


def nothing(data: Data) -> Phrase:
    """What is said where there is no finding."""
    key = "finding.none" if data.month(data.period.previous).height else "finding.none_alone"
    return Phrase(key, {"n": Figure(data.month().height)})


def reached(cards: Sequence[Card], aimed: Collection[str] = ()) -> Phrase | None:
    """How many of the targets are met, and which are not; None without targets. aimed: the metrics with a target,
    those of them without a figure are named too.

    >>> cards = [Card("csat_pct", Figure(0.8, "ratio"), target=Figure(0.85, "ratio"), met=False)]
    >>> reached(cards).key, reached(cards).params["met"].value
    ('finding.targets_missed', 0)
    """
    judged = [card for card in cards if card.met is not None]
    absent: tuple[Param, ...] = tuple(Phrase(metric) for metric in aimed if metric not in {one.metric for one in cards})
    told = _judged(judged) if judged else None
    if not absent:
        return told
    words: dict[str, Param] = {"k": Figure(len(absent)), "metrics": absent}
    return Phrase("finding.targets_absent", words | {"told": told}) if told else Phrase("finding.targets_none", words)


def _judged(judged: Sequence[Card]) -> Phrase:
    missed = [card for card in judged if not card.met]
    named: tuple[Param, ...] = tuple(
        Phrase("finding.target", {"metric": Phrase(card.metric), "value": card.value, "target": card.target or NONE})
        for card in missed
    )
    words: dict[str, Param] = {"all": Figure(len(judged)), "met": Figure(len(judged) - len(missed)), "missed": named}
    return Phrase("finding.targets_missed" if missed else "finding.targets_met", words)


NONE = Figure(None)
