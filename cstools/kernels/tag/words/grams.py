"""Every run of two to six Chinese characters that is often enough, counted exactly without a table of all runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

LONGEST = 6
CODES = 0x110000
"""Code points there are."""
DENSE = 1 << 24
"""Keys up to which a count for every possible one is kept: 128 MB."""
HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))
"""The blocks of Chinese characters."""
Numbers = NDArray[np.int64]
Places = NDArray[np.int32]


@dataclass(frozen=True)
class Level:
    """The grams of one length that are often enough.

    at: where they begin, ascending, once an occurrence. gram: which it is, 0..; n: how often each occurs.
    """

    at: Places
    gram: Places
    n: Numbers

    def first(self) -> Places:
        """Where each gram occurs first."""
        places = np.empty(len(self.n), dtype=np.int32)
        places[self.gram[::-1]] = self.at[::-1]
        return places

    def often(self, places: Places) -> Numbers:
        """How often the gram that begins at each of these places occurs; there must be one."""
        return self.n[self.gram[np.searchsorted(self.at, places)]]


def codes(texts: pl.Series) -> NDArray[np.uint32]:
    """The code points of all texts, a line end before, between and behind them.

    >>> codes(pl.Series(["一", "a"])).tolist()
    [10, 19968, 10, 97, 10]
    """
    return np.frombuffer("\n".join(["", *texts, ""]).encode("utf-32-le", "replace"), dtype=np.uint32)


def han(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which code points are Chinese characters."""
    table = np.zeros(CODES, dtype=np.bool_)
    for low, high in HAN:
        table[low:high] = True
    return table[points]


def levels(points: NDArray[np.uint32], minimum: int) -> list[Level]:
    """The grams of 1, 2, ... LONGEST Chinese characters that occur `minimum` times or more.

    A gram is often enough only if the two grams within it that are shorter by one are (Agrawal and Srikant 1994), and
    those two tell which it is: so each length is counted by sorting pairs of numbers where both are.

    >>> [level.n.tolist() for level in levels(codes(pl.Series(["开胶了", "开胶"])), 2)]
    [[2, 2], [2], [], [], [], []]
    """
    at = np.flatnonzero(han(points)).astype(np.int32)
    found = [_often(at, points[at].astype(np.int64), minimum)]
    while len(found) < LONGEST:
        last = found[-1]
        left = np.flatnonzero(np.diff(last.at) == 1)
        pairs = last.gram[left].astype(np.int64) * len(last.n) + last.gram[left + 1]
        found.append(_often(last.at[left], pairs, minimum))
    return found


def _often(at: Places, keys: Numbers, minimum: int) -> Level:
    """The level of the grams with these keys, each at its place."""
    if not len(keys):
        return Level(at, at, keys)
    room = int(keys.max()) + 1
    if room <= DENSE:
        n = np.bincount(keys, minlength=room)
        enough = n >= minimum
        kept, number = enough[keys], np.cumsum(enough, dtype=np.int32) - 1
        return Level(at[kept], number[keys[kept]], n[enough])
    known, n = np.unique(keys, return_counts=True)
    known, n = known[n >= minimum], n[n >= minimum]
    if not len(known):
        return Level(at[:0], at[:0], n)
    # A search among the few that stay costs a third of the inverse that np.unique gives.
    gram = np.searchsorted(known, keys).astype(np.int32).clip(max=len(known) - 1)
    kept = known[gram] == keys
    return Level(at[kept], gram[kept], n)
