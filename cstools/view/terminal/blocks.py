"""Blocks without a picture."""

from __future__ import annotations

from cstools.model.report import Actions, Cases, Findings, Kpis, Note, Table
from cstools.view import told
from cstools.view.grid import follow_up, grid, scorecard
from cstools.view.numbers import say
from cstools.view.terminal.sheet import Sheet

MARGIN = "  "
BELOW = "   "
"""Indents below a case and below a number."""


def findings(sheet: Sheet, block: Findings) -> None:
    """The findings, numbered, after what comes before them; or the sentence that there are none."""
    sheet.say(block.lead)
    for number, one in enumerate(block.items, 1):
        _told(sheet, number, told.finding(one, sheet.lang))
    if not block.items:
        sheet.say(block.otherwise)


def _told(sheet: Sheet, number: int, one: told.Told) -> None:
    tag = f"[{one.tag}] " if one.tag else ""
    sheet.text(f"{number}. {tag}{one.head}")
    for line in (*one.lines, one.evidence):
        sheet.text(line, BELOW)


def kpis(sheet: Sheet, block: Kpis) -> None:
    """The scorecard."""
    sheet.table(scorecard(block, sheet.lang, ascii_only=sheet.ascii))


def table(sheet: Sheet, block: Table) -> None:
    """A table under its title."""
    sheet.heading(say(block.title, sheet.lang))
    sheet.table(grid(block, sheet.lang))
    sheet.say(block.more)


def note(sheet: Sheet, block: Note) -> None:
    """Paragraphs."""
    for line in block.lines:
        sheet.say(line)


def cases(sheet: Sheet, block: Cases) -> None:
    """The cases, one after another."""
    for one in block.items:
        sheet.text(f"[{sheet.word(one.rule)}] {sheet.word('label.ticket', id=one.ticket)}")
        sheet.text(" ".join(one.quote.split()), MARGIN)
        sheet.text(told.facts(one, sheet.lang), MARGIN)


def actions(sheet: Sheet, block: Actions) -> None:
    """What came of earlier actions as a list: it is read line by line; the sheet to fill in as a table."""
    sheet.heading(told.sheet(block, sheet.lang))
    if not block.followed:
        sheet.table(follow_up(block, sheet.lang))
        return
    for number, one in enumerate(block.items, 1):
        _told(sheet, number, told.action(one, sheet.lang))
