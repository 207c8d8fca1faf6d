"""xlsx: a sheet as a grid of text, read by calamine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from cstools.errors import Failure, Usage
from cstools.io.formats.chunk import Chunk, frame_of, unique

if TYPE_CHECKING:
    from fastexcel import ExcelReader

EXACT = r"^-?[0-9]{16,}$"
"""Excel keeps 15 digits of a number."""


def read_sheet(content: bytes, path: str, sheet: str | None = None, header_row: int | None = None) -> Chunk:
    """The records of one sheet: the one named, or the first with more than one row, else the last.

    Cells keep their text; times of Excel come as `1899-12-31 09:12:58`. `header_row` counts from 1; without it the
    first row that is not blank.

    Raises Usage for a sheet that is not there, Failure for a workbook that cannot be read.
    """
    import fastexcel

    try:
        book = fastexcel.read_excel(content)
        names = [sheet] if sheet else book.sheet_names
        if sheet and sheet not in book.sheet_names:
            raise Usage("file.sheet", path=path, sheet=sheet, sheets=", ".join(book.sheet_names))
        for name in names:
            grid = book.load_sheet(name, header_row=None, dtypes="string", skip_whitespace_tail_rows=True)
            if grid.height > 1 or (grid.height and name == names[-1]):
                return _records(_honest(grid.to_polars(), book, name).rows(), header_row)
    except fastexcel.FastExcelError as error:
        raise Failure("file.broken", path=path, why=str(error).splitlines()[0]) from None
    return Chunk(frame_of([], []), [])


def _honest(cells: pl.DataFrame, book: ExcelReader, name: str) -> pl.DataFrame:
    """The cells, a number of more digits than Excel keeps as `1.23456789012346E+17`: as digits it looks like an id."""
    long = pl.all().str.contains(EXACT)
    if not cells.select(pl.any_horizontal(long.any())).item():
        return cells
    # Read as booleans, cells of numbers are true and cells of text null: fastexcel tells no cell's type otherwise.
    numbers = book.load_sheet(name, header_row=None, dtypes="boolean", skip_whitespace_tail_rows=True).to_polars()
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


def _records(rows: list[tuple[str | None, ...]], header_row: int | None) -> Chunk:
    blank = (number for number, row in enumerate(rows) if any(row))
    head = header_row - 1 if header_row else next(blank, 0)
    names = unique([cell or "" for cell in rows[head]] if head < len(rows) else [])
    body = [[cell or "" for cell in row] for row in rows[head + 1 :]]
    return Chunk(frame_of(body, names), range(head + 2, head + 2 + len(body)))
