"""What people call a metric: its id, its label in either language, with a parameter and a unit as they write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cstools.errors import Usage
from cstools.model.catalogue import CATALOGUE
from cstools.model.fields import LONGEST, normal
from cstools.model.kpis import STATS, UNITS, Metric, find, nearest, parse
from cstools.model.units import bare

_SPAN = {"s": "秒|秒钟|s|sec|seconds?", "m": "分钟?|m|mins?|minutes?", "h": "小时|h|hours?", "d": "天|日|d|days?"}
"""Unit of a parameter -> how it is written in a name."""
WHOLE = "mean"
"""The statistic a duration's bare name stands for."""


@dataclass(frozen=True)
class Named:
    """A metric by name. unit: what its bare numbers are in, if the name says so (a key of `units.UNITS`)."""

    metric: Metric
    unit: str = ""


def named(text: str) -> Named | None:
    """The one metric a name stands for; a duration's name stands for its mean. None for what is no metric.

    >>> [(found.metric.id, found.unit) for found in map(named, ["frt", "满意率(%)", "3分钟首响率"]) if found]
    [('frt_mean', ''), ('csat_pct', '%'), ('frt_within_3m', '')]
    >>> named("首次响应时长（P90）").metric.id, named("handle time (min)").unit, named("mood")
    ('frt_p90', 'min', None)
    """
    whole = text.strip()[:LONGEST]
    for name, unit in ((whole, ""), bare(whole)):
        metric = _by_id(name) or _by_label(normal(name))
        if metric:
            return Named(metric, unit)
    return None


def every(text: str) -> tuple[Metric, ...]:
    """All figures a name stands for: three for a duration's bare name. Empty for what is no metric.

    >>> [metric.id for metric in every("首次响应时长")], [metric.id for metric in every("wait_p90")]
    (['frt_mean', 'frt_p50', 'frt_p90'], ['wait_p90'])
    """
    figures = find(text.strip().lower())
    if figures:
        return figures
    found = named(text)
    if found is None:
        return ()
    own = found.metric
    named_stat = any(normal(form) in normal(text) for form in STATS.get(own.stat, ()))
    return (own,) if own.stat != WHOLE or named_stat else find(own.key)


def unknown(text: str, path: str, line: int) -> Usage:
    """The error for a name of a side table that is no metric: the nearest ids, and where it stands."""
    try:
        parse(text)
        near = ""
    except Usage as error:
        near = str(error.params["near"])
    labels = [_labels()[label].id for label in nearest(normal(text), _labels())]
    ids = dict.fromkeys([*(part for part in near.split(", ") if part), *labels])
    return Usage("kpi.metric", metric=f"{text} ({path}:{line})", near=", ".join(ids) or "-")


def _by_id(text: str) -> Metric | None:
    figures = find(text.strip().lower())
    return next((figure for figure in figures if figure.stat == WHOLE), figures[0] if figures else None)


def _by_label(name: str) -> Metric | None:
    if found := _labels().get(name):
        return found
    for pattern, key in _patterns():
        if parts := pattern.fullmatch(name):
            unit = next(unit for unit in _SPAN if parts[unit])
            figures = find(f"{key}_{int(parts['number'])}{unit}")
            return figures[0] if figures else None
    return None


@cache
def _labels() -> dict[str, Metric]:
    """Normalised label -> metric; a duration's bare label is its mean."""
    found: dict[str, Metric] = {}
    for kpi in CATALOGUE:
        for metric in find(kpi.id):
            for lang in ("zh", "en"):
                found.setdefault(normal(metric.label(lang)), metric)
                if metric.stat == WHOLE:
                    found.setdefault(normal(kpi.en if lang == "en" else kpi.zh), metric)
    return found


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Labels with the parameter left open: (pattern over a normalised name, id)."""
    units = "|".join(f"(?P<{unit}>{words})" for unit, words in _SPAN.items() if unit in UNITS)
    span = rf"(?P<number>[1-9][0-9]{{0,4}})(?:{units})"
    return [
        (re.compile(re.escape(normal(words)).replace(re.escape("{x}"), span)), kpi.id)
        for kpi in CATALOGUE
        if kpi.param
        for words in (kpi.zh, kpi.en)
    ]
