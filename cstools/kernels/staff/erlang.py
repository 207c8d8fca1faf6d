"""Queues that callers never leave: Erlang B and C, over arrays of loads and agents.

Erlang (1917); the formulas as in Koole, Call Center Optimization (2013), chapter 5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Array = Any
"""A numpy array; the library is imported where it computes."""
FAINT = 1e-280
"""Below this the incomplete gamma function has no digits left."""
TERMS = 400
"""Terms of the sum where it has none: the servers are below nine tenths of the load there, and 0.9^400 is nothing."""


@dataclass(frozen=True)
class Served:
    """What a number of servers gives, an array each; NaN where there is no such figure.

    level: the share answered within the seconds asked for. wait: mean seconds in the queue. waiting: the share that
    waits at all. occupancy: the share of their time in which servers serve. abandoned: the share that leaves unserved.
    """

    level: Array
    wait: Array
    waiting: Array
    occupancy: Array
    abandoned: Array


def blocked(servers: Array, load: Array) -> Array:
    """Erlang B: the chance of a Poisson number of `load` to be `servers`, of all that are no more.

    In: whole servers and loads in erlangs, of one shape. Out: the share of arrivals that finds all servers busy. By the
    incomplete gamma function; its recursion takes as many steps as there are servers, which of 10,000 is too many.

    >>> import numpy as np
    >>> blocked(np.array([0, 14, 2]), np.array([10.0, 10.0, 5000.0])).round(4).tolist()
    [1.0, 0.0568, 0.9996]
    """
    import numpy as np
    from scipy.special import gammaincc, gammaln, xlogy

    load = np.maximum(load, 1e-300)
    most = gammaincc(servers + 1, load)
    here = np.exp(xlogy(servers, load) - load - gammaln(servers + 1))
    known = most > FAINT
    return np.where(known, here / np.where(known, most, 1.0), _crowded(servers, load, ~known))


def _crowded(servers: Array, load: Array, at: Array) -> Array:
    """Erlang B where the servers are far too few for the gamma function to have digits.

    1 / (1 + c/a + c(c-1)/a^2 + ...), whose terms fall by c/a and less.
    """
    import numpy as np

    total, term = np.ones_like(load), np.ones_like(load)
    for k in range(TERMS if at.any() else 0):
        term = term * np.maximum(servers - k, 0) / load
        total = total + np.where(at, term, 0.0)
    return 1 / total


def patient(servers: Array, load: Array, aht: Array, seconds: float) -> Served:
    """Erlang C: nobody leaves. Where the load is no less than the servers the queue grows: level 0, no mean wait.

    In: servers, load in erlangs, mean handling in seconds.

    >>> import numpy as np
    >>> made = patient(np.array([12, 14, 9]), np.full(3, 10.0), np.full(3, 180.0), 20)
    >>> made.level.round(4).tolist(), made.wait.round(2).tolist(), made.waiting.round(4).tolist()
    ([0.6402, 0.8884, 0.0], [40.44, 7.84, nan], [0.4494, 0.1741, 1.0])
    """
    import numpy as np

    b = blocked(servers, load)
    stable = servers > load
    spare = np.where(stable, servers - load, 1.0)
    waiting = np.where(stable, servers * b / np.where(stable, servers - load * (1 - b), 1.0), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        gone = np.where(aht > 0, np.exp(-spare * seconds / aht), 0.0)
        busy = np.where(servers > 0, load / servers, np.nan)
    return Served(
        level=np.where(stable, 1 - waiting * gone, 0.0),
        wait=np.where(stable, waiting * aht / spare, np.nan),
        waiting=waiting,
        occupancy=np.where(stable, busy, 1.0),
        abandoned=np.full_like(busy, np.nan),
    )


def least(load: Array, fits: Callable[[Array], Array]) -> Array:
    """The fewest for which `fits` holds, at least one: by doubling, then by halving, all loads at once.

    fits: from numbers (an array as `load`) to whether each does; once true it stays so for more.

    >>> import numpy as np
    >>> load = np.array([10.0, 5000.0])
    >>> aht = np.full(2, 180.0)
    >>> least(load, lambda n: patient(n, load, aht, 20).level >= 0.8).tolist()
    [14, 5013]
    """
    import numpy as np

    low = np.zeros(load.shape, dtype=np.int64)
    high = np.ones(load.shape, dtype=np.int64)
    while not (good := fits(high)).all():
        low = np.where(good, low, high)
        high = np.where(good, high, 2 * high)
    while (high - low > 1).any():
        middle = (low + high) // 2
        good = fits(middle)
        low, high = np.where(good, low, middle), np.where(good, middle, high)
    return high
