"""What a stage's partial answers add up to, in memory bounded by the answer and not by the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from cstools.kernels.stage import Part

ROOM = 200_000
"""Rows held before they are summed; then twice what is left."""

BATCH = 2 << 20
"""Bytes of records summed at once: every sum costs a plan, and the fields asked for are few."""


def batches(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same rows in frames of about BATCH bytes."""
    held: list[pl.DataFrame] = []
    size = 0
    for frame in frames:
        held.append(frame)
        size += int(frame.estimated_size())
        if size >= BATCH:
            yield pl.concat(held, how="diagonal_relaxed")
            held, size = [], 0
    if held:
        yield pl.concat(held, how="diagonal_relaxed")


@dataclass
class Sum:
    """One table: one row a combination of its keys once summed."""

    keys: tuple[str, ...]
    parts: list[pl.DataFrame] = field(default_factory=list)
    held: int = 0
    room: int = ROOM

    def add(self, frame: pl.DataFrame) -> None:
        """Take what a chunk adds."""
        self.parts.append(frame)
        self.held += frame.height
        if self.held > self.room:
            whole = self.total()
            self.parts, self.held, self.room = [whole], whole.height, max(self.room, 2 * whole.height)

    def total(self) -> pl.DataFrame:
        """What all chunks add up to, unordered."""
        whole = pl.concat(self.parts, how="vertical_relaxed")
        return Part(self.keys, whole.lazy()).summed().collect()


@dataclass
class Sums:
    """The tables of one stage, in its order."""

    tables: list[Sum] = field(default_factory=list)

    def add(self, parts: Sequence[Part]) -> None:
        """Take what a chunk adds to each table."""
        if not self.tables:
            self.tables = [Sum(part.keys) for part in parts]
        frames = pl.collect_all([part.rows for part in parts])
        for sum_, frame in zip(self.tables, frames, strict=True):
            sum_.add(frame)

    def total(self) -> list[pl.DataFrame]:
        """Every table summed."""
        return [sum_.total() for sum_ in self.tables]
