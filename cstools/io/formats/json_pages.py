"""JSON documents: arrays, objects over several lines, the pages of an API; any number of them one behind another.

The records of a page `{code, data: {list: [...]}}` are its longest array of objects at the shallowest depth. An object
with an id of its own is a record, whatever lists it holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson

from cstools.errors import Failure
from cstools.io.formats.json import KEPT, PLAIN, STRING, Elements
from cstools.io.formats.relay import Element
from cstools.model import fields
from cstools.model.answers import BESIDE, CODES, COUNTING, FINE, LISTS, SAYING

HEAD = 1 << 20
"""Bytes by which the place of the records is told."""
TOKEN = re.compile(rb"[\s,:]*+(?:(" + STRING + rb")(\s*+:)?|([{\[}\]])|" + PLAIN + rb")")
OTHER = "page.failed"

Path = tuple[str, ...]


def told(head: bytes, path: str) -> Path | None:
    """Where the records of a document stand: () a top-level array, ("data", "list") in a page, None the objects
    themselves. Failure where the document is an API's refusal.
    """
    if head.lstrip().startswith(b"["):
        return ()
    walk = Walk(None)
    walk.take(head[:HEAD])
    if walk.arrays and walk.is_page():
        return walk.best()
    _refused(head, path)
    return None


def _refused(head: bytes, path: str) -> None:
    """Failure where a document says that it has no records, and why."""
    try:
        page = orjson.loads(head)
    except orjson.JSONDecodeError:
        return
    said = {str(key).casefold(): value for key, value in page.items()} if isinstance(page, dict) else {}
    code = next((said[key] for key in CODES if key in said), None)
    words = next((said[key] for key in SAYING if said.get(key)), None)
    if said.keys() <= BESIDE and words is not None and ("error" in said or str(code).casefold() not in FINE):
        text = words if isinstance(words, str) else orjson.dumps(words).decode()
        raise Failure("file.refused", path=path, code="" if code is None else code, words=text[:200])


def documents(blocks: Iterator[bytes], target: Path | None) -> Iterator[list[Element]]:
    """The records of all documents, a list for each block."""
    if target is None:
        objects = Elements(array=False)
        for block in blocks:
            yield objects.take(block)
        yield objects.take(b"", last=True)
        return
    reading = _Pages(target)
    for block in blocks:
        yield reading.take(block)
    yield reading.take(b"", last=True)


@dataclass
class Walk:
    """Goes through a document outside of its records. target: the array to stop at; None to note all arrays."""

    target: Path | None
    line: int = 1
    text: bytes = b""
    stack: list[bytes] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    seen: dict[str, None] = field(default_factory=dict)
    """The keys of the outermost object."""
    arrays: dict[Path, Counter[str]] = field(default_factory=dict)
    """How many objects and other values stand in each array that is within objects only."""
    state: str = "walking"
    """Or "there" (behind the bracket of the target), "ended" (behind the document), "corrupt"."""
    arrived: bool = False
    taken: bytes = b""
    """What has been gone through, of very much its beginning."""
    began: int = 0
    """The line of the document's first bracket."""

    def left(self, line: int) -> None:
        """The target has been read to its end, on this line."""
        self.stack, self.keys, self.line = self.stack[:-1], self.keys[:-1], line

    def take(self, block: bytes, *, last: bool = False) -> None:
        """Go on as far as this block lets."""
        self.text += block
        self.state = "walking"
        at = 0
        while self.state == "walking":
            match = TOKEN.match(self.text, at)
            if match is None or (match.end() == len(self.text) and not last and not match[3]):
                rest = self.text[at:].lstrip(b" \t\r\n,:")
                if rest and (last or len(rest) > KEPT):
                    self.state = "corrupt"
                break
            at = match.end()
            if match[3] and not self.began:
                self.began = self.line + self.text.count(b"\n", 0, at)
            self._token(match)
        self.line += self.text.count(b"\n", 0, at)
        self.taken = self.taken if self.arrived else (self.taken + self.text[:at])[:KEPT]
        self.text = self.text[at:]

    def _token(self, match: re.Match[bytes]) -> None:
        string, colon, mark = match[1], match[2], match[3]
        if string is not None and colon and self.stack and self.stack[-1] == b"{":
            self.keys[-1] = orjson.loads(string) if _is_text(string) else ""
            if len(self.stack) == 1:
                self.seen[self.keys[0]] = None
        elif mark is not None and mark in b"{[":
            self._open(mark)
        elif mark is not None:
            self.stack = self.stack[:-1]
            self.keys = self.keys[: len(self.stack)]
            self.state = self.state if self.stack else "ended"

    def _open(self, mark: bytes) -> None:
        path = tuple(self.keys)
        if self.stack and self.stack[-1] == b"[" and path[:-1] in self.arrays and b"[" not in self.stack[:-1]:
            self.arrays[path[:-1]]["objects" if mark == b"{" else "others"] += 1
        elif mark == b"[" and b"[" not in self.stack:
            self.arrays.setdefault(path, Counter())
            if path == self.target and not self.arrived:
                self.state, self.arrived = "there", True
        self.stack.append(mark)
        self.keys.append("")

    def best(self) -> Path:
        """The longest array of objects at the shallowest depth; where none has any, the shallowest array."""
        full = [path for path, held in self.arrays.items() if held["objects"]] or list(self.arrays)
        return min(full, key=lambda path: (len(path), -self.arrays[path]["objects"]))

    def is_page(self) -> bool:
        """Whether the document is about records, not one itself: no id of its own, but a list known by its name, or
        something counted or numbered.
        """
        best = self.best()
        own = {key.casefold() for key in self.seen}
        if self.arrays[best]["others"] or any(_is_id(key) for key in self.seen if key != best[0]):
            return False
        return {key.casefold() for key in best} <= LISTS or bool(own & COUNTING)


def _is_text(string: bytes) -> bool:
    try:
        orjson.loads(string)
    except orjson.JSONDecodeError:
        return False
    return True


def _is_id(key: str) -> bool:
    own = {fields.KEY[kind] for kind in fields.KINDS}
    return any((fields.find(kind, key) or ("", ""))[0] in own for kind in fields.KINDS)


class _Pages:
    """The records of pages that have them in the same place."""

    def __init__(self, target: Path) -> None:
        self.walk = Walk(target)
        self.elements: Elements | None = None

    def take(self, block: bytes, *, last: bool = False) -> list[Element]:
        """The records of all pages that end in this block."""
        found: list[Element] = []
        rest: bytes | None = block
        while rest is not None:
            step = self._outside if self.elements is None else self._within
            rest = step(found, rest, last)
        return found

    def _within(self, found: list[Element], block: bytes, last: bool) -> bytes | None:
        """On in the list of a page; what stands behind it, once it has ended."""
        elements = self.elements or Elements()
        found += elements.take(block, last=last)
        if not elements.done:
            return None
        self.elements = None
        self.walk.left(elements.line)
        if not self.walk.stack:
            self.walk = Walk(self.walk.target, elements.line)
        return elements.rest

    def _outside(self, found: list[Element], block: bytes, last: bool) -> bytes | None:
        """On in a page outside of its list; what stands behind the place where that changes."""
        walk = self.walk
        walk.take(block, last=last)
        if walk.state == "walking":
            return None
        if walk.state == "there":
            self.elements = Elements(line=walk.line)
        elif walk.state == "ended" and not walk.arrived:
            found.append(Element(walk.taken.strip(), walk.began, OTHER))
        elif walk.state == "corrupt":
            found.append(Element(walk.text.strip()[:KEPT], walk.line, "line.corrupt"))
            walk.line, walk.text = walk.line + walk.text.count(b"\n"), b""
        rest, walk.text = walk.text, b""
        if walk.state in ("ended", "corrupt"):
            self.walk = Walk(walk.target, walk.line)
        return rest if walk.state != "corrupt" else None
