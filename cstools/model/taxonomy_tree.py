"""A taxonomy as plain values: its leaves, and what holds for all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cstools.errors import Usage
from cstools.model.taxonomy_keys import RED, SPEAKERS
from cstools.model.toml_lines import line_of

_LONG = re.compile(r'"""(?:[^\\]|\\.)*?"""' + r"|'''.*?'''", re.DOTALL)


def brief(value: object) -> str:
    r"""A value as an error shows it: one line of at most 80 characters.

    >>> brief("a\n b")
    'a b'
    """
    return " ".join(str(value).split())[:80]


@dataclass(frozen=True)
class Source:
    """The text of a taxonomy and what an error calls it. The text is searched for lines only when there is an error."""

    text: str
    name: str

    def wrong(self, message: str, section: str, key: str | None, at: int = 0, /, **params: object) -> Usage:
        """The error that names the line of the key, as `line_of` finds it; what phrases hold is no key."""
        # An error is one line, whatever stands in the file.
        shown = {name: brief(value) if name in ("value", "word", "why") else value for name, value in params.items()}
        text = _LONG.sub(lambda found: '""' + "\n" * found[0].count("\n"), self.text)
        return Usage(message, path=self.name, line=line_of(text, section, key, at), **shown)


@dataclass(frozen=True)
class Near:
    """One of `left`, and at most `gap` characters after it one of `right`."""

    left: tuple[str, ...]
    gap: int
    right: tuple[str, ...]


@dataclass(frozen=True)
class Leaf:
    """One problem: its path, what it costs, who answers for it, and what names it.

    rank: its place in the contest for the primary topic at equal severity (later stage, higher rank). source, at: the
    file it was read from, and the number of its table there.
    """

    path: str
    zh: str
    en: str
    severity: int
    party: str = ""
    rank: int = 0
    priority: int = 0
    aside: bool = False
    negate: str = "drop"
    ask: str | None = None
    flip: str | None = None
    session: str | None = None
    any: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    all: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    cancel: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    source: Source = field(default=Source("", ""), compare=False, repr=False)
    at: int = field(default=0, compare=False, repr=False)

    @property
    def red_line(self) -> bool:
        """Whether every single record is reported."""
        return self.severity >= RED

    def wrong(self, message: str, key: str, /, **params: object) -> Usage:
        """The error about one of its keys, with the file and the line."""
        return self.source.wrong(message, "tag", key, self.at, **params)


@dataclass(frozen=True)
class Taxonomy:
    """The leaves in the order of the file, with what holds for all of them.

    categories: a source's own word in lower case -> the beginnings of the paths it stands for.
    """

    leaves: tuple[Leaf, ...]
    ignore: tuple[str, ...] = ()
    bought: tuple[str, ...] = ()
    index: dict[str, int] = field(default_factory=dict, compare=False)
    stages: tuple[str, ...] = ()
    speaker: str = SPEAKERS[0]
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
