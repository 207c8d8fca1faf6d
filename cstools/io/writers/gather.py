"""Records kept until all are seen: what has one header for all can only be written then."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from cstools.io.spool import Held
from cstools.io.writers.sink import Sink, ordered

BATCH = 65_536
"""Rows of a record batch or a row group: whatever the chunks were, the bytes are the same."""


class Gather:
    """Frames whose columns may differ, in order. What every writer is that has one header for all records."""

    def __init__(self, stream: BinaryIO, sink: Sink) -> None:
        self.stream = stream
        self.sink = sink
        self.schemas: list[pl.Schema] = []
        self.held = Held()

    def write(self, frame: pl.DataFrame) -> None:
        """Keep the rows until all columns are known."""
        if not self.schemas or frame.schema != self.schemas[-1]:
            self.schemas.append(frame.schema)
        self.held.add(frame)

    def schema(self) -> pl.Schema:
        """All columns, in the order they are written in."""
        empty = [pl.DataFrame(schema=schema) for schema in self.schemas]
        given = pl.concat(empty, how="diagonal_relaxed").schema if empty else pl.Schema()
        return pl.Schema({name: given[name] for name in ordered(given.names(), self.sink)})

    def parts(self, schema: pl.Schema) -> Iterator[pl.DataFrame]:
        """The frames as they came, each with all columns of `schema`. Once only."""
        for (frame,) in self.held.taken():
            present = frame.schema
            if list(present.items()) == list(schema.items()):
                yield frame
                continue
            yield frame.select(
                pl.col(name).cast(dtype) if name in present else pl.lit(None, dtype=dtype).alias(name)
                for name, dtype in schema.items()
            )

    def batches(self, schema: pl.Schema, rows: int = BATCH) -> Iterator[pl.DataFrame]:
        """The same rows in frames of exactly `rows`, the last one shorter. Once only."""
        waiting: list[pl.DataFrame] = []
        height = 0
        for part in self.parts(schema):
            waiting.append(part)
            height += part.height
            if height < rows:
                continue
            whole, rest = pl.concat(waiting), height % rows
            for start in range(0, height - rest, rows):
                yield whole.slice(start, rows)
            waiting, height = [whole.slice(height - rest)], rest
        if height:
            yield pl.concat(waiting, rechunk=True)


def canonical(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows laid out anew in memory: how text is encoded must not show in which chunks it came."""
    buffer = io.BytesIO()
    frame.write_ipc_stream(buffer, compat_level=pl.CompatLevel.oldest())
    buffer.seek(0)
    return pl.read_ipc_stream(buffer)
