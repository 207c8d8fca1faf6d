"""Which columns are masked, and how: private fields as a whole, other text by what is found in it; ids of ours stay."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from cstools.kernels.clean.mask.texts import masked
from cstools.kernels.stage import FIELD, INTERNAL, RULE, VALUE
from cstools.model import fields
from cstools.model.masks import MOBILE, PRIVATE, TOKEN, TOKENS, Style, heading

_LISTS = ("keywords",)
"""Lists of words taken from private text."""
_OURS = ["agent", "bot", "system"]


def cell(column: pl.Expr, kind: str, kinds: Collection[str], style: Style = "partial") -> pl.Expr:
    """A column that holds one kind throughout, whatever the form of its values; null stays null.

    Of a telephone number the last four digits stay and at most three before them, of a name and anything else without
    a known form the first character.

    >>> numbers = pl.lit(pl.Series(["186-2669-7597", "+44 20 7946 0958", "177****9298", "12", None]))
    >>> pl.select(cell(numbers, "phone", ["phone"])).to_series().to_list()
    ['186****7597', '****0958', '177****9298', '****', None]
    >>> names = pl.lit(pl.Series(["欧阳修", "Marisa Obrien", "王**", "[姓名]"]))
    >>> pl.select(cell(names, "name", ["name"])).to_series().to_list()
    ['欧**', 'M**', '王**', '[姓名]']
    """
    if style == "token":
        whole = _token(column, kind)
    elif kind == "phone":
        known = masked(column, (kind,))
        last = known.str.replace_all(r"[^0-9]", "").str.extract(r"([0-9]{4})$").fill_null("")
        whole = pl.when(known.str.contains(r"\*")).then(known).when(known.is_not_null()).then(pl.lit("****") + last)
    elif kind == "name":
        whole = _first(column, "**")
    else:
        known = masked(column, kinds)
        whole = pl.when(known.str.contains(r"\*{3}")).then(known).otherwise(_first(known, "***"))
    return pl.when(column.str.contains(TOKEN)).then(column).otherwise(whole)


def _first(column: pl.Expr, stars: str) -> pl.Expr:
    return column.str.replace(r"(?s)^(.).*$", "${1}" + stars)


def _token(column: pl.Expr, kind: str) -> pl.Expr:
    mobile = masked(column, (kind,), "token") == MOBILE if kind == "phone" else pl.lit(False)
    token = pl.when(mobile).then(pl.lit(MOBILE)).otherwise(pl.lit(TOKENS[kind]))
    return pl.when(column.is_not_null()).then(token)


def columns(
    kind: str, schema: pl.Schema, kinds: Collection[str], style: Style = "partial", coded: Collection[str] = ()
) -> list[pl.Expr]:
    """The masked columns of a frame: private fields, other free text and unknown columns; ids and names of ours stay.

    An unknown column whose heading says what it holds (收货地址) is masked as a whole. coded: fields that hold
    pseudonyms; they stay.

    >>> frame = pl.DataFrame({"phone": ["13812341234"], "order_id": ["13812341234"], "备注": ["13812341234"]})
    >>> frame.with_columns(columns("ticket", frame.schema, ["phone"])).row(0)
    ('138****1234', '13812341234', '138****1234')
    """
    made = []
    for heading_, dtype in schema.items():
        found = fields.find(kind, heading_)
        name = found[0] if found else heading_
        if heading_ in INTERNAL or heading_ in coded or name in coded:
            continue
        if dtype == pl.String and _free(kind, name, kinds):
            made.append(_column(heading_, name, kinds, style, "sender_role" in schema).alias(heading_))
        elif name in _LISTS and dtype == pl.List(pl.String):
            made.append(pl.col(heading_).list.eval(masked(pl.element(), kinds, style)))
    return made


def _free(kind: str, name: str, kinds: Collection[str]) -> bool:
    field = fields.of(kind).get(name)
    if field is None or field.private:
        return True
    return heading(name) in kinds if field.type == "id" else field.type == "text" and not field.added_by


def _column(column: str, name: str, kinds: Collection[str], style: Style, roles: bool) -> pl.Expr:
    holds = heading(name)
    if holds is None or holds not in kinds:
        return masked(pl.col(column), kinds, style)
    whole = cell(pl.col(column), holds, kinds, style)
    if name != "sender" or not roles:
        return whole
    ours = pl.col("sender_role").is_in(_OURS).fill_null(False)
    return pl.when(ours).then(masked(pl.col(column), kinds, style)).otherwise(whole)


def masked_side(
    rejects: pl.LazyFrame, kind: str, kinds: Collection[str], style: Style = "partial", coded: Collection[str] = ()
) -> pl.LazyFrame:
    """Side records with their records and values masked as the stream is.

    In a line that could not be read nothing tells one field from another: its value is left out.

    >>> lf = pl.LazyFrame({RULE: ["cell.flag"], FIELD: ["phone"], VALUE: ["13812341234"], "text": ["打13812341234"]})
    >>> masked_side(lf, "ticket", ["phone"]).collect().row(0)
    ('cell.flag', 'phone', '138****1234', '打138****1234')
    """
    value = masked(pl.col(VALUE), kinds, style)
    for one in PRIVATE:
        if one.kind in kinds:
            named = pl.col(FIELD).str.to_lowercase().str.contains(one.headings)
            value = pl.when(named).then(cell(pl.col(VALUE), one.kind, kinds, style)).otherwise(value)
    value = pl.when(pl.col(FIELD).is_in(list(coded))).then(pl.col(VALUE)).otherwise(value)
    value = pl.when(pl.col(RULE).str.starts_with("line.")).then(None).otherwise(value)
    return rejects.with_columns(*columns(kind, rejects.collect_schema(), kinds, style, coded), value.alias(VALUE))
