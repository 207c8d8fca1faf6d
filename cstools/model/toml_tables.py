"""Small TOML files people write: their keys, checked, every mistake with its line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cstools.errors import Usage
from cstools.model.taxonomy_tree import Source


@dataclass(frozen=True)
class Key:
    """A key: the types of its value, as TOML has them, and what it says."""

    types: tuple[type, ...]
    about: str


def opened(text: str, name: str) -> tuple[dict[str, Any], Source]:
    """The tables of a file, and what tells the lines of its keys. Raises Usage("scheme.toml") for what is no TOML.

    >>> opened("people = 3", "shifts.toml")[0]
    {'people': 3}
    """
    try:
        return tomllib.loads(text), Source(text, name)
    except (ValueError, RecursionError) as error:
        raise Usage("scheme.toml", path=name, why=error) from error


def known(table: Mapping[str, Any], keys: Mapping[str, Key], source: Source, section: str, at: int) -> None:
    """Raise Usage with the line unless every key is one of `keys`, its value of a type that takes, and not empty."""
    for key, value in table.items():
        if key not in keys:
            raise source.wrong("scheme.key", section, key, at, word=key, known=" ".join(keys))
        if not isinstance(value, keys[key].types) or isinstance(value, bool):
            raise source.wrong("scheme.value", section, key, at, word=key, value=value)
        if isinstance(value, str) and not value.strip():
            raise source.wrong("scheme.value", section, key, at, word=key, value='""')
