"""The cases: a line each, their facts as columns."""

from __future__ import annotations

from cstools.model.glyphs import visible
from cstools.model.report import Case, Cases
from cstools.model.report.words import word
from cstools.view.workbook.cells import Cell, fact, text
from cstools.view.workbook.listing import Listing
from cstools.view.workbook.sheet import Sheet

KEYS = ("sheet.rule", "sheet.ticket", "sheet.quote")


def cases(sheet: Sheet, block: Cases) -> None:
    """Why a case was chosen, its number, the customer's words, then whatever facts any case has."""
    names = tuple(dict.fromkeys(name for one in block.items for name, _ in one.facts))
    headings = tuple(word(key, sheet.lang) for key in (*KEYS, *names))
    sheet.table(Listing(headings, tuple(_line(one, names, sheet.lang) for one in block.items), wide=True))


def _line(one: Case, names: tuple[str, ...], lang: str) -> tuple[Cell, ...]:
    told = {name: fact(name, value, lang) for name, value in one.facts}
    return (
        text(word(one.rule, lang)),
        text(visible(one.ticket)),
        text("\n".join(map(visible, one.quote.splitlines()))),
        *(told.get(name, Cell()) for name in names),
    )
