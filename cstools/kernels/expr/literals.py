"""Numbers and flags as JSON has them: what `cells` would make of their text, without the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from cstools.kernels.expr.cells import POINTS
from cstools.kernels.expr.frames import DTYPES
from cstools.kernels.expr.numbers import is_amount
from cstools.model import fields as table

Form = Callable[[pl.Expr], pl.Expr]
EXACT = 1 << 53
"""Up to here a whole number is a Float64 too."""


@dataclass(frozen=True)
class Literal:
    """How the numbers or flags of a field are read. dtype: the type they are read as. places: that they are rounded to.

    fits: which of them are values of the field; the text of any other has to be read.
    """

    dtype: pl.DataType
    places: int | None = None
    fits: Form | None = None

    def value(self, column: str) -> pl.Expr:
        """What the field's value is."""
        return pl.col(column) if self.places is None else pl.col(column).round(self.places)


def literal(one: table.Field) -> Literal | None:
    """How the numbers or flags of a field are read; None for a field of text, times or lists.

    >>> literal(table.of("ticket")["handle_s"]).places, literal(table.of("ticket")["created_at"])
    (3, None)
    """
    dtype = DTYPES[one.type]
    if one.name in POINTS or one.type == "int":
        return Literal(dtype, fits=_exact if one.name in POINTS and one.type == "int" else None)
    known = {
        "money": Literal(dtype, 4, is_amount),
        "float": Literal(dtype, 3, is_amount) if one.unit == "s" else Literal(dtype),
        "bool": Literal(dtype),
    }
    return known.get(one.type)


def _exact(number: pl.Expr) -> pl.Expr:
    return number.is_between(-EXACT, EXACT)
