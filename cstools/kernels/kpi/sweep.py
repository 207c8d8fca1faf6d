"""Spans of time laid over each other: at every moment, how many of each kind."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.kpi.facts import elapsed

DAY_MS = 24 * 3_600_000


def swept(spans: pl.DataFrame, kinds: Sequence[str]) -> pl.DataFrame:
    """One row an agent and stretch between two moments at which anything begins or ends: how many spans of each kind.

    In: agent, kind (one of `kinds`), start_at, end_at (none null, start before end). Out: agent, start_at, end_at and a
    column a kind (Int64), sorted by agent and start; no stretch without any span.

    >>> from datetime import datetime
    >>> nine, ten, noon = (datetime(2025, 10, 6, hour) for hour in (9, 10, 12))
    >>> spans = pl.DataFrame({"agent": ["a", "a"], "kind": ["k"] * 2, "start_at": [nine, ten], "end_at": [noon, noon]})
    >>> swept(spans, ["k"])["k"].to_list()
    [1, 2]
    """
    steps = pl.concat(
        spans.select("agent", "kind", pl.col(name).alias("start_at"), pl.lit(step, dtype=pl.Int64).alias("step"))
        for name, step in (("start_at", 1), ("end_at", -1))
    )
    moved = steps.group_by("agent", "start_at").agg(
        pl.col("step").filter(pl.col("kind") == kind).sum().alias(kind) for kind in kinds
    )
    running = moved.sort("agent", "start_at").with_columns(
        pl.col("start_at").shift(-1).over("agent").alias("end_at"),
        *(pl.col(kind).cum_sum().over("agent") for kind in kinds),
    )
    return running.filter(pl.any_horizontal(pl.col(kind) > 0 for kind in kinds)).select(
        "agent", "start_at", "end_at", *kinds
    )


def joined(stretches: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Stretches of one agent and kind that touch as one: agent, `kind`, start_at, end_at. In: as `swept` sorts them."""
    fresh = (
        pl.col("agent").ne_missing(pl.col("agent").shift())
        | pl.col(kind).ne_missing(pl.col(kind).shift())
        | pl.col("start_at").ne_missing(pl.col("end_at").shift())
    )
    return (
        stretches.with_columns(fresh.cast(pl.Int64).cum_sum().alias("__run"))
        .group_by("__run", maintain_order=True)
        .agg(pl.col("agent", kind, "start_at").first(), pl.col("end_at").last())
        .drop("__run")
    )


def by_day(spans: pl.DataFrame) -> pl.DataFrame:
    """Spans cut at midnight (so at the end of every period), with `ms`, what they last (Int64).

    >>> from datetime import datetime
    >>> spans = pl.DataFrame({"start_at": [datetime(2025, 10, 6, 23)], "end_at": [datetime(2025, 10, 7, 1)]})
    >>> by_day(spans)["ms"].to_list()
    [3600000, 3600000]
    """
    midnight = pl.col("start_at").dt.truncate("1d")
    last = (elapsed(midnight, pl.col("end_at")) - 1) // DAY_MS
    cut = spans.with_columns(pl.int_ranges(0, last + 1, dtype=pl.Int64).alias("__day")).explode("__day")
    begins = midnight + pl.duration(days=pl.col("__day"))
    bounded = cut.with_columns(
        pl.max_horizontal("start_at", begins).alias("start_at"),
        pl.min_horizontal("end_at", begins + pl.duration(days=1)).alias("end_at"),
    )
    return bounded.drop("__day").with_columns(elapsed(pl.col("start_at"), pl.col("end_at")).alias("ms"))
