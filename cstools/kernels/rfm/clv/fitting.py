"""The most likely parameters of a model: a descent with bounds, then Newton's steps, so that the answer does not depend
on where the descent stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EDGE = 8.0
"""Logarithms of parameters are kept within this; one that gets there says that the data has no bound for it."""
STEP = 1e-4
"""Of the differences that the second derivatives are made of."""
NEWTON = 4
SMALL = 1e-5
"""The largest slope (of the mean log-likelihood, by log-parameters) at which a fit counts as converged."""

Slope = Callable[["NDArray[np.float64]"], "tuple[float, NDArray[np.float64]]"]
"""From log-parameters to minus the mean log-likelihood and its gradient."""


@dataclass(frozen=True)
class Fit:
    """Parameters, the log-likelihood, how many it rests on, and whether the descent ended where it should.

    edge: parameters that ran to the edge, as a whole to no harm: customers do not differ in what they measure.
    """

    names: tuple[str, ...]
    values: tuple[float, ...]
    likelihood: float
    n: int
    converged: bool
    edge: tuple[str, ...] = ()

    def named(self) -> dict[str, float]:
        """The parameters by name."""
        return dict(zip(self.names, self.values, strict=True))


def fitted(slope: Slope, names: tuple[str, ...], n: int) -> Fit:
    """The parameters at which `slope` is least, from 1 for each; `n` rows of data stand behind it.

    >>> import numpy as np
    >>> found = fitted(lambda at: (float((at - 0.5) @ (at - 0.5)), 2 * (at - 0.5)), ("p",), 1)
    >>> round(found.values[0], 6), found.converged, found.edge
    (1.648721, True, ())
    """
    import numpy as np
    from scipy.optimize import minimize

    end = minimize(
        slope,
        np.zeros(len(names)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-EDGE, EDGE)] * len(names),
        options={"maxiter": 2000, "ftol": 1e-13, "gtol": 1e-8},
    )
    at = np.asarray(end.x, dtype=np.float64)
    edge = np.abs(at) > EDGE - 1e-3
    if not edge.any():
        at = _polished(slope, at)
    value, gradient = slope(at)
    flat = bool(np.isfinite(value)) and float(np.abs(np.where(edge, 0, gradient)).max()) < SMALL
    return Fit(
        names,
        tuple(float(one) for one in np.exp(at)),
        -value * n,
        n,
        flat,
        tuple(name for name, out in zip(names, edge, strict=True) if out),
    )


def _polished(slope: Slope, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Newton's steps from a point near the least; the point itself where they lead away from it."""
    import numpy as np

    best = slope(at)[0]
    for _ in range(NEWTON):
        _, gradient = slope(at)
        shifts = np.eye(len(at)) * STEP
        hessian = np.array([(slope(at + shift)[1] - slope(at - shift)[1]) / (2 * STEP) for shift in shifts])
        try:
            move = np.linalg.solve((hessian + hessian.T) / 2, gradient)
        except np.linalg.LinAlgError:
            return at
        if not np.isfinite(move).all() or float(np.abs(move).max()) > 0.5:
            return at
        value = slope(at - move)[0]
        if not value <= best + 1e-12:
            return at
        at, best = at - move, min(best, value)
        if float(np.abs(move).max()) < 1e-11:
            break
    return at
