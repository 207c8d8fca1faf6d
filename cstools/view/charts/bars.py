"""Bars in the order of the rows, and those of a funnel, each a part of the one before."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from cstools.model.report import Chart, Column, Phrase
from cstools.view.charts.frame import (
    ROW,
    SMALL,
    TONES,
    Record,
    beside,
    column,
    data,
    named,
    names,
    noted,
    records,
    roles,
    room,
)
from cstools.view.numbers import cell, say
from cstools.view.theme import colour

STEP = 38
"""Height of a step of a funnel."""


def bars(chart: Chart, lang: str, width: int) -> Any:
    """Bars in the order of the rows, each with its figure, what stands beside it, and a word if it is marked."""
    rows = records(chart, lang)
    for row in rows:
        word = row.get("mark") if width != SMALL else None
        note = cell(row["value"], column(chart, "value"), lang), beside(chart, row, lang)
        row["note"] = noted((*note, cell(word, Column("mark", "word"), lang) if word else ""))
        row["role"] = TONES.get(row.get("mark") or "", "accent")
    return _drawn(chart, rows, lang, width, ROW, 17)


def funnel(chart: Chart, lang: str, width: int) -> Any:
    """Steps, each over the pale bar of the step before, with its figure and its rate of that step."""
    import altair as alt

    rows = records(chart, lang)
    for row in rows:
        rate = cell(row["rate"], column(chart, "rate"), lang) if row.get("rate") is not None else ""
        if rate and width != SMALL:
            rate = say(Phrase("label.step", {"value": rate}), lang)
        row["note"] = noted((cell(row["value"], column(chart, "value"), lang), rate))
        row["role"] = "accent"
        row["tip"] = row["tip"] + (f" {rate}" if rate else "")
    for before, row in pairwise(rows):
        row["lost"] = before["value"]
    drawn = _drawn(chart, rows, lang, width, STEP, 22)
    drawn.layer[0:0] = [
        alt.Chart(data(rows))
        .mark_bar(height=22, color=colour("band"), aria=False)
        .encode(x=alt.X("lost:Q", stack=None, axis=None), y=names(rows, width))
    ]
    return drawn


def _drawn(chart: Chart, rows: list[Record], lang: str, width: int, step: int, height: int) -> Any:
    import altair as alt

    for row in rows:
        row["name"] = named(chart, row, lang, small=width == SMALL)
        row["end"] = max(row["value"] or 0, row.get("lost") or 0, 0)
    ends = [row["value"] or 0 for row in rows]
    scale = alt.Scale(domain=[min(0, *ends), max(0, *ends)], nice=False)
    base = alt.Chart(data(rows)).encode(y=names(rows, width))
    colours = alt.Color("role:N", scale=roles(), legend=None)
    drawn = base.mark_bar(height=height).encode(
        x=alt.X("value:Q", axis=None, stack=None, scale=scale), color=colours, description="tip:N"
    )
    text = base.mark_text(align="left", dx=6, color=colour("muted"), aria=False).encode(
        x=alt.X("end:Q", axis=None, scale=scale), text="note:N"
    )
    return alt.layer(drawn, text).properties(width=max(room(rows, width), width / 5), height=step * len(rows))
