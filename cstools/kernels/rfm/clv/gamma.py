"""Gamma-Gamma: what a customer spends at a purchase on average, given what she spent so far.

Fader and Hardie (2013), The Gamma-Gamma model of monetary value: purchases of a customer spread around a mean of her
own (gamma with shape p), which spreads over customers (inverse gamma: q, v). It takes how often and how much as
unrelated. x: purchases after the first; spent: what they came to in all, above 0.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cstools.kernels.rfm.clv.fitting import Fit, fitted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

NAMES = ("p", "q", "v")


def fit(x: Numbers, spent: Numbers, n: Numbers) -> Fit:
    """The most likely p, q, v; `n` customers have each x and spent. Fitted to money in units of its mean."""
    import numpy as np

    unit = float((n * spent).sum() / (n * x).sum())
    found = fitted(lambda at: slope(at, x, spent / unit, n), NAMES, int(n.sum()))
    p, q, v = found.values
    shift = -float(n.sum()) * float(np.log(unit))
    return replace(found, values=(p, q, v * unit), likelihood=found.likelihood + shift)


def slope(at: Numbers, x: Numbers, spent: Numbers, n: Numbers) -> tuple[float, Numbers]:
    """Minus the mean log-likelihood (their equation 1a, of means) at log-parameters, and its gradient."""
    import numpy as np
    from scipy.special import gammaln, psi

    p, q, v = np.exp(at)
    some, which = np.unique(x, return_inverse=True)
    mean, whole = np.log(spent / x), np.log(spent + v)
    by_x = gammaln(p * some + q) - gammaln(p * some) - gammaln(q) + q * np.log(v) + p * some * np.log(some)
    total = n.sum()
    value = (n * (by_x[which] + (p * x - 1) * mean - (p * x + q) * whole)).sum() / total
    turn_p = x * ((psi(p * some + q) - psi(p * some))[which] + np.log(spent) - whole)
    turn_q = (psi(p * some + q))[which] - psi(q) + np.log(v) - whole
    turn_v = q / v - (p * x + q) / (spent + v)
    turns = np.array([(n * turn).sum() / total for turn in (turn_p, turn_q, turn_v)])
    return -float(value), -turns * np.exp(at)
