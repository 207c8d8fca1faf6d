"""cs-view in a terminal: the tables of its verbs, with bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from cstools.model import fields
from cstools.model.fields import Field
from cstools.model.glyphs import visible
from cstools.model.messages import say
from cstools.view.bars import bar, sparkline, thinned
from cstools.view.cells import figures, texts
from cstools.view.numbers import duration
from cstools.view.table import GAP, Column, count, cut, lay, marks, natural, of_frame, render, wrap

BAR, SHORTEST = 30, 5
"""Cells of the longest bar; with fewer than SHORTEST to spare there are no bars."""
ORDERED = ("min", "median", "max")
TIMELINE = (
    "channel", "contact_type", "sender_role", "sender", "topic", "category", "amount", "refund_type", "reason", "agent",
    "status", "csat", "stars", "score", "product", "order_id",
)  # fmt: skip
"""What a person's timeline shows beside the time, of the fields that are there."""
SAID, INDENT, LINES = "text", "  ", 4
"""What was said stands below its row, in at most so many lines."""


@dataclass(frozen=True)
class Screen:
    """Where it is shown.

    rows: values of a field that are listed, the line below says how many there are. ascii_only: without box drawing
    and eighths. styled: bold and faint are allowed.
    """

    lang: str
    width: int
    rows: int
    ascii_only: bool = False
    styled: bool = False

    def word(self, key: str, **params: object) -> str:
        """A word or sentence of cs-view."""
        return say(f"view.{key}", self.lang, **params)

    def safe(self, text: str) -> str:
        """Text of the data, fit to be shown."""
        return visible(text, ascii_only=self.ascii_only)

    def table(
        self, columns: Sequence[Column], *below: str, above: str = "", said: Sequence[str | None] | None = None
    ) -> str:
        """The columns that fit, a line above and lines below; said: a text below each row."""
        drawn = marks(ascii_only=self.ascii_only, styled=self.styled)
        lines, fitting = lay(columns, self.width, drawn)
        left = [column.heading for column in columns[fitting:] if column.heading]
        if left:
            below = (*below, say("table.columns", self.lang, n=len(left), names=", ".join(left)))
        head = [cut(above, self.width, drawn)] if above else []
        if said is not None:
            texts = [self.said(text) for text in said]
            lines = [*lines[:2], *(part for row, text in zip(lines[2:], texts, strict=True) for part in (row, *text))]
        return "\n".join([*head, *lines, *(drawn.dim(cut(line, self.width, drawn)) for line in below)]) + "\n"

    def said(self, text: str | None) -> list[str]:
        """A text as the lines below its row."""
        drawn = marks(ascii_only=self.ascii_only)
        room = max(self.width - len(INDENT), 1)
        return [INDENT + line for line in wrap(self.safe(text), room, LINES, drawn)] if text else []


def picture(verb: str, frame: pl.DataFrame, operand: str, screen: Screen) -> str:
    """The table of a verb for people, from the frame its kernel made; ends with a newline."""
    return PICTURES[verb](frame, operand, screen)


def head(frame: pl.DataFrame, _: str, screen: Screen) -> str:
    """The records as they are."""
    return render(
        frame, kind=None, lang=screen.lang, width=screen.width, ascii_only=screen.ascii_only, styled=screen.styled
    )


def describe(frame: pl.DataFrame, _: str, screen: Screen) -> str:
    """A row a field; where it is narrow the labels go first."""
    names = frame["field"].to_list()
    kind = fields.detect(names)
    known = fields.of(kind)
    columns = {name: _words(frame[name], screen) for name in ("field", "label")}
    columns["type"] = Column(screen.word("type"), [say(f"type.{word}", screen.lang) for word in frame["type"]])
    for name in ("n", "null_rate", "distinct"):
        cells = figures(frame[name], "ratio" if name == "null_rate" else "", screen.lang)
        columns[name] = Column(screen.word(name), cells, right=True)
    for name in ORDERED:
        rows = frame.select("field", "type", name).iter_rows()
        cells = [_figure(known.get(field), word, text, screen) for field, word, text in rows]
        columns[name] = Column(screen.word(name), cells, right=True)
    columns["top"] = _words(frame["top"], screen, soft=True)
    records = max(frame.select(pl.col("n") + pl.col("nulls")).to_series().to_list(), default=0)
    below = screen.word("records", n=f"{records:,}", kind=say(f"kind.{kind}", screen.lang), fields=f"{frame.height:,}")
    drawn = marks(ascii_only=screen.ascii_only)
    if lay([columns[name] for name in columns if name != "top"], screen.width, drawn)[1] < len(columns) - 1:
        del columns["label"]
    return screen.table(list(columns.values()), below)


def freq(frame: pl.DataFrame, name: str, screen: Screen) -> str:
    """The most frequent values, a bar each."""
    shown = frame.head(screen.rows)
    value = shown["value"]
    cells = [screen.word("null") if cell is None else screen.safe(cell) for cell in _texts(value, name, screen)]
    labels = Column(_label(name, screen), cells, right=value.dtype.is_numeric(), soft=value.dtype == pl.String)
    shares = [_share(shown, column, screen) for column in ("share", "cum_share")]
    key = "values" if shown.height == frame.height else "values_shown"
    below = screen.word(key, total=f"{frame.height:,}", shown=f"{shown.height:,}")
    return screen.table(_with_bars([labels, _count(shown, screen), *shares], shown["n"], screen), below)


def hist(frame: pl.DataFrame, name: str, screen: Screen) -> str:
    """The bins from low to high, a bar each."""
    field = _field(name)
    unit = "s" if field and field.unit == "s" else ""
    edges = [figures(frame[edge], unit, screen.lang) for edge in ("lo", "hi")]
    dash, least = ("-", ">=") if screen.ascii_only else ("–", "≥")
    ranges = [f"{least} {lo}" if hi is None else f"{lo} {dash} {hi}" for lo, hi in zip(*edges, strict=True)]
    columns = [Column(_label(name, screen), ranges, right=True), _count(frame, screen), _share(frame, "share", screen)]
    total = int(frame["n"].sum())
    return screen.table(_with_bars(columns, frame["n"], screen), count(total, total, screen.lang))


def line(frame: pl.DataFrame, name: str, screen: Screen) -> str:
    """The periods in order, a bar each, under the whole course in one line."""
    has_mean = "value" in frame.columns
    drawn = frame["value"] if has_mean else frame["n"]
    columns = [Column(screen.word("period"), frame["period"].to_list())]
    if has_mean:
        columns.append(Column(screen.word("mean"), _texts(drawn, name, screen), right=True))
    columns = _with_bars([*columns, _count(frame, screen)], drawn, screen)
    total = int(frame["n"].sum())
    label = _label(name, screen)
    course = sparkline(thinned(drawn.to_list(), max(screen.width // 2, 1)), ascii_only=screen.ascii_only)
    return screen.table(columns, count(total, total, screen.lang), above=f"{label}{GAP}{course}" if total else label)


def customer(frame: pl.DataFrame, who: str, screen: Screen) -> str:
    """The contacts of one person, each with the time since the one before."""
    if not frame.height:
        return screen.word("nobody", who=screen.safe(who)) + "\n"
    kind = fields.detect(frame.columns)
    time = fields.TIME[kind]
    shown = [name for name in TIMELINE if name in frame.columns and frame[name].null_count() < frame.height]
    columns = of_frame(frame.select(shown), kind, screen.lang, ascii_only=screen.ascii_only)
    if time not in frame.columns:
        return screen.table(columns, count(frame.height, frame.height, screen.lang))
    at = frame[time].cast(pl.Datetime("us"))
    times = of_frame(frame.select(time), kind, screen.lang)
    gaps = [None if gap is None else duration(gap, screen.lang) for gap in at.diff().dt.total_seconds()]
    after = Column(screen.word("gap"), ["" if gap is None else gap for gap in gaps], right=True)
    above = screen.word(
        "customer", who=screen.safe(who), n=f"{frame.height:,}", first=_day(at.min()), last=_day(at.max())
    )
    said = frame[SAID].cast(pl.String).to_list() if SAID in frame.columns else None
    return screen.table([*times, after, *columns], above=above, said=said)


PICTURES: dict[str, Callable[[pl.DataFrame, str, Screen], str]] = {
    "head": head,
    "describe": describe,
    "freq": freq,
    "hist": hist,
    "line": line,
    "customer": customer,
}


def _field(name: str) -> Field | None:
    """The field of that name in the first kind that has it: units do not differ between kinds."""
    return next((fields.of(kind)[name] for kind in fields.KINDS if name in fields.of(kind)), None)


def _label(name: str, screen: Screen) -> str:
    """The label of a field, if it is one in all kinds that have it, else its name."""
    labels = {fields.label(kind, name, screen.lang) for kind in fields.KINDS if name in fields.of(kind)}
    return screen.safe(labels.pop().removesuffix(" (s)") if len(labels) == 1 else name)


def _texts(values: pl.Series, name: str, screen: Screen) -> list[str | None]:
    field = _field(name)
    unit = "ratio" if field and field.type == "bool" else field.unit if field else ""
    return figures(values, unit, screen.lang) if values.dtype.is_numeric() else texts(values, field, screen.lang)


def _words(values: pl.Series, screen: Screen, *, soft: bool = False) -> Column:
    cells = [None if cell is None else screen.safe(cell) for cell in texts(values, None, screen.lang)]
    return Column(screen.word(values.name), [cell or None for cell in cells], soft=soft)


def _count(frame: pl.DataFrame, screen: Screen) -> Column:
    return Column(screen.word("n"), figures(frame["n"], "", screen.lang), right=True)


def _share(frame: pl.DataFrame, name: str, screen: Screen) -> Column:
    return Column(screen.word(name), figures(frame[name], "ratio", screen.lang), right=True)


def _with_bars(columns: list[Column], values: pl.Series, screen: Screen) -> list[Column]:
    """The columns and, where there is room, a bar for each value at their right; the greatest is the longest."""
    drawn = marks(ascii_only=screen.ascii_only)
    widths = (natural(column, screen.width // 2 if column.soft else screen.width, drawn) for column in columns)
    room = screen.width - sum(width + len(GAP) for width in widths)
    if room < SHORTEST:
        return columns
    most = max((value for value in values if value is not None), default=0)
    bars = [bar(value, most, min(room, BAR), ascii_only=screen.ascii_only) for value in values]
    return [*columns, Column("", bars)]


def _figure(field: Field | None, word: str, text: str | None, screen: Screen) -> str | None:
    """A value of `describe`, which is text there, as people read it: a day, a duration, money, a number."""
    if text is None or word not in ("int", "float", "money"):
        return text and text.partition(" ")[0]
    return figures(pl.Series([float(text)]), field.unit if field else "", screen.lang)[0]


def _day(moment: object) -> str:
    return moment.strftime("%Y-%m-%d") if isinstance(moment, date | datetime) else "?"
