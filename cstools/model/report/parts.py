"""Where the parts of a TOML file stand: tables within tables ([[own.block]] of the second [[own]]), and their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENED = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]+\s*(?:#.*)?$")
_LONG = re.compile(r"'''.*?'''|\"\"\".*?\"\"\"", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """Lines `first` to `last` of a file (counted from 1): a table from its heading to the end of the tables within."""

    path: str
    lines: tuple[str, ...]
    first: int
    last: int

    def line(self, key: str = "") -> int:
        """The line of a key of the table itself, else that of its heading."""
        sought = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
        for number in range(self.first, self.last + 1):
            text = self.lines[number - 1]
            if number > self.first and _OPENED.match(text):
                break
            if key and sought.match(text):
                return number
        return self.named(key).first if key and self.tables(key) else self.first

    def tables(self, name: str) -> list[Part]:
        """The tables of this name within, [name] or [[name]], in order."""
        starts = [(number, found) for number, found in self._headings() if found == name]
        return [Part(self.path, self.lines, number, self._end(number, name)) for number, _ in starts]

    def named(self, name: str, at: int = 0) -> Part:
        """The table `name`, or the one at a place of those that share it; where it is written inline its key's line."""
        found = self.tables(name)
        if at < len(found):
            return found[at]
        line = self.line(name.rpartition(".")[2]) if not found else self.first
        return Part(self.path, self.lines, line, line)

    def _headings(self) -> Iterator[tuple[int, str]]:
        for number in range(self.first, self.last + 1):
            if opened := _OPENED.match(self.lines[number - 1]):
                yield number, re.sub("[\"' ]", "", opened[1])

    def _end(self, start: int, name: str) -> int:
        after = (number for number, found in self._headings() if number > start and not found.startswith(f"{name}."))
        return next(after, self.last + 1) - 1


def parts(text: str, path: str) -> Part:
    r"""A whole file; what stands in strings of several lines is not looked at.

    >>> file = parts('a = 1\n[[own]]\n[[own.block]]\nkind = 1\n[[own]]\n[[own.block]]\nkind = 2', "r.toml")
    >>> file.line("a"), file.named("own", 1).named("own.block").line("kind"), file.named("own").line("x")
    (1, 7, 2)
    """
    bare = _LONG.sub(lambda found: '""' + "\n" * found[0].count("\n"), text)
    lines = tuple(bare.split("\n"))
    return Part(path, lines, 1, len(lines))
