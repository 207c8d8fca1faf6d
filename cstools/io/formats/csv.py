"""CSV, TSV and aligned text: blocks of UTF-8 to frames of text, one row a record, with the line each began on.

Fast path: Polars reads a block cut at a record's end. It drops short rows' fields and extra lines without a word, so
the block is taken only if its rows, line ends and delimiters add up; else that block alone goes line by line
(`csv_lines.py`), where a corrupt line gets its own side record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from cstools.io.formats.chunk import Chunk, frame_of, unique
from cstools.io.formats.csv_lines import (
    CHARACTERS,
    LINES,
    Style,
    join_lines,
    line_by_line,
    record,
    split_lines,
    well_quoted,
)


@dataclass
class CsvReader:
    """Reads one file. `header_row` is the line of the headings, from 1."""

    delimiter: str = ","
    aligned: bool = False
    header_row: int = 1
    names: list[str] = field(default_factory=list)
    line: int = 1

    def chunks(self, blocks: Iterator[bytes]) -> Iterator[Chunk]:
        """Frames of text with the line of each record, and what was corrupt."""
        pending = b""
        for block in line_ends(blocks):
            pending += block
            cut = self._cut(pending)
            if cut:
                chunk, rest = self._chunk(pending[:cut], final=False)
                pending = rest + pending[cut:]
                yield chunk
        if pending or not self.names:
            yield self._chunk(pending, final=True)[0]

    def _cut(self, text: bytes) -> int:
        """The end of the last whole record, 0 to wait for more: the last line end with an even count of quotes before.

        Where none stands within the bounds of a quoted field, a quote is astray: the last line end, for the slow path.
        """
        end = last = text.rfind(b"\n")
        quotes = text.count(b'"', 0, end) if end >= 0 and not self.aligned else 0
        for _ in range(LINES):
            if quotes % 2 == 0 or end < 0:
                return end + 1
            before = text.rfind(b"\n", 0, end)
            quotes -= text.count(b'"', max(before, 0), end)
            end = before
            if last - end > CHARACTERS:
                break
        return last + 1

    def _chunk(self, block: bytes, *, final: bool) -> tuple[Chunk, bytes]:
        text = aligned(block) if self.aligned else block
        if not self.names:
            text = self._header(text)
        start = self.line
        chunk = self._fast(text, start)
        rest = b""
        if chunk is None:
            style = Style(self.delimiter, None if self.aligned else '"')
            chunk, rest = line_by_line(text, start, self.names, style, final=final)
        self.line += text.count(b"\n") - rest.count(b"\n") + (not text.endswith(b"\n") and bool(text))
        return chunk, rest

    def _header(self, text: bytes) -> bytes:
        """Take the headings off the first block; blank lines before them are passed over."""
        lines = split_lines(text)
        at = self.header_row - 1
        while at < len(lines) and not lines[at].strip():
            at += 1
        names, after = record(lines, at, Style(self.delimiter, '"'))
        self.names = unique(names or [])
        self.line = after + 1
        return join_lines(lines[after:])

    def _fast(self, text: bytes, start: int) -> Chunk | None:
        if not text:
            return Chunk(frame_of([], self.names), [])
        if b"\r" in text:
            return None  # a CR inside a line: Polars strips some of them
        try:
            frame = pl.read_csv(
                text,
                has_header=False,
                schema=dict.fromkeys(self.names, pl.String),
                separator=self.delimiter,
                quote_char=None if self.aligned else '"',
                infer_schema=False,
            )
        except pl.exceptions.PolarsError:
            return None
        lines = text.count(b"\n") + (not text.endswith(b"\n"))
        quoted = b'"' in text and not self.aligned
        inner = frame.select(_inside("\n")).to_series() if quoted else None
        if frame.height + (int(inner.sum()) if inner is not None else 0) != lines:
            return None
        if not self._whole(frame, text, quoted=quoted):
            return None
        spans = inner is not None and inner.sum() > 0
        if spans and not well_quoted(text.decode(), Style(self.delimiter, '"')):
            return None  # Polars closes a quote anywhere, and a stray one would swallow the records up to the next
        begins = pl.int_range(start, start + frame.height, eager=True, dtype=pl.Int64)
        if inner is not None and spans:
            begins = begins + inner.shift(1, fill_value=0).cum_sum().cast(pl.Int64)
        return Chunk(frame, begins, empties=b'""' in text)

    def _whole(self, frame: pl.DataFrame, text: bytes, *, quoted: bool) -> bool:
        """Whether every row had all its fields: the delimiters add up."""
        inside = int(frame.select(_inside(self.delimiter)).to_series().sum()) if quoted else 0
        return text.count(self.delimiter.encode()) == frame.height * (len(self.names) - 1) + inside


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


def _inside(mark: str) -> pl.Expr:
    return pl.sum_horizontal(pl.all().str.count_matches(mark, literal=True).fill_null(0).cast(pl.Int64)).alias(mark)


def aligned(block: bytes) -> bytes:
    r"""Text set in columns by spaces, as tab-separated text.

    >>> aligned(b" 00001 19970101  1   11.77\n")
    b'00001\t19970101\t1\t11.77\n'
    """
    trimmed = re.sub(rb"(?m)^[ \t]+|[ \t]+$", b"", block)
    return re.sub(rb"[ \t]+", b"\t", trimmed)
