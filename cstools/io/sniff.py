"""What a stream is, told by its first bytes and never by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cstools.errors import Failure, Usage

READABLE = ("jsonl", "csv", "tsv", "aligned", "xlsx")
DELIMITERS = ",\t;|"
ZIP = b"PK\x03\x04"
HEAD = 1 << 16
"""Bytes looked at."""
LINES = 20
"""Lines looked at."""
UNREAD = {rb"\[\s*[{\]]": "JSON []", rb"<[?!a-zA-Z]": "XML / HTML"}
"""How a text begins that is no table: without a word here it would be read as a CSV of nonsense."""


@dataclass(frozen=True)
class Shape:
    """A text format and, where it has one, the character between its fields."""

    format: str
    delimiter: str = ""


def is_workbook(head: bytes) -> bool:
    """Whether the stream is an xlsx workbook."""
    return head.startswith(ZIP)


def enough(head: bytes) -> bool:
    r"""Whether the shape of a stream can be told by its first bytes: its first line is whole, and where that could be a
    line of aligned text, so are the lines that must have its width.

    >>> enough(b"ticket_id,te"), enough(b"ticket_id,text\n"), enough(b"id amount\n1 2.50\n")
    (False, True, False)
    """
    text = head[:HEAD].lstrip()
    if b"\n" not in text and b"\r" not in text:
        return False
    first = text.splitlines()[0].decode("utf-8", "replace")
    if first.startswith("{") or any(mark in first for mark in DELIMITERS) or len(first.split()) == 1:
        return True
    return len(head) >= HEAD or len(text.decode("utf-8", "replace").splitlines()) > LINES


def shape(head: bytes, path: str, asked: str | None = None) -> Shape:
    """The shape of a text stream; `head` is UTF-8 and holds at least its first line.

    Raises Usage for an unknown format asked for, Failure where the text cannot be in it.
    """
    if asked is not None and asked not in READABLE:
        raise Usage("input.format", format=asked, known=", ".join(READABLE))
    text = head[:HEAD].lstrip()
    for mark, form in UNREAD.items():
        if asked is None and re.match(mark, text):
            raise Failure("file.unread", path=path, form=form)
    if asked == "jsonl" or (asked is None and text.startswith(b"{")):
        if not text.startswith(b"{"):
            raise Failure("file.format", path=path, format="jsonl")
        return Shape("jsonl")
    if asked == "tsv":
        return Shape("tsv", "\t")
    if asked == "aligned" or (asked is None and _aligned(text)):
        return Shape("aligned", "\t")
    return Shape("csv", _delimiter(text))


def _lines(text: bytes, most: int = LINES) -> list[str]:
    return [line for line in text.decode("utf-8", "replace").splitlines()[:most] if line.strip()]


def _delimiter(text: bytes) -> str:
    """The delimiter that stands most often in the header, outside its quotes; a comma where none does."""
    header = "".join(_lines(text, 1)).split('"')[::2]
    counts = {mark: sum(part.count(mark) for part in header) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def _aligned(text: bytes) -> bool:
    """Columns set with spaces: no delimiter in the header, and every line the same number of words, two or more."""
    lines = _lines(text)
    if len(lines) < 2 or any(mark in lines[0] for mark in DELIMITERS):
        return False
    cut = len(lines) < LINES and not text.endswith((b"\n", b"\r"))
    widths = {len(line.split()) for line in (lines[:-1] if cut else lines)}
    return len(widths) == 1 and widths.pop() > 1
