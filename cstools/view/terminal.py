"""The report for a terminal: aligned tables, bars of blocks, a heat map of shades. Plain text, no escape sequence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cstools.model.glyphs import visible
from cstools.model.report import Actions, Block, Cases, Chart, Findings, Kpis, Note, Report, Section, Table
from cstools.model.report.words import WEEKDAYS, word
from cstools.view import numbers
from cstools.view.bars import bar, sparkline
from cstools.view.charts import drawable, index
from cstools.view.grid import Grid, follow_up, grid, masthead, scorecard
from cstools.view.table import Column, cut, lay, marks, wrap

BAR = 24
"""Cells of the longest bar."""
SHADES, SHADES_ASCII = " ░▒▓█", " .:*#"
MARGIN = "  "
WRAPPED = 8
"""Lines a paragraph may have."""


def terminal(report: Report, lang: str, width: int = 100, *, ascii_only: bool = False) -> str:
    """The report in at most `width` cells a line, in `lang`; ascii_only: no box drawing, blocks or shades."""
    page = _Page(lang, max(width, 40), ascii_only)
    for line in masthead(report, lang):
        page.text(line)
    for number, section in enumerate(report.sections, 1):
        page.section(number, section)
    return "\n".join(page.lines) + "\n"


class _Page:
    """The lines written so far."""

    def __init__(self, lang: str, width: int, ascii_only: bool) -> None:
        self.lang = lang
        self.width = width
        self.ascii = ascii_only
        self.marks = marks(ascii_only=ascii_only)
        self.lines: list[str] = []

    def text(self, text: str, indent: str = "") -> None:
        """A paragraph, wrapped to the width."""
        if text:
            shown = visible(text, ascii_only=self.ascii)
            self.lines += [indent + line for line in wrap(shown, self.width - len(indent), WRAPPED, self.marks)]

    def table(self, made: Grid, extra: Sequence[Column] = ()) -> None:
        """A table of what fits the width."""
        columns = [
            Column(visible(heading, ascii_only=self.ascii), cells, right=right, soft=not right)
            for heading, right, cells in zip(made.headings, made.right, self._cells(made), strict=True)
        ]
        lines, _ = lay([*columns[:1], *extra, *columns[1:]], self.width, self.marks)
        self.lines += lines

    def _cells(self, made: Grid) -> list[list[str]]:
        places = range(len(made.headings))
        return [[visible(row[place], ascii_only=self.ascii) for row in made.rows] for place in places]

    def section(self, number: int, section: Section) -> None:
        """A heading and its blocks."""
        heading = f"{number}  {word(section.id, self.lang)}"
        self.lines += ["", heading, self.marks.rule * self.width]
        self.text(numbers.say(section.lead, self.lang))
        self.text(numbers.say(section.why, self.lang))
        for block in section.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        """One block, by its kind."""
        draw: dict[type, Callable[[Any], None]] = {
            Findings: self.findings,
            Kpis: lambda found: self.table(scorecard(found, self.lang)),
            Chart: self.chart,
            Table: self.sheet,
            Cases: self.cases,
            Actions: lambda found: self.table(follow_up(found, self.lang)),
            Note: self.note,
        }
        draw[type(block)](block)

    def sheet(self, block: Table) -> None:
        """A table under its title."""
        self.lines.append("")
        self.text(numbers.say(block.title, self.lang))
        self.table(grid(block, self.lang))
        self.text(numbers.say(block.more, self.lang))

    def note(self, block: Note) -> None:
        """Paragraphs."""
        for line in block.lines:
            self.text(numbers.say(line, self.lang))

    def findings(self, block: Findings) -> None:
        """The findings, numbered; or the sentence that there are none."""
        for number, one in enumerate(block.items, 1):
            self.text(f"{number}. [{word(one.tag, self.lang)}] {numbers.say(one.headline, self.lang)}")
            self.text(numbers.say(one.detail, self.lang), "   ")
            self.text(word("label.evidence", self.lang) + numbers.say(one.evidence, self.lang), "   ")
        if not block.items:
            self.text(numbers.say(block.otherwise, self.lang))

    def chart(self, block: Chart) -> None:
        """A chart as its table with bars, as a line of blocks, or as shades."""
        self.lines.append("")
        self.text(numbers.say(block.title, self.lang))
        if not drawable(block):
            self.lines.append(word("page.empty", self.lang))
        elif block.kind == "heat":
            self.heat(block)
        elif block.kind == "band":
            self.band(block)
        else:
            self.table(grid(block, self.lang), [self.bars(block)] if block.kind == "bars" else [])

    def bars(self, block: Chart) -> Column:
        """A column of bars."""
        values = [_number(row[index(block, block.roles["value"])]) for row in block.rows]
        top = max(value or 0.0 for value in values)
        return Column("", [bar(value, top, BAR, ascii_only=self.ascii) for value in values])

    def band(self, block: Chart) -> None:
        """A line of blocks over the days, then the days outside the expected."""
        values = [_number(row[index(block, block.roles["value"])]) for row in block.rows]
        self.lines.append(sparkline(values, ascii_only=self.ascii))
        self.text(numbers.say(block.alt, self.lang))
        if "mark" in block.roles:
            place = index(block, block.roles["mark"])
            outside = tuple(row for row in block.rows if row[place] is not None)
            if outside:
                self.table(grid(Table(block.title, block.columns, outside), self.lang))

    def heat(self, block: Chart) -> None:
        """Two cells an hour, darker for more."""
        shades = SHADES_ASCII if self.ascii else SHADES
        at = {(row[0], row[1]): _number(row[2]) for row in block.rows}
        top = max(value or 0.0 for value in at.values()) or 1.0
        self.lines.append(" " * 6 + "".join(f"{hour:<6}" for hour in range(0, 24, 3)))
        for number, name in enumerate(WEEKDAYS[self.lang], 1):
            cells = "".join(shades[round((at.get((number, hour)) or 0.0) / top * 4)] * 2 for hour in range(24))
            self.lines.append(f"{name}{' ' * (6 - (4 if self.lang == 'zh' else 3))}{cells}")
        self.text(numbers.say(block.alt, self.lang))

    def cases(self, block: Cases) -> None:
        """The cases, one after another."""
        for one in block.items:
            facts = [
                word("label.colon", self.lang).format(name=word(name, self.lang), value=numbers.fill(value, self.lang))
                for name, value in one.facts
            ]
            ticket = word("label.ticket", self.lang).format(id=one.ticket)
            self.lines.append(
                cut(visible(f"[{word(one.rule, self.lang)}] {ticket}", ascii_only=self.ascii), self.width, self.marks)
            )
            self.text(one.quote, MARGIN)
            self.text(" · ".join(facts), MARGIN)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
