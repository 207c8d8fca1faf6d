"""Tables of cs-kpi that are no list of figures: sections of a heading and rows, each with what must be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from cstools.model.messages import listed, say
from cstools.view import numbers, table
from cstools.view.scorecard import PARAGRAPH, group, member
from cstools.view.scorecard_cells import Pen
from cstools.view.scorecard_legend import ALL
from cstools.view.table import Column, Marks, lay, marks, natural, pad, wrap

EXACT = 120
"""Seconds below which a duration has a decimal, and no minutes: where two are compared, a second counts."""
INDENT = "  "
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """Rows of a table under a heading. rule: a text below it. under: a text below each row. strong: rows in bold."""

    heading: str
    size: int
    rule: str = ""
    under: Sequence[str] = ()
    strong: Sequence[bool] = ()


@dataclass
class Page:
    """The lines written so far; left: the headings of columns there was no room for."""

    pen: Pen
    width: int
    marks: Marks
    lines: list[str] = field(default_factory=list)
    left: dict[str, None] = field(default_factory=dict)

    def word(self, key: str, **params: object) -> str:
        """A word or sentence of a page."""
        return say(f"page.{key}", self.pen.lang, **params)

    def heading(self, text: str) -> None:
        """A line in bold, set off from what is above."""
        self.lines += [""] if self.lines else []
        self.lines += [self.marks.bold(line) for line in wrap(text, self.width, PARAGRAPH, self.marks)]

    def told(self, text: str, indent: str = "") -> None:
        """A sentence, faint."""
        room = max(self.width - len(indent), 1)
        self.lines += [self.marks.dim(indent + line) for line in wrap(text, room, PARAGRAPH, self.marks)]

    def table(self, columns: Sequence[Column], sections: Sequence[Section] = ()) -> None:
        """A table of what fits the width, its rows in sections if there are any."""
        (*head,), rows = self._laid(columns)
        self.lines += head
        if not sections:
            self.lines += rows
        left = iter(rows)
        for at, one in enumerate(sections):
            self._section(one, [next(left) for _ in range(one.size)], first=not at)

    def _laid(self, columns: Sequence[Column]) -> tuple[list[str], list[str]]:
        lines, shown = lay(columns, self.width, self.marks)
        self.left |= dict.fromkeys(column.heading for column in columns[shown:])
        return lines[:2], lines[2:]

    def _section(self, one: Section, rows: Sequence[str], *, first: bool) -> None:
        self.lines += [] if first else [""]
        self.lines += [self.marks.bold(line) for line in wrap(one.heading, self.width, PARAGRAPH, self.marks)]
        if one.rule:
            self.told(one.rule, INDENT)
        for at, row in enumerate(rows):
            self.lines.append(self.marks.bold(row) if one.strong and one.strong[at] else row)
            if one.under and one.under[at]:
                self.told(one.under[at], INDENT)

    def end(self, shown: int, total: int, legend: Iterable[str] = ()) -> None:
        """The count, the columns left out, and what words and marks mean."""
        self.lines.append("")
        self.told(table.count(shown, total, self.pen.lang))
        if self.left:
            self.told(self.word("columns", width=f"{self.width:,}", names=listed(self.left, self.pen.lang)))
        for sentence in legend:
            self.told(sentence)

    def fits(self, columns: Iterable[Column]) -> bool:
        """Whether columns stand side by side with nothing cut."""
        return sum(natural(column, self.width, self.marks) + len(table.GAP) for column in columns) <= (
            self.width + len(table.GAP)
        )

    def figure(self, value: float | None, unit: str) -> str | None:
        """A figure in its unit."""
        if value is None:
            return None
        if unit == "s" and abs(value) < EXACT:
            return f"{value:,.1f}{numbers.PARTS[self.pen.lang][-1]}"
        return self.pen.figure(value, unit)

    def change(self, value: float | None, unit: str) -> str | None:
        """A difference with its sign: of rates in points, of others in their unit."""
        if value is None:
            return None
        if unit == "s" and abs(value) < EXACT:
            return f"{self.pen.signed(value, '')}{numbers.PARTS[self.pen.lang][-1]}"
        return self.pen.signed(value, unit) if value or unit != "n" else "0"

    def figures(self, rows: Sequence[Row], name: str) -> list[str | None]:
        """A column of figures, each in the unit of its row."""
        return [self.figure(row[name], row["unit"]) for row in rows]

    def changes(self, rows: Sequence[Row], name: str) -> list[str | None]:
        """A column of differences, each in the unit of its row."""
        return [self.change(row[name], row["unit"]) for row in rows]

    def pairs(
        self, before: Sequence[str | None], after: Sequence[str | None], *, right: bool = True
    ) -> list[str | None]:
        """`before → after`, arrows below one another; None where there is neither. right: `after` is flush right."""
        sides = self._even(before, right=True), self._even(after, right=right)
        return [
            None if left is right is None else f"{one} → {two}"
            for left, right, one, two in zip(before, after, *sides, strict=True)
        ]

    def _even(self, cells: Sequence[str | None], *, right: bool) -> list[str]:
        texts = [self.marks.null if cell is None else cell for cell in cells]
        wide = natural(Column("", texts), self.width, self.marks)
        return [pad(text, wide, self.marks, right=right) for text in texts]

    def members(self, rows: Sequence[Row], by: Sequence[str]) -> list[Column]:
        """A column a group."""
        return [Column(self.pen.label(name), [self.member(name, row[name]) for row in rows], soft=True) for name in by]

    def member(self, name: str, value: object) -> str:
        """A value of a group in words."""
        return member(name, None if value is None else str(value), self.pen)

    def group(self, row: Row, by: Sequence[str], *, period: bool) -> str:
        """A group and, if asked for, its period: `渠道 抖音 · 2025-10`."""
        values = [None if row[name] is None else str(row[name]) for name in by]
        parts = [group(by, values, self.pen)] if by else []
        return " · ".join([*parts, *([self.period(row)] if period or not by else [])])

    def period(self, row: Row) -> str:
        """The period in words."""
        return self.pen.word("all") if row["period"] == ALL else self.pen.safe(str(row["period"]))


Draw = Callable[[Page, pl.DataFrame], None]


def render(
    frame: pl.DataFrame, *, draw: Draw, needs: Sequence[str], lang: str, width: int, styled: bool = False
) -> str:
    """The text that `draw` makes of a frame; ends with a newline. A frame that is empty, or lacks one of the columns
    `needs`, is a plain table.
    """
    if not frame.height or not set(needs) <= set(frame.columns):
        return table.render(frame, kind="kpi", lang=lang, width=width, styled=styled)
    page = Page(Pen(lang), max(width, 1), marks(styled=styled))
    draw(page, frame)
    return "\n".join(page.lines) + "\n"


def parted(frame: pl.DataFrame, keys: Sequence[str], most: int) -> list[list[Row]]:
    """The rows by their keys, in order of appearance: whole parts, as many as have `most` rows together, at least one.

    >>> [len(part) for part in parted(pl.DataFrame({"a": [2, 2, None, 1]}), ["a"], 3)]
    [2, 1]
    """
    found: list[list[Row]] = []
    for part in frame.partition_by(keys, maintain_order=True):
        if found and sum(map(len, found)) + part.height > most:
            break
        found.append(list(part.to_dicts()))
    return found
