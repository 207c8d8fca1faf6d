"""Periods judged one after another, each by those before it, and the flags that come of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.tag.words.fisher import adjusted as stepped
from cstools.kernels.watch.band import Bools, Floats, fit, judge, limits
from cstools.kernels.watch.timeline import LOOK, MISSING, Timeline

WINDOW = {"day": LOOK, "week": 26}
"""Periods before the one judged that are learned from."""
ENOUGH = {"day": 21, "week": 8}
"""Of these so many must be usable."""
TOO_FEW = 5.0
"""A series of fewer contacts a period is too thin to be judged by the period."""
MANY = 20
"""So many in a period are judged whatever was before."""
SURGE, DROP, GAP, PROMOTION, THIN, SHORT = "surge", "drop", "gap", "promotion", "thin", "short"


@dataclass(frozen=True)
class Judged:
    """Arrays of series x periods judged. Not judged: NaN, used 0."""

    first: int
    n: Floats
    expected: Floats
    lo: Floats
    hi: Floats
    z: Floats
    p: Floats
    p_adj: Floats
    phi: Floats
    used: NDArray[np.int64]
    flag: NDArray[np.str_]


def judged(counts: Floats, made: Timeline, period: str, alpha: float, first: int, *, over: bool) -> Judged:
    """Judge the periods from number `first` on. over: whether the last one is; of one that is not, only more is told.

    p_adj: Benjamini and Hochberg (1995) over the series of a period, for more and for fewer apart: where nothing
    happened, the chance of any surge in a period is at most alpha.
    """
    size, periods = counts.shape
    span = max(0, periods - first)
    cells = {name: np.full((size, span), np.nan) for name in ("expected", "lo", "hi", "z", "p", "p_adj", "phi")}
    used = np.zeros((size, span), dtype=np.int64)
    flag = np.full((size, span), "", dtype="<U9")
    for column, at in enumerate(range(first, periods)):
        low = max(0, at - WINDOW[period])
        usable = made.usable[low:at]
        used[:, column] = usable.sum()
        if usable.sum() < ENOUGH[period]:
            flag[:, column] = PROMOTION if made.event[at] else SHORT
            continue
        model = fit(counts[:, low:at], usable, made.kind[low:at])
        band = judge(counts[:, at], model, made.like[at])
        lo, hi = limits(band.expected, band.spread, band.freedom, alpha)
        whole = over or at < periods - 1
        level = (counts[:, low:at] * usable).sum(1) / usable.sum()
        calm = np.full(size, made.event[at] is None)
        # Of a value that had hardly any contacts, so many are a surge all the same.
        tested = calm & ((level >= TOO_FEW) | (counts[:, at] >= MANY))
        high, less = adjusted(band.p_high, calm), adjusted(band.p_low, calm & (level >= TOO_FEW))
        more = counts[:, at] > band.expected
        flag[:, column] = _flags(counts[:, at], band.expected, high, less, alpha, whole=whole)
        flag[~tested, column] = PROMOTION if made.event[at] else THIN
        used[:, column] = model.used
        told = {"expected": band.expected, "lo": lo, "hi": hi, "z": band.z, "phi": band.phi}
        told |= {"p": np.where(more, band.p_high, band.p_low), "p_adj": np.where(more, high, less)}
        for name, values in told.items():
            cells[name][:, column] = values
    return Judged(first=first, n=counts[:, first:], used=used, flag=flag, **cells)


def _flags(n: Floats, expected: Floats, high: Floats, less: Floats, alpha: float, *, whole: bool) -> NDArray[np.str_]:
    low = whole & (less < alpha)
    gap = low & (n < MISSING * expected)
    return np.select([high < alpha, gap, low], [SURGE, GAP, DROP], "").astype("<U9")


def adjusted(p: Floats, tested: Bools) -> Floats:
    """The step-up p of Benjamini and Hochberg over those tested; NaN for others.

    >>> adjusted(np.array([0.03, 0.01, 0.9, 0.5]), np.array([True, True, True, False])).round(3).tolist()
    [0.045, 0.03, 0.9, nan]
    """
    found = np.full(len(p), np.nan)
    found[tested] = stepped(pl.Series(p[tested])).to_numpy()
    return found


def runs(flag: NDArray[np.str_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each cell (series x periods) the first and the last period of the surge it is in; -1 where it is in none.

    >>> first, last = runs(np.array([["", "surge", "surge", ""]]))
    >>> first.tolist(), last.tolist()
    ([[-1, 1, 1, -1]], [[-1, 2, 2, -1]])
    """
    surge = flag == SURGE
    first = np.full(flag.shape, -1, dtype=np.int64)
    last = np.full(flag.shape, -1, dtype=np.int64)
    for at in range(flag.shape[1]):
        before = first[:, at - 1] if at else np.full(len(flag), -1)
        first[:, at] = np.where(surge[:, at], np.where(before >= 0, before, at), -1)
    for at in reversed(range(flag.shape[1])):
        after = last[:, at + 1] if at + 1 < flag.shape[1] else np.full(len(flag), -1)
        last[:, at] = np.where(surge[:, at], np.where(after >= 0, after, at), -1)
    return first, last
