"""What stages found beside rows: things counted by value, summed over the chunks of a run."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cstools.io.sums import ROOM, Sum


@dataclass
class Found:
    """The findings of one stage: every column but `n` says what, `n` (Int64) how often."""

    room: int = ROOM
    sum: Sum | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Take what one chunk gave."""
        if self.sum is None:
            self.sum = Sum(tuple(name for name in frame.columns if name != "n"), room=self.room)
        self.sum.add(frame)

    def total(self) -> pl.DataFrame:
        """One row a thing, in the order of their own columns.

        >>> found = Found()
        >>> found.add(pl.DataFrame({"key": ["b", "a"], "n": [1, 2]}))
        >>> found.add(pl.DataFrame({"key": ["b"], "n": [3]}))
        >>> found.total().rows()
        [('a', 2), ('b', 4)]
        """
        return pl.DataFrame() if self.sum is None else self.sum.total().sort(self.sum.keys)
