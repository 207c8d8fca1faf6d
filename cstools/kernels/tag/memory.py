"""What was said of a text before in this run: people say the same again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger[Any]]
Hashes = NDArray[np.uint64]
BITS = 18
MOST = 1 << (BITS - 1)
"""Texts remembered; beyond, all are forgotten, and it begins anew. Half of the slots of the table."""
PART = MOST // 4
"""Texts looked for at a time."""
NONE = -1


class Memory:
    """Answers for texts, each different one asked for once.

    A table of hashes by hand: it is there for the next chunk, where Polars would hash all that is known anew, and it
    holds 16 bytes a text, where a dict holds the text (a dict took seven times as long). Two hashes of 64 bits tell
    texts apart: of a billion texts two are taken for one with a chance of 1 in 10^20. The answer is the same without
    it; what customers say again, and they often do, is not read twice.
    """

    def __init__(self, ask: Callable[[pl.Series], pl.DataFrame]) -> None:
        """`ask`: from texts (String, no null, each once) to a row for each, in order."""
        self.ask = ask
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.slots: Ints = np.full(1 << BITS, NONE, dtype=np.int32)
        self.keys: Hashes = np.zeros((2, 0), dtype=np.uint64)
        self.known = pl.DataFrame()

    def __call__(self, texts: pl.Series) -> pl.DataFrame:
        """A row a text; null for a null text.

        >>> memory = Memory(lambda texts: pl.DataFrame({"n": texts.str.len_chars()}))
        >>> memory(pl.Series(["ab", None, "ab"]))["n"].to_list(), memory.known.height
        ([2, None, 2], 1)
        """
        if texts.len() > PART:
            return pl.concat([self(texts.slice(begin, PART)) for begin in range(0, texts.len(), PART)])
        if self.known.height + texts.len() > MOST:
            self.forget()
        said = texts.drop_nulls()
        keys = np.stack([said.hash(seed).to_numpy() for seed in (0, 1)])
        place = self.find(keys)
        while (place == NONE).any() or not self.known.width:
            new = np.flatnonzero(place == NONE)
            self.learn(said, keys, np.sort(new[np.unique(keys[0, new], return_index=True)[1]]))
            place = self.find(keys)
        rows = pl.Series([None], dtype=pl.UInt32).new_from_index(0, texts.len())
        rows = rows.scatter(texts.is_not_null().arg_true(), place.astype(np.uint32))
        return self.known.select(pl.all().gather(rows))

    def find(self, keys: Hashes) -> Ints:
        """The row of each text in `known`, or NONE."""
        place = np.full(keys.shape[1], NONE, dtype=np.int64)
        left, slot = np.arange(place.size), home(keys)
        while left.size:
            row = self.slots[slot]
            there = row != NONE
            left, slot, row = left[there], slot[there], row[there]
            same = (self.keys[:, row] == keys[:, left]).all(axis=0)
            place[left[same]] = row[same]
            left, slot = left[~same], following(slot[~same])
        return place

    def learn(self, texts: pl.Series, keys: Hashes, new: Ints) -> None:
        """Ask for the new texts, and keep their answers."""
        fresh = self.ask(texts.gather(new))
        row = np.arange(new.size) + self.known.height
        self.known = pl.concat([self.known, fresh]) if self.known.width else fresh
        self.keys = np.concatenate([self.keys, keys[:, new]], axis=1)
        slot = home(keys[:, new])
        while row.size:
            free = self.slots[slot] == NONE
            self.slots[slot[free]] = row[free]
            lost = self.slots[slot] != row  # another has the slot, perhaps one of these
            row, slot = row[lost], following(slot[lost])


def home(keys: Hashes) -> Ints:
    """The slot at which each text is looked for first."""
    first: Ints = (keys[0] >> np.uint64(64 - BITS)).astype(np.int64)
    return first


def following(slot: Ints) -> Ints:
    """The next slots."""
    after: Ints = (slot + 1) & ((1 << BITS) - 1)
    return after
