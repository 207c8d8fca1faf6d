"""The workbook while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from cstools.view.workbook.names import clean, units
from cstools.view.workbook.sheet import Sheet
from cstools.view.workbook.style import Styles

MADE = datetime(2000, 1, 1)
"""When every workbook says it was made: the same report gives the same bytes."""
OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
FOOT = 100
"""UTF-16 units of the heading in the foot of a printed page; Excel takes 255 in all."""


class Book:
    """The workbook: its sheets in order, its formats, where links lead (section id -> sheet)."""

    def __init__(self, stream: BinaryIO, lang: str, heading: str, links: Mapping[str, str]) -> None:
        import xlsxwriter

        self.book: Any = xlsxwriter.Workbook(stream, OPTIONS)
        self.book.set_properties({"created": MADE, "title": units(clean(heading), FOOT)})
        self.lang = lang
        self.heading = units(clean(heading), FOOT)
        self.links = links
        self.styles = Styles(self.book, lang)
        self.sheets: list[Sheet] = []

    def sheet(self, name: str) -> Sheet:
        """A further sheet."""
        made = Sheet(self.book.add_worksheet(name), name, self.styles, self.lang, self.links)
        made.printed(self.heading)
        self.sheets.append(made)
        return made

    def chart(self, options: Mapping[str, Any]) -> Any:
        """A chart of a type, to be put on a sheet."""
        return self.book.add_chart(dict(options))

    def close(self) -> None:
        """Finish the sheets and write the workbook."""
        for one in self.sheets:
            one.finish()
        self.book.close()
