"""What a stage's partial answers add up to, in memory bounded by the answer and not by the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from cstools.io.values import CODE, VALUE, Values
from cstools.kernels.stage import Part

ROOM = 200_000
"""Rows held before they are summed; then twice what is left."""
CELLS = 8
"""Columns of a table of ROOM rows: of a wider one fewer rows are held."""

BATCH = 6 << 20
"""Bytes of records typed at once, and half of it summed: each costs a plan, and the fields asked for are few."""


def batches(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same rows in frames of about BATCH bytes; one of half of that is not held for the next."""
    held: list[pl.DataFrame] = []
    size = 0
    for frame in frames:
        held.append(frame)
        size += int(frame.estimated_size())
        if size >= BATCH // 2:
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
        self.held += frame.height * max(1, frame.width // CELLS)
        if self.held > self.room:
            whole = self.total()
            held = whole.height * max(1, whole.width // CELLS)
            self.parts, self.held, self.room = [whole], held, max(self.room, 2 * held)

    def total(self) -> pl.DataFrame:
        """What all chunks add up to, unordered."""
        whole = pl.concat(self.parts, how="vertical_relaxed")
        return Part(self.keys, whole.lazy()).summed().collect()


@dataclass
class Table:
    """One table of a stage, of which some columns may be lists: those are held apart, by the code of their group."""

    keys: tuple[str, ...]
    sums: Sum = field(init=False)
    groups: pl.DataFrame | None = None
    values: dict[str, Values] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sums = Sum(self.keys)

    def add(self, frame: pl.DataFrame) -> None:
        """Take what a chunk adds; its keys are different."""
        lists = [name for name, dtype in frame.schema.items() if name not in self.keys and isinstance(dtype, pl.List)]
        if not lists:
            self.sums.add(frame)
            return
        coded = self._coded(frame)
        for name in lists:
            self.values.setdefault(name, Values()).add(coded.select(CODE, pl.col(name).alias(VALUE)))
        self.sums.keys = (CODE,)
        self.sums.add(coded.drop(lists))

    def total(self) -> pl.DataFrame:
        """What all chunks add up to, unordered."""
        whole = self.sums.total()
        if self.groups is None:
            return whole
        # Each list is copied once: a join of the whole table would copy all of them every time.
        at, columns = whole.select(CODE), list[pl.Series]()
        for name, each in self.values.items():
            columns.append(at.join(each.total(name), on=CODE, how="left", maintain_order="left")[name])
        return pl.concat([self.groups[whole[CODE]].drop(CODE), whole.drop(CODE)], how="horizontal").hstack(columns)

    def _coded(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with CODE for its keys."""
        known = frame.select(self.keys).clear().with_columns(_codes(0, 0)) if self.groups is None else self.groups
        codes = frame.join(known, on=self.keys, how="left", nulls_equal=True, maintain_order="left")[CODE]
        new = frame.select(self.keys).filter(codes.is_null())
        self.groups = pl.concat([known, new.with_columns(_codes(known.height, new.height))])
        if not new.height:
            return frame.drop(self.keys).insert_column(0, codes)
        return self._coded(frame)


def _codes(begin: int, size: int) -> pl.Series:
    return pl.int_range(begin, begin + size, dtype=pl.UInt32, eager=True).alias(CODE)


@dataclass
class Sums:
    """The tables of one stage, in its order."""

    tables: list[Table] = field(default_factory=list)

    def add(self, parts: Sequence[Part]) -> None:
        """Take what a chunk adds to each table."""
        if not self.tables:
            self.tables = [Table(part.keys) for part in parts]
        frames = pl.collect_all([part.rows for part in parts])
        for table, frame in zip(self.tables, frames, strict=True):
            table.add(frame)

    def total(self) -> list[pl.DataFrame]:
        """Every table summed; they are empty then."""
        return [self.tables.pop(0).total() for _ in range(len(self.tables))]
