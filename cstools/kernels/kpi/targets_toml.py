"""Targets in TOML: `[targets] csat_pct = "85%"`, `[team."售后一组"]`, `[month."2025-10".team."售后一组"]`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from cstools.errors import Usage
from cstools.kernels.kpi.sheet import Sheet
from cstools.kernels.kpi.targets_read import Targets, read
from cstools.kernels.stage import LINE
from cstools.model.fields import normal
from cstools.model.metric_names import named, unknown
from cstools.model.side_headings import TARGETS, TIMES, VALUES, group_of
from cstools.model.toml_lines import line_in, line_of

BARE = "targets"
"""The table of what holds everywhere."""


@dataclass(frozen=True)
class _File:
    text: str
    path: str
    asked: tuple[str, ...]

    def line(self, parents: tuple[str, ...], key: str) -> int:
        """The line of a key in a table, or of the table that the key opens."""
        inside = line_of(self.text, ".".join(parents), key)
        return inside if inside > 1 or not parents else line_of(self.text, ".".join((*parents, key)), None)

    def scope(self, key: str) -> str | None:
        """The column that a table of tables stands for: a period or a group."""
        name = TARGETS.get(normal(key))
        return name if name in TIMES else group_of(key, self.asked)

    def wrong(self, line: int, word: str) -> Usage:
        """The error for what is no metric, group or period here."""
        return Usage("targets.scope", path=self.path, line=line, word=word)


def parse(text: str, path: str, asked: Sequence[str] = ()) -> Targets:
    r"""The targets of a TOML file; a value is a target, or a table of target, floor, stretch and benchmark.

    Raises Usage with the line for what is not TOML or not understood, and all that `targets_read.read` raises.

    >>> text = '[targets]\ncsat_pct = "85%"\n[team."售后一组".month."2025-10"]\ncsat_pct = {target = 0.8, floor = 0.7}'
    >>> parse(text, "t.toml").rows.select("metric", "team", "period", "target", "floor").rows()
    [('csat_pct', None, None, 0.85, None), ('csat_pct', '售后一组', '2025-10', 0.8, 0.7)]
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Usage("side.toml", path=path, line=line_in(error), why=error) from error
    file = _File(text, path, tuple(asked))
    rows = list(_rows(data, (), {}, file))
    if not rows:
        raise Usage("targets.empty", path=path, line=1)
    columns = dict.fromkeys(name for row in rows for name in row)
    frame = pl.DataFrame(rows, schema={name: pl.Int64 if name == LINE else pl.String for name in columns})
    return read(Sheet(frame, path), asked)


_Row = dict[str, str | int]


def _rows(table: dict[str, object], parents: tuple[str, ...], where: dict[str, str], file: _File) -> Iterator[_Row]:
    for key, value in table.items():
        line = file.line(parents, key)
        if named(key):
            yield {"metric": key, **where, **_values(key, value, file, line), LINE: line}
        elif not isinstance(value, dict):
            raise unknown(key, file.path, line)
        elif not parents and key == BARE:
            yield from _rows(value, (key,), where, file)
        else:
            yield from _members(key, value, parents, where, file)


def _members(
    key: str, table: dict[str, object], parents: tuple[str, ...], where: dict[str, str], file: _File
) -> Iterator[_Row]:
    """The rows of each member of a group, or of each period, that a table of tables is about."""
    column = file.scope(key)
    if column is None or column in where:
        raise file.wrong(file.line(parents, key), key)
    for member, inner in table.items():
        if not isinstance(inner, dict):
            raise file.wrong(file.line((*parents, key), member), member)
        yield from _rows(inner, (*parents, key, member), {**where, column: member}, file)


def _values(key: str, value: object, file: _File, line: int) -> dict[str, str]:
    table = value if isinstance(value, dict) else {"target": value}
    found: dict[str, str] = {}
    for word, cell in table.items():
        name = TARGETS.get(normal(word))
        if name not in VALUES or isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
            raise file.wrong(line, f"{key}.{word}")
        found[str(name)] = str(cell)
    return found
