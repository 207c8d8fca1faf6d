"""A source: files or standard input, as frames with the file and line of every record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from cstools.io.blocks import BLOCK, blocks, expand, open_bytes
from cstools.io.formats.chunk import Chunk
from cstools.io.formats.grid import Find
from cstools.io.log import Inputs
from cstools.io.parts import parts
from cstools.io.reading import ALL, Reading
from cstools.io.sniff import known
from cstools.io.unpack import MOST
from cstools.model import fields


@dataclass(frozen=True)
class Source:
    """Where records come from. raw: headings and values are not canonical yet (cs-ingest). block: bytes at a time.

    sheet: of a workbook; `*` for all. max_unpacked: bytes an archive may unpack to. find: from the first rows of a
    table to its headings; None: they are its first row. logs: a text that begins like a chat log is one. canonical: its
    columns should be fields; where none is, that is said.
    """

    files: tuple[str, ...] = ()
    format: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    tz: str = "Asia/Shanghai"
    raw: bool = False
    kind: str | None = None
    block: int = BLOCK
    max_unpacked: int = MOST
    find: Find | None = None
    logs: bool = False
    canonical: bool = False


@dataclass(frozen=True)
class Piece:
    """Some records of one file: a frame with FILE and LINE, and the side records of what was corrupt.

    number: the place of the file, or of the part of it, among the inputs. kind: told by all fields of the first record.
    foreign: none of them is a field we know.
    """

    rows: pl.DataFrame
    side: pl.DataFrame
    number: int
    kind: str = fields.TICKET
    foreign: bool = False


def pieces(source: Source, needs: frozenset[str] | None, inputs: Inputs, kind: str | None = None) -> Iterator[Piece]:
    """The records of all files in order; each file, and each part of one, is added to `inputs` as it is read.

    needs: only these fields go on, None for all; blank rows are then told here, by all of their fields. kind: what
    these fields are typed as, unless the source says it; None: what the first record tells. An input that breaks off is
    read as far as it goes, and says so by `Input.broken`.
    """
    known(source.format)
    for path in _in_order(source):
        seen = inputs.add(path)
        with open_bytes(path) as stream:
            reading = Reading(source, needs, seen, path, kind=kind)
            for part in parts(reading, seen.watched(blocks(stream, source.block))):
                own = seen if part.name == path else inputs.add_part(seen, part.name)
                number = inputs.all.index(own)
                for chunk in part.chunks:
                    piece = _piece(chunk, part.name, number, needs)
                    own.rows += piece.rows.height
                    if inputs.tick is not None:  # a small archive that holds much is read in one block
                        inputs.tick()
                    yield piece


def together(pieces: Iterable[Piece], size: int) -> Iterator[Piece]:
    """The same records of one file in pieces of about `size` bytes: each costs a plan of its own."""
    held: list[Piece] = []
    bytes_ = 0
    for piece in pieces:
        if held and _unlike(held[-1].rows, piece.rows):
            yield _joined(held)
            held, bytes_ = [], 0
        held.append(piece)
        bytes_ += int(piece.rows.estimated_size())
        if bytes_ >= size:
            yield _joined(held)
            held, bytes_ = [], 0
    if held:
        yield _joined(held)


def _unlike(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Whether a column of both has different types: numbers that were read as such are not made text again."""
    return any(dtype != other.schema.get(name, dtype) for name, dtype in one.schema.items())


def _joined(held: list[Piece]) -> Piece:
    if len(held) == 1:
        return held[0]
    rows = pl.concat([one.rows for one in held], how="diagonal_relaxed")
    return replace(held[0], rows=rows, side=pl.concat([one.side for one in held], how="diagonal_relaxed"))


def _in_order(source: Source) -> list[str]:
    """The files: those of an export by name, so that months and pages follow one another however they were named."""
    paths = expand(source.files)
    return sorted(paths) if source.raw else paths


def _piece(chunk: Chunk, path: str, number: int, needs: frozenset[str] | None) -> Piece:
    kept = chunk if needs is None or chunk.narrow else chunk.only(needs)
    keys = kept.keys or kept.frame.columns
    return Piece(kept.placed(path), kept.side(path), number, fields.detect(keys), ALL.keys().isdisjoint(keys))
