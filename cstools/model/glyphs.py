"""Text of the data as a terminal may show it: what would steer or fool the terminal becomes a glyph."""

from __future__ import annotations

import re

HIDDEN = (
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: cursor, colours, window titles
    "\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff"  # invisible or reordering: zero width, bidi, fillers, tags
    "\ud800-\udfff"  # half a character: it cannot be written at all
)
STYLE = "\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
"""Variation selectors and skin tones: terminals disagree on the width of what they follow, so they are left out."""
PICTURES = 0x2400
"""The block of control pictures: U+2400 + n shows control n."""
DELETE, DELETE_PICTURE = 0x7F, "\u2421"
OTHER = "\u2426"
"""What has no picture of its own."""
_UNSAFE = re.compile(f"[{HIDDEN}{STYLE}]")
_STYLE = re.compile(f"[{STYLE}]")


def visible(text: str, *, ascii_only: bool = False) -> str:
    r"""The text with control, bidi and invisible characters as glyphs; everything else as it is.

    ascii_only: the glyphs are escapes such as `\x1b`, for terminals without the pictures.

    >>> visible("\x1b[31m红\n\u202e"), visible("\x1b\u202e", ascii_only=True)
    ('␛[31m红␊␦', '\\x1b\\u202e')
    """
    return _UNSAFE.sub(_escape if ascii_only else _glyph, text)


def _glyph(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(PICTURES + code)
    if code == DELETE:
        return DELETE_PICTURE
    return "" if _STYLE.match(found[0]) else OTHER


def _escape(found: re.Match[str]) -> str:
    return "" if _STYLE.match(found[0]) else found[0].encode("unicode_escape").decode("ascii")
