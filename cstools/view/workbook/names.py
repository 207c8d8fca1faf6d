"""Names of sheets: what Excel takes, and no two alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 31
"""UTF-16 units of a sheet's name."""
REFUSED = re.compile(r"[\[\]:*?/\\]")
RESERVED = {"history"}
NAMELESS = "-"
INVALID = re.compile("[\ufffe\uffff]")
"""What XML cannot hold and is not a glyph by now."""


def sheet_names(headings: Iterable[str]) -> list[str]:
    r"""A name for the sheet of each heading: at most 31 UTF-16 units, without `[]:*?/\`, no two alike but for case.

    >>> sheet_names(["渠道/对比", "Cases", "cases", "'"])
    ['渠道_对比', 'Cases', 'cases 2', '-']
    """
    made: list[str] = []
    taken = set(RESERVED)
    for heading in headings:
        name = _free(REFUSED.sub("_", clean(heading)), taken)
        taken.add(name.casefold())
        made.append(name)
    return made


def _free(heading: str, taken: set[str]) -> str:
    name = _cut(heading, LONGEST)
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{_cut(heading, LONGEST - len(str(number)) - 1)} {number}"
    return name


def _cut(heading: str, length: int) -> str:
    return units(heading.strip(" '"), length).strip(" '") or NAMELESS


def clean(text: str) -> str:
    """A text as a file of XML can hold it."""
    return INVALID.sub("\u2426", text)


def units(text: str, length: int) -> str:
    """The beginning of a text of at most so many UTF-16 units, no character halved.

    >>> units("a😀b", 2), units("a😀b", 3)
    ('a', 'a😀')
    """
    if len(text) * 2 <= length:
        return text
    return text.encode("utf-16-le", "replace")[: 2 * length].decode("utf-16-le", "ignore")
