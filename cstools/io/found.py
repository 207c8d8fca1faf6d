"""What stages found beside rows: things counted by value, summed over the chunks of a run."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

ROOM = 100_000
"""Rows held before they are summed; then twice what is left."""


@dataclass
class Found:
    """The findings of one stage: every column but `n` says what, `n` (Int64) how often."""

    parts: list[pl.DataFrame] = field(default_factory=list)
    held: int = 0
    room: int = ROOM

    def add(self, frame: pl.DataFrame) -> None:
        """Take what one chunk gave."""
        self.parts.append(frame)
        self.held += frame.height
        if self.held > self.room:
            whole = self.total()
            self.parts, self.held = [whole], whole.height
            self.room = max(self.room, 2 * whole.height)

    def total(self) -> pl.DataFrame:
        """One row a thing, in the order of their own columns.

        >>> found = Found()
        >>> found.add(pl.DataFrame({"key": ["b", "a"], "n": [1, 2]}))
        >>> found.add(pl.DataFrame({"key": ["b"], "n": [3]}))
        >>> found.total().rows()
        [('a', 2), ('b', 4)]
        """
        if not self.parts:
            return pl.DataFrame()
        whole = pl.concat(self.parts)
        names = [name for name in whole.columns if name != "n"]
        return whole.group_by(names).agg(pl.col("n").sum()).sort(names)
