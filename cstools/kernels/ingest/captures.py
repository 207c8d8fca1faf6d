"""What a file's name says of its records: `--from-path '{shop}_{month}.xlsx'`."""

from __future__ import annotations

import re

from cstools.errors import Usage

NAME = re.compile(r"\{(\w+)\}")


def names(pattern: str) -> list[str]:
    """The fields a pattern names. Raises Usage for one that names none, or one twice.

    >>> names("{shop}_{month}.xlsx")
    ['shop', 'month']
    """
    found = NAME.findall(pattern)
    if not found or len(set(found)) < len(found):
        raise Usage("option.from_path", text=pattern)
    return found


def captures(pattern: str, path: str) -> dict[str, str]:
    """Field -> text, taken from as many parts of a path, from its end, as the pattern has; its suffix may be left out.

    A part of an archive or workbook (`a.zip/b.csv`, `a.xlsx#Sheet2`) goes by its own name, then by that of the file.
    Raises Usage for a path that does not fit.

    >>> captures("{shop}_{month}.xlsx", "data/旗舰店_2025-10.xlsx")
    {'shop': '旗舰店', 'month': '2025-10'}
    >>> captures("{shop}/{day}", "archive/旗舰店/2025-10-01.csv.gz")
    {'shop': '旗舰店', 'day': '2025-10-01'}
    """
    whole = path.replace("\\", "/")
    depth = pattern.count("/") + 1
    form = re.compile("".join(_piece(piece) for piece in re.split(r"(\{\w+\})", pattern)))
    for candidate in dict.fromkeys([whole, whole.partition("#")[0], *_outer(whole)]):
        tail = "/".join(candidate.split("/")[-depth:])
        stem = re.sub(r"(\.[A-Za-z]\w*)+$", "", tail)
        for text in (stem, tail) if pattern.endswith("}") else (tail, stem):
            if found := form.fullmatch(text):
                return found.groupdict()
    raise Usage("option.from_path_none", file=path, text=pattern)


def _outer(path: str) -> list[str]:
    """The archive a part is in."""
    inside = re.search(r"\.(zip|ZIP)/", path)
    return [path[: inside.end() - 1]] if inside else []


def _piece(text: str) -> str:
    name = NAME.fullmatch(text)
    return f"(?P<{name[1]}>[^/]+?)" if name else re.escape(text)
