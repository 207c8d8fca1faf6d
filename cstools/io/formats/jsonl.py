"""JSONL: blocks of UTF-8 to frames of text, one object a line.

Fast path: Polars parses a block with every key as text. It drops unknown keys and refuses a whole block for one corrupt
line, so the keys of a block are counted in its bytes; where they do not add up, that block goes line by line
(`jsonl_lines.py`). Where only some fields are asked for, Polars parses just those, the numbers among them as numbers,
and nothing else need add up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

import orjson
import polars as pl

from cstools.io.blocks import by_lines, lines
from cstools.io.formats.chunk import Chunk, Corrupt
from cstools.io.formats.jsonl_keys import adds_up, after, balanced, halves, written
from cstools.io.formats.jsonl_lines import Lines, Run, holds_nothing
from cstools.io.formats.jsonl_typed import Typed
from cstools.io.formats.jsonl_unseen import Unseen
from cstools.kernels.expr.frames import blank

FIRST_SIGNS = sorted(b"-0123456789[{")
"""First bytes of a number and of a nested value."""
NUMBERLIKE = r"^-?\d+(\.|[eE]|$)|^[\[{]"
LITERAL = rb":\s*(?:-?\d+[.eE]|-0|-?\d{19}|[\[{])"
"""What Polars may rewrite: fractions and exponents (1.0 as 1), minus zero, integers beyond 64 bits, nested values."""
NUL = "\0"
"""What Polars makes of half a surrogate pair."""
MANY = 64
"""Rows of a chunk looked at one by one because no field asked for has a value; beyond, another key is read too."""


@dataclass
class JsonlReader:
    """Reads one file.

    lists: keys whose arrays stay lists. exact: of keys, those whose literal does not matter. needs: the fields to read,
    None for all; blank rows are then told here, where all of their fields are known. kind: under `needs`, from the keys
    of the first record to the kind by which fields are typed; None: they stay text.
    """

    lists: frozenset[str] = frozenset()
    exact: Callable[[Collection[str]], Collection[str]] = field(default=lambda _: ())
    needs: frozenset[str] | None = None
    kind: Callable[[Collection[str]], str] | None = None
    keys: dict[str, None] = field(default_factory=dict)
    line: int = 1
    witness: str | None = None
    """Under `needs`, a key most records have: where it has a value the row is not blank."""
    unseen: Unseen = field(default_factory=Unseen)
    typed: Typed | None = None

    def __post_init__(self) -> None:
        self.lines = Lines(self.lists, self.needs, self.keys)

    def chunks(self, blocks: Iterator[bytes]) -> Iterator[Chunk]:
        """Frames of text with the line of each record, and what was corrupt. A chunk ends where a new key appears."""
        for text in by_lines(blocks):
            if text.endswith(b"\n") or text.strip():
                yield from self._chunks(text)

    def _chunks(self, text: bytes) -> Iterator[Chunk]:
        while text and not self.lines.first:
            end = text.find(b"\n") + 1 or len(text)
            if not self.lines.learn(text[:end].rstrip(b"\n")):
                self.typed = Typed()  # what comes first tells the kind, and here it tells nothing
                yield from self._slow(text[:end])
                text = text[end:]
        if text:
            fast = self._fast(text) if self.keys or self.needs else None
            for chunk in self._slow(text) if fast is None else fast:
                yield replace(chunk, keys=self.lines.first)

    def _fast(self, text: bytes) -> Iterator[Chunk] | None:
        """The chunks of a block without anything odd; None where there may be."""
        frame = self._parsed(text)
        count = lines(text)
        if frame is None or frame.height != count or (self.needs is None and not balanced(text, frame)):
            return None
        begins = pl.int_range(self.line, self.line + count, eager=True, dtype=pl.Int64)
        self.line += count
        chunk = Chunk(frame, begins)
        return iter([chunk]) if self.needs is None else self._split(self._without_blanks(chunk, text))

    def _schema(self, text: bytes | None = None) -> dict[str, pl.DataType | type[pl.DataType]]:
        """The columns to read; with a block, without those that it cannot have."""
        new = sorted((self.needs or frozenset()) - self.keys.keys())
        if new and self.keys and text is not None and not self.unseen.within(text, new):
            new = []
        names = dict.fromkeys([*self.keys, *new, *([self.witness] if self.witness else [])])
        return {key: pl.List(pl.String) if key in self.lists else pl.String for key in names}

    def _parsed(self, text: bytes) -> pl.DataFrame | None:
        """A block as Polars reads it; None where it cannot, or may have rewritten what it read."""
        try:
            frame = self._read(text)
        except pl.exceptions.PolarsError:
            return None
        return None if self._rewritten(text, frame) else frame

    def _read(self, text: bytes) -> pl.DataFrame:
        if self.needs is None or self.kind is None:
            return pl.read_ndjson(text, schema=self._schema(text))
        if self.typed is None:
            self.typed = Typed(self.kind(self.lines.first))
        return self.typed.read(text, self._schema(text))

    def _rewritten(self, text: bytes, frame: pl.DataFrame) -> bool:
        """Whether a literal of a field that is kept as text may be another (1.50 as 1.5, [1,2] spaced, a NUL)."""
        exact = self.exact(self.keys)
        filled = [column.name for column in frame if column.null_count() < frame.height]
        lists = [name for name in filled if name in self.lists]
        texts = [name for name in filled if frame.schema[name] == pl.String and name not in exact]
        if lists and frame.select(pl.any_horizontal(_odd_items(pl.col(name)) for name in lists)).item():
            return True
        if halves(text):
            nul = pl.col(pl.String).str.contains(NUL, literal=True)
            if any(frame.select(nul.any()).row(0)):
                return True
        maybe = _those(frame, texts, _begins_like_a_number)
        suspects = _those(frame, maybe, lambda value: value.str.contains(NUMBERLIKE))
        return any(not self._all_texts(text, frame[name]) for name in suspects)

    def _all_texts(self, text: bytes, column: pl.Series) -> bool:
        """Whether every value of a key stands in quotes, or is a number that is written as it was."""
        given = len(column) - column.null_count()
        # Only where all keys are counted too could no nested key of that name pass for its own.
        quoted = orjson.dumps(column.name) + after(text) + b'"'
        if self.needs is None and text.count(quoted) == given:
            return True
        key = written(text, column.name, given)
        return key is not None and not re.search(re.escape(key) + LITERAL, text)

    def _without_blanks(self, chunk: Chunk, text: bytes) -> Chunk:
        """The chunk without its blank rows, which are noted. A row with no field asked for is looked at in full."""
        if any(
            column.null_count() == 0 and (column >= "!").all() for column in chunk.frame if column.dtype == pl.String
        ):
            return chunk
        maybe = blank(chunk.frame) if chunk.frame.width else pl.repeat(True, len(chunk.lines), eager=True)
        lines = text.split(b"\n")
        keys: Counter[str] = Counter()
        blanks = []
        for at in maybe.arg_true():
            row = _record(lines[at])
            if holds_nothing(row):
                blanks.append(at)
            else:
                keys.update(key for key, value in row.items() if not holds_nothing({key: value}))
        if keys.total() and len(maybe.arg_true()) - len(blanks) > MANY:
            self.witness = keys.most_common(1)[0][0]
        return _less(chunk, blanks)

    def _split(self, chunk: Chunk) -> Iterator[Chunk]:
        """The fields asked for that have had a value, the chunk cut before the first value of each other one."""
        cuts: dict[int, list[str]] = {}
        for name in sorted((self.needs or frozenset()) - self.keys.keys()):
            if name not in chunk.frame.columns:
                continue
            column = chunk.frame[name]
            if column.null_count() == len(column):
                continue
            given = (column != "").fill_null(False) if column.dtype == pl.String else column.is_not_null()
            if given.any():
                cuts.setdefault(int(given.arg_max() or 0), []).append(name)
        begin = 0
        for at in sorted(cuts):
            if at > begin:
                yield _part(chunk, self.keys, begin, at)
            self.keys.update(dict.fromkeys(cuts[at]))
            begin = at
        yield _part(chunk, self.keys, begin, len(chunk.lines))

    def _sound(self, run: Run) -> pl.DataFrame | None:
        """The lines of a run as Polars reads them; None where `json` has to."""
        text = run.text
        if run.odd or not text or (self.needs is None and not adds_up(text, run.keys)):
            return None
        return self._parsed(text)

    def _slow(self, text: bytes) -> Iterator[Chunk]:
        start = self.line
        self.line += text.count(b"\n")
        for run in self.lines.runs(text, start):
            frame = self._sound(run)
            if frame is None:
                rows = self.lines.rows(run)
                frame = pl.DataFrame(rows, schema=self._schema()) if rows else pl.DataFrame(schema=self._schema())
            chunk = Chunk(frame, run.begins, run.corrupt)
            yield chunk if self.needs is None else _part(chunk, self.keys, 0, len(run.begins))


def _odd_items(column: pl.Expr) -> pl.Expr:
    item = pl.element()
    return column.list.eval(item.is_null() | item.str.contains(NUMBERLIKE)).list.any().any()


def _begins_like_a_number(value: pl.Expr) -> pl.Expr:
    return value.cast(pl.Binary).bin.get(0, null_on_oob=True).is_in(FIRST_SIGNS)


def _those(frame: pl.DataFrame, names: list[str], test: Callable[[pl.Expr], pl.Expr]) -> list[str]:
    """The columns of which a value passes."""
    if not names:
        return []
    found = frame.select(test(pl.col(name)).any().alias(name) for name in names).row(0)
    return [name for name, passes in zip(names, found, strict=True) if passes]


def _record(line: bytes) -> dict[str, object]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        row = Lines(frozenset(), frozenset(), {}).read(line)[0]
    return row if isinstance(row, dict) else {}


def _part(chunk: Chunk, keys: Collection[str], begin: int, end: int) -> Chunk:
    """Some rows of a chunk with the fields of `keys` alone; the first part has what was corrupt."""
    rows = chunk.frame.select(name for name in keys if name in chunk.frame.columns)[begin:end]
    lines = chunk.lines[begin:end]
    return replace(chunk, frame=rows, lines=lines, corrupt=chunk.corrupt if begin == 0 else [], narrow=True)


def _less(chunk: Chunk, rows: list[int]) -> Chunk:
    """The chunk without some rows, which were blank."""
    if not rows:
        return chunk
    keep = ~pl.int_range(len(chunk.lines), eager=True).is_in(rows)
    lines = pl.Series(chunk.lines)
    noted = [Corrupt("dropped", "row.blank", line, "") for line in lines.filter(~keep)]
    return replace(chunk, frame=chunk.frame.filter(keep), lines=lines.filter(keep), corrupt=[*chunk.corrupt, *noted])
