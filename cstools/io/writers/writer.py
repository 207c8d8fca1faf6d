"""What every writer is, and what it may have to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import polars as pl


class Writer(Protocol):
    """What each output format has."""

    def write(self, frame: pl.DataFrame) -> None:
        """Write some records, their columns in order."""
        ...

    def close(self) -> None:
        """Write what could only be written once all records were seen."""
        ...


@dataclass
class Told:
    """What there is to say of an output when it is complete."""

    notes: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    """Sentences: the key of each and what fills its blanks."""
    files: dict[str, int] = field(default_factory=dict)
    """The files written, and the records in each."""

    def note(self, key: str, **params: object) -> None:
        """Add a sentence."""
        self.notes.append((key, params))
