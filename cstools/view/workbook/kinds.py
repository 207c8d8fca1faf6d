"""The kinds of native charts."""

from __future__ import annotations

from typing import Any

from cstools.model.report.words import word
from cstools.view.workbook import widths
from cstools.view.workbook.drawing import FONT, Draw, Drawing, names
from cstools.view.workbook.style import COLOURS, RAMP, TONES

WIDE, HALF = 760, 560
TALL, LOW = 340, 290
BAR, LEAST, MOST = 24, 220, 1_500
"""Pixels of a bar; the least and the most of a chart of bars."""
DOT = 34
LABEL = 30
AREA = {"x": 0.34, "y": 0.14, "width": 0.6, "height": 0.7}
SHADES = RAMP[1:]
LEGEND = {"position": "bottom", "font": FONT}
NONE = {"none": True}


def band(drawing: Drawing) -> tuple[Any, int, int]:
    """A line over days, the expected below it, the band between its ends; words on the days outside."""
    made = drawing.made(type="line")
    has_band = drawing.has("lo", "hi")
    thin = {"line": {"color": RAMP[3], "width": 1}}
    if has_band:
        made.add_series(drawing.series("lo", "x", **thin))
    made.add_series(_days(drawing))
    if drawing.has("middle"):
        dashed = {"color": COLOURS["muted"], "width": 1, "dash_type": "dash"}
        made.add_series(drawing.series("middle", "x", line=dashed))
    if has_band:
        made.add_series(drawing.series("hi", "x", **thin))
        # Excel draws these from the first series to the last: the expected range of each day.
        fill = {"fill": {"color": COLOURS["band"], "transparency": 50}, "border": NONE}
        made.set_up_down_bars({"up": fill, "down": fill})
    dated = {"date_axis": True, "num_format": "m/d"} if drawing.unit("x") == "date" else {}
    made.set_x_axis(names() | dated)
    made.set_y_axis(drawing.scale("value", min=0))
    made.set_legend(LEGEND)
    return made, WIDE if drawing.chart.wide else HALF, TALL


def _days(drawing: Drawing) -> dict[str, Any]:
    marker = {"type": "circle", "size": 4, "fill": {"color": COLOURS["accent"]}, "border": {"color": COLOURS["accent"]}}
    look: dict[str, Any] = {"line": {"color": COLOURS["accent"], "width": 2}, "marker": marker}
    if drawing.has("mark"):
        marks = drawing.values("mark")
        look["points"] = [_point(str(mark)) if mark else None for mark in marks]
        look["data_labels"] = {
            "value": True,
            "position": "above",
            "custom": [
                {"value": word(str(mark), drawing.sheet.lang), "font": {"bold": True, "color": _colour(str(mark))}}
                if mark
                else {"delete": True}
                for mark in marks
            ],
        }
    return drawing.series("value", "x", **look)


def _colour(mark: str, otherwise: str = "ink") -> str:
    return COLOURS[TONES.get(mark, otherwise)]


def _point(mark: str) -> dict[str, Any]:
    return {"fill": {"color": _colour(mark)}, "border": {"color": _colour(mark)}}


def bars(drawing: Drawing) -> tuple[Any, int, int]:
    """A bar a row from the top down, its figure at its end; marked rows in the colour of their word."""
    made = drawing.made(type="bar")
    marks = drawing.values("mark") if drawing.has("mark") else []
    made.add_series(
        drawing.series(
            "value",
            "label",
            fill={"color": COLOURS["accent"]},
            gap=45,
            points=[_fill(_colour(str(mark), "accent")) if mark else None for mark in marks] or None,
            data_labels={"value": True, "font": FONT},
        )
    )
    return _flat(made, drawing, "value")


def _fill(colour: str) -> dict[str, Any]:
    return {"fill": {"color": colour}}


def _flat(made: Any, drawing: Drawing, role: str, **scale: Any) -> tuple[Any, int, int]:
    """Bars lying down, the first row on top."""
    made.set_y_axis(names(reverse=True))
    made.set_x_axis(drawing.scale(role, **scale) | {"label_position": "high"})
    made.set_legend(NONE)
    if max(widths.cells(str(label)) for label in drawing.values("label")) > LABEL:
        # Names as long as that would leave the bars no room.
        made.set_plotarea({"layout": AREA})
    height = min(max(90 + BAR * len(drawing.rows), LEAST), MOST)
    return made, WIDE if drawing.chart.wide else HALF, height


def dots(drawing: Drawing) -> tuple[Any, int, int]:
    """A dot a row with its interval as a line, and the reference across."""
    made = drawing.made(type="line")
    if drawing.has("lo", "hi"):
        dash = {
            "type": "long_dash",
            "size": 6,
            "fill": {"color": COLOURS["muted"]},
            "border": {"color": COLOURS["muted"]},
        }
        made.add_series(drawing.series("lo", "label", line=NONE, marker=dash))
        made.add_series(drawing.series("hi", "label", line=NONE, marker=dash))
        made.set_high_low_lines({"line": {"color": COLOURS["muted"], "width": 1.5}})
    made.add_series(drawing.series("value", "label", line=NONE, **_dot(drawing)))
    if drawing.chart.reference is not None:
        dashed = {"color": COLOURS["warn"], "width": 1.25, "dash_type": "dash"}
        made.add_series(drawing.line(drawing.placed.columns - 1, "label", line=dashed))
    made.set_x_axis(names())
    # Ratios are as far apart as they multiply.
    made.set_y_axis(drawing.scale("value") | ({"log_base": 10} if drawing.unit("value") == "x" else {}))
    made.set_legend(LEGEND)
    return made, min(max(HALF, 120 + DOT * len(drawing.rows)), 2 * WIDE), LOW


def _dot(drawing: Drawing) -> dict[str, Any]:
    accent = {"fill": {"color": COLOURS["accent"]}, "border": {"color": COLOURS["accent"]}}
    marks = drawing.values("mark") if drawing.has("mark") else []
    points = [_point(str(mark)) if TONES.get(str(mark)) in ("good", "bad") else None for mark in marks]
    return {"marker": {"type": "circle", "size": 8, **accent}} | ({"points": points} if any(points) else {})


def stack(drawing: Drawing) -> tuple[Any, int, int]:
    """A bar a row made of its parts, together the whole."""
    made = drawing.made(type="bar", subtype="percent_stacked")
    parts = sorted((role for role in drawing.places if role.startswith("part.")), key=_number)
    for place, role in enumerate(parts):
        shade = SHADES[round(place * (len(SHADES) - 1) / max(len(parts) - 1, 1))]
        look = {"fill": {"color": shade}, "border": {"color": COLOURS["card"], "width": 0.75}, "gap": 45}
        made.add_series(drawing.series(role, "label", **look))
    laid = _flat(made, drawing, parts[0], num_format="0%")
    made.set_legend(LEGEND)
    return laid


def _number(role: str) -> int:
    tail = role.rpartition(".")[2]
    return int(tail) if tail.isdecimal() else 0


def funnel(drawing: Drawing) -> tuple[Any, int, int]:
    """A bar a step, ever shorter, its count at its end."""
    made = drawing.made(type="bar")
    steps = len(drawing.rows)
    shades = [RAMP[-1 - round(step * 3 / max(steps - 1, 1))] for step in range(steps)]
    points = [_fill(shade) for shade in shades]
    labels = {"value": True, "font": FONT}
    made.add_series(drawing.series("value", "label", points=points, gap=15, data_labels=labels))
    return _flat(made, drawing, "value", min=0)


KINDS: dict[str, Draw] = {"band": band, "bars": bars, "dots": dots, "stack": stack, "funnel": funnel}
"""The kinds drawn by Excel; heat and matrix are their own tables, a chart of the user's own is its table."""
