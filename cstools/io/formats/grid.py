"""Rows of cells (a sheet, a table of a web page) to frames of text under their headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

import polars as pl

from cstools.io.formats.chunk import Chunk, Corrupt, frame_of, unique

if TYPE_CHECKING:  # importing it takes as long as reading a small file, and few inputs are grids
    from cstools.kernels.ingest.header import Header

Find = Callable[[Sequence[Sequence[str]]], "Header"]
"""From the leading rows to the headings."""
ROWS = 50_000
"""Rows of a chunk."""


@dataclass(frozen=True)
class Heading:
    """How the headings of a table are found: on `row` (from 1), else by `find`, else on the first row not blank."""

    row: int | None = None
    find: Find | None = None

    def of(self, rows: Sequence[Sequence[str]]) -> Header:
        """The headings of a table that begins with these rows."""
        from cstools.kernels.ingest.header import Header

        if self.find is not None and self.row is None:
            return self.find(rows)
        first = next((number for number, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)
        at = self.row - 1 if self.row else first
        titles = tuple(number for number, row in enumerate(rows[:at]) if any(row))
        return Header(at + 1, list(rows[at]) if at < len(rows) else [], titles)


Row = tuple[int, list[str]]
"""The line it begins on, and its cells."""


def grid_chunks(rows: Iterable[Row], heading: Heading) -> Iterator[Chunk]:
    """The records of a table. Rows above the headings are noted as dropped, one with more fields than there are
    headings as corrupt.
    """
    from cstools.kernels.ingest.header import LOOK

    lines = iter(rows)
    lead = list(islice(lines, max(LOOK, heading.row or 0)))
    if not lead:
        return
    header = heading.of([cells for _, cells in lead])
    names = unique(header.names)
    noted = used_up(lead, header)
    body = chain(lead[header.rows :], lines)
    while True:
        part = list(islice(body, ROWS))
        yield _chunk(part, names, noted)
        noted = []
        if len(part) < ROWS:
            return


def used_up(rows: Sequence[Row], header: Header) -> list[Corrupt]:
    """The side records of the titles and blank rows above the headings."""
    used = rows[: header.rows]
    return [
        Corrupt("dropped", "row.title" if at in header.titles else "row.blank", line, "\t".join(cells).strip())
        for at, (line, cells) in enumerate(used)
        if at in header.titles or not any(cells)
    ]


def _chunk(rows: list[Row], names: list[str], noted: list[Corrupt]) -> Chunk:
    width = len(names)
    wide = [(line, cells) for line, cells in rows if any(cells[width:])]
    corrupt = [*noted, *(Corrupt("row", "line.fields", line, "\t".join(cells)) for line, cells in wide)]
    kept = [(line, cells) for line, cells in rows if not any(cells[width:])] if wide else rows
    body = [(cells + [""] * (width - len(cells)))[:width] for _, cells in kept]
    return Chunk(frame_of(body, names), pl.Series([line for line, _ in kept], dtype=pl.Int64), corrupt)
