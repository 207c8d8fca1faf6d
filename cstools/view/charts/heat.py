"""Hours by weekdays."""

from __future__ import annotations

from typing import Any

from cstools.model.report import Chart
from cstools.model.weekdays import WEEKDAYS
from cstools.view.charts.frame import SMALL, axis, column, data, paired, records
from cstools.view.numbers import cell
from cstools.view.palette import HEAT
from cstools.view.theme import colour

HOURS = [str(hour) for hour in range(24)]


def heat(chart: Chart, lang: str, width: int) -> Any:
    """Hours by weekdays, in seven steps of one colour; a cell without days stays empty."""
    import altair as alt

    rows = [row for row in records(chart, lang) if row["value"] is not None]
    for row in rows:
        row["y"] = WEEKDAYS[lang][int(row["y"]) - 1]
        row["tip"] = paired(f"{row['y']} {row['x']}:00", cell(row["value"], column(chart, "value"), lang), lang)
        row["x"] = str(row["x"])
    days = list(WEEKDAYS[lang])
    top = max(row["value"] for row in rows)
    x = alt.X("x:O", sort=HOURS, scale=alt.Scale(domain=HOURS, paddingInner=0.06), axis=_hours(width))
    y = alt.Y("y:O", sort=days, axis=axis(), scale=alt.Scale(domain=days, paddingInner=0.06))
    steps = alt.Scale(type="quantize", domain=[0, top], range=[colour(step) for step in HEAT])
    legend = alt.Legend(
        title=None, orient="bottom", direction="horizontal", format=",.0f" if top >= 14 else ".1f",
        symbolStrokeWidth=0, symbolSize=140, columns=7 if width > SMALL else 4,
    )  # fmt: skip
    cells = alt.Chart(data(rows)).mark_rect().encode(
        x=x, y=y, color=alt.Color("value:Q", scale=steps, legend=legend), description="tip:N"
    )  # fmt: skip
    return cells.properties(width=width - 50, height=7 * (30 if width > SMALL else 22))


def _hours(width: int) -> Any:
    return axis(labelAngle=0, orient="top", values=HOURS if width > SMALL else HOURS[::3])
