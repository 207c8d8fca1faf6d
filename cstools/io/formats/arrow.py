"""Arrow: the messages of IPC streams, in groups of about a block.

The stream is taken apart here, because Polars' own reader takes all of it into memory, and drops without a word a
second stream that follows on the same pipe.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from cstools.io.blocks import BLOCK, Feed
from cstools.io.formats.native import guarded
from cstools.io.unpack import Damaged

MARK = b"\xff\xff\xff\xff"
END = MARK + b"\0\0\0\0"
SCHEMA, DICTIONARY, BATCH = 1, 2, 3
HEADER = 16 << 20
"""Bytes a message's description may have; far more than thousands of columns need."""
FEWEST = 1_000
"""Rows of a frame."""
BODY = 8 << 30
"""Bytes a batch may have."""


@dataclass
class _Stream:
    """What has been read of one stream."""

    schema: bytes = b""
    dictionaries: list[bytes] = field(default_factory=list)
    batches: list[bytes] = field(default_factory=list)
    held: int = 0

    def add(self, kind: int, message: list[bytes]) -> None:
        """Take one message; those of a kind that holds no rows and no words are passed over."""
        if kind == SCHEMA:
            self.schema = b"".join(message)
        elif kind == DICTIONARY:
            self.dictionaries += message
        elif kind == BATCH:
            self.batches += message
            self.held += sum(map(len, message))

    def frame(self, path: str) -> pl.DataFrame:
        """The batches held, as one frame."""
        whole = b"".join((self.schema, *self.dictionaries, *self.batches, END))
        self.batches, self.held = [], 0
        with guarded(path):
            return pl.read_ipc_stream(whole)

    def frames(self, path: str) -> Iterator[pl.DataFrame]:
        """The same in parts of about a block: a writer may have put all it had into one batch."""
        size = self.held
        frame = self.frame(path)
        step = max(FEWEST, frame.height * BLOCK // max(1, size))
        yield from frame.iter_slices(step) if frame.height else (frame,)


def batches(blocks: Iterator[bytes], path: str) -> Iterator[pl.DataFrame]:
    """The frames of all streams, one behind another.

    Raises Damaged where one breaks off, after the batches before; Failure where a message cannot be read.
    """
    feed = Feed(blocks)
    while head := feed.take(len(MARK)):
        yield from _stream(feed, path, head)


def _stream(feed: Feed, path: str, head: bytes) -> Iterator[pl.DataFrame]:
    stream = _Stream()
    try:
        while message := _message(feed, path, head):
            head = b""
            kind = message[0]
            stream.add(*message)
            del message  # it may be large
            if stream.held >= BLOCK or kind == SCHEMA:  # a schema alone: its columns, should it have no rows
                yield from stream.frames(path)
    except Damaged as error:
        damage: Damaged | None = error
    else:
        damage = None
    if stream.batches:
        yield from stream.frames(path)
    if damage:
        raise damage


def _message(feed: Feed, path: str, head: bytes) -> tuple[int, list[bytes]] | None:
    """The next message and its kind; None at the end of the stream."""
    prefix = head + feed.take(len(END) - len(head))
    if prefix == END or not prefix:
        return None
    if len(prefix) < len(END):
        raise Damaged("file.cut", path=path)
    size = struct.unpack("<i", prefix[4:])[0]
    if not prefix.startswith(MARK) or not 0 < size <= HEADER:
        raise Damaged("file.broken", path=path, why="Arrow")
    about = feed.take(size)
    try:
        kind, length = _about(about)
    except (struct.error, IndexError):
        raise Damaged("file.broken" if len(about) == size else "file.cut", path=path, why="Arrow") from None
    body = feed.take(length)
    if len(body) < length:
        raise Damaged("file.cut", path=path)
    return kind, [prefix, about, body]


def _about(message: bytes) -> tuple[int, int]:
    """The kind of a message and the length of its body, out of its flatbuffer: fields 1 and 3 of its root table."""
    root = struct.unpack_from("<I", message, 0)[0]
    vtable = root - struct.unpack_from("<i", message, root)[0]
    size = struct.unpack_from("<H", message, vtable)[0]

    def place(number: int) -> int:
        at = 4 + 2 * number
        return struct.unpack_from("<H", message, vtable + at)[0] if at < size else 0

    kind = message[root + place(1)] if place(1) else 0
    length = struct.unpack_from("<q", message, root + place(3))[0] if place(3) else 0
    if not 0 <= length <= BODY or vtable < 0:
        raise struct.error
    return kind, length
