"""The columns of a block of JSONL whose numbers and flags are read as such: their text costs as much again.

Sound, since Polars refuses a block where a literal is of another type: what is `"5"`, or 5.0 where whole numbers are
due, is read as text with all that block, and so is what is no value of its field.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import polars as pl

from cstools.kernels.expr.literals import Literal, literal
from cstools.model import fields

Schema = Mapping[str, pl.DataType | type[pl.DataType]]


@dataclass
class Typed:
    """The fields of one file that are read as numbers and flags; none once a block had others.

    kind: of the records, by which fields are known; None: every column is text.
    """

    kind: str | None = None
    known: dict[str, Literal] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind is not None:
            found = {name: literal(one) for name, one in fields.of(self.kind).items()}
            self.known = {name: one for name, one in found.items() if one is not None}

    def read(self, text: bytes, schema: Schema) -> pl.DataFrame:
        """A block by its schema of text, the columns of numbers and flags typed. Raises PolarsError as Polars does."""
        own = self.known.keys() & schema.keys()
        if own:
            try:
                found = pl.read_ndjson(text, schema={**schema, **{name: self.known[name].dtype for name in own}})
            except pl.exceptions.PolarsError:
                frame = pl.read_ndjson(text, schema=schema)
                self.known.clear()
                return frame
            if self._fits(found, own):
                return found.with_columns(self.known[name].value(name) for name in sorted(own))
        return pl.read_ndjson(text, schema=schema)

    def _fits(self, frame: pl.DataFrame, names: Collection[str]) -> bool:
        tests = [fits(pl.col(name)).all().alias(name) for name in names if (fits := self.known[name].fits) is not None]
        return not tests or all(frame.select(tests).row(0))
