"""Hashed n-grams of characters: which slots of a table a text touches, and the sums of a table over texts.

One to three characters for every script, four and five for Latin letters, whose words are longer; the ends of a text
count as characters. No words are cut out: n-grams do as well as words (jieba and TF-IDF, notes of the corpus tests) at
a hundredth of the cost, and need no dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.tag.learn.codes import codes
from cstools.kernels.tag.points import END, Codes, parts

MIX = tuple(np.uint32(odd) for odd in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1))
"""Odd multipliers of multiplicative hashing (Knuth, TAOCP 6.4; those of xxHash)."""
ASCII = 128
NOWHERE = 0
"""The slot of what is no n-gram: its weight is 0."""
BLOCK = 1 << 16
"""Characters hashed at a time, for a table of one column: what is held of them stays near the processor."""

Slots = NDArray[np.uint32]
Places = NDArray[np.int64]


def hashed(text: Codes, bits: int) -> Iterator[tuple[Places | None, Slots]]:
    """The slots of the n-grams of each length, and where each begins (None: at every place in turn).

    An n-gram with END inside, or END alone, is in slot NOWHERE.

    >>> [slots.size for _, slots in hashed(codes(pl.Series(["好的"])), 16)]
    [6, 5, 4]
    """
    shift, ends = np.uint32(32 - bits), np.flatnonzero(text == END)
    one = text * MIX[0]
    two = (one[:-1] ^ (text[1:] * MIX[1])) * MIX[2]
    three = (two[:-1] ^ (text[2:] * MIX[0])) * MIX[1]
    empty = (ends, ends[:-1][np.diff(ends) == 1], ends[(ends > 0) & (ends < text.size - 1)] - 1)
    for slots, none in zip((one, two, three), empty, strict=True):
        found = slots >> shift
        found[none] = NOWHERE
        yield None, found
    yield from longer(text, three, shift)


def longer(text: Codes, three: Codes, shift: np.uint32) -> Iterator[tuple[Places, Slots]]:
    """The n-grams of four and five ASCII characters, where there are any."""
    latin = (text < ASCII) & (text != END)
    begin = np.flatnonzero(latin[:-3])
    for step in (1, 2, 3):  # most characters are none: what is left grows few
        begin = begin[latin[begin + step]]
    if begin.size == 0:
        return
    four = (three[begin] ^ (text[begin + 3] * MIX[3])) * MIX[2]
    yield begin, four >> shift
    more = latin[begin + 4]  # the text ends in END: there is always one more place
    begin = begin[more]
    yield begin, ((four[more] ^ (text[begin + 4] * MIX[4])) * MIX[0]) >> shift


def blocks(texts: pl.Series, size: int = BLOCK) -> Iterator[pl.Series]:
    """The texts in parts of about `size` characters, at least one text each.

    >>> [part.to_list() for part in blocks(pl.Series(["一二", "三", "四"]), 4)]
    [['一二'], ['三', '四']]
    """
    for begin, rows in parts(texts, size):
        yield texts.slice(begin, rows)


def sums(texts: pl.Series, table: NDArray[np.int16], bits: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The sum of each column of `table` (2**bits rows, that of NOWHERE 0) over the n-grams of each text, and how
    many n-grams it has. Integers throughout: the same for any split of the texts.

    >>> ones = np.ones((1 << 8, 1), dtype=np.int16)
    >>> ones[NOWHERE] = 0
    >>> [part.tolist() for part in sums(pl.Series(["好的", ""]), ones, 8)]
    [[[7], [0]], [7, 0]]
    """
    wide = table.shape[1]
    flat = table[:, 0] if wide == 1 else table  # one column of two dimensions takes numpy three times as long
    found = [_sums(block, flat, bits) for block in blocks(texts, BLOCK // wide)]
    if not found:
        return np.zeros((0, wide), dtype=np.int64), np.zeros(0, dtype=np.int64)
    totals, counts = zip(*found, strict=True)
    return np.concatenate(totals).reshape(-1, wide), np.concatenate(counts)


def _sums(block: pl.Series, table: NDArray[np.int16], bits: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    text = codes(block)
    starts = np.flatnonzero(text == END)[: block.len()]
    weight = np.zeros((text.size, *table.shape[1:]), dtype=np.int32)
    long = np.zeros(text.size, dtype=np.int32)
    for begin, slots in hashed(text, bits):
        if begin is None:
            weight[: slots.size] += table[slots]
        else:
            weight[begin] += table[slots]
            long[begin] += 1
    chars = np.diff(starts, append=text.size - 3) - 1
    counts = np.where(chars > 0, 3 * chars + 1, 0) + np.add.reduceat(long, starts)
    return np.add.reduceat(weight, starts), counts


def touched(texts: pl.Series, bits: int) -> tuple[Places, Places]:
    """The text (by place) and slot of every n-gram: what a model is trained on.

    >>> touched(pl.Series(["好"]), 8)[0].tolist()
    [0, 0, 0, 0]
    """
    rows: list[Places] = []
    found: list[Places] = []
    first = 0
    for block in blocks(texts):
        text = codes(block)
        row = np.cumsum(text == END) - 1 + first
        for begin, slots in hashed(text, bits):
            at = row[: slots.size] if begin is None else row[begin]
            real = (slots != NOWHERE) & (at < first + block.len())
            rows.append(at[real])
            found.append(slots[real].astype(np.int64))
        first += block.len()
    return np.concatenate(rows), np.concatenate(found)
