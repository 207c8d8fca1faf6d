"""Ids that stand in more than one file: the same export read twice, or two that overlap."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from cstools.kernels.stage import FILE, Result, Stage
from cstools.model import fields as table


@dataclass
class Ids:
    """The ids of each file as 64-bit hashes, each once a file: eight bytes an id, at any number of files."""

    files: list[pl.Series] = field(default_factory=list)
    parts: list[pl.Series] = field(default_factory=list)
    file: str | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Take the ids of a chunk of one file: the column of the kind's key. A frame without it adds nothing."""
        name = table.KEY[table.detect(frame.columns)]
        if name not in frame.columns or FILE not in frame.columns or not frame.height:
            return
        file = frame.get_column(FILE)[0]
        if file != self.file:
            self.close()
            self.file = file
        self.parts.append(frame.get_column(str(name)).drop_nulls().hash().unique())

    def close(self) -> None:
        """The file has ended."""
        if self.parts:
            self.files.append(pl.concat(self.parts).unique())
            self.parts = []

    def twice(self) -> int:
        """How many ids stand in more than one file.

        >>> ids = Ids()
        >>> for file in ("a.csv", "b.csv"):
        ...     ids.add(pl.DataFrame({"ticket_id": ["1", "1", file], FILE: [file] * 3}))
        >>> ids.twice()
        1
        """
        self.close()
        whole = pl.concat(self.files) if self.files else pl.Series([], dtype=pl.UInt64)
        # A sort in place of counting: no table of ten million hashes beside them.
        ordered = whole.sort()
        again = ordered.eq(ordered.shift(1)).fill_null(False)
        return int((again & ~again.shift(1).fill_null(False)).sum()) if len(ordered) else 0


def across(ids: Ids) -> Stage:
    """The rows as they are; `ids` takes note of theirs. It is state beside the stage: ask it when the run has ended."""

    def apply(lf: pl.LazyFrame) -> Result:
        frame = lf.collect()
        ids.add(frame)
        return Result(frame.lazy())

    return Stage(name="ids", apply=apply)
