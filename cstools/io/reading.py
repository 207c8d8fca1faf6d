"""What the readers of all formats are given, and what they make of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from cstools.io.formats.chunk import Chunk
from cstools.io.formats.grid import Heading
from cstools.io.formats.jsonl import JsonlReader
from cstools.io.unpack import Damaged
from cstools.model import fields

if TYPE_CHECKING:
    from cstools.io.log import Input
    from cstools.io.source import Source

ALL = {name: field for kind in fields.KINDS for name, field in fields.of(kind).items()}
LISTS = frozenset(name for name, field in ALL.items() if field.type == "list")

Item = TypeVar("Item")


class NoTable(Exception):
    """A member of an archive that holds no table."""


@dataclass(frozen=True)
class Part:
    """One table: its name, and its records."""

    name: str
    chunks: Iterator[Chunk]


@dataclass
class Reading:
    """How one input is read.

    path: its name, or that of the part of it. depth: archives it is within; member: one of them is a zip. broken:
    it breaks off; tail: the text of the record it does so in. kind: of the records, where the tools know it.
    """

    source: Source
    needs: frozenset[str] | None
    seen: Input
    path: str
    depth: int = 0
    member: bool = False
    tail: bytes = b""
    broken: bool = False
    kind: str | None = None

    def sound(self, items: Iterator[Item]) -> Iterator[Item]:
        """The items up to where the input breaks off, which is noted."""
        try:
            yield from items
        except Damaged as error:
            self.seen.broken, self.broken, self.tail = error, True, error.tail

    def guessed(self, encoding: str) -> None:
        """Say what the text was taken for."""
        self.seen.note("text.guessed", path=self.path, encoding=encoding)

    def heading(self) -> Heading:
        """Where the headings of a grid are."""
        return Heading(self.source.header_row, self.source.find)

    def jsonl(self) -> JsonlReader:
        """A reader of JSON lines."""
        return JsonlReader(LISTS, lambda keys: exact(self.source, keys), self.needs, self._kind)

    def _kind(self, keys: Collection[str]) -> str:
        """The kind that the fields of a file are read as, by the keys of its first record."""
        return self.source.kind or self.kind or fields.detect(keys)


def at_least(count: int, blocks: Iterator[bytes]) -> bytes:
    """The first blocks, of so many bytes together; all where there are fewer."""
    head: list[bytes] = []
    held = 0
    while held < count:
        block = next(blocks, b"")
        if not block:
            break
        head.append(block)
        held += len(block)
    return b"".join(head)


def exact(source: Source, keys: Collection[str]) -> frozenset[str]:
    """Fields whose literal does not matter: their kind parses them as numbers, times or booleans anyway."""
    detect = fields.detect_headings if source.raw else fields.detect
    known = fields.of(source.kind or detect(keys))
    return frozenset(name for name, field in known.items() if field.type not in ("text", "enum", "id"))
