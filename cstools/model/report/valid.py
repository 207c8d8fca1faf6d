"""Whether a model read from a file is one: every part of the type it should be, numbers where there are numbers.

A renderer may then trust what it lays out: a wrong model is told of as one, not as an error of the tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from cstools.errors import Usage
from cstools.model.report.blocks import Chart, Meta, Table
from cstools.model.report.figures import UNITS, Column, Figure, Phrase, Span

TEXTS: dict[str, re.Pattern[str] | None] = {
    "date": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-\d\d"), "month": re.compile(r"(?:\d{4}-(?:0[1-9]|1[0-2]))?"),
    "text": None, "word": None,
}  # fmt: skip
"""Units whose values are text, and its form."""
FREE = "any"
LARGEST = 1e15
"""No count, duration or sum of money is larger; a float beyond it has no unit's digits."""
BLANK = re.compile(r"{(\w+)}")


def check(part: Any) -> None:
    """Raises Usage("report.model") for the first thing wrong with a part or one within it."""
    for one in _parts(part):
        for field in fields(one):
            value = getattr(one, field.name)
            if not _fits(value, _hints(type(one))[field.name]):
                raise Usage("report.model", why=f"{type(one).__name__}.{field.name} = {str(value)[:60]}")
        if why := _wrong(one):
            raise Usage("report.model", why=f"{type(one).__name__}: {why}")


def _parts(part: Any) -> Iterator[Any]:
    """A part and every one within it."""
    left = [part]
    while left:
        one = left.pop()
        if is_dataclass(one):
            yield one
            left += [getattr(one, field.name) for field in fields(one)]
        elif isinstance(one, tuple):
            left += one
        elif isinstance(one, Mapping):
            left += one.values()


_HINTS: dict[type, dict[str, Any]] = {}
"""The types of a part's fields, told once."""


def _hints(kind: type) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value is of a type as the dataclasses of the model name them."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if origin in (Union, UnionType):
        return any(_fits(value, one) for one in args)
    if origin is tuple:
        return isinstance(value, tuple) and _each(value, args)
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(_fits(one, args[1]) for one in value.values())
    if hint in (None, NoneType):
        return value is None
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint) if isinstance(hint, type) else True


def _each(value: tuple[Any, ...], args: tuple[Any, ...]) -> bool:
    if len(args) == 2 and args[1] is Ellipsis:
        return all(_fits(one, args[0]) for one in value)
    return len(value) == len(args) and all(map(_fits, value, args))


def _wrong(part: Any) -> str:
    """What is wrong with a part whose fields have their types, "" for nothing."""
    if isinstance(part, Figure):
        return _unlike(part.value, part.unit)
    if isinstance(part, Span):
        return _unlike(part.lo, part.unit) or _unlike(part.hi, part.unit)
    if isinstance(part, Column) and part.unit not in UNITS:
        return f"unit {part.unit}"
    if isinstance(part, Chart | Table):
        return _rows(part)
    if isinstance(part, Phrase):
        return _blanks(part)
    if isinstance(part, Meta):
        return _unlike(part.month, "month")
    return ""


def _unlike(value: Any, unit: str) -> str:
    """Why a value is not one of a unit."""
    if unit not in UNITS:
        return f"unit {unit}"
    if value is None or unit == FREE or not isinstance(value, int | float | str):
        return ""
    if unit in TEXTS:
        form = TEXTS[unit]
        good = isinstance(value, str) and (form is None or form.fullmatch(value))
        return "" if good or unit in ("text", "word") else f"{unit} {value}"
    if isinstance(value, str) or abs(value) > LARGEST:
        return f"{unit} {str(value)[:60]}"
    return "" if unit != "weekday" or value in range(1, 8) else f"weekday {value}"


def _rows(part: Chart | Table) -> str:
    for row in part.rows:
        if len(row) != len(part.columns):
            return f"{len(row)} cells under {len(part.columns)} columns"
        for value, column in zip(row, part.columns, strict=True):
            if why := _unlike(value, column.unit):
                return f"{column.key}: {why}"
    return ""


def _blanks(part: Phrase) -> str:
    from cstools.model.report.words import template

    absent = [name for name in BLANK.findall(template(part.key, "zh")) if name not in part.params]
    return f"{part.key} without {absent[0]}" if absent else ""
