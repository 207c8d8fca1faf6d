"""A dot and its interval for each row."""

from __future__ import annotations

import math
from typing import Any

from cstools.model.report import Chart
from cstools.view.charts.frame import (
    ROW,
    SMALL,
    TONES,
    WIDE,
    Record,
    axis,
    beside,
    column,
    data,
    named,
    names,
    noted,
    records,
    roles,
    room,
    ticks,
)
from cstools.view.numbers import cell
from cstools.view.theme import colour

TIMES, LINES, PAD = "x", 8, 1.12
"""The unit of ratios, which are as far apart as they multiply; lines of their axis; what is left free at its ends."""


def dots(chart: Chart, lang: str, width: int) -> Any:
    """A dot and its interval for each row, a rule for the whole, the figure and n beside."""
    import altair as alt

    rows = [row for row in records(chart, lang) if row["value"] is not None]
    for row in rows:
        row["name"] = named(chart, row, lang, small=width == SMALL)
        n = "" if width == SMALL else beside(chart, row, lang)
        row["note"] = noted((cell(row["value"], column(chart, "value"), lang), n))
        row["role"] = TONES.get(row.get("mark") or "", "accent")
        row["lo"], row["hi"] = _or(row.get("lo"), row["value"]), _or(row.get("hi"), row["value"])
    scale = _scale(chart, rows)
    low, high = scale.domain
    unit = column(chart, "value").unit
    marks = steps(low, high) if scale.type == "log" else ticks(unit, low, high, lang)
    lined = axis(**{"tickCount": 4 if width < WIDE else 8} | marks)
    base = alt.Chart(data(rows)).encode(y=names(rows, width))
    colours = alt.Color("role:N", scale=roles(), legend=None)
    line = base.mark_rule(strokeWidth=2, aria=False).encode(x=alt.X("lo:Q", scale=scale), x2="hi:Q", color=colours)
    x = alt.X("value:Q", scale=scale, axis=lined)
    dot = base.mark_circle(size=80, opacity=1).encode(x=x, color=colours, description="tip:N")
    wide = max(room(rows, width), width / 5)
    text = base.mark_text(align="left", color=colour("muted"), aria=False, dx=8).encode(
        x=alt.value(wide), text="note:N"
    )
    return alt.layer(*_whole(chart, scale), line, dot, text).properties(width=wide, height=ROW * len(rows))


def _or(value: float | None, other: float) -> float:
    return other if value is None else value


def steps(low: float, high: float) -> dict[str, Any]:
    """Where the lines of an axis of ratios are: at 1, 2, 5 and their tenfolds, at tenfolds where those are many.

    >>> steps(0.3, 45.0)["values"], steps(0.002, 3000.0)["values"]
    ([0.5, 1.0, 2.0, 5.0, 10.0, 20.0], [0.01, 0.1, 1.0, 10.0, 100.0, 1000.0])
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for parts in ((1, 2, 5), (1,)):
        values = [float(f"{part}e{place}") for place in range(first, last + 1) for part in parts]
        values = [value for value in values if low <= value <= high]
        if len(values) <= LINES:
            break
    return {"values": values, "format": "~r"}


def _scale(chart: Chart, rows: list[Record]) -> Any:
    import altair as alt

    low, high = min(row["lo"] for row in rows), max(row["hi"] for row in rows)
    if chart.reference and chart.reference.value is not None:
        low, high = min(low, chart.reference.value), max(high, chart.reference.value)
    if column(chart, "value").unit == TIMES and low > 0:
        return alt.Scale(type="log", domain=[low / PAD, high * PAD], nice=False)
    pad = max((high - low) * 0.04, abs(high) * 0.004, 0.005)
    return alt.Scale(domain=[low - pad, high + pad], nice=False, zero=False)


def _whole(chart: Chart, scale: Any) -> list[Any]:
    import altair as alt

    if chart.reference is None or chart.reference.value is None:
        return []
    rule = alt.Chart(data([{"all": chart.reference.value}])).mark_rule(
        color=colour("muted"), strokeDash=[4, 3], aria=False
    )
    return [rule.encode(x=alt.X("all:Q", scale=scale))]
