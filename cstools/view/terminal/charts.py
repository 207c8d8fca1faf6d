"""Charts in characters: bars, lines of blocks, intervals, shares, shades."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from cstools.model.report import Chart, Table
from cstools.view import told
from cstools.view.bars import bar, sparkline, thinned
from cstools.view.grid import empty, grid, heading
from cstools.view.grid.tables import CROSSING, PART, places
from cstools.view.numbers import cell, say
from cstools.view.terminal.marks import DRAWN, DRAWN_ASCII, FILLS, FILLS_ASCII, interval, number, shares
from cstools.view.terminal.shades import heat, matrix
from cstools.view.terminal.sheet import Sheet

MEANS = "  "
"""Between the fills that are explained."""
SIDE = 12
"""Cells of a day beside a line of blocks."""
Draw = Callable[[Sheet, Chart], None]


def chart(sheet: Sheet, block: Chart) -> None:
    """A chart under its title, with its figures."""
    sheet.heading(say(block.title, sheet.lang))
    sheet.say(block.lead)
    if empty(block):
        sheet.text(sheet.word("page.empty"))
        return
    draw, needs = DRAW.get(block.kind, (_listed, ()))
    (draw if set(needs) <= set(places(block)) else _listed)(sheet, block)


def _values(block: Chart, role: str) -> list[float | None]:
    place = places(block)[role]
    return [number(row[place]) for row in block.rows]


def _listed(sheet: Sheet, block: Chart) -> None:
    sheet.table(grid(block, sheet.lang))


def _bars(sheet: Sheet, block: Chart) -> None:
    """Bars and what stands beside them; a funnel has the rate of the step before there."""
    drawn = _values(block, "value")
    top = max(value or 0.0 for value in drawn)
    sheet.table(grid(block, sheet.lang), lambda room: [bar(one, top, room, ascii_only=sheet.ascii) for one in drawn])


def _band(sheet: Sheet, block: Chart) -> None:
    """A line of blocks over the days, then the days outside the expected."""
    place = places(block)
    first, last = (cell(block.rows[at][place["x"]], block.columns[place["x"]], sheet.lang) for at in (0, -1))
    line = sparkline(thinned(_values(block, "value"), sheet.width - 2 * SIDE), ascii_only=sheet.ascii)
    sheet.text(f"{first} {line} {last}")
    sheet.say(block.alt)
    outside = tuple(row for row in block.rows if "mark" in place and row[place["mark"]] is not None)
    if outside:
        sheet.table(grid(Table(block.title, block.columns, outside), sheet.lang))


def _dots(sheet: Sheet, block: Chart) -> None:
    """The value within its interval, the whole as a rule."""
    fit = _log if block.columns[places(block)["value"]].unit == "x" else _same
    role = [[fit(value) for value in _values(block, name)] for name in ("value", "lo", "hi")]
    rows = list(zip(*role, strict=True))
    reference = fit(number(block.reference.value)) if block.reference else None
    known = [value for column in (*role, [reference]) for value in column if value is not None]
    draw = partial(interval, ends=(min(known), max(known)), reference=reference, ascii_only=sheet.ascii)
    sheet.table(grid(block, sheet.lang), lambda room: [draw(*row, width=room) for row in rows])
    if whole := told.reference(block, sheet.lang):
        sheet.text(f"{(DRAWN_ASCII if sheet.ascii else DRAWN)[-1]} {whole}")


def _same(value: float | None) -> float | None:
    return value


def _log(value: float | None) -> float | None:
    """Ratios are as far apart as they multiply."""
    return math.log(value) if value else None


def _stack(sheet: Sheet, block: Chart) -> None:
    """A bar of the whole for each row, and what its fills mean."""
    fills, place = FILLS_ASCII if sheet.ascii else FILLS, places(block)
    parts = [role for role in place if role.startswith(PART)]
    names = [heading(block.columns[place[role]], sheet.lang) for role in parts]
    sheet.text(MEANS.join(f"{fills[at % len(fills)]} {name}" for at, name in enumerate(names)))
    rows = list(zip(*(_values(block, role) for role in parts), strict=True))
    sheet.table(grid(block, sheet.lang), lambda room: [shares(row, room, fills) for row in rows])


DRAW: dict[str, tuple[Draw, tuple[str, ...]]] = {
    "bars": (_bars, ("value",)),
    "funnel": (_bars, ("value",)),
    "band": (_band, ("x", "value")),
    "dots": (_dots, ("value", "lo", "hi")),
    "stack": (_stack, (f"{PART}1",)),
    "heat": (heat, CROSSING),
    "matrix": (matrix, CROSSING),
}
"""The kinds that are drawn and the roles they need; any other, or one without them, is its table."""
