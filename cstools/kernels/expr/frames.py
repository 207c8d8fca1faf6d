"""Typed frames: the Polars type of each field type, and columns that are declared but absent."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cstools.model import fields

DTYPES: dict[str, pl.DataType] = {
    "id": pl.String(),
    "text": pl.String(),
    "enum": pl.String(),
    "list": pl.List(pl.String()),
    "time": pl.Datetime("us"),
    "date": pl.Date(),
    "int": pl.Int64(),
    "float": pl.Float64(),
    "money": pl.Float64(),
    "bool": pl.Boolean(),
}
"""Type of the field table -> Polars type. Times are naive, in the zone of the run; money is yuan."""


def dtypes(kind: str) -> dict[str, pl.DataType]:
    """Field -> Polars type for a kind, in table order. KeyError if there is no such kind.

    >>> dtypes("agent_state")
    {'agent': String, 'state': String, 'start_at': Datetime(time_unit='us', time_zone=None), 'end_at': \
Datetime(time_unit='us', time_zone=None)}
    """
    return {name: DTYPES[field.type] for name, field in fields.of(kind).items()}


def ensure(lf: pl.LazyFrame, schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    """The frame with the columns of `schema` it lacks, as typed nulls behind its own; columns it has are untouched.

    >>> ensure(pl.LazyFrame({"csat": [5.0]}), {"csat": pl.Float64(), "agent": pl.String()}).collect().rows()
    [(5.0, None)]
    """
    present = set(lf.collect_schema().names())
    lacking = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in schema.items() if name not in present]
    return lf.with_columns(lacking) if lacking else lf


def blank(frame: pl.DataFrame) -> pl.Series:
    """Whether each row holds nothing but nulls and text of spaces; columns with few nulls are looked into first.

    >>> blank(pl.DataFrame({"a": ["x", None, " "], "n": [None, None, None]})).to_list()
    [False, True, True]
    """
    empty = pl.Series("", [True], dtype=pl.Boolean).new_from_index(0, frame.height)
    for column in sorted(frame.get_columns(), key=pl.Series.null_count):
        empty &= _empty(column)
        if not empty.any():
            break
    return empty


def _empty(column: pl.Series) -> pl.Series:
    nulls = column.is_null()
    if column.dtype != pl.String:
        return nulls
    spaced = (column < "!").fill_null(False)
    return nulls | (spaced & ~column.str.contains(r"\S")).fill_null(False) if spaced.any() else nulls
