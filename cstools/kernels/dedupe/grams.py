"""Rare sequences of characters: two texts that share one are worth comparing."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

LENGTH = 4
"""Characters of a sequence."""
KEPT = 4
"""Sequences kept of a text: its rarest."""
FEW = 8
"""A sequence in more texts than this finds nothing."""
HELD = 8_000_000
"""Sequences held at a time. Where texts have more, only those whose hash is a multiple of a small number are looked at,
the same in every text: memory stays bounded, and alike texts still meet (Broder 1997, mod-m sketches)."""
_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


def sequences(
    texts: pl.Series, length: int = LENGTH, held: int = HELD
) -> tuple[NDArray[np.uint32], NDArray[np.uint64]]:
    """The place of a text and the hash of a sequence, for every sequence of every text; null has none.

    >>> rows, hashes = sequences(pl.Series(["abcde", None, "xabcd"]))
    >>> rows.tolist(), bool(hashes[0] == hashes[3])
    ([0, 0, 2, 2], True)
    """
    letters = texts.fill_null("")
    sizes = letters.str.len_chars().to_numpy().astype(np.int64)
    signs = np.frombuffer("".join(letters).encode("utf-32-le"), np.uint32)
    if signs.size < length:
        return np.empty(0, np.uint32), np.empty(0, np.uint64)
    count = signs.size - length + 1
    hashes = np.zeros(count, np.uint64)
    for at in range(length):
        hashes *= _ODD
        hashes += signs[at : at + count]
    hashes ^= hashes >> np.uint64(29)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(32)
    rows = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
    kept = rows[:count] == rows[length - 1 :]
    every = -(-int(kept.sum()) // held)
    if every > 1:
        kept &= hashes % np.uint64(every) == 0
    return rows[:count][kept], hashes[kept]


def rare(texts: pl.Series) -> tuple[NDArray[np.uint32], NDArray[np.uint64]]:
    """The rarest sequences of each text among those that two to FEW texts have: places of texts, hashes.

    >>> rows, hashes = rare(pl.Series(["abcde", "abcd", "wxyz"]))
    >>> rows.tolist(), len(set(hashes.tolist()))
    ([0, 1], 1)
    """
    rows, hashes = sequences(texts)
    found = pl.DataFrame({"row": rows, "key": hashes}).lazy().unique()
    shared = found.with_columns(n=pl.len().over("key")).filter(pl.col("n").is_between(2, FEW))
    first = pl.int_range(pl.len()).over("row") < KEPT
    kept = shared.sort("row", "n", "key").filter(first).select("row", "key").collect()
    return kept["row"].to_numpy(), kept["key"].to_numpy()
