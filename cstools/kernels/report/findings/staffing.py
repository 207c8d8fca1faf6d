"""What the staffing found: where the roster is short, and a target that was held and is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from cstools.kernels.report.data import Data
from cstools.kernels.report.findings.told import told
from cstools.kernels.report.staffing import HOUR, WEEKS, Staffing, staffing, stretches, totals
from cstools.kernels.staff.ask import QUEUE
from cstools.kernels.staff.contacts import SLOT
from cstools.kernels.staff.days import WEEKDAY
from cstools.kernels.staff.lookback import PERIOD
from cstools.model.report import Figure, Finding, Param, Span

LEAST = 0.5
"""Mean heads short of a stretch that is a finding."""
CALL = "call"


def found(data: Data) -> list[Finding]:
    """The stretch in which the roster is shortest, and a target lost this month; where the section is shown."""
    made = data.once("staffing", staffing) if "staffing" in data.ask.order else None
    return [] if made is None else [*short(made), *lost(made, data)]


def short(made: Staffing) -> list[Finding]:
    """The stretch that lacks most head hours. Its weight: the contacts of all short hours over the weeks looked at."""
    if not made.ask.staffed:
        return []
    one = next(iter(stretches(made)), None)
    if one is None or one["n"] > -LEAST:
        return []
    lacking = made.week.filter(pl.col("gap") < -LEAST)
    contacts = float(lacking["contacts"].sum()) * WEEKS
    within = made.week.filter(
        pl.col(WEEKDAY) == one[WEEKDAY], pl.col(SLOT).is_between(one["from"], one["until"], closed="left")
    )
    words: dict[str, Param] = {
        **totals(made), "weekday": Figure(int(one[WEEKDAY]), "weekday"), "from": Figure(int(one["from"]) // HOUR),
        "until": Figure(int(one["until"]) // HOUR), "n": Figure(round(-one["n"], 3), "mean"),
        "days": Figure(made.days), "hours": Figure(lacking.height),
    }  # fmt: skip
    return [
        told(
            "short",
            words,
            metric=f"service_level_{made.ask.target.seconds}s",
            effect=words["n"],
            now=Figure(int(within["scheduled"].max() or 0)),  # type: ignore[arg-type]
            n=round(contacts),
            weight=round(contacts, 3),
        )
    ]


def lost(made: Staffing, data: Data) -> list[Finding]:
    """The target of the calls, if this month missed it beyond chance and a month before held it."""
    known = (pl.col(QUEUE) == CALL) & (pl.col("n") >= data.ask.config.least) & (pl.col(PERIOD) <= data.period.month)
    months = made.months.filter(known).sort(PERIOD).to_dicts()
    held = [at for at, one in enumerate(months) if one["met"]]
    own = months[-1] if months else None
    if own is None or not held or own[PERIOD] != data.period.month or own["hi"] >= made.ask.target.share:
        return []
    return [_lost(made, own, months[held[-1]], months[held[-1] + 1])]


def _lost(made: Staffing, own: Mapping[str, Any], held: Mapping[str, Any], first: Mapping[str, Any]) -> Finding:
    """held: the last month that held the target; first: the one after."""
    level, interval = Figure(round(own["sl"], 6), "ratio"), Span(round(own["lo"], 6), round(own["hi"], 6), "ratio")
    words: dict[str, Param] = {
        "share": Figure(made.ask.target.share, "ratio"), "seconds": Figure(made.ask.target.seconds), "level": level,
        "before": Figure(round(held["sl"], 6), "ratio"), "interval": interval, "n": Figure(own["n"]),
        "since": Figure(first[PERIOD], "month"), "held": Figure(held[PERIOD], "month"),
        "agents": Figure(own["agents"]), "agents_before": Figure(held["agents"]),
    }  # fmt: skip
    known = own["agents"] is not None and held["agents"] is not None
    return told(
        "lost",
        words,
        detail="lost_detail" if known else "lost_plain",
        metric=f"service_level_{made.ask.target.seconds}s",
        effect=Figure(round(own["sl"] - held["sl"], 6), "pp"),
        now=level,
        interval=interval,
        n=own["n"],
        weight=float(own["n"]),
    )
