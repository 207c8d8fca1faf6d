"""Maps of shades: weekdays by hours, and any rows by columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cstools.model.report import Chart, Value
from cstools.model.weekdays import WEEKDAYS
from cstools.view.grid import Grid, grid
from cstools.view.grid.tables import HOURS, places
from cstools.view.table import pad
from cstools.view.terminal.marks import number
from cstools.view.terminal.sheet import Sheet

SHADES, SHADES_ASCII = " ░▒▓█", " .:*#"
SIDE = 6
"""Cells of the names beside a heat map."""
EVERY = 3
"""Hours between two labels."""


def heat(sheet: Sheet, block: Chart) -> None:
    """Two cells an hour, darker for more; one where the width does not hold two."""
    at, cells = _found(block), 2 if sheet.width >= SIDE + 2 * len(HOURS) else 1
    shade = _shader(at, sheet)
    labels = "".join(f"{hour:<{EVERY * cells}}" for hour in HOURS[::EVERY])
    sheet.lines.append(" " * SIDE + labels.rstrip())
    for day, name in enumerate(WEEKDAYS[sheet.lang], 1):
        drawn = "".join(shade(at.get((day, hour))) * cells for hour in HOURS)
        sheet.lines.append((pad(name, SIDE, sheet.marks) + drawn).rstrip())
    sheet.say(block.alt)


def matrix(sheet: Sheet, block: Chart) -> None:
    """The figures of a matrix, each behind its shade."""
    at, made = _found(block), grid(block, sheet.lang)
    shade, place = _shader(at, sheet), places(block)
    across, down = (list(dict.fromkeys(row[place[role]] for row in block.rows)) for role in ("x", "y"))
    rows = tuple(
        (told[0], *(f"{shade(at.get((y, x)))} {text}" for x, text in zip(across, told[1:], strict=True)))
        for y, told in zip(down, made.rows, strict=True)
    )
    sheet.table(Grid(made.headings, made.right, rows))
    sheet.say(block.alt)


def _found(block: Chart) -> dict[tuple[Value, Value], float | None]:
    place = places(block)
    return {(row[place["y"]], row[place["x"]]): number(row[place["value"]]) for row in block.rows}


def _shader(at: Mapping[tuple[Value, Value], float | None], sheet: Sheet) -> Callable[[float | None], str]:
    """Value -> its shade, the darkest for the most; none for null, 0 and below."""
    shades = SHADES_ASCII if sheet.ascii else SHADES
    top = max((value or 0.0 for value in at.values()), default=0.0) or 1.0
    return lambda value: shades[round(max(value or 0.0, 0.0) / top * (len(shades) - 1))]
