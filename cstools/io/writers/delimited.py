"""CSV and TSV: one header, the union of all chunks' columns."""

from __future__ import annotations

from typing import BinaryIO

import polars as pl

from cstools.io.writers.gather import Gather
from cstools.io.writers.headings import headings
from cstools.io.writers.sink import Sink
from cstools.kernels.expr.text import listed

TIME = "%Y-%m-%d %H:%M:%S%.f"
BOM = b"\xef\xbb\xbf"
FORMULA = r"\A[=+\-@\t\r]"
"""How a text begins that a spreadsheet would run."""


class Delimited(Gather):
    """CSV or TSV. Rows wait for the header, unless `--fields` says which columns there are."""

    def __init__(self, stream: BinaryIO, sink: Sink) -> None:
        super().__init__(stream, sink)
        self.headed = False

    def write(self, frame: pl.DataFrame) -> None:
        """Write the rows, or keep them until the header is known."""
        if self.sink.fields:
            self._put(frame)
            self.stream.flush()
        else:
            super().write(frame)

    def close(self) -> None:
        """Write the header and all rows."""
        for part in self.parts(self.schema()):
            self._put(part)
        if self.sink.fields and not self.headed:
            self._put(pl.DataFrame(schema=dict.fromkeys(self.sink.fields, pl.String)))

    def _put(self, frame: pl.DataFrame) -> None:
        frame = flat(frame)
        if self.sink.for_excel:
            frame = frame.with_columns(unharmed(pl.col(pl.String)))
        if not self.headed:
            if self.sink.bom or self.sink.for_excel:
                self.stream.write(BOM)
            frame = frame.rename(self._headings(frame.columns))
        frame.write_csv(
            self.stream,
            include_header=not self.headed,
            separator="\t" if self.sink.form == "tsv" else ",",
            datetime_format=TIME,
        )
        self.headed = True

    def _headings(self, names: list[str]) -> dict[str, str]:
        made = headings(names, self.sink)
        if not self.sink.for_excel:
            return made
        safe = pl.Series(list(made.values()), dtype=pl.String).to_frame("h").select(unharmed(pl.col("h")))["h"]
        return dict(zip(made, safe.to_list(), strict=True))


def unharmed(text: pl.Expr) -> pl.Expr:
    """Text with a leading `'` where a spreadsheet would take it for a formula."""
    return pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text).name.keep()


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """List columns as text, items joined by `|`."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(listed(pl.col(name)) for name in lists) if lists else frame
