"""BG/NBD: how often customers who have no contract will buy, and whether they still do.

Fader, Hardie and Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2): while active a customer
buys at a rate of her own (gamma: r, alpha), and after each purchase drops out with a probability of her own (beta: a,
b). x: purchases after the first; t: time of the last; age: time since the first, all in the unit of alpha (weeks here).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cstools.kernels.rfm.clv.fitting import Fit, fitted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

NAMES = ("r", "alpha", "a", "b")


def fit(x: Numbers, t: Numbers, age: Numbers, n: Numbers) -> Fit:
    """The most likely r, alpha, a, b; `n` customers have each x, t and age."""
    return fitted(lambda at: slope(at, x, t, age, n), NAMES, int(n.sum()))


def slope(at: Numbers, x: Numbers, t: Numbers, age: Numbers, n: Numbers) -> tuple[float, Numbers]:
    """Minus the mean log-likelihood (their equation 6) at log-parameters, and its gradient."""
    import numpy as np
    from scipy.special import gammaln, psi

    r, alpha, a, b = np.exp(at)
    some, which = np.unique(x, return_inverse=True)
    again = x > 0
    back = np.maximum(b + x - 1, np.finfo(float).tiny)
    now, last = np.log(alpha + age), np.log(alpha + t)
    here = -(r + x) * now
    gone = np.where(again, np.log(a) - np.log(np.where(again, back, 1)) - (r + x) * last, -np.inf)
    either = np.logaddexp(here, gone)
    stay, left = np.exp(here - either), np.exp(gone - either)
    by_x = gammaln(r + some) - gammaln(r) + gammaln(a + b) + gammaln(b + some) - gammaln(b) - gammaln(a + b + some)
    total = n.sum()
    value = (n * (by_x[which] + r * np.log(alpha) + either)).sum() / total
    turn_r = (psi(r + some) - psi(r) + np.log(alpha))[which] - stay * now - left * last
    turn_alpha = r / alpha - (r + x) * (stay / (alpha + age) + left / (alpha + t))
    turn_a = (psi(a + b) - psi(a + b + some))[which] + left / a
    turn_b = (psi(a + b) + psi(b + some) - psi(b) - psi(a + b + some))[which] - np.where(again, left / back, 0)
    turns = np.array([(n * turn).sum() / total for turn in (turn_r, turn_alpha, turn_a, turn_b)])
    return -float(value), -turns * np.exp(at)


def alive(model: Fit, x: Numbers, t: Numbers, age: Numbers) -> Numbers:
    """The probability that a customer still buys; 1 for one who never came back, as the model has it.

    >>> import numpy as np
    >>> model = Fit(NAMES, (0.243, 4.414, 0.793, 2.426), 0, 1, converged=True)
    >>> alive(model, np.array([0.0, 2.0]), np.array([0.0, 30.43]), np.array([38.86, 38.86])).round(4).tolist()
    [1.0, 0.7266]
    """
    import numpy as np

    r, alpha, a, b = model.values
    with np.errstate(over="ignore"):
        odds = a / np.where(x > 0, b + x - 1, 1) * np.exp((r + x) * (np.log(alpha + age) - np.log(alpha + t)))
    return np.where(x > 0, 1 / (1 + odds), 1.0)


def expected(model: Fit, ahead: float, x: Numbers, t: Numbers, age: Numbers) -> Numbers:
    """The purchases expected within `ahead` from now (their equation 10).

    Where r + x is large the hypergeometric function is taken after Euler's transformation (15.3.3 of Abramowitz and
    Stegun 1964), in which a stands in its place: of two powers the one that does not overflow.

    >>> import numpy as np
    >>> model = Fit(NAMES, (0.243, 4.414, 0.793, 2.426), 0, 1, converged=True)
    >>> expected(model, 39, np.array([2.0]), np.array([30.43]), np.array([38.86])).round(3).tolist()
    [1.226]
    """
    import numpy as np
    from scipy.special import hyp2f1

    r, alpha, _, b = model.values
    a = _not_one(model)
    z = ahead / (alpha + age + ahead)
    c = a + b + x - 1
    plain = r + x < a - 1
    power, first, second = (
        np.where(plain, r + x, a - 1),
        np.where(plain, r + x, c - r - x),
        np.where(plain, b + x, a - 1),
    )
    with np.errstate(all="ignore"):
        grown = (1 - z) ** power * hyp2f1(first, second, c, z)
        found: Numbers = c / (a - 1) * (1 - grown) * alive(model, x, t, age)
    return found


def expected_new(model: Fit, ahead: float) -> float:
    """The purchases a new customer is expected to make after the first, within `ahead` (their equation 9).

    >>> round(expected_new(Fit(NAMES, (0.243, 4.414, 0.793, 2.426), 0, 1, converged=True), 3), 3)
    0.151
    """
    from scipy.special import hyp2f1

    r, alpha, _, b = model.values
    a = _not_one(model)
    power = (alpha / (alpha + ahead)) ** r * hyp2f1(r, b, a + b - 1, ahead / (alpha + ahead))
    return float((a + b - 1) / (a - 1) * (1 - power))


def _not_one(model: Fit) -> float:
    """The parameter a, moved off 1, where both equations are a limit."""
    a = model.values[2]
    return a if abs(a - 1) > 1e-6 else 1 + 1e-6


def probability(model: Fit, x: int, ahead: Numbers) -> Numbers:
    """The probability that a customer makes x purchases after the first within each time (their equation 8).

    >>> import numpy as np
    >>> model = Fit(NAMES, (0.243, 4.414, 0.793, 2.426), 0, 1, converged=True)
    >>> probability(model, 0, np.array([39.0])).round(4).tolist()
    [0.5738]
    """
    import numpy as np
    from scipy.special import betaln, gammaln

    r, alpha, a, b = model.values

    def power(j: int) -> Numbers:
        ways = gammaln(r + j) - gammaln(r) - gammaln(j + 1)
        found: Numbers = np.exp(ways + r * np.log(alpha / (alpha + ahead))) * (ahead / (alpha + ahead)) ** j
        return found

    found: Numbers = np.exp(betaln(a, b + x) - betaln(a, b)) * power(x)
    if x > 0:
        found += np.exp(betaln(a + 1, b + x - 1) - betaln(a, b)) * (1 - sum(power(j) for j in range(x)))
    return found
