"""A wide table as a long one: a row a cell."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cstools.kernels.expr.text import plain
from cstools.kernels.stage import FIELD, side
from cstools.model.words import NULLS

Long = tuple[pl.DataFrame, list[pl.LazyFrame], dict[str, int]]
"""The long rows, the side records of cells that could not be read, and counts for the summary."""
EMPTY = "empty cells left out"
"""Counted in the summary."""
HEADING = "__heading"
"""The heading a cell stood under."""


def long(frame: pl.DataFrame, own: list[str], cells: Mapping[str, list[str | None]]) -> pl.DataFrame:
    """A row a column of `own`, in its order, row after row; `cells`: new column -> the columns its values come from."""
    lists = [
        pl.concat_list([pl.lit(None, pl.String) if name is None else pl.col(name) for name in names]).alias(new)
        for new, names in cells.items()
        if names
    ]
    if not lists or not frame.height:
        empty = [pl.lit(None, pl.String).alias(new) for new in cells]
        return frame.clear().with_columns(empty).drop(name for name in own if name not in cells)
    rest = [name for name in frame.columns if name not in own and name not in cells]
    return frame.select(*rest, *lists).explode(list(cells))


def nothing(text: pl.Expr) -> pl.Expr:
    """Whether a cell is empty, or says that there is nothing."""
    return text.is_null() | plain(text).is_in(list(NULLS))


def unread(rows: pl.DataFrame, rule: pl.Expr, value: str) -> list[pl.LazyFrame]:
    """The side records of cells that could not be read, each under the heading it stands below."""
    if not rows.height:
        return []
    noted = side(rows.lazy(), "cell", rule, None, pl.col(value)).collect()
    return [noted.with_columns(rows.get_column(HEADING).alias(FIELD)).lazy()]
