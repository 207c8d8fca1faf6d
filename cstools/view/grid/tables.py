"""The table behind a chart, and any other table, as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cstools.model.report import Chart, Column, Table, Value
from cstools.model.report.words import word
from cstools.model.weekdays import WEEKDAYS
from cstools.view.grid.base import Grid, heading
from cstools.view.numbers import NONE, cell, numeric

HOURS = range(24)
Row = tuple[Value, ...]


def grid(block: Table | Chart, lang: str) -> Grid:
    """The cells of a table, or of the table behind a chart: a heat map as weekday by hour, a matrix as it is drawn."""
    if isinstance(block, Chart) and block.kind in CROSSED and set(CROSSING) <= set(places(block)):
        return CROSSED[block.kind](block, lang)
    return _listed(block, lang)


def _listed(block: Table | Chart, lang: str) -> Grid:
    """A line a row; columns without any value are left out, but for the first."""
    rows = tuple(
        tuple(cell(value, column, lang) for value, column in zip(row, block.columns, strict=True)) for row in block.rows
    )
    headings = tuple(heading(column, lang) for column in block.columns)
    made = Grid(headings, tuple(map(numeric, block.columns)), rows)
    known = [at for at in range(len(headings)) if not at or any(row[at] is not None for row in block.rows)]
    return made.only(known)


def _heat(chart: Chart, lang: str) -> Grid:
    place = places(chart)
    value = chart.columns[place["value"]]
    at = {(row[place["y"]], row[place["x"]]): cell(row[place["value"]], value, lang) for row in chart.rows}
    rows = tuple(
        (name, *(at.get((number, hour), NONE) for hour in HOURS)) for number, name in enumerate(WEEKDAYS[lang], 1)
    )
    return Grid((word("weekday", lang), *map(str, HOURS)), (False, *[True] * len(HOURS)), rows)


def _matrix(chart: Chart, lang: str) -> Grid:
    """Rows and columns in order of appearance; a cell is the value and, noted, whatever else its row says."""
    place = places(chart)
    x, y = place["x"], place["y"]
    across, down = (list(dict.fromkeys(row[at] for row in chart.rows)) for at in (x, y))
    at = {(row[y], row[x]): _crossing(chart, row, place, lang) for row in chart.rows}
    rows = tuple(
        (cell(name, chart.columns[y], lang), *(at.get((name, other), NONE) for other in across)) for name in down
    )
    heads = (heading(chart.columns[y], lang), *(cell(name, chart.columns[x], lang) for name in across))
    return Grid(heads, (False, *[True] * len(across)), rows)


def _crossing(chart: Chart, row: Row, place: Mapping[str, int], lang: str) -> str:
    told = cell(row[place["value"]], chart.columns[place["value"]], lang)
    others = [
        named(chart.columns[at], value, lang)
        for at, value in enumerate(row)
        if value is not None and at not in (place["x"], place["y"], place["value"])
    ]
    joint = "，" if lang == "zh" else ", "
    return word("label.noted", lang).format(value=told, note=joint.join(others)) if others else told


def named(column: Column, value: Value, lang: str) -> str:
    """A value that stands without its heading: a number has it before it, a word says enough."""
    told = cell(value, column, lang)
    return f"{heading(column, lang)} {told}" if numeric(column) else told


def places(chart: Chart) -> dict[str, int]:
    """Role -> the place of its column in a row.

    >>> from cstools.model.report import Phrase
    >>> chart = Chart("a", "funnel", Phrase("topics"), Phrase("topics"), (Column("n", "n"),), (), {"value": "n"})
    >>> places(chart)
    {'value': 0}
    """
    keys = [column.key for column in chart.columns]
    return {role: keys.index(key) for role, key in chart.roles.items() if key in keys}


def empty(chart: Chart) -> bool:
    """Whether a chart has nothing to draw: no row, or no value (a zero is none where it has no length).

    >>> from cstools.model.report import Phrase
    >>> chart = Chart("a", "bars", Phrase("n"), Phrase("n"), (Column("n", "n"),), ((0,), (None,)), {"value": "n"})
    >>> empty(chart), empty(Chart("a", "dots", Phrase("n"), Phrase("n"), chart.columns, chart.rows, chart.roles))
    (True, False)
    """
    drawn = [at for role, at in places(chart).items() if role == "value" or role.startswith(PART)]
    if chart.kind == OWN or not drawn:
        return not chart.rows
    values = [row[at] for row in chart.rows for at in drawn]
    return all(value is None or (not value and chart.kind not in ZERO) for value in values)


OWN, PART = "vega", "part."
ZERO = ("dots", "matrix")
"""The kinds in which a zero is drawn as any other value."""
CROSSING = ("x", "y", "value")
"""The roles that make a table of rows by columns."""
CROSSED: dict[str, Callable[[Chart, str], Grid]] = {"heat": _heat, "matrix": _matrix}
"""The kinds of chart whose table is not a line a row."""
