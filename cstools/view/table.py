"""Tables for people: what fits the width, cells of CJK and emoji aligned, the count below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

import polars as pl

from cstools.model import fields
from cstools.model.glyphs import visible
from cstools.model.messages import say
from cstools.view.cells import KPI_UNIT, WORDS, kpi_texts, kpi_words, texts

GAP = "  "
SOFT = 14
"""A column of text is narrowed to this many cells before a column is left out."""
LONGEST = 4
"""Characters looked at per cell of width: a long text, or a heap of combining marks, costs no more."""
ENDING = "，。；：、！？）】》”’…"
"""Signs no line of Chinese begins with."""
BOLD, DIM, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
TONES = {"good": "\x1b[32m", "bad": "\x1b[31m"}
"""Tone of a cell -> its colour. A cell says in words what its colour says."""


@dataclass(frozen=True)
class Marks:
    """What a table is drawn with."""

    null: str
    cut: str
    rule: str
    styled: bool

    def dim(self, text: str) -> str:
        """The text faint, where the terminal may have styles."""
        return f"{DIM}{text}{RESET}" if self.styled and text.strip() else text

    def bold(self, text: str) -> str:
        """The text strong, where the terminal may have styles."""
        return f"{BOLD}{text}{RESET}" if self.styled and text.strip() else text

    def toned(self, text: str, tone: str) -> str:
        """The text in the colour of a tone of TONES, where the terminal may have styles; no other tone has one."""
        return f"{TONES[tone]}{text}{RESET}" if self.styled and tone in TONES else text


def marks(*, ascii_only: bool = False, styled: bool = False) -> Marks:
    """The marks of a terminal: ascii_only for one without box drawing, styled for one that may show bold and faint."""
    return Marks("-", "...", "-", styled) if ascii_only else Marks("—", "…", "─", styled)


@dataclass(frozen=True)
class Column:
    """A column as text. right: set flush right. soft: may be narrowed. None in cells is a null.

    tones: the tone of each cell, or nothing.
    """

    heading: str
    cells: Sequence[str | None]
    right: bool = False
    soft: bool = False
    tones: Sequence[str] = ()


def render(
    frame: pl.DataFrame,
    *,
    kind: str | None,
    lang: str,
    width: int,
    ascii_only: bool = False,
    total: int | None = None,
    styled: bool = False,
) -> str:
    """The rows as an aligned table of at most `width` cells, with the count below; ends with a newline.

    kind: the kind of the records (None: told by the columns), for headings and units. total: how many records there
    are where the frame holds only the first. styled: headings bold, nulls and counts faint; else no escape sequence.
    """
    columns = of_frame(frame, kind or fields.detect(frame.columns), lang, ascii_only=ascii_only)
    drawn = marks(ascii_only=ascii_only, styled=styled)
    lines, shown = lay(columns, width, drawn)
    below = [count(frame.height, frame.height if total is None else total, lang)]
    if shown < len(columns):
        left = ", ".join(visible(name, ascii_only=ascii_only) for name in frame.columns[shown:])
        below.append(say("table.columns", lang, n=f"{len(columns) - shown:,}", names=left))
    return "\n".join([*lines, *(drawn.dim(cut(line, width, drawn)) for line in below)]) + "\n"


def count(shown: int, total: int, lang: str) -> str:
    """The line below a table: how many records there are and how many of them are shown.

    >>> count(40, 5000, "zh"), count(3, 3, "en")
    ('共 5,000 条，显示 40', '3 in all')
    """
    return say("table.count" if shown == total else "table.shown", lang, total=f"{total:,}", shown=f"{shown:,}")


def of_frame(frame: pl.DataFrame, kind: str, lang: str, *, ascii_only: bool = False) -> list[Column]:
    """The columns of a frame of records in words: headings are the labels of the field table."""
    known = fields.of(kind)
    columns = []
    for values in frame.iter_columns():
        field = known.get(values.name)
        if kind == "kpi" and values.name in KPI_UNIT and "unit" in frame.columns and values.dtype.is_numeric():
            cells = kpi_texts(values, frame["unit"], lang)
        elif kind == "kpi" and values.name in WORDS and values.dtype == pl.String:
            cells = kpi_words(values, lang)
        else:
            cells = texts(values, field, lang)
        heading = fields.label(kind, values.name, lang)
        columns.append(
            Column(
                heading=visible(heading.removesuffix(" (s)"), ascii_only=ascii_only),
                cells=[None if cell is None else visible(cell, ascii_only=ascii_only) for cell in cells],
                right=values.dtype.is_numeric(),
                soft=values.dtype in (pl.String, pl.List) and not (field and field.type in ("id", "enum")),
            )
        )
    return columns


def lay(columns: Sequence[Column], width: int, drawn: Marks) -> tuple[list[str], int]:
    """The lines of a table (headings, rule, rows) and how many of its columns fit; at least one is shown."""
    if not columns:
        return [], 0
    widths = fit(columns, width, drawn)
    kept = columns[: len(widths)]
    heads = [pad(column.heading, wide, drawn, right=column.right) for column, wide in zip(kept, widths, strict=True)]
    bodies = [body(column, wide, drawn) for column, wide in zip(kept, widths, strict=True)]
    rows = [GAP.join(row).rstrip() for row in zip(*bodies, strict=True)]
    rule = drawn.dim(GAP.join(drawn.rule * wide for wide in widths))
    return [drawn.bold(GAP.join(heads).rstrip()), rule, *rows], len(kept)


def body(column: Column, width: int, drawn: Marks) -> list[str]:
    """The cells of a column, each exactly `width` cells wide."""
    null = drawn.dim(drawn.null)
    blank = " " * (width - 1)
    nothing = blank + null if column.right else null + blank
    cells = [nothing if cell is None else pad(cell, width, drawn, right=column.right) for cell in column.cells]
    return [drawn.toned(cell, tone) for cell, tone in zip(cells, column.tones, strict=True)] if column.tones else cells


def fit(columns: Sequence[Column], width: int, drawn: Marks) -> list[int]:
    """The widths of the columns that fit, from the left: text is narrowed before a column is left out."""
    naturals = [natural(column, max(width, 1), drawn) for column in columns]
    least = [min(wide, SOFT) if column.soft else wide for column, wide in zip(columns, naturals, strict=True)]
    ends = accumulate(wide + len(GAP) for wide in least)
    kept = max(1, len(list(takewhile(lambda end: end - len(GAP) <= width, ends))))
    widths, room = least[:kept], width - sum(least[:kept]) - len(GAP) * (kept - 1)
    wanting = sorted((naturals[i] - widths[i], i) for i in range(kept))
    for place, (want, i) in enumerate(wanting):
        given = min(want, max(room, 0) // (kept - place))
        widths[i] += given
        room -= given
    return widths


def natural(column: Column, width: int, drawn: Marks) -> int:
    """The cells a column would take, at most `width`."""
    from rich.cells import cell_len

    cells = (drawn.null if cell is None else cell[: width * LONGEST] for cell in column.cells)
    return min(width, max(1, cell_len(column.heading), *(cell_len(cell) for cell in cells)))


def pad(text: str, width: int, drawn: Marks, *, right: bool = False) -> str:
    """The text in exactly `width` cells, cut with a mark where it is longer."""
    from rich.cells import cell_len

    text = cut(text, width, drawn)
    blank = " " * (width - cell_len(text))
    return blank + text if right else text + blank


def cut(text: str, width: int, drawn: Marks) -> str:
    """The text in at most `width` cells: what is longer ends with a mark.

    >>> cut("退货退款", 5, marks()), cut("退货退款", 8, marks()), cut("abcdef", 5, marks(ascii_only=True))
    ('退货…', '退货退款', 'ab...')
    """
    from rich.cells import cell_len, get_character_cell_size

    text = text if len(text) <= width * LONGEST else text[: width * LONGEST] + drawn.cut
    if cell_len(text) <= width:
        return text
    mark = drawn.cut[: max(width, 0)]
    ends = accumulate(get_character_cell_size(character) for character in text)
    return text[: len(list(takewhile(lambda end: end <= width - len(mark), ends)))] + mark


def wrap(text: str, width: int, most: int, drawn: Marks) -> list[str]:
    """The text in lines of at most `width` cells, at most `most` of them: a longer text ends with a mark.

    A word or number of ASCII stays whole where a line can hold it: an id cut in two cannot be copied. No line begins
    with a sign that ends what is before it.

    >>> wrap("退货退款要三天", 6, 2, marks()), wrap("退货", 6, 2, marks()), wrap("单号 0042、0043", 8, 3, marks())
    (['退货退', '款要…'], ['退货'], ['单号', '0042、', '0043'])
    >>> wrap("不要了，退款", 6, 3, marks())
    ['不要', '了，退', '款']
    """
    from rich.cells import get_character_cell_size

    lines: list[str] = []
    start = 0
    while start < len(text) and len(lines) < most - 1:
        ends = accumulate(get_character_cell_size(character) for character in text[start : start + width * LONGEST])
        end = start + max(1, len(list(takewhile(lambda cells: cells <= width, ends))))
        end = _between_words(text, start, end)
        lines.append(text[start:end].rstrip(" "))
        start = end + text.startswith(" ", end)
    return [*lines, cut(text[start:], width, drawn)] if start < len(text) else lines


def _between_words(text: str, start: int, end: int) -> int:
    """`end`, or the last place before it that is not within a word of ASCII or before a sign of ENDING."""
    for at in range(end, start, -1):
        if at == len(text):
            return at
        within = all("!" <= character <= "~" for character in text[at - 1 : at + 1])
        if not within and text[at] not in ENDING:
            return at
    return end
