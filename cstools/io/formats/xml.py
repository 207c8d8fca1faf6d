"""XML: the element that repeats is the record, what is in it its fields.

expat reads it block by block. A document type is refused: entities can unpack to anything, or name other files. Where
the text stops being XML, the record it stands in is corrupt, and reading goes on at the next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from xml.parsers import expat

import orjson

from cstools.errors import Failure
from cstools.io.formats.relay import Element

HEAD = 1 << 20
"""Bytes by which the record is told."""
KEPT = 1 << 20
"""Bytes kept of a record that is corrupt."""
DEEP = 200
"""Elements within one another."""
CUT = "line.cut"
NEXT = "next"
"""What is looked for behind the end of a document: another one."""
ALIEN = ("xmlns", "xsi:", "xml:")
"""Attributes that say something about the XML, not the record."""

Path = tuple[str, ...]


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition(":")[2]


def parser_of(path: str) -> expat.XMLParserType:
    """A parser of UTF-8 that refuses a document type."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def refused(*_: object) -> None:
        raise Failure("xml.doctype", path=path)

    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    return parser


def repeated(head: bytes, path: str) -> Path | None:
    """The path of the element that is the record: of those that hold elements or attributes, the shallowest that
    repeats; where none does, the first that holds nothing deeper. None where no element is complete.
    """
    seen: Counter[Path] = Counter()
    full: dict[Path, bool] = {}
    leaves: dict[Path, bool] = {}
    stack: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        here = (*stack, tag)
        if stack:
            full[tuple(stack)] = True
            leaves.setdefault(tuple(stack), True)
            leaves[tuple(stack[:-1])] = False
        seen[here] += 1
        full[here] = full.get(here, False) or any(not name.startswith(ALIEN) for name in attributes)
        stack.append(tag)
        if len(stack) > DEEP:
            raise Failure("file.broken", path=path, why="XML")

    def end(_: str) -> None:
        stack.pop()

    parser = parser_of(path)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    with suppress(expat.ExpatError):
        parser.Parse(head[:HEAD], False)
    many = [here for here, count in seen.items() if count > 1 and full[here] and len(here) > 1]
    if many:
        return min(many, key=lambda here: (len(here), -seen[here]))
    return next((here for here in seen if leaves.get(here)), next(iter(seen), None))


@dataclass
class Records:
    """Finds the records of one document, block by block."""

    target: Path
    path: str
    line: int = 1
    """The line on which the text given to the parser begins."""
    text: bytes = b""
    """From the record that is open on, or the last that ended."""
    offset: int = 0
    """Where `text` begins in what the parser has been given."""
    ahead: int = 0
    """Bytes the parser has been given that are no part of the text."""
    begin: tuple[int, int] | None = None
    found: list[Element] = field(default_factory=list)
    ended: bool = False
    lost: Element | None = None

    def __post_init__(self) -> None:
        self._restart(())

    def take(self, block: bytes, *, last: bool = False) -> list[Element]:
        """The records that end in this block."""
        self.found = []
        self.text += block
        given: bytes | None = block
        while given is not None:
            given = self._go_on() if self.lost else self._parse(given, last=last)
        if last and not self.ended:
            self._cut()
        self._forget()
        return self.found

    def _parse(self, block: bytes, *, last: bool) -> bytes | None:
        """Read on; None where all of it has been read, else it broke off and is lost."""
        try:
            self.parser.Parse(block, False)
        except expat.ExpatError as error:
            self._lose(error)
            return b""
        return None

    def _restart(self, stack: Path) -> None:
        self.parser = parser_of(self.path)
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._data
        self.stack: list[str] = []
        self.values: list[tuple[str, str | None]] = []
        self.words: list[list[str]] = []
        self.bare = False
        self.begin = None
        self.ended = False
        opening = "".join(f"<{tag}>" for tag in stack).encode()
        self.ahead = len(opening)
        self.parser.Parse(opening, False)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.stack.append(tag)
        if len(self.stack) > DEEP:
            raise Failure("file.broken", path=self.path, why="XML")
        if tuple(self.stack) == self.target and self.begin is None:
            self.begin = (self.parser.CurrentByteIndex - self.ahead, self.parser.CurrentLineNumber)
            self.values = []
        if self.begin is not None:
            where = self._where()
            own = [(name, value) for name, value in attributes.items() if not name.startswith(ALIEN)]
            self.values += [("/".join((*where, local(name))), value) for name, value in own]
            self.words.append([])
            self.bare = bool(where) and not own

    def _data(self, data: str) -> None:
        if self.words:
            self.words[-1].append(data)

    def _end(self, tag: str) -> None:
        if self.begin is not None:
            text = "".join(self.words.pop()).strip()
            where = self._where()
            if text or self.bare:
                self.values.append(("/".join(where) or local(tag), text or None))
            self.bare = False
            if len(self.stack) == len(self.target):
                self._add()
        self.stack.pop()
        self.ended = self.ended or not self.stack

    def _where(self) -> list[str]:
        return [local(tag) for tag in self.stack[len(self.target) :]]

    def _add(self) -> None:
        cells: dict[str, list[str]] = {}
        for name, value in self.values:
            cells.setdefault(name, []).extend([] if value is None else [value])
        row = {name: held[0] if len(held) == 1 else held or None for name, held in cells.items()}
        line = self.begin[1] + self.line - 1 if self.begin else self.line
        self.found.append(Element(orjson.dumps(row), line))
        self.begin = None

    def _lose(self, error: expat.ExpatError) -> None:
        """The record that is open is corrupt; behind the end of the document, the next one may begin."""
        behind = self.ended and not self.stack
        at, line = self.begin or (self.parser.ErrorByteIndex - self.ahead, error.lineno)
        self.lost = Element(b"", line + self.line - 1, NEXT if behind else "line.corrupt")
        self.line = self.lost.line
        self.text = self.text[max(0, at - self.offset) :]

    def _go_on(self) -> bytes | None:
        """Begin again at the next record behind a corrupt one; None where none is seen yet."""
        mark = b"<" + self.target[-1].encode()
        at = 0
        while True:
            at = self.text.find(mark, at + 1)
            if at < 0 or at + len(mark) >= len(self.text):
                return None
            if self.text[at + len(mark)] in b" \t\r\n/>":
                break
        lost = self.lost or Element(b"", self.line)
        if lost.rule != NEXT:
            self.found.append(Element((lost.text + self.text[:at])[:KEPT].rstrip(), lost.line, lost.rule))
        self.line += self.text.count(b"\n", 0, at)
        self.text, self.offset, self.lost = self.text[at:], 0, None
        self._restart(self.target[:-1])
        return self.text

    def _cut(self) -> None:
        """The input ends before the document does."""
        if self.lost:
            text = (self.lost.text + self.text)[:KEPT].strip(b" \t\r\n\0")
            if text:
                self.found.append(Element(text, self.lost.line, "line.corrupt"))
            return
        at, line = self.begin or (self.offset + len(self.text), self.parser.CurrentLineNumber)
        text = self.text[max(0, at - self.offset) :][:KEPT]
        self.found.append(Element(text, line + self.line - 1, CUT))

    def _forget(self) -> None:
        """Drop what has been read; of a corrupt record, what is too much to keep."""
        if self.lost:
            keep = max(0, len(self.text) - KEPT) if len(self.text) > 2 * KEPT else 0
            if keep:
                self.lost = replace(self.lost, text=(self.lost.text + self.text[:keep])[:KEPT])
                self.line += self.text.count(b"\n", 0, keep)
        else:
            keep = self.begin[0] - self.offset if self.begin else len(self.text)
            if len(self.text) - keep > HEAD << 4:
                raise Failure("file.broken", path=self.path, why="XML")
            self.offset += keep
        self.text = self.text[keep:]


def records(blocks: Iterator[bytes], target: Path, path: str) -> Iterator[list[Element]]:
    """The records of a document, a list for each block. Failure where it has a document type."""
    reading = Records(target, path)
    for block in blocks:
        yield reading.take(block)
    yield reading.take(b"", last=True)
