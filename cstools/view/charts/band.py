"""A line over days."""

from __future__ import annotations

from typing import Any

from cstools.model.report import Chart, Column, Figure
from cstools.view.charts.frame import DRAWN, SMALL, TONES, Record, axis, column, data, named, records, ticks
from cstools.view.numbers import cell, figure
from cstools.view.theme import colour

FEW = 4
"""Up to this many contacts a day every count has its own line, so that no half is labelled as a whole."""
LABELLED = 3
"""Marked days with a label on a telephone."""


def band(chart: Chart, lang: str, width: int) -> Any:
    """A line over days, the band of the expected behind it, dots and words on the days outside."""
    import altair as alt

    rows = records(chart, lang)
    for row in rows:
        row["x"] = named(chart, row, lang, "x")
    base = alt.Chart(data(rows)).encode(x=_days(rows, width))
    layers = []
    if "lo" in chart.roles:
        layers.append(base.mark_area(color=colour("band"), aria=False).encode(y="lo:Q", y2="hi:Q"))
    if "middle" in chart.roles:
        dashed = base.mark_line(color=colour("muted"), strokeDash=[3, 3], strokeWidth=1, aria=False)
        layers.append(dashed.encode(y="middle:Q"))
    count = _height(chart, rows, lang)
    layers.append(base.mark_line(color=colour("accent"), strokeWidth=2, aria=False).encode(y=count))
    layers.append(base.mark_circle(color=colour("accent"), size=18, opacity=1).encode(y=count, description="tip:N"))
    marked = [row for row in rows if row.get("mark") and row["value"] is not None]
    for role in sorted({_role(row) for row in marked}):
        some = [row for row in marked if _role(row) == role]
        layers += _marked(chart, some, marked, _days(rows, width), count, role, lang, width)
    return alt.layer(*layers).properties(width=width - 50, height=240 if width > SMALL else 180)


def _role(row: Record) -> str:
    return TONES.get(row["mark"], "warn")


def _height(chart: Chart, rows: list[Record], lang: str) -> Any:
    import altair as alt

    unit = column(chart, "value").unit
    top = max(max(row["value"] or 0, row.get("hi") or 0) for row in rows)
    whole = {"values": list(range(int(top) + 1))} if unit == "n" and top <= FEW else {"tickCount": 4}
    lined = axis(**whole | ticks(unit, 0, top, lang))
    return alt.Y("value:Q", axis=lined, scale=alt.Scale(zero=unit in ("n", "mean"), nice=True))


def _days(rows: list[Record], width: int) -> Any:
    import altair as alt

    step = max(1, -(-len(rows) // (width // 75)))
    across = axis(values=[row["x"] for row in rows[::step]], labelAngle=0, labelPadding=10, labelExpr=DRAWN, grid=False)
    return alt.X("x:O", sort=None, axis=across, scale=alt.Scale(type="point", padding=0.5))


def _marked(
    chart: Chart, some: list[Record], marked: list[Record], x: Any, y: Any, role: str, lang: str, width: int
) -> list[Any]:
    import altair as alt

    base = alt.Chart(data(some)).encode(x=x, y=y)
    dots = base.mark_circle(color=colour(role), size=70, opacity=1).encode(description="tip:N")
    tops = [row for row in some if not any(_near(row, other) and _above(other, row) for other in marked)]
    if width == SMALL:
        highest = sorted(marked, key=lambda row: (-row["value"], row["place"]))[:LABELLED]
        tops = [row for row in tops if row in highest]
    for row in tops:
        value = figure(Figure(row["value"], column(chart, "value").unit), lang)
        word = cell(row["mark"], Column("mark", "word"), lang)
        row["note"] = value if width == SMALL else f"{word} {value}"
    text = alt.Chart(data(tops)).encode(x=x, y=y, text="note:N")
    return [dots, text.mark_text(color=colour(role), dy=-12, fontWeight=600, aria=False)]


def _near(row: Record, other: Record) -> bool:
    return row is not other and abs(row["place"] - other["place"]) <= 2


def _above(other: Record, row: Record) -> bool:
    return bool((other["value"], -other["place"]) > (row["value"], -row["place"]))
