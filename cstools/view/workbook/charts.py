"""A chart: its title, its table, the picture beside it."""

from __future__ import annotations

from cstools.model.report import Chart, Figure, Phrase
from cstools.model.report.words import word
from cstools.view.grid.tables import empty
from cstools.view.numbers import say
from cstools.view.workbook.crossed import heat, matrix
from cstools.view.workbook.drawing import DRAWN, Drawing
from cstools.view.workbook.kinds import KINDS
from cstools.view.workbook.sheet import Sheet
from cstools.view.workbook.tables import kept, listed

CROSSED = {"heat": heat, "matrix": matrix}
ROLES = {
    "band": ("x", "value"), "bars": ("label", "value"), "dots": ("label", "value"), "stack": ("label",),
    "funnel": ("label", "value"), "heat": ("x", "y", "value"), "matrix": ("x", "y", "value"),
}  # fmt: skip
"""What a kind cannot be drawn without."""


def chart(sheet: Sheet, block: Chart) -> None:
    """The title, what the picture shows in words, the table; beside it the picture, if there is anything to draw."""
    title = sheet.line(say(block.title, sheet.lang), "heading")
    sheet.paragraph(say(block.lead, sheet.lang))
    if empty(block):
        sheet.paragraph(word("page.empty", sheet.lang), "muted")
        return
    sheet.paragraph(say(block.alt, sheet.lang), "muted")
    if not _whole(block):
        listed(sheet, block)
    elif block.kind in CROSSED:
        CROSSED[block.kind](sheet, block)
    else:
        _beside(sheet, block, title)


def _whole(block: Chart) -> bool:
    """Whether a chart has all it needs for a picture of its kind, not its table alone."""
    known = {block.columns[at].key for at in kept(block)}
    return block.kind in ROLES and all(block.roles.get(role) in known for role in ROLES[block.kind])


def _beside(sheet: Sheet, block: Chart, title: int) -> None:
    if len(block.rows) > DRAWN:
        sheet.paragraph(
            say(Phrase("sheet.drawn", {"k": Figure(DRAWN), "all": Figure(len(block.rows))}), sheet.lang), "muted"
        )
    placed = listed(sheet, block)
    drawn, width, height = KINDS[block.kind](Drawing(block, sheet, placed, title))
    sheet.chart(drawn, placed, say(block.alt, sheet.lang), width, height)
