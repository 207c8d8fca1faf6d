"""本月要点: what is worth saying, ranked. Nothing is said that chance explains; red lines are said always."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from cstools.kernels.report.data import TOPIC, Data
from cstools.kernels.report.days import own, stretch
from cstools.kernels.report.groups import Unlike, groups, unlike
from cstools.kernels.report.scorecard import volume_ratio
from cstools.kernels.report.stats import critical, excludes
from cstools.kernels.report.topics import rises
from cstools.kernels.report.trend import runs
from cstools.model.kpis import find, parse
from cstools.model.report import Card, Figure, Finding, Findings, Param, Phrase, Section, Span

NAMED = 10
"""Ticket numbers of red lines that are printed."""
CHANNEL_RATES = ("frt_within_3m", "csat_pct", "resolution_rate")
TESTED_APART = ("volume", "customers")
"""Metrics whose change is told by the finding on volume."""


def section(data: Data, cards: Sequence[Card]) -> Section:
    """At most so many findings as the settings say, six unless they do: red lines first, then the weightiest of each
    family, then the second of each.

    The weight is the contacts a finding concerns: without the families, one bad week of every duration would fill
    the list and the slow channel behind it would not be on it.
    """
    families = (red_lines(data), volume(data), surges(data), changed(cards), rising(data), channel(data), worst(data))
    placed = [
        (one.tag != "tag.red_line", place, -one.weight, one.metric, one)
        for family in families
        for place, one in enumerate(sorted(family, key=lambda one: (-one.weight, one.metric)))
    ]
    ranked = [one for *_, one in sorted(placed, key=lambda item: item[:4])]
    otherwise = "finding.none" if data.month(data.period.previous).height else "finding.none_alone"
    words: dict[str, Param] = {"n": Figure(data.month().height)}
    return Section("findings", (Findings(tuple(ranked[: data.ask.config.findings]), Phrase(otherwise, words)),))


def red_lines(data: Data) -> list[Finding]:
    """Safety, regulator, counterfeit, leaks: listed with their ticket numbers, whatever their number.

    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"ticket_id": ["T1"], "created_at": [datetime(2025, 10, 31)], "red_line": [True]})
    >>> red_lines(gather(rows, Ask()))[0].headline.params["ids"]
    ('T1',)
    """
    rows = data.month()
    if "red_line" not in rows.columns:
        return []
    red = rows.filter(pl.col("red_line").fill_null(False))
    if not red.height:
        return []
    ids = red["ticket_id"].drop_nulls().sort().to_list() if "ticket_id" in red.columns else []
    about = red[TOPIC].drop_nulls().unique().sort().to_list()
    words: dict[str, Param] = {
        "n": Figure(red.height),
        "ids": tuple(ids[:NAMED]),
        "rest": Figure(max(len(ids) - NAMED, 0)),
    }
    return [
        Finding(
            tag="tag.red_line",
            tone="bad",
            headline=Phrase("finding.red", words),
            detail=Phrase("finding.red_ids_more" if len(ids) > NAMED else "finding.red_ids", words),
            evidence=Phrase("finding.red_evidence", {"topics": tuple(about[:5]) or "—"}),
            section="cases",
            metric="volume",
            effect=Figure(red.height),
            now=Figure(red.height),
            n=red.height,
            weight=float(red.height),
        )
    ]


def volume(data: Data) -> list[Finding]:
    """The month's contacts a day against the month before."""
    effect = volume_ratio(data, critical(1))
    if effect is None or not excludes(effect[1], effect[2], 1.0):
        return []
    days = own(data)
    n, before = int(days["n"].sum()), data.month(data.period.previous).height
    ratio, lo, hi = (round(part - 1, 6) for part in effect)
    words: dict[str, Param] = {
        "n": Figure(n), "before": Figure(before), "change": Figure(ratio, "change"), "interval": Span(lo, hi, "change"),
        "mean": Figure(round(n / days.height, 3), "mean"),
    }  # fmt: skip
    return [
        Finding(
            tag="tag.volume",
            tone="flat",
            headline=Phrase("finding.volume_up" if ratio > 0 else "finding.volume_down", words),
            detail=Phrase("finding.volume_detail", words),
            evidence=Phrase("finding.volume_evidence", words),
            section="trend",
            metric="volume",
            effect=Figure(ratio, "change"),
            now=Figure(n),
            interval=Span(lo, hi, "change"),
            n=n,
            weight=round(abs(n - n / (1 + ratio)), 3),
        )
    ]


def surges(data: Data) -> list[Finding]:
    """Runs of days far above what was to be expected, and days that look as if their export were missing."""
    days = own(data)
    found = [_surge(data, days, first, last) for first, last in runs(days, "high")]
    found += [_gap(days, first, last) for first, last in runs(days, "gap")]
    return found


def _surge(data: Data, days: pl.DataFrame, first: date, last: date) -> Finding:
    span = days.filter(pl.col("day").is_between(first, last))
    n, mean = int(span["n"].sum()), float(span["expected"].sum())
    top = span.sort(pl.col("n") / pl.col("expected"), descending=True).row(0, named=True)
    extra, driver, share = n - mean, *_driver(data, span, n - mean)
    words: dict[str, Param] = {
        "days": stretch(first, last), "n": Figure(n), "expected": Figure(round(mean)), "extra": Figure(round(extra)),
        "ratio": Figure(round(n / mean, 6), "x"), "hi": Figure(round(float(top["hi"]))), "top": Figure(int(top["n"])),
        "topic": driver or "—", "share": Figure(share, "ratio"), "length": Figure(span.height),
    }  # fmt: skip
    return Finding(
        tag="tag.surge",
        tone="bad",
        headline=Phrase("finding.surge", words),
        detail=Phrase("finding.surge_driver" if driver else "finding.surge_detail", words),
        evidence=Phrase("finding.surge_evidence", words),
        section="trend",
        metric="volume",
        effect=Figure(round(n / mean, 6), "x"),
        now=Figure(n),
        n=n,
        weight=round(extra, 3),
    )


def _driver(data: Data, span: pl.DataFrame, extra: float) -> tuple[str | None, float | None]:
    """The problem with the largest part of what was too much, and that part; none below a quarter."""
    month, surge = data.month(), pl.col("created_at").dt.date().is_in(span["day"].implode())
    calm = month.filter(~surge)
    if not calm.height or extra <= 0:
        return None, None
    usual = float(span["expected"].sum()) / calm.height
    counts = month.drop_nulls(TOPIC).group_by(TOPIC).agg(
        more=surge.sum().cast(pl.Float64) - (~surge).sum().cast(pl.Float64) * usual
    )  # fmt: skip
    top = counts.sort("more", TOPIC, descending=[True, False]).head(1)
    if not top.height or top["more"][0] < extra / 4:
        return None, None
    return top[TOPIC][0], round(min(top["more"][0] / extra, 1.0), 6)


def _gap(days: pl.DataFrame, first: date, last: date) -> Finding:
    span = days.filter(pl.col("day").is_between(first, last))
    n, mean = int(span["n"].sum()), float(span["expected"].sum())
    words: dict[str, Param] = {"days": stretch(first, last), "n": Figure(n), "expected": Figure(round(mean))}
    return Finding(
        tag="tag.data",
        tone="warn",
        headline=Phrase("finding.gap", words),
        detail=Phrase("finding.gap_detail", words),
        evidence=Phrase("finding.gap_evidence", words),
        section="trend",
        metric="volume",
        effect=Figure(round(n / mean, 6), "ratio"),
        now=Figure(n),
        n=n,
        weight=round(mean - n, 3),
    )


def changed(cards: Sequence[Card]) -> list[Finding]:
    """The metrics whose change against the month before is more than chance; of median and P90 only the first."""
    found: list[Finding] = []
    for card in cards:
        told = any(_base(one.metric) == _base(card.metric) for one in found)
        if not card.sure or card.metric in TESTED_APART or card.change is None or told:
            continue
        rise = float(card.change.value or 0) > 0
        words: dict[str, Param] = {
            "metric": card.label or Phrase(card.metric), "value": card.value, "before": card.previous or Figure(None),
            "change": card.change, "interval": card.change_interval or Span(None, None), "n": Figure(card.n),
        }  # fmt: skip
        n = card.n or 0
        share = abs(float(card.change.value or 0)) if card.value.unit == "ratio" else 0.1
        found.append(
            Finding(
                tag={"good": "tag.better", "bad": "tag.worse"}.get(card.tone, "tag.change"),
                tone=card.tone,
                headline=Phrase("finding.metric_up" if rise else "finding.metric_down", words),
                detail=Phrase("finding.metric_detail", words),
                evidence=Phrase("finding.metric_evidence", words),
                section="kpis",
                metric=card.metric,
                effect=card.change,
                now=card.value,
                interval=card.change_interval,
                n=card.n,
                weight=round(share * n, 3),
            )
        )
    return found


def _base(metric: str) -> str:
    """The id of the catalogue behind a figure; a figure of the user's own is its own."""
    figures = find(metric)
    return figures[0].kpi.id if figures else metric


def rising(data: Data) -> list[Finding]:
    """The problem whose share of all contacts grew most."""
    made = groups(data, TOPIC, ())
    grown = [rise for rise in rises(data, made).values() if rise.sure and rise.effect[0] > 1]
    if not grown:
        return []
    total, before = sum(group.contacts for group in made), data.month(data.period.previous).height
    top = max(grown, key=lambda one: (one.group.contacts - one.before * total / before, one.group.name or ""))
    ratio, lo, hi = top.effect
    words: dict[str, Param] = {
        "topic": top.group.name or "—", "n": Figure(top.group.contacts), "before": Figure(top.before),
        "ratio": Figure(ratio, "x"), "interval": Span(lo, hi, "x"), "others": Figure(len(grown) - 1),
    }  # fmt: skip
    return [
        Finding(
            tag="tag.rising",
            tone="warn",
            headline=Phrase("finding.rising", words),
            detail=Phrase("finding.rising_others" if len(grown) > 1 else "finding.rising_detail", words),
            evidence=Phrase("finding.rising_evidence", words),
            section="topics",
            metric="volume",
            effect=Figure(ratio, "x"),
            now=Figure(top.group.contacts),
            interval=Span(lo, hi, "x"),
            n=top.group.contacts,
            weight=round(top.group.contacts - top.before * total / before, 3),
        )
    ]


def channel(data: Data) -> list[Finding]:
    """The channel that is most unlike the others."""
    if not data.has("channel"):
        return []
    metrics = data.able(CHANNEL_RATES)
    return _most(unlike(groups(data, "channel", metrics), metrics, data.ask.config.least), "channels", "channel")


def worst(data: Data) -> list[Finding]:
    """The problem whose customers are least satisfied, against all other problems."""
    metrics = data.able(("csat_pct",))
    if not metrics:
        return []
    named = [group for group in groups(data, TOPIC, metrics) if group.name]
    return _most(
        [one for one in unlike(named, metrics, data.ask.config.least) if one.effect[0] < 0], "topics", "problem"
    )


def _most(found: Sequence[Unlike], section_: str, by: str) -> list[Finding]:
    """One finding about the group with the most contacts on the wrong side; the better ones are left to the chart."""
    bad = [one for one in found if (one.effect[0] > 0) != (parse(one.metric)[0].kpi.better == "+")]
    if not bad:
        return []
    top = max(bad, key=lambda one: (abs(one.effect[0]) * one.n, one.group.name or "", one.metric))
    delta, lo, hi = (round(part, 6) for part in top.effect)
    words: dict[str, Param] = {
        "by": Phrase(by), "name": top.group.name or "—", "metric": Phrase(top.metric),
        "value": Figure(round(top.rate, 6), "ratio"), "rest": Figure(round(top.rest, 6), "ratio"),
        "change": Figure(delta, "pp"), "interval": Span(lo, hi, "pp"), "n": Figure(top.n),
        "count": Figure(len({one.group.name for one in bad})),
    }  # fmt: skip
    return [
        Finding(
            tag="tag.unlike",
            tone="bad",
            headline=Phrase("finding.unlike", words),
            detail=Phrase("finding.unlike_detail", words),
            evidence=Phrase("finding.unlike_evidence", words),
            section=section_,
            metric=top.metric,
            effect=Figure(delta, "pp"),
            now=Figure(round(top.rate, 6), "ratio"),
            interval=Span(lo, hi, "pp"),
            n=top.n,
            weight=round(abs(delta) * top.n, 3),
        )
    ]
