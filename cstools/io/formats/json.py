"""Where the records of a JSON array begin and end, told by brackets outside of quotes, block by block.

The reader of JSON lines then takes them as it takes lines, so literals are kept. Something that is no JSON ends the
record it stands in; reading goes on where the next one begins as the ones before did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cstools.io.formats.relay import Element

STRING = rb'"(?:[^"\\\x00-\x1f]++|\\.)*+"'
PLAIN = rb"(?:-?[0-9][0-9.eE+\-]*+|-?Infinity|NaN|true|false|null)"
BRACKET = re.compile(rb"(?:[\s,:]++|" + PLAIN + rb"|" + STRING + rb")*+([{\[}\]])")
"""The next bracket, behind anything that may stand in JSON."""
BEFORE = re.compile(rb"(?:[\s,:]++|" + PLAIN + rb"|" + STRING + rb")*+")
OPEN = re.compile(rb'(?:"(?:[^"\\\x00-\x1f]++|\\.)*+\\?|-?[A-Za-z]{0,8}|-?[0-9][0-9.eE+\-]*)\Z')
"""What may be the beginning of something that ends in the next block."""
KEY = re.compile(rb"[{]\s*" + STRING + rb"\s*:")
ELEMENT = 16 << 20
"""A record longer than this is corrupt: what should have ended it is missing."""
KEPT = 1 << 20
"""Bytes kept of a record that is corrupt."""
PAIRS = {b"}": b"{", b"]": b"["}
ANY = b"},{"
"""How a record may begin where none before it tells."""
SHOWN = 2
"""Records by which it is told how they begin: nothing stands before the first of an array."""
BETWEEN = b" \t\r\n,"
CUT = "line.cut"


@dataclass
class Elements:
    """The values of one array, or (array: false) of a stream of objects.

    line: that of the first byte given. done: the array has ended; `rest` is what stands behind it.
    """

    array: bool = True
    line: int = 1
    done: bool = False
    text: bytes = b""
    at: int = 0
    """Up to here all brackets are known."""
    end: int = 0
    """The end of the last record."""
    begin: int = -1
    """The beginning of the record that is open."""
    stack: list[bytes] = field(default_factory=list)
    gap: bytes = b""
    """What stands before that."""
    sign: bytes = b""
    """How records begin."""
    count: int = 0
    """Records by which that was told."""
    lost: Element | None = None
    """The corrupt record behind which the next one is looked for."""
    lost_text: bytes = b""
    """Of its text, what is no longer in `text`."""
    counted: int = 0
    """Up to here `line` has counted."""

    def take(self, block: bytes, *, last: bool = False) -> list[Element]:
        """The records that end in this block."""
        self.text += block
        found: list[Element] = []
        while not self.done and (self._found_again(found) if self.lost else self._step(found, last=last)):
            pass
        if last and not self.done:
            self._cut(found)
        self._forget()
        return found

    @property
    def rest(self) -> bytes:
        """What stands behind the array."""
        return self.text[self.at :]

    def _step(self, found: list[Element], *, last: bool) -> bool:
        """Go to the next bracket; false where there is none yet."""
        match = BRACKET.match(self.text, self.at)
        if match is None:
            return self._stuck(last=last)
        mark, at = match[1], match.start(1)
        self.at = at + 1
        if not self.stack:
            self._between(found, at)
            if mark == b"]" and self.array:
                self.done, self.end = True, at + 1
            elif mark in b"{[":
                self.begin = at
                self.stack.append(mark)
            else:
                self._lose(at)
        elif mark in b"{[":
            self.stack.append(mark)
        elif self.stack.pop() != PAIRS[mark]:
            self._lose(self.begin)
        elif not self.stack:
            self._add(found, at + 1)
        return True

    def _stuck(self, *, last: bool) -> bool:
        """No bracket follows: more is needed, or something stands here that is no JSON."""
        before = BEFORE.match(self.text, self.at)
        stop = before.end() if before else self.at
        begin = self.begin if self.stack else self.end
        open_ = OPEN.match(self.text, stop) is not None and len(self.text) - begin < ELEMENT
        if open_ or stop == len(self.text):
            return False
        self._lose(self.begin if self.stack else self._beyond(self.end))
        return True

    def _beyond(self, at: int) -> int:
        """The place of the next thing that is no comma."""
        return len(self.text) - len(self.text[at:].lstrip(BETWEEN))

    def _between(self, found: list[Element], at: int) -> None:
        """What stands between two records is a comma, or no record."""
        self.gap = self.text[self.end : at]
        odd = self.gap.strip(BETWEEN)
        if odd:
            found.append(Element(odd, self._line_of(self._beyond(self.end))))

    def _add(self, found: list[Element], end: int) -> None:
        if self.count < SHOWN:
            self.sign, self.count = self._lead() or self.sign, self.count + 1
        found.append(Element(self.text[self.begin : end], self._line_of(self.begin)))
        self.end, self.begin = end, -1

    def _lead(self) -> bytes:
        """How records begin here: with the line end and indent before them, or else the comma and their first key."""
        gap = self.gap
        line = gap.rfind(b"\n")
        if line >= 0:
            return gap[line:] + b"{"
        key = KEY.match(self.text, self.begin)
        return (gap or b",") + key[0] if key else b""

    def _lose(self, begin: int) -> None:
        self.begin = self.at = begin
        self.stack = []
        self.sign = self.sign or self._lead()
        self.lost = Element(b"", self._line_of(begin))

    def _found_again(self, found: list[Element]) -> bool:
        """Behind a corrupt record, the place where the next one begins; false where it is not seen yet."""
        sign = self.sign or ANY
        at = self.text.find(sign, self.begin)
        if at < 0 or self.lost is None:
            return False
        at += sign.index(b"{")
        found.append(Element(self._kept(at), self.lost.line))
        self.lost, self.lost_text, self.begin = None, b"", -1
        self.at = self.end = at
        return True

    def _kept(self, end: int) -> bytes:
        """The text of a corrupt record, of a very long one its beginning."""
        return (self.lost_text + self.text[self.begin : end])[:KEPT].rstrip(BETWEEN)

    def _cut(self, found: list[Element]) -> None:
        """The input ends before the array or the record does."""
        if self.lost:
            found.append(Element(self._kept(len(self.text)), self.lost.line))
            return
        begin = self.begin if self.stack else self._beyond(self.end)
        if self.array or begin < len(self.text):
            found.append(Element(self.text[begin:][:KEPT], self._line_of(begin), CUT))

    def _line_of(self, at: int) -> int:
        step = 1 if at >= self.counted else -1
        self.line += step * self.text.count(b"\n", *sorted((at, self.counted)))
        self.counted = at
        return self.line

    def _forget(self) -> None:
        """Drop what has been read; of a corrupt record, what is too much to keep."""
        keep = self.begin if self.begin >= 0 else min(self.end, self.at)
        if self.lost:
            keep = max(keep, len(self.text) - len(self.sign or ANY))
            self.lost_text = (self.lost_text + self.text[self.begin : keep])[:KEPT]
            self.begin = self.at = self.end = keep
        self._line_of(keep)
        self.text = self.text[keep:]
        self.at, self.end, self.counted = self.at - keep, self.end - keep, 0
        self.begin = 0 if self.begin >= 0 else -1
