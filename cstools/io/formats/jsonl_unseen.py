"""Keys that no record has had so far: whether one may stand in a block, told without reading it.

Of the fields a tool asks for a file seldom has half, and a column that is null throughout costs Polars as much as any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

PLAIN = re.compile(r"[A-Za-z0-9_]{3,}")
"""A key that JSON writes in one way, or with an escape of ASCII."""
ESCAPE = r"\\u00"
SIGNS = 3
"""A search by several words is quick where their first signs are rare."""
HEAD, SLICE = 64 << 10, 1 << 20
"""Bytes that tell which signs are rare; and bytes searched at once: one long text takes Polars four times as long."""


@dataclass
class Unseen:
    """The keys of one file that are looked for."""

    signs: dict[str, str | None] = field(default_factory=dict)
    """By key, what a block that has it holds; None: a block may have it in any way."""

    def within(self, text: bytes, keys: Iterable[str]) -> bool:
        r"""Whether any of the keys may be in a block; False is sure.

        >>> unseen = Unseen()
        >>> unseen.within(b'{"agent":"is_spam"}', ["is_spam"]), unseen.within(b'{"is\\u005fspam":1}', ["is_spam"])
        (True, True)
        >>> unseen.within(b'{"agent":"x"}', ["is_spam"])
        False
        """
        names = sorted(keys)
        for name in names:
            if name not in self.signs:
                self.signs[name] = _sign(name, text[:HEAD])
        signs = [self.signs[name] for name in names]
        if not all(signs):
            return True
        words = "|".join([ESCAPE, *map(str, signs)])
        return any(_holds(text[at:end], words) for at, end in _cuts(text))


def _holds(part: bytes, words: str) -> bool:
    """Whether a slice has one of the words, or is no UTF-8. One at a time: memory once touched is used again."""
    told = pl.Series([part], dtype=pl.Binary).cast(pl.String, strict=False)
    return told.has_nulls() or bool(told.str.contains(words).any())


def _sign(name: str, head: bytes) -> str | None:
    """The end of a key from where it is rare, with its quote."""
    if not PLAIN.fullmatch(name):
        return None
    starts = range(len(name) - SIGNS + 1)
    rare = next((at for at in starts if name[at : at + SIGNS].encode() not in head), 0)
    return name[rare:] + '"'


def _cuts(text: bytes) -> Iterable[tuple[int, int]]:
    """Where to cut a block, at line ends."""
    at = 0
    while at < len(text):
        end = text.find(b"\n", at + SLICE) + 1 or len(text)
        yield at, end
        at = end
