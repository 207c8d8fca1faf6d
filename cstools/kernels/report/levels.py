"""A level of a factor of cs-why in the report: what was found of it, its words, the records it is about."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from cstools.kernels.report.conditions import equals, problem_is
from cstools.kernels.report.data import TOPIC
from cstools.kernels.report.stats import critical
from cstools.model.report import Figure, Phrase

RANGE = re.compile(r"(?:(?P<least>[\d.]+)\.\.|>(?P<over>[\d.]+)|<=)(?P<most>[\d.]+)?")
"""A range of numbers as cs-why writes it: the upper end is in."""
FLAGS = {"true": "drivers.yes", "false": "drivers.no", None: "drivers.empty", "(other)": "drivers.other"}
"""Values that are no words of the data."""


@dataclass(frozen=True)
class Level:
    """A level against the one it is compared with, all other factors as they are.

    field, value: as cs-why has them (value None: empty); ref: the value compared with, its rate. odds: the odds ratio
    and its 95 % interval; effect: by how much the probability is higher (0..1). n: the rated; rate: dissatisfied of
    them. z: the log odds over their error.
    """

    field: str
    value: str | None
    ref: str | None
    n: int
    rate: float
    ref_rate: float | None
    odds: tuple[float, float, float]
    effect: float | None
    z: float

    def sure(self, questions: int) -> bool:
        """Whether it is told from chance, of so many levels looked at."""
        return abs(self.z) > critical(questions)

    def interval(self, questions: int) -> tuple[float, float]:
        """The interval of the odds ratio that is held to for so many levels."""
        middle = math.log(self.odds[0])
        half = abs(middle / self.z) * critical(questions) if self.z else math.inf
        return math.exp(middle - half), math.exp(middle + half)


def level(one: Level) -> Phrase:
    """A level in words: its field and value."""
    return Phrase("label.colon", {"name": field(one.field), "value": value(one.field, one.value)})


def field(name: str) -> Phrase:
    """The word for a factor."""
    return Phrase(TOPIC if name == "topic" else name)


def value(name: str, text: str | None) -> str | Phrase:
    """A value in words: seconds as durations, yes and no, a range by its ends.

    >>> value("wait_s", "60..300").params["most"].value, value("is_resolved", "false").key, value("channel", "chat")
    (300.0, 'drivers.no', 'chat')
    """
    if text in FLAGS:
        return Phrase(FLAGS[text])
    ends = {key: Figure(end, "s" if name.endswith("_s") else "n") for key, end in _ends(text or "").items()}
    if not ends:
        return text or ""
    key = "between" if len(ends) == 2 else next(iter(ends))
    return Phrase(f"drivers.{key}", ends)


def _ends(text: str) -> dict[str, float]:
    """The ends of a range: least (not in it), most (in it), or over; none of what is no range.

    >>> _ends("<=20"), _ends("20..43.5"), _ends(">84"), _ends("20")
    ({'most': 20.0}, {'least': 20.0, 'most': 43.5}, {'over': 84.0}, {})
    """
    found = RANGE.fullmatch(text)
    return {} if found is None else {key: float(end) for key, end in found.groupdict().items() if end}


def where(one: Level, schema: Mapping[str, pl.DataType]) -> str:
    """The records of a level as a condition; "" where no field of the records says it. In: the fields they have.

    >>> made = Level("wait_s", ">60", "<=60", 40, 0.2, 0.1, (2.0, 1.5, 3.0), 0.1, 4.0)
    >>> where(made, {"wait_s": pl.Float64()}), where(made, {})
    ('wait_s > 60', '')
    """
    if one.field == "topic" and one.value is not None:
        return problem_is(one.value, schema)
    if one.field not in schema:
        return ""
    if one.value in ("true", "false"):
        return one.field if one.value == "true" else f"NOT {one.field}"
    if one.value is None or not schema[one.field].is_numeric():
        return equals(one.field, one.value)
    signs = {"least": ">", "over": ">", "most": "<="}
    ends = [f"{one.field} {signs[key]} {end:.6f}".rstrip("0").rstrip(".") for key, end in _ends(one.value).items()]
    return " AND ".join(ends) or f"{one.field} = {one.value}"
