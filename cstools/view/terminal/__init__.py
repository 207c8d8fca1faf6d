"""The report for a terminal: aligned tables, bars of blocks, maps of shades. Plain text, no escape sequence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cstools.model.report import Actions, Cases, Chart, Findings, Kpis, Note, Report, Section, Table
from cstools.view.grid import masthead, title
from cstools.view.terminal import blocks
from cstools.view.terminal.charts import chart
from cstools.view.terminal.sheet import Sheet
from cstools.view.told import leads

LEAST = 40
"""Cells a line has at least: below, nothing can be read."""
DRAW: dict[type, Callable[[Sheet, Any], None]] = {
    Findings: blocks.findings, Kpis: blocks.kpis, Chart: chart, Table: blocks.table, Cases: blocks.cases,
    Actions: blocks.actions, Note: blocks.note,
}  # fmt: skip


def terminal(report: Report, lang: str, width: int = 100, *, ascii_only: bool = False) -> str:
    """The report in at most `width` cells a line (40 at least), in `lang`; ascii_only: what we draw is ASCII."""
    sheet = Sheet(lang, max(width, LEAST), ascii_only)
    for line in masthead(report, lang):
        sheet.text(line)
    for number, section in enumerate(report.sections, 1):
        _section(sheet, number, section)
    return "\n".join(sheet.lines) + "\n"


def _section(sheet: Sheet, number: int, section: Section) -> None:
    sheet.gap()
    sheet.text(f"{number}  {title(section, sheet.lang)}")
    sheet.lines.append(sheet.marks.rule * sheet.width)
    for line in leads(section, sheet.lang):
        sheet.text(line)
    for block in section.blocks:
        DRAW[type(block)](sheet, block)
