"""A text log of a chat: the whole file is one record, for `cs-ingest --unfold text` to take apart."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cstools.io.formats.chunk import Chunk
from cstools.kernels.fold.headers import begins

FIELD = "text"
"""The one column of such a file."""


def is_log(opening: bytes) -> bool:
    r"""Whether a text begins as a chat log does: with a line that says who speaks and when, or a date.

    >>> is_log("\n[08:05:03] 小王：在的\n".encode()), is_log(b"ticket_id,text\n")
    (True, False)
    """
    first = opening.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return begins(first.decode("utf-8", "replace"))


def log_chunks(blocks: Iterator[bytes]) -> Iterator[Chunk]:
    """The text, in UTF-8, as the one cell of one record on line 1."""
    text = b"".join(blocks).decode("utf-8", "replace").removeprefix("\ufeff")
    yield Chunk(pl.DataFrame({FIELD: [text]}), [1])
