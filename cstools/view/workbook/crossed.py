"""Heat maps and matrices: the grid itself, shaded by its figures."""

from __future__ import annotations

from typing import Any

from cstools.model.report import Chart, Column, Value
from cstools.model.report.words import word
from cstools.view.grid import heading
from cstools.view.numbers import cell
from cstools.view.workbook.cells import Cell, native, text
from cstools.view.workbook.listing import Heading, Listing, Placed
from cstools.view.workbook.sheet import Sheet
from cstools.view.workbook.style import COLOURS, RAMP
from cstools.view.workbook.tables import listed

NEUTRAL = {"x": 1.0, "pp": 0.0, "change": 0.0, "n_change": 0.0, "pt_change": 0.0, "s_change": 0.0, "yuan_change": 0.0}
"""What is neither more nor less, by unit: the middle of the colours."""
HOURS, WEEKDAYS = range(24), range(1, 8)
LOW, MIDDLE, HIGH = "#8BB2E6", "#FFFFFF", "#F2B8A0"


def heat(sheet: Sheet, chart: Chart) -> Placed:
    """Weekdays by hours, darker for more."""
    return _shaded(sheet, chart, [*_with(chart, "y", WEEKDAYS)], [*_with(chart, "x", HOURS)])


def matrix(sheet: Sheet, chart: Chart) -> Placed:
    """Rows and columns in order of appearance, a mark behind the figure; what else a row says is listed below."""
    placed = _shaded(sheet, chart, list(dict.fromkeys(_all(chart, "y"))), list(dict.fromkeys(_all(chart, "x"))))
    if len(chart.columns) > len(set(chart.roles.values())):
        sheet.gap()
        listed(sheet, chart)
    return placed


def _all(chart: Chart, role: str) -> list[Value]:
    return [row[_place(chart, role)] for row in chart.rows]


def _with(chart: Chart, role: str, usual: range) -> list[Value]:
    """The usual values of an axis and whatever else the data have."""
    return [*usual, *(value for value in dict.fromkeys(_all(chart, role)) if value not in usual)]


def _place(chart: Chart, role: str) -> int:
    return [column.key for column in chart.columns].index(chart.roles[role])


def _shaded(sheet: Sheet, chart: Chart, down: list[Value], across: list[Value]) -> Placed:
    y, x, value = (_place(chart, role) for role in ("y", "x", "value"))
    at = {(row[y], row[x]): _crossing(chart, row, value, sheet.lang) for row in chart.rows}
    rows = tuple(
        (_name(one, chart.columns[y], sheet.lang), *(at.get((one, other), Cell()) for other in across)) for one in down
    )
    headings = (heading(chart.columns[y], sheet.lang), *(_head(one, chart.columns[x], sheet.lang) for one in across))
    placed = sheet.table(Listing(headings, rows, filters=False))
    if rows and across:
        area = (placed.first, 1, placed.last, placed.columns - 1)
        sheet.sheet.conditional_format(*area, _scale(chart.columns[value].unit))
    return placed


def _crossing(chart: Chart, row: tuple[Value, ...], value: int, lang: str) -> Cell:
    made = native(row[value], chart.columns[value].unit, lang)
    mark = row[_place(chart, "mark")] if "mark" in chart.roles else None
    return made if mark is None or made.value is None else made.noted(word(str(mark), lang))


def _name(value: Value, column: Column, lang: str) -> Cell:
    return text(cell(value, column, lang))


def _head(value: Value, column: Column, lang: str) -> Heading:
    return value if isinstance(value, int) and column.unit == "n" else cell(value, column, lang)


def _scale(unit: str) -> dict[str, Any]:
    if unit not in NEUTRAL:
        colours = {"min_color": COLOURS["card"], "mid_color": RAMP[2], "max_color": RAMP[4]}
        return {"type": "3_color_scale", **colours}
    colours = {"min_color": LOW, "mid_color": MIDDLE, "max_color": HIGH}
    return {"type": "3_color_scale", "mid_type": "num", "mid_value": NEUTRAL[unit], **colours}
