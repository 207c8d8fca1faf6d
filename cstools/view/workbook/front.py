"""The first sheet: the heading, the facts, the key points, and where the rest is."""

from __future__ import annotations

from collections.abc import Sequence

from cstools.model.report import Report, Section
from cstools.model.report.words import word
from cstools.view.grid import masthead, title
from cstools.view.numbers import say
from cstools.view.workbook.cells import Cell, text
from cstools.view.workbook.listing import Listing
from cstools.view.workbook.section import blocks
from cstools.view.workbook.sheet import Sheet

TALL = 30.0


def front(sheet: Sheet, report: Report, first: Section | None, others: Sequence[tuple[Section, str]]) -> None:
    """The masthead, the section of the key points, and a line a sheet."""
    heading, facts = masthead(report, sheet.lang)
    sheet.line(heading, "title", TALL)
    sheet.paragraph(facts, "muted")
    if first:
        sheet.gap()
        sheet.line(title(first, sheet.lang), "heading")
        blocks(sheet, first)
    if others:
        sheet.gap()
        sheet.line(word("page.contents", sheet.lang), "heading")
        sheet.table(_contents(others, sheet.lang))


def _contents(others: Sequence[tuple[Section, str]], lang: str) -> Listing:
    rows = tuple(
        (Cell(number, shown=str(number)), _link(section, name, lang), text(say(section.why or section.lead, lang)))
        for number, (section, name) in enumerate(others, 1)
    )
    keys = ("sheet.number", "sheet.section", "sheet.says")
    return Listing(tuple(word(key, lang) for key in keys), rows, filters=False)


def _link(section: Section, name: str, lang: str) -> Cell:
    return text(title(section, lang), link=name)
