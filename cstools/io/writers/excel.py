"""xlsx: a workbook people can sort and filter at once, its ids still text."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

import polars as pl

from cstools.errors import Failure
from cstools.io.writers import sheet
from cstools.io.writers.gather import Gather
from cstools.io.writers.headings import headings
from cstools.io.writers.sink import Sink
from cstools.io.writers.writer import Told
from cstools.model import fields
from cstools.model.messages import say

ROWS, COLUMNS = 1_048_575, 16_384
"""What a sheet can hold below its heading."""
NARROWEST, WIDEST, ARROW = 6, 60, 3
"""Widths of a column in characters; the arrow of the filter takes some of the heading's room."""
LOOKED_AT = 1_000
"""Rows of a batch looked at for the widths."""
BATCH = 8_192
FORMS = {"time": "yyyy-mm-dd hh:mm:ss", "date": "yyyy-mm-dd"}
MADE = datetime(2000, 1, 1)
"""When every workbook says it was made: the same records give the same bytes."""


class Excel(Gather):
    """One workbook."""

    def __init__(self, stream: BinaryIO, sink: Sink, told: Told) -> None:
        super().__init__(stream, sink)
        self.told = told

    def close(self) -> None:
        """Write the workbook. Failure where there are more columns than a sheet holds."""
        schema = self.schema()
        if len(schema) > COLUMNS:
            raise Failure("xlsx.columns", n=f"{len(schema):,}", most=f"{COLUMNS:,}")
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile(dir=folder) as made:
            book = _Book(made, folder, schema.names(), self.sink)
            for batch in self.batches(schema, BATCH):
                book.add(batch)
            book.close()
            made.seek(0)
            # A pipe cannot seek, and a zip written to one differs from a zip written to a file.
            shutil.copyfileobj(made, self.stream, 1 << 20)
        path = self.sink.path or "-"
        if book.long:
            self.told.note("xlsx.long", n=f"{book.long:,}", path=path)
        if len(book.sheets) > 1:
            self.told.note("xlsx.sheets", n=len(book.sheets), path=path)


class _Book:
    """The workbook while it is written. The library makes everything but the rows."""

    def __init__(self, stream: Any, folder: str, names: list[str], sink: Sink) -> None:
        import xlsxwriter

        self.book = xlsxwriter.Workbook(stream, {"constant_memory": True, "tmpdir": folder})
        self.book.set_properties({"created": MADE})
        self.bold = self.book.add_format({"bold": True})
        formats = {name: self.book.add_format({"num_format": form}) for name, form in FORMS.items()}
        self.styles = {name: form._get_xf_index() for name, form in formats.items()}
        self.labels = list(headings(names, sink).values())
        self.letters = list(islice(sheet.letters(), len(names)))
        self.title = title(names, sink)
        self.widths = [(len(label.encode()) + len(label) + 1) // 2 + ARROW for label in self.labels]
        self.long = self.row = 0
        self.sheets: list[Any] = []
        self._sheet()

    def add(self, frame: pl.DataFrame) -> None:
        """Write some rows, on a further sheet where this one is full."""
        frame, long = sheet.cut(frame)
        self.long += long
        self.widths = [max(pair) for pair in zip(self.widths, sheet.widths(frame.head(LOOKED_AT)), strict=True)]
        while frame.height:
            if self.row == ROWS:
                self._sheet()
            part, frame = frame.head(ROWS - self.row), frame.slice(ROWS - self.row)
            self.sheets[-1].add(sheet.rows(part, self.row + 2, self.letters, self.styles))
            self.row += part.height

    def close(self) -> None:
        """Finish the sheets and the workbook."""
        self._end()
        for one in self.sheets:
            for column, width in enumerate(self.widths):
                one.set_column(column, column, min(max(width, NARROWEST), WIDEST))
        self.book.close()

    def _sheet(self) -> None:
        if self.sheets:
            self._end()
        name = f"{self.title} {len(self.sheets) + 1}" if self.sheets else self.title
        one = self.book.add_worksheet(name, worksheet_class=_of_rows())
        one.freeze_panes(1, 0)
        for column, label in enumerate(self.labels):
            one.write_string(0, column, label, self.bold)
        self.sheets.append(one)
        self.row = 0

    def _end(self) -> None:
        if self.labels:
            one = self.sheets[-1]
            one.end(self.row)
            one.autofilter(0, 0, self.row, len(self.labels) - 1)
            one.ignore_errors({"number_stored_as_text": f"A1:{self.letters[-1]}{self.row + 1}"})


def _of_rows() -> type[Any]:
    """A sheet of xlsxwriter that takes rows as XML; it keeps rows in a file of its own until the workbook is closed."""
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):  # type: ignore[misc]
        """What goes around the rows is the library's."""

        def add(self, rows: str) -> None:
            """Write rows below what is there."""
            if self.table:
                self._write_single_row(1)
            self.row_data_fh.write(rows)

        def end(self, last: int) -> None:
            """Say how far the rows go."""
            self.dim_rowmax = last

        def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
            # A heading that looks like the library's own markup is text.
            self._xml_inline_string(string, False, attributes)

    return Sheet


def title(names: Sequence[str], sink: Sink) -> str:
    """The name of the sheet: the kind of its records, or simply data."""
    kind = fields.detect(names)
    lang = sink.headers if sink.headers in ("zh", "en") else sink.lang
    made = kind == fields.TICKET and sink.own_order and fields.KEY[kind] not in names
    return say("xlsx.data" if made else f"kind.{kind}", lang)
