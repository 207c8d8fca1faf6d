"""How wide columns are and how many lines a text takes: Chinese characters are two cells wide."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from unicodedata import combining, east_asian_width

NARROWEST, NARROW, WIDE, ARROW = 7, 32, 50, 4
"""Widths of a column in characters: the least, the most of one among many and among few; the arrow of a filter."""
HEADING = 22
"""A longer heading is wrapped."""
DEFAULT = 9.0
DIGIT = 1.04
"""Characters a column takes for each of its width, which is told in digits of a larger type."""
PIECE = re.compile(r"[^\W\u2e80-\uffef]+[,.;:!?]?|.")
"""What stays on one line: a word or a number with its stop, a Chinese character."""
PARAGRAPH = 110
"""Characters of a line of a paragraph."""
LINE, ROW = 15.0, 18.0
"""Points of a further line of text, and of a row."""
TALLEST = 400.0
"""Points of a row; Excel takes 409."""


def cells(text: str) -> int:
    r"""The width of a text in Latin characters; the widest line of several.

    >>> cells("渠道a"), cells("a\n渠道")
    (5, 4)
    """
    if text.isascii() and "\n" not in text:
        return len(text)
    return max((sum(map(_width, line)) for line in text.split("\n")), default=0)


@cache
def _width(character: str) -> int:
    if character < "\u0300":
        return 1
    return 0 if combining(character) else 2 if east_asian_width(character) in "WFA" else 1


def lines(text: str, width: float) -> int:
    r"""The lines a text takes in a column of a width: Chinese breaks anywhere, a word or a number only where it ends.

    >>> lines("渠道" * 10, 21), lines("a\nb", 20), lines("T000121812、T000121953", 16)
    (2, 2, 2)
    """
    room = max(width - 1, 1) * DIGIT
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    if cells(line) <= room:
        return 1
    count, used = 1, 0
    for found in PIECE.finditer(line):
        width = cells(found[0])
        if used and used + width > room:
            count, used = count + 1, 0
        used += width
        if used > room:
            count, used = count + math.ceil(used / room) - 1, used % math.floor(room)
    return count


def height(count: int) -> float:
    """The height of a row with so many lines, in points; of several a line more, as programs fold differently."""
    return min(ROW + (count - 1 + count // 3) * LINE, TALLEST)


def fitting(texts: Iterable[str], heading: str, *, arrow: bool, wide: bool) -> float:
    """The width of a column: its widest cell, its heading (wrapped where long), within the limits."""
    widest = max(map(cells, texts), default=0)
    head = min(cells(heading), HEADING) + (ARROW if arrow else 0)
    return float(min(max(widest + 2, head + 1, NARROWEST), WIDE if wide else NARROW))


def across(widths: Mapping[int, float], least: float = PARAGRAPH) -> int:
    """The last column of a paragraph that begins at the first.

    >>> across({0: 44.0, 1: 60.0, 2: 44.0}), across({0: 100.0, 1: 40.0})
    (2, 1)
    """
    total, at = widths.get(0, DEFAULT), 0
    while total < least:
        at += 1
        total += widths.get(at, DEFAULT)
    return at
