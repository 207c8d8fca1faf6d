"""Records that are no lines of their own (elements of a JSON array, of XML), through the reader of JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from cstools.io.formats.chunk import Chunk, Corrupt
from cstools.io.formats.jsonl import JsonlReader


@dataclass(frozen=True)
class Element:
    """One record as JSON, and the line it begins on. rule: why it is known to be none."""

    text: bytes
    line: int
    rule: str = ""


def relayed(batches: Iterator[list[Element]], reader: JsonlReader) -> Iterator[Chunk]:
    """The records as `reader` reads them, a chunk or more for each batch, with the line each began on."""
    begins = pl.Series(dtype=pl.Int64)
    base = reader.line
    odd: list[Element] = []

    def blocks() -> Iterator[bytes]:
        nonlocal begins, base
        for batch in batches:
            odd.extend(one for one in batch if one.rule)
            whole = [one for one in batch if not one.rule]
            if whole:
                # The reader has given all of the batch before when it asks for this one.
                begins, base = pl.Series([one.line for one in whole], dtype=pl.Int64), reader.line
                # A line end within an element is a blank; within a text it is an error, and a CR is one as well.
                yield b"".join(one.text.replace(b"\n", b"\r") + b"\n" for one in whole)

    for chunk in reader.chunks(blocks()):
        lines = begins.gather(pl.Series(chunk.lines, dtype=pl.Int64) - base)
        corrupt = [replace(one, line=begins[one.line - base]) for one in chunk.corrupt]
        yield replace(chunk, lines=lines, corrupt=corrupt)
    if odd:
        told = [Corrupt("row", one.rule, one.line, one.text.decode("utf-8", "replace")) for one in odd]
        yield Chunk(pl.DataFrame(), [], told)
