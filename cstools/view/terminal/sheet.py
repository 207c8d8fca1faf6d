"""The lines of a report on a terminal: paragraphs and tables within a width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cstools.model.glyphs import visible
from cstools.model.report import Phrase
from cstools.model.report.words import word
from cstools.view.grid import Grid
from cstools.view.numbers import say
from cstools.view.table import GAP, SOFT, Column, cut, fit, lay, marks, natural, wrap

WRAPPED = 8
"""Lines a paragraph may have."""
SHORTEST = 8
"""Cells of a drawn column: what the others leave, at least these, at most a quarter of the line."""
NAME, LINES = 3, 8
"""Lines a cell may have: of the first column, of any other."""
HEAD = 30
"""Cells of a heading: a longer one, of the user's own, is cut."""
ASCII = str.maketrans({
    "—": "-", "–": "-", "×": "x", "·": "|", "“": '"', "”": '"', "…": "...", "¥": "CNY ", "→": "->",
})  # fmt: skip
Draw = Callable[[int], list[str]]


class Sheet:
    """The lines written so far."""

    def __init__(self, lang: str, width: int, ascii_only: bool) -> None:
        self.lang = lang
        self.width = width
        self.ascii = ascii_only
        self.marks = marks(ascii_only=ascii_only)
        self.lines: list[str] = []

    def safe(self, text: str) -> str:
        """The text as this terminal may show it."""
        return visible(text.translate(ASCII) if self.ascii else text, ascii_only=self.ascii)

    def word(self, key: str, **blanks: str) -> str:
        """A word of the report, its blanks filled."""
        return word(key, self.lang).format(**blanks)

    def gap(self) -> None:
        """An empty line, never two, and none below a rule."""
        if self.lines and self.lines[-1] and set(self.lines[-1]) != {self.marks.rule}:
            self.lines.append("")

    def text(self, text: str, indent: str = "") -> None:
        """A paragraph, wrapped to the width."""
        if text:
            self.lines += [
                indent + line for line in wrap(self.safe(text), self.width - len(indent), WRAPPED, self.marks)
            ]

    def say(self, phrase: Phrase | None, indent: str = "") -> None:
        """A sentence of the report."""
        self.text(say(phrase, self.lang), indent)

    def heading(self, text: str) -> None:
        """A line set off from what is above."""
        self.gap()
        self.text(text)

    def table(self, made: Grid, draw: Draw | None = None) -> None:
        """A table within the width: columns that do not fit follow below, each time after the first one.

        draw: makes the cells of a drawn column, which stands after the first, in a number of cells.
        """
        first, *rest = self._columns(made)
        left = [Column("", draw(self._room([first, *rest]))), *rest] if draw else rest
        while True:
            widths = fit([first, *left], self.width, self.marks)
            wrapped = self._wrapped([first, *left][: len(widths)], widths)
            self.lines += lay(wrapped, self.width, self.marks)[0]
            left = left[max(len(widths) - 1, 1) :]
            if not left:
                return
            self.gap()

    def _wrapped(self, columns: Sequence[Column], widths: Sequence[int]) -> list[Column]:
        """The columns with text that is longer than its width on several lines: a row has as many as it needs."""
        told = [
            [wrap(cell or "", wide, LINES if place else NAME, self.marks) or [""] for cell in column.cells]
            for place, (column, wide) in enumerate(zip(columns, widths, strict=True))
        ]
        heights = [max(map(len, row)) for row in zip(*told, strict=True)]
        return [
            replace(
                column, cells=[line for cell, high in zip(cells, heights, strict=True) for line in _high(cell, high)]
            )
            for column, cells in zip(columns, told, strict=True)
        ]

    def _columns(self, made: Grid) -> list[Column]:
        """The columns as text. One wider than half a line may be narrowed, so that two always fit."""
        columns = []
        for place, (heading, right) in enumerate(zip(made.headings, made.right, strict=True)):
            head = cut(self.safe(heading), HEAD, self.marks)
            column = Column(head, [self.safe(row[place]) for row in made.rows], right=right)
            wide = natural(column, self.width, self.marks) > (self.width - len(GAP)) // 2
            columns.append(replace(column, soft=wide or not right))
        return columns

    def _room(self, columns: Sequence[Column]) -> int:
        """What the columns leave for a drawn one; names longer than a third of the line give way to it."""
        taken = sum(
            min(natural(column, self.width, self.marks), SOFT if place and column.soft else self.width // 3) + len(GAP)
            for place, column in enumerate(columns)
        )
        return max(SHORTEST, min(self.width // 4, self.width - taken))


def _high(lines: list[str], height: int) -> list[str]:
    return [*lines, *[""] * (height - len(lines))]
