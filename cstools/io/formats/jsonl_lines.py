"""The slow path of JSONL: a block line by line, so that a corrupt line and a late key cost only themselves.

A line is valid JSON by Python's `json` (orjson, much quicker, refuses some numbers it takes). Of a key given twice the
first value counts, as with Polars.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson
from orjson import Fragment

from cstools.io.formats.chunk import Corrupt

SOMETHING = re.compile(r"\S|[\x1c-\x1f]")
"""What is not white space in Unicode; Python counts four separators as such."""
Row = dict[str, object]


@dataclass
class Run:
    """Lines that follow one another and bring no new key. keys: how many their objects have in all.

    odd: they hold what only `json` reads.
    """

    lines: list[bytes] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    corrupt: list[Corrupt] = field(default_factory=list)
    keys: int = 0
    odd: bool = False

    @property
    def text(self) -> bytes:
        """The lines as a block."""
        return b"".join(line + b"\n" for line in self.lines)


@dataclass
class Lines:
    """Tells lines apart. lists: keys whose arrays stay lists; needs: the fields read; keys: those known so far."""

    lists: frozenset[str]
    needs: frozenset[str] | None
    keys: dict[str, None]
    first: tuple[str, ...] = ()
    """All keys of the first record."""

    def learn(self, line: bytes) -> bool:
        """Take the keys of the first record, those without a value too; False if the line is none, or has no keys."""
        row, _ = self.read(line)
        if not row:
            return False
        self.keys.update(dict.fromkeys(self._own(row)))
        self.first = tuple(row)
        return True

    def runs(self, text: bytes, start: int) -> Iterator[Run]:
        """The lines of a block whose first is line `start`, a run ending where a new key has its first value."""
        run = Run()
        for number, line in enumerate(text.removesuffix(b"\n").split(b"\n"), start):
            row, why, odd = self._quick(line)
            if row is None:
                level = "dropped" if why == "row.blank" else "row"
                run.corrupt.append(Corrupt(level, why, number, line.decode("utf-8", "replace")))
                continue
            if self.needs is not None and holds_nothing(row):
                run.corrupt.append(Corrupt("dropped", "row.blank", number, ""))
                continue
            # A key that is null is as good as absent, and the count of the fast path cannot see it.
            new = [key for key in self._own(row) if key not in self.keys and row[key] not in (None, "")]
            if new:
                if run.lines:
                    yield run
                    run = Run()
                self.keys.update(dict.fromkeys(new))
            run.lines.append(line)
            run.begins.append(number)
            run.keys += len(row)
            run.odd |= odd
        yield run

    def rows(self, run: Run) -> list[Row]:
        """The records of a run as cells, their literals kept."""
        return [self._cells(self.read(line)[0] or {}) for line in run.lines]

    def read(self, line: bytes) -> tuple[Row | None, str]:
        """The record on a line, numbers as they are written; or why there is none."""
        if not line.strip():
            return None, "row.blank"
        try:
            row = json.loads(
                line, parse_float=Fragment, parse_int=Fragment, parse_constant=_no_constant, object_pairs_hook=_first
            )
            if not isinstance(row, dict):
                return None, "line.corrupt"
            self._cells(row)
        except UnicodeDecodeError:
            return None, "line.encoding"
        except (ValueError, RecursionError, orjson.JSONEncodeError):
            return None, "line.corrupt"
        if not row and not self.keys and self.needs is None:
            return None, "row.blank"  # no key is known yet: there is no column to hold a null
        return row, ""

    def _quick(self, line: bytes) -> tuple[Row | None, str, bool]:
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            return *self.read(line), True
        return (row, "", False) if isinstance(row, dict) and row else (*self.read(line), True)

    def _own(self, row: Row) -> list[str]:
        return [key for key in row if self.needs is None or key in self.needs]

    def _cells(self, row: Row) -> Row:
        return {key: self._cell(key, row[key]) for key in self._own(row)}

    def _cell(self, key: str, value: object) -> object:
        if key in self.lists and isinstance(value, list):
            return [_text(item) for item in value if item is not None]
        if key in self.lists:
            return None if value in (None, "") else [_text(value)]
        return _text(value) or None


def holds_nothing(row: Row) -> bool:
    """Whether a record has nothing but nulls and text of spaces."""
    return all(value is None or (isinstance(value, str) and not SOMETHING.search(value)) for value in row.values())


def _first(pairs: list[tuple[str, object]]) -> Row:
    row: Row = {}
    for key, value in pairs:
        row.setdefault(key, value)
    return row


def _text(value: object) -> str | None:
    """A JSON value as the text of a cell: numbers keep their literal, nested values become compact JSON.

    >>> _text(json.loads('{"a": [1.50, null]}', parse_float=Fragment))
    '{"a":[1.50,null]}'
    """
    if isinstance(value, str):
        value.encode()  # a lone surrogate is no text: UnicodeEncodeError
        return value
    return None if value is None else orjson.dumps(value).decode()


def _no_constant(name: str) -> object:
    raise ValueError(name)
