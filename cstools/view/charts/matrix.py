"""Two groupings against one another, the figure written in each cell."""

from __future__ import annotations

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
HEAD, LINE = 54, 14
"""Pixels of a line over a column, across and down."""
TINY = 10


def matrix(chart: Chart, lang: str, width: int) -> Any:
    """Cells in seven steps of one colour, the figure in each and its mark under it as a word.

    Where the columns do not fit beside one another the rest follow below, under the same rows.
    """
    import altair as alt

    named = records(chart, lang)
    for row in named:
        row |= {role: short(cell(row[role], column(chart, role), lang)) for role in ("x", "y")}
        row["x"] = MARK.join(_headed(row["x"]))
    down, across = (list(dict.fromkeys(row[role] for row in named)) for role in ("y", "x"))
    rows = [row for row in named if row["value"] is not None]
    _told(chart, rows, lang)
    label = min(max(pixels(name) for name in down) + 12, LABEL[width])
    size = min(
        max(
            LEAST,
            *(pixels(line) + 8 for name in across for line in name.split(MARK)),
            *(pixels(row["note"]) + 8 for row in rows),
        ),
        MOST,
    )
    count = max(1, int((width - label - 8) // size))
    count = -(-len(across) // -(-len(across) // count))
    size = min((width - label - 8) / count, MOST)
    height = MARKED if any(row["word"] for row in rows) else PLAIN
    blocks = [
        _block([row for row in rows if row["x"] in across[at : at + count]])
        .properties(width=size * len(across[at : at + count]), height=height * len(down))
        .encode(y=_down(down, width), x=_across(across[at : at + count], size))
        for at in range(0, len(across), count)
    ]
    return blocks[0] if len(blocks) == 1 else alt.vconcat(*blocks, spacing=14)


def _headed(name: str) -> list[str]:
    """A name over a column, in at most two lines."""
    lines = folded(name, HEAD)
    return lines if len(lines) < 3 else [lines[0], lines[1][:-1] + "…"]


def _told(chart: Chart, rows: list[Record], lang: str) -> None:
    low, high = min(0.0, *(row["value"] for row in rows), 0.0), max(row["value"] for row in rows)
    for row in rows:
        step = min(int((row["value"] - low) / ((high - low) or 1) * len(HEAT)), len(HEAT) - 1)
        row["fill"], row["on"] = colour(HEAT[step]), colour(ON[step])
        row["note"] = cell(row["value"], column(chart, "value"), lang)
        row["word"] = cell(row["mark"], column(chart, "mark"), lang) if row.get("mark") else ""


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

    return alt.Y("y:N", sort=names, scale=alt.Scale(domain=names), axis=axis(labelLimit=LABEL[width] - 12))


def _across(names: list[str], size: float) -> Any:
    import altair as alt

    lines = max(name.count(MARK) for name in names)
    lined = axis(
        orient="top",
        labelAngle=0,
        labelLimit=size - 2,
        labelPadding=6 + LINE * lines,
        labelExpr=f"split(datum.label, '{MARK}')",
    )
    return alt.X("x:N", sort=names, scale=alt.Scale(domain=names), axis=lined)
