"""How a page looks beside our own style: what `--logo`, `--accent` and `--template` give."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from cstools.errors import Usage

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
PICTURES: dict[str, re.Pattern[bytes]] = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "image/svg+xml": re.compile(
        rb"(?:\xef\xbb\xbf)?\s*(?><\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>]*>\s*)*+<svg[\s>]", re.DOTALL
    ),
}
"""What a picture begins with, by its type."""
LOGO = 200 * 1024
"""The most bytes of a logo, so that a page stays one that can be mailed."""


@dataclass(frozen=True)
class Look:
    """logo: an image as a data URI. accent: a colour `#rrggbb`. templates: name of a file -> its text, in place of ours
    of that name; folder: where they are, for what is said of them.
    """

    logo: str = ""
    accent: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""


def logo(content: bytes, path: str) -> str:
    """A picture as a data URI: PNG, JPEG, GIF, WebP or SVG, told by its first bytes. Raises Usage for any other.

    An SVG stands in the page as an image, where it runs no script and fetches nothing.

    >>> logo(b"GIF89a", "a.gif")
    'data:image/gif;base64,R0lGODlh'
    """
    if len(content) > LOGO:
        raise Usage("report.logo_size", path=path, most=LOGO // 1024)
    for kind, begins in PICTURES.items():
        if begins.match(content):
            return f"data:{kind};base64,{b64encode(content).decode()}"
    raise Usage("report.logo", path=path)


def accent(text: str) -> str:
    """A colour as `#rrggbb`. Raises Usage("report.accent") for anything else.

    >>> accent("#C7000B"), accent("c7000b"), accent("#c01")
    ('#c7000b', '#c7000b', '#cc0011')
    """
    digits = text.strip().removeprefix("#").lower()
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if not COLOUR.fullmatch(f"#{digits}"):
        raise Usage("report.accent", text=text)
    return f"#{digits}"
