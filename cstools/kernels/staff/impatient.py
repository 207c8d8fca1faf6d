"""Queues that callers leave: Erlang A, for exponential patience.

Palm (1946); Garnett, Mandelbaum and Reiman, Designing a call center with impatient customers (2002). All figures follow
from Erlang B and A(x, y) = 1 + y/(x+1) + y^2/((x+1)(x+2)) + ... with x = servers * patience / handling and
y = load * patience / handling, which the incomplete gamma function gives: A = x e^y y^-x gamma(x, y).
"""

from __future__ import annotations

from cstools.kernels.staff.erlang import FAINT, Array, Served, blocked


def leaving(servers: Array, load: Array, aht: Array, seconds: float, patience: float) -> Served:
    """Erlang A: who waits leaves after `patience` seconds on average. level: answered in time, of all who came.

    The offered wait V has density e^(y(1 - e^(-v/patience)) - servers v/aht); a caller is answered later than t with
    P(W > 0) gamma(x + 1, y e^(-t/patience)) / (y gamma(x, y)).

    >>> import numpy as np
    >>> one = np.array([50]), np.array([48.0]), np.array([60.0])
    >>> made = leaving(*one, 20, 120)
    >>> made.abandoned.round(4).item(), made.wait.round(2).item(), made.occupancy.round(4).item()
    (0.0309, 3.71, 0.9303)
    """
    import numpy as np

    aht = np.maximum(aht, 1e-9)
    servers = np.maximum(servers, 0)
    x, y = servers * patience / aht, np.maximum(load * patience / aht, 1e-12)
    b, a = blocked(servers, load), _a(x, y)
    rho = np.maximum(servers, 1e-12) / np.maximum(load, 1e-12)
    waiting = b / (1 / a + (1 - 1 / a) * b)
    abandoned = np.clip(waiting * (1 + rho * (1 / a - 1)), 0, 1)
    late = np.exp(-seconds / patience)
    behind = waiting * np.exp(np.minimum(_log_gamma(x + 1, y * late) - np.log(y) - _log_gamma(x, y), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        busy = np.where(servers > 0, load * (1 - abandoned) / servers, np.nan)
    return Served(
        level=np.clip(1 - abandoned - behind, 0, 1),
        wait=abandoned * patience,
        waiting=waiting,
        occupancy=np.minimum(busy, 1),
        abandoned=abandoned,
    )


def _a(x: Array, y: Array) -> Array:
    import numpy as np

    return np.exp(np.minimum(_log_a(x, y), 700))


def _log_a(x: Array, y: Array) -> Array:
    """Ln A(x, y); 1 for no servers is y's own e^y."""
    import numpy as np

    return np.where(x > 0, np.log(np.maximum(x, 1e-300)) + y - x * np.log(y) + _log_gamma(np.maximum(x, 1e-300), y), y)


def _log_gamma(x: Array, y: Array) -> Array:
    """Ln of the lower incomplete gamma function, where it is too small for a float by A = 1 / (1 - y/(x+1))."""
    import numpy as np
    from scipy.special import gammainc, gammaln

    x = np.maximum(x, 1e-300)
    share = gammainc(x, y)
    known = share > FAINT
    faint = x * np.log(y) - y - np.log(x) - np.log1p(-np.minimum(y / (x + 1), 0.999))
    return np.where(known, np.log(np.where(known, share, 1.0)) + gammaln(x), faint)
