"""What is said of the roster, of lost periods, of a forecast and of a plan: sentences by key, with their blanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from cstools.kernels.expr.notes import Note, words
from cstools.kernels.staff.ahead import METHOD, Tested
from cstools.kernels.staff.ask import Ask
from cstools.kernels.staff.contacts import DATE
from cstools.kernels.staff.days import HOLIDAY, KIND, PROMOTION, WEEKDAY
from cstools.kernels.staff.gap import GAP, runs
from cstools.kernels.staff.need import SCHEDULED
from cstools.kernels.staff.notes import number, percent
from cstools.kernels.staff.plan import Plan, clock
from cstools.kernels.staff.roster import HEADS, outside, span

SHORT, IDLE = 6, 3
"""Stretches told that lack heads, and that have too many."""
FAR = 0.05
"""Difference between what is observed and what the model gives, from which it is said."""


def of_roster(ask: Ask) -> list[Note]:
    """Which days a roster has."""
    if ask.roster is None:
        return []
    held = span(ask).get_column(DATE)
    return [("staff.roster", {"first": str(held.min()), "last": str(held.max()), "n": held.len()})]


def of_gaps(rows: pl.DataFrame, ask: Ask) -> list[Note]:
    """Heads short and idle in sum, the largest stretches of either, and heads at hours without contacts."""
    known = rows.filter(pl.col(GAP).is_not_null())
    if not known.height:
        return [("staff.gap_unknown", {})] if rows.height else []
    hours = ask.minutes / 60
    gap = known.get_column(GAP)
    note: dict[str, object] = {
        "need": number(float(known.get_column(SCHEDULED).sum()) * hours),
        "have": number(float(known.get_column(HEADS).sum()) * hours),
        "short": number(float(-gap.clip(upper_bound=0).sum()) * hours),
        "idle": number(float(gap.clip(lower_bound=0).sum()) * hours),
    }
    found = together(runs(known, ask), ask)
    short: list[Note] = [("staff.short", _run(one, ask)) for one in found if one["hours"] < 0]
    idle: list[Note] = [("staff.idle", _run(one, ask)) for one in found if one["hours"] > 0]
    more: list[Note] = [("staff.short_more", {"n": len(short) - SHORT})] if len(short) > SHORT else []
    held: list[Note] = [] if short else [("staff.no_gap", {})]
    away = outside(rows, ask) * hours
    gone: list[Note] = [("staff.outside", {"hours": number(away)})] if away else []
    return [("staff.gap", note), *short[:SHORT], *more, *held, *idle[:IDLE], *gone]


def together(found: list[dict[str, Any]], ask: Ask) -> list[dict[str, Any]]:
    """Stretches of several days that have the same hours and heads as one: `days`, and the hours of all; the largest
    first.
    """
    made: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in found:
        key = (*(one[name] for name in ask.queues), one["from"], one["until"], round(one["n"], 2))
        same = made.setdefault(key, one | {"days": [], "hours": 0.0})
        same["days"].append(one[DATE] if DATE in one else one[WEEKDAY])
        same["hours"] += one["hours"]
    return sorted(made.values(), key=lambda one: -abs(one["hours"]))


def _run(one: dict[str, Any], ask: Ask) -> dict[str, object]:
    days = sorted(one["days"])
    day = _few(map(str, days)) if DATE in one else words(f"staff.weekday.{day}" for day in days)
    queue = " ".join(str(one[name]) for name in ask.queues)
    return {
        "day": day, "queue": f"{queue} " if queue else "", "from": clock(one["from"]), "until": until(one["until"]),
        "n": number(abs(one["n"])), "hours": number(abs(one["hours"])),
    }  # fmt: skip


def until(minutes: int) -> str:
    """The end of a stretch: midnight is 24:00.

    >>> until(1440), until(570)
    ('24:00', '09:30')
    """
    return f"{minutes // 60:02}:{minutes % 60:02}"


def of_periods(rows: pl.DataFrame, ask: Ask, *, brief: bool = False) -> list[Note]:
    """Of each queue: when the target was lost, and how many agents would have kept it. brief: only a loss that follows
    a period that held, and nothing of a single period.
    """
    queues = rows.partition_by(ask.queues, maintain_order=True) if ask.queues else [rows]
    return [note for one in queues if one.height for note in _periods(one, ask, brief=brief)]


def _periods(rows: pl.DataFrame, ask: Ask, *, brief: bool) -> Iterator[Note]:
    known = rows.filter(pl.col("met").is_not_null())
    lost = known.filter(~pl.col("met")).to_dicts()
    held = known.filter("met").height
    if not known.height:
        if not brief:
            yield "staff.unseen", {}
        return
    if brief and (known.height < 2 or not held or not lost):
        return
    queue = " ".join(str(rows.row(0, named=True)[name]) for name in ask.queues)
    target: dict[str, object] = {
        "queue": f"{queue} " if queue else "", "share": percent(ask.target.share), "seconds": ask.target.seconds,
        "n": known.height, "n_lost": len(lost),
    }  # fmt: skip
    if not lost:
        yield "staff.held", target
        return
    first = lost[0]
    told = {"period": first["period"], **{name: percent(first[name]) for name in ("sl", "lo", "hi")}}
    worst = min(lost, key=lambda one: one["sl"])
    yield "staff.lost", target | told | {"worst": worst["period"], "worst_sl": percent(worst["sl"])}
    yield from _kept(first, lost, ask, target)


def _kept(first: dict[str, Any], lost: list[dict[str, Any]], ask: Ask, target: dict[str, object]) -> Iterator[Note]:
    """How many agents would have kept the target in the first lost period, and in all."""
    if ask.staffed and first["more"] is not None:
        most = max(one["more"] for one in lost if one["more"] is not None)
        heads = first[HEADS]
        yield (
            "staff.kept_more",
            target
            | {
                "period": first["period"], "heads": number(heads), "model": percent(first["sl_rostered"]),
                "more": first["more"], "enough": number(heads + first["more"]), "most": most,
            },
        )  # fmt: skip
        if abs(first["sl_rostered"] - first["sl"]) > FAR:
            yield "staff.far", {"model": percent(first["sl_rostered"]), "sl": percent(first["sl"])}
    elif first["agents"] is not None:
        most = max(one["agents"] for one in lost if one["agents"] is not None)
        yield "staff.kept", target | {"period": first["period"], "agents": first["agents"], "most": most}


def of_tests(tests: list[Tested], coming: pl.DataFrame, counts: pl.DataFrame, ask: Ask) -> list[Note]:
    """How well each queue could be forecast in the past, and which days to come are no usual ones."""
    if not tests:
        return []
    queues = counts.select(ask.queues).unique().sort(ask.queues).rows() if ask.queues else [()]
    found: list[Note] = []
    for queue, test in zip(queues, tests, strict=True):
        name = " ".join(str(part) for part in queue)
        found.append(_test(test, f"{name} " if name else ""))
    last = counts.get_column(DATE).max()
    if coming.height and last is not None and last >= coming.get_column(DATE).min():  # type: ignore[operator]
        found.append(("staff.cut", {"first": str(coming.get_column(DATE).min()), "last": str(last)}))
    kinds = coming.select(DATE, KIND).unique(maintain_order=True)
    for kind in (HOLIDAY, PROMOTION):
        days = [str(day) for day in kinds.filter(pl.col(KIND) == kind)[DATE]]
        if days:
            found.append((f"staff.coming_{kind}", {"n": len(days), "days": _few(days)}))
    return found


def _few(texts: Iterable[str], most: int = 8) -> str:
    told = list(texts)
    return ", ".join(told[:most]) + (" …" if len(told) > most else "")


def _test(test: Tested, queue: str) -> Note:
    if test.error is None or test.naive is None:
        return "staff.untested", {"queue": queue}
    key = "staff.tested" if test.used == METHOD else "staff.tested_naive"
    return key, {"queue": queue, "n": test.days, "error": percent(test.error), "naive": percent(test.naive)}


def of_plan(made: Plan, ask: Ask) -> list[Note]:
    """People and hours of a plan, what it leaves short, and whether nothing cheaper exists."""
    assert ask.shifts is not None
    hours = ask.minutes / 60
    need, short = (float(made.covered.get_column(name).sum()) * hours for name in (SCHEDULED, "short"))
    people, paid = int(made.rows.get_column("people").sum()), float(made.rows.get_column("hours").sum())
    note: dict[str, object] = {
        "people": people, "hours": number(paid), "need": number(need), "short": number(short),
        "cost": number(float(made.rows.get_column("cost").sum())),
        "cells": made.covered.height, "held": made.covered.filter(pl.col("short") == 0).height,
    }  # fmt: skip
    found: list[Note] = [("staff.plan", note), ("staff.plan_best" if made.proven else "staff.plan_open", {})]
    if len(ask.queues):
        found.append(("staff.plan_together", {}))
    left = made.covered.with_columns((-pl.col("short")).alias(GAP))
    alone = Ask(minutes=ask.minutes)
    stretches = together(runs(left, alone), alone)
    found += [("staff.plan_short", _run(one, alone)) for one in stretches[:SHORT]]
    return found
