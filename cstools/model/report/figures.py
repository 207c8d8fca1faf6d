"""What the report is made of at the smallest: figures with their units, intervals, sentences by key, columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """A number (or a day, a month) and what it is in: a unit of `UNITS`. None is a figure that could not be made."""

    value: float | int | str | None
    unit: str = "n"


@dataclass(frozen=True)
class Span:
    """An interval: both ends in one unit."""

    lo: float | None
    hi: float | None
    unit: str = "n"


@dataclass(frozen=True)
class Phrase:
    """A sentence of `model/report/words` and what fills its blanks: text from the data, or values with units."""

    key: str
    params: Mapping[str, Param] = field(default_factory=dict)


Value = str | float | int | bool | Figure | Phrase | None
"""One cell: text from the data, a number in the unit of its column, nothing; a figure with its own unit, or a phrase,
where the rows of a column differ in kind (its unit is then `any`).
"""
Param = str | Figure | Span | Phrase | tuple["Param", ...]
UNITS = (
    "text", "word", "any", "date", "month", "weekday", "n", "mean", "ratio", "x", "s", "yuan", "pt",
    "r", "pp", "change", "n_change", "s_change", "yuan_change", "pt_change",
)  # fmt: skip
"""The units of figures and columns. text: as the data has it; word: a key of the words table; ratio: 0..1 (85.5%);
x: times; s: seconds; r: a correlation, -1..1; pp: a difference of ratios; change: a relative change; *_change:
a signed difference."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading is the word `key`, or `label` where that is given; its cells are in `unit`.

    label: words of the user's own (a metric of `--define`, a value of a field that became a column).
    """

    key: str
    unit: str = "text"
    label: str = ""
