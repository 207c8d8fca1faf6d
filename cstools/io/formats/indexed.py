"""Parquet, and Arrow as a file: some rows at a time, found by the index at the end of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

import polars as pl

from cstools.io.blocks import BLOCK
from cstools.io.formats.native import guarded

SPREAD = 4
"""How many times its size a file takes in memory, about."""
FEWEST, MOST = 1_000, 30_000
"""Rows of a frame."""


@dataclass(frozen=True)
class Rows:
    """Some rows: the names of all their fields, the fields needed (None: all are), and how to get all."""

    names: list[str]
    kept: pl.DataFrame | None
    whole: Callable[[], pl.DataFrame]


def indexed(content: BinaryIO, size: int, form: str, path: str, needs: frozenset[str] | None) -> Iterator[Rows]:
    """The rows of a file of `size` bytes, about a block at a time: the fields needed of them (None: all are),
    and how to get all. Failure for what cannot be read.
    """
    with guarded(path):
        whole = pl.scan_parquet(content) if form == "parquet" else pl.scan_ipc(content)
        names = whole.collect_schema().names()
        height = int(whole.select(pl.len()).collect().item())
    step = min(MOST, max(FEWEST, height * BLOCK // max(1, SPREAD * size)))
    some = None if needs is None else whole.select(name for name in names if name in needs)
    for begin in range(0, max(height, 1), step):
        kept = None if some is None else _rows(some, begin, step, path)
        yield Rows(names, kept, partial(_rows, whole, begin, step, path))


def _rows(frame: pl.LazyFrame, begin: int, count: int, path: str) -> pl.DataFrame:
    with guarded(path):
        return frame.slice(begin, count).collect()
