"""Workbooks (xlsx, xls, xlsb, ods): sheets as grids of text, read by calamine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cstools.errors import Failure, Usage
from cstools.io.formats.chunk import Chunk, unique
from cstools.io.formats.grid import ROWS, Heading, used_up
from cstools.io.formats.native import guarded

if TYPE_CHECKING:
    from fastexcel import ExcelReader

EXACT = r"^-?[0-9]{16,}$"
"""Excel keeps 15 digits of a number."""
ALL = ("*", "all")
"""`--sheet` for every sheet."""
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The name of the part in which an encrypted workbook is kept."""


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds something, as text."""

    name: str
    cells: pl.DataFrame
    hidden: bool


def sheets(content: bytes, path: str, asked: str | None = None) -> tuple[list[Sheet], list[str]]:
    """The sheets to read, and the names of the others that hold records.

    Those are the one named; all that hold something for `*`; else the first that can be seen and has more than one
    row, or the last that has any. Times of Excel come as `1899-12-31 09:12:58`.

    Raises Usage for a sheet that is not there, Failure for a workbook that cannot be read.
    """
    import fastexcel

    if LOCKED in content[: 1 << 20]:
        raise Failure("file.locked", path=path)
    with guarded(path, fastexcel.FastExcelError):
        book = fastexcel.read_excel(content)
        names = book.sheet_names
    one = asked if asked not in ALL else None
    if one is not None and one not in names:
        raise Usage("file.sheet", path=path, sheet=one, sheets=", ".join(names))
    with guarded(path, fastexcel.FastExcelError):
        found = [_sheet(book, name) for name in ([one] if one else names)]
    filled = [sheet for sheet in found if sheet.cells.height]
    if asked is not None:
        return filled, []
    tables = [sheet for sheet in filled if sheet.cells.height > 1]
    chosen = [*(sheet for sheet in tables if not sheet.hidden), *tables, *reversed(filled)][:1]
    return chosen, [sheet.name for sheet in tables if sheet not in chosen]


def _sheet(book: ExcelReader, name: str) -> Sheet:
    grid = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string", skip_whitespace_tail_rows=True)
    cells = grid.to_polars()
    return Sheet(name, _honest(cells, book, name) if cells.height else cells, grid.visible != "visible")


def sheet_chunks(sheet: Sheet, heading: Heading) -> Iterator[Chunk]:
    """The records of a sheet; LINE is the number of the row in it."""
    from cstools.kernels.ingest.header import LOOK

    cells = sheet.cells
    lead = [
        (line, [cell or "" for cell in row])
        for line, row in enumerate(cells.head(max(LOOK, heading.row or 0)).rows(), 1)
    ]
    header = heading.of([row for _, row in lead])
    names = unique([*header.names, *[""] * (cells.width - len(header.names))])
    noted = used_up(lead, header)
    body = cells.rename(dict(zip(cells.columns, names, strict=True)))
    for begin in range(header.rows, max(cells.height, header.rows + 1), ROWS):
        part = body.slice(begin, ROWS)
        lines = pl.int_range(begin + 1, begin + 1 + part.height, eager=True, dtype=pl.Int64)
        yield Chunk(part, lines, noted if begin == header.rows else [])


def _honest(cells: pl.DataFrame, book: ExcelReader, name: str) -> pl.DataFrame:
    """The cells, a number of more digits than Excel keeps as `1.23456789012346E+17`: as digits it looks like an id."""
    long = pl.all().str.contains(EXACT)
    if not cells.select(pl.any_horizontal(long.any())).item():
        return cells
    # Read as booleans, cells of numbers are true and cells of text null: fastexcel tells no cell's type otherwise.
    read = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="boolean", skip_whitespace_tail_rows=True)
    numbers = read.to_polars()
    return cells.select(
        pl.Series(
            column.name,
            [
                f"{float(cell):.14E}" if number is not None and cell and re.match(EXACT, cell) else cell
                for cell, number in zip(column, numbers[:, at], strict=True)
            ],
            dtype=pl.String,
        )
        for at, column in enumerate(cells)
    )
