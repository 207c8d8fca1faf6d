"""The slow path of CSV: one record at a time through `csv.reader`, so that a corrupt line costs only itself."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

from cstools.io.formats.chunk import Chunk, Corrupt, frame_of

LINES = 1000
"""Lines a quoted field may span; beyond LINES or CHARACTERS its opening line is corrupt and reading resumes."""
CHARACTERS = 1 << 20

PART = 4096
"""Rows held as Python's own lists, which take five times the memory of a frame."""

CR = "\ud800"
"""Stands for a CR inside a line while `csv.reader` reads it: it would take it for a line end, Polars does not. Half a
surrogate pair, and not one that stands for a byte astray: no text holds it."""

csv.field_size_limit((1 << 31) - 1)  # a line may be of any length; only what runs over lines has bounds


@dataclass(frozen=True)
class Style:
    """How the fields of a line are told apart."""

    delimiter: str
    quote: str | None


class _Astray(Exception):
    """A quoted field ran over its bounds."""


class _Feed:
    """Lines for one record: `csv.reader` pulls as many as an open quote needs, within the bounds."""

    def __init__(self, lines: list[str], at: int) -> None:
        self.lines, self.at, self.start, self.held = lines, at, at, 0
        self.ran_out = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            self.ran_out = True  # asked for only inside a quoted field
            raise StopIteration
        line = self.lines[self.at]
        self.at += 1
        line = line.replace("\r", CR)
        self.held += len(line)
        if self.at - self.start > LINES or (self.held > CHARACTERS and self.at - self.start > 1):
            raise _Astray
        return line


def split_lines(text: bytes) -> list[str]:
    r"""Lines with their ends. A byte that is no UTF-8 becomes a lone surrogate, to be found again.

    >>> split_lines(b"a\nb")
    ['a\n', 'b']
    """
    lines = [line + "\n" for line in text.decode("utf-8", "surrogateescape").split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def join_lines(lines: list[str]) -> bytes:
    """The bytes that `split_lines` split."""
    return "".join(lines).encode("utf-8", "surrogateescape")


def record(lines: list[str], at: int, style: Style) -> tuple[list[str] | None, int]:
    """The record that begins at a line, and the line after it; None where its quote does not close in bounds.

    Over several lines a quote closes only before a delimiter or a line's end: elsewhere it opens another field, and the
    one that seemed to close was astray.
    """
    line = lines[at]
    if style.quote is None or style.quote not in line:  # most lines; a reader of its own costs ten times as much
        cells = line.removesuffix("\n")
        return cells.split(style.delimiter) if cells else [], at + 1
    feed = _Feed(lines, at)
    try:
        row = next(_reader(feed, style), [])
        if feed.at > at + 1:
            next(_reader(_Feed(lines, at), style, strict=True))
    except (csv.Error, _Astray):
        return None, feed.at
    return (None if feed.ran_out else [cell.replace(CR, "\r") for cell in row]), feed.at


def _reader(lines: Iterable[str], style: Style, *, strict: bool = False) -> Iterator[list[str]]:
    quoting: Literal[0, 3] = csv.QUOTE_NONE if style.quote is None else csv.QUOTE_MINIMAL
    return csv.reader(lines, delimiter=style.delimiter, quotechar=style.quote, quoting=quoting, strict=strict)


def line_by_line(text: bytes, start: int, names: list[str], style: Style, *, final: bool) -> tuple[Chunk, bytes]:
    """The records of a block whose first line is line `start`, and the bytes of a last record that is not whole yet."""
    lines = split_lines(text)
    taken = _Taken(names)
    at = 0
    while at < len(lines):
        row, after = record(lines, at, style)
        if row is None and after == len(lines) and not final and after - at < LINES:
            return taken.chunk(), join_lines(lines[at:])
        taken.take(row, lines[at].rstrip("\r\n"), start + at)
        at = at + 1 if row is None else after
    return taken.chunk(), b""


class _Taken:
    """Rows taken so far, and what was corrupt."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.frames: list[pl.DataFrame] = []
        self.rows: list[list[str]] = []
        self.begins: list[int] = []
        self.corrupt: list[Corrupt] = []

    def take(self, row: list[str] | None, raw: str, line: int) -> None:
        """Take one record as it was read, or say why it cannot be taken."""
        why = _corrupt(row, len(self.names))
        if why is not None:
            self.corrupt.append(Corrupt("dropped" if why == "row.blank" else "row", why, line, raw))
            return
        row = row or []
        short = len(self.names) - len(row)
        if short > 0:
            self.corrupt.append(Corrupt("cell", "line.short", line, raw, field=self.names[len(row)]))
        self.rows.append((row + [""] * short)[: len(self.names)])
        self.begins.append(line)
        if len(self.rows) == PART:
            self._put()

    def _put(self) -> None:
        self.frames.append(frame_of(self.rows, self.names))
        self.rows = []

    def chunk(self) -> Chunk:
        self._put()
        return Chunk(pl.concat(self.frames), self.begins, self.corrupt)


def _corrupt(row: list[str] | None, width: int) -> str | None:
    if row is None:
        return "line.quote"
    if not row:
        return "row.blank"
    try:
        "".join(row).encode()
    except UnicodeEncodeError:  # a byte that is no UTF-8, see `split_lines`
        return "line.encoding"
    return "line.fields" if any(row[width:]) else None
