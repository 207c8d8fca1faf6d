"""Side tables (targets, orders beside tickets, accounts), read whole by the same reader as data."""

from __future__ import annotations

import polars as pl

from cstools.io.log import Input
from cstools.io.source import Source, pieces
from cstools.kernels.stage import PROVENANCE
from cstools.kernels.typed import typed


def read_table(path: str, kind: str | None = None, tz: str = "Asia/Shanghai") -> pl.DataFrame:
    """All records of a file in any readable format, typed as `kind` (None: told by its fields); unknown columns text.

    Raises Failure for what cannot be read.
    """
    inputs: list[Input] = []
    parts = [piece.rows for piece in pieces(Source(files=(path,)), None, inputs)]
    if not parts:
        return pl.DataFrame()
    whole = typed(kind, tz).apply(pl.concat(parts, how="diagonal").lazy()).rows.collect()
    return whole.drop(PROVENANCE, strict=False)
