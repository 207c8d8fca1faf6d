"""Typed frames: the Polars type of each field type, and columns that are declared but absent."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import polars.selectors as cs

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
    """Whether each row holds nothing but nulls and text of spaces. Text is looked into only where a row could be blank.

    >>> blank(pl.DataFrame({"a": ["x", None, " "], "n": [None, None, None]})).to_list()
    [False, True, True]
    """
    texts = cs.string()
    others = (cs.all() - texts).is_null()
    maybe = frame.select(pl.all_horizontal(texts.is_null() | (texts < "!"), others)).to_series()
    if not maybe.any():
        return maybe
    return maybe & frame.select(pl.all_horizontal(texts.is_null() | ~texts.str.contains(r"\S"), others)).to_series()
