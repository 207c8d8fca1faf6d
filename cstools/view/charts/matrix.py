"""Two groupings against one another, the figure written in each cell."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any

from cstools.model.report import Chart
from cstools.view.charts.frame import (
    LABEL,
    MARK,
    Record,
    axis,
    column,
    data,
    folded,
    pixels,
    records,
    short,
)
from cstools.view.numbers import cell
from cstools.view.palette import HEAT, ON
from cstools.view.theme import FONT_SIZE, colour

PLAIN, MARKED = 28, 42
"""Height of a row of cells, without and with words under the figures."""
LEAST, MOST = 58, 110
"""Width of a cell in pixels."""
LINE, LINES = 14, 3
"""Height of a line over a column, and how many there are at most."""
TINY = 10
"""Size of the words under the figures."""
TWICE = 2.0
"""Up to this factor from one a matrix of factors is pale: what is nearly one looks so."""


def matrix(chart: Chart, lang: str, width: int) -> Any:
    """Cells in seven steps of one colour, the figure in each and its mark under it as a word.

    Where the columns do not fit beside one another the rest follow below, under the same rows.
    """
    import altair as alt

    named = records(chart, lang)
    for row in named:
        row |= {role: short(cell(row[role], column(chart, role), lang)) for role in ("x", "y")}
    down, across = (list(dict.fromkeys(row[role] for row in named)) for role in ("y", "x"))
    rows = [row for row in named if row["value"] is not None]
    _told(chart, rows, lang)
    room = width - min(max(map(pixels, down)) + 12, LABEL[width]) - 8
    least = min(max(LEAST, *(pixels(row["note"]) + 8 for row in rows)), MOST)
    blocks = -(-len(across) // max(1, int(room // least)))
    count = -(-len(across) // blocks)
    size = min(room / count, MOST)
    heads = {name: _headed(place, name, size) for place, name in enumerate(across)}
    for row in rows:
        row["x"] = heads[row["x"]]
    height = MARKED if any(row["word"] for row in rows) else PLAIN
    drawn = []
    for at in range(0, len(across), count):
        some = [heads[name] for name in across[at : at + count]]
        block = _block([row for row in rows if row["x"] in some]).encode(y=_down(down, width), x=_across(some, size))
        drawn.append(block.properties(width=size * len(some), height=height * len(down)))
    return drawn[0] if len(drawn) == 1 else alt.vconcat(*drawn, spacing=14)


def _headed(place: int, name: str, size: float) -> str:
    """A name over a column in lines, after a number that is not drawn: names cut alike stay columns."""
    lines = folded(name, size - 6)
    kept = lines if len(lines) <= LINES else [*lines[: LINES - 1], lines[LINES - 1][:-1] + "…"]
    return MARK.join((str(place), *kept))


def _told(chart: Chart, rows: list[Record], lang: str) -> None:
    """What is drawn of each cell: its step, the colour of its text, its figure and its word."""
    described = column(chart, "value")
    step = (_factors if described.unit == "x" else _amounts)([row["value"] for row in rows])
    for row in rows:
        at = min(int(step(row["value"]) * len(HEAT)), len(HEAT) - 1)
        row["fill"], row["on"] = colour(HEAT[at]), colour(ON[at])
        row["note"] = cell(row["value"], described, lang)
        row["word"] = cell(row["mark"], column(chart, "mark"), lang) if row.get("mark") else ""


def _amounts(values: list[float]) -> Callable[[float], float]:
    """From zero, or the least where that is below, to the most: 0 to 1."""
    low, high = min(0.0, *values, 0.0), max(values)
    return lambda value: (value - low) / ((high - low) or 1)


def _factors(values: list[float]) -> Callable[[float], float]:
    """Factors by their logarithm, one in the middle: 0 to 1; what is not above zero is the least."""
    far = max(log(TWICE), *(abs(log(value)) for value in values if value > 0), log(TWICE))
    return lambda value: (log(value) / far + 1) / 2 if value > 0 else 0.0


def _block(rows: list[Record]) -> Any:
    import altair as alt

    ink = alt.Color("on:N", scale=None)
    marked, plain = [row for row in rows if row["word"]], [row for row in rows if not row["word"]]
    cells = alt.Chart(data(rows)).mark_rect(stroke=colour("card"), strokeWidth=1)
    layers = [cells.encode(color=alt.Color("fill:N", scale=None), description="tip:N")]
    for some, field, dy, size in (
        (plain, "note", 0, FONT_SIZE),
        (marked, "note", -7, FONT_SIZE),
        (marked, "word", 9, TINY),
    ):
        text = alt.Chart(data(some)).mark_text(aria=False, dy=dy, fontSize=size)
        layers += [text.encode(text=f"{field}:N", color=ink)] if some else []
    return alt.layer(*layers)


def _down(names: list[str], width: int) -> Any:
    import altair as alt

    return alt.Y("y:N", sort=names, scale=alt.Scale(domain=names), axis=axis(labelLimit=LABEL[width] - 24))


def _across(names: list[str], size: float) -> Any:
    import altair as alt

    lines = max(name.count(MARK) for name in names)
    lined = axis(
        orient="top", labelAngle=0, labelLimit=size - 2, labelPadding=6 + LINE * (lines - 1),
        labelExpr=f"slice(split(datum.label, '{MARK}'), 1)",
    )  # fmt: skip
    return alt.X("x:N", sort=names, scale=alt.Scale(domain=names), axis=lined)
