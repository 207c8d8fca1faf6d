"""What a native chart is drawn from: the cells of the table beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cstools.model.report import Chart, Value
from cstools.view.workbook.cells import DAY, FORMS
from cstools.view.workbook.listing import Placed
from cstools.view.workbook.sheet import Sheet, quoted
from cstools.view.workbook.style import COLOURS
from cstools.view.workbook.tables import kept

DRAWN = 60
"""Rows of a table that a chart shows; more would be a smear."""
FONT = {"size": 9, "color": COLOURS["ink"]}
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 432000)
"""Seconds between the lines of an axis of durations."""
LINES = 6


@dataclass(frozen=True)
class Drawing:
    """A chart, the sheet it is put on, and where its table stands."""

    chart: Chart
    sheet: Sheet
    placed: Placed
    title: int

    @cached_property
    def places(self) -> dict[str, int]:
        """Role -> the column of the sheet; a role without a value has none."""
        keys = [self.chart.columns[at].key for at in kept(self.chart)]
        return {role: keys.index(key) for role, key in self.chart.roles.items() if key in keys}

    @property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """The rows drawn."""
        return self.chart.rows[:DRAWN]

    def has(self, *roles: str) -> bool:
        """Whether all of these roles have values."""
        return all(role in self.places for role in roles)

    def unit(self, role: str) -> str:
        """The unit of a role."""
        key = self.chart.roles[role]
        return next(column.unit for column in self.chart.columns if column.key == key)

    def values(self, role: str) -> list[Value]:
        """The values of a role in the rows drawn."""
        place = [column.key for column in self.chart.columns].index(self.chart.roles[role])
        return [row[place] for row in self.rows]

    def column(self, at: int) -> list[Any]:
        """The cells of a column as a series takes them."""
        return [self.sheet.name, self.placed.first, at, self.placed.first + len(self.rows) - 1, at]

    def series(self, role: str, label: str, **look: Any) -> dict[str, Any]:
        """A series: the cells of a role over those of its labels, named by its heading."""
        return self.line(self.places[role], label, **look)

    def line(self, at: int, label: str, **look: Any) -> dict[str, Any]:
        """A series of any column of the table."""
        return {
            "name": [self.sheet.name, self.placed.top, at],
            "categories": self.column(self.places[label]),
            "values": self.column(at),
            # What the library would look up itself has a nought for an empty cell.
            "values_data": [row[at].value for row in self.placed.cells[: len(self.rows)]],
            **look,
        }

    def form(self, role: str) -> str:
        """The number format of a role."""
        return FORMS.get(self.unit(role), ("General", "General"))[self.sheet.lang == "en"]

    def made(self, **options: Any) -> Any:
        """An empty chart that carries the title of its table, in our type."""
        made = self.sheet.styles.book.add_chart(options)
        font = {"size": 11, "bold": True, "color": COLOURS["ink"]}
        made.set_title({"name": f"={quoted(self.sheet.name)}!$A${self.title + 1}", "name_font": font, "overlay": False})
        made.set_chartarea({"border": {"color": COLOURS["line"]}})
        made.show_blanks_as("gap")
        return made

    def scale(self, role: str, **more: Any) -> dict[str, Any]:
        """The axis of a role's values: its number format, faint lines; durations at whole seconds, minutes, hours."""
        lines = {"visible": True, "line": {"color": COLOURS["line"], "width": 0.75}}
        axis: dict[str, Any] = {
            "num_format": AXES.get(self.unit(role), self.form(role)),
            "num_font": FONT,
            "major_gridlines": lines,
        }
        if self.unit(role) == "s":
            axis = axis | {
                "major_unit": _step([value for value in self.values(role) if isinstance(value, int | float)])
            }
        return axis | {"line": {"none": True}} | more


AXES = {"ratio": "0%", "pp": "0", "change": "0%", "mean": "#,##0"}
"""Formats of axes where a cell says more."""


def names(reverse: bool = False) -> dict[str, Any]:
    """The axis of labels."""
    return {"num_font": FONT, "reverse": reverse, "line": {"color": COLOURS["line"]}, "major_tick_mark": "none"}


def _step(values: list[float]) -> float:
    top = max(values, default=1.0)
    return next((step for step in STEPS if step * LINES >= top), STEPS[-1]) / DAY


Draw = Callable[[Drawing], tuple[Any, int, int]]
"""A kind of chart: what is put on the sheet, its width and height in pixels."""
