"""What is right, put aside before cs-tag writes into its column."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.stage import Result, Stage

TRUTH = "__truth"
"""The column it waits in."""


def keep(field: str) -> Stage:
    """The row stage that puts the column `field` aside as TRUTH. Raises, applied, Usage("field.missing") without it."""

    def apply(lf: pl.LazyFrame) -> Result:
        if field not in lf.collect_schema().names():
            raise Usage("field.missing", tool="cs-tag", fields=field)
        return Result(lf.with_columns(pl.col(field).alias(TRUTH)))

    return Stage("truth", apply, needs=(field,), adds=(TRUTH,))
