"""Rank correlation, as an expression over counts: exact sums of ranks, so the same bytes in any order of rows."""

from __future__ import annotations

from math import atanh, sqrt, tanh
from typing import NamedTuple

import polars as pl

from cstools.kernels.expr.stats import Z

FEWEST = 10
"""Fewer pairs have no interval: the variance below is one of large samples."""


class Correlation(NamedTuple):
    """rho in -1..1, both ends of its 95 % interval, and the number of pairs; null where there is none."""

    rho: float | None
    lo: float | None
    hi: float | None
    n: int


def spearman(frame: pl.DataFrame, x: str, y: str) -> Correlation:
    """Spearman's rho of two columns over the rows that have both, ties at their mean rank.

    The interval is that of Fisher's z with the variance (1 + rho^2 / 2) / (n - 3) of Bonett and Wright (2000,
    Psychometrika 65:23), which holds for ranks with ties and |rho| up to .95. Null where a column is constant or there
    is no row; no interval below FEWEST rows or where rho is 1 or -1.

    >>> frame = pl.DataFrame({"x": [1, 2, 3, 4, None], "y": [1, 3, 2, 4, 9]})
    >>> spearman(frame, "x", "y")
    Correlation(rho=0.8, lo=None, hi=None, n=4)
    """
    pairs = frame.select(pl.col(x).alias("x"), pl.col(y).alias("y")).drop_nulls()
    # Twice the rank less its mean is a whole number: sums of squares are exact, in 128 bits also of many rows.
    a, b = ((pl.col(name).rank("average") * 2).cast(pl.Int64) - (pl.len().cast(pl.Int64) + 1) for name in "xy")
    sums = [(one * other).cast(pl.Int128).sum() for one, other in ((a, b), (a, a), (b, b))]
    found = pairs.select(each.cast(pl.Float64).alias(name) for each, name in zip(sums, ("ab", "aa", "bb"), strict=True))
    ab, aa, bb = found.row(0)
    n = pairs.height
    if not aa or not bb:
        return Correlation(None, None, None, n)
    rho = ab / sqrt(aa) / sqrt(bb)
    if n < FEWEST or abs(rho) >= 1 - 1e-12:
        return Correlation(round(rho, 6), None, None, n)
    half = Z * sqrt((1 + rho * rho / 2) / (n - 3))
    return Correlation(round(rho, 6), round(tanh(atanh(rho) - half), 6), round(tanh(atanh(rho) + half), 6), n)
