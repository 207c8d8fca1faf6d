"""How fast: the expressions of `model/catalogue/speed.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from cstools.kernels.kpi.facts import AS_OF, MS, whole
from cstools.kernels.kpi.measures.contacts import ASKED
from cstools.kernels.kpi.measures.made import Measure, col, duration, no, share

SHORT = 5 * MS
"""An abandon within this many milliseconds is no offered contact (the usual default of call-centre systems)."""
CONNECTED = col("__answered").fill_null(True) & no("is_abandoned")
"""Not known to be unanswered: a wait or a talk of an unanswered contact is no wait and no talk."""


def _frt(_: int) -> Measure:
    frt, asked = col("__frt"), col("__asked")
    out = {reason: holds & frt.is_not_null() for reason, holds in ASKED.items()}
    out["untimed"] = asked & frt.is_null() & col("__replied")
    made = duration(frt, asked, asked & frt.is_null() & ~col("__replied"), col("__asked_age"), **out)
    return replace(made, timed=True)


def _frt_within(seconds: int) -> Measure:
    frt = col("__frt")
    made = share(
        pl.lit(True),
        frt <= seconds * MS,
        **ASKED,
        negative=frt < 0,
        untimed=frt.is_null() & col("__replied"),
        young=frt.is_null() & (col("__age") <= seconds * MS),
    )
    return replace(made, timed=True)


def _rt_full(_: int) -> Measure:
    solved = col("__resolved")
    return duration(col("__full"), solved, ~solved, col("__age"), no_length=solved & col("__full").is_null())


def _answered() -> pl.Expr:
    lost = col("is_abandoned").fill_null(False) | ~col("__answered").fill_null(True)
    return ~lost


def _service_level(seconds: int) -> Measure:
    brief = col("is_abandoned").fill_null(False) & (col("__wait") < SHORT).fill_null(False)
    return _level(seconds, brief=brief)


def _level(seconds: int, **out: pl.Expr) -> Measure:
    within = _answered() & (col("__wait") <= seconds * MS)
    untimed = _answered() & col("__wait").is_null()
    return share(pl.lit(True), within, outbound=~col("__offered"), **out, no_length=untimed)


def _level_answered(seconds: int) -> Measure:
    offered = col("__offered") & _answered()
    return share(offered, col("__wait") <= seconds * MS, no_length=offered & col("__wait").is_null())


def _sla_rate(_: int) -> Measure:
    due, solved = col("sla_due_at"), col("resolved_at")
    breached = pl.when(solved.is_null() & ~col("__resolved") & (col(AS_OF) > due)).then(False)
    met = pl.coalesce("sla_met", solved <= due, breached)
    unknown = met.is_null() & due.is_not_null()
    return Measure(met, out={"unsolved_at": unknown & col("__resolved"), "not_due": unknown})


SPEED: Mapping[str, Callable[[int], Measure]] = {
    "frt": _frt,
    "frt_within": _frt_within,
    "art": lambda _: duration(whole(col("avg_response_s"), MS)),
    "wait": lambda _: duration(col("__wait"), CONNECTED),
    "aht": lambda _: duration(col("__handle"), CONNECTED),
    "talk": lambda _: duration(whole(col("talk_s"), MS), CONNECTED),
    "session_len": lambda _: duration(col("__session"), None, col("closed_at").is_null(), col("__age")),
    "rt_full": _rt_full,
    "service_level": _service_level,
    "service_level_offered": _level,
    "service_level_answered": _level_answered,
    "abandon_rate": lambda _: share(pl.lit(True), col("is_abandoned"), outbound=~col("__offered")),
    "sla_rate": _sla_rate,
}
