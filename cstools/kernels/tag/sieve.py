"""Texts that hold none of a few phrases, told before they are read: an eighth of what reading them costs."""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from cstools.kernels.tag.lexis import NEAR, NEEDED, PHRASE, SLIP, WEIGHED, Lexis
from cstools.kernels.tag.patterns import Patterns
from cstools.kernels.tag.script import STRANGE, ranges

FEW = 3000
"""Words up to which most texts hold none of them. Of the shipped taxonomy and lexicon nearly every text holds some."""
SPELLED = r"\x{C0}-\x{DE}\x{410}-\x{42F}\x{FF10}-\x{FF19}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}"
"""Letters and digits that are read as others."""
OTHER = ranges(*STRANGE)
MATTERS = PHRASE | NEAR | NEEDED | WEIGHED | SLIP
"""What a word has to be to say anything by itself."""


class Sieve:
    """Which texts may say something."""

    def __init__(self, words: list[str]) -> None:
        """`words`: letters, digits and characters only, as texts are read."""
        self.words = words

    def __call__(self, texts: pl.Series) -> pl.Series:
        """True for texts that hold a word, or a sign that is read as another; False for null.

        >>> Sieve(["异味", "app"])(pl.Series(["有异味", "APP", "在吗", None])).to_list()
        [True, True, False, False]
        """
        text = pl.col("text").str
        found = text.contains_any(self.words, ascii_case_insensitive=True) | text.contains(f"[{SPELLED}{OTHER}]")
        return texts.rename("text").to_frame().select(found.fill_null(value=False)).to_series()


def sift(patterns: Patterns, lexis: Lexis) -> Sieve | None:
    """The sieve of a few words; None where it would keep too much, or where other things than words name a leaf."""
    telling = np.flatnonzero(lexis.marks & np.uint16(MATTERS))
    if patterns.regex or patterns.whole or patterns.sessions or not 0 < telling.size <= FEW:
        return None
    words = [kernel(lexis.words[at]) for at in telling]
    return Sieve(list(dict.fromkeys(words))) if all(words) else None


def kernel(word: str) -> str:
    """The longest run of letters, digits and characters in a word: a text without it has not the word, however wide the
    signs in it are written.

    >>> kernel("贵，"), kernel("?!")
    ('贵', '')
    """
    return max(re.split(r"[\W_]+", word), key=len)


def settled(texts: pl.Series, kept: pl.Series, known: pl.DataFrame) -> pl.DataFrame:
    """The answers of all texts from those of the texts kept: nothing is said of the others, and nothing of a null one.

    `known`: a row a text kept, in order, with red_line. Of what says nothing all is null but red_line.

    >>> known = pl.DataFrame({"topic": ["a"], "red_line": [True]})
    >>> settled(pl.Series(["x", "y", None]), pl.Series([False, True, False]), known).rows()
    [(None, False), ('a', True), (None, None)]
    """
    idle = pl.DataFrame({name: [None, None] for name in known.columns}, schema=known.schema)
    idle = idle.with_columns(pl.Series("red_line", [False, None]))
    place = np.where(texts.is_null().to_numpy(), known.height + 1, known.height)
    place[kept.to_numpy()] = np.arange(known.height)
    return pl.concat([known, idle]).select(pl.all().gather(pl.Series(place, dtype=pl.UInt32)))
