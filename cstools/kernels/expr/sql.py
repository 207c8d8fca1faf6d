"""SQL expressions on one row, as people write them on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from cstools.errors import Usage

QUOTED = re.compile(r"'[^']*'")
OVER = re.compile(r"\bover\b", re.IGNORECASE)
"""A window: what it gives a row depends on the rows read with it."""


CLOCK = re.compile(
    r"\b(?:current_(?:timestamp|date|time)|local(?:time(?:stamp)?)|now\s*\(|today\s*\(|rand(?:om)?\s*\()", re.I
)
"""What gives another answer at another time."""


def expression(text: str, key: str, beyond: str, /, clock: str = "", **params: object) -> pl.Expr:
    """The expression a text writes. Usage(key, why=..., **params) for no SQL, and for what looks at other rows than its
    own, of which `beyond` is said, or at the clock, of which `clock` is.

    >>> expression("a + 1", "option.where", "").meta.root_names()
    ['a']
    """
    try:
        parsed = pl.sql_expr(text)
        bare = QUOTED.sub("", text)
        if any(map(_of_many, _nodes(parsed))) or OVER.search(bare):
            raise Usage(key, why=beyond, **params)
        if clock and CLOCK.search(bare):
            raise Usage(key, why=clock, **params)
    except pl.exceptions.PolarsError as error:
        raise Usage(key, why=first_line(error), **params) from None
    return parsed


def first_line(error: Exception) -> str:
    """What an error says first."""
    return str(error).splitlines()[0]


def _nodes(expr: pl.Expr) -> Iterator[pl.Expr]:
    yield expr
    for part in expr.meta.pop():
        yield from _nodes(part)


def _of_many(node: pl.Expr) -> bool:
    """Whether a part of a condition looks at other rows than its own: one value made of a column, or a count."""
    try:
        scalar = node.meta.is_scalar()
    except pl.exceptions.ColumnNotFoundError:  # IN (...) asks for the type of its column; its parts are looked at too
        return False
    return scalar and bool(node.meta.root_names() or not (node.meta.pop() or node.meta.is_literal()))
