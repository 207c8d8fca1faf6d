"""Columns made of others: `--derive net=paid_amount-refund_amount`, each row by itself."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.cells import Reading, typed_cell
from cstools.kernels.expr.columns import near
from cstools.kernels.expr.frames import DTYPES
from cstools.kernels.expr.numbers import numbers
from cstools.kernels.expr.sql import expression, first_line
from cstools.kernels.ingest.headings import Plan
from cstools.kernels.stage import PROVENANCE
from cstools.model import fields as table

BEYOND = "not an expression on one row"
AS_TEXT = ("id", "text", "enum", "list")
"""Fields that stay text in an expression."""


def parsed(formulas: Mapping[str, str]) -> dict[str, pl.Expr]:
    """Field -> expression. Raises Usage for what is no expression on one row."""
    return {name: expression(text, "option.derive", BEYOND, text=f"{name}={text}") for name, text in formulas.items()}


def derived(frame: pl.DataFrame, plan: Plan, formulas: Mapping[str, str], reading: Reading) -> pl.DataFrame:
    """The frame with the columns that formulas give, in order; a later one may use an earlier.

    In: text columns under their fields' names. A formula names fields, or headings as the file has them; a field is
    read by its type (times too: the difference of two is seconds), any other column as a number, or as text where a
    number could not be compared so. Out: a field has its type, any other column is text; what is no finite number is
    null. Raises Usage for a column that is not there, and for a formula that does not fit the types.

    >>> paid = pl.DataFrame({"paid_amount": ["¥10.5"], "运费": ["2"]})
    >>> derived(paid, Plan("order", {}, {}), {"amount": "paid_amount - 运费"}, Reading("order", "UTC"))["amount"].item()
    8.5
    """
    for name, formula in parsed(formulas).items():
        asked = formulas[name]
        names = {root: _column(frame, plan, root) for root in formula.meta.root_names()}
        value = _typed_in(frame, names, formula, reading, f"{name}={asked}")
        frame = frame.with_columns(_out(value, name, plan.kind))
    return frame


def _column(frame: pl.DataFrame, plan: Plan, name: str) -> str:
    found = plan.fields.get(name, name)
    own = [column for column in frame.columns if column not in PROVENANCE]
    if found not in own:
        raise Usage("field.unknown", field=name, near=near(name, own))
    return found


def _typed_in(
    frame: pl.DataFrame, names: Mapping[str, str], formula: pl.Expr, reading: Reading, text: str
) -> pl.Series:
    """The formula over its columns, each typed as the first choice that fits: numbers, else one of them as text."""
    known = table.of(reading.kind)
    open_ = [root for root, column in names.items() if column not in known and frame.schema[column] == pl.String]
    why = ""
    for texts in ((), *((root,) for root in open_), tuple(open_)):
        typed = frame.select(_cell(frame, column, root, reading, root in texts) for root, column in names.items())
        try:
            typed.clear().select(formula)
            value = typed.select(formula.alias("value")) if names else pl.select(formula)
            return value.to_series() if names else value.to_series().new_from_index(0, frame.height)
        except pl.exceptions.PolarsError as error:
            why = why or first_line(error)
    raise Usage("option.derive", text=text, why=why)


def _cell(frame: pl.DataFrame, column: str, root: str, reading: Reading, as_text: bool) -> pl.Expr:
    known = table.of(reading.kind).get(column)
    if as_text or frame.schema[column] != pl.String or (known is not None and known.type in AS_TEXT):
        return pl.col(column).alias(root)
    return (numbers(pl.col(column)) if known is None else typed_cell(known, reading)).alias(root)


def _out(value: pl.Series, name: str, kind: str) -> pl.Series:
    if value.dtype == pl.Duration:
        value = (value.dt.total_milliseconds() / 1000).round(3)
    if value.dtype.is_float():
        value = value.to_frame("x").select(pl.when(pl.col("x").is_finite()).then(pl.col("x"))).to_series()
    known = table.of(kind).get(name)
    wanted = pl.String() if known is None or known.type == "list" else DTYPES[known.type]
    if known is None and value.dtype.is_float():
        text = value.cast(pl.String).str.replace(r"[.]0$", "")
        return text.alias(name)
    return value.cast(wanted, strict=False).alias(name)
