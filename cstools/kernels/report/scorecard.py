"""The scorecard: each metric with its change, and whether that change is more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from cstools.kernels.report.data import RATES, Data, told
from cstools.kernels.report.own_figures import named
from cstools.kernels.report.period import Period
from cstools.kernels.report.stats import critical, difference, excludes, gap, rate_ratio
from cstools.kernels.report.trend import scatter
from cstools.model.kpis import parse
from cstools.model.report import Card, Figure, Kpis, Phrase, Section, Span

METRICS = (
    "volume", "contacts_per_1k_orders", "customers", "reply_rate", "frt_p50", "frt_p90", "art_mean", "wait_p50",
    "resolution_rate", "rt_full_p50", "fcr_window_7d", "repeat_rate_72h", "csat_pct", "survey_rate", "complaint_rate",
    "transfer_rate", "abandon_rate", "sla_rate", "bot_containment_24h", "refund_rate_paid", "refund_full_p50",
    "platform_rate", "refund_amount",
)  # fmt: skip
"""The metrics of the scorecard, in its order; those the records do not give are left out."""
MONTHS = 12
"""Months of a card's course, its own being the last."""
CHANGES = {"n": "change", "mean": "change", "yuan": "change", "ratio": "pp", "s": "s_change", "pt": "pt_change"}
"""The unit of a metric -> the unit its change is told in."""
FEW = 30
"""A rate or a median of fewer is shown, but never tested."""
Row = dict[str, Any]


def section(data: Data, shown: tuple[Card, ...]) -> Section:
    """The scorecard, and what it is compared with; of the metrics that the settings ask for, what those lack that are
    not there.
    """
    key = "kpis.partial" if data.period.partial else "kpis.lead"
    if not data.month(data.period.previous).height:
        key = "kpis.alone"
    _, left = named(data, data.ask.config.kpis)
    return Section("kpis", (Kpis(shown), *left), lead=Phrase(key, {"before": Figure(data.period.previous, "month")}))


def cards(data: Data, asked: Sequence[str] = ()) -> tuple[Card, ...]:
    """One card a metric that has a value this month.

    asked: of these metrics; unless said, of those of the settings, or ours, and of all that have a target.

    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"created_at": [datetime(2025, 9, 1), datetime(2025, 10, 1), datetime(2025, 10, 31)]})
    >>> [(card.metric, card.value.value, card.change.value) for card in cards(gather(rows, Ask()))]
    [('volume', 2.0, 0.935484)]
    """
    aimed = aims(data)
    metrics = data.able(asked or tuple(dict.fromkeys((*(data.ask.config.kpis or METRICS), *aimed))))
    # With the rates that groups are set against: all records are gone through once.
    every = tuple(dict.fromkeys((*metrics, *data.able(RATES))))
    found = _by_month(data.figures(every), set(_reached(data)))
    shown = [name for name in metrics if (row := found.get((name, data.period.month))) and row["value"] is not None]
    point = critical(len(shown))
    return tuple(_card(data, name, found, point, aimed.get(name)) for name in shown)


def _by_month(frame: pl.DataFrame, reached: set[str]) -> dict[tuple[str, str], Row]:
    """The figures by metric and month, of the months that the contacts reach: orders may reach further back, and a
    month without its export is not one without contacts.
    """
    return {(row["metric"], row["period"]): row for row in told(frame) if row["period"] in reached}


def _reached(data: Data) -> list[str]:
    return data.counted["created_at"].dt.truncate("1mo").unique().dt.to_string("%Y-%m").to_list()


def aims(data: Data) -> dict[str, float]:
    """Metric id -> its target for all of the team in the month; of a part of the team, that part's own first."""
    targets, period = data.ask.targets, data.period
    if targets is None or isinstance(targets, Mapping):
        return dict(targets or {})
    from cstools.kernels.kpi.targets import targeted

    named = tuple(dict.fromkeys((*METRICS, *targets.rows["metric"].drop_nulls())))
    groups = dict([data.ask.scope] if data.ask.scope else []) | ({"team": data.ask.team} if data.ask.team else {})
    every = pl.DataFrame({"metric": named}).with_columns(
        pl.lit(period.month).alias("period"), pl.lit(0.0).alias("value"), pl.lit("o").alias("__better"),
        pl.lit(period.start, dtype=pl.Datetime("us")).alias("__start"),
        *(pl.lit(value).alias(name) for name, value in groups.items()),
        *(pl.lit(False).alias(f"__total_{name}") for name in groups),
    )  # fmt: skip
    fit = targeted(every, targets, list(groups)).drop_nulls("target")
    return dict(fit.select("metric", "target").rows())


def _card(data: Data, name: str, found: Mapping[tuple[str, str], Row], point: float, target: float | None) -> Card:
    row, before, year = (found.get((name, month)) for month in _compared(data.period))
    assert row is not None
    unit, better = row["unit"], parse(name, data.ask.config.metrics)[0].kpi.better
    change = changed(row, before) if _whole(data, name, unit, data.period.previous) else None
    effect = None if change is None else shift(data, name, row, before, point)
    sure = effect is not None and excludes(effect[1], effect[2], 1.0 if name == "volume" else 0.0)
    if name == "volume" and effect is not None:
        change = Figure(round(effect[0] - 1, 6), "change")
    return Card(
        metric=name,
        value=Figure(row["value"], unit),
        n=None if unit == "n" else row["n"],
        interval=None if row["lo"] is None else Span(row["lo"], row["hi"], unit),
        previous=None if before is None else Figure(before["value"], unit),
        change=change,
        change_interval=_interval(name, unit, effect),
        year_change=changed(row, year) if _whole(data, name, unit, data.period.year_ago) else None,
        target=None if target is None else Figure(target, unit),
        met=_met(row["value"], target, better),
        better=better,
        tone=_tone(better, change, sure),
        sure=sure,
        trend=_course(name, found, data.period),
        label=data.label(name),
    )


def _met(value: float, target: float | None, better: str) -> bool | None:
    """Whether a target is reached; None without one, or where neither more nor less is better."""
    if target is None or better not in ("+", "-"):
        return None
    return value <= target if better == "-" else value >= target


def _whole(data: Data, name: str, unit: str, month: str) -> bool:
    """Whether a figure may be set beside that of another month: one that grows with its days only where the records it
    is counted over reach both months whole.
    """
    if unit not in ("n", "yuan") and CHANGES[unit] != "change":
        return True
    return not data.period.partial and data.reaches(month, name)


def _compared(period: Period) -> tuple[str, str, str]:
    return period.month, period.previous, period.year_ago


def _course(name: str, found: Mapping[tuple[str, str], Row], period: Period) -> tuple[tuple[str, float | None], ...]:
    """The value of each of the last months, from the first that has one; nothing where there is but one month."""
    values = [(month, found.get((name, month))) for month in period.months(MONTHS)]
    course = tuple((month, None if row is None else row["value"]) for month, row in values)
    known_ = [place for place, (_, value) in enumerate(course) if value is not None]
    return course[known_[0] :] if len(known_) > 1 else ()


def changed(row: Row, before: Row | None) -> Figure | None:
    """The change of a figure, as those of its unit are told; None without one before, or as a part of nothing."""
    if before is None or before["value"] is None:
        return None
    told = CHANGES[row["unit"]]
    if told != "change":
        return Figure(round(row["value"] - before["value"], 6), told)
    return Figure(round(row["value"] / before["value"] - 1, 6), told) if before["value"] else None


def _tone(better: str, change: Figure | None, sure: bool) -> str:
    if not sure or better == "o" or change is None or not change.value:
        return "flat"
    return "good" if (float(change.value) > 0) == (better == "+") else "bad"


def _interval(name: str, unit: str, effect: tuple[float, ...] | None) -> Span | None:
    if effect is None:
        return None
    less = 1.0 if name == "volume" else 0.0
    return Span(round(effect[1] - less, 6), round(effect[2] - less, 6), CHANGES[unit])


def shift(data: Data, name: str, row: Row, before: Row | None, point: float) -> tuple[float, ...] | None:
    """The change of a metric and its interval: a ratio of contacts a day for the volume, else a difference.

    None where it cannot be tested: a sum, a count of customers, too few.
    """
    if before is None or row["value"] is None or before["value"] is None:
        return None
    if name == "volume":
        return volume_ratio(data, critical(1))
    effect = apart(row, before, point)
    return effect if effect and min(row["n"], before["n"]) >= FEW else None


def apart(row: Row, before: Row, z: float) -> tuple[float, ...] | None:
    """The difference of two rates, durations or points and its interval at z.

    None for what changes by a part of itself, and where there is no interval of both.
    """
    if CHANGES[row["unit"]] == "change":
        return None
    if row["unit"] == "ratio" and row["denominator"] and before["denominator"]:
        return difference(row["numerator"], row["denominator"], before["numerator"], before["denominator"], z)
    ends = (row["lo"], row["hi"], before["lo"], before["hi"])
    return None if None in ends else gap(row["value"], ends[:2], before["value"], ends[2:], z)


def volume_ratio(data: Data, point: float) -> tuple[float, ...] | None:
    """Contacts a day against the month before, with its interval; the scatter of days counts, surges included.

    Of whole days alone: one whose export is missing, or that is not over, is not one of few contacts. None without a
    day of the month before.
    """
    begin, days = data.period.start.date(), data.days.filter("whole")
    own = days.filter(pl.col("day") >= begin)
    before = days.filter((pl.col("day") < begin) & (pl.col("day").dt.to_string("%Y-%m") == data.period.previous))
    if not own.height or not before.height or not before["n"].sum():
        return None
    phi = scatter(pl.concat([own, before]))
    return rate_ratio(int(own["n"].sum()), own.height, int(before["n"].sum()), before.height, point, phi)
