"""Mobile numbers in one form: the eleven digits, without country code, spaces and hyphens. Others stay as written."""

from __future__ import annotations

import polars as pl

DIGITS = 11
_MOBILE = r"^(?:(?:\+|00)?86[ -]?)?(1[3-9][0-9])[ -]?([0-9]{4}|\*{4})[ -]?([0-9]{4})$"


def canonical(column: pl.Expr) -> pl.Expr:
    """A unified text column of phone numbers with every mainland mobile number, also a masked one, as it is dialled.

    >>> numbers = pl.lit(pl.Series(["+86 13812341234", "138-1234-1234", "138****1234", "021-61234567", "+44 20 7946"]))
    >>> pl.select(canonical(numbers)).to_series().to_list()
    ['13812341234', '13812341234', '138****1234', '021-61234567', '+44 20 7946']
    """
    return column.map_batches(_canonical, return_dtype=pl.String)


def _canonical(numbers: pl.Series) -> pl.Series:
    # Most are in that form already, and to look at a length costs nothing.
    other = (numbers.str.len_bytes() != DIGITS).arg_true()
    if other.is_empty():
        return numbers
    return numbers.clone().scatter(other, numbers.gather(other).str.replace(_MOBILE, "$1$2$3"))
