"""A section as a sheet: its heading, its first sentence, its blocks one below the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cstools.model.report import Actions, Cases, Chart, Findings, Kpis, Note, Section, Table
from cstools.view.grid import title
from cstools.view.numbers import say
from cstools.view.workbook.actions import actions
from cstools.view.workbook.cards import scorecard
from cstools.view.workbook.cases import cases
from cstools.view.workbook.charts import chart
from cstools.view.workbook.findings import findings
from cstools.view.workbook.sheet import Sheet
from cstools.view.workbook.tables import table

TALL = 26.0


def section(sheet: Sheet, part: Section) -> None:
    """The whole of a section."""
    sheet.line(title(part, sheet.lang), "title", TALL)
    blocks(sheet, part)


def blocks(sheet: Sheet, part: Section) -> None:
    """What a section says below its heading; without blocks, why."""
    sheet.paragraph(say(part.lead, sheet.lang))
    sheet.paragraph(say(part.why, sheet.lang))
    for number, block in enumerate(part.blocks):
        if number or part.lead or part.why:
            sheet.gap()
        LAID[type(block)](sheet, block)


def note(sheet: Sheet, block: Note) -> None:
    """A paragraph a sentence."""
    for one in block.lines:
        sheet.paragraph(say(one, sheet.lang))


LAID: dict[type, Callable[[Sheet, Any], Any]] = {
    Findings: findings, Kpis: scorecard, Chart: chart, Table: table, Cases: cases, Actions: actions, Note: note,
}  # fmt: skip
