"""Groups that are not like the rest: the problem that rose, the slow channel, the problem customers resent most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cstools.kernels.report.channels import RATES
from cstools.kernels.report.conditions import equals, problem_is
from cstools.kernels.report.data import TOPIC, Data
from cstools.kernels.report.findings.told import told
from cstools.kernels.report.groups import Unlike, groups, unlike
from cstools.kernels.report.topics import Rise, rises
from cstools.model.kpis import parse
from cstools.model.report import Figure, Finding, Param, Phrase, Span

MOSTLY = 0.5
"""The share of a problem's growth from which on a surge explains it."""


def rising(data: Data, but: Mapping[str, float] | None = None) -> list[Finding]:
    """The problem whose share of all contacts grew most; of one that was not there before, that it is new.

    but: by problem what surges brought that are told: a problem that grew by that for the most part is told there.
    """
    made = groups(data, TOPIC, ())
    grown = [rise for rise in rises(data, made).values() if rise.sure and rise.effect[0] > 1]
    if not grown:
        return []
    total, before = sum(group.contacts for group in made), data.month(data.period.previous).height

    def more(one: Rise) -> float:
        return one.group.contacts - one.before * total / before

    grown = [one for one in grown if (but or {}).get(one.group.name or "", 0.0) < MOSTLY * more(one)]
    if not grown:
        return []
    top = max(grown, key=lambda one: (more(one), one.group.name or ""))
    kind, n = "rising" if top.before else "new", Figure(top.group.contacts)
    words: dict[str, Param] = {"topic": top.group.name or "—", "n": n, "others": Figure(len(grown) - 1)}
    return [
        told(
            kind,
            words | _moved(top, total),
            detail=f"{kind}_others" if len(grown) > 1 else "",
            effect=n if top.ratio is None else Figure(top.ratio, "x"),
            now=n,
            interval=None if top.ratio is None else Span(top.effect[1], top.effect[2], "x"),
            n=top.group.contacts,
            weight=round(more(top), 3),
            where=problem_is(top.group.name or "", data.rows.columns),
        )
    ]


def _moved(rise: Rise, total: int) -> dict[str, Param]:
    """What a problem's share is set against: what it was; of a new one all contacts, for nothing is no measure."""
    if rise.ratio is None:
        return {"share": Figure(round(rise.group.contacts / total, 6), "ratio")}
    _, lo, hi = rise.effect
    return {"before": Figure(rise.before), "ratio": Figure(rise.ratio, "x"), "interval": Span(lo, hi, "x")}


def channel(data: Data) -> list[Finding]:
    """The channel that is most unlike the others."""
    if not data.has("channel"):
        return []
    metrics = data.able(RATES, "channel")
    top = _most(unlike(groups(data, "channel", metrics), metrics, data.ask.config.least))
    return [] if top is None else [_finding(*top, "channels", "channel", equals("channel", top[0].group.name))]


def worst(data: Data) -> list[Finding]:
    """The problem whose customers are least satisfied, against all other problems."""
    metrics = data.able(("csat_pct",), TOPIC)
    if not metrics:
        return []
    named = [group for group in groups(data, TOPIC, metrics) if group.name]
    top = _most([one for one in unlike(named, metrics, data.ask.config.least) if one.effect[0] < 0])
    if top is None:
        return []
    return [_finding(*top, "topics", "problem", problem_is(top[0].group.name or "", data.rows.columns))]


def _most(found: Sequence[Unlike]) -> tuple[Unlike, int] | None:
    """The group with the most contacts on the wrong side, and how many are; the better ones are left to the chart."""
    bad = [one for one in found if (one.effect[0] > 0) != (parse(one.metric)[0].kpi.better == "+")]
    if not bad:
        return None
    top = max(bad, key=lambda one: (abs(one.effect[0]) * one.n, one.group.name or "", one.metric))
    return top, len({one.group.name for one in bad})


def _finding(top: Unlike, count: int, section: str, by: str, where: str) -> Finding:
    delta, lo, hi = (round(part, 6) for part in top.effect)
    words: dict[str, Param] = {
        "by": Phrase(by), "name": top.group.name or "—", "metric": Phrase(top.metric),
        "value": Figure(round(top.rate, 6), "ratio"), "rest": Figure(round(top.rest, 6), "ratio"),
        "change": Figure(delta, "pp"), "interval": Span(lo, hi, "pp"), "n": Figure(top.n), "count": Figure(count),
    }  # fmt: skip
    return told(
        "unlike",
        words,
        section=section,
        metric=top.metric,
        effect=Figure(delta, "pp"),
        now=Figure(round(top.rate, 6), "ratio"),
        interval=Span(lo, hi, "pp"),
        n=top.n,
        weight=round(abs(delta) * top.n, 3),
        where=where,
    )
