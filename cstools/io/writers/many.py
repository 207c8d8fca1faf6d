"""Many files made of all rows at once, one for each value of a field."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from cstools.io.atomic import Files
from cstools.io.writers.sink import Renders
from cstools.io.writers.template import Template, apart, folded
from cstools.io.writers.writer import Told


@dataclass
class Many:
    """Holds the rows; then writes a file for each of what the sink makes of them."""

    path: str
    renders: Renders
    files: Files
    told: Told
    held: list[pl.DataFrame] = field(default_factory=list)

    def write(self, frame: pl.DataFrame) -> None:
        """Hold the rows."""
        self.held.append(frame)

    def close(self) -> None:
        """Make the files; each is complete or absent, and no two share a name."""
        whole = pl.concat(self.held, how="diagonal") if self.held else pl.DataFrame()
        template = Template(self.path)
        taken: set[str] = set()
        for value, made in self.renders(whole):
            path = apart(template.filled((value,) * len(template.blanks)), taken)
            taken.add(folded(path))
            with self.files.open(path) as stream:
                stream.write(made.encode() if isinstance(made, str) else made)
            self.told.files[path] = whole.height
