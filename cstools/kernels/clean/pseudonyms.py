"""A stable number in place of who it is: the same key gives the same code, in every tool and month.

A code has 18 digits: 13 from keyed BLAKE2b (RFC 7693) of the value, then 5 from keyed BLAKE2b of those 13. By the last
five a code is known as one, so that coding twice is coding once; one in 100,000 values of 18 digits looks like a code
by chance and stays as it is. Two of a million values share a code once in some 20 keys.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b

import polars as pl

from cstools.kernels.stage import FIELD, RULE, VALUE
from cstools.model import fields
from cstools.model.masks import MARKS

LEAST = 16
"""Bytes a key must have."""
_BODY, _CHECK = 13, 5
_MOBILE = r"^(?:(?:\+|00)?86)?1[3-9][0-9]{9}$"


def coded(column: pl.Expr, key: bytes) -> pl.Expr:
    """Text as codes of 18 digits, the first not 0; null, codes of this key and masked values (138****1234) stay.

    What is masked stays because people who differ share it: as a code it would join them.

    >>> ids = pl.lit(pl.Series(["U1", "U2", "U1", "138****1234", None]))
    >>> codes = pl.select(coded(ids, b"0123456789abcdef")).to_series()
    >>> codes.to_list()
    ['988732270916159570', '472687119591917973', '988732270916159570', '138****1234', None]
    >>> pl.select(coded(pl.lit(codes), b"0123456789abcdef")).to_series().equals(codes)
    True
    """
    return column.map_batches(lambda values: _coded(values, key), return_dtype=pl.String, is_elementwise=True)


def _coded(values: pl.Series, key: bytes) -> pl.Series:
    values = values.cast(pl.String)
    # A hash has no expression: each different value once.
    found = values.unique().drop_nulls()
    found = found.filter(~found.str.contains(MARKS))
    secret = blake2b(key, digest_size=64).digest()
    return values.replace(found, pl.Series([_code(value, secret) for value in found], dtype=pl.String))


def _code(value: str, secret: bytes) -> str:
    if len(value) == _BODY + _CHECK and value.isdecimal() and value[_BODY:] == _check(value[:_BODY], secret):
        return value
    least = 10 ** (_BODY - 1)
    body = str(least + _number(value, secret, b"code") % (9 * least))
    return body + _check(body, secret)


def _check(body: str, secret: bytes) -> str:
    return f"{_number(body, secret, b'check') % 10**_CHECK:0{_CHECK}}"


def _number(text: str, secret: bytes, person: bytes) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=16, key=secret, person=person).digest(), "big")


def plain(name: str, column: pl.Expr) -> pl.Expr:
    """A field as it is hashed: a Chinese mobile number in one form, anything else as it is.

    >>> pl.select(plain("phone", pl.lit("+86 138-1234-1234"))).item()
    '13812341234'
    """
    if name != "phone":
        return column
    digits = column.str.replace_all(r"[ ()（）-]", "")
    return pl.when(digits.str.contains(_MOBILE)).then(digits.str.tail(11)).otherwise(column)


def coded_columns(kind: str, present: Collection[str], names: Collection[str], key: bytes) -> list[pl.Expr]:
    """The fields `names` of a frame coded, also where they stand under a heading of an export.

    >>> found = coded_columns("ticket", ["工单号", "客户ID"], ["customer_id"], b"0123456789abcdef")
    >>> [one.meta.output_name() for one in found]
    ['客户ID']
    """
    fields_ = {column: (fields.find(kind, column) or (column, ""))[0] for column in present}
    return [coded(plain(name, pl.col(column)), key).alias(column) for column, name in fields_.items() if name in names]


def coded_side(rejects: pl.LazyFrame, kind: str, names: Collection[str], key: bytes) -> pl.LazyFrame:
    """Side records with the same fields coded, in records and values; a line that could not be read is left out.

    >>> lf = pl.LazyFrame({RULE: ["id.rounded"], FIELD: ["customer_id"], VALUE: ["U1"], "customer_id": ["U1"]})
    >>> row = coded_side(lf, "ticket", ["customer_id"], b"0123456789abcdef").collect().row(0)
    >>> row[2] == row[3] != "U1"
    True
    """
    value = pl.col(VALUE)
    for name in names:
        code = coded(plain(name, pl.col(VALUE)), key)
        value = pl.when(pl.col(FIELD) == name).then(code).otherwise(value)
    value = pl.when(pl.col(RULE).str.starts_with("line.")).then(None).otherwise(value)
    return rejects.with_columns(*coded_columns(kind, rejects.collect_schema().names(), names, key), value.alias(VALUE))
