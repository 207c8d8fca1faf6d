"""CSV, TSV and aligned text: blocks of UTF-8 to frames of text, one row a record, with the line each began on.

Fast path: Polars reads a block cut at a record's end. It fills short rows and closes a quote anywhere without a word,
so the block is taken only if its quotes stand where they may (`quotes.py`) and the bytes of its cells, delimiters, line
ends and quotes add up to its own; else that block alone goes line by line (`csv_lines.py`), where a corrupt line gets
its own side record.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import polars as pl

from cstools.io.formats.chunk import Chunk, Corrupt, frame_of, unique
from cstools.io.formats.csv_lines import (
    CHARACTERS,
    LINES,
    Style,
    line_by_line,
    record,
    split_lines,
)
from cstools.io.formats.grid import Find
from cstools.io.formats.quotes import NONE, QUOTE, Quotes, quotes
from cstools.io.sniff import HEAD


@dataclass
class CsvReader:
    """Reads one file. `header_row` is the line of the headings, from 1; None: `find` tells them by the first rows."""

    delimiter: str = ","
    aligned: bool = False
    header_row: int | None = 1
    find: Find | None = None
    noted: list[Corrupt] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    line: int = 1
    spanning: list[str] = field(default_factory=list)
    """The columns in which fields have held line ends."""

    def chunks(self, blocks: Iterator[bytes]) -> Iterator[Chunk]:
        """Frames of text with the line of each record, and what was corrupt."""
        held: list[bytes] = []
        for block in line_ends(blocks):
            held.append(block)
            if b"\n" not in block:
                continue
            text = b"".join(held)
            cut = self._cut(text)
            if not self.names and cut and not self._headed(text[:cut]):
                held = [text]
                continue
            held = [text[cut:]]
            if cut:
                chunk, rest = self._chunk(text[:cut], final=False)
                held = [rest, *held]
                del text
                yield chunk
        if any(held) or not self.names:
            yield self._chunk(b"".join(held), final=True)[0]

    def _cut(self, text: bytes) -> int:
        """The end of the last whole record, 0 to wait for more: the last line end with an even count of quotes before.

        Where none stands within the bounds of a quoted field, a quote is astray: the last line end, for the slow path.
        """
        end = last = text.rfind(b"\n")
        count = text.count(QUOTE, 0, end) if end >= 0 and not self.aligned and QUOTE in text else 0
        for _ in range(LINES):
            if count % 2 == 0 or end < 0:
                return end + 1
            before = text.rfind(b"\n", 0, end)
            count -= text.count(QUOTE, max(before, 0), end)
            end = before
            if last - end > CHARACTERS:
                break
        return last + 1

    def _chunk(self, block: bytes, *, final: bool) -> tuple[Chunk, bytes]:
        text = aligned(block) if self.aligned else block
        if not self.names:
            text = self._header(text)
        noted, self.noted = self.noted, []
        chunk = self._fast(text)
        rest = b""
        if chunk is None:
            style = Style(self.delimiter, None if self.aligned else '"')
            chunk, rest = line_by_line(text, self.line, self.names, style, final=final)
            self.line += text.count(b"\n") - rest.count(b"\n") + (not text.endswith(b"\n") and bool(text))
        return (replace(chunk, corrupt=[*noted, *chunk.corrupt]) if noted else chunk), rest

    def _headed(self, text: bytes) -> bool:
        """Whether the first lines tell the headings, or there are enough of them."""
        if self.find is None or self.header_row is not None:
            return text.count(b"\n") >= (self.header_row or 1)
        from cstools.kernels.ingest.header import LOOK, sure  # only cs-ingest looks for headings

        rows, _ = self._first_rows(text)
        first = next((row for row in rows if any(row)), [])
        return sure(first) or len(rows) >= LOOK or len(text) >= HEAD

    def _first_rows(self, text: bytes) -> tuple[list[list[str]], list[int]]:
        """The first records, at most LOOK, and the line after each; up to one whose quote does not close."""
        from cstools.kernels.ingest.header import LOOK

        lines = split_lines(_opening(text))
        rows: list[list[str]] = []
        ends: list[int] = []
        at = 0
        while at < len(lines) and len(rows) < LOOK:
            row, at = record(lines, at, Style(self.delimiter, None if self.aligned else '"'))
            if row is None:
                break
            rows.append(row)
            ends.append(at)
        return rows, ends

    def _header(self, text: bytes) -> bytes:
        """Take the headings off the first block; blank lines before them are passed over, titles noted."""
        rows, ends = self._first_rows(text) if self.header_row is None and self.find else ([], [])
        if rows and self.find:
            header = self.find(rows)
            self.names, after = unique(header.names), [0, *ends][header.rows]
            begins = [0, *ends]
            self.noted = [
                Corrupt("dropped", "row.title", begins[at] + 1, self.delimiter.join(rows[at])) for at in header.titles
            ]
        else:
            self.names, after = self._named(text)
        self.line = after + 1
        end = 0
        for _ in range(after):
            end = text.find(b"\n", end) + 1 or len(text)
        return text[end:]

    def _named(self, text: bytes) -> tuple[list[str], int]:
        """The headings on the line asked for or below, and the line after them."""
        first = (self.header_row or 1) - 1
        found = self._heading(_opening(text), first)
        # To make lines of a whole block costs as much as to read it: only where its opening holds no whole heading.
        lines, names, after = found if found[1] is not None else self._heading(text, first)
        above = enumerate(lines[:first], 1)
        self.noted = [Corrupt("dropped", "row.title", n, line.rstrip("\n")) for n, line in above if line.strip()]
        return unique(names or []), after

    def _heading(self, text: bytes, at: int) -> tuple[list[str], list[str] | None, int]:
        """The lines of a text, the first record on line `at` or below that is not blank, and the line after it."""
        lines = split_lines(text)
        while at < len(lines) and not lines[at].strip():
            at += 1
        return lines, *(record(lines, at, Style(self.delimiter, '"')) if at < len(lines) else (None, at))

    def _fast(self, text: bytes) -> Chunk | None:
        if not text:
            return Chunk(frame_of([], self.names), [])
        found = NONE if self.aligned or QUOTE not in text else quotes(text, self.delimiter)
        frame = None if found is None or text.startswith(BOM_UTF8) else self._read(text)
        if found is None or frame is None or not _whole(frame, text, found):
            return None
        inner = self._inside(frame, found.line_ends) if found.line_ends else None
        if inner is not None and not _bounded(frame, inner):
            return None
        begins = pl.int_range(self.line, self.line + frame.height, eager=True, dtype=pl.Int64)
        if inner is not None:
            begins += inner.shift(1, fill_value=0).cum_sum()
        self.line += frame.height + found.line_ends
        return Chunk(frame, begins, empties=found.empty)

    def _read(self, text: bytes) -> pl.DataFrame | None:
        try:
            return pl.read_csv(
                text,
                has_header=False,
                schema=dict.fromkeys(self.names, pl.String),
                separator=self.delimiter,
                quote_char=None if self.aligned else '"',
                infer_schema=False,
            )
        except pl.exceptions.PolarsError:
            return None

    def _inside(self, frame: pl.DataFrame, total: int) -> pl.Series:
        """How many line ends each record holds: in the columns that held some before, where that is all of them."""
        inner = _line_ends(frame, self.spanning)
        if inner.sum() != total:
            found = frame.select(pl.all().str.contains("\n", literal=True).any()).row(0)
            self.spanning = [name for name, seen in zip(frame.columns, found, strict=True) if seen]
            inner = _line_ends(frame, self.spanning)
        return inner


def _line_ends(frame: pl.DataFrame, names: list[str]) -> pl.Series:
    counts = [pl.col(name).str.count_matches("\n", literal=True).cast(pl.Int64) for name in names]
    return frame.select(pl.sum_horizontal(pl.repeat(0, pl.len(), dtype=pl.Int64), *counts)).to_series()


def _whole(frame: pl.DataFrame, text: bytes, found: Quotes) -> bool:
    """Whether every byte of the text is accounted for: a short row lacks delimiters, and a CR may have been lost."""
    if b"\r" in text:
        kept = frame.select(pl.all().str.count_matches("\r", literal=True).sum()).row(0)
        if sum(n or 0 for n in kept) != text.count(b"\r"):
            return False
    held = sum(n or 0 for n in frame.select(pl.all().str.len_bytes().cast(pl.Int64).sum()).row(0))
    marks = frame.height * frame.width - (not text.endswith(b"\n"))
    return held + marks + found.taken == len(text)


def _bounded(frame: pl.DataFrame, inner: pl.Series) -> bool:
    """Whether no record of several lines comes near the bounds of a quoted field: there the slow path decides."""
    size = pl.sum_horizontal(pl.all().str.len_bytes().cast(pl.Int64)) * 2 + 3 * frame.width
    beyond = frame.filter(inner > 0).select((size > CHARACTERS).any()).item()
    return not beyond and not (inner >= LINES).any()


def _opening(text: bytes) -> bytes:
    """The lines a text begins with: as many as HEAD holds, at least one."""
    return text[: text.rfind(b"\n", 0, HEAD) + 1 or text.find(b"\n", HEAD) + 1 or len(text)]


def line_ends(blocks: Iterator[bytes]) -> Iterator[bytes]:
    r"""The same text with LF line ends. CRLF always ends a line; a lone CR does where it ends the first one (old Macs).

    >>> b"".join(line_ends(iter([b"a\r", b"\nb\rc\n"])))
    b'a\nb\rc\n'
    """
    carried = b""
    lone: bool | None = None
    for given in blocks:
        block = carried + given
        carried = b"\r" if block.endswith(b"\r") else b""  # its LF may come with the next block
        block = block.removesuffix(b"\r")
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n")
        if lone is None and (b"\r" in block or b"\n" in block):
            lone = (block.find(b"\r") + 1 or len(block) + 1) < (block.find(b"\n") + 1 or len(block) + 1)
        yield block.replace(b"\r", b"\n") if lone else block
    if carried:
        yield b"\n"


def aligned(block: bytes) -> bytes:
    r"""Text set in columns by spaces, as tab-separated text.

    >>> aligned(b" 00001 19970101  1   11.77\n")
    b'00001\t19970101\t1\t11.77\n'
    """
    trimmed = re.sub(rb"(?m)^[ \t]+|[ \t]+$", b"", block)
    return re.sub(rb"[ \t]+", b"\t", trimmed)
