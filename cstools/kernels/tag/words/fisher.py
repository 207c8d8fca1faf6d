"""Fisher's exact test, and what is left of one among many. No scipy: its import is dearer than the tests."""

from __future__ import annotations

from math import lgamma

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ENOUGH = 1e-12
"""Of the sum so far: terms below add nothing."""


def more(n: pl.Series, before: pl.Series, all_n: int, all_before: int) -> pl.Series:
    """The one-sided p of n of all_n records when before of all_before had the word; 1 where the share is not higher.

    The chance of n or more (Fisher 1935): the upper tail of the hypergeometric distribution.

    >>> more(pl.Series([3, 1]), pl.Series([0, 9]), 4, 9).round(6).to_list()
    [0.013986, 1.0]
    """
    p = np.ones(n.len())
    higher = (n.cast(pl.Float64) * all_before > before.cast(pl.Float64) * all_n).arg_true().to_numpy()
    x, total = n.to_numpy()[higher].astype(np.float64), (n + before).to_numpy()[higher].astype(np.float64)
    p[higher] = _tail(x, total, all_n, all_n + all_before)
    return pl.Series(p)


def adjusted(p: pl.Series) -> pl.Series:
    """The p so that a false find is a share of what is below it: the step-up of Benjamini and Hochberg (1995).

    >>> adjusted(pl.Series([0.03, 0.01, 0.9])).round(3).to_list()
    [0.045, 0.03, 0.9]
    """
    order = p.arg_sort()
    ranked = p.gather(order) * p.len() / pl.int_range(1, p.len() + 1, eager=True)
    return ranked.cum_min(reverse=True).gather(order.arg_sort())


def _tail(x: Floats, total: Floats, drawn: int, size: int) -> Floats:
    """P(X >= x) for x above the mean: the first term by logarithms, each further one by its ratio to the last."""
    ways = (
        _choose(total, x) + _choose(size - total, drawn - x) - _choose(np.array([size * 1.0]), np.array([drawn * 1.0]))
    )
    term = np.exp(ways)
    found = term.copy()
    while (open_ := term > found * ENOUGH).any():
        ratio = (total - x) * (drawn - x) / ((x + 1) * (size - total - drawn + x + 1))
        term = np.where(open_, term * ratio, 0.0)
        found += term
        x = x + 1
    return found.clip(max=1.0)


def _choose(n: Floats, k: Floats) -> Floats:
    return np.array([lgamma(a + 1) - lgamma(b + 1) - lgamma(a - b + 1) for a, b in zip(n, k, strict=True)])
