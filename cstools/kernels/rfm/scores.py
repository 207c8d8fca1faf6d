"""Scores and segments: the same value always gets the same score, in whatever order the customers come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from cstools.errors import Usage
from cstools.model.segments import GRID_BINS, SCHEMES, Segment

Cut = Literal["quantile", "mean", "median"]
Tie = Literal["min", "max", "average"]
Scheme = Literal["cn8", "grid10"]
DIMENSIONS = {"r": "near", "f": "frequency", "m": "money"}
"""Score -> the integer it is made from; more is better in each (near is the recency in ms, negated)."""


@dataclass(frozen=True)
class Cutting:
    """How customers are cut. quantile: `bins` scores 1 and up by rank; mean, median: 1 above the middle, else 0."""

    cut: Cut = "quantile"
    bins: int = 5
    tie: Tie = "min"
    scheme: Scheme = "cn8"

    def __post_init__(self) -> None:
        """Raise Usage("rfm.grid") where the scheme is drawn on other scores than these."""
        if self.scheme == "grid10" and (self.cut, self.bins) != ("quantile", GRID_BINS):
            raise Usage("rfm.grid", bins=GRID_BINS)


def by_rank(value: pl.Expr, bins: int, tie: Tie) -> pl.Expr:
    """Scores 1 to `bins` (Int64) by rank, the largest value best; nulls are out and stay null.

    With n values, one whose ties take the places a to b scores by its first place (min), its last (max) or the middle
    of both (average): the bin that place falls in when n places are cut into equal bins. Integers only, so no rounding.

    >>> frame = pl.DataFrame({"f": [1, 1, 1, 2, 9]})
    >>> [frame.select(by_rank(pl.col("f"), 5, tie)).to_series().to_list() for tie in ("min", "max", "average")]
    [[1, 1, 1, 4, 5], [3, 3, 3, 4, 5], [2, 2, 2, 4, 5]]
    """
    n = value.count().cast(pl.Int64)
    first, last = (value.rank(method).cast(pl.Int64) for method in ("min", "max"))
    if tie == "min":
        return (first - 1) * bins // n + 1
    if tie == "max":
        return (last * bins + n - 1) // n
    return ((first + last) * bins + 2 * n - 1) // (2 * n)


def mean(value: pl.Expr) -> pl.Expr:
    """The mean of integers from their exact sum: the same bytes in any order of rows.

    >>> pl.DataFrame({"v": [1, 2, None]}).select(mean(pl.col("v"))).item()
    1.5
    """
    return value.sum().cast(pl.Float64) / value.count()


MIDDLES: dict[str, Callable[[pl.Expr], pl.Expr]] = {"mean": mean, "median": lambda value: value.median()}


def scored(customers: pl.LazyFrame, cutting: Cutting) -> pl.LazyFrame:
    """Customers with r, f, m (Int64), segment (String), and cut_r, cut_f, cut_m, what a value must exceed to be high.

    In: near, frequency, money (Int64) and reason; a customer with a reason is not scored and moves no cut. For cn8 each
    of R, F and M is high or low: by mean and median the value itself, by quantile the score, above the mean of scores.
    cut_* is null for grid10, which goes by the scores as they are.

    >>> frame = pl.LazyFrame({"near": [-9, -1], "frequency": [1, 5], "money": [10, 90], "reason": [None, None]},
    ...     schema_overrides={"reason": pl.String})
    >>> scored(frame, Cutting("mean")).select("r", "f", "m", "segment", "cut_f").collect().rows()
    [(0, 0, 0, '一般挽留客户', 3.0), (1, 1, 1, '重要价值客户', 3.0)]
    """
    values = {score: pl.when(pl.col("reason").is_null()).then(name) for score, name in DIMENSIONS.items()}
    if cutting.cut == "quantile":
        frame = customers.with_columns(**{s: by_rank(value, cutting.bins, cutting.tie) for s, value in values.items()})
        cuts = {f"cut_{score}": mean(pl.col(score)) for score in values}
    else:
        middle = MIDDLES[cutting.cut]
        cuts = {f"cut_{score}": middle(value) for score, value in values.items()}
        frame = customers.with_columns(
            **{score: (value > cuts[f"cut_{score}"]).cast(pl.Int64) for score, value in values.items()}
        )
    if cutting.scheme == "grid10":
        cuts = {name: pl.lit(None, dtype=pl.Float64) for name in cuts}
    frame = frame.with_columns(**cuts)
    return frame.with_columns(segment_of(cutting).alias("segment"))


def codes(cutting: Cutting) -> dict[str, pl.Expr]:
    """What a scheme compares, by score: the score itself, or for cn8 by quantile whether it is above the mean score.

    >>> frame = pl.DataFrame({"r": [1, 5], "cut_r": [3.0, 3.0]})
    >>> frame.select(codes(Cutting("quantile"))["r"]).to_series().to_list()
    [0, 1]
    """
    if cutting.scheme == "cn8" and cutting.cut == "quantile":
        return {score: (pl.col(score) > pl.col(f"cut_{score}")).cast(pl.Int64) for score in DIMENSIONS}
    return {score: pl.col(score) for score in DIMENSIONS}


def segment_of(cutting: Cutting) -> pl.Expr:
    """The id of the segment of a customer with r, f, m; null without scores.

    >>> frame = pl.DataFrame({"r": [5, 1, None], "f": [4, 5, 3], "m": [1, 1, 1]})
    >>> frame.select(segment_of(Cutting(scheme="grid10"))).to_series().to_list()
    ['champions', 'cant_lose', None]
    """
    code = codes(cutting)

    def member(segment: Segment) -> pl.Expr:
        asked = {"r": segment.r, "f": segment.f, "m": segment.m}
        return pl.all_horizontal(code[score].is_in(sorted(wanted)) for score, wanted in asked.items() if wanted)

    return pl.coalesce([pl.when(member(s)).then(pl.lit(s.id)) for s in SCHEMES[cutting.scheme]])
