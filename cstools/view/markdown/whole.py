"""The whole report as GitHub-flavoured Markdown: headings, sentences and tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cstools.model.report import Actions, Cases, Chart, Findings, Kpis, Note, Phrase, Report, Section, Table
from cstools.model.report.words import word
from cstools.view import told
from cstools.view.grid import Grid, empty, follow_up, grid, masthead, scorecard, title
from cstools.view.markdown.escape import backslashed as escaped
from cstools.view.markdown.escape import backslashed_cell
from cstools.view.numbers import say


def whole(report: Report, lang: str) -> str:
    """The report as GitHub-flavoured Markdown in `lang`: the words first, then the tables behind the charts."""
    parts = ["# " + escaped(masthead(report, lang)[0]), escaped(masthead(report, lang)[1])]
    for section in report.sections:
        parts += _section(section, lang)
    return "\n\n".join(part for part in parts if part) + "\n"


def table(made: Grid) -> str:
    """A pipe table; numbers are flush right."""
    head = [backslashed_cell(heading) for heading in made.headings]
    rule = ["---:" if right else "---" for right in made.right]
    rows = [[backslashed_cell(cell) for cell in row] for row in made.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def _section(section: Section, lang: str) -> list[str]:
    parts = [f"## {escaped(title(section, lang))}", *(escaped(text) for text in told.leads(section, lang))]
    for block in section.blocks:
        parts += DRAW[type(block)](block, lang)
    return parts


def _note(block: Note, lang: str) -> list[str]:
    return [escaped(say(line, lang)) for line in block.lines]


def _findings(block: Findings, lang: str) -> list[str]:
    lines = [_numbered(number, told.finding(one, lang)) for number, one in enumerate(block.items, 1)]
    return [escaped(say(block.lead, lang)), "\n".join(lines) or escaped(say(block.otherwise, lang))]


def _numbered(number: int, one: told.Told) -> str:
    below = [escaped(text) for text in (*one.lines, one.evidence) if text]
    return "  \n   ".join([f"{number}. **{escaped(f'[{one.tag}] {one.head}' if one.tag else one.head)}**", *below])


def _kpis(block: Kpis, lang: str) -> list[str]:
    return [table(scorecard(block, lang))]


def _sheet(block: Table, lang: str) -> list[str]:
    return [_heading(block.title, lang), table(grid(block, lang)), escaped(say(block.more, lang))]


def _chart(block: Chart, lang: str) -> list[str]:
    if empty(block):
        return [_heading(block.title, lang), word("page.empty", lang)]
    said = [say(block.lead, lang), say(block.alt, lang), told.reference(block, lang)]
    return [_heading(block.title, lang), *(escaped(text) for text in said), table(grid(block, lang))]


def _heading(text: Phrase, lang: str) -> str:
    return f"### {escaped(say(text, lang))}"


def _cases(block: Cases, lang: str) -> list[str]:
    parts = []
    for one in block.items:
        ticket = word("label.ticket", lang).format(id=one.ticket)
        heading = f"### {escaped(word(one.rule, lang))} · {escaped(ticket)}"
        parts += [heading, f"> {escaped(one.quote)}", escaped(told.facts(one, lang))]
    return parts


def _actions(block: Actions, lang: str) -> list[str]:
    """What came of earlier actions as a list, the sheet to fill in as a table."""
    heading = f"### {escaped(told.sheet(block, lang))}"
    if not block.followed:
        return [heading, table(follow_up(block, lang))]
    return [heading, "\n".join(_numbered(number, told.action(one, lang)) for number, one in enumerate(block.items, 1))]


DRAW: dict[type, Callable[[Any, str], list[str]]] = {
    Findings: _findings, Kpis: _kpis, Chart: _chart, Table: _sheet, Cases: _cases, Actions: _actions, Note: _note,
}  # fmt: skip
