"""Text for people: a table of the first records, or what a tool draws of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

import polars as pl

from cstools.errors import Usage
from cstools.io.pager import show
from cstools.io.writers.sink import FORMATS, Sink

SHOWN = 40
"""Rows of a table on a terminal; the line below it says how many there are."""


@dataclass
class Table:
    """A table for people: the first rows, and the count of all."""

    stream: BinaryIO
    sink: Sink
    held: list[pl.DataFrame] = field(default_factory=list)
    total: int = 0

    def write(self, frame: pl.DataFrame) -> None:
        """Keep the rows that will be shown and count the rest."""
        room = SHOWN - sum(part.height for part in self.held)
        if room > 0 or not self.held:
            self.held.append(frame.head(max(room, 0)))
        self.total += frame.height

    def close(self) -> None:
        """Lay the table out and write it."""
        if self.sink.table is None:
            raise Usage("output.format", format="table", known=", ".join(FORMATS))
        if self.held:
            shown = pl.concat(self.held, how="diagonal_relaxed")
            show(self.sink.table(shown, self.total), self.stream, pager=self.sink.pager)


@dataclass
class Whole:
    """One text made from all rows."""

    stream: BinaryIO
    sink: Sink
    render: Callable[[pl.DataFrame], str | bytes]
    held: list[pl.DataFrame] = field(default_factory=list)

    def write(self, frame: pl.DataFrame) -> None:
        """Hold the rows."""
        self.held.append(frame)

    def close(self) -> None:
        """Make the text and write it."""
        whole = pl.concat(self.held, how="diagonal") if self.held else pl.DataFrame()
        show(self.render(whole), self.stream, pager=self.sink.pager)
