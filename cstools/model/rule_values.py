"""The values of a rule's keys, as TOML has them or as a table does: as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cstools.model import synonyms
from cstools.model.fields import normal

MOST = 1e15
"""The largest number a rule may name: all that are smaller are exact."""
DAYS = 100_000
"""The longest span a rule may name."""


def convert(type_: str, value: Any, written: bool = False) -> Any:
    """A value as one of a type of `model/checks.py`; `written`: it is text whatever its type. ValueError if it is none.

    >>> convert("list", "csat nps"), convert("limit", "1990-01-01"), convert("days", "2", written=True)
    (('csat', 'nps'), datetime.datetime(1990, 1, 1, 0, 0), 2)
    """
    read: Callable[[Any, bool], Any] = _OF.get(type_, _text)
    return read(value, written)


def _text(value: Any, written: bool) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(value)
    return value.strip()


def _list(value: Any, written: bool) -> tuple[str, ...]:
    """An array of texts, or one text split by `|`, else by blanks and commas."""
    if isinstance(value, str):
        value = [part for part in re.split(r"\s*\|\s*" if "|" in value else r"[\s,，、]+", value.strip()) if part]
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise ValueError(value)
    if not value:
        raise ValueError(value)
    return tuple(value)


def _number(value: Any, written: bool) -> int | float:
    if written:
        value = float(value)
        value = int(value) if value.is_integer() else value
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= MOST:
        raise ValueError(value)
    return value


def _days(value: Any, written: bool) -> int | float:
    days = _number(value, written)
    if not 0 <= days <= DAYS:
        raise ValueError(value)
    return days


def _bool(value: Any, written: bool) -> bool:
    if written:
        value = synonyms.answers().get(normal(value))
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _limit(value: Any, written: bool) -> int | float | datetime:
    """A number, or a time; a bare date is its midnight."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, str) and re.match(r"\d{4}-", value):
        return datetime.fromisoformat(value.strip()).replace(tzinfo=None)
    return _number(value, written)


_OF: dict[str, Callable[[Any, bool], Any]] = {"list": _list, "days": _days, "bool": _bool, "limit": _limit}
