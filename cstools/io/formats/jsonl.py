"""JSONL: blocks of UTF-8 to frames of text, one object a line.

Fast path: Polars parses a block with every key as text. It drops unknown keys and refuses a whole block for one corrupt
line, so the keys of a block are counted in its bytes; where they do not add up, that block goes line by line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

import orjson
import polars as pl
from orjson import Fragment

from cstools.io.formats.chunk import Chunk, Corrupt

KEY = b'":'
UNSURE = (b'" :', b'\\\\":', b"\\ud", b"\\uD")
"""Spaced keys, and keys that end in a backslash, cannot be counted; Polars turns a lone surrogate into NUL."""
NUMBERLIKE = r"^-?\d+(\.|[eE]|$)|^[\[{]"
LITERAL = rb":\s*(?:-?\d+[.eE]|-0|-?\d{19}|[\[{])"
"""What Polars may rewrite: fractions and exponents (1.0 as 1), minus zero, integers beyond 64 bits, nested values."""


@dataclass
class JsonlReader:
    """Reads one file. `lists`: keys whose arrays stay lists; `exact`: of keys, those whose literal does not matter."""

    lists: frozenset[str] = frozenset()
    exact: Callable[[Collection[str]], Collection[str]] = field(default=lambda _: ())
    keys: dict[str, None] = field(default_factory=dict)
    line: int = 1

    def chunks(self, blocks: Iterator[bytes]) -> Iterator[Chunk]:
        """Frames of text with the line of each record, and what was corrupt. A chunk ends where a new key appears."""
        pending = b""
        for block in blocks:
            pending += block
            cut = pending.rfind(b"\n") + 1
            if cut:
                yield from self._chunks(pending[:cut])
                pending = pending[cut:]
        if pending.strip():
            yield from self._chunks(pending)

    def _chunks(self, text: bytes) -> Iterator[Chunk]:
        start = self.line
        self.line += text.count(b"\n")
        chunk = self._fast(text, start) if self.keys else None
        if chunk is not None:
            yield chunk
        else:
            yield from self._slow(text, start)

    def _schema(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        return {key: pl.List(pl.String) if key in self.lists else pl.String for key in self.keys}

    def _fast(self, text: bytes, start: int) -> Chunk | None:
        if any(mark in text for mark in UNSURE):
            return None
        try:
            frame = pl.read_ndjson(text, schema=self._schema())
        except pl.exceptions.PolarsError:
            return None
        lines = text.count(b"\n") + (not text.endswith(b"\n"))
        if frame.height != lines or _unknown_keys(text, frame) or self._rewritten(text, frame):
            return None
        return Chunk(frame, pl.int_range(start, start + lines, eager=True, dtype=pl.Int64))

    def _rewritten(self, text: bytes, frame: pl.DataFrame) -> bool:
        """Whether Polars may have rewritten a literal (1.50 as 1.5, [1,2] spaced) of a field that is kept as text."""
        exact = self.exact(self.keys)
        texts = [key for key in self.keys if key not in self.lists and key not in exact]
        if not texts:
            return False
        found = frame.select(pl.col(texts).str.contains(NUMBERLIKE).any()).row(0)
        suspects = [key for key, seen in zip(texts, found, strict=True) if seen]
        return any(re.search(re.escape(orjson.dumps(key)) + LITERAL, text) for key in suspects)

    def _slow(self, text: bytes, start: int) -> Iterator[Chunk]:
        rows: list[dict[str, object]] = []
        begins: list[int] = []
        corrupt: list[Corrupt] = []
        for number, line in enumerate(text.split(b"\n") if not text.endswith(b"\n") else text[:-1].split(b"\n"), start):
            row, why = self._row(line)
            if row is None:
                level = "dropped" if why == "row.blank" else "row"
                corrupt.append(Corrupt(level, why, number, line.decode("utf-8", "replace")))
                continue
            # The first record tells the keys, and a later key counts from the row that first gives it a value: a key
            # that is null is as good as absent, and the count of `_unknown_keys` cannot see it.
            new = [key for key, value in row.items() if key not in self.keys and (value is not None or not self.keys)]
            if new:
                if rows:
                    yield self._chunk(rows, begins, corrupt)
                    rows, begins, corrupt = [], [], []
                self.keys.update(dict.fromkeys(new))
            rows.append(row)
            begins.append(number)
        yield self._chunk(rows, begins, corrupt)

    def _row(self, line: bytes) -> tuple[dict[str, object] | None, str]:
        if not line.strip():
            return None, "row.blank"
        try:
            row = json.loads(line, parse_float=Fragment, parse_int=Fragment, parse_constant=_no_constant)
            cells = {key: self._cell(key, value) for key, value in row.items()}
        except UnicodeDecodeError:
            return None, "line.encoding"
        except (ValueError, RecursionError, AttributeError, orjson.JSONEncodeError):
            return None, "line.corrupt"
        if not cells and not self.keys:
            return None, "row.blank"  # no key is known yet: there is no column to hold a null
        return cells, ""

    def _cell(self, key: str, value: object) -> object:
        if key in self.lists and isinstance(value, list):
            return [_text(item) for item in value if item is not None]
        if key in self.lists:
            return None if value in (None, "") else [_text(value)]
        return _text(value) or None

    def _chunk(self, rows: list[dict[str, object]], begins: list[int], corrupt: list[Corrupt]) -> Chunk:
        frame = pl.DataFrame(rows, schema=self._schema()) if rows else pl.DataFrame(schema=self._schema())
        return Chunk(frame, begins, corrupt)


def _unknown_keys(text: bytes, frame: pl.DataFrame) -> int:
    """How many cells of a block have a key the frame does not, by counting `":` (exact for compact JSON)."""
    nulls = sum(frame.null_count().row(0)) if frame.width else 0
    seen = text.count(KEY) - text.count(b'\\":')
    given_null = text.count(b'":null') - text.count(b'\\":null')
    return seen - frame.height * frame.width + nulls - given_null


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
