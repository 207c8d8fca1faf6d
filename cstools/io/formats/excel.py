"""xlsx: a sheet as a grid of text, read by calamine."""

from __future__ import annotations

from cstools.errors import Failure, Usage
from cstools.io.formats.chunk import Chunk, frame_of, unique


def read_sheet(content: bytes, path: str, sheet: str | None = None, header_row: int | None = None) -> Chunk:
    """The records of one sheet: the one named, or the first that is not empty. Cells keep their text; times of Excel
    come as `1899-12-31 09:12:58`. `header_row` counts from 1; without it the first row that is not blank.

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
            if grid.height:
                return _records(grid.to_polars().rows(), header_row)
    except fastexcel.FastExcelError as error:
        raise Failure("file.broken", path=path, why=str(error).splitlines()[0]) from None
    return Chunk(frame_of([], []), [])


def _records(rows: list[tuple[str | None, ...]], header_row: int | None) -> Chunk:
    blank = (number for number, row in enumerate(rows) if any(row))
    head = header_row - 1 if header_row else next(blank, 0)
    names = unique([cell or "" for cell in rows[head]])
    body = [[cell or "" for cell in row] for row in rows[head + 1 :]]
    return Chunk(frame_of(body, names), range(head + 2, head + 2 + len(body)))
