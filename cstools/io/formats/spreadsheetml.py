"""The XML of Excel 2003 (SpreadsheetML), which some back-ends write into a file they call .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from cstools.io.formats.xml import local, parser_of
from cstools.io.unpack import Damaged

SIGN = re.compile(rb"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet", re.S)
MIDNIGHT = re.compile(r"T(\d\d:\d\d:\d\d)\.?0*$")
WIDE = 16_384
"""Columns a sheet may have."""
TALL = 1_048_576
"""Rows a sheet may have."""

Row = tuple[int, list[str]]


class _Cells:
    """The rows as they end: the sheet, the number of the row, its cells."""

    def __init__(self, path: str) -> None:
        self.parser = parser_of(path)
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._data
        self.sheet = ""
        self.number = 0
        self.row: list[str] = []
        self.words: list[str] | None = None
        self.kind = ""
        self.across = 0
        self.rows: list[tuple[str, Row]] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        own = {local(name): value for name, value in attributes.items()}
        match local(tag):
            case "Worksheet":
                self.sheet, self.number = own.get("Name", ""), 0
            case "Row":
                self.number = _number(own.get("Index"), self.number + 1, TALL)
                self.row = []
            case "Cell":
                at = _number(own.get("Index"), len(self.row) + 1, WIDE)
                self.row += [""] * (at - 1 - len(self.row))
                self.across = _number(own.get("MergeAcross"), 0, WIDE)
                self.row.append("")
            case "Data":
                self.words, self.kind = [], own.get("Type", "")

    def _data(self, data: str) -> None:
        if self.words is not None:
            self.words.append(data)

    def _end(self, tag: str) -> None:
        match local(tag):
            case "Data" if self.words is not None and self.row:
                self.row[-1] = _text("".join(self.words), self.kind)
                self.words = None
            case "Cell":
                self.row += [""] * self.across
            case "Row":
                self.rows.append((self.sheet, (self.number, self.row)))


def _number(text: str | None, default: int, most: int) -> int:
    return min(most, int(text)) if text and text.isascii() and text.isdigit() else default


def _text(text: str, kind: str) -> str:
    if kind == "DateTime":
        return MIDNIGHT.sub(r" \1", text)
    return {"1": "true", "0": "false"}.get(text, text) if kind == "Boolean" else text


def sheet_rows(blocks: Iterator[bytes], path: str) -> Iterator[tuple[str, Row]]:
    """The rows of all sheets: the name of the sheet, the number of the row in it, its cells.

    Raises Damaged where it stops being XML, after the rows before.
    """
    cells = _Cells(path)
    try:
        for block in blocks:
            cells.parser.Parse(block, False)
            yield from cells.rows
            cells.rows = []
        cells.parser.Parse(b"", True)
    except expat.ExpatError as error:
        yield from cells.rows
        why = expat.ErrorString(error.code)
        raise Damaged("file.broken", path=path, why=f"{why}: {error.lineno}") from None
