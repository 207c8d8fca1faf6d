"""What a fitted model says of each level: odds, the average marginal effect, and how far factors say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cstools.kernels.why.design import Design
from cstools.kernels.why.logit import Fit, expit

if TYPE_CHECKING:
    from numpy import ndarray

    Array = ndarray[Any, Any]


@dataclass(frozen=True)
class Term:
    """What a level does, all other factors as they are. odds: the log odds against the level of comparison and its
    standard error; effect: the same of the probability, averaged over all records. column: its coefficient.
    """

    column: int
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
            own.append(Term(int(column), odds, (mean - ref[0], error)))
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
