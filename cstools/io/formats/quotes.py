"""Quotes of a block of CSV, looked at as bytes: whether each stands where it may, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass

QUOTE = b'"'
WINDOW = 1 << 14
"""Bytes split at a time: the parts of a whole block full of quotes take five times as long, and its size in memory."""


@dataclass(frozen=True)
class Quotes:
    """What quotes do in a text.

    taken: how many a parser takes off, those around a field and one of two. line_ends: how many stand inside. empty:
    whether some may hold nothing.
    """

    taken: int
    line_ends: int
    empty: bool


NONE = Quotes(0, 0, empty=False)


def quotes(text: bytes, delimiter: str) -> Quotes | None:
    r"""The quotes of whole records; None where one stands astray.

    A quote may open a field, close it, or stand doubled inside one that is quoted; Polars reads on where one is astray,
    and would swallow the records up to the next.

    >>> quotes(b'a,"b\nc"\n"say ""no"" twice"\n', ",")
    Quotes(taken=6, line_ends=1, empty=False)
    >>> quotes(b'a,"b\nc,"d"\n', ","), quotes(b'5" tv\n6" tv\n', ","), quotes(b'a,""b\n', ",")
    (None, None, None)
    """
    ends = {delimiter.encode()[0], ord("\n")}
    at = text.find(QUOTE)
    if at < 0:
        return NONE
    if at and text[at - 1] not in ends:
        return None
    count = doubled = inner = 0
    empty = False
    while at < len(text):
        end = _end(text, at)
        far = count % 2 and end - at > WINDOW  # two fields far apart: only the ends of what is between them matter
        given = text[at + 1 : at + 2] + text[end - 1 : end] if far else text[at + 1 : end]
        parts = given.split(QUOTE)  # from one quote to the next
        within, between = parts[count % 2 :: 2], parts[1 - count % 2 :: 2]
        if end == len(text) and (count + len(parts)) % 2 == 0:
            last = between.pop()  # what follows the last quote of all
            if last and last[0] not in ends:
                return None
        if not {part[0] for part in between if part} | {part[-1] for part in between if part} <= ends:
            return None
        doubled += between.count(b"")
        inner += b"".join(within).count(b"\n")
        empty = empty or b"" in within
        count += len(parts)
        at = end
    return Quotes(count - doubled, inner, empty) if count % 2 == 0 else None


def _end(text: bytes, at: int) -> int:
    """The quote up to which the text is split next: the last of a window, else the next one, else the end."""
    end = text.rfind(QUOTE, at + 1, at + WINDOW)
    end = text.find(QUOTE, at + WINDOW) if end < 0 else end
    return len(text) if end < 0 else end
