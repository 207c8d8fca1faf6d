"""Charts: a block of the report as one inline SVG. Altair draws, a file a kind; `view/theme.py` colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

from cstools.errors import Usage
from cstools.model.report import Chart
from cstools.view.charts.apart import drawn
from cstools.view.charts.band import band
from cstools.view.charts.bars import bars, funnel
from cstools.view.charts.dots import dots
from cstools.view.charts.frame import HALF, SMALL, WIDE, index, places
from cstools.view.charts.heat import heat
from cstools.view.charts.matrix import matrix
from cstools.view.charts.stack import parts, stack
from cstools.view.charts.vega import vega
from cstools.view.numbers import say
from cstools.view.theme import config, inlined

__all__ = ["OWN", "cut", "draw", "drawable", "index", "spec"]

KINDS: dict[str, Callable[[Chart, str, int], Any]] = {
    "band": band, "bars": bars, "dots": dots, "funnel": funnel, "heat": heat, "matrix": matrix, "stack": stack,
}  # fmt: skip
NEEDS = {
    "band": ("x", "value"), "heat": ("x", "y", "value"), "matrix": ("x", "y", "value"), "stack": ("label",),
    **dict.fromkeys(("bars", "dots", "funnel"), ("label", "value")),
}  # fmt: skip
"""The roles a kind cannot be drawn without."""
OWN = "vega"


def draw(chart: Chart, lang: str, *, small: bool = False, name: str = "") -> str:
    """The chart as an inline SVG, or nothing where there is nothing to draw (no rows, no value, all zero).

    name: what makes its ids unique in the page. Raises Usage("report.model") for a chart whose roles name no column or
    whose numbers are none, Usage("report.spec") and Usage("report.spec_url") for a chart of the user's own.
    """
    if not drawable(chart):
        return ""
    width = SMALL if small else WIDE if chart.wide else HALF
    svg = _svg(chart, lang, width)
    words = escape(say(chart.title, lang)), escape(say(chart.alt, lang))
    ident = escape(f"{name or chart.name}-{'s' if small else 'w'}", quote=True)
    return inlined(svg, width, ident, *words, told=not small, own=chart.kind == OWN)


def _svg(chart: Chart, lang: str, width: int) -> str:
    made = spec(chart, lang, width)
    try:
        if chart.kind == OWN:
            return drawn("vegalite_to_svg", made).decode()
        import vl_convert

        return str(vl_convert.vegalite_to_svg(made, allowed_base_urls=[]))
    except ValueError as error:
        raise _refused(chart, error) from error


def spec(chart: Chart, lang: str, width: int) -> dict[str, Any]:
    """The chart as Vega-Lite. Raises Usage as `draw`."""
    from altair.utils.schemapi import debug_mode

    if chart.kind == OWN:
        return vega(chart, lang, width)
    # Altair checks every part against the schema as it is made, two thirds of the cost of making a chart; these specs
    # come from the functions of this package alone.
    with debug_mode(False):
        try:
            made: dict[str, Any] = KINDS[_kind(chart)](chart, lang, width).to_dict(validate=False)
        except (
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
        ) as error:  # a weekday that is none, a date that is no text
            raise _refused(chart, error) from error
    return made | {"config": config()}


def _refused(chart: Chart, error: Exception) -> Usage:
    why = str(error).strip().partition("\n")[0]
    if chart.kind == OWN:
        return Usage("report.spec", name=chart.name, why=why)
    return Usage("report.model", why=f"{chart.name}: {why}")


def _kind(chart: Chart) -> str:
    if chart.kind not in KINDS:
        raise Usage("report.model", why=f"Chart.kind: {chart.kind}")
    places(chart, NEEDS[chart.kind])
    return chart.kind


def drawable(chart: Chart) -> bool:
    """Whether any value of the chart is other than null and zero; a rate of zero is a value."""
    if chart.kind == OWN:
        return bool(chart.rows)
    roles = parts(chart) if chart.kind == "stack" else ["value"]
    found = [row[place] for place in places(chart, roles) for row in chart.rows]
    if chart.kind in ("dots", "matrix"):
        return any(value is not None for value in found)
    return any(found)


ROWS = {"bars": 40, "dots": 40, "stack": 40, "funnel": 12, "heat": 168, "band": 366}
"""The most rows a picture shows, so that it fits a page and a file."""
CELLS = 14, 16
"""The most rows and columns of a matrix."""
ANY = 5000


def cut(chart: Chart) -> Chart:
    """The chart with the rows a picture has room for: of dots, which are ordered, the first and the last."""
    rows = _cells(chart) if chart.kind == "matrix" else chart.rows
    most = ROWS.get(chart.kind, ANY)
    if chart.kind == "dots" and len(rows) > most:
        rows = rows[: most // 2] + rows[-most // 2 :]
    return replace(chart, rows=rows[:most])


def _cells(chart: Chart) -> tuple[Any, ...]:
    down, across = places(chart, ("y", "x"))
    kept = [
        set(list(dict.fromkeys(row[place] for row in chart.rows))[:most])
        for place, most in zip((down, across), CELLS, strict=True)
    ]
    return tuple(row for row in chart.rows if row[down] in kept[0] and row[across] in kept[1])
