"""What is said of a tool beside its options."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A command that works in `examples/` as it stands (tests run each), and what it is for."""

    purpose: str
    shell: str


@dataclass(frozen=True)
class Command:
    """What help, man page and README say of a tool beside its options.

    scope: whether it works row by row or needs the whole input, in words. reads, writes: the fields, in words.
    """

    name: str
    summary_en: str
    summary_zh: str
    scope: str
    reads: str
    writes: str
    examples: tuple[Example, ...]

    @property
    def script(self) -> str:
        """The console script.

        >>> Command("kpi", "", "", "", "", "", ()).script
        'cs-kpi'
        """
        return f"cs-{self.name}"
