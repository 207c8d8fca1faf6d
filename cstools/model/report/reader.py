"""What the readers of report.toml and of the actions share: TOML and its keys, every mistake with its line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NoReturn, Protocol

from cstools.errors import Usage
from cstools.model.kpis import Known, Metric, find, nearest, parse
from cstools.model.metric_names import named
from cstools.model.period_words import period_of
from cstools.model.report.keys import DATE, FORMS, TABLES, TEXTS, Key, Keys
from cstools.model.toml_lines import line_in

SHOWN = 40
"""Characters of a wrong value that are told."""
Try = Callable[[str, str, int], None]
"""Raises Usage for a text that is no condition on a record: the text, its file and line."""


class Place(Protocol):
    """Where something was written."""

    @property
    def path(self) -> str:
        """Its file."""
        ...

    def line(self, key: str = "") -> int:
        """The line of a key, else of all of it."""
        ...


def loaded(text: str, path: str) -> dict[str, Any]:
    """The tables of a TOML file. Raises Usage("settings.toml") with the line.

    >>> loaded("findings = 6", "r.toml")
    {'findings': 6}
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Usage("settings.toml", path=path, line=line_in(error), why=str(error)) from error


def fail(key: str, place: Place, name: str = "", /, **params: Any) -> NoReturn:
    """Raise Usage that says where a key stands."""
    raise Usage(f"settings.{key}", path=place.path, line=place.line(name), **params)


def checked(given: Mapping[str, Any], keys: Keys, place: Place, within: str) -> dict[str, Any]:
    """What is said by known keys, each of its type, within its limits; empty text counts as nothing said. Raises Usage.

    within: what an error calls the table.
    """
    for name in given:
        among(name, keys, "key", place, name, within=within)
    said = {name: _typed(name, value, keys[name], place) for name, value in given.items() if not _blank(value)}
    for name, key in keys.items():
        if key.required and name not in said:
            fail("lacks", place, name, within=within, name=name)
    return said


def among(word: str, known: Iterable[str], error: str, place: Place, key: str, **params: str) -> None:
    """Raise Usage unless the word is one of those known, with the nearest, else all of them."""
    names = list(known)
    if word not in names:
        near = nearest(word, names) or names
        fail(error, place, key, word=short(word), known=", ".join(near), **params)


def metric(word: str, own: Known, place: Place, key: str) -> Metric:
    """The one figure a word stands for: an id, or a name in either language; of a duration its mean. Raises Usage.

    own: the user's metrics.
    """
    labels = {label: kpi.id for kpi in own.values() for label in (kpi.zh, kpi.en)}
    if figures := find(labels.get(word, word).strip(), own):
        return figures[0]
    if found := named(word):
        return found.metric
    try:
        return parse(word, own)[0]
    except Usage as error:
        fail("metric", place, key, word=short(word), near=error.params["near"])


def day(value: Any, place: Place, key: str) -> str:
    """A date as 2025-10-08. Raises Usage for what is none."""
    try:
        return date.fromisoformat(period_of(str(value), "day") or "").isoformat()
    except ValueError:
        fail("date", place, key, name=key, value=short(value))


def short(value: Any) -> str:
    """A value as an error tells it."""
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _typed(name: str, value: Any, key: Key, place: Place) -> Any:
    if isinstance(value, bool) or not isinstance(value, FORMS[key.form]) or not _items(value, key.form):
        fail("type", place, name, name=name, value=short(value), wanted=key.form)
    if key.choices and value not in key.choices:
        fail("choice", place, name, name=name, value=short(value), known=", ".join(key.choices))
    if key.most and isinstance(value, int) and not key.least <= value <= key.most:
        fail("range", place, name, name=name, value=short(value), least=key.least, most=f"{key.most:,}")
    if key.form == DATE:
        return day(value, place, name)
    return value.strip() if isinstance(value, str) else value


def _items(value: Any, form: str) -> bool:
    """Whether every item of an array is of the type of its items."""
    wanted = {TEXTS: str, TABLES: dict}.get(form)
    return wanted is None or all(isinstance(item, wanted) for item in value)
