"""Scores and segments: the same value always gets the same score, in whatever order the customers come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from cstools.errors import Usage
from cstools.kernels.rfm.cuts import DAY_MS, Cuts
from cstools.kernels.rfm.kmeans import cut_points
from cstools.kernels.rfm.purchases import UNITS
from cstools.model.segments import DIMENSIONS, SCHEMES, Scheme, Segment

Cut = Literal["quantile", "mean", "median", "fixed", "kmeans"]
Tie = Literal["min", "max", "average"]
VALUES = {"r": "near", "f": "frequency", "m": "money"}
"""Score -> the integer it is made from; more is better in each (near is the recency in ms, negated)."""

ONE = {"r": DAY_MS, "f": 1, "m": UNITS}
"""How many of these are a day, an order, a yuan."""


@dataclass(frozen=True)
class Cutting:
    """How customers are cut.

    quantile: `bins` scores from 1 by rank. kmeans: up to `bins` scores from 1 by groups of near values. fixed: a score
    more for every threshold of `cuts` that is reached, from 1; with one threshold 1 where it is reached, else 0. mean,
    median: 1 above the middle, else 0.
    """

    cut: Cut = "quantile"
    bins: int = 5
    tie: Tie = "min"
    scheme: Scheme = field(default_factory=lambda: SCHEMES["cn8"])
    cuts: Cuts | None = None

    def __post_init__(self) -> None:
        """Raise Usage("rfm.scores") where the scheme is drawn on other scores than these."""
        wanted = self.scheme.scores
        if wanted is not None and any(self.scores(name) != wanted for name in self.scheme.used):
            raise Usage(
                "rfm.scores",
                scheme=self.scheme.name,
                scores=wanted,
                less=wanted - 1,
                parts=" ".join(sorted(self.scheme.used, key=DIMENSIONS.index)),
            )

    def scores(self, name: str) -> int | None:
        """How many scores there are of r, f or m; None where it is low (0) or high (1)."""
        if self.cuts is not None:
            parts = len(self.cuts.of(name)) + 1
            return None if parts == 2 else parts
        return self.bins if self.cut in ("quantile", "kmeans") else None


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


def by_points(value: pl.Expr, points: tuple[int, ...], first: int) -> pl.Expr:
    """A score more for every point that is reached, from `first`; null stays null.

    >>> pl.DataFrame({"v": [1, 5, 9]}).select(by_points(pl.col("v"), (5, 9), 1)).to_series().to_list()
    [1, 2, 3]
    """
    reached = [(value >= point).cast(pl.Int64) for point in points]
    return sum(reached, start=pl.when(value.is_not_null()).then(pl.lit(first, dtype=pl.Int64)))


def mean(value: pl.Expr) -> pl.Expr:
    """The mean of integers from their exact sum: the same bytes in any order of rows.

    >>> pl.DataFrame({"v": [1, 2, None]}).select(mean(pl.col("v"))).item()
    1.5
    """
    return value.sum().cast(pl.Float64) / value.count()


def scored(customers: pl.DataFrame, cutting: Cutting) -> pl.DataFrame:
    """Customers with r, f, m (Int64), segment (String), and cut_r, cut_f, cut_m, what a value must exceed to be high.

    In: near, frequency, money (Int64) and reason; a customer with a reason is not scored and moves no cut. Where a
    scheme goes by low and high, what is scored 1 up is high above the mean of the scores, and cut_* is that mean; by
    mean and median cut_* is the middle value, by one threshold that threshold (reached is high). cut_* is null where
    the scheme goes by the scores as they are.

    >>> frame = pl.DataFrame({"near": [-9, -1], "frequency": [1, 5], "money": [10, 90], "reason": [None, None]},
    ...     schema_overrides={"reason": pl.String})
    >>> scored(frame, Cutting("mean")).select("r", "f", "m", "segment", "cut_f").rows()
    [(0, 0, 0, '一般挽留客户', 3.0), (1, 1, 1, '重要价值客户', 3.0)]
    """
    used = pl.col("reason").is_null()
    given = customers.with_columns(pl.when(used).then(name).alias(f"__{name}") for name in VALUES.values())
    found: dict[str, pl.Expr] = {}
    for score, name in VALUES.items():
        found[score], found[f"cut_{score}"] = _score(given[f"__{name}"], score, cutting)
    graded = given.with_columns(found[score] for score in VALUES)
    if cutting.scheme.scores is not None:
        cuts = [pl.lit(None, dtype=pl.Float64).alias(f"cut_{score}") for score in VALUES]
    else:
        cuts = [found[f"cut_{score}"].alias(f"cut_{score}") for score in VALUES]
    marked = graded.with_columns(cuts).with_columns(segment_of(cutting).alias("segment"))
    return marked.drop(f"__{name}" for name in VALUES.values())


def _score(values: pl.Series, score: str, cutting: Cutting) -> tuple[pl.Expr, pl.Expr]:
    """The score of a value, and what must be exceeded (by a threshold: reached) to be high."""
    value = pl.col(values.name)
    if cutting.cut in ("mean", "median"):
        middle = mean(value) if cutting.cut == "mean" else value.median()
        return (value > middle).cast(pl.Int64).alias(score), middle
    if cutting.cut == "quantile":
        return by_rank(value, cutting.bins, cutting.tie).alias(score), mean(pl.col(score))
    points = cutting.cuts.of(score) if cutting.cuts is not None else cut_points(values, cutting.bins, ONE[score])
    binary = cutting.scores(score) is None
    cut = pl.lit(float(points[0])) if binary else mean(pl.col(score))
    return by_points(value, points, 0 if binary else 1).alias(score), cut


def codes(cutting: Cutting) -> dict[str, pl.Expr]:
    """What a scheme compares, by score: the score itself, or low and high from a score of 1 up.

    >>> frame = pl.DataFrame({"r": [1, 5], "cut_r": [3.0, 3.0]})
    >>> frame.select(codes(Cutting("quantile"))["r"]).to_series().to_list()
    [0, 1]
    """

    def code(score: str) -> pl.Expr:
        if cutting.scheme.scores is None and cutting.scores(score) is not None:
            return (pl.col(score) > pl.col(f"cut_{score}")).cast(pl.Int64)
        return pl.col(score)

    return {score: code(score) for score in VALUES}


def segment_of(cutting: Cutting) -> pl.Expr:
    """The id of the segment of a customer with r, f, m; null without scores.

    >>> frame = pl.DataFrame({"r": [5, 1, None], "f": [4, 5, 3], "m": [1, 1, 1]})
    >>> frame.select(segment_of(Cutting(scheme=SCHEMES["grid10"]))).to_series().to_list()
    ['champions', 'cant_lose', None]
    """
    code = codes(cutting)

    def member(box: Segment) -> pl.Expr:
        return pl.all_horizontal(
            pl.col("r").is_not_null(), *(code[score].is_in(sorted(wanted)) for score, wanted in box.asks().items())
        )

    return pl.coalesce([pl.when(member(box)).then(pl.lit(box.id)) for box in cutting.scheme.boxes])
