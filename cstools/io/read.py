"""Side tables (targets, orders beside tickets, accounts), read whole by the same reader as data."""

from __future__ import annotations

import polars as pl

from cstools.errors import Failure
from cstools.io.formats.grid import Find
from cstools.io.log import Inputs
from cstools.io.source import Source, pieces
from cstools.kernels.expr.text import listed
from cstools.kernels.stage import LEVEL, LINE, PROVENANCE, RULE
from cstools.kernels.typed import typed


def read_table(
    path: str,
    kind: str | None = None,
    tz: str = "Asia/Shanghai",
    *,
    lines: bool = False,
    lost: list[pl.DataFrame] | None = None,
) -> pl.DataFrame:
    """All records of a file in any readable format, typed as `kind` (None: told by its fields); unknown columns text.

    lines: with FILE and LINE. lost: takes the side records of cells that could not be read, and count as empty.

    Raises Failure for what cannot be read.
    """
    inputs = Inputs()
    parts = [piece.rows for piece in pieces(Source(files=(path,)), None, inputs)]
    inputs.check()
    if not parts:
        return pl.DataFrame()
    result = typed(kind, tz).apply(pl.concat(parts, how="diagonal").lazy())
    whole = result.rows.collect()
    if lost is not None and result.rejects is not None:
        lost.append(result.rejects.filter(pl.col(LEVEL) == "cell").collect())
    return whole if lines else whole.drop(PROVENANCE, strict=False)


def read_raw(path: str, find: Find | None = None) -> pl.DataFrame:
    """All rows of a side table as text under its own headings, with FILE and LINE. find: as in `Source`.

    Raises Failure for what cannot be read, and for a corrupt line, which it names: a table kept by hand is mended by
    hand.
    """
    parts = []
    inputs = Inputs()
    for piece in pieces(Source(files=(path,), raw=True, find=find), None, inputs):
        corrupt = piece.side.filter(pl.col(LEVEL) == "row").head(1)
        for line, rule in corrupt.select(LINE, RULE).rows():
            raise Failure("table.corrupt", path=path, line=line, rule=rule)
        parts.append(piece.rows)
    inputs.check()
    whole = pl.concat(parts, how="diagonal") if parts else pl.DataFrame()
    if not whole.height:
        raise Failure("table.empty", path=path)
    return whole.with_columns(listed(pl.col(name)) for name, dtype in whole.schema.items() if dtype == pl.List)
