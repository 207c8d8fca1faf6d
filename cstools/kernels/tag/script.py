"""Texts as one array of code points, as phrases are looked for: half width, lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.tag.finder import Codes, Places
from cstools.kernels.tag.points import END, parts, points, text_of, texts_of

BLOCK = 150_000
"""Characters read at a time: what is held of them stays near the processor."""
PLANE = 0xFFFF
MOVED = ((0x41, 0x5B, 32), (0xC0, 0xD7, 32), (0xD8, 0xDF, 32), (0x410, 0x430, 32))
"""Capitals, Latin and Cyrillic, and how far away their small letters are."""
FULL = (0xFF01, 0xFF5F, 0x21)
"""Full-width signs, and the first of those of half width."""
BROAD = 0x3000
LONG = 6
"""Digits from which a number is an order or a telephone, one thing: no phrase is found in it, and it is as wide as this
many digits. More where a phrase has as many."""
NUMBER = 0xA015
"""Stands for a digit of a long number: a letter, as digits are, that no text of ours has (Yi)."""
STRANGE = (
    (0xA8, 0xA9), (0xAA, 0xAB), (0xB2, 0xB6), (0xB8, 0xBB), (0xBC, 0xBF), (0x2B0, 0x2B9), (0x300, 0x370),
    (0x1100, 0x1200), (0x2070, 0x20A0), (0x2100, 0x2190), (0x2460, 0x2500), (0x2E80, 0x2FE0), (0x3130, 0x3190),
    (0x3200, 0x3400), (0xF900, 0xFB07), (0xFE30, 0xFE70), (0xFF5F, 0xFFF0), (0x1D400, 0x1D800),
)  # fmt: skip
"""Signs that NFKC makes more than one sign, or another, of: those that texts of customers have. … (U+2026) is left as
it is: many texts have one, and no phrase."""
SHIFT, WIDTH, ODD, DIGIT = np.uint32(16), 7, 8, 16
"""Where what a code point is stands beside what it is looked for as, the bits of its bytes, of a STRANGE sign, of a
digit."""


def ranges(*spans: tuple[int, int]) -> str:
    r"""Code points as what stands between the brackets of a regular expression.

    >>> ranges((0x61, 0x7B), (0x3000, 0x3001))
    '\\x{61}-\\x{7A}\\x{3000}-\\x{3000}'
    """
    return "".join(rf"\x{{{low:X}}}-\x{{{high - 1:X}}}" for low, high in spans)


@cache
def folds() -> Codes:
    """What each code point of the basic plane is looked for as.

    >>> [chr(folds()[ord(sign)]) for sign in "ＡB，é"]
    ['a', 'b', ',', 'é']
    """
    table = np.arange(PLANE + 1, dtype=np.uint32)
    table[FULL[0] : FULL[1]] = np.arange(FULL[2], FULL[2] + FULL[1] - FULL[0])
    table[BROAD] = table[10] = ord(" ")
    small = table.copy()
    for low, high, far in MOVED:
        small[(table >= low) & (table < high)] += far
    return small


@cache
def kinds() -> Codes:
    """What each code point of the basic plane, and as the last of it those above, is.

    Bits 0 to 15: what it is looked for as. Then, by SHIFT: the bytes of that in UTF-8, ODD, DIGIT.
    """
    seen = folds()
    size = np.full(PLANE + 1, 3, dtype=np.uint32)
    size[:0x800], size[:0x80], size[NUMBER], size[PLANE] = 2, 1, 1, 4
    kind = size[seen]
    for low, high in STRANGE:
        kind[low : min(high, PLANE + 1)] |= ODD
    kind[(seen >= ord("0")) & (seen <= ord("9"))] |= DIGIT
    return seen | kind << SHIFT


def fold(text: Codes, low: Codes) -> Codes:
    """Code points as they are looked for. low: those above the basic plane as the last of it."""
    small = folds()[low]
    high = text > PLANE
    if high.any():
        small[high] = text[high]
    return small


def folded(words: list[str]) -> list[str]:
    """Words as they are looked for.

    >>> folded(["ＡＢ", "好？"])
    ['ab', '好?']
    """
    if not words:
        return []
    joined = np.frombuffer(chr(END).join(words).encode("utf-32-le"), dtype=np.uint32)
    return text_of(fold(joined, np.minimum(joined, PLANE))).split(chr(END))


def longer(words: list[str]) -> int:
    """How many digits make a long number where these words are looked for.

    >>> longer(["退款"]), longer(["拨打4006123"])
    (6, 8)
    """
    return max([LONG, *(len(run) + 1 for run in re.findall(f"[0-9]{{{LONG},}}", "\n".join(words)))])


@dataclass(frozen=True)
class Script:
    """Some texts as an array of code points. i: the number of each; begin: where each begins.

    codes has NUMBER for each digit of a long number, signs the digits. By place: low (the code point, or the last of
    the basic plane), text (which it is of), offset (how many bytes of UTF-8 stand before it, of a long number LONG).
    odd: by text, whether a sign of it has to be folded with its neighbours.
    """

    codes: Codes
    signs: Codes
    low: Codes
    i: Places
    begin: Places
    text: NDArray[np.int32]
    offset: NDArray[np.int32]
    odd: NDArray[np.bool_]

    def strings(self) -> pl.Series:
        """The texts as they are read."""
        return texts_of(self.signs, len(self.i))


def scripts(texts: pl.DataFrame, long: int = LONG) -> Iterator[Script]:
    """The texts (i, text; no null) in blocks of about BLOCK characters, at least one text each."""
    for begin, rows in parts(texts["text"], BLOCK):
        yield script(texts.slice(begin, rows), long)


def script(texts: pl.DataFrame, long: int = LONG) -> Script:
    """The script of some texts.

    >>> found = script(pl.DataFrame({"i": [7, 8], "text": ["Ａ好", ""]}))
    >>> found.begin.tolist(), found.strings().to_list()
    ([1, 4], ['a好', ''])
    """
    raw = points(texts["text"], 2)
    ends = np.flatnonzero(raw == END)
    both = kinds()[np.minimum(raw, PLANE)]
    small, kind = both & np.uint32(PLANE), (both >> SHIFT).astype(np.uint8)
    text = np.repeat(np.arange(ends.size, dtype=np.int32), np.diff(ends, append=raw.size))
    odd = np.zeros(texts.height + 2, dtype=np.bool_)
    odd[text[np.flatnonzero(kind & ODD)]] = True
    signs, high = small, np.flatnonzero(small == PLANE)
    if high.size:
        signs = small.copy()
        signs[high] = raw[high]
        first, last = STRANGE[-1]
        odd[text[high[(raw[high] >= first) & (raw[high] < last)]]] = True
    long_ones, beyond = numbered(np.flatnonzero(kind & DIGIT), long)
    codes = signs
    if long_ones.size:
        codes, small = signs.copy(), small.copy()
        codes[long_ones] = small[long_ones] = NUMBER
    size = kind & WIDTH
    size[beyond] = 0
    offset = np.cumsum(size, dtype=np.int32) - size
    i = texts["i"].cast(pl.Int64).to_numpy()
    return Script(codes, signs, small, i, ends[: texts.height] + 1, text, offset, odd[:-2])


def numbered(digits: Places, long: int = LONG) -> tuple[Places, Places]:
    """The digits of long numbers, and those beyond the first `long` of each. In: the places of all digits.

    >>> [part.tolist() for part in numbered(np.array([0, 1, 2, 3, 4, 5, 6, 9]))]
    [[0, 1, 2, 3, 4, 5, 6], [6]]
    """
    head = np.flatnonzero(np.diff(digits, prepend=-2) != 1)
    size = np.diff(head, append=digits.size)
    part = np.repeat(size >= long, size)
    within = np.arange(digits.size) - np.repeat(head, size)
    return digits[part], digits[part & (within >= long)]


def shortened(texts: pl.Series, long: int = LONG) -> pl.Series:
    """Texts with the same answer made the same: what stands for a long number.

    >>> shortened(pl.Series(["单号123456789呢", "12315"])).to_list() == ["单号" + chr(NUMBER) * LONG + "呢", "12315"]
    True
    """
    return texts.str.replace_all(rf"[0-9]{{{long},}}", chr(NUMBER) * long)
