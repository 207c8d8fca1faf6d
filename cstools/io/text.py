"""Text in any encoding to its tables: the shape told by its first lines, then the reader of that shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, groupby, islice
from operator import itemgetter

import polars as pl

from cstools.errors import Failure, Usage
from cstools.io.blocks import by_lines, lines
from cstools.io.encodings import to_utf8
from cstools.io.formats.chunk import Chunk, Corrupt
from cstools.io.formats.csv import CsvReader
from cstools.io.formats.excel import ALL
from cstools.io.formats.grid import Row, grid_chunks
from cstools.io.formats.jsonl import JsonlReader
from cstools.io.reading import NoTable, Part, Reading, at_least
from cstools.io.sniff import HEAD, Shape, enough, shape

CUT = "line.cut"
PAGE = re.compile(rb'\[\s*[{\]]|"(?:msg|message|ret_msg|errmsg|error)"', re.I)
"""What the answer of an API has on its first line: a list of objects, or a word why not."""
BY_LINES = ("jsonl", "csv", "tsv", "aligned")
LONG = 1 << 20
"""Bytes by which it is told what the records of JSON and XML are."""


def text_parts(reading: Reading, blocks: Iterator[bytes]) -> Iterator[Part]:
    """The tables of a text; none where it is blank. NoTable for a member of an archive that is prose."""
    text = reading.sound(to_utf8(blocks, reading.path, reading.source.encoding, reading.guessed))
    passed, opening = _opening(text)
    if not opening.strip():
        return
    found = shape(opening, reading.path, reading.source.format)
    if reading.source.logs and reading.source.format is None and _is_log(opening):
        found = Shape("text")
    if found.alone and reading.member:
        raise NoTable
    if found.skip:
        passed, opening = passed + opening.count(b"\n", 0, found.skip), opening[found.skip :]
    rest = chain([opening], text)
    page = found.format == "jsonl" and reading.source.format is None and _is_page(opening, reading.path)
    form = "json" if page else found.format
    if form in BY_LINES:
        made = iter([Part(reading.path, _lines(reading, rest, found))])
    else:
        made = {"json": _json, "xml": _xml, "html": _html, "text": _log}[form](reading, rest)
    yield from (Part(part.name, _moved(part.chunks, passed)) for part in made)


def _opening(text: Iterator[bytes]) -> tuple[int, bytes]:
    """The lines of a long blank beginning that was passed over, and the text by which the shape can be told."""
    passed, held = 0, b""
    for block in text:
        held += block
        if len(held) > HEAD and not held.strip():
            passed, held = passed + held.count(b"\n"), b""
        elif enough(held):
            break
    return passed, held


def _moved(chunks: Iterator[Chunk], lines: int) -> Iterator[Chunk]:
    """The chunks of a text before which stand so many more lines."""
    for chunk in chunks:
        if lines:
            corrupt = [replace(one, line=one.line + lines) for one in chunk.corrupt]
            chunk = replace(chunk, lines=pl.Series(chunk.lines, dtype=pl.Int64) + lines, corrupt=corrupt)
        yield chunk


def _lines(reading: Reading, text: Iterator[bytes], found: Shape) -> Iterator[Chunk]:
    """The chunks of a format of lines; the line in which the input breaks off is corrupt."""
    reader = _reader(reading, found)
    line = [0]
    yield from reader.chunks(_whole_lines(reading, text, line) if reading.depth else text)
    if reading.tail:
        place = line[0] + 1 if reading.depth else reader.line
        yield Chunk(pl.DataFrame(), [], [Corrupt("row", CUT, place, reading.tail.decode("utf-8", "replace"))])


def _reader(reading: Reading, found: Shape) -> JsonlReader | CsvReader:
    if found.format == "jsonl":
        return reading.jsonl()
    source = reading.source
    row = source.header_row or (None if source.find else 1)
    return CsvReader(found.delimiter, found.format == "aligned", row, source.find)


def _whole_lines(reading: Reading, text: Iterator[bytes], line: list[int]) -> Iterator[bytes]:
    """The text, counting its lines; where it breaks off, its last line only if that is whole, else it is the tail."""
    for block in by_lines(text):
        if block.endswith(b"\n"):
            line[0] += lines(block)
            yield block
        elif reading.broken:
            reading.tail = block + reading.tail
        else:
            yield block


def _is_log(opening: bytes) -> bool:
    from cstools.io.formats.transcript import is_log

    return is_log(opening)


def _log(reading: Reading, text: Iterator[bytes]) -> Iterator[Part]:
    from cstools.io.formats.transcript import log_chunks

    yield Part(reading.path, log_chunks(text))


def _json(reading: Reading, text: Iterator[bytes]) -> Iterator[Part]:
    from cstools.io.formats.json_pages import documents, told
    from cstools.io.formats.relay import relayed

    head = at_least(LONG, text)
    target = told(head, reading.path)
    if target:
        reading.seen.note("json.records", path=reading.path, where=".".join(target))
    yield Part(reading.path, relayed(documents(chain([head], text), target), reading.jsonl()))


def _is_page(opening: bytes, path: str) -> bool:
    """Whether the first line is the answer of an API, not a record. Failure where the API refused."""
    first = opening.lstrip().partition(b"\n")[0]
    if not PAGE.search(first):
        return False
    from cstools.io.formats.json_pages import told

    return told(first, path) is not None


def _xml(reading: Reading, text: Iterator[bytes]) -> Iterator[Part]:
    from cstools.io.formats import spreadsheetml, xml
    from cstools.io.formats.relay import relayed

    head = at_least(LONG, text)
    rest = chain([head], text)
    if spreadsheetml.SIGN.search(head[:HEAD]):
        yield from _sheets(reading, reading.sound(spreadsheetml.sheet_rows(rest, reading.path)))
        return
    target = xml.repeated(head, reading.path)
    if target is None:
        raise Failure("file.broken", path=reading.path, why="XML")
    yield Part(reading.path, relayed(xml.records(rest, target, reading.path), reading.jsonl()))


def _sheets(reading: Reading, rows: Iterator[tuple[str, Row]]) -> Iterator[Part]:
    """The sheets of a workbook that comes as one stream of rows: the one named, all, or the first with two rows."""
    asked = reading.source.sheet
    names: list[str] = []
    chosen = ""
    for name, group in groupby(rows, key=itemgetter(0)):
        names.append(name)
        lead = list(islice((row for _, row in group), 2))
        if asked in ALL or name == asked or (asked is None and not chosen and len(lead) > 1):
            chosen = name
            path = f"{reading.path}#{name}" if asked in ALL else reading.path
            yield Part(path, grid_chunks(chain(lead, (row for _, row in group)), reading.heading()))
    if asked and asked not in (*ALL, *names):
        raise Usage("file.sheet", path=reading.path, sheet=asked, sheets=", ".join(names))
    others = [name for name in names if name != chosen]
    if asked is None and others and chosen:
        reading.seen.note("sheets.more", path=reading.path, sheet=chosen, sheets=", ".join(others))


def _html(reading: Reading, text: Iterator[bytes]) -> Iterator[Part]:
    from cstools.io.formats.html import table_rows

    others: set[int] = set()
    rows = table_rows(text, reading.path, others)
    first = list(islice(rows, 1))
    yield Part(reading.path, grid_chunks(chain(first, rows), reading.heading()))
    if others:
        reading.seen.note("tables.more", path=reading.path, n=len(others))
