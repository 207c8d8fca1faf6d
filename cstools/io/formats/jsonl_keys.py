"""The keys of a block of JSONL counted in its bytes: whether a frame holds all of them."""

from __future__ import annotations

import json

import orjson
import polars as pl

KEY = b'":'
SPACED = ((b" ", b'" :'), (b"\t", b'"\t'), (b"\r", b'"\r:'))
"""A sign, quick to find, and with it a key that the count of KEY does not see."""
ESCAPES = 20_000
"""Escapes of a chunk looked at one by one; beyond, they are counted by their bytes."""


def balanced(text: bytes, frame: pl.DataFrame) -> bool:
    """Whether the keys of a block are those of the frame, by counting `":`; exact for keys without a space behind."""
    escaped = escapes(text)
    if escaped is None or spaced(text):
        return False
    given = text.count(KEY) - escaped[0]
    given_null = text.count(b'"' + after(text) + b"null") - escaped[1]
    nulls = sum(frame.null_count().row(0)) if frame.width else 0
    return given - given_null == frame.height * frame.width - nulls


def adds_up(text: bytes, keys: int) -> bool:
    """Whether a block has so many keys and no more: none twice, none nested."""
    found = escapes(text)
    return not spaced(text) and found is not None and text.count(KEY) - found[0] == keys


def spaced(text: bytes) -> bool:
    """Whether a key has white space behind it, before its colon."""
    return any(sign in text and key in text for sign, key in SPACED)


def after(text: bytes) -> bytes:
    """What stands behind a key in this block, by the first: `:`, or `: ` as Python's json writes it.

    Where a line has it otherwise the counts do not add up, and the block is read line by line.
    """
    return b": " if text.startswith(KEY + b" ", text.find(KEY)) else b":"


def written(text: bytes, name: str, given: int) -> bytes | None:
    r"""How a block writes a key that has `given` values: plainly or in ASCII; None where in no one way throughout.

    >>> written(b'{"\\u5907":1.50}', "\u5907", 1), written(b'{"a" :1.50}', "a", 1)
    (b'"\\u5907"', None)
    """
    null = after(text) + b"null"
    keys = (orjson.dumps(name), json.dumps(name).encode())
    return next((key for key in keys if text.count(key + b":") - text.count(key + null) >= given), None)


def escapes(text: bytes) -> tuple[int, int] | None:
    r"""How many `\":` and `\":null` stand in the text of values, where they are no keys; None where nobody can tell.

    >>> escapes(rb'{"a":"say \":null","b\\":"\\"}')
    (1, 1)
    """
    keys = nulls = seen = 0
    null = b'"' + after(text) + b"null"
    at = text.find(b"\\")
    while at >= 0:
        if text.startswith(KEY, at + 1):
            keys += 1
            nulls += text.startswith(null, at + 1)
        at = text.find(b"\\", at + 2)
        seen += 1
        if seen > ESCAPES:
            return None if b'\\\\":' in text else (text.count(b"\\" + KEY), text.count(b"\\" + null))
    return keys, nulls


def halves(text: bytes) -> bool:
    r"""Whether `\ud...` may stand in a block: half a pair of surrogates, or a whole one."""
    at = text.find(b"\\")
    for _ in range(ESCAPES):
        if at < 0 or text.startswith((b"ud", b"uD"), at + 1):
            break
        at = text.find(b"\\", at + 2)
    return at >= 0
