"""What stands in a block of text: every find of every word, and what a place is right after or right before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cstools.kernels.tag.finder import Places, find
from cstools.kernels.tag.lexis import Ints, Lexis
from cstools.kernels.tag.script import Script

NONE = -1


@dataclass(frozen=True)
class Finds:
    """Every find, the shorter ones first: the number of the word, its marks, and where it begins and ends."""

    word: Ints
    marks: NDArray[np.uint16]
    at: Places
    end: Places

    def all(self, bit: int) -> Places:
        """Which finds are of words that are something."""
        return np.flatnonzero(self.marks & np.uint16(bit))


def finds(script: Script, lexis: Lexis) -> Finds:
    """The finds in a block."""
    found = find(script.codes, lexis.finder, script.low)
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Finds(none, none.astype(np.uint16), none, none)
    word = np.concatenate([one.phrase for one in found]).astype(np.int64)
    at = np.concatenate([one.at for one in found])
    end = np.concatenate([one.at + one.size for one in found])
    return Finds(word, lexis.marks[word], at, end)


def written(size: int, places: Places, values: Ints, none: int) -> NDArray[np.int32]:
    """By place of a block: the value written there last, which is that of the longest find; `none` elsewhere.

    >>> written(4, np.array([1, 1]), np.array([7, 8]), -1).tolist()
    [-1, 8, -1, -1]
    """
    table = np.full(size, none, dtype=np.int32)
    table[places] = values
    return table


def longest(
    size: int, at: Places, end: Places, covers: tuple[Places, Places] | None = None
) -> tuple[Places, Places, Places]:
    """The finds that no longer one holds, in order: which they are, where they begin, where they end.

    at, end: the shorter finds first. covers: begin and end of what hides finds within it or equal to it.

    >>> longest(9, np.array([4, 0]), np.array([5, 6]))
    (array([1]), array([0]), array([6]))
    """
    which = written(size, at, np.arange(at.size), NONE)
    begin = np.flatnonzero(which != NONE)
    which = which[begin].astype(np.int64)
    own = end[which]
    kept = np.ones(begin.size, dtype=np.bool_)
    kept[1:] = np.maximum.accumulate(own)[:-1] < own[1:]
    if covers is not None:
        kept &= ~within(begin, own, *covers)
    return which[kept], begin[kept], own[kept]


def within(at: Places, end: Places, begin: Places, reach: Places) -> NDArray[np.bool_]:
    """Which stretches lie within, or are, one of those from `begin` to `reach`.

    >>> within(np.array([1, 5]), np.array([2, 6]), np.array([0, 4]), np.array([3, 5])).tolist()
    [True, False]
    """
    if not begin.size:
        return np.zeros(at.size, dtype=np.bool_)
    order = np.argsort(begin, kind="stable")
    place = np.searchsorted(begin[order], at, side="right") - 1
    hidden: NDArray[np.bool_] = (place >= 0) & (np.maximum.accumulate(reach[order])[place] >= end)
    return hidden
