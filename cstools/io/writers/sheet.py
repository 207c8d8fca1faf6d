"""Rows of a sheet as XML, made by Polars a batch at a time: cell by cell in Python costs ten times as much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import polars as pl

from cstools.io.writers.delimited import flat

LONGEST = 32_767
"""What a cell can hold, in UTF-16 units."""
EXACT = 10**15
"""Excel keeps 15 digits: a longer whole number is written as text."""
EPOCH = datetime(1899, 12, 30)
FIRST = datetime(1900, 3, 1)
"""Excel believes in 29 February 1900: earlier times are written as text."""
SHOWN = {pl.Float64: 12, pl.Float32: 12, pl.Datetime: 20, pl.Date: 11}
"""Characters that are shown at most of a fraction, a time, a date."""
DAY = 86_400_000_000
ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {
    chr(code): f"_x{code:04X}_" for code in (*range(9), *range(11, 32), 0xFFFE, 0xFFFF)
}
"""Signs of XML, and what XML cannot hold, as Excel writes it and reads it back (ECMA-376, ST_Xstring)."""
ESCAPE = "_x[0-9a-fA-F]{4}_"
"""A text that would be read back as one of these."""
TEXT = ' t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
NUMBER = "><v>", "</v></c>"
TRUTH = ' t="b"><v>', "</v></c>"


def rows(frame: pl.DataFrame, first: int, letters: list[str], styles: Mapping[str, int]) -> str:
    """The rows as `<row>` elements. first: the number of the first. styles: `time` and `date` to their format."""
    number = pl.int_range(first, first + frame.height, dtype=pl.Int64).cast(pl.String)
    cells: list[pl.Expr] = []
    for letter, (name, dtype) in zip(letters, frame.schema.items(), strict=True):
        cells.append(_cell(pl.col(name), dtype, pl.concat_str(pl.lit(f'<c r="{letter}'), number, pl.lit('"')), styles))
    row = pl.concat_str(pl.lit('<row r="'), number, pl.lit('">'), *cells, pl.lit("</row>"), ignore_nulls=True)
    return str(frame.select(row.str.join("")).item())


def cut(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Lists as text, and texts no longer than a cell can hold; how many were cut."""
    frame = flat(frame)
    count = 0
    for series in frame.select(pl.col(pl.String)).iter_columns():
        # Never fewer bytes in UTF-8 than units in UTF-16.
        places = (series.str.len_bytes() > LONGEST).arg_true()
        whole = series.gather(places).to_list()
        short = [text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore") for text in whole]
        if whole != short:
            count += sum(before != after for before, after in zip(whole, short, strict=True))
            frame = frame.with_columns(series.scatter(places, short))
    return frame, count


def widths(frame: pl.DataFrame) -> list[int]:
    """The widest cell of each column in characters, a wide one (three bytes in UTF-8) counting two."""
    texts = [pl.col(name).cast(pl.String) for name in frame.columns]
    sizes = frame.select(((text.str.len_bytes() + text.str.len_chars() + 1) // 2).max() for text in texts)
    most = [SHOWN.get(dtype.base_type(), LONGEST) for dtype in frame.schema.values()]
    found = sizes.row(0) if frame.height else [0] * frame.width
    return [min(int(size or 0) + 1, cap) for size, cap in zip(found, most, strict=True)]


def letters() -> Iterator[str]:
    """The names of columns: A, B, ..., Z, AA, ...

    >>> from itertools import islice
    >>> list(islice(letters(), 25, 28))
    ['Z', 'AA', 'AB']
    """
    alphabet = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    names = [""]
    while True:
        names = [before + letter for before in names for letter in alphabet]
        yield from names


def _cell(value: pl.Expr, dtype: pl.DataType, place: pl.Expr, styles: Mapping[str, int]) -> pl.Expr:
    """A cell as an element, null where there is no value; what Excel cannot hold as it is, is text."""
    text = _wrapped(place, TEXT, _escaped(value.cast(pl.String)))
    if dtype == pl.Boolean:
        return _wrapped(place, TRUTH, value.cast(pl.Int8).cast(pl.String))
    if dtype.is_float():
        return pl.when(value.is_finite()).then(_wrapped(place, NUMBER, value.cast(pl.String)))
    if dtype.is_integer():
        return pl.when(value.abs() < EXACT).then(_wrapped(place, NUMBER, value.cast(pl.String))).otherwise(text)
    if dtype in (pl.Datetime, pl.Date):
        days = (value.cast(pl.Datetime("us")) - EPOCH).dt.total_microseconds() / DAY
        style = f' s="{styles["date" if dtype == pl.Date else "time"]}"' + NUMBER[0]
        return pl.when(value >= FIRST).then(_wrapped(place, (style, NUMBER[1]), days.cast(pl.String))).otherwise(text)
    return text


def _wrapped(place: pl.Expr, around: tuple[str, str], text: pl.Expr) -> pl.Expr:
    return pl.concat_str(place, pl.lit(around[0]), text, pl.lit(around[1]))


def _escaped(text: pl.Expr) -> pl.Expr:
    literal = text.str.replace_all("_x", "_x005F_x", literal=True)
    return pl.when(text.str.contains(ESCAPE)).then(literal).otherwise(text).str.replace_many(ESCAPED)
