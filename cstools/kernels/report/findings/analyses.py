"""What the analyses found: the surge with its cause, and what goes with dissatisfaction most."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cstools.kernels.report import alarms
from cstools.kernels.report.alarms import DAYS, Alarm
from cstools.kernels.report.alerts import said
from cstools.kernels.report.conditions import equals, problem_is
from cstools.kernels.report.data import TOPIC, Data
from cstools.kernels.report.drivers import METRIC, drivers, strongest
from cstools.kernels.report.findings.told import told
from cstools.kernels.report.levels import field, level, value, where
from cstools.kernels.report.stats import ALPHA, FAMILIES
from cstools.kernels.watch.series import ALL
from cstools.model.report import Figure, Finding, Param, Span

SURE = ALPHA / len(FAMILIES) / DAYS
"""The adjusted p of a day below which a surge is a finding: that of a family of findings, shared out over its days."""
PROBLEMS = ("topic", "category")


def surges(data: Data) -> list[Alarm]:
    """The surges that are told: beyond chance, and of those of the same days the largest alone.

    None where the section on alerts is not shown.
    """
    kept: list[Alarm] = []
    for one in alarms.surges(data):
        if one.p < SURE and not any(other.over(one.first, one.last) for other in kept):
            kept.append(one)
    return kept


def alerts(data: Data) -> list[Finding]:
    """A finding a surge that is told."""
    return [_surge(data, one) for one in surges(data)]


def _surge(data: Data, one: Alarm) -> Finding:
    return told(
        "alert",
        said(one),
        detail="surge_driver" if one.cause else "surge_detail",
        effect=said(one)["ratio"],
        now=Figure(one.n),
        n=one.n,
        weight=round(one.excess, 3),
        where=_where(one, data.rows.columns),
    )


def _where(one: Alarm, columns: Collection[str]) -> str:
    if one.field == ALL:
        return ""
    return problem_is(one.value or "", columns) if one.field in PROBLEMS else equals(one.field, one.value)


def brought(told: Sequence[Alarm]) -> Mapping[str, float]:
    """By problem the contacts too many that surges brought.

    >>> from datetime import date
    >>> day = date(2025, 10, 16)
    >>> brought([Alarm("surge", "all", None, day, day, 90, 30.0, 0.0, (("topic", "a/b", 0.9),))])
    {'a/b': 54.0}
    """
    found: dict[str, float] = {}
    for one in told:
        own = [("", one.value or "", 1.0)] if one.field in PROBLEMS else []
        for name, topic, share in (*own, *one.drivers):
            if name in ("", *PROBLEMS):
                found[topic] = max(found.get(topic, 0.0), round(share * one.excess, 3))
    return found


def driver(data: Data, others: Sequence[Finding]) -> list[Finding]:
    """The level that goes with dissatisfaction most, unless another finding tells it of satisfaction already."""
    if "drivers" not in data.ask.order:
        return []
    one = strongest(data, {_about(other) for other in others if other.metric == "csat_pct"})
    found = data.once("drivers", drivers)
    if one is None or found is None:
        return []
    odds = tuple(round(end, 6) for end in one.interval(len(found.levels)))
    interval, effect = Span(odds[0], odds[1], "x"), Figure(round(one.odds[0], 6), "x")
    rate = Figure(round(one.rate, 6), "ratio")
    words: dict[str, Param] = {
        "level": level(one), "ref": value(one.field, one.ref), "rate": rate, "ref_rate": Figure(one.ref_rate, "ratio"),
        "effect": Figure(round(one.effect or 0.0, 6), "pp"), "odds": effect, "interval": interval, "n": Figure(one.n),
        "months": Figure(found.months),
    }  # fmt: skip
    return [
        told(
            "driver",
            words,
            detail="" if found.months == 1 else "driver_months",
            metric=METRIC,
            effect=effect,
            now=rate,
            interval=interval,
            n=one.n,
            weight=round((one.effect or 0.0) * one.n, 3),
            where=where(one, data.rows.schema),
        )
    ]


def _about(one: Finding) -> tuple[str, str | None]:
    """The field and value that a finding on groups is about."""
    by, name = one.headline.params.get("by"), one.headline.params.get("name")
    fields = {field("topic").key: "topic", "problem": "topic", TOPIC: "topic"}
    key = getattr(by, "key", "")
    return fields.get(key, key), str(name)
