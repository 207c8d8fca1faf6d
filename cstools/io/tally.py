"""What went in and out: the counts behind the summary line, the log and the limits."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from cstools.errors import TooManyRejects, Usage
from cstools.kernels.stage import LEVEL, RULE

LIMIT = r"[0-9]+(\.[0-9]+)?%?"
"""A number of rejects, or a share of what was read."""


@dataclass
class Tally:
    """Counts of one run. Every row read is written, rejected, merged, dropped, or held in an aggregate."""

    tool: str
    read: int = 0
    out: int = 0
    side: Counter[tuple[str, str]] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def add_side(self, frame: pl.DataFrame) -> None:
        """Count side records by level and rule."""
        for level, rule, n in frame.group_by(LEVEL, RULE).len().sort(LEVEL, RULE).rows():
            self.side[level, rule] += n

    def add_counts(self, frame: pl.DataFrame) -> None:
        """Add a stage's own counts (columns name, n)."""
        for name, n in frame.rows():
            self.counts[name] += n

    def level(self, level: str) -> dict[str, int]:
        """Side records of one level: rule to count, the most frequent first."""
        found = {rule: n for (at, rule), n in self.side.items() if at == level}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def total(self, level: str) -> int:
        """How many side records of one level."""
        return sum(self.level(level).values())

    def line(self, seconds: float, *, kept: bool) -> str:
        """The summary line, in fixed words because scripts read it. kept: the side records are in a file."""
        parts = [f"{self.read:,} in", f"{self.out:,} out"]
        hint = "" if kept else "; --rejects FILE keeps them"
        for level, word in (("row", "rejected"), ("merged", "merged"), ("dropped", "dropped")):
            rules = self.level(level)
            if rules:
                parts.append(f"{sum(rules.values()):,} {word} ({_listed(rules)}{hint if level == 'row' else ''})")
        cells = self.level("cell")
        if cells:
            own = "" if self.total("row") else hint
            parts.append(f"{sum(cells.values()):,} cells rejected ({_listed(cells)}{own})")
        parts += [f"{n:,} {name}" for name, n in sorted(self.counts.items()) if n]
        return f"{self.tool}: {', '.join(parts)}, {seconds:.1f} s"


def _listed(rules: dict[str, int]) -> str:
    return ", ".join(f"{rule} {n:,}" for rule, n in rules.items())


@dataclass(frozen=True)
class Limits:
    """How much may be rejected. Rows and cells count, merged and dropped rows do not.

    Raises Usage for a limit that cannot be read.
    """

    strict: bool = False
    max_rejects: str | None = None

    def __post_init__(self) -> None:
        if self.max_rejects is not None and not re.fullmatch(LIMIT, self.max_rejects):
            raise Usage("option.max_rejects", text=self.max_rejects)

    def check(self, tally: Tally) -> None:
        """Raise TooManyRejects above the limit."""
        rejected = tally.total("row") + tally.total("cell")
        if self.strict and rejected:
            raise TooManyRejects("rejects.strict", n=f"{rejected:,}")
        if self.max_rejects is not None and rejected > _most(self.max_rejects, tally.read):
            raise TooManyRejects("rejects.many", n=f"{rejected:,}", limit=self.max_rejects)


def _most(text: str, read: int) -> float:
    number = float(text.removesuffix("%"))
    return number * read / 100 if text.endswith("%") else number
