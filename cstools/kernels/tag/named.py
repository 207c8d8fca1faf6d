"""Leaves named in a block of text, as arrays and as a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.tag.lexis import Ints
from cstools.kernels.tag.script import Script

RULES = ("any", "near", "all", "regex", "whole", "flip", "ask", "first", "last", "unanswered")
"""How a leaf was named, as --explain says it."""
ANY, NEAR, ALL, REGEX, WHOLE, FLIP, ASK = range(7)
NAMED = {name: pl.Int64() for name in ("i", "leaf", "at", "end", "rule", "p", "q")}
"""A frame of leaves named: the text, the leaf, where (characters of the text as read), by which of RULES, and the
patterns found (the second word of a pair is q); null where no pattern was."""
NONE = -1


@dataclass(frozen=True)
class Named:
    """A row a leaf named. text: which of the block; at, end: places of the block; p, q: words, NONE for none."""

    text: Ints
    leaf: Ints
    at: Ints
    end: Ints
    rule: Ints
    p: Ints
    q: Ints

    def only(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Named:
        """Some of the rows."""
        return Named(*(getattr(self, one.name)[rows] for one in fields(self)))

    def placed(self, script: Script) -> Named:
        """The same rows, text the number of the text, at and end characters of it."""
        begin = script.begin[self.text]
        return Named(script.i[self.text], self.leaf, self.at - begin, self.end - begin, self.rule, self.p, self.q)

    def frame(self, words: Ints) -> pl.DataFrame:
        """Placed rows as NAMED; `words`: the number in Patterns of each word."""
        known = {name: np.where(word < 0, NONE, words[word]) for name, word in (("p", self.p), ("q", self.q))}
        own = {"i": self.text, "leaf": self.leaf, "at": self.at, "end": self.end, "rule": self.rule}
        return pl.DataFrame(own | known, schema=NAMED).with_columns(
            pl.when(pl.col(name) >= 0).then(name) for name in known
        )


def rows(rule: int, text: Ints, leaf: Ints, at: Ints, end: Ints, p: Ints | None = None, q: Ints | None = None) -> Named:
    """Leaves named by one rule."""
    none = np.full(text.size, NONE, dtype=np.int64)
    return Named(
        text.astype(np.int64), leaf, at, end, np.full(text.size, rule, dtype=np.int64), none if p is None else p,
        none if q is None else q,
    )  # fmt: skip


def joined(parts: Sequence[Named]) -> Named:
    """The rows of several."""
    return Named(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Named)))


def first(named: Named, key: Ints) -> NDArray[np.bool_]:
    """Which rows are the first said of their key (a number by text and leaf), by rule and pattern in one place.

    >>> zero, two = np.zeros(2, dtype=np.int64), np.array([6, 0])
    >>> first(rows(ANY, zero, zero, two, two + 3), zero).tolist()
    [False, True]
    """
    kept = np.ones(key.size, dtype=np.bool_)
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(key[order][1:] == key[order][:-1])
    # Most leaves are named once: only the others are worth ordering.
    kept[order[same]] = kept[order[same + 1]] = False
    several = np.flatnonzero(~kept)
    if several.size:
        some = named.only(several)
        place = key[several] * (int(some.at.max()) + 1) + some.at
        wide = int(max(some.p.max(), some.q.max())) + 2
        said = (some.rule * wide + some.p + 1) * wide + some.q + 1
        order = np.lexsort((said, place))
        kept[several[order[np.flatnonzero(np.diff(key[several][order], prepend=NONE))]]] = True
    return kept
