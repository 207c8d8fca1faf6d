"""How far a run is: one line on the terminal, rewritten, and gone when it ends."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cstools.io.log import Inputs

PATIENCE = 1.0
"""Seconds before anything is shown: a quick run says nothing."""
EVERY = 0.2
"""Seconds between two pictures."""
CLEAR = "\r\x1b[K"
UNITS = ("B", "kB", "MB", "GB", "TB")


class Progress:
    """Bytes and records read, and how fast. `tick` is called at every block, and costs one look at the clock."""

    def __init__(self, tool: str, files: Sequence[str], inputs: Inputs, asked: bool | None) -> None:
        self.tool = tool
        self.inputs = inputs
        self.total = size(files)
        self.began = time.monotonic()
        self.shown = False
        # In a pipe of tools only the first one reads files; the others would write over its line.
        wanted = sys.stderr.isatty() and (asked or (asked is None and self.total is not None))
        self.due = self.began + (0.0 if asked else PATIENCE) if wanted else math.inf

    @contextmanager
    def showing(self) -> Iterator[None]:
        """While it lasts the line is kept up to date; then it is gone, however it ends."""
        if self.due < math.inf:
            self.inputs.tick = self.tick
        try:
            yield
        finally:
            self.clear()

    def tick(self) -> None:
        """Show how far it is, if it is time to."""
        now = time.monotonic()
        if now >= self.due:
            self.due = now + EVERY
            self.shown = True
            sys.stderr.write(CLEAR + self.line(now - self.began))
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
            self.shown = False

    def line(self, seconds: float) -> str:
        """The line after so many seconds."""
        read = sum(one.size for one in self.inputs.all)
        rows = sum(one.rows for one in self.inputs.all)
        of = f" / {human(self.total)} {min(read / self.total, 1):.0%}" if self.total else ""
        rate = rows / seconds if seconds > 0 else 0
        return f"{self.tool}: {human(read)}{of}, {rows:,} rows, {rate:,.0f}/s, {seconds:.0f} s"


def size(files: Sequence[str]) -> int | None:
    """Bytes of all inputs together; None where that cannot be known, as on a pipe."""
    paths = [Path(file) for file in files]
    return sum(path.stat().st_size for path in paths) if paths and all(path.is_file() for path in paths) else None


def human(number: int) -> str:
    """Bytes for people.

    >>> human(999), human(1_500_000)
    ('999 B', '1.5 MB')
    """
    value = float(number)
    for unit in UNITS:
        if value < 1000 or unit == UNITS[-1]:
            return f"{value:.0f} {unit}" if unit == UNITS[0] else f"{value:.1f} {unit}"
        value /= 1000
    return ""
