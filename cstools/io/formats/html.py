"""A table of a web page: what many back-ends write into a file they call .xls."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from cstools.errors import Failure

CELLS = ("td", "th")
HIDDEN = ("script", "style")
BREAKS = ("br", "p", "div", "li")
TITLE = 100
"""Characters shown of a page's title."""
TAG = 16 << 20
"""Characters a tag or a comment may have."""
DEEP = 50
"""Tables within one another."""
SPAN = 1_000
"""Columns one cell may reach over."""

Row = tuple[int, list[str]]


@dataclass
class _Table:
    """A table that is open. What stands in a table within it is text of its cell too."""

    number: int
    row: list[str] | None = None
    line: int = 1
    cell: list[str] | None = None
    span: int = 1

    def end_cell(self) -> None:
        if self.cell is not None and self.row is not None:
            lines = (" ".join(line.split()) for line in "".join(self.cell).split("\n"))
            self.row += ["\n".join(line for line in lines if line), *[""] * (self.span - 1)]
        self.cell = None


class _Tables(HTMLParser):
    """The rows of all tables, as each row ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.count = 0
        self.open: list[_Table] = []
        self.title: list[str] | None = None
        self.named = ""
        self.skip = ""
        self.rows: list[tuple[int, Row]] = []
        """The number of a table, and a row of it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what the tag begins."""
        table = self.open[-1] if self.open else None
        if tag in HIDDEN:
            self.skip = tag
        elif tag == "title":
            self.title = []
        elif tag == "table" and len(self.open) < DEEP:
            self.count += 1
            self.open.append(_Table(self.count))
        elif tag in BREAKS:
            self.handle_data("\n")
        elif table is not None:
            self._begin(table, tag, attrs)

    def _begin(self, table: _Table, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row(table)
        table.end_cell()
        if tag in ("tr", *CELLS) and table.row is None:
            table.row, table.line = [], self.getpos()[0]
        if tag in CELLS:
            table.cell, table.span = [], _span(dict(attrs).get("colspan"))

    def handle_endtag(self, tag: str) -> None:
        """End what the tag ends."""
        if tag == self.skip:
            self.skip = ""
        elif tag == "title" and self.title is not None:
            self.named, self.title = " ".join("".join(self.title).split())[:TITLE], None
        elif self.open and tag in CELLS:
            self.open[-1].end_cell()
        elif self.open and tag in ("tr", "table"):
            self._end_row(self.open[-1])
            if tag == "table":
                self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text, in every cell it stands in."""
        if self.skip:
            return
        for table in self.open:
            if table.cell is not None:
                table.cell.append(data)
        if self.title is not None:
            self.title.append(data)

    def end(self) -> None:
        """The page ends: so do its tables."""
        while self.open:
            self._end_row(self.open.pop())

    def _end_row(self, table: _Table) -> None:
        table.end_cell()
        if table.row is not None:
            self.rows.append((table.number, (table.line, table.row)))
        table.row = None


def _span(text: str | None) -> int:
    return min(SPAN, max(1, int(text))) if text and text.isascii() and text.strip().isdigit() else 1


def table_rows(blocks: Iterator[bytes], path: str, others: set[int]) -> Iterator[Row]:
    """The rows of the first table that has two: the line each begins on, and its cells; a cell that reaches over
    several columns is followed by empty ones. `others` gets the numbers of further tables that have two.

    Failure where the page has no table.
    """
    parser = _Tables()
    lead: dict[int, list[Row]] = {}
    chosen = 0
    for table, row in _rows(blocks, parser, path):
        if table == chosen:
            yield row
        elif table in lead and not chosen:
            chosen = table
            yield from (*lead[table], row)
        elif table in lead:
            others.add(table)
        else:
            lead[table] = [] if chosen else [row]
    if not lead:
        raise Failure("file.page", path=path, title=parser.named or "HTML")
    if not chosen:
        yield from lead[min(lead)]


def _rows(blocks: Iterator[bytes], parser: _Tables, path: str) -> Iterator[tuple[int, Row]]:
    decode = codecs.getincrementaldecoder("utf-8")("replace")
    for block in blocks:
        parser.feed(decode.decode(block))
        if len(parser.rawdata) > TAG:
            raise Failure("file.broken", path=path, why="HTML")
        yield from parser.rows
        parser.rows = []
    parser.feed(decode.decode(b"", True))
    parser.close()
    parser.end()
    yield from parser.rows
