"""Every phrase of thousands in millions of characters: by hand in NumPy, where Aho-Corasick costs nearly twice as
much.

Polars' own search (extract_many for the words, find_many for the places) takes that much more CPU (bench/tag_find.py),
and gives words as text, which every later step has to compare; this gives numbers. It looks up the first character of a
phrase for all places at once, of the places left the first two, then three, until none is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

GROWS, WHOLE = 1, 2
"""What a run of characters is: the beginning of a longer phrase, a phrase."""
WIDTH = np.uint64(21)
"""Bits of a code point: three fit into a number exactly. Longer phrases are known by 64 bits of hash."""
ODD = np.uint64(0x9E3779B97F4A7C15)
BITS = 16
"""Slots of a table of phrases of one length: 2**BITS."""
PLANE = 0xFFFF
NONE = -1

Places = NDArray[np.signedinteger[Any]]
Codes = NDArray[np.uint32]


@dataclass(frozen=True)
class Level:
    """The phrases of one length. flags: by slot, what runs of this length may be.

    head: by slot the first phrase, NONE for no phrase; key, after, phrase: of each what it is known by, the next one in
    its slot, and its number.
    """

    flags: NDArray[np.uint8]
    head: NDArray[np.int32]
    key: NDArray[np.uint64]
    after: NDArray[np.int32]
    phrase: NDArray[np.int32]


@dataclass(frozen=True)
class Finder:
    """Phrases made ready.

    first: by code point (those above PLANE as PLANE) what a phrase may begin with. single: by code
    point the phrase of that one character, NONE for none; signs, numbers: of those above PLANE. levels: of two,
    three, ... characters.
    """

    first: NDArray[np.uint8]
    single: NDArray[np.int32]
    signs: Codes
    numbers: NDArray[np.int32]
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Finds:
    """Finds of one length: where each begins, and which phrase it is."""

    size: int
    at: Places
    phrase: NDArray[np.int32]


def finder(phrases: Sequence[str]) -> Finder:
    """The finder of these phrases, none of them empty; a find has the place of its phrase here as its number."""
    sizes = np.array([len(phrase) for phrase in phrases], dtype=np.int64)
    longest = int(sizes.max(initial=0))
    table = np.zeros((sizes.size, longest + 1), dtype=np.uint32)
    signs = np.frombuffer("".join(phrases).encode("utf-32-le"), dtype=np.uint32)
    row = np.repeat(np.arange(sizes.size), sizes)
    table[row, np.arange(signs.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)] = signs
    first = np.zeros(PLANE + 1, dtype=np.uint8)
    opening = np.minimum(table[:, 0], PLANE)
    first[opening[sizes > 1]] |= GROWS
    first[opening[sizes == 1]] |= WHOLE
    lone = np.flatnonzero(sizes == 1)
    single = np.full(PLANE + 1, NONE, dtype=np.int32)
    single[opening[lone]] = lone
    single[PLANE] = NONE
    high = lone[table[lone, 0] > PLANE]
    high = high[np.argsort(table[high, 0])]
    key = table[:, 0].astype(np.uint64)
    levels = []
    for size in range(2, longest + 1):
        key = grown(key, table[:, size - 1], size)
        levels.append(level(key[sizes >= size], sizes[sizes >= size] == size, np.flatnonzero(sizes >= size)))
    return Finder(first, single, table[high, 0], high.astype(np.int32), tuple(levels))


def grown(key: NDArray[np.uint64], sign: Codes, size: int) -> NDArray[np.uint64]:
    """What runs of `size` characters are known by: the shorter run and one character more."""
    return ((key << WIDTH) if size <= 3 else key * ODD) ^ sign


def slots(key: NDArray[np.uint64]) -> Places:
    """Where a key is looked up."""
    return ((key * ODD) >> np.uint64(64 - BITS)).astype(np.int64)


def level(key: NDArray[np.uint64], whole: NDArray[np.bool_], number: Places) -> Level:
    """The table of one length: the keys of all phrases that are as long, `whole` where they are no longer."""
    flags, head = np.zeros(1 << BITS, dtype=np.uint8), np.full(1 << BITS, NONE, dtype=np.int32)
    slot = slots(key)
    flags[slot[~whole]] |= GROWS
    flags[slot[whole]] |= WHOLE
    after = np.full(int(whole.sum()), NONE, dtype=np.int32)
    for at, one in enumerate(slot[whole].tolist()):
        after[at], head[one] = head[one], at
    return Level(flags, head, key[whole], after, number[whole].astype(np.int32))


def find(text: Codes, known: Finder, low: Codes | None = None) -> list[Finds]:
    r"""Every find in an array of code points that ends in characters of no phrase: by length, each by place.

    low: the code points, those above PLANE as PLANE, where they are known already.

    >>> text = np.frombuffer("退款进度\n\n".encode("utf-32-le"), dtype=np.uint32)
    >>> [(one.size, one.at.tolist(), one.phrase.tolist()) for one in find(text, finder(["退款", "款", "退款进度"]))]
    [(1, [1], [1]), (2, [0], [0]), (4, [0], [2])]
    """
    low = np.minimum(text, PLANE) if low is None else low
    begins = known.first[low]
    found = singles(text, low, np.flatnonzero(begins >= WHOLE), known)
    at = np.flatnonzero(grows(begins))
    key = text[at].astype(np.uint64)
    for size, one in enumerate(known.levels, 2):
        key = grown(key, text[np.minimum(at + (size - 1), text.size - 1)], size)
        slot = slots(key)
        flag = one.flags[slot]
        whole = np.flatnonzero(flag >= WHOLE)
        found.append(matched(at[whole], key[whole], slot[whole], one, size))
        more = np.flatnonzero(grows(flag))
        at, key = at[more], key[more]
    return [one for one in found if one.at.size]


def grows(flags: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where a run may become a longer phrase."""
    return (flags & GROWS).view(np.bool_)


def singles(text: Codes, low: Codes, at: Places, known: Finder) -> list[Finds]:
    """The finds of one character."""
    number = known.single[low[at]]
    real = number != NONE
    found = [Finds(1, at[real], number[real])]
    if known.signs.size and not real.all():  # all above PLANE have one flag
        high = at[~real]
        place = np.minimum(np.searchsorted(known.signs, text[high]), known.signs.size - 1)
        right = known.signs[place] == text[high]
        found.append(Finds(1, high[right], known.numbers[place[right]]))
    return found


def matched(at: Places, key: NDArray[np.uint64], slot: Places, known: Level, size: int) -> Finds:
    """The places where a phrase of one length stands."""
    here = known.head[slot]
    wrong = np.flatnonzero(known.key[here] != key)
    while wrong.size:  # another phrase has the slot, or none has
        here[wrong] = known.after[here[wrong]]
        wrong = wrong[(here[wrong] != NONE) & (known.key[here[wrong]] != key[wrong])]
    real = here != NONE
    return Finds(size, at[real], known.phrase[here[real]])
