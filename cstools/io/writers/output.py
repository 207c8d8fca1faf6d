"""From a sink to what writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO, cast

import polars as pl

from cstools.io.atomic import Files
from cstools.io.writers.jsonl import Jsonl
from cstools.io.writers.sink import Sink, arranged
from cstools.io.writers.writer import Told, Writer


@dataclass
class Output:
    """Takes the records of a run, internal columns and all."""

    sink: Sink
    writer: Writer
    told: Told
    whole: bool
    """The writer chooses the columns itself."""
    rows: int = 0

    def write(self, frame: pl.DataFrame) -> None:
        """Write some records."""
        self.writer.write(frame if self.whole else arranged(frame, self.sink))
        self.rows += frame.height


@contextmanager
def opened(sink: Sink) -> Iterator[Output]:
    """An output for the sink; what it wrote is complete when the block ends, and absent if it fails.

    Raises Usage for what the sink's format cannot do, Failure where it cannot be written.
    """
    check(sink)
    told = Told()
    if sink.dry:
        from cstools.io.writers.dry import Dry

        yield from _through(Output(sink, Dry(sink, told), told, whole=True))
        return
    with Files() as files:
        if sink.renders is not None:
            from cstools.io.writers.many import Many

            yield from _through(Output(sink, Many(str(sink.path), sink.renders, files, told), told, whole=True))
            return
        if sink.split:
            from cstools.io.writers.split import Split

            split = Split(replace(sink, format=sink.form), files, told, partial(_fill, sink.packing, told))
            yield from _through(Output(sink, split, told, whole=True))
            return
        with _target(sink.path, sink.packing, files) as stream:
            output = Output(sink, _writer(sink, stream, told), told, whole=False)
            yield from _through(output)
    if sink.path not in (None, "-"):
        told.files[str(sink.path)] = output.rows


def check(sink: Sink) -> None:
    """Usage, before anything is read, for what cannot be written."""
    sink.check()
    if sink.split:
        from cstools.io.writers.template import Template

        Template(str(sink.path)).check()


def _through(output: Output) -> Iterator[Output]:
    yield output
    output.writer.close()


def _fill(packing: str | None, told: Told, sink: Sink, files: Files, frames: Iterator[pl.DataFrame]) -> None:
    """Write one of many files."""
    with _target(sink.path, packing, files) as stream:
        writer = _writer(sink, stream, told)
        for frame in frames:
            writer.write(frame)
        writer.close()


@contextmanager
def _target(path: str | None, packing: str | None, files: Files) -> Iterator[BinaryIO]:
    """The stream of a path, compressed if it says so; standard output without one."""
    if path in (None, "-"):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with files.open(str(path)) as stream:
        if packing is None:
            yield stream
            return
        from cstools.io.writers.packed import Packed

        packed = Packed(stream, packing)
        yield cast("BinaryIO", packed)
        packed.finish()


def _writer(sink: Sink, stream: BinaryIO, told: Told) -> Writer:
    """The writer of a format; only that one is imported."""
    if sink.render is not None:
        from cstools.io.writers.table import Whole

        return Whole(stream, sink, sink.render)
    form = sink.form
    if form == "jsonl":
        return Jsonl(stream)
    if form in ("csv", "tsv"):
        from cstools.io.writers.delimited import Delimited

        return Delimited(stream, sink)
    if form == "arrow":
        from cstools.io.writers.arrow import Arrow

        return Arrow(stream, sink)
    if form == "parquet":
        from cstools.io.writers.parquet import Parquet

        return Parquet(stream, sink)
    if form == "xlsx":
        from cstools.io.writers.excel import Excel

        return Excel(stream, sink, told)
    from cstools.io.writers.table import Table

    return Table(stream, sink)
