"""What every format gives: a frame of text, the line each record began on, and what was corrupt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from cstools.kernels.expr.frames import blank
from cstools.kernels.stage import FIELD, FILE, LEVEL, LINE, RULE, VALUE


@dataclass(frozen=True)
class Corrupt:
    """A line, or a cell of it, that could not be read as it stands."""

    level: str
    rule: str
    line: int
    value: str
    field: str | None = None


@dataclass(frozen=True)
class Chunk:
    """Records in the order of the input. empties: cells may still hold empty text, which is null.

    narrow: only the fields asked for are here, and the blank rows have been told. keys: then, all fields of its first
    record.
    """

    frame: pl.DataFrame
    lines: pl.Series | Sequence[int]
    corrupt: list[Corrupt] = field(default_factory=list)
    empties: bool = True
    narrow: bool = False
    keys: Sequence[str] = ()

    def placed(self, path: str) -> pl.DataFrame:
        """The frame, its empty text as null, with its provenance: the columns FILE and LINE."""
        lines = pl.Series(LINE, self.lines, dtype=pl.Int64)
        own = _public(self.frame) if self.frame.width else pl.DataFrame(height=len(lines))
        return (no_empty(own) if self.empties else own).with_columns(pl.lit(path).alias(FILE), lines)

    def only(self, names: Container[str]) -> Chunk:
        """The same records with these fields alone.

        A record with none of them is a blank row only if it holds nothing else either: that is noted here, where all
        of it is still known.
        """
        kept = self.frame.select(name for name in self.frame.columns if name in names)
        empty = blank(kept) if kept.width else pl.repeat(True, self.frame.height, eager=True)
        if empty.any():
            empty &= blank(self.frame)
        if not empty.any():
            return replace(self, frame=kept, keys=self.frame.columns)
        lines = pl.Series(LINE, self.lines, dtype=pl.Int64)
        noted = [Corrupt("dropped", "row.blank", line, "") for line in lines.filter(empty)]
        return replace(
            self,
            frame=kept.filter(~empty) if kept.width else kept,
            lines=lines.filter(~empty),
            corrupt=[*self.corrupt, *noted],
            keys=self.frame.columns,
        )

    def side(self, path: str) -> pl.DataFrame:
        """The side records of what was corrupt."""
        if not self.corrupt:
            return NO_SIDE
        columns = {
            LEVEL: [c.level for c in self.corrupt],
            RULE: [c.rule for c in self.corrupt],
            FIELD: [c.field for c in self.corrupt],
            VALUE: [c.value.encode("utf-8", "replace").decode() for c in self.corrupt],
            FILE: [path] * len(self.corrupt),
            LINE: [c.line for c in self.corrupt],
        }
        return pl.DataFrame(columns, schema=NO_SIDE.schema)


NO_SIDE = pl.DataFrame(schema={**dict.fromkeys((LEVEL, RULE, FIELD, VALUE, FILE), pl.String), LINE: pl.Int64})


def frame_of(rows: list[list[str]], names: list[str]) -> pl.DataFrame:
    """Rows of text as a frame."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return pl.DataFrame(dict(zip(names, columns, strict=True)), schema=dict.fromkeys(names, pl.String))


def _public(frame: pl.DataFrame) -> pl.DataFrame:
    """Names that begin with two underscores are those of columns on their way: the input's own lose one of them."""
    if not any(name.startswith("__") for name in frame.columns):
        return frame
    names = unique([f"_{name.lstrip('_')}" if name.startswith("__") else name for name in frame.columns])
    return frame.rename(dict(zip(frame.columns, names, strict=True)))


def no_empty(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns of text with empty text as null."""
    names = [name for name, dtype in frame.schema.items() if dtype == pl.String and (frame[name] == "").any()]
    return frame.with_columns(pl.when(pl.col(names) != "").then(pl.col(names))) if names else frame


def unique(headings: list[str]) -> list[str]:
    """Headings that can name columns: blank ones become `column_N`, a repeated one gets `_2`, `_3`, bad bytes `?`.

    >>> unique(["a", "a", "", "a_2"])
    ['a', 'a_2', 'column_3', 'a_2_2']
    """
    names: dict[str, None] = {}
    times: Counter[str] = Counter()
    for number, given in enumerate(headings, 1):
        heading = given.encode("utf-8", "replace").decode()  # a byte astray is no sign
        base = name = heading.strip("\ufeff") if heading.strip() else f"column_{number}"
        times[base] += 1
        while name in names:
            times[base] += times[base] == 1
            name = f"{base}_{times[base]}"
            times[base] += name in names
        names[name] = None
    return list(names)
