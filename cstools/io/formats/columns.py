"""Columns of any type (Arrow, Parquet) as this kit reads them: canonical ones typed, all others as the text that a CSV
of them would hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from cstools.kernels.expr.frames import DTYPES
from cstools.model import fields


def as_read(frame: pl.DataFrame, lists: Collection[str], kind: str | None, tz: str) -> pl.DataFrame:
    """The frame with every column either of the type of its field of `kind` (None: all as text) or text.

    Lists of a field that is a list stay lists of text; any other nested value is compact JSON. A time with a zone is
    moved to `tz`. No value is rounded.
    """
    known = fields.of(kind) if kind else {}
    wanted = {name: DTYPES[known[name].type] for name in frame.columns if name in known}
    return frame.select(_column(frame[name], name in lists, wanted, tz).alias(name) for name in frame.columns)


def _column(column: pl.Series, is_list: bool, wanted: Mapping[str, pl.DataType], tz: str) -> pl.Series:
    column = _plain(column, tz)
    want = wanted.get(column.name)
    if column.dtype == want or column.dtype == pl.String:
        return column
    if is_list and isinstance(column.dtype, pl.List) and not column.dtype.inner.is_nested():
        return column.list.eval(pl.element().cast(pl.String))
    return _cast(column, want) if want is not None and _holds(want, column.dtype) else text(column)


def _holds(want: pl.DataType, given: pl.DataType) -> bool:
    """Whether a column can be had in a type without a look at its values."""
    if want == pl.Int64():
        return given.is_signed_integer() and given != pl.Int128()
    if want == pl.Float64():
        return given in (pl.Float32(), pl.Int32(), pl.Int16(), pl.Int8())
    return want == pl.Datetime("us") and given in (pl.Datetime("ms"), pl.Datetime("us"))


def _cast(column: pl.Series, want: pl.DataType) -> pl.Series:
    # A Float32 of 0.1 is meant as 0.1: by its text, not by its bits.
    return (text(column) if column.dtype == pl.Float32() else column).cast(want)


def _plain(column: pl.Series, tz: str) -> pl.Series:
    """Without a zone, without categories."""
    dtype = column.dtype
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
        return column.dt.convert_time_zone(tz).dt.replace_time_zone(None)
    return column.cast(pl.String) if isinstance(dtype, (pl.Categorical, pl.Enum)) else column


def text(column: pl.Series) -> pl.Series:
    """Any column as text.

    >>> text(pl.Series([1.5, None])).to_list(), text(pl.Series([{"a": [1]}])).to_list()
    (['1.5', None], ['{"a":[1]}'])
    """
    dtype = column.dtype
    if dtype.is_nested():
        return _json(column)
    if isinstance(dtype, pl.Datetime):
        whole = column.dt.to_string("%Y-%m-%d %H:%M:%S%.f")
        return whole.str.replace(r"\.0*$", "").str.replace(r"(\.\d*?[1-9])0+$", "${1}")
    if isinstance(dtype, pl.Duration):
        return text(column.dt.total_nanoseconds().cast(pl.Float64) / 1e9)
    if dtype == pl.Binary():
        return _bytes(column)
    if isinstance(dtype, pl.Object):
        return pl.Series(column.name, [None if value is None else str(value) for value in column], pl.String)
    return column.cast(pl.String)


def _json(column: pl.Series) -> pl.Series:
    """Nested values as compact JSON."""
    whole = pl.DataFrame({"v": column}).select(pl.struct("v").struct.json_encode()).to_series()
    inner = whole.str.slice(5).str.head(-1)  # {"v":...}
    return inner.zip_with(column.is_not_null(), pl.Series([None], dtype=pl.String))


def _bytes(column: pl.Series) -> pl.Series:
    """Bytes as the text they are, in a column in which all are; else all of them in base64."""
    try:
        return column.cast(pl.String)
    except pl.exceptions.PolarsError:
        return column.bin.encode("base64")
