"""The values of the groups of a table, brought together from chunks in memory bounded by how many are different."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

CODE, VALUE, TIMES = "__code", "__value", "__times"
ROOM, SAMPLE = 1_000_000, 61
"""Values held before equal ones are counted, then twice what is left; one of so many groups tells whether it pays."""
TURNS = 12
LEAST, MOST = -(1 << 31), (1 << 31) - 1
"""The whole numbers that four bytes hold."""


@dataclass
class Values:
    """One column of lists: the values of each group, which is known by its code (UInt32)."""

    parts: list[pl.DataFrame] = field(default_factory=list)
    """The columns CODE and VALUE, the latter lists, as the chunks gave them."""
    counted: pl.DataFrame | None = None
    """The columns CODE, VALUE and TIMES, one row a different value."""
    held: int = 0
    room: int = ROOM

    def add(self, lists: pl.DataFrame) -> None:
        """Take what a chunk adds: the columns CODE and VALUE."""
        self.parts.append(_narrowed(lists))
        self.held += int(lists[VALUE].list.len().sum())
        if self.held > self.room:
            if self._repeat():
                self.counted, self.parts = self._count(), []
                self.held = self.counted.height
            self.room = max(self.room, 2 * self.held)

    def total(self, name: str) -> pl.DataFrame:
        """The values of each group that has any as a list of this name, equal ones as often as they came; whole numbers
        may be Int32.
        """
        if self.counted is not None:
            self.parts.append(self.counted.group_by(CODE).agg(pl.col(VALUE).repeat_by(TIMES).explode()))
        self.counted, self.parts, parts = None, [], self.parts
        return pl.concat(parts, how="vertical_relaxed").group_by(CODE).agg(pl.col(VALUE).explode().alias(name))

    def _repeat(self) -> bool:
        """Whether half of the values of some groups are equal to others: then it pays to count them."""
        some = pl.concat(
            [_each(part.filter(pl.col(CODE) % SAMPLE == 0)) for part in self.parts], how="vertical_relaxed"
        )
        return 2 * some.is_unique().sum() < some.height or self.counted is not None

    def _count(self) -> pl.DataFrame:
        """All of them counted, some groups at a time: sorting takes as much again as what it sorts."""
        turns = (self._counted(pl.col(CODE) % TURNS == turn) for turn in range(TURNS))
        return pl.concat(turns, how="vertical_relaxed")

    def _counted(self, some: pl.Expr) -> pl.DataFrame:
        once = pl.lit(1, dtype=pl.UInt32).alias(TIMES)
        each = [_each(part.filter(some)).with_columns(once) for part in self.parts]
        before = [] if self.counted is None else [self.counted.filter(some)]
        return counted(pl.concat([*each, *before], how="vertical_relaxed"))


def _narrowed(lists: pl.DataFrame) -> pl.DataFrame:
    """The same values, whole numbers in half the room where they fit: most durations do."""
    if lists.schema[VALUE] != pl.List(pl.Int64):
        return lists
    least, most = lists.select(pl.col(VALUE).list.min().min(), pl.col(VALUE).list.max().max().alias("most")).row(0)
    fits = least is None or (least >= LEAST and most <= MOST)
    return lists.with_columns(pl.col(VALUE).cast(pl.List(pl.Int32))) if fits else lists


def counted(each: pl.DataFrame) -> pl.DataFrame:
    """Different values with how often they came. By sorting, which takes a fraction of the memory of a table by hash.

    >>> each = pl.DataFrame({CODE: [0, 1, 0, 0], VALUE: [7, 7, 7, 7], TIMES: [1, 1, 1, 2]})
    >>> counted(each).rows()
    [(0, 7, 4), (1, 7, 1)]
    """
    ordered = each.sort(CODE, VALUE)
    new = (pl.col(CODE) != pl.col(CODE).shift(-1)) | (pl.col(VALUE) != pl.col(VALUE).shift(-1))
    last = ordered.select(new.fill_null(True)).to_series()
    so_far = ordered[TIMES].cast(pl.Int64).cum_sum().filter(last)
    times = (so_far - so_far.shift(1, fill_value=0)).cast(pl.UInt32)
    return ordered.select(CODE, VALUE).filter(last).with_columns(times.alias(TIMES))


def _each(lists: pl.DataFrame) -> pl.DataFrame:
    return lists.explode(VALUE).drop_nulls(VALUE)
