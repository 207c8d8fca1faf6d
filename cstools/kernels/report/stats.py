"""What tells a change from chance: intervals of differences and ratios, at a confidence shared out over all questions.

A report asks dozens of questions of one month. Each family of findings gets an equal share of ALPHA, divided again by
the questions in it (Bonferroni), so that a month in which nothing happened shows a finding in at most one of twenty
reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import exp, log, sqrt
from statistics import NormalDist

import polars as pl

from cstools.kernels.expr.significance import newcombe, recovered
from cstools.kernels.expr.stats import Z
from cstools.kernels.kpi.shrink import rates

ALPHA = 0.03
"""Below 5 %: intervals are approximations, and contacts of one customer are not independent."""
FAMILIES = ("volume", "metrics", "days", "topics", "channels", "worst", "drivers", "alerts")
"""The families of findings that are tested; red lines are not."""


@cache
def critical(questions: int) -> float:
    """The two-sided normal point for one of `questions` in one family.

    >>> round(critical(1), 3), round(critical(30), 3)
    (2.898, 3.836)
    """
    share = ALPHA / len(FAMILIES) / max(questions, 1)
    return NormalDist().inv_cdf(1 - share / 2)


@cache
def at_95(questions: int) -> float:
    """The two-sided normal point of 95 % for all of `questions` at once (Bonferroni).

    >>> round(at_95(1), 2), round(at_95(3), 3)
    (1.96, 2.394)
    """
    return NormalDist().inv_cdf(1 - 0.05 / max(questions, 1) / 2)


def difference(hits: float, n: float, hits0: float, n0: float, z: float) -> tuple[float, float, float]:
    """The difference p - p0 of two independent proportions and its interval (`significance.newcombe`); n, n0 > 0.

    >>> [round(x, 4) for x in difference(56, 70, 48, 80, 1.959964)]
    [0.2, 0.0524, 0.3339]
    """
    low, high = newcombe(*map(pl.lit, (hits, n, hits0, n0)), z=z)
    lo, hi = pl.select(low=low, high=high).row(0)
    return hits / n - hits0 / n0, lo, hi


def rate_ratio(
    events: float, base: float, events0: float, base0: float, z: float, phi: float = 1.0
) -> tuple[float, ...]:
    """(events / base) / (events0 / base0) and its interval on the log scale, of variance phi / events.

    Half an event is added to both for the interval, and for the ratio where there were none before.

    >>> [round(x, 3) for x in rate_ratio(30, 100, 15, 100, 1.959964)]
    [2.0, 1.068, 3.626]
    """
    a, b = events + 0.5, events0 + 0.5
    ratio = a / base / (b / base0)
    half = z * sqrt(phi * (1 / a + 1 / b))
    plain = events / base / (events0 / base0) if events0 else ratio
    return plain, exp(log(ratio) - half), exp(log(ratio) + half)


def excludes(lo: float, hi: float, nothing: float = 0.0) -> bool:
    """Whether an interval leaves out the value that means no effect.

    >>> excludes(0.1, 0.4), excludes(0.9, 1.2, 1.0)
    (True, False)
    """
    return lo > nothing or hi < nothing


def gap(
    value: float, interval: tuple[float, float], value0: float, interval0: tuple[float, float], z: float
) -> tuple[float, float, float]:
    """The difference of two values and its interval at z, from their 95 % intervals (`significance.recovered`).

    >>> [round(x, 2) for x in gap(30.0, (28.0, 32.0), 25.0, (23.5, 26.5), 1.959964)]
    [5.0, 2.5, 7.5]
    """
    one, lo, hi, other, lo0, hi0 = map(pl.lit, (value, *interval, value0, *interval0))
    low, high = recovered((one, lo, hi), (other, lo0, hi0))
    below, above = pl.select(low=low, high=high).row(0)
    delta = value - value0
    return delta, delta + z / Z * (below - delta), delta + z / Z * (above - delta)


def shrunk(hits: Sequence[int], sizes: Sequence[int]) -> list[float | None]:
    """Each group's rate drawn towards the rate of all, the more the smaller the group (`shrink.rates`); null for n = 0.

    The order to read groups in: by raw rate the smallest groups come first and last by chance alone.

    >>> [round(x, 3) for x in shrunk([9, 90, 50], [10, 100, 100])]
    [0.869, 0.896, 0.504]
    """
    frame = pl.DataFrame({"hits": hits, "n": sizes, "peers": 0}, schema=dict.fromkeys(("hits", "n", "peers"), pl.Int64))
    return frame.select(rates(pl.col("hits"), pl.col("n"), ["peers"])).to_series().to_list()
