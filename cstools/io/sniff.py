"""What a stream is, told by its first bytes and never by its name."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

from cstools.errors import Failure, Usage
from cstools.model.headings import known as known_heading

READABLE = ("jsonl", "csv", "tsv", "aligned", "json", "xml", "html", "xlsx", "xls", "parquet", "arrow", "text")
"""What `-f` takes; gz, zst and zip are unpacked whatever they hold."""
WORKBOOKS = ("xlsx", "xls")
"""One reader for both, and for xlsb and ods."""
DELIMITERS = ",\t;|"
HEAD = 1 << 16
"""Bytes looked at."""
LINES = 20
"""Lines looked at."""

MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\xff\xff\xff\xff", "arrow"),
)
"""How binary formats begin."""
FOREIGN = (
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
)
"""Formats that cannot be read: their name says what to do better than that they are binary."""
TAR = (257, b"ustar")
HTML = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table|div|style|script|title|center)\b", re.I)
XML = re.compile(rb"<(\?xml|!--|!DOCTYPE|[A-Za-z_:])")
XHTML = re.compile(rb"\s*(<\?xml[^>]*>|<!--.*?-->|\s)*<(!doctype\s+)?html\b", re.I | re.S)
DIRECTIVE = re.compile(rb'"?sep=([^\r\n])"?\r?\n', re.I)
"""The first line by which Excel is told the delimiter."""
ARRAY = re.compile(rb"\[\s*[\[{\]]")


@dataclass(frozen=True)
class Shape:
    """A text format and, where it has one, the character between its fields.

    skip: bytes of the opening that are no part of the table. alone: no delimiter
    makes most of its lines regular.
    """

    format: str
    delimiter: str = ""
    skip: int = 0
    alone: bool = False


def binary(head: bytes, path: str) -> str | None:
    """The binary format of a stream (`zip` for any of its kind), None for text; Failure for one known as no table."""
    for mark, form in MAGIC:
        if head.startswith(mark):
            return form
    for mark, form in FOREIGN:
        if head.startswith(mark):
            raise Failure("file.unread", path=path, form=form)
    if head[TAR[0] :].startswith(TAR[1]):
        raise Failure("file.unread", path=path, form="tar")
    return None


def same(asked: str | None, found: str) -> bool:
    """Whether a format is the one asked for, or none was."""
    return asked in (None, found) or (asked in WORKBOOKS and found in WORKBOOKS)


def enough(head: bytes) -> bool:
    r"""Whether the shape of a stream can be told by its first bytes: by its first line where that leaves no doubt, else
    by the first lines.

    >>> enough(b"ticket_id,te"), enough(b"id,text,at\n"), enough(b"id amount\n1 2.50\n"), enough(b'{"a":1}\n')
    (False, True, False, True)
    """
    text = head.lstrip()
    if len(text) >= HEAD:
        return True
    if text.startswith((b"<", b"[")):
        return False
    first, end, _ = text.partition(b"\n")
    if not end:
        return False
    return first.startswith(b"{") or _clear(first) is not None or text.count(b"\n") > LINES


def shape(head: bytes, path: str, asked: str | None = None) -> Shape:
    """The shape of a text stream; `head` is UTF-8 and as long as `enough` asks, or the whole of it.

    Raises Usage for an unknown format asked for, Failure where the text cannot be in it.
    """
    text = head.lstrip()[:HEAD]
    if asked is not None:
        return _asked(text, path, asked)
    if text.startswith(b"{"):
        return Shape("jsonl" if _is_line(text) else "json")
    if ARRAY.match(text):
        return Shape("json")
    if HTML.match(text) or XHTML.match(text):
        return Shape("html")
    if XML.match(text):
        return Shape("xml")
    return _table(text, len(head) - len(head.lstrip()))


def known(asked: str | None) -> None:
    """Usage where a format asked for is none that can be read."""
    if asked is not None and asked not in READABLE:
        raise Usage("input.format", format=asked, known=", ".join(READABLE))


def _asked(text: bytes, path: str, asked: str) -> Shape:
    known(asked)
    if asked == "text":
        return Shape("text")
    begins = {"jsonl": (b"{",), "json": (b"{", b"["), "xml": (b"<",), "html": (b"<",)}
    if asked in ("csv", "tsv", "aligned"):
        return {"csv": Shape("csv", _delimiter(text)[0]), "tsv": Shape("tsv", "\t")}.get(asked, Shape("aligned", "\t"))
    if asked in begins and text.startswith(begins[asked]):
        return Shape(asked)
    raise Failure("file.format", path=path, format=asked)


def _table(text: bytes, blanks: int) -> Shape:
    told = DIRECTIVE.match(text)
    if told:
        return Shape("csv", told[1].decode("utf-8", "replace"), blanks + told.end())
    if _aligned(text):
        return Shape("aligned", "\t")
    mark, found = _delimiter(text)
    return Shape("csv", mark, alone=not found)


def _is_line(text: bytes) -> bool:
    """Whether the first line is an object of its own, or was to be one: no object goes on after a line's end unless
    that line ends with a bracket that opens, a comma or a colon.
    """
    first, end, _ = text.partition(b"\n")
    return not end or not first.rstrip().endswith((b"{", b"[", b",", b":"))


def _clear(first: bytes) -> str | None:
    """The delimiter of a header that leaves no doubt: one that stands in it twice or more, or once between two known
    headings, and no other at all.
    """
    counts = {mark: first.count(mark.encode()) for mark in DELIMITERS}
    seen = [mark for mark, count in counts.items() if count]
    whole = first.count(b'"') % 2 == 0
    if not whole or len(seen) != 1:
        return None
    few = counts[seen[0]] == 1
    return None if few and not all(map(known_heading, first.decode("utf-8", "replace").split(seen[0]))) else seen[0]


def _lines(text: bytes, most: int = LINES) -> list[str]:
    """The first lines; the last is left out where it may be cut."""
    lines = text.decode("utf-8", "replace").splitlines()
    cut = len(lines) > 1 and len(text) >= HEAD and len(lines) <= most
    return [line for line in lines[: -1 if cut else most][:most] if line.strip()]


def _delimiter(text: bytes) -> tuple[str, bool]:
    """The delimiter, a comma where none stands in the text, and whether most lines are regular by it.

    That of the header where it leaves no doubt; else the one by which most lines have the same number of fields, then
    the one with the most fields.
    """
    clear = _clear(text.partition(b"\n")[0])
    if clear:
        return clear, True
    lines = _lines(text)
    best = max(DELIMITERS, key=lambda mark: _regular(lines, mark))
    count, width = _regular(lines, best)
    return best if width > 1 else ",", 2 * count > len(lines)


def _regular(lines: list[str], mark: str) -> tuple[int, int]:
    """How many lines have the commonest number of fields, and that number, by a delimiter; (0, 1) by one that none has.

    >>> _regular(["a;b,c;d", "1;2;3", "x"], ";")
    (2, 3)
    """
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
    except csv.Error:
        return 0, 1
    ranked = [(count, width) for width, count in widths.items() if width > 1]
    return max(ranked, default=(0, 1))


def _aligned(text: bytes) -> bool:
    """Columns set with spaces: no delimiter in the header, and every line the same number of words, two or more."""
    lines = _lines(text)
    if len(lines) < 2 or any(mark in lines[0] for mark in DELIMITERS):
        return False
    widths = {len(line.split()) for line in lines}
    return len(widths) == 1 and widths.pop() > 1
