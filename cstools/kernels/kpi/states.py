"""`--states`: what agents were doing, each moment once; and how many sessions they had at a time."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.kpi.sweep import by_day, joined, swept
from cstools.kernels.stage import Result, counted

STATES = ("busy", "wrap", "ready", "break", "offline")
"""Where states of one agent overlap, the first of these holds: who is busy in a chat is not ready for calls."""
LONGEST = 24
"""Hours after which a state that nobody ended is taken for ended."""
NEEDS = ("agent", "state", "start_at", "end_at")
START, END = pl.col("start_at"), pl.col("end_at")
MS = pl.col("ms")
OFFERED = pl.col("state").is_in(["busy", "wrap", "ready"])
WORKED = pl.col("state").is_in(["busy", "wrap"])
PRESENT = pl.col("state") != "offline"
RATIOS: dict[str, tuple[pl.Expr, pl.Expr]] = {
    "occupancy": (pl.when(WORKED).then(MS).otherwise(0), pl.when(OFFERED).then(MS).otherwise(0)),
    "utilisation": (pl.when(WORKED).then(MS).otherwise(0), pl.when(PRESENT).then(MS).otherwise(0)),
}
"""Metric -> above and below of its sums, in ms, over the frame of `states`."""


def states(lf: pl.LazyFrame, as_of: datetime | None = None) -> Result:
    """One row an agent, state and stretch of one day: agent, state, start_at, end_at, ms (Int64); by agent and time.

    In: agent_state records. Each moment of an agent counts once: where records overlap, the first of STATES holds. A
    state without an end lasts until the agent's next record begins, the last one until as_of (default: the latest time
    in the records), LONGEST at most. Records without agent, state or start, or that end before they start, are out; the
    counts say how many, and how many were open or cut.

    >>> nine, ten, noon = (datetime(2025, 10, 6, hour) for hour in (9, 10, 12))
    >>> rows = {"agent": ["a", "a"], "state": ["ready", "busy"], "start_at": [nine, ten], "end_at": [noon, None]}
    >>> states(pl.LazyFrame(rows), datetime(2025, 10, 6, 11)).rows.select("state", "ms").collect().rows()
    [('ready', 3600000), ('busy', 3600000), ('ready', 3600000)]
    """
    types = dtypes("agent_state")
    every = ensure(lf, {name: types[name] for name in NEEDS}).select(NEEDS).collect()
    named = every.filter(pl.col("agent").is_not_null() & START.is_not_null() & pl.col("state").is_in(STATES))
    now = every.select(pl.max_horizontal(START.max(), END.max())).item() if as_of is None else as_of
    ended = _ended(named, now)
    right = ended.filter(END > START)
    stretches = swept(right.rename({"state": "kind"}), STATES)
    held = pl.coalesce(pl.when(pl.col(state) > 0).then(pl.lit(state)) for state in STATES)
    made = by_day(joined(stretches.with_columns(held.alias("state")), "state"))
    notes = {
        "states used": right.height,
        "states without agent, state or start_at": every.height - named.height,
        "states that end before they start": ended.filter(END < START).height,
        "states of no length": ended.filter(END == START).height,
        "states nobody ended": named["end_at"].null_count(),
        f"states cut at {LONGEST} h": int(ended["cut"].sum()),
    }
    told = counted({name: n for name, n in notes.items() if n or name == "states used"})
    return Result(made.select("agent", "state", "start_at", "end_at", "ms").lazy(), counts=told)


def _ended(named: pl.DataFrame, now: datetime | None) -> pl.DataFrame:
    """The records with an end, and whether LONGEST made it."""
    moments = named.select("agent", "start_at").unique().sort("agent", "start_at")
    later = moments.with_columns(START.shift(-1).over("agent").alias("__next"))
    known = named.join(later, on=["agent", "start_at"], how="left", maintain_order="left")
    until = pl.coalesce("__next", pl.max_horizontal("start_at", pl.lit(now, dtype=pl.Datetime("us"))))
    latest = START + pl.duration(hours=LONGEST)
    return known.with_columns(
        pl.coalesce(END, pl.min_horizontal(until, latest)).alias("end_at"),
        (END.is_null() & (until > latest)).alias("cut"),
    ).drop("__next")


def concurrency(lf: pl.LazyFrame) -> Result:
    """One row an agent and stretch of one day with any session: agent, at (its start), ms, k (sessions at a time).

    The time-weighted mean is sum(ms * k) / sum(ms), over any rows. In: tickets with agent, answered_at, closed_at; the
    sessions from answered to closed. Tickets without one of these, or closed before they are answered, are out.

    >>> nine, ten, noon = (datetime(2025, 10, 6, hour) for hour in (9, 10, 12))
    >>> rows = {"agent": ["a", "a"], "answered_at": [nine, nine], "closed_at": [ten, noon]}
    >>> concurrency(pl.LazyFrame(rows)).rows.collect().rows()[0][2:]
    (3600000, 2)
    """
    types = dtypes("ticket")
    needs = ("agent", "answered_at", "closed_at")
    every = ensure(lf, {name: types[name] for name in needs}).select(needs).collect()
    spans = every.select("agent", pl.lit("k").alias("kind"), start_at="answered_at", end_at="closed_at")
    right = spans.drop_nulls().filter(END > START)
    made = by_day(joined(swept(right, ["k"]), "k")).select("agent", START.alias("at"), "ms", "k")
    lacking = "sessions without agent, answered_at or closed_at, or of no length"
    notes = {"sessions used": right.height, lacking: every.height - right.height}
    return Result(made.lazy(), counts=counted({name: n for name, n in notes.items() if n or name == "sessions used"}))
