"""Logistic regression on cells of levels: every factor is a few levels, so all sums are sums by pairs of levels.

Of our own, by Newton's steps: statsmodels is no dependency, scikit-learn gives no intervals and always shrinks, and a
design matrix of a million records times fifty levels is never made. Where a level separates the outcome (all or none
had it) the likelihood has no maximum; then it is penalised by Jeffreys' prior (Firth 1993, Biometrika 80:27; Heinze and
Schemper 2002, Stat Med 21:2409), which has one, so that no odds ratio is infinite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

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
ALIAS = 1e-8
"""What is left of a column's square beside those before it, if it says nothing of its own."""


@dataclass(frozen=True)
class Layout:
    """Of the constant and each factor, the column of each level; `width` stands for none."""

    columns: list[Array]
    width: int


@dataclass(frozen=True)
class Design:
    """Cells of levels. codes: of each factor the number of each cell's level; n, hits: of each cell. sizes: levels of
    each factor; refs: the level others are compared with. Column 0 of the model is the constant.
    """

    codes: Sequence[Array]
    n: Array
    hits: Array
    sizes: Sequence[int]
    refs: Sequence[int]

    @cached_property
    def full(self) -> Layout:
        """A column for every level but the one others are compared with."""
        import numpy as np

        width = 1 + sum(self.sizes) - len(self.sizes)
        found, at = [np.array([0])], 1
        for size, ref in zip(self.sizes, self.refs, strict=True):
            own = [level for level in range(size) if level != ref]
            columns = np.full(size, width)
            columns[own] = np.arange(at, at + len(own))
            at += len(own)
            found.append(columns)
        return Layout(found, width)

    @cached_property
    def alone(self) -> Array:
        """Whether each column of `full` says something those before it do not (pivots of Gauss and Jordan)."""
        import numpy as np

        gram = self.gram(self.full, self.n.astype(float))
        own = np.diag(gram).copy()
        kept = np.zeros(len(gram), dtype=bool)
        for at in range(len(gram)):
            pivot = gram[at, at]
            if pivot > ALIAS * max(own[at], 1.0):
                kept[at] = True
                gram = gram - np.outer(gram[:, at], gram[at]) / pivot
        return kept

    @cached_property
    def layout(self) -> Layout:
        """As `full`, without the columns that say nothing of their own."""
        import numpy as np

        place = np.append(np.cumsum(self.alone) - 1, -1)
        width = int(self.alone.sum())
        place[~np.append(self.alone, False)] = width
        return Layout([place[columns] for columns in self.full.columns], width)

    @property
    def each(self) -> list[Array]:
        """The codes of the constant and of each factor."""
        import numpy as np

        return [np.zeros(len(self.n), dtype=np.int64), *self.codes]

    @property
    def parts(self) -> list[tuple[Array, Array]]:
        """Of the constant and each factor the code of each cell, and the column of each level."""
        return list(zip(self.each, self.layout.columns, strict=True))

    def gram(self, layout: Layout, weights: Array) -> Array:
        """X'WX, from the weights of each pair of levels."""
        import numpy as np

        width = layout.width
        found = np.zeros((width + 1, width + 1))
        parts = list(zip(self.each, layout.columns, strict=True))
        for one, (a, cols) in enumerate(parts):
            for b, other in parts[one:]:
                pairs = np.bincount(a * len(other) + b, weights, len(cols) * len(other)).reshape(len(cols), len(other))
                found[np.ix_(cols, other)] = pairs
                found[np.ix_(other, cols)] = pairs.T
        return found[:width, :width]

    def sums(self, weights: Array) -> Array:
        """X' times a weight a cell."""
        import numpy as np

        found = np.zeros(self.layout.width + 1)
        for codes, cols in self.parts:
            found[cols] = np.bincount(codes, weights, len(cols))
        return found[:-1]

    def eta(self, beta: Array) -> Array:
        """The log odds of each cell."""
        import numpy as np

        padded = np.append(beta, 0.0)
        found = np.zeros(len(self.n))
        for codes, cols in self.parts:
            found += padded[cols][codes]
        return found

    def leverage(self, variance: Array, weights: Array) -> Array:
        """The diagonal of the hat matrix, of each cell."""
        import numpy as np

        padded = np.pad(variance, (0, 1))
        total = np.zeros(len(self.n))
        for one, (a, cols) in enumerate(self.parts):
            for two, (b, other) in enumerate(self.parts):
                if two >= one:
                    total += (1 if one == two else 2) * padded[np.ix_(cols, other)][a, b]
        return total * weights


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


def _newton(design: Design, *, firth: bool) -> Fit | None:
    """Newton's steps from the constant alone; None where they lead nowhere."""
    import numpy as np

    beta = np.zeros(design.layout.width)
    share = (design.hits.sum() + 0.5) / (design.n.sum() + 1)
    beta[0] = np.log(share / (1 - share))
    for _ in range(STEPS):
        p = expit(design.eta(beta))
        weights = design.n * p * (1 - p)
        try:
            variance = np.linalg.inv(design.gram(design.layout, weights))
        except np.linalg.LinAlgError:
            return None
        rest, curve = design.hits - design.n * p, variance
        if firth:
            # The penalty is as much data as the leverage says, half of it hits: without its weight steps overshoot.
            more = design.leverage(variance, weights)
            rest = rest + more * (0.5 - p)
            curve = np.linalg.inv(design.gram(design.layout, weights + more * p * (1 - p)))
        step = curve @ design.sums(rest)
        longest = float(np.abs(step).max())
        if not np.isfinite(longest):
            return None
        beta = beta + step * min(1.0, LONGEST / max(longest, NEAR))
        if longest < NEAR:
            return Fit(design, beta, variance, firth)
        if not firth and np.abs(beta).max() > FAR:
            return None
    return None


@dataclass(frozen=True)
class Term:
    """What a level does, all other factors as they are. odds: the log odds against the level of comparison and its
    standard error; effect: the same of the probability, averaged over all records.
    """

    odds: tuple[float, float]
    effect: tuple[float, float]


def terms(fit: Fit) -> list[list[Term | None]]:
    """Of each factor and level what it does; None for the level of comparison and one that says nothing of its own.

    effect: the average marginal effect, that is the mean probability if every record were of the level, less that if
    every record were of the level of comparison; its error by the delta method.
    """
    import numpy as np

    design, layout = fit.design, fit.design.layout
    padded, eta, total = np.append(fit.beta, 0.0), design.eta(fit.beta), design.n.sum()
    found: list[list[Term | None]] = []
    for at, (codes, cols) in enumerate(design.parts[1:]):
        rest = eta - padded[cols][codes]
        ref = _if_all(fit, at, rest, cols[design.refs[at]], total)
        own: list[Term | None] = []
        for column in cols:
            if column == layout.width:
                own.append(None)
                continue
            mean, slope = _if_all(fit, at, rest, column, total)
            slope = slope - ref[1]
            error = float(np.sqrt(max(slope @ fit.variance @ slope, 0.0)))
            odds = float(fit.beta[column]), float(np.sqrt(fit.variance[column, column]))
            own.append(Term(odds, (mean - ref[0], error)))
        found.append(own)
    return found


def _if_all(fit: Fit, at: int, rest: Array, column: int, total: int) -> tuple[float, Array]:
    """The mean probability if every record were of one level of factor `at`, and its slope in each coefficient."""
    import numpy as np

    design, width = fit.design, fit.design.layout.width
    p = expit(rest + np.append(fit.beta, 0.0)[column])
    weights = design.n * p * (1 - p) / total
    slope = design.sums(weights)
    own = design.layout.columns[at + 1]
    slope[own[own < width]] = 0.0
    if column < width:
        slope[column] = weights.sum()
    return float((design.n * p).sum() / total), slope


def inflation(design: Design) -> list[float | None]:
    """How far each factor's variance grows by what the others say too: GVIF^(1/df) of Fox and Monette (1992, JASA
    87:178), which is the VIF of one column. None for a factor without a column of its own.
    """
    import numpy as np

    gram = design.gram(design.layout, design.n.astype(float))
    centred = gram[1:, 1:] - np.outer(gram[0, 1:], gram[0, 1:]) / gram[0, 0]
    spread = np.sqrt(np.diag(centred))
    correlation = centred / np.outer(spread, spread)
    whole = np.linalg.slogdet(correlation)[1] if len(spread) else 0.0
    found: list[float | None] = []
    for cols in design.layout.columns[1:]:
        own = cols[cols < design.layout.width] - 1
        others = np.setdiff1d(np.arange(len(spread)), own)
        if not len(own):
            found.append(None)
            continue
        parts = [np.linalg.slogdet(correlation[np.ix_(side, side)])[1] if len(side) else 0.0 for side in (own, others)]
        found.append(float(np.exp((sum(parts) - whole) / len(own))))
    return found
