"""Missing values filled: by a constant, or by the mode, median or mean of all rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import DTYPES
from cstools.model import fields

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

_FILLED = "__clean_filled"
COMPUTED = ("mode", "median", "mean")
_UNITS = {"yuan": 10_000, "s": 1_000}
"""Money is summed in 1e-4 yuan, durations in ms: as integers, so that the order of rows changes nothing."""


@dataclass(frozen=True)
class Fill:
    """One `--fill FIELD=METHOD`."""

    field: str
    method: str

    @property
    def computed(self) -> bool:
        """Whether the value comes from the data, which then must be whole."""
        return self.method in COMPUTED


def parse(text: str) -> Fill:
    """One `--fill` as given. Raises Usage("clean.fill") without `=`, a field or a method.

    >>> parse("category=其他")
    Fill(field='category', method='其他')
    """
    name, _, method = text.partition("=")
    if not name.strip() or not method.strip():
        raise Usage("clean.fill", text=text)
    return Fill(name.strip(), method.strip())


def column(kind: str, name: str, present: Collection[str]) -> tuple[str, pl.DataType]:
    """A field's type word and Polars type; unknown columns are text. Raises Usage("field.unknown").

    >>> column("ticket", "csat", [])
    ('float', Float64)
    """
    known = fields.of(kind).get(name)
    if known is None and name not in present:
        from difflib import get_close_matches

        near = get_close_matches(name, [*fields.of(kind), *present], 1)
        raise Usage("field.unknown", field=name, near=f" ({near[0]}?)" if near else "")
    type_ = known.type if known else "text"
    return type_, DTYPES[type_]


def value(fill: Fill, kind: str, present: Collection[str]) -> pl.Expr:
    """What the nulls of a field become, as an expression over all rows (a constant needs none of them).

    mode: the most frequent value, the smallest of several. median, mean: of numbers (mean of an int, rounded). Raises
    Usage("clean.fill_type") for a method the field's type does not have, Usage("clean.fill_value") for a constant it
    cannot hold, Usage("field.unknown").

    >>> frame = pl.DataFrame({"csat": [1.0, 2.0, 4.0, None]})
    >>> [frame.select(value(Fill("csat", how), "ticket", ["csat"])).item() for how in ("mode", "median", "mean", "3")]
    [1.0, 2.0, 2.33333333, 3.0]
    """
    type_, dtype = column(kind, fill.field, present)
    if not fill.computed:
        return _constant(fill, dtype)
    if type_ == "list" or (fill.method != "mode" and type_ not in ("int", "float", "money")):
        raise Usage("clean.fill_type", field=fill.field, method=fill.method)
    if fill.field not in present:
        return pl.lit(None, dtype=dtype)
    values = pl.col(fill.field).drop_nulls()
    if fill.method == "mode":
        return values.mode().min().cast(dtype)
    middle = values.median() if fill.method == "median" else _mean(values, kind, fill.field)
    return (middle.round() if type_ == "int" else middle.round_sig_figs(9)).cast(dtype)


def _mean(values: pl.Expr, kind: str, name: str) -> pl.Expr:
    known = fields.of(kind).get(name)
    unit = _UNITS.get(known.unit) if known else None
    if unit is None:
        return values.sort().mean()
    return pl.when(values.count() > 0).then((values * unit).round().cast(pl.Int64).sum() / values.count() / unit)


def _constant(fill: Fill, dtype: pl.DataType) -> pl.Expr:
    text = pl.lit(fill.method)
    if dtype == pl.String:
        return text
    if isinstance(dtype, pl.List):
        return pl.lit([part for part in fill.method.split("|") if part], dtype=dtype)
    try:
        made = pl.select(_read(text, dtype)).item()
    except pl.exceptions.PolarsError:
        made = None
    if made is None:
        raise Usage("clean.fill_value", field=fill.field, value=fill.method)
    return pl.lit(made, dtype=dtype)


def _read(text: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.Boolean:
        return text.str.to_lowercase().replace_strict(["true", "false"], [True, False], default=None)
    if dtype == pl.Date:
        return text.str.to_date("%Y-%m-%d", strict=False)
    if dtype == pl.Datetime:
        forms = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")
        whole = [text.str.to_datetime(form, strict=False, time_unit="us") for form in forms]
        return pl.coalesce(*whole, text.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us")))
    return text.cast(dtype, strict=False)


def filled(lf: pl.LazyFrame, kind: str, fills: Collection[Fill]) -> pl.LazyFrame:
    """The frame with these fields filled, one after another; a field it lacks is added.

    >>> lf = pl.LazyFrame({"category": ["物流", None]})
    >>> filled(lf, "ticket", [Fill("category", "其他")]).collect()["category"].to_list()
    ['物流', '其他']
    """
    for one in fills:
        present = lf.collect_schema().names()
        made = value(one, kind, present)
        lf = lf.with_columns((pl.col(one.field).fill_null(made) if one.field in present else made).alias(one.field))
    return lf


def filled_in(work: Work) -> None:
    """The gaps of `--fill` filled; counts "cells filled"."""
    fills = work.options.fills
    if not fills:
        return
    before = work.names
    empty = [pl.col(one.field).is_null() if one.field in before else pl.lit(True) for one in fills]
    marked = work.lf.with_columns(pl.sum_horizontal([one.cast(pl.Int64) for one in empty]).alias(_FILLED))
    marked = filled(marked, work.kind, fills)
    left = pl.sum_horizontal([pl.col(one.field).is_null().cast(pl.Int64) for one in fills])
    work.count(marked, "cells filled", (pl.col(_FILLED) - left).sum())
    work.lf = marked.drop(_FILLED)
