"""What a period's count is expected to be, from the periods before it alone: many series at once, in NumPy.

Quasi-Poisson with weekday levels and a trend, past surges weighted down: Farrington et al. (1996, JRSS A 159:547) and
Noufaily et al. (2013, Statistics in Medicine 32:1206); the tail is that of a negative binomial.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
KINDS = 7
"""Weekdays; of weeks all are of kind 0."""
PASSES = 3
STRANGE = 2.58
"""From this many standard deviations up a past count weighs 1/z^2, as in Noufaily et al."""
FAR = 4.0
"""A past count this many robust standard deviations above its weekday's median tells nothing of the usual."""
MAD = 1.4826
TRUNCATED = 1.04
"""The weights above take 3.7 % off the variance of normal counts: 1 / (1 - 0.037)."""
PRIOR = 5.0
"""Contacts of the mean weekday that each weekday's level leans on; at most one day's."""
TRENDED = 28
"""Fewer usable periods than this give a level without a trend."""
STEEPEST = 0.025
"""Of a trend, a period: twice as many in four weeks."""
LEAST = 0.5
"""No less is expected: of a count that never was, the first one is no surge."""
TINY = 1e-300
LOOSE = 1.0 + 1e-6


@dataclass(frozen=True)
class Band:
    """Arrays of one period, a value a series.

    expected; phi: variance over mean, at least 1; p_high, p_low: the chance of so many, of so few; z: normal score of
    the nearer tail, signed; used: periods that weighed.
    """

    expected: Floats
    phi: Floats
    spread: Floats
    p_high: Floats
    p_low: Floats
    z: Floats
    used: NDArray[np.int64]
    freedom: Floats


@dataclass(frozen=True)
class Fit:
    """Levels (series x kinds) of the period to be judged, the doubt in them (relative variance), and the scatter."""

    level: Floats
    doubt: Floats
    phi: Floats
    used: NDArray[np.int64]
    freedom: Floats


def fit(counts: Floats, usable: Bools, kind: NDArray[np.int64]) -> Fit:
    """The model of the periods (series x periods) before the one to be judged, which is number 0 of the trend.

    usable: periods to learn from; kind: of each, 0 to 6.
    """
    ones = np.eye(KINDS)[kind]
    time = np.arange(-counts.shape[1], 0, dtype=np.float64)
    kept: Bools = usable[None, :] & ~_outliers(counts, usable, kind)
    trended = (usable.sum() >= TRENDED) and counts.shape[1] >= TRENDED
    weight: Floats = kept.astype(np.float64)
    last = weight
    slope = np.zeros(len(counts))
    for _ in range(PASSES):
        level, information = _levels(counts, weight, slope, time, ones)
        if trended:
            slope, level, information = _sloped(counts, weight, slope, time, ones, level)
        mean = np.maximum(level @ ones.T * np.exp(slope[:, None] * time), 1e-9)
        square = (counts - mean) ** 2 / np.maximum(mean, LEAST)
        freedom = np.maximum(weight.sum(1) - (weight @ ones > 0).sum(1) - trended, 1.0)
        phi = np.maximum((weight * square).sum(1) / freedom * TRUNCATED, 1.0)
        z = normal((counts - mean) / np.sqrt(phi[:, None] * np.maximum(mean, LEAST)), mean, phi[:, None])
        last, weight = weight, np.where(z > STRANGE, np.maximum(z, 1.0) ** -2, 1.0) * kept
    doubt = phi[:, None] / np.maximum(information, LEAST)
    if trended:
        center, inertia = _inertia(last, mean, time)
        doubt = doubt + (phi * np.minimum(center**2 / np.maximum(inertia, 1e-9), 1.0))[:, None]
    return Fit(level, doubt, phi, (last > 0).sum(1), freedom)


def _outliers(counts: Floats, usable: Bools, kind: NDArray[np.int64]) -> Bools:
    """Counts far above the median of their kind, by the median of all deviations."""
    base = np.zeros_like(counts)
    for each in np.unique(kind[usable]):
        base[:, kind == each] = np.median(counts[:, usable & (kind == each)], axis=1)[:, None]
    off = (counts - base) / np.sqrt(np.maximum(base, 1.0))
    scale = np.maximum(MAD * np.median(np.abs(off[:, usable]), axis=1), 1.0)[:, None]
    found: Bools = normal(off / scale, base, scale**2) > FAR
    return found


def normal(z: Floats, mean: Floats, phi: Floats) -> Floats:
    """Standardised counts with the skewness of a negative binomial taken out (Wilson and Hilferty 1931).

    >>> normal(np.array([0.0, 3.0]), np.array([200.0]), np.array([20.0])).round(2).tolist()
    [0.1, 2.48]
    """
    skew = np.minimum((2 * phi - 1) / np.sqrt(phi * np.maximum(mean, 1.0)), 2.0)
    told: Floats = 6 / skew * (np.cbrt(np.maximum(skew * z / 2 + 1, 0.0)) - 1) + skew / 6
    return told


def _levels(counts: Floats, weight: Floats, slope: Floats, time: Floats, ones: Floats) -> tuple[Floats, Floats]:
    """The level of each kind, and the contacts each rests on."""
    course = np.exp(slope[:, None] * time)
    seen, exposure = (weight * counts) @ ones, (weight * course) @ ones
    mean = seen.sum(1) / np.maximum(exposure.sum(1), 1e-9)
    prior = np.minimum(1.0, PRIOR / np.maximum(mean, 1e-9))[:, None]
    level = (seen + prior * mean[:, None]) / np.maximum(exposure + prior, 1e-9)
    return level, (exposure + prior) * level


def _sloped(
    counts: Floats, weight: Floats, slope: Floats, time: Floats, ones: Floats, level: Floats
) -> tuple[Floats, Floats, Floats]:
    """Two steps of Newton on the trend, the levels following."""
    information = level
    for _ in range(2):
        mean = level @ ones.T * np.exp(slope[:, None] * time)
        center, inertia = _inertia(weight, mean, time)
        step = (weight * (counts - mean) * (time - center[:, None])).sum(1) / np.maximum(inertia, 1e-9)
        slope = np.clip(slope + step, -STEEPEST, STEEPEST)
        level, information = _levels(counts, weight, slope, time, ones)
    return slope, level, information


def _inertia(weight: Floats, mean: Floats, time: Floats) -> tuple[Floats, Floats]:
    mass = weight * mean
    center = (mass * time).sum(1) / np.maximum(mass.sum(1), 1e-9)
    return center, (mass * (time - center[:, None]) ** 2).sum(1)


def judge(counts: Floats, made: Fit, kinds: tuple[int, ...]) -> Band:
    """The counts of one period against a fit. kinds: the weekdays it may be like; the nearer one is taken."""
    expected = np.maximum(made.level[:, list(kinds)], LEAST)
    nearest = np.abs(np.log((counts[:, None] + LEAST) / (expected + LEAST))).argmin(1)
    rows = np.arange(len(counts))
    mean, doubt = expected[rows, nearest], made.doubt[:, list(kinds)][rows, nearest]
    spread = made.phi + mean * doubt
    high, low = tails(counts, mean, spread, made.freedom)
    from scipy.special import ndtri

    z = np.where(high <= low, -ndtri(high), ndtri(low))
    return Band(mean, made.phi, spread, high, low, z, made.used, made.freedom)


def tails(counts: Floats, mean: Floats, spread: Floats, freedom: Floats) -> tuple[Floats, Floats]:
    """P(X >= count) and P(X <= count) of a negative binomial with this mean and spread times it as its variance.

    The scatter is itself an estimate: the normal score of the tail is read as one of Student's t (as in a prediction
    interval), with the degrees of freedom it was measured with.

    >>> high, low = tails(np.array([20.0]), np.array([10.0]), np.array([1.0]), np.array([1e9]))
    >>> high.round(5).tolist(), low.round(5).tolist()
    ([0.00345], [0.99841])
    """
    from scipy import special

    def wide(p: Floats) -> Floats:
        score = special.ndtri(np.clip(p, TINY, 1.0 - 1e-16))
        told: Floats = np.clip(special.stdtr(freedom, score), TINY, 1.0)
        return told

    return wide(_upper(counts, mean, spread)), wide(_lower(counts, mean, spread))


def _upper(x: Floats, mean: Floats, spread: Floats) -> Floats:
    """P(X >= x) of a negative binomial; of a Poisson where the spread is 1."""
    from scipy import special

    loose = spread > LOOSE
    size, at = mean / np.where(loose, spread - 1.0, 1.0), np.maximum(x, 1e-9)
    beyond = special.betainc(at, size, 1.0 - 1.0 / np.where(loose, spread, 2.0))
    return np.where(x <= 0, 1.0, np.where(loose, beyond, special.gammainc(at, mean)))


def _lower(x: Floats, mean: Floats, spread: Floats) -> Floats:
    """P(X <= x)."""
    from scipy import special

    loose = spread > LOOSE
    size, at = mean / np.where(loose, spread - 1.0, 1.0), np.maximum(x + 1.0, 1e-9)
    within = special.betainc(size, at, 1.0 / np.where(loose, spread, 2.0))
    return np.where(x < 0, 0.0, np.where(loose, within, special.gammaincc(at, mean)))


def limits(mean: Floats, spread: Floats, freedom: Floats, alpha: float) -> tuple[Floats, Floats]:
    """The least and the most contacts that are no surprise: so few, so many have a chance of alpha or more each.

    >>> one = np.array([10.0]), np.array([1.0]), np.array([1e9])
    >>> [limit.tolist() for limit in limits(*one, 0.01)]
    [[3.0], [18.0]]
    """
    from scipy import special

    least = special.ndtr(special.stdtrit(freedom, alpha))
    room = np.ceil(40 * np.sqrt(spread * mean) + 60)
    steps = int(np.ceil(np.log2(max(float(room.max(initial=2.0)), 2.0)))) + 2
    found = []
    for chance, far in ((_lower, np.full_like(mean, -1.0)), (_upper, np.floor(mean) + room)):
        inside, outside = np.floor(mean), far
        for _ in range(steps):
            middle = np.trunc((inside + outside) / 2) + 0.0
            held = chance(middle, mean, spread) >= least
            inside, outside = np.where(held, middle, inside), np.where(held, outside, middle)
        found.append(np.where(chance(inside, mean, spread) >= least, inside, np.nan))
    return np.nan_to_num(found[0], nan=0.0) + 0.0, np.where(np.isnan(found[1]), np.ceil(mean), found[1])
