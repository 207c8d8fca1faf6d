"""What tells a change from chance: intervals of differences and ratios, at a confidence shared out over all questions.

A report asks dozens of questions of one month. Each family of findings gets an equal share of ALPHA, divided again by
the questions in it (Bonferroni), so that a month in which nothing happened shows a finding in at most one of twenty
reports.
"""

from __future__ import annotations

from functools import cache
from math import exp, log, sqrt
from statistics import NormalDist

ALPHA = 0.03
"""Below 5 %: intervals are approximations, and contacts of one customer are not independent."""
FAMILIES = ("volume", "metrics", "days", "topics", "channels", "worst")
"""The families of findings that are tested; red lines are not."""


@cache
def critical(questions: int) -> float:
    """The two-sided normal point for one of `questions` in one family.

    >>> round(critical(1), 3), round(critical(30), 3)
    (2.807, 3.765)
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


def score_interval(hits: float, n: float, z: float) -> tuple[float, float]:
    """Wilson's interval of a proportion at the point z (Wilson 1927); n > 0.

    >>> [round(end, 4) for end in score_interval(81, 263, 1.959964)]
    [0.2553, 0.3662]
    """
    p, square = hits / n, z * z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = z * sqrt(p * (1 - p) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(hits: float, n: float, hits0: float, n0: float, z: float) -> tuple[float, float, float]:
    """The difference p - p0 of two independent proportions and its interval (Newcombe 1998, Stat Med 17:873, no. 10).

    >>> [round(x, 4) for x in difference(56, 70, 48, 80, 1.959964)]
    [0.2, 0.0524, 0.3339]
    """
    p, p0 = hits / n, hits0 / n0
    (lo, hi), (lo0, hi0) = score_interval(hits, n, z), score_interval(hits0, n0, z)
    delta = p - p0
    return delta, delta - sqrt((p - lo) ** 2 + (hi0 - p0) ** 2), delta + sqrt((hi - p) ** 2 + (p0 - lo0) ** 2)


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
    """The difference of two values and its interval at z, from 95 % intervals (Zou, Donner 2008, Stat Med 27:1693).

    >>> [round(x, 2) for x in gap(30.0, (28.0, 32.0), 25.0, (23.5, 26.5), 1.959964)]
    [5.0, 2.5, 7.5]
    """
    wider, delta = z / 1.959963984540054, value - value0
    below = sqrt((value - interval[0]) ** 2 + (interval0[1] - value0) ** 2)
    above = sqrt((interval[1] - value) ** 2 + (value0 - interval0[0]) ** 2)
    return delta, delta - wider * below, delta + wider * above


def shrunk(hits: list[int], sizes: list[int]) -> list[float | None]:
    """Each group's rate drawn towards the rate of all, the more the smaller the group (beta-binomial by moments).

    The order to read groups in: by raw rate the smallest groups come first and last by chance alone. Null where n is 0.
    Source: Kleinman (1973, JASA 68:46), with the variance between groups not below 0.

    >>> [round(x, 3) for x in shrunk([9, 90, 50], [10, 100, 100])]
    [0.869, 0.896, 0.504]
    """
    n, known = sum(sizes), [(hit, size) for hit, size in zip(hits, sizes, strict=True) if size]
    if not known:
        return [None] * len(sizes)
    p = sum(hits) / n
    spread = sum(size * (hit / size - p) ** 2 for hit, size in known)
    room = n - sum(size * size for _, size in known) / n
    between = max(0.0, (spread - (len(known) - 1) * p * (1 - p)) / room) if room > 0 else 0.0
    within = p * (1 - p) - between
    strength = within / between if between > 0 else float("inf")
    return [
        None if not size else p if strength == float("inf") else (hit + strength * p) / (size + strength)
        for hit, size in zip(hits, sizes, strict=True)
    ]
