"""Intervals and tests by the profile of the penalised likelihood, where a level separates the outcome.

There the likelihood is far from a parabola and Wald's interval is misleading (Heinze and Schemper 2002, Stat Med
21:2409). An end of the interval is where the likelihood, the other coefficients at their best, has fallen by half of
chi-squared's 0.95 point; found by the steps of Venzon and Moolgavkar (1988, Appl Stat 37:87), all coefficients at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cstools.kernels.expr.stats import Z
from cstools.kernels.why.design import Design
from cstools.kernels.why.logit import LONGEST, Fit, here

if TYPE_CHECKING:
    from numpy import ndarray

    Array = ndarray[Any, Any]

MOST = 40
"""Coefficients profiled at most; of others the interval is Wald's."""
STEPS = 60
NEAR = 1e-8
"""A step smaller than this is the last."""
SLACK = 1e-6
"""So near the likelihood must come to what is looked for."""


@dataclass(frozen=True)
class Profile:
    """Of a coefficient (a log odds) the 95 % interval, and the p of its being 0, by the same profile: below 0.05 where
    the interval is without 0.
    """

    lo: float
    hi: float
    p: float


def profiles(fit: Fit) -> dict[int, Profile | None]:
    """Of the coefficients that need one (`concerned`) the profile; None where the steps lead nowhere, or of too many.

    >>> import numpy as np
    >>> from cstools.kernels.why.logit import fitted
    >>> fit = fitted(Design([np.array([0, 1])], np.array([100, 40]), np.array([30, 0]), [2], [0]))
    >>> {at: one and (round(one.lo, 2), round(one.hi, 2), round(one.p, 6)) for at, one in profiles(fit).items()}
    {1: (-8.41, -1.55, 8e-06)}
    """
    import numpy as np

    columns = concerned(fit)
    with np.errstate(all="ignore"):
        return {at: profile(fit, at) if place < MOST else None for place, at in enumerate(columns)}


def concerned(fit: Fit) -> list[int]:
    """The coefficients of levels of which all records had the outcome, or none; of every level that is compared with
    such a one; of all, where no level is such, as then several together separate it. None without a penalty.
    """
    import numpy as np

    design, width = fit.design, fit.design.layout.width
    if not fit.firth:
        return []
    found: set[int] = set()
    for (codes, cols), ref in zip(design.parts[1:], design.refs, strict=True):
        n, hits = np.bincount(codes, design.n, len(cols)), np.bincount(codes, design.hits, len(cols))
        alone = (n > 0) & ((hits == 0) | (hits == n))
        found |= {*(cols if alone[ref] else cols[alone]).tolist()}
    return sorted(found - {width}) or list(range(1, width))


def profile(fit: Fit, column: int) -> Profile | None:
    """The profile of one coefficient; None where it is not found."""
    top = likelihood(fit.design, fit.beta)
    lo, hi = (_end(fit, column, top - Z**2 / 2, side) for side in (-1.0, 1.0))
    none = _without(fit, column)
    if lo is None or hi is None or none is None:
        return None
    return Profile(lo, hi, math.erfc(math.sqrt(max(top - none, 0.0))))


def likelihood(design: Design, beta: Array) -> float:
    """The logarithm of the penalised likelihood: Jeffreys' prior is the root of the information's determinant."""
    import numpy as np

    eta = design.eta(beta)
    hit, miss = -np.logaddexp(0, -eta), -np.logaddexp(0, eta)
    weights = design.n * np.exp(hit + miss)
    data = (design.hits * hit + (design.n - design.hits) * miss).sum()
    return float(data + np.linalg.slogdet(design.gram(design.layout, weights))[1] / 2)


def _end(fit: Fit, column: int, level: float, side: float) -> float | None:
    """Where the profile comes down to `level`, on one side of the estimate."""
    import numpy as np

    beta = fit.beta.copy()
    for _ in range(STEPS):
        try:
            at = here(fit.design, beta, firth=True)
        except np.linalg.LinAlgError:
            return None
        above = likelihood(fit.design, beta) - level
        pull = 2 * (above + at.score @ at.curve @ at.score / 2) / at.curve[column, column]
        score = at.score.copy()
        score[column] += side * math.sqrt(max(pull, 0.0))
        step = at.curve @ score
        longest = float(np.abs(step).max())
        if not np.isfinite(longest):
            return None
        if longest < NEAR:
            good = abs(above) < SLACK and side * (beta[column] - fit.beta[column]) > 0
            return float(beta[column]) if good else None
        beta = beta + step * min(1.0, LONGEST / longest)
    return None


def _without(fit: Fit, column: int) -> float | None:
    """The likelihood at its best where one coefficient is 0."""
    import numpy as np

    beta, rest = fit.beta.copy(), np.delete(np.arange(len(fit.beta)), column)
    beta[column] = 0.0
    for _ in range(STEPS):
        try:
            at = here(fit.design, beta, firth=True)
            step = np.linalg.solve(np.linalg.inv(at.curve)[np.ix_(rest, rest)], at.score[rest])
        except np.linalg.LinAlgError:
            return None
        longest = float(np.abs(step).max())
        if not np.isfinite(longest):
            return None
        beta[rest] += step * min(1.0, LONGEST / max(longest, NEAR))
        if longest < NEAR:
            return likelihood(fit.design, beta)
    return None
