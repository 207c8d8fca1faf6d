"""Canonical records as they come from a stream: text columns to the types of the field table."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.cells import Reading, blank_rows, read_cells
from cstools.kernels.stage import Result, Stage
from cstools.model import fields as table


def typed(kind: str | None, tz: str, *, projected: bool = False) -> Stage:
    """The stage in front of every tool but cs-ingest. kind: None to tell it by the fields present.

    Unknown columns stay text; blank rows are dropped, unless the reader gave some fields only (projected) and so has
    told them itself; a cell that cannot be read is null and a side record.

    >>> rows = typed(None, "Asia/Shanghai").apply(pl.LazyFrame({"ticket_id": ["007"], "csat": ["5.0"]})).rows
    >>> rows.collect().rows()
    [('007', 5.0)]
    """
    return Stage(name="typed", apply=lambda lf: _apply(lf, kind, tz, projected), needs=())


def _apply(lf: pl.LazyFrame, kind: str | None, tz: str, projected: bool) -> Result:
    reading = Reading(kind or table.detect(lf.collect_schema().names()), tz)
    if projected:
        return read_cells(lf, reading)
    rows, blank = blank_rows(lf)
    result = read_cells(rows, reading)
    parts = [part for part in (blank, result.rejects) if part is not None]
    return Result(result.rows, pl.concat(parts, how="diagonal") if parts else None)
