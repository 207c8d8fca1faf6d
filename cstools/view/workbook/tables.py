"""Tables: figures under headings, capped with a note."""

from __future__ import annotations

from collections.abc import Sequence

from cstools.model.report import Chart, Column, Table, Value
from cstools.model.report.words import word
from cstools.view.grid import heading
from cstools.view.numbers import say
from cstools.view.workbook.cells import Cell, native
from cstools.view.workbook.listing import Listing, Placed
from cstools.view.workbook.sheet import LISTED, Sheet
from cstools.view.workbook.style import TONES

SHARES = ("share",)
BARRED = ("bars", "funnel", "vega")
"""Kinds of chart whose table has bars as well."""


def table(sheet: Sheet, block: Table) -> None:
    """A table under its title, and what was left out."""
    sheet.line(say(block.title, sheet.lang), "heading")
    if block.rows:
        listed(sheet, block)
    else:
        sheet.paragraph(word("page.empty", sheet.lang), "muted")
    sheet.paragraph(say(block.more, sheet.lang), "muted")


def listed(sheet: Sheet, block: Table | Chart) -> Placed:
    """The rows of a table, or of the table behind a chart."""
    return sheet.table(listing(block, sheet.lang))


def listing(block: Table | Chart, lang: str) -> Listing:
    """The rows under the columns that say anything; a reference a chart is drawn against is a column of its own."""
    places = kept(block)
    columns = tuple(block.columns[at] for at in places)
    extra = [block.reference] if isinstance(block, Chart) and block.reference is not None else []
    headings = [heading(column, lang) for column in columns] + [word("sheet.all", lang) for _ in extra]
    beside = [native(one.value, one.unit, lang) for one in extra]
    rows = tuple(tuple(row([one[at] for at in places], columns, lang) + beside) for one in block.rows[:LISTED])
    if not isinstance(block, Chart):
        return Listing(tuple(headings), rows, barred(columns), all=len(block.rows))
    bars = barred(columns) if block.kind in BARRED else ()
    # A picture's marks stay with their rows: sorting its table would part them.
    sorts = "mark" not in block.roles or block.kind == "matrix"
    return Listing(tuple(headings), rows, bars, filters=sorts, all=len(block.rows))


def kept(block: Table | Chart) -> list[int]:
    """The places of the columns that have a value; the first always.

    >>> from cstools.model.report import Phrase
    >>> columns = (Column("problem"), Column("n", "n"), Column("share", "ratio"))
    >>> kept(Table(Phrase("topics"), columns, (("a", None, 1.0),)))
    [0, 2]
    """
    return [at for at in range(len(block.columns)) if not at or any(row[at] is not None for row in block.rows)]


def row(values: Sequence[Value], columns: tuple[Column, ...], lang: str) -> list[Cell]:
    """The cells of a row, words toned."""
    return [_toned(value, column, lang) for value, column in zip(values, columns, strict=True)]


def _toned(value: Value, column: Column, lang: str) -> Cell:
    made = native(value, column.unit, lang)
    tone = TONES.get(str(value), "") if column.unit == "word" else ""
    return Cell(made.value, made.form, made.shown, tone, bold=bool(tone)) if tone else made


def barred(columns: tuple[Column, ...]) -> tuple[int, ...]:
    """The columns with bars: the first count, and shares of the whole."""
    counts = [at for at, column in enumerate(columns) if column.unit == "n"][:1]
    shares = [at for at, column in enumerate(columns) if column.key in SHARES and column.unit == "ratio"]
    return (*counts, *shares)
