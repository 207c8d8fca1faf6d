"""Texts as one array of code points, folded as models read them."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from cstools.kernels.tag.points import END, Codes, points, texts_of

BLANK = 44
"""The comma: what every run of blanks and mild punctuation becomes."""
MILD = " \t\r\v\f,.;:~-_·…—–、。，．；：～｡､「」『』《》【】“”‘’\"'()（）[]{}\xa0\u200b\ufeff\u2028\u2029"
"""Signs that say nothing of the mood or the matter: with all of them one sign, a text's n-grams are its words."""
PLANE = 0x10000
"""Code points of the basic plane; those above (emoji) are kept as they are."""


@cache
def folds() -> Codes:
    """What each code point of the basic plane becomes: lower case, half width, mild punctuation BLANK.

    Written out and not taken from unicodedata: its tables change with Python, and a model must not.

    >>> [chr(folds()[ord(sign)]) for sign in "Ａb，！"]
    ['a', 'b', ',', '!']
    """
    table = np.arange(PLANE, dtype=np.uint32)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)
    table[0x3000] = ord(" ")
    table[:0x20] = ord(" ")
    capitals = (table >= ord("A")) & (table <= ord("Z"))
    table[capitals] += 32
    table[np.isin(table, [ord(sign) for sign in MILD])] = BLANK
    return table


def codes(texts: pl.Series) -> Codes:
    r"""The code points of all texts, an END before each and three at the end. Runs of BLANK are one, and a text
    neither begins nor ends with it.

    In: String without nulls.

    >>> "".join(map(chr, codes(pl.Series(["Ａ 。b", ""])))).replace(chr(END), "/")
    '/a,b////'
    """
    raw = points(texts, 3)
    signs = folds()[np.minimum(raw, PLANE - 1)]
    np.copyto(signs, raw, where=raw >= PLANE)
    signs[raw == END] = END
    blank, end = signs == BLANK, signs == END
    idle = np.zeros(signs.size, dtype=bool)
    np.logical_and(blank[1:], (blank | end)[:-1], out=idle[1:])
    once = signs[~idle]
    last = np.zeros(once.size, dtype=bool)
    np.logical_and(once[:-1] == BLANK, once[1:] == END, out=last[:-1])
    return once[~last]


def folded(texts: pl.Series) -> pl.Series:
    """Texts as models read them: what differs in case, width or mild punctuation is the same.

    >>> folded(pl.Series(["Ａ。", "a", " "])).to_list()
    ['a', 'a', '']
    """
    return texts_of(codes(texts), texts.len()).alias(texts.name)
