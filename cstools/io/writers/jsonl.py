"""JSON lines."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

import polars as pl


@dataclass
class Jsonl:
    """One object a line, flushed with every chunk so that a live row goes on at once."""

    stream: BinaryIO

    def write(self, frame: pl.DataFrame) -> None:
        """Write the rows as they are: keys may differ from chunk to chunk."""
        if frame.height:
            self.stream.write(as_jsonl(frame))
            self.stream.flush()

    def close(self) -> None:
        """Nothing is left to write."""


def as_jsonl(frame: pl.DataFrame) -> bytes:
    """The rows as JSONL: times `YYYY-MM-DD HH:MM:SS`, lists as arrays."""
    buffer = io.BytesIO()
    frame.write_ndjson(buffer)
    return buffer.getvalue()
