"""What is said of lost periods, of a forecast and of a plan: sentences by key, with their blanks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from cstools.kernels.expr import holidays
from cstools.kernels.expr.notes import Note
from cstools.kernels.staff.ahead import METHOD, Tested
from cstools.kernels.staff.ask import Ask
from cstools.kernels.staff.contacts import DATE
from cstools.kernels.staff.days import HOLIDAY, KIND, PROMOTION
from cstools.kernels.staff.gap import GAP, runs
from cstools.kernels.staff.need import SCHEDULED
from cstools.kernels.staff.notes import number, percent
from cstools.kernels.staff.plan import Plan
from cstools.kernels.staff.roster import HEADS
from cstools.kernels.staff.said_gap import SHORT, few, queue, stretch, together

FAR = 0.05
"""Difference between what is observed and what the model gives, from which it is said."""


def of_periods(rows: pl.DataFrame, ask: Ask, *, brief: bool = False) -> list[Note]:
    """Of each queue: when the target was lost, and how many agents would have kept it. brief: only where it was lost in
    some periods and held in others.
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
    if brief and not (held and lost):
        return
    target: dict[str, object] = {
        "queue": queue(ask.queues, [rows.get_column(name)[0] for name in ask.queues]), "n": known.height,
        "n_lost": len(lost), "share": percent(ask.target.share), "seconds": ask.target.seconds,
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
    """How many agents would have kept the target in the first lost period, and in all; where the model says those on
    duty were enough, that it does.
    """
    if not ask.staffed or first["more"] is None:
        if first["agents"] is not None:
            most = max(one["agents"] for one in lost if one["agents"] is not None)
            yield "staff.kept", target | {"period": first["period"], "agents": first["agents"], "most": most}
        return
    heads, model = first[HEADS], percent(first["sl_rostered"])
    said = target | {"period": first["period"], "heads": number(heads), "model": model, "sl": percent(first["sl"])}
    if not first["more"]:
        yield "staff.enough", said
        return
    most = max(one["more"] for one in lost if one["more"] is not None)
    yield "staff.kept_more", said | {"more": first["more"], "enough": number(heads + first["more"]), "most": most}
    if abs(first["sl_rostered"] - first["sl"]) > FAR:
        yield "staff.far", said


def of_tests(tests: list[Tested], coming: pl.DataFrame, counts: pl.DataFrame, ask: Ask) -> list[Note]:
    """How well each queue could be forecast in the past, and which days to come are no usual ones."""
    if not tests:
        return []
    queues = counts.select(ask.queues).unique().sort(ask.queues).rows() if ask.queues else [()]
    found: list[Note] = []
    for values, test in zip(queues, tests, strict=True):
        found.append(_test(test, queue(ask.queues, values)))
    begins, last = coming.get_column(DATE).min(), counts.get_column(DATE).max()
    if begins is not None and last is not None and last >= begins:  # type: ignore[operator]
        found.append(("staff.cut", {"first": str(begins)}))
    last_known, ends = holidays.known()[1], coming.get_column(DATE).max()
    if isinstance(ends, date) and ends.year > last_known:
        found.append(("staff.holidays_unknown", {"year": last_known}))
    kinds = coming.select(DATE, KIND).unique(maintain_order=True)
    for kind in (HOLIDAY, PROMOTION):
        days = [str(day) for day in kinds.filter(pl.col(KIND) == kind)[DATE]]
        if days:
            found.append((f"staff.coming_{kind}", {"n": len(days), "days": few(days)}))
    return found


def _test(test: Tested, name: object) -> Note:
    if test.error is None or test.naive is None:
        return "staff.untested", {"queue": name}
    key = "staff.tested" if test.used == METHOD else "staff.tested_naive"
    return key, {"queue": name, "n": test.days, "error": percent(test.error), "naive": percent(test.naive)}


def of_plan(made: Plan, need: pl.DataFrame, ask: Ask) -> list[Note]:
    """People and hours of a plan, what it leaves short, whether nothing cheaper exists, and which need is not known."""
    assert ask.shifts is not None
    hours = ask.minutes / 60
    wanted, short = (float(made.covered.get_column(name).sum()) * hours for name in (SCHEDULED, "short"))
    people, paid = int(made.rows.get_column("people").sum()), float(made.rows.get_column("hours").sum())
    note: dict[str, object] = {
        "people": people, "hours": number(paid), "need": number(wanted), "short": number(short),
        "cost": number(float(made.rows.get_column("cost").sum())),
        "cells": made.covered.height, "held": made.covered.filter(pl.col("short") == 0).height,
    }  # fmt: skip
    found: list[Note] = [("staff.plan", note), ("staff.plan_best" if made.proven else "staff.plan_open", {})]
    if len(ask.queues):
        found.append(("staff.plan_together", {}))
    unknown = need.get_column(SCHEDULED).null_count()
    if unknown:
        found.append(("staff.plan_unknown", {"n": unknown}))
    left = made.covered.with_columns((-pl.col("short")).alias(GAP))
    stretches = together(runs(left, (), ask.minutes), ())
    found += [("staff.plan_short", stretch(one, ())) for one in stretches[:SHORT]]
    return found
