"""One sheet while it is written: from the top down, tables under headings, charts beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from cstools.model.report import Figure, Phrase
from cstools.view.numbers import say
from cstools.view.workbook import widths
from cstools.view.workbook.cells import Cell, text
from cstools.view.workbook.listing import Listing, Placed
from cstools.view.workbook.names import NAMELESS, clean, units
from cstools.view.workbook.style import COLOURS, Styles

LISTED = 5_000
"""Rows of a table on a sheet; the whole is in the JSON."""
LOOKED_AT = 300
"""Rows of a table looked at for the widths."""
FILTERED = 5
"""Rows from which on it is worth filtering them."""
PIXELS = 24
"""Pixels of a row."""
HEADED = 12
"""A table whose headings stand further down is not frozen: there would be no room below."""
A4 = 9
LONGEST_HEADING = 240
"""UTF-16 units of a heading; a table with filters takes 255."""
FEW = 4
"""Columns that may all be wide."""


class Sheet:
    """The sheet, the next free row, and what is settled only at the end: widths, heights, paragraphs."""

    def __init__(self, sheet: Any, name: str, styles: Styles, lang: str, links: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.name = name
        self.styles = styles
        self.lang = lang
        self.links = links
        self.row = 0
        self.widths: dict[int, float] = {}
        self.long: dict[int, list[tuple[int, str]]] = {}
        self.paragraphs: list[tuple[int, str, Any]] = []
        self.tables: list[Placed] = []

    def printed(self, heading: str) -> None:
        """How it prints: A4 across, as wide as a page, the heading and the page at the foot."""
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.hide_gridlines(2)
        self.sheet.set_default_row(widths.ROW)
        # Ids are text on purpose: no green corner for them.
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        # An ampersand begins a code of the foot.
        self.sheet.set_footer(f"&L{heading.replace('&', '&&')}&C&A&R&P / &N")

    def line(self, said: str, style: str, tall: float = widths.ROW) -> int:
        """A line of text that may run over the columns beside it; the row it stands in."""
        self.sheet.set_row(self.row, tall)
        self.sheet.write_string(self.row, 0, text(said).shown, self.styles.of(style))
        self.row += 1
        return self.row - 1

    def paragraph(self, said: str, style: str = "paragraph") -> None:
        """Text wrapped over several columns; nothing for none."""
        if said:
            self.paragraphs.append((self.row, text(said).shown, self.styles.of(style)))
            self.row += 1

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def table(self, listing: Listing) -> Placed:
        """A table at the next free row, up to the cap and a note of it."""
        there = max(listing.all, len(listing.rows))
        listing = replace(listing, rows=listing.rows[:LISTED], headings=_unlike(listing.headings))
        placed = Placed(self.row, 0, len(listing.rows), len(listing.headings), listing.rows)
        filters = listing.filters and placed.rows >= FILTERED
        self._widen(listing, filters)
        for at, heading in enumerate(listing.headings):
            self._heading(at, heading, self._head(listing, at, filters))
        for number, row in enumerate(listing.rows, placed.first):
            for at, cell in enumerate(row):
                self.write(number, at, cell, open_=at in listing.open)
        for at in listing.bars if placed.rows > 1 else ():
            self._bars(placed, at)
        if filters:
            self._filters(placed, listing)
        self.row = placed.last + 1
        self.tables.append(placed)
        if there > placed.rows:
            self.paragraph(
                say(Phrase("sheet.cut", {"k": Figure(placed.rows), "all": Figure(there)}), self.lang), "muted"
            )
        return placed

    def write(self, row: int, column: int, cell: Cell, *, open_: bool = False) -> None:
        """One cell."""
        form = self._format(cell, column, open_=open_)
        value = cell.value
        if value is None:
            self.sheet.write_blank(row, column, None, form)
        elif cell.link:
            self.sheet.write_url(row, column, f"internal:{quoted(cell.link)}!A1", form, cell.shown)
        elif isinstance(value, str):
            self._text(row, column, cell, form)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, form)
        elif isinstance(value, datetime):
            self.sheet.write_datetime(row, column, value, form)
        else:
            self.sheet.write_number(row, column, value, form)

    def chart(self, chart: Any, beside: Placed, told: str, width: int, height: int) -> None:
        """A chart to the right of its table, with what a screen reader says; what follows begins below both."""
        chart.set_size({"width": width, "height": height})
        options = {"description": clean(told), "x_offset": 16, "object_position": 2}
        self.sheet.insert_chart(beside.top, beside.left + beside.columns, chart, options)
        self.row = max(self.row, beside.top + -(-height // PIXELS) + 1)

    def finish(self) -> None:
        """Settle what depends on all of it: widths, then the lines a text takes, then what stays in sight."""
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, width)
        for row, found in self.long.items():
            count = max(widths.lines(said, self.widths[column]) for column, said in found)
            self.sheet.set_row(row, widths.height(count))
        last = widths.across(self.widths)
        room = sum(self.widths.get(at, widths.DEFAULT) for at in range(last + 1))
        for row, said, form in self.paragraphs:
            self.sheet.set_row(row, widths.height(widths.lines(said, room)))
            if last:
                self.sheet.merge_range(row, 0, row, last, "", form)
            self.sheet.write_string(row, 0, said, form)
        self._freeze()

    def _freeze(self) -> None:
        """The headings of the only table stay in sight; of several, the heading of the sheet. On paper the headings of
        the last table are on every page after the one it begins on.
        """
        only = self.tables[0].top if len(self.tables) == 1 and self.tables[0].top <= HEADED else 0
        self.sheet.freeze_panes(only + 1, 0)
        self.sheet.repeat_rows(self.tables[-1].top if self.tables else 0)

    def _widen(self, listing: Listing, filters: bool) -> None:
        wide = listing.wide or len(listing.headings) <= FEW
        for at, heading in enumerate(listing.headings):
            shown = [cell.head + "\n" + cell.shown for cell in (row[at] for row in listing.rows[:LOOKED_AT])]
            width = widths.fitting(shown, str(heading), arrow=filters, wide=wide)
            self.widths[at] = max(width, self.widths.get(at, 0.0))

    def _head(self, listing: Listing, column: int, filters: bool) -> Any:
        """The look of a heading: flush right over numbers, clear of the arrow of the filter."""
        if not listing.numeric(column):
            return self.styles.of("head", **_indent(column))
        return self.styles.of("head", align="right", indent=2 if filters else 0)

    def _heading(self, column: int, heading: str | int, form: Any) -> None:
        if isinstance(heading, int):
            self.sheet.write_number(self.row, column, heading, form)
        else:
            self.sheet.write_string(self.row, column, heading, form)
            self.long.setdefault(self.row, []).append((column, heading))

    def _format(self, cell: Cell, column: int, *, open_: bool) -> Any:
        more: dict[str, Any] = {"num_format": cell.form} if cell.form else {}
        if isinstance(cell.value, str):
            more |= {"text_wrap": True, **_indent(column)}
        elif isinstance(cell.value, datetime):
            more |= {"align": "left", **_indent(column)}
        if cell.bold:
            more["bold"] = True
        if cell.link:
            more |= {"font_color": COLOURS["accent"], "underline": 1}
        if cell.tone in COLOURS:
            more["font_color"] = COLOURS[cell.tone]
        if open_:
            more["bg_color"] = COLOURS["fill"]
        return self.styles.of("cell", **more)

    def _text(self, row: int, column: int, cell: Cell, form: Any) -> None:
        said = cell.head + "\n" + cell.shown if cell.head else cell.shown
        if widths.cells(said) + 2 > widths.NARROWEST or cell.head:
            self.long.setdefault(row, []).append((column, said))
        if cell.head:
            parts = [self.styles.of("bold"), cell.head, self.styles.of("plain"), "\n" + cell.shown, form]
            self.sheet.write_rich_string(row, column, *parts)
        else:
            self.sheet.write_string(row, column, cell.shown, form)

    def _bars(self, placed: Placed, column: int) -> None:
        look = {
            "type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": COLOURS["band"],
            "bar_border_color": COLOURS["band"], "min_type": "num", "min_value": 0,
        }  # fmt: skip
        self.sheet.conditional_format(placed.first, column, placed.last, column, look)

    def _filters(self, placed: Placed, listing: Listing) -> None:
        columns = [
            {"header": str(heading), "header_format": self._head(listing, at, filters=True)}
            for at, heading in enumerate(listing.headings)
        ]
        options = {"columns": columns, "style": None, "banded_rows": False}
        self.sheet.add_table(placed.top, 0, placed.last, placed.columns - 1, options)


def _indent(column: int) -> dict[str, Any]:
    """Text keeps clear of a figure to its left."""
    return {"indent": 1} if column else {}


def _unlike(headings: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Headings no two of which are alike but for case, none empty or too long: a table with filters takes no others.

    >>> _unlike(("n", "N", "", 7))
    ('n', 'N (2)', '-', 7)
    """
    made: list[str | int] = []
    taken: set[str] = set()
    for heading in headings:
        name, number = (
            (units(clean(heading), LONGEST_HEADING) or NAMELESS, 1) if isinstance(heading, str) else (heading, 1)
        )
        while str(name).casefold() in taken:
            number += 1
            name = f"{units(str(heading), LONGEST_HEADING)} ({number})"
        taken.add(str(name).casefold())
        made.append(name)
    return tuple(made)


def quoted(name: str) -> str:
    """The name of a sheet as a reference says it.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + name.replace("'", "''") + "'"
