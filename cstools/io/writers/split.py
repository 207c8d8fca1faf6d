"""Records written to many files, by the values of fields: each file complete or absent."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import IO

import polars as pl

from cstools.errors import Failure
from cstools.io.atomic import Files
from cstools.io.spool import spooled
from cstools.io.writers.sink import Sink, arranged
from cstools.io.writers.template import BLANK, Template, apart, folded
from cstools.io.writers.writer import Told

HELD = 64 << 20
"""Bytes of records held before they are split and spooled: thousands of values then cost few small parts."""
AT = "__at"
Key = tuple[str | None, ...]
Put = Callable[[Sink, Files, Iterator[pl.DataFrame]], None]
"""Writes some frames to the file of a sink."""


class Split:
    """Keeps the rows of every file apart until all are seen, in one file without a name, then writes one by one."""

    def __init__(self, sink: Sink, files: Files, told: Told, put: Put) -> None:
        self.sink = sink
        self.files = files
        self.told = told
        self.put = put
        self.template = Template(str(sink.path))
        self.seen: dict[str, None] = {}
        self.held: list[pl.DataFrame] = []
        self.size = 0
        self.spool: IO[bytes] | None = None
        self.parts: dict[Key, list[tuple[int, int] | pl.DataFrame]] = {}
        self.rows: dict[Key, int] = {}
        reachable(self.template)

    def write(self, frame: pl.DataFrame) -> None:
        """Keep some records; columns as they come, in any order."""
        self.seen |= dict.fromkeys(frame.columns)
        held = arranged(frame, self.sink).hstack(self.template.values(frame))
        self.held.append(held)
        self.size += int(held.estimated_size())
        if self.size > HELD:
            self.spool = self.spool or tempfile.TemporaryFile()  # noqa: SIM115
            self._part(self.spool)

    def close(self) -> None:
        """Write all files. Usage for a field that no record had."""
        self._part(self.spool)
        if self.parts:
            self.template.absent(list(self.seen))
        taken: set[str] = set()
        for key in self.parts:
            path = apart(self.template.filled(key), taken)
            taken.add(folded(path))
            self.files.folder(Path(path).parent)
            self.put(replace(self.sink, path=path), self.files, self._frames(key))
            self.told.files[path] = self.rows[key]
        if self.spool is not None:
            self.spool.close()

    def _part(self, spool: IO[bytes] | None) -> None:
        """What is held, by the file it goes to; to the spool if there is one."""
        for _, same in groupby(self.held, key=lambda frame: frame.schema):
            rows, groups = sorted_out(pl.concat(same))
            at = 0
            for *key, n in groups.iter_rows():
                part = rows.slice(at, n)
                at += n
                self.rows[tuple(key)] = self.rows.get(tuple(key), 0) + n
                self.parts.setdefault(tuple(key), []).append(part if spool is None else spooled(part, spool))
        self.held, self.size = [], 0

    def _frames(self, key: Key) -> Iterator[pl.DataFrame]:
        for part in self.parts[key]:
            if isinstance(part, pl.DataFrame):
                yield part
            elif self.spool is not None:
                self.spool.seek(part[0])
                yield pl.read_ipc(self.spool.read(part[1]))


def sorted_out(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of each file together, in order, without the text of the blanks; and that text with the rows of each.

    Slices of one frame: a frame a file would take kilobytes for every one of thousands of them.
    """
    by = [name for name in frame.columns if name.startswith(BLANK)]
    groups = frame.select(by).with_row_index(AT).group_by(by, maintain_order=True).agg(AT)
    order = groups.get_column(AT).explode()
    return frame.drop(by)[order], groups.with_columns(pl.col(AT).list.len())


def reachable(template: Template) -> None:
    """Failure, before anything is read, where no file could be made."""
    text = template.parts[0][0] if template.parts else ""
    folder = Path(text if text.endswith(("/", os.sep)) else Path(text).parent)
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir():
        raise Failure("file.folder", path=folder)
    if not os.access(folder, os.W_OK):
        raise Failure("file.readonly", path=folder)
