"""The line of a key in a TOML file: tomllib does not tell where a value stood, and an error has to."""

from __future__ import annotations

import re

_OPENED = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]")
_AT = re.compile(r"at line (\d+)")


def line_of(text: str, section: str, key: str | None, at: int = 0) -> int:
    r"""The line of a key in a section, else of the section's heading, else 1.

    section: "" is what stands above the tables. at: which one, of the sections that share a name ([[rule]]).

    >>> text = '[[rule]]\nid = "a"\n[[rule]]\nid = "b"'
    >>> line_of(text, "rule", "id", 1), line_of(text, "rule", "check", 1), line_of(text, "", "kind")
    (4, 3, 1)
    """
    first, seen, inside = 1, -1, section == ""
    for number, line in enumerate(text.splitlines(), 1):
        if opened := _OPENED.match(line):
            same = re.sub("[\"']", "", opened[1]) == section
            seen += same
            inside = same and seen == at
            first = number if inside else first
        elif inside and key and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", line):
            return number
    return first


def line_in(error: Exception) -> int:
    """The line a TOMLDecodeError speaks of; 1 where it speaks of none (the end of the file).

    >>> line_in(ValueError("Invalid value (at line 3, column 5)"))
    3
    """
    found = _AT.search(str(error))
    return int(found[1]) if found else 1
