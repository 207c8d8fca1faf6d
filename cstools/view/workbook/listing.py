"""A table as it is laid on a sheet, and where it came to stand."""

from __future__ import annotations

from dataclasses import dataclass

from cstools.view.workbook.cells import Cell

Heading = str | int


@dataclass(frozen=True)
class Listing:
    """Cells under headings. bars: the columns with a bar behind the figure; filters: whether Excel offers to sort and
    filter it; open: the columns people fill in; wide: its texts are sentences; all: how many rows
    there are, where not all are given.
    """

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bars: tuple[int, ...] = ()
    filters: bool = True
    open: tuple[int, ...] = ()
    wide: bool = False
    all: int = 0

    def numeric(self, column: int) -> bool:
        """Whether a column holds numbers."""
        found = [row[column].value for row in self.rows if row[column].value is not None]
        return bool(found) and all(isinstance(value, int | float) for value in found)

    def used(self, always: tuple[int, ...] = (0,)) -> Listing:
        """Without the columns in which no cell says anything, but for those at the places `always`.

        >>> Listing(("a", "b"), ((Cell("x"), Cell()),), bars=(1,)).used().headings
        ('a',)
        """
        kept = [
            at
            for at in range(len(self.headings))
            if at in always or any(row[at].value is not None for row in self.rows)
        ]
        moved = {old: new for new, old in enumerate(kept)}
        return Listing(
            tuple(self.headings[at] for at in kept),
            tuple(tuple(row[at] for at in kept) for row in self.rows),
            tuple(moved[at] for at in self.bars if at in moved),
            self.filters,
            tuple(moved[at] for at in self.open if at in moved),
            self.wide,
            self.all,
        )


@dataclass(frozen=True)
class Placed:
    """Where a table stands: the row of its headings, its first column, how many rows and columns; and its cells."""

    top: int
    left: int
    rows: int
    columns: int
    cells: tuple[tuple[Cell, ...], ...] = ()

    @property
    def first(self) -> int:
        """The first row below the headings."""
        return self.top + 1

    @property
    def last(self) -> int:
        """The last row."""
        return self.top + self.rows
