"""A chart: its title, its table, the picture beside it."""

from __future__ import annotations

from cstools.model.report import Chart, Figure, Phrase
from cstools.model.report.words import word
from cstools.view.numbers import say
from cstools.view.workbook.crossed import heat, matrix
from cstools.view.workbook.drawing import DRAWN, Drawing, plotted
from cstools.view.workbook.kinds import KINDS
from cstools.view.workbook.sheet import Sheet
from cstools.view.workbook.tables import kept, listed

CROSSED = {"heat": heat, "matrix": matrix}
ROLES = {
    "band": ("x", "value"), "bars": ("label", "value"), "dots": ("label", "value"), "stack": ("label",),
    "funnel": ("label", "value"), "heat": ("x", "y", "value"), "matrix": ("x", "y", "value"),
}  # fmt: skip
"""What a kind cannot be drawn without."""
ZERO = ("dots", "matrix")
"""Kinds in which a value of zero is worth a picture."""


def chart(sheet: Sheet, block: Chart) -> None:
    """The title, what the picture shows in words, the table; beside it the picture, if there is anything to draw."""
    title = sheet.line(say(block.title, sheet.lang), "heading")
    sheet.paragraph(say(block.lead, sheet.lang))
    if not drawable(block):
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


def drawable(block: Chart) -> bool:
    """Whether any value of the chart is a number other than zero; a rate of zero is a value. A chart of the user's own
    is shown as long as it has rows.

    >>> from dataclasses import replace
    >>> from cstools.model.report import Column
    >>> said, rows = Phrase("topics"), ((0,), (None,))
    >>> bars = Chart("a", "bars", said, said, (Column("n", "n"),), rows, {"value": "n"})
    >>> drawable(bars), drawable(replace(bars, rows=((2,),)))
    (False, True)
    """
    drawn = [role for role in block.roles if role == "value" or role.startswith("part.")]
    if not drawn:
        return bool(block.rows)
    keys = [column.key for column in block.columns]
    places = [keys.index(block.roles[role]) for role in drawn if block.roles[role] in keys]
    values = [row[at] for row in block.rows for at in places if plotted(row[at], block.columns[at].unit)]
    return bool(values) if block.kind in ZERO else any(values)
