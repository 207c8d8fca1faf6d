"""Arrow: an IPC stream of record batches, which its reader can take one by one."""

from __future__ import annotations

import io

import polars as pl

from cstools.io.writers.gather import Gather

MARK = 8
"""Bytes in front of the metadata of a message: a mark of four, then the length of the metadata in four."""
END = b"\xff\xff\xff\xff\x00\x00\x00\x00"
"""What ends a stream (Arrow columnar format, "IPC Streaming Format")."""


class Arrow(Gather):
    """One schema, then batches of a fixed size."""

    def close(self) -> None:
        """Write the schema and all rows."""
        schema = self.schema()
        head, _ = _stream(pl.DataFrame(schema=schema))
        self.stream.write(head)
        for batch in self.batches(schema):
            self.stream.write(_stream(batch)[1])
        self.stream.write(END)


def _stream(frame: pl.DataFrame) -> tuple[bytes, bytes]:
    """The schema message and the record batches of a frame; Polars writes whole streams only."""
    buffer = io.BytesIO()
    frame.write_ipc_stream(buffer, compat_level=pl.CompatLevel.oldest())
    whole = buffer.getvalue()
    head = MARK + int.from_bytes(whole[4:MARK], "little")
    return whole[:head], whole[head : -len(END)]
