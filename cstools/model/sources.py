"""Presets: what is known of the exports of a system. Read from TOML, checked, held as plain values.

A preset says by which headings its export is told, which heading is which field, and what its values mean where the
field table alone would misread them. The shipped ones stand in `sources/`, a user's own in a folder of his; the keys
are documented in cstools-sources(5), which is made from `source_keys.KEYS`.

Only the head of each file (all above its second table) is parsed to tell an export: thirty presets parsed whole would
cost a run on ten records a tenth of its time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cstools.errors import Failure, Usage
from cstools.model import fields as table
from cstools.model.source_keys import GENERIC, TABLES, Reader
from cstools.model.units import bare

SHIPPED = Path(__file__).with_name("sources")
DAY = re.compile(
    r"^(?:(?:(\d{4})[-/.年])?(\d{1,2})[-/.月])?(\d{1,2})[日号]?\s*(?:\(?(?:周|星期|礼拜)?[一二三四五六日天]\)?)?$"
)
"""A heading that is a day, of a matrix of people and days: 2025-10-01, 10/1, 10月1日, 1日, 1 (周三)."""


INNER = re.compile(r"^\w+(\.\w+)+$")
"""A heading of a value inside another, as nested JSON has them."""


@dataclass(frozen=True)
class Head:
    """What tells an export: the normalised headings of `match`."""

    name: str
    kind: str = ""
    all: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()
    least: int = 1
    days: int = 0
    path: Path | None = None

    def score(self, names: Collection[str], days: int) -> int:
        """How many of its headings are there; 0 where they do not tell it. names: normalised; days: how many are."""
        hits = len(self.any.intersection(names))
        told = self.all.issubset(names) and hits >= (self.least if self.any else 0) and days >= self.days
        return (len(self.all) + hits + bool(self.days)) * told


@dataclass(frozen=True)
class Preset:
    """A preset, its headings normalised (`fields.normal`) but for those of `metrics`, which `metric` names."""

    name: str = GENERIC
    zh: str = "通用表格"
    en: str = "Any table"
    kind: str = ""
    tz_in: str | None = None
    day_first: bool | None = None
    scale: int | None = None
    reversed: bool = False
    sheet: str | None = None
    header_row: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Heading of a value inside another (fromUser.userType) -> the outer heading, and the path within it."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    set: Mapping[str, str] = field(default_factory=dict)
    derive: Mapping[str, str] = field(default_factory=dict)
    drop: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    metrics: Mapping[str, str] | None = None
    weights: Mapping[str, str] = field(default_factory=dict)
    shifts: Mapping[str, str] | None = None


class Presets:
    """The presets there are: the shipped ones, and a user's own, which go first and replace a shipped one of a name."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` may be absent. Raises Usage for a head in it that is wrong."""
        own = sorted(folder.glob("*.toml")) if folder and folder.is_dir() else []
        heads = [head(path) for path in own]
        names = {one.name for one in heads}
        self.heads = [*heads, *(one for one in shipped() if one.name not in names)]

    def best(self, columns: Iterable[str], kind: str | None = None) -> Preset:
        """The preset that most headings tell, of a kind if one is given; the generic one where none is told."""
        names = {name for heading in columns for name in (table.normal(heading), table.normal(bare(heading)[0]))}
        days = sum(bool(DAY.match(name)) for name in names)
        fit = [one for one in self.heads if kind in (None, one.kind)]
        best = max(fit, key=lambda one: one.score(names, days), default=None)
        return load(best.path) if best and best.path and best.score(names, days) else Preset()

    def named(self, name: str) -> Preset:
        """The preset of this name, or the one in the file of this name. Usage for neither."""
        if name == GENERIC:
            return Preset()
        if name.endswith(".toml"):
            return load(Path(name))
        found = next((one.path for one in self.heads if one.name == name), None)
        if found is None:
            raise Usage("source.unknown", name=name, known=", ".join([GENERIC, *(one.name for one in self.heads)]))
        return load(found)

    def all(self) -> list[Preset]:
        """Every preset whole, the generic one first."""
        return [Preset(), *(load(one.path) for one in self.heads if one.path)]


def folder(env: Mapping[str, str]) -> Path:
    """Where a user's own presets are: CS_SOURCES, else ~/.config/cstools/sources.

    >>> folder({"CS_SOURCES": "mine"}).name
    'mine'
    """
    return Path(env.get("CS_SOURCES") or Path.home() / ".config" / "cstools" / "sources")


@cache
def shipped() -> tuple[Head, ...]:
    """The heads of the shipped presets, by name."""
    return tuple(head(path) for path in sorted(SHIPPED.glob("*.toml")))


def head(path: Path) -> Head:
    """What tells the export of the preset in a file. Raises as `load`, of what is in the head."""
    text = _text(path)
    above = re.split(r"(?m)^\[(?!match\])", text, maxsplit=1)[0]
    reader = Reader(text if "[match]" not in above else above, path)
    data = reader.data
    reader.top(data)
    told = data.get("match", {})
    return Head(
        name=data["name"],
        kind=data.get("kind", ""),
        all=_normal(told.get("all", ())),
        any=_normal(told.get("any", ())),
        least=told.get("least", 1),
        days=told.get("days", 0),
        path=path,
    )


@cache
def load(path: Path) -> Preset:
    """The preset in a file.

    Raises Failure for a file that cannot be read, and Usage with its line for TOML that does not parse, an unknown key,
    a value of the wrong type, a field the kind does not have or that two headings claim, and a shift that is no hours.

    >>> load(SHIPPED / "tmall-orders.toml").fields["买家实际支付金额"]
    'paid_amount'
    """
    return parse(_text(path), path)


def parse(text: str, path: Path = Path("source.toml")) -> Preset:
    """The preset written in `text`; `path` is what an error calls the file. Raises as `load`."""
    reader = Reader(text, path)
    data = reader.data
    reader.top(data)
    reader.tables(data)
    plain = {key: data[key] for key in data if key not in ("match", *TABLES)}
    return Preset(
        **{"zh": data["name"], "en": data["name"], **plain},
        fields=_keyed(data, "fields"),
        paths={heading: inner(heading) for heading in data.get("fields", {}) if INNER.match(heading)},
        values=data.get("values", {}),
        units=_keyed(data, "units"),
        set=data.get("set", {}),
        derive=data.get("derive", {}),
        drop={table.normal(name): tuple(words) for name, words in data.get("drop", {}).items()},
        metrics=_keyed(data, "metrics") if "metrics" in data else None,
        weights={name: table.normal(weight) for name, weight in _keyed(data, "weights").items()},
        shifts=data.get("shifts"),
    )


def inner(heading: str) -> tuple[str, str]:
    """The outer heading of a value inside another, and the JSON path within it.

    >>> inner("bodies.0.msg")
    ('bodies', '$[0].msg')
    """
    outer, *parts = heading.split(".")
    return outer, "$" + "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in parts)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Failure("file.missing", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Failure("file.broken", path=path, why=error) from error


def _normal(headings: Iterable[str]) -> frozenset[str]:
    return frozenset(table.normal(heading) for heading in headings)


def _keyed(data: Mapping[str, Any], key: str) -> dict[str, str]:
    return {table.normal(heading): value for heading, value in data.get(key, {}).items()}
