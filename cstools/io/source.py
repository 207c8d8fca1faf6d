"""A source: files or standard input, as frames of text with the file and line of every record."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from cstools.errors import Failure
from cstools.io.blocks import BLOCK, blocks, expand, open_bytes
from cstools.io.encodings import to_utf8
from cstools.io.formats.chunk import Chunk
from cstools.io.formats.csv import CsvReader
from cstools.io.formats.excel import read_sheet
from cstools.io.formats.jsonl import JsonlReader
from cstools.io.log import Input
from cstools.io.sniff import Shape, enough, is_workbook, shape
from cstools.model import fields

ALL = {name: field for kind in fields.KINDS for name, field in fields.of(kind).items()}
LISTS = frozenset(name for name, field in ALL.items() if field.type == "list")


@dataclass(frozen=True)
class Source:
    """Where records come from. raw: headings and values are not canonical yet (cs-ingest). block: bytes at a time."""

    files: tuple[str, ...] = ()
    format: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    tz: str = "Asia/Shanghai"
    raw: bool = False
    kind: str | None = None
    block: int = BLOCK


@dataclass(frozen=True)
class Piece:
    """Some records of one file: a frame of text with FILE and LINE, and the side records of what was corrupt."""

    rows: pl.DataFrame
    side: pl.DataFrame
    number: int


class Reader(Protocol):
    """What each text format has."""

    def chunks(self, blocks: Iterator[bytes]) -> Iterator[Chunk]:
        """Frames of text, in order."""
        ...


def pieces(source: Source, needs: frozenset[str] | None, inputs: list[Input]) -> Iterator[Piece]:
    """The records of all files in order; each file is added to `inputs` as it is read.

    needs: only these fields go on, None for all; blank rows are then told here, by all of their fields.
    """
    for number, path in enumerate(expand(source.files)):
        seen = Input(path)
        inputs.append(seen)
        with open_bytes(path) as stream:
            for whole in _chunks(source, path, seen.watched(blocks(stream, source.block))):
                chunk = whole if needs is None else whole.only(needs)
                piece = Piece(chunk.placed(path), chunk.side(path), number)
                seen.rows += piece.rows.height
                yield piece


def _chunks(source: Source, path: str, raw: Iterator[bytes]) -> Iterator[Chunk]:
    head = next(raw, b"")
    if is_workbook(head) and source.format in (None, "xlsx"):
        yield read_sheet(head + b"".join(raw), path, source.sheet, source.header_row)
        return
    if source.format == "xlsx":
        raise Failure("file.format", path=path, format="xlsx")
    text = to_utf8(_again(head, raw), path, source.encoding)
    opening = _opening(text)
    if opening.strip():
        reader = _reader(source, shape(opening, path, source.format))
        yield from reader.chunks(_again(opening, text))


def _reader(source: Source, found: Shape) -> Reader:
    if found.format == "jsonl":
        return JsonlReader(lists=LISTS, exact=lambda keys: _exact(source, keys))
    return CsvReader(found.delimiter, found.format == "aligned", source.header_row or 1)


def _exact(source: Source, keys: Collection[str]) -> frozenset[str]:
    """Fields whose literal does not matter: their kind parses them as numbers, times or booleans anyway."""
    detect = fields.detect_headings if source.raw else fields.detect
    known = fields.of(source.kind or detect(keys))
    return frozenset(name for name, field in known.items() if field.type not in ("text", "enum", "id"))


def _opening(text: Iterator[bytes]) -> bytes:
    """Text up to the block by which its shape can be told."""
    head = b""
    for block in text:
        head += block
        if enough(head):
            break
    return head


def _again(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from rest
