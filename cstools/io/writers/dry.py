"""A run that writes nothing and says what it would have written."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl

from cstools.io.writers.sink import Sink, arranged
from cstools.io.writers.template import Template
from cstools.io.writers.writer import Told

SHOWN = 12
"""Files named; how many there are is said in any case."""


class Dry:
    """Counts the records by file, and notes their columns."""

    def __init__(self, sink: Sink, told: Told) -> None:
        self.sink = sink
        self.told = told
        self.template = Template(str(sink.path)) if sink.split else None
        self.columns: dict[str, None] = {}
        self.seen: dict[str, None] = {}
        self.files: Counter[tuple[Any, ...]] = Counter()
        self.rows = 0

    def write(self, frame: pl.DataFrame) -> None:
        """Count some records."""
        self.rows += frame.height
        self.seen |= dict.fromkeys(frame.columns)
        self.columns |= dict.fromkeys(arranged(frame, self.sink).columns)
        if self.template is not None:
            values = self.template.values(frame)
            for *key, n in values.group_by(values.columns, maintain_order=True).len().iter_rows():
                self.files[tuple(key)] += n

    def close(self) -> None:
        """Say what would be written."""
        path = self.sink.path or "-"
        if self.sink.drawn:
            self.told.note("dry.text", path=path)
            return
        columns = ", ".join(self.columns)
        if self.template is None:
            self.told.note("dry.file", path=path, format=self.sink.form, rows=f"{self.rows:,}", columns=columns)
            return
        if self.files:
            self.template.absent(list(self.seen))
        named = [f"{self.template.filled(key)} ({n:,})" for key, n in self.files.items()]
        more = ", …" if len(named) > SHOWN else ""
        self.told.note(
            "dry.split",
            n=f"{len(named):,}",
            format=self.sink.form,
            columns=columns,
            files=", ".join(named[:SHOWN]) + more,
        )
