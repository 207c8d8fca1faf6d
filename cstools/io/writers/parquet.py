"""Parquet: row groups of a fixed size, compressed with zstd."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from cstools.io.writers.gather import BATCH, Gather, canonical
from cstools.io.writers.sink import Sink, ordered


class Parquet:
    """Rows wait: the schema is that of all chunks."""

    def __init__(self, stream: BinaryIO, sink: Sink) -> None:
        self.stream = stream
        self.sink = sink
        self.gather = Gather()

    def write(self, frame: pl.DataFrame) -> None:
        """Keep the rows until the schema is known."""
        self.gather.add(frame)

    def close(self) -> None:
        """Write all rows, then the footer."""
        from polars.io.plugins import register_io_source

        given = self.gather.schema()
        schema = pl.Schema({name: given[name] for name in ordered(given.names(), self.sink)})
        if not schema:
            buffer = io.BytesIO()
            pl.DataFrame().write_parquet(buffer)
            self.stream.write(buffer.getvalue())
            return

        def batches(*_: object) -> Iterator[pl.DataFrame]:
            yield from map(canonical, self.gather.batches(schema))

        source = register_io_source(batches, schema=schema)
        source.sink_parquet(self.stream, compression="zstd", row_group_size=BATCH, engine="streaming")
