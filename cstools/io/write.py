"""A sink: frames of records to a stream, in the format asked for."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO, Protocol

import polars as pl

from cstools.errors import Usage
from cstools.io.atomic import written
from cstools.kernels.expr.text import listed
from cstools.kernels.stage import INTERNAL
from cstools.model import fields as table

FORMATS = ("jsonl", "csv", "tsv", "table")
SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".csv": "csv", ".tsv": "tsv", ".txt": "table"}
UNWRITTEN = (
    ".gz",
    ".zst",
    ".zip",
    ".xlsx",
    ".xls",
    ".parquet",
    ".arrow",
    ".feather",
    ".html",
    ".htm",
    ".md",
    ".pdf",
    ".xml",
)
"""Suffixes that promise a format not written yet: JSON lines under such a name would open nowhere."""
TIME = "%Y-%m-%d %H:%M:%S%.f"
SHOWN = 40
"""Rows of a table on a terminal; the line below it says how many there are."""


@dataclass(frozen=True)
class Sink:
    """Where records go. render: writes all rows as one text in place of records."""

    path: str | None = None
    format: str | None = None
    fields: tuple[str, ...] = ()
    limit: int | None = None
    lang: str = "zh"
    render: Callable[[pl.DataFrame], str] | None = None
    table: Callable[[pl.DataFrame, int], str] | None = None
    own_order: bool = False
    """The records are a table a tool has made: its columns stay as they come, not in the order of the field table."""

    @property
    def form(self) -> str:
        """The format written: as asked, else by the suffix of the file, else a table on a terminal, else jsonl."""
        if self.format:
            return self.format
        if self.path not in (None, "-"):
            suffix = Path(str(self.path)).suffix.lower()
            if suffix in UNWRITTEN:
                raise Usage("output.suffix", suffix=suffix, path=self.path, known=", ".join(SUFFIXES))
            return SUFFIXES.get(suffix, "jsonl")
        return "table" if sys.stdout.isatty() else "jsonl"


class Writer(Protocol):
    """What each output format has."""

    def write(self, frame: pl.DataFrame) -> None:
        """Write some records, their columns in order."""
        ...

    def close(self) -> None:
        """Write what could only be written once all records were seen."""
        ...


@contextmanager
def opened(sink: Sink) -> Iterator[Writer]:
    """A writer for the sink; what it wrote is complete when the block ends, and absent if it fails."""
    with written(sink.path) as stream:
        writer = _writer(sink, stream)
        yield writer
        writer.close()


def arranged(frame: pl.DataFrame, sink: Sink) -> pl.DataFrame:
    """The columns to write, in their order, or those of `--fields`; no internal ones."""
    names = [name for name in frame.columns if name not in INTERNAL]
    if not sink.fields:
        return frame.select(ordered(names, sink))
    return frame.select(
        pl.col(name) if name in names else pl.lit(None, dtype=pl.String).alias(name) for name in sink.fields
    )


def ordered(names: list[str], sink: Sink) -> list[str]:
    """The order columns are written in."""
    return names if sink.own_order or sink.fields else table.order(table.detect(names), names)


def _writer(sink: Sink, stream: BinaryIO) -> Writer:
    if sink.render is not None:
        return Whole(stream, sink.render)
    if sink.form == "table":
        return Table(stream, sink)
    return Jsonl(stream) if sink.form == "jsonl" else Delimited(stream, sink)


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


class Delimited:
    """CSV or TSV: one header, the union of all chunks' columns. From the second chunk on, rows wait on disk for it."""

    def __init__(self, stream: BinaryIO, sink: Sink) -> None:
        self.stream = stream
        self.sink = sink
        self.first: pl.DataFrame | None = None
        self.columns: dict[str, pl.DataType] = {}
        self.spool: IO[bytes] | None = None
        self.sizes: list[int] = []

    def write(self, frame: pl.DataFrame) -> None:
        """Keep the rows until the header is known."""
        self.columns |= dict(frame.schema)
        if self.first is None:
            self.first = frame
            return
        # A file without a name: whatever ends the run, nothing is left behind.
        self.spool = self.spool or tempfile.TemporaryFile()  # noqa: SIM115
        before = self.spool.tell()
        frame.write_ipc(self.spool)
        self.sizes.append(self.spool.tell() - before)

    def close(self) -> None:
        """Write the header and all rows."""
        if self.first is None:
            return
        names = ordered(list(self.columns), self.sink)
        separator = "\t" if self.sink.form == "tsv" else ","
        for number, part in enumerate(self._parts(self.first)):
            missing = [pl.lit(None, dtype=self.columns[name]).alias(name) for name in names if name not in part.columns]
            flat(part.with_columns(missing).select(names)).write_csv(
                self.stream, include_header=number == 0, separator=separator, datetime_format=TIME
            )

    def _parts(self, first: pl.DataFrame) -> Iterator[pl.DataFrame]:
        yield first
        if self.spool is not None:
            self.spool.seek(0)
            for size in self.sizes:
                yield pl.read_ipc(self.spool.read(size))
            self.spool.close()


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """List columns as text, items joined by `|`."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(listed(pl.col(name)) for name in lists)


@dataclass
class Table:
    """A table for people: the first rows, and the count of all."""

    stream: BinaryIO
    sink: Sink
    held: list[pl.DataFrame] = field(default_factory=list)
    total: int = 0

    def write(self, frame: pl.DataFrame) -> None:
        """Keep the rows that will be shown and count the rest."""
        room = SHOWN - sum(part.height for part in self.held)
        if room > 0 or not self.held:
            self.held.append(frame.head(max(room, 0)))
        self.total += frame.height

    def close(self) -> None:
        """Lay the table out and write it."""
        if self.sink.table is None:
            raise Usage("output.format", format="table", known=", ".join(FORMATS))
        if self.held:
            shown = pl.concat(self.held, how="diagonal_relaxed")
            self.stream.write(self.sink.table(shown, self.total).encode())


@dataclass
class Whole:
    """One text made from all rows."""

    stream: BinaryIO
    render: Callable[[pl.DataFrame], str]
    held: list[pl.DataFrame] = field(default_factory=list)

    def write(self, frame: pl.DataFrame) -> None:
        """Hold the rows."""
        self.held.append(frame)

    def close(self) -> None:
        """Make the text and write it."""
        whole = pl.concat(self.held, how="diagonal") if self.held else pl.DataFrame()
        self.stream.write(self.render(whole).encode())
