"""What is known of a file before its records are read: its format, encoding and delimiter."""

from __future__ import annotations

from cstools.errors import CsError
from cstools.io.blocks import blocks, open_bytes
from cstools.io.encodings import BOMS, guess, to_utf8
from cstools.io.sniff import HEAD, binary, shape

MARKS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}


def told(path: str, encoding: str | None = None, format: str | None = None) -> dict[str, str]:
    """`format`, `encoding` and `delimiter`, those that are known; nothing for standard input or what cannot be told.

    The file is opened and its first block read.
    """
    if path == "-":
        return {}
    with open_bytes(path) as stream:
        head = next(iter(blocks(stream, HEAD)), b"")
    try:
        if form := binary(head, path):
            return {"format": form}
        found = shape(next(iter(to_utf8(iter([head]), path, encoding)), b""), path, format)
    except CsError:
        return {}
    said = {"format": found.format, "encoding": encoding or _encoding(head, path)}
    return said | ({"delimiter": MARKS.get(found.delimiter, found.delimiter)} if found.format == "csv" else {})


def _encoding(head: bytes, path: str) -> str:
    marked = next((name for mark, name in BOMS if head.startswith(mark)), None)
    return marked or ("ascii" if head.isascii() else guess(head, path))
