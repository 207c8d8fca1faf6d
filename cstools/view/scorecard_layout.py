"""The columns of a scorecard: what fits stands side by side, the rest below its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cstools.view.scorecard_cells import COLUMNS, Cell, Pen, notes
from cstools.view.scorecard_rows import Line
from cstools.view.table import GAP, SOFT, Column, Marks, lay, natural

ALWAYS = "value"
"""The column that is there even without a value."""
OWN = ("value", "interval", "trend")
"""Headings that are no labels of fields."""
ASIDE = "  "


FIRST = ("value", "n", "change", "target", "rank", "year_change", "vs_group", "trend", "interval")
"""The order in which columns get room on a narrow terminal; one that has none does not keep out a narrower one."""


@dataclass(frozen=True)
class Laid:
    """head: headings and rule. rows: a text a line. under: what stands below each. moved: headings of columns there.

    nulls: whether any cell is null.
    """

    head: list[str]
    rows: list[str]
    under: list[list[str]]
    moved: list[str]
    nulls: bool


def lay_out(lines: Sequence[Line], names: Sequence[Column], pen: Pen, width: int, drawn: Marks) -> Laid:
    """The lines under their headings; names: the columns at the left.

    Columns that do not fit go below their rows, by the order FIRST; notes are a column where all else fits beside them.
    """
    written = _written(lines, pen)
    columns = {key: _column(key, cells, pen) for key, cells in written.items()}
    told = [notes(line, pen, partial=not all_partial(lines)) for line in lines]
    kept = fitting(names, columns, width, drawn)
    moved = [key for key in columns if key not in kept]
    shown = [*names, *(columns[key] for key in kept)]
    beside = Column(pen.word("notes"), [ASIDE.join(each) for each in told])
    if any(told) and not moved and sum(natural(each, width, drawn) + len(GAP) for each in [*shown, beside]) <= width:
        shown, told = [*shown, beside], [[] for _ in lines]
    (head, rule, *rows), _ = lay(shown, width, drawn)
    under = [
        [f"{heading(key, pen)} {cell.text}" for key in moved if (cell := written[key][at]) and cell.text] + told[at]
        for at in range(len(lines))
    ]
    nulls = any(cell is None for key in kept for cell in written[key])
    return Laid([head, rule], rows, under, [heading(key, pen) for key in moved], nulls)


def fitting(names: Sequence[Column], columns: Mapping[str, Column], width: int, drawn: Marks) -> list[str]:
    """The columns that fit beside the names, in their order from left to right."""
    room = width + len(GAP) - sum(least(column, width, drawn) for column in names)
    kept = set()
    for key in filter(columns.__contains__, FIRST):
        wide = least(columns[key], width, drawn)
        if wide <= room:
            kept.add(key)
            room -= wide
    return [key for key in columns if key in kept]


def least(column: Column, width: int, drawn: Marks) -> int:
    """The cells a column needs, with the gap beside it."""
    wide = natural(column, max(width, 1), drawn)
    return len(GAP) + (min(wide, SOFT) if column.soft else wide)


def heading(key: str, pen: Pen) -> str:
    """The heading of a column."""
    return pen.word(key) if key in OWN else pen.label(key)


def all_partial(lines: Sequence[Line]) -> bool:
    """Whether the period is not over for any line: then it is said once, above."""
    return all(line.partial for line in lines if line.row)


def _written(lines: Sequence[Line], pen: Pen) -> dict[str, list[Cell | None]]:
    """The columns that have something to show."""
    cells = {key: [write(line, pen) for line in lines] for key, (write, _) in COLUMNS.items()}
    return {key: each for key, each in cells.items() if key == ALWAYS or any(cell and cell.text for cell in each)}


def _column(key: str, cells: Sequence[Cell | None], pen: Pen) -> Column:
    return Column(
        heading(key, pen),
        [None if cell is None else cell.text for cell in cells],
        right=COLUMNS[key][1],
        tones=["" if cell is None else cell.tone for cell in cells],
    )
