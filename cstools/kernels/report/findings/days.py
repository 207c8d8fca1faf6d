"""Days and their number: surges, promotions, days that look as if their export were missing, the month's volume."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from cstools.kernels.report.alarms import Alarm
from cstools.kernels.report.data import TOPIC, Data
from cstools.kernels.report.days import own, stretch
from cstools.kernels.report.findings.told import told
from cstools.kernels.report.scorecard import volume_ratio
from cstools.kernels.report.stats import critical, excludes
from cstools.kernels.report.trend import runs
from cstools.model.report import Card, Figure, Finding, Param, Span


def volume(data: Data, cards: Sequence[Card]) -> list[Finding]:
    """The month's contacts a day against the month before, and against the orders if they are known."""
    effect = volume_ratio(data, critical(1))
    if effect is None or not excludes(effect[1], effect[2], 1.0):
        return []
    days = own(data)
    whole, n, before = days.filter("whole"), int(days["n"].sum()), data.month(data.period.previous).height
    ratio, lo, hi = (round(part - 1, 6) for part in effect)
    words: dict[str, Param] = {
        "n": Figure(n), "before": Figure(before), "change": Figure(ratio, "change"), "interval": Span(lo, hi, "change"),
        "mean": Figure(round(int(whole["n"].sum()) / whole.height, 3), "mean"),
    }  # fmt: skip
    orders = _orders(cards)
    return [
        told(
            "volume",
            words | orders,
            detail="volume_orders" if orders else "",
            effect=Figure(ratio, "change"),
            now=Figure(n),
            interval=Span(lo, hi, "change"),
            n=n,
            weight=round(abs(n - n / (1 + ratio)), 3),
        )
    ]


def _orders(cards: Sequence[Card]) -> dict[str, Param]:
    """What the volume rests on: contacts per 1,000 paid orders, now and before; nothing without orders."""
    rate = next((card for card in cards if card.metric == "contacts_per_1k_orders" and card.previous), None)
    if rate is None or rate.previous is None:
        return {}
    return {"rate": Figure(rate.value.value, "mean"), "rate_before": Figure(rate.previous.value, "mean")}


def gaps(data: Data) -> list[Finding]:
    """Days that look as if their export were missing."""
    days = own(data)
    return [_gap(days, first, last) for first, last in runs(days, "gap")]


def surges(data: Data, but: Sequence[Alarm] = ()) -> list[Finding]:
    """Runs of days far above what was to be expected; on days of a promotion as something that was.

    but: surges that are told with their cause: not again what shares a day with them.
    """
    days = own(data)
    high = [run for run in runs(days, "high") if not any(one.over(*run) for one in but)]
    found = [_surge(data, days, first, last) for first, last in high]
    return found + [_promotion(days, first, last) for first, last in runs(days, "promo")]


def _promotion(days: pl.DataFrame, first: date, last: date) -> Finding:
    span = days.filter(pl.col("day").is_between(first, last))
    n, mean = int(span["n"].sum()), float(span["expected"].sum())
    top = span.sort("n", "day", descending=[True, False]).row(0, named=True)
    words: dict[str, Param] = {
        "days": stretch(first, last), "event": str(span["event"][0]), "n": Figure(n), "expected": Figure(round(mean)),
        "ratio": Figure(round(n / mean, 6), "x"), "top": Figure(int(top["n"])),
        "peak": Figure(top["day"].isoformat(), "date"), "length": Figure(span.height),
    }  # fmt: skip
    return told("promotion", words, **_measured(n, mean))


def _measured(n: int, mean: float) -> dict[str, Any]:
    """What a run of days is ranked by: how many times what was expected, and how many more or fewer."""
    return {
        "effect": Figure(round(n / mean, 6), "x"), "now": Figure(n), "n": n, "weight": round(abs(n - mean), 3)
    }  # fmt: skip


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
    return told("surge", words, detail="surge_driver" if driver else "", **_measured(n, mean))


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
    return told("gap", words, **(_measured(n, mean) | {"effect": Figure(round(n / mean, 6), "ratio")}))
