"""Parquet: row groups of a fixed size, compressed with zstd."""

from __future__ import annotations

import io
from collections.abc import Iterator

import polars as pl

from cstools.io.writers.gather import BATCH, Gather, canonical


class Parquet(Gather):
    """Row groups, then the footer."""

    def close(self) -> None:
        """Write all rows, then the footer."""
        from polars.io.plugins import register_io_source

        schema = self.schema()
        if not schema:
            buffer = io.BytesIO()
            pl.DataFrame().write_parquet(buffer)
            self.stream.write(buffer.getvalue())
            return

        def batches(*_: object) -> Iterator[pl.DataFrame]:
            yield from map(canonical, self.batches(schema))

        source = register_io_source(batches, schema=schema)
        source.sink_parquet(self.stream, compression="zstd", row_group_size=BATCH, engine="streaming")
