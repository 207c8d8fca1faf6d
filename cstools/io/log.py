"""The log: one JSON line a run, so that a month's figures can be traced to their inputs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson

from cstools import __version__
from cstools.errors import Failure
from cstools.io.tally import Tally


@dataclass
class Input:
    """One input as it was read: its bytes' hash, and its records."""

    file: str
    rows: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def watched(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The same blocks, hashed as they pass."""
        for block in blocks:
            self.digest.update(block)
            yield block


def ready(path: str) -> None:
    """Failure, before any work is done, where the log could not be written after it."""
    try:
        Path(path).open("ab").close()
    except OSError as error:
        raise Failure("output.cannot", path=path, why=error.strerror or str(error)) from None


def append(path: str, tally: Tally, inputs: list[Input], options: dict[str, object]) -> None:
    """Append one line about a run that has ended."""
    line = {
        "tool": tally.tool,
        "version": __version__,
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "options": options,
        "inputs": [{"file": one.file, "sha256": one.digest.hexdigest(), "rows": one.rows} for one in inputs],
        "in": tally.read,
        "out": tally.out,
        "rejected": tally.level("row"),
        "cells_rejected": tally.level("cell"),
        "merged": tally.level("merged"),
        "dropped": tally.level("dropped"),
        "counts": dict(sorted(tally.counts.items())),
    }
    with Path(path).open("ab") as stream:
        stream.write(orjson.dumps(line, default=str) + b"\n")
