"""Bars whose parts make a whole."""

from __future__ import annotations

from typing import Any

from cstools.model.report import Chart
from cstools.view.charts.frame import (
    ROW,
    SMALL,
    WIDE,
    Record,
    beside,
    column,
    data,
    named,
    names,
    paired,
    pixels,
    records,
    room,
)
from cstools.view.grid import heading
from cstools.view.numbers import cell
from cstools.view.palette import HEAT, ON
from cstools.view.theme import colour

PART = "part."
PALE = 2
GAP = 6
"""Pixels around a figure in its part; a part too narrow for its figure is told by its hover title and the table."""


def parts(chart: Chart) -> list[str]:
    """The roles of the parts, by number.

    >>> from cstools.model.report import Phrase
    >>> parts(Chart("a", "stack", Phrase("a"), Phrase("a"), (), (), {"label": "a", "part.10": "c", "part.2": "b"}))
    ['part.2', 'part.10']
    """
    return sorted((role for role in chart.roles if role.startswith(PART)), key=lambda role: (len(role), role))


def stack(chart: Chart, lang: str, width: int) -> Any:
    """A bar of full width for each row, its parts in a ramp from pale to deep, their figures in them, n beside."""
    import altair as alt

    rows = [row for row in records(chart, lang) if any(row[part] for part in parts(chart))]
    for row in rows:
        row["name"], row["note"] = named(chart, row, lang, small=width == SMALL), beside(chart, row, lang)
    wide = room(rows, width)
    pieces = [piece for row in rows for piece in _pieces(chart, row, wide, lang)]
    order = names(rows, width)
    x = alt.X("from:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    base = alt.Chart(data(pieces)).encode(y=order)
    bar = base.mark_bar(height=19, stroke=colour("card"), strokeWidth=1).encode(
        x=x, x2="to:Q", color=_colours(chart, lang, width), description="tip:N"
    )
    figures = base.mark_text(aria=False, fontSize=11).encode(
        x=alt.X("middle:Q", axis=None), text="note:N", color=alt.Color("on:N", scale=None)
    )
    n = alt.Chart(data(rows)).mark_text(align="left", color=colour("muted"), aria=False, dx=8)
    return alt.layer(bar, figures, n.encode(x=alt.value(wide), y=order, text="note:N")).properties(
        width=wide, height=ROW * len(rows)
    )


def _pieces(chart: Chart, row: Record, wide: float, lang: str) -> list[Record]:
    """The parts of a row from left to right, each from where to where of the whole."""
    roles = parts(chart)
    whole, at, found = sum(row[role] or 0 for role in roles), 0.0, []
    for number, role in enumerate(roles):
        share = (row[role] or 0) / whole
        if share:
            told = cell(row[role], column(chart, role), lang)
            label = heading(column(chart, role), lang)
            found.append({
                "name": row["name"], "part": label, "from": at, "to": at + share, "middle": at + share / 2,
                "note": told if pixels(told) + GAP <= share * wide else "",
                "on": colour(ON[step(number, len(roles))]),
                "tip": paired(cell(row["label"], column(chart, "label"), lang), f"{label} {told}", lang),
            })  # fmt: skip
        at += share
    return found


def step(number: int, count: int) -> int:
    """The step of the ramp of a part: evenly from pale to deep, beginning where it still stands out from the card.

    >>> [step(number, 5) for number in range(5)], step(0, 1), [step(number, 9) for number in (0, 4, 8)]
    ([2, 3, 4, 5, 6], 6, [0, 3, 6])
    """
    last = len(HEAT) - 1
    low = max(min(PALE, len(HEAT) - count), 0)
    return last if count < 2 else low + round(number * (last - low) / (count - 1))


def _colours(chart: Chart, lang: str, width: int) -> Any:
    import altair as alt

    roles = parts(chart)
    labels = [heading(column(chart, role), lang) for role in roles]
    shades = [colour(HEAT[step(number, len(roles))]) for number in range(len(roles))]
    fit = max(1, int((width - 20) // (max(map(pixels, labels)) + 34)))
    legend = alt.Legend(
        title=None, orient="top", direction="horizontal", columns=min(fit, len(labels)), symbolSize=140,
        symbolStrokeWidth=0, symbolOpacity=1, labelLimit=width - 40, offset=6 if width == WIDE else 4,
    )  # fmt: skip
    return alt.Color("part:N", sort=labels, scale=alt.Scale(domain=labels, range=shades), legend=legend)
