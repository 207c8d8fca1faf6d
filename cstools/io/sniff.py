"""What a stream is, told by its first bytes and never by its name."""

from __future__ import annotations

from dataclasses import dataclass

from cstools.errors import Failure, Usage

READABLE = ("jsonl", "csv", "tsv", "aligned", "xlsx")
DELIMITERS = ",\t;|"
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Shape:
    """A text format and, where it has one, the character between its fields."""

    format: str
    delimiter: str = ""


def is_workbook(head: bytes) -> bool:
    """Whether the stream is an xlsx workbook."""
    return head.startswith(ZIP)


def shape(head: bytes, path: str, asked: str | None = None) -> Shape:
    """The shape of a text stream; `head` is UTF-8 and holds at least its first line.

    Raises Usage for an unknown format asked for, Failure where the text cannot be in it.
    """
    if asked is not None and asked not in READABLE:
        raise Usage("input.format", format=asked, known=", ".join(READABLE))
    text = head[:65536].lstrip()
    if asked == "jsonl" or (asked is None and text.startswith(b"{")):
        if not text.startswith(b"{"):
            raise Failure("file.format", path=path, format="jsonl")
        return Shape("jsonl")
    if asked == "tsv":
        return Shape("tsv", "\t")
    if asked == "aligned" or (asked is None and _aligned(text)):
        return Shape("aligned", "\t")
    return Shape("csv", _delimiter(text))


def _lines(text: bytes, most: int = 20) -> list[str]:
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
    widths = {len(line.split()) for line in lines[:-1]}
    return len(widths) == 1 and widths.pop() > 1
