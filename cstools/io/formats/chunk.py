"""What every format gives: a frame of text, the line each record began on, and what was corrupt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

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
    """Records in the order of the input."""

    frame: pl.DataFrame
    lines: pl.Series | Sequence[int]
    corrupt: list[Corrupt] = field(default_factory=list)

    def placed(self, path: str) -> pl.DataFrame:
        """The frame with its provenance: the columns FILE and LINE."""
        lines = pl.Series(LINE, self.lines, dtype=pl.Int64)
        return self.frame.with_columns(pl.lit(path).alias(FILE), lines)

    def side(self, path: str) -> pl.DataFrame:
        """The side records of what was corrupt."""
        columns = {
            LEVEL: [c.level for c in self.corrupt],
            RULE: [c.rule for c in self.corrupt],
            FIELD: [c.field for c in self.corrupt],
            VALUE: [c.value.encode("utf-8", "replace").decode() for c in self.corrupt],
            FILE: [path] * len(self.corrupt),
            LINE: [c.line for c in self.corrupt],
        }
        schema = {LEVEL: pl.String, RULE: pl.String, FIELD: pl.String, VALUE: pl.String, FILE: pl.String}
        return pl.DataFrame(columns, schema={**schema, LINE: pl.Int64})


def frame_of(rows: list[list[str]], names: list[str], kept: list[str]) -> pl.DataFrame:
    """Rows of text as a frame of the columns kept; empty text is null."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    data = {name: column for name, column in zip(names, columns, strict=True) if name in set(kept)}
    return no_empty(pl.DataFrame(data, schema=dict.fromkeys(kept, pl.String)))


def no_empty(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns of text with empty text as null."""
    return frame.with_columns(pl.when(pl.all() != "").then(pl.all()))


def unique(headings: list[str]) -> list[str]:
    """Headings that can name columns: blank ones become `column_N`, a repeated one gets `_2`, `_3`.

    >>> unique(["a", "a", "", "a_2"])
    ['a', 'a_2', 'column_3', 'a_2_2']
    """
    names: list[str] = []
    for number, heading in enumerate(headings, 1):
        base = name = heading.strip("\ufeff") if heading.strip() else f"column_{number}"
        again = 1
        while name in names:
            again += 1
            name = f"{base}_{again}"
        names.append(name)
    return names
