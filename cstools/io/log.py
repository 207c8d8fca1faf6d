"""The log: one JSON line a run, so that a month's figures can be traced to their inputs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson

from cstools import __version__
from cstools.errors import Failure
from cstools.io.atomic import unwritten
from cstools.io.tally import Tally

STDIN = "-"


@dataclass
class Input:
    """One input as it was read: its bytes and, where they are asked for, their hash; its records.

    ended: whether it was read to its end; `--limit` stops before. within: the input this is a part of (a sheet, a
    member of an archive); parted: it was read in such parts. notes: what there is to say of it, as sentence and blanks.
    broken: why it could be read only so far.
    """

    file: str
    rows: int = 0
    size: int = 0
    ended: bool = False
    digest: hashlib._Hash | None = None
    tick: Callable[[], None] | None = None
    within: Input | None = None
    parted: bool = False
    notes: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    broken: Failure | None = None

    def note(self, key: str, **params: object) -> None:
        """Keep something to be said when the run ends."""
        self.notes.append((key, params))

    def watched(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The same blocks, counted and hashed as they pass."""
        for block in blocks:
            self.size += len(block)
            if self.digest is not None:
                self.digest.update(block)
            if self.tick is not None:
                self.tick()
            yield block
        self.ended = True

    def sha256(self) -> str | None:
        """The hash of the whole input, of a part that of what it is within; null for a stream not read to its end."""
        if self.within is not None:
            return self.within.sha256()
        if self.ended and self.digest is not None:
            return self.digest.hexdigest()
        path = Path(self.file)
        if self.file == STDIN or not path.is_file():
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass
class Inputs:
    """The inputs of a run in the order they are read.

    hashed: for the log. Hashing costs more than reading CSV does, so nobody else pays for it. tick: called at every
    block, to show progress.
    """

    hashed: bool = False
    tick: Callable[[], None] | None = None
    all: list[Input] = field(default_factory=list)

    def add(self, path: str) -> Input:
        """The next input."""
        one = Input(path, digest=hashlib.sha256() if self.hashed else None, tick=self.tick)
        self.all.append(one)
        return one

    def add_part(self, whole: Input, name: str) -> Input:
        """The next part of an input."""
        whole.parted = True
        one = Input(name, within=whole)
        self.all.append(one)
        return one

    def check(self) -> None:
        """The Failure of the first input that breaks off, if one does."""
        for one in self.all:
            if one.broken is not None:
                raise one.broken

    def __getitem__(self, number: int) -> Input:
        """The input of this number, from 0."""
        return self.all[number]


def ready(path: str) -> None:
    """Failure, before any work is done, where the log could not be written after it."""
    try:
        Path(path).open("ab").close()
    except OSError as error:
        raise unwritten(path, error) from None


def append(path: str, tally: Tally, inputs: Inputs, options: dict[str, object], files: dict[str, int]) -> None:
    """Append one line about a run that has ended. files: what was written, and the records in it."""
    line = {
        "tool": tally.tool,
        "version": __version__,
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "options": options,
        "inputs": [
            {"file": one.file, "sha256": one.sha256(), "rows": one.rows} for one in inputs.all if not one.parted
        ],
        "outputs": [{"file": file, "rows": rows} for file, rows in files.items()],
        "in": tally.read,
        "out": tally.out,
        "rejected": tally.level("row"),
        "cells_rejected": tally.level("cell"),
        "merged": tally.level("merged"),
        "dropped": tally.level("dropped"),
        "repaired": tally.counts["cells repaired"],
        "counts": dict(sorted(tally.counts.items())),
    }
    with Path(path).open("ab") as stream:
        stream.write(orjson.dumps(line, default=str) + b"\n")
