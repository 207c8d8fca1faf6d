"""What was said of a text before in this run: people say the same again and again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

MOST = 24_000_000
"""Bytes of the texts remembered; beyond, all are forgotten, and it begins anew. Some 60 MB, of short texts."""


class Memory:
    """Answers for texts, each different one asked for once.

    A dict in Python: it is there for the next chunk, where Polars would hash all that is known anew. The answer is the
    same without it; of 1M contacts it saves more than half of the reading.
    """

    def __init__(self, ask: Callable[[pl.Series], pl.DataFrame]) -> None:
        """`ask`: from texts (String, no null, each once) to a row for each, in order."""
        self.ask = ask
        self.places: dict[str | None, int] = {}
        self.known = pl.DataFrame()
        self.size = 0

    def __call__(self, texts: pl.Series) -> pl.DataFrame:
        """A row a text; null for a null text.

        >>> memory = Memory(lambda texts: pl.DataFrame({"n": texts.str.len_chars()}))
        >>> memory(pl.Series(["ab", None, "ab"]))["n"].to_list(), memory.known.height
        ([2, None, 2], 1)
        """
        if self.size > MOST:
            self.places, self.known, self.size = {}, pl.DataFrame(), 0
        said = texts.is_not_null()
        old, known = len(self.places), self.places
        place = np.array([known.setdefault(text, len(known)) for text in texts.filter(said).to_list()], dtype=np.int64)
        new = np.flatnonzero(place >= old)
        if new.size or not self.known.width:
            first = new[np.unique(place[new], return_index=True)[1]]
            asked = texts.filter(said).gather(first)
            self.size += int(asked.str.len_bytes().sum() or 0)
            fresh = self.ask(asked)
            self.known = pl.concat([self.known, fresh]) if old else fresh
        rows = pl.Series([None] * texts.len(), dtype=pl.UInt32).scatter(said.arg_true(), place.astype(np.uint32))
        return self.known.select(pl.all().gather(rows))
