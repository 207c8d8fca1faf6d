"""Logistic regression on cells of levels (`design`).

Of our own, by Newton's steps: statsmodels is no dependency, scikit-learn gives no intervals and always shrinks. Where a
level separates the outcome (all or none had it) the likelihood has no maximum; then it is penalised by Jeffreys' prior
(Firth 1993, Biometrika 80:27; Heinze and Schemper 2002, Stat Med 21:2409), which has one, so that no odds ratio is
infinite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cstools.kernels.why.design import Design

if TYPE_CHECKING:
    from numpy import ndarray

    Array = ndarray[Any, Any]

STEPS = 100
NEAR = 1e-9
"""A step smaller than this in every coefficient is the last."""
FAR = 15.0
"""A log odds beyond this is on its way to infinity."""
LONGEST = 4.0
"""The longest step of one coefficient."""


@dataclass(frozen=True)
class Fit:
    """A fitted model. beta: a coefficient a column; variance: their covariance; firth: whether it was penalised."""

    design: Design
    beta: Array
    variance: Array
    firth: bool

    def chance(self) -> Array:
        """The probability of each cell."""
        return expit(self.design.eta(self.beta))


def fitted(design: Design) -> Fit | None:
    """The model of these cells; None where the outcome never or always happens, or nothing converges.

    >>> import numpy as np
    >>> cells = Design([np.array([0, 1])], np.array([200, 100]), np.array([20, 30]), [2], [0])
    >>> fit = fitted(cells)
    >>> [round(float(each), 4) for each in np.exp(fit.beta)], fit.firth
    ([0.1111, 3.8571], False)
    """
    import numpy as np

    total, hits = int(design.n.sum()), int(design.hits.sum())
    if not 0 < hits < total:
        return None
    if not separated(design):
        with np.errstate(all="ignore"):
            found = _newton(design, firth=False)
        if found is not None:
            return found
    with np.errstate(all="ignore"):
        return _newton(design, firth=True)


def separated(design: Design) -> bool:
    """Whether there is a level of which all records had the outcome, or none."""
    import numpy as np

    for codes, size in zip(design.codes, design.sizes, strict=True):
        n, hits = np.bincount(codes, design.n, size), np.bincount(codes, design.hits, size)
        if ((n > 0) & ((hits == 0) | (hits == n))).any():
            return True
    return False


def expit(eta: Array) -> Array:
    """The probability of a log odds."""
    import numpy as np

    found: Array = 0.5 * (1 + np.tanh(eta / 2))
    return found


@dataclass(frozen=True)
class Here:
    """The likelihood around one point. score: its slope in each coefficient; variance: the inverse of the information;
    curve: of the information that steps are taken by.
    """

    score: Array
    variance: Array
    curve: Array


def here(design: Design, beta: Array, *, firth: bool) -> Here:
    """The slope and curve at a point. Raises numpy's LinAlgError where there is none."""
    import numpy as np

    p = expit(design.eta(beta))
    weights = design.n * p * (1 - p)
    variance = np.linalg.inv(design.gram(design.layout, weights))
    rest, curve = design.hits - design.n * p, variance
    if firth:
        # The penalty is as much data as the leverage says, half of it hits: without its weight steps overshoot.
        more = design.leverage(variance, weights)
        rest = rest + more * (0.5 - p)
        curve = np.linalg.inv(design.gram(design.layout, weights + more * p * (1 - p)))
    return Here(design.sums(rest), variance, curve)


def _newton(design: Design, *, firth: bool) -> Fit | None:
    """Newton's steps from the constant alone; None where they lead nowhere."""
    import numpy as np

    beta = np.zeros(design.layout.width)
    share = (design.hits.sum() + 0.5) / (design.n.sum() + 1)
    beta[0] = np.log(share / (1 - share))
    for _ in range(STEPS):
        try:
            at = here(design, beta, firth=firth)
        except np.linalg.LinAlgError:
            return None
        step = at.curve @ at.score
        longest = float(np.abs(step).max())
        if not np.isfinite(longest):
            return None
        beta = beta + step * min(1.0, LONGEST / max(longest, NEAR))
        if longest < NEAR:
            return Fit(design, beta, at.variance, firth)
        if not firth and np.abs(beta).max() > FAR:
            return None
    return None
