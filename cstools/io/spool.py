"""Chunks held back in order, in bounded memory: beyond it they wait on disk, in a file without a name."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

import polars as pl

ROOM = 64 << 20
"""Bytes of frames held in memory."""


class Held:
    """Groups of frames, first in, first out."""

    def __init__(self, room: int | None = None) -> None:
        self.room = ROOM if room is None else room
        self.near: list[tuple[pl.DataFrame, ...]] = []
        self.far: list[tuple[int, ...]] = []
        """Sizes of the frames in the file, group by group."""
        self.file: IO[bytes] | None = None

    def __bool__(self) -> bool:
        return bool(self.near)

    def add(self, *frames: pl.DataFrame) -> None:
        """Hold some frames together."""
        self.room -= sum(int(frame.estimated_size()) for frame in frames)
        if self.room >= 0 or not self.near:
            self.near.append(frames)
            return
        self.file = self.file or tempfile.TemporaryFile()  # noqa: SIM115  (closed when all is taken)
        self.far.append(tuple(spooled(frame, self.file)[1] for frame in frames))

    def taken(self) -> Iterator[tuple[pl.DataFrame, ...]]:
        """All groups in order, each let go of as it is taken. Once only."""
        self.near.reverse()
        while self.near:
            yield self.near.pop()
        if self.file is not None:
            self.file.seek(0)
            for sizes in self.far:
                yield tuple(pl.read_ipc(self.file.read(size)) for size in sizes)
            self.file.close()


def spooled(frame: pl.DataFrame, file: IO[bytes]) -> tuple[int, int]:
    """Write a frame behind what a file holds: where it begins, and its bytes."""
    before = file.tell()
    frame.write_ipc(file)
    return before, file.tell() - before
