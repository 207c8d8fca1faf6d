"""One chart of the report as a PNG."""

from __future__ import annotations

import json
from typing import Any

from cstools.errors import Usage
from cstools.model.report import Chart, Report
from cstools.view.charts import OWN, cut, drawable, spec
from cstools.view.charts.apart import drawn
from cstools.view.charts.frame import HALF, WIDE, folded
from cstools.view.look import Look
from cstools.view.numbers import say
from cstools.view.palette import palette
from cstools.view.theme import FONT_SIZE, colour, painted

SCALE = 2
"""Pixels of the picture for one of the chart: sharp on a screen of today and on a slide."""
TITLE = 16
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"


def picture(report: Report, name: str, lang: str, look: Look) -> bytes:
    """The chart of a name under its title, as PNG on white, in the accent of the look.

    Raises Usage("report.no_chart") for a name the report has no chart of, Usage("report.no_data") for a chart with
    nothing to draw.
    """
    chart = _found(report, name)
    if not drawable(chart):
        raise Usage("report.no_data", name=name)
    width = WIDE if chart.wide else HALF
    made = spec(cut(chart), lang, width)
    config = made["config"] | {"background": "#ffffff", "font": FONT, "padding": 16}
    titled = {"title": _title(say(chart.title, lang), width)} | made | {"config": config, "background": "#ffffff"}
    told = painted(json.dumps(titled, ensure_ascii=False), palette("paper", look.accent))
    try:
        if chart.kind == OWN:
            return drawn("vegalite_to_png", told, scale=SCALE)
        import vl_convert

        return bytes(vl_convert.vegalite_to_png(told, scale=SCALE, allowed_base_urls=[]))
    except ValueError as error:
        raise Usage("report.spec", name=name, why=str(error).strip().partition("\n")[0]) from error


def _found(report: Report, name: str) -> Chart:
    charts = [block for section in report.sections for block in section.blocks if isinstance(block, Chart)]
    for chart in charts:
        if chart.name == name:
            return chart
    raise Usage("report.no_chart", name=name, known=", ".join(chart.name for chart in charts))


def _title(text: str, width: int) -> dict[str, Any]:
    return {
        "text": folded(text, width * FONT_SIZE / TITLE), "anchor": "start", "frame": "bounds", "fontSize": TITLE,
        "fontWeight": 600, "color": colour("ink"), "offset": 14,
    }  # fmt: skip
