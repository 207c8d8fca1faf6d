"""The keys of a preset of sources, and the check of a file that holds one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from cstools.errors import Usage
from cstools.model import fields as table
from cstools.model.toml_lines import line_of
from cstools.model.units import UNITS

GENERIC = "generic"
"""The name of no preset: headings are matched against the field table alone."""
SHIFT = re.compile(r"^(\d{1,2})(?::(\d{2}))?\s*[-~至到—–]\s*(\d{1,2})(?::(\d{2}))?$")
"""The hours of a shift: 08:00-16:00; an end at or before the start is on the next day."""


@dataclass(frozen=True)
class Key:
    """A key of a preset: the type of its value, and what it says (a line of cstools-sources(5))."""

    type: type
    about: str


KEYS: dict[str, Key] = {
    "name": Key(str, "Its name, as --source takes it: letters, digits and hyphens. Required."),
    "zh": Key(str, "Its title in Chinese."),
    "en": Key(str, "Its title in English."),
    "kind": Key(str, "The kind of record it holds; without it the headings tell."),
    "tz_in": Key(str, "The time zone of its times, where they carry no offset."),
    "day_first": Key(bool, "Whether 6/10/2025 is 6 October; without it the values of the column tell."),
    "scale": Key(int, "The full marks of its ratings, written to csat_scale (surveys: scale)."),
    "reversed": Key(bool, "Whether 1 is the best rating, as with keys pressed on a phone: turned round when read."),
    "sheet": Key(str, "The sheet to read, where --source names the preset."),
    "header_row": Key(int, "The line of the headings, from 1, where --source names the preset."),
    "match": Key(
        dict,
        "The headings that tell it: all of `all`, and `least` of `any` (1 unless said); `days` is the least number of "
        "headings that are days. Of the presets that match, the one with most of its headings there is taken.",
    ),
    "fields": Key(
        dict,
        'Heading = "field". "created_at@date" and "created_at@clock" are the halves of one time; "" leaves the column '
        "as it is; user.name is a value inside another, as nested JSON has it. Headings not listed are matched against "
        "the names and aliases of all fields.",
    ),
    "values": Key(dict, '[values.FIELD]: what the source writes = "what it means".'),
    "units": Key(dict, 'Heading = the unit of its bare numbers: "s", "min", "h", "d", "ms" or "%".'),
    "set": Key(dict, 'field = "value" for every record that has no such column.'),
    "derive": Key(dict, 'field = "SQL expression on one row", as --derive takes it.'),
    "drop": Key(dict, 'Heading = ["value", ...]: rows with it are no records, and are dropped and counted.'),
    "metrics": Key(
        dict,
        'Heading = "metric": every column that is no field becomes a row of kind stat (metric, value); a column not '
        "listed is a metric under its own heading.",
    ),
    "weights": Key(dict, 'Heading of a metric = "heading of its denominator", written to weight.'),
    "shifts": Key(
        dict,
        'Word = "08:00-16:00": every column whose heading is a day becomes a row of kind roster; "" is a day off.',
    ),
}
"""The keys of a preset, in the order they are documented."""
MATCH = {"all": list, "any": list, "least": int, "days": int}
TABLES = ("fields", "values", "units", "set", "derive", "drop", "metrics", "weights", "shifts")
"""The keys that are tables, but for `match`."""


class Reader:
    """The tables of a preset, checked; knows the line to name in an error."""

    def __init__(self, text: str, path: Path) -> None:
        """Raises Usage for what is no TOML."""
        self.text, self.path = text, path
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Usage("source.toml", path=path, why=error) from error

    def top(self, data: Mapping[str, Any]) -> None:
        """Every key is known and of its type, and what tells the export makes sense. Raises Usage."""
        self.typed("", data, {name: key.type for name, key in KEYS.items()})
        self.typed("match", data.get("match", {}), MATCH)
        for key in ("all", "any"):
            if not all(isinstance(one, str) for one in data.get("match", {}).get(key, ())):
                self.fail("source.value", "match", key, word=key, value=data["match"][key])
        if not re.fullmatch(r"[\w-]+", data.get("name", "")) or data["name"] == GENERIC:
            self.fail("source.name", "", "name", value=data.get("name", ""))
        if data.get("kind") not in (None, *table.KINDS):
            self.fail("source.value", "", "kind", word="kind", value=data["kind"])
        if data.get("reversed") and "scale" not in data:
            self.fail("source.reversed", "", "reversed")

    def typed(self, section: str, data: Mapping[str, Any], types: Mapping[str, type]) -> None:
        """Every key of a section is known and of its type. Raises Usage."""
        for key, value in data.items():
            if key not in types:
                self.fail("source.key", section, key, word=key, known=" ".join(types))
            if not _is(value, types[key]):
                self.fail("source.value", section, key, word=key, value=value)

    def tables(self, data: Mapping[str, Any]) -> None:
        """The fields are those of the kind, once each; units, values and shifts are what they may be. Raises Usage."""
        self.fields(data)
        for name, words in data.get("values", {}).items():
            self.field(data, f"values.{name}", "", name)
            self.texts(f"values.{name}", words)
        for key in ("fields", "set", "derive", "units", "metrics", "weights", "shifts"):
            self.texts(key, data.get(key, {}))
        for heading, words in data.get("drop", {}).items():
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                self.fail("source.value", "drop", heading, word=heading, value=words)
        for heading in (name for name, unit in data.get("units", {}).items() if unit not in UNITS):
            self.fail("source.value", "units", heading, word=heading, value=data["units"][heading])
        for word in (word for word, hours in data.get("shifts", {}).items() if hours and not SHIFT.match(hours)):
            self.fail("source.shift", "shifts", word, value=data["shifts"][word])

    def fields(self, data: Mapping[str, Any]) -> None:
        """Headings and constants are fields of the kind, none claimed by two headings. Raises Usage."""
        claimed: dict[str, str] = {}
        for heading, name in data.get("fields", {}).items():
            if name in claimed:
                self.fail("source.twice", "fields", heading, field=name, first=claimed[name])
            if name != "":
                self.field(data, "fields", heading, str(name).partition("@")[0])
                claimed[name] = heading
        for name in data.get("set", {}):
            self.field(data, "set", name, name)

    def field(self, data: Mapping[str, Any], section: str, key: str, name: str) -> None:
        """The name is a field of the kind, or of any where none is named. Raises Usage."""
        kinds = [data["kind"]] if data.get("kind") else table.KINDS
        if not any(name in table.of(kind) for kind in kinds):
            self.fail("source.field", section, key, field=name, kind=data.get("kind") or "-")

    def texts(self, section: str, values: object) -> None:
        """A table of texts. Raises Usage."""
        if not isinstance(values, dict):
            self.fail("source.value", section, "", word=section, value=values)
        for key, value in values.items():
            if not isinstance(value, str):
                self.fail("source.value", section, key, word=key, value=value)

    def fail(self, message: str, section: str, key: str, /, **params: object) -> NoReturn:
        """Raises Usage that names the line of a key in a section."""
        raise Usage(message, path=self.path, line=self.line(section, key), **params)

    def line(self, section: str, key: str) -> int:
        """The line of a key in a section ("": above the tables), else of the section's heading."""
        return line_of(self.text, section, key)


def _is(value: object, kind: type) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
