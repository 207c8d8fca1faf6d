"""Why a record is left out: the first reason that holds, and how the summary line names it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl


def first(reasons: Mapping[str, pl.Expr]) -> pl.Expr:
    """The name of the first test that holds (String); null where none does, or a test is null.

    >>> frame = pl.DataFrame({"n": [1, 5, None]})
    >>> frame.select(first({"none": pl.col("n").is_null(), "many": pl.col("n") > 2})).to_series().to_list()
    [None, 'many', 'none']
    """
    return pl.coalesce(pl.when(holds).then(pl.lit(name)) for name, holds in reasons.items())


def named(reason: pl.Expr) -> pl.Expr:
    """A reason as the summary line has it, `used` for null.

    >>> pl.DataFrame({"out": [None, "spam"]}).select(named(pl.col("out"))).to_series().to_list()
    ['used', 'left out (spam)']
    """
    return pl.coalesce(pl.format("left out ({})", reason), pl.lit("used"))
