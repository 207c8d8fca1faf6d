"""The key points: a line each, in words, with the evidence and the figures."""

from __future__ import annotations

from cstools.model.report import Finding, Findings
from cstools.model.report.words import word
from cstools.view.numbers import say
from cstools.view.workbook.cells import LONGEST, Cell, figure, native, text
from cstools.view.workbook.listing import Listing
from cstools.view.workbook.names import units
from cstools.view.workbook.sheet import Sheet

KEYS = ("sheet.tag", "sheet.point", "sheet.evidence", "metric", "now", "sheet.effect", "label.count", "sheet.where")
HEAD = 1_000
"""UTF-16 units of a headline."""


def findings(sheet: Sheet, block: Findings) -> None:
    """What comes before them, then the points; or the sentence that there are none."""
    sheet.paragraph(say(block.lead, sheet.lang))
    if not block.items:
        sheet.paragraph(say(block.otherwise, sheet.lang))
        return
    rows = tuple(_line(one, sheet) for one in block.items)
    sheet.table(Listing(tuple(word(key, sheet.lang) for key in KEYS), rows, filters=False, wide=True).used((0, 1, 2)))


def _line(one: Finding, sheet: Sheet) -> tuple[Cell, ...]:
    lang = sheet.lang
    return (
        text(word(one.tag, lang), tone=one.tone, bold=True),
        _point(one, lang),
        text(say(one.evidence, lang), tone="muted"),
        text(word(one.metric, lang)),
        figure(one.now, lang),
        figure(one.effect, lang),
        native(one.n, "n", lang),
        _where(one, sheet),
    )


def _point(one: Finding, lang: str) -> Cell:
    detail, headline = say(one.detail, lang), say(one.headline, lang)
    head = units(headline, HEAD)
    return (
        text(units(detail, LONGEST - HEAD - 1), head=head)
        if detail and headline
        else text(detail or headline, bold=True)
    )


def _where(one: Finding, sheet: Sheet) -> Cell:
    name = sheet.links.get(one.section)
    return text(name, link=name) if name else Cell()
