"""From the bytes of an input to its parts (members of an archive, sheets), each a stream of frames."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import polars as pl

from cstools.errors import Failure
from cstools.io.formats.arrow import MARK, batches
from cstools.io.formats.chunk import Chunk
from cstools.io.formats.indexed import Rows, indexed
from cstools.io.reading import LISTS, NoTable, Part, Reading, at_least
from cstools.io.sniff import WORKBOOKS, binary, same
from cstools.io.text import text_parts
from cstools.io.unpack import Meter, is_packed, unpacked
from cstools.kernels.expr.frames import blank
from cstools.model import fields

NESTED = 3
"""Archives within one another."""
MAGIC = 8
"""Bytes by which a binary format is told."""
HELD = 64 << 20
"""Bytes of a pipe held in memory; more of it goes to a file without a name."""
NO_TABLE = frozenset(["file.unread", "file.binary", "file.page"])
"""What a member of an archive may be: it is passed over, and said."""


def parts(reading: Reading, blocks: Iterator[bytes]) -> Iterator[Part]:
    """The tables of an input. Failure where it has none, or cannot be read."""
    head = at_least(MAGIC, blocks)
    rest = chain([head] if head else [], blocks)
    path, asked = reading.path, reading.source.format
    if is_packed(head):
        inner = _deeper(reading, path)
        meter = Meter(path, reading.source.max_unpacked)
        yield from parts(inner, inner.sound(unpacked(rest, reading.source.block, meter)))
        return
    form = binary(head, path)
    if form == "zip":
        yield from _zipped(reading, rest)
    elif form is None and asked not in (*WORKBOOKS, "parquet", "arrow"):
        yield from text_parts(reading, rest)
    elif form is None or not same(asked, form):
        raise Failure("file.format", path=path, format=asked)
    elif form == "xls":
        yield from _workbook(reading, seekable(reading, rest)[0])
    else:
        yield Part(path, _columns(reading, _frames(reading, rest, "stream" if head.startswith(MARK) else form)))


def _deeper(reading: Reading, path: str) -> Reading:
    if reading.depth >= NESTED:
        raise Failure("file.nested", path=path)
    return replace(reading, depth=reading.depth + 1, path=path)


def seekable(reading: Reading, blocks: Iterator[bytes]) -> tuple[BinaryIO, int]:
    """The content, to be read at any place, and its size: the file itself, else what is held in memory or, of a pipe
    with much, in a file without a name.
    """
    path = Path(reading.path)
    if not reading.depth and reading.path != "-" and path.is_file():
        return path.open("rb"), path.stat().st_size
    held: BinaryIO = io.BytesIO()
    for block in blocks:
        held.write(block)
        if isinstance(held, io.BytesIO) and held.tell() > HELD and not reading.member:
            spilled = tempfile.TemporaryFile()  # noqa: SIM115  (it is read long after this)
            spilled.write(held.getbuffer())
            held = spilled
    size = held.tell()
    held.seek(0)
    return held, size


def _zipped(reading: Reading, blocks: Iterator[bytes]) -> Iterator[Part]:
    from cstools.io.formats.zip import Archive

    content, _ = seekable(reading, blocks)
    with content:
        archive = Archive(content, reading.path, Meter(reading.path, reading.source.max_unpacked))
        if not archive.is_workbook():
            yield from _members(reading, archive)
            return
        if not same(reading.source.format, "xlsx"):
            raise Failure("file.format", path=reading.path, format=reading.source.format)
        archive.check()
        content.seek(0)
        yield from _workbook(reading, content)


def _members(reading: Reading, archive: object) -> Iterator[Part]:
    """The files of an archive that are tables; those that are none are noted, another archive is refused."""
    from cstools.io.formats.zip import Archive, is_junk

    assert isinstance(archive, Archive)
    if reading.member:
        raise Failure("file.nested", path=reading.path)
    skipped: list[str] = []
    for name, member in archive.members():
        inner = replace(_deeper(reading, f"{reading.path}/{name}"), member=True)
        try:
            if is_junk(name):
                raise NoTable
            yield from parts(inner, inner.sound(archive.blocks(member, reading.source.block)))
        except (NoTable, Failure) as error:
            if isinstance(error, Failure) and error.key not in NO_TABLE:
                raise
            skipped.append(name)
    if skipped:
        reading.seen.note("zip.skipped", path=reading.path, files=", ".join(skipped))


def _workbook(reading: Reading, content: BinaryIO) -> Iterator[Part]:
    from cstools.io.formats.excel import ALL, sheet_chunks, sheets

    asked = reading.source.sheet
    with content:
        found, others = sheets(content.read(), reading.path, asked)
    for sheet in found:
        name = f"{reading.path}#{sheet.name}" if asked in ALL else reading.path
        yield Part(name, sheet_chunks(sheet, reading.heading()))
    if others:
        reading.seen.note("sheets.more", path=reading.path, sheet=found[0].name, sheets=", ".join(others))


def _columns(reading: Reading, frames: Iterator[Rows]) -> Iterator[Chunk]:
    """The chunks of a format that has columns: only those needed, but for rows that may be blank."""
    line = 1
    for rows in frames:
        kept = rows.kept
        narrow = kept is not None and kept.width > 0 and not blank(kept).any()
        frame = kept if narrow and kept is not None else rows.whole()
        lines = pl.int_range(line, line + frame.height, eager=True, dtype=pl.Int64)
        line += frame.height
        yield Chunk(_as_read(reading, frame, rows.names), lines, narrow=narrow, keys=rows.names)


def _as_read(reading: Reading, frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    from cstools.io.formats.columns import as_read

    source = reading.source
    kind = None if source.raw else source.kind or fields.detect(names)
    return as_read(frame, LISTS, kind, source.tz)


def _frames(reading: Reading, blocks: Iterator[bytes], form: str) -> Iterator[Rows]:
    needs = reading.needs
    if form != "stream":
        content, size = seekable(reading, blocks)
        with content:
            yield from indexed(content, size, form, reading.path, needs)
        return
    for frame in reading.sound(batches(blocks, reading.path)):
        kept = None if needs is None else frame.select(name for name in frame.columns if name in needs)
        yield Rows(frame.columns, kept, partial(pl.DataFrame, frame))
