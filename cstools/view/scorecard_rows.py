"""What a scorecard is drawn from: one line a metric and group, in the last period, with its course over all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from cstools.model import fields
from cstools.model.period_words import phase_label
from cstools.view.course import filled

NEEDED = {"period": pl.String, "metric": pl.String, "unit": pl.String}
FIGURE = "value"
OTHERS = ("structure", "points", "ours")
"""Columns of answers that are no list of figures: of `--mix`, `--score` and `--reconcile`."""
INTERNAL = "__"
PHASE, ORDINARY, ALL = "phase", "ordinary", "all"
"""With promotions (`--calendar`) a period is the phase of one, or that of days in none (ORDINARY), and phases are set
side by side, as groups are."""
FEW = 30
"""Below this n a figure is marked: what moves it may be chance."""
PLAIN = ("n", "yuan")
"""Units of counts and sums, unless the figure has a denominator or an interval: then it is a mean."""


@dataclass(frozen=True)
class Line:
    """A metric of a group. row: its record of the period shown, empty where it has none. course: all its values."""

    group: tuple[str | None, ...]
    metric: str
    label: str
    unit: str
    row: Mapping[str, Any] = field(default_factory=dict)
    course: tuple[float | None, ...] = ()

    def number(self, name: str) -> float | None:
        """A finite number of the record; None where it has none."""
        return number(self.row.get(name))

    @property
    def sampled(self) -> bool:
        """Whether the figure is one of a sample; a count or a sum is not."""
        return self.unit not in PLAIN or any(self.number(name) is not None for name in ("denominator", "lo", "hi"))

    @property
    def few(self) -> bool:
        """Whether the sample is small; none at all is no sample."""
        return self.sampled and 0 < (self.number("n") or 0) < FEW

    @property
    def partial(self) -> bool:
        """Whether the data end before the period does."""
        return self.row.get("partial") is True


@dataclass(frozen=True)
class Sheet:
    """All lines; by: the group columns; periods: in order, the last is the one shown; height: the records read."""

    by: tuple[str, ...]
    periods: tuple[str, ...]
    lines: tuple[Line, ...]
    height: int


def number(value: object) -> float | None:
    """A finite number, or None.

    >>> number(3), number(True), number("3"), number(float("nan"))
    (3, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) < float("inf") else None


def sheet(frame: pl.DataFrame, by: Sequence[str] | None = None) -> Sheet | None:
    """The lines of a frame of kind kpi, in the order of its rows; what the last period lacks comes at the end.

    by: the group columns; None: those that are no field of a figure. None for a frame that is no list of figures
    (`--wide`, `--mix`, `--score`, chosen fields), has no rows, or has a figure twice.
    """
    if not frame.height or set(OTHERS) & set(frame.columns):
        return None
    if any(frame.schema.get(name) != dtype for name, dtype in NEEDED.items()):
        return None
    names = _groups(frame) if by is None else tuple(by)
    if any(phase_label(period, "zh") != period for period in frame["period"].drop_nulls().unique()):
        frame = frame.with_columns(pl.col("period").alias(PHASE), pl.lit(ALL).alias("period"))
        names = (PHASE, *names)
    keys = [*names, "metric"]
    unfit = frame.select(pl.any_horizontal(pl.col(*NEEDED).is_null()).any()).item()
    if (
        unfit
        or not frame.schema.get(FIGURE, pl.String).is_numeric()
        or frame.select(*keys, "period").is_duplicated().any()
    ):
        return None
    periods = tuple(filled(frame["period"].unique(maintain_order=True).to_list()))
    return Sheet(names, periods, tuple(_lines(frame, keys, periods)), frame.height)


def _groups(frame: pl.DataFrame) -> tuple[str, ...]:
    known = fields.of("kpi")
    return tuple(name for name in frame.columns if name not in known and not name.startswith(INTERNAL))


def _lines(frame: pl.DataFrame, keys: Sequence[str], periods: Sequence[str]) -> list[Line]:
    place = {period: at for at, period in enumerate(periods)}
    shown = pl.col("period") == periods[-1]
    rows = {tuple(row[key] for key in keys): row for row in frame.filter(shown).iter_rows(named=True)}
    label = pl.coalesce(pl.col("label").cast(pl.String), "metric") if "label" in frame.columns else pl.col("metric")
    names: dict[tuple[Any, ...], tuple[str, str]] = {}
    courses: dict[tuple[Any, ...], list[float | None]] = {key: [] for key in rows}
    for *key, period, name, unit, value in frame.select(
        *keys, "period", label.alias("__name"), "unit", FIGURE
    ).iter_rows():
        course = courses.setdefault(tuple(key), [])
        course.extend([None] * (len(periods) - len(course)))
        course[place[period]] = number(value)
        names[tuple(key)] = (name, unit)
    return [
        Line(tuple(map(_text, key[:-1])), key[-1], *names[key], rows.get(key, {}), tuple(course))
        for key, course in courses.items()
    ]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
