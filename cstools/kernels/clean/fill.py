"""Missing values filled: by a constant, from all records, from those before and after, or from the customer's own.

Nothing is filled unasked, and every cell filled is counted: figures rest on what was recorded.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from cstools.errors import Usage
from cstools.kernels.clean import neighbours
from cstools.kernels.clean.checks import broken, spoken
from cstools.kernels.clean.limits import NUMBERS, Ask, Figures, column, exact, figure, grouped, key, limits, parts
from cstools.model import fields
from cstools.model.checks import CHECKS
from cstools.model.rules import Rule

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

LEARNED = ("mode", "median", "mean")
"""From a figure over all records, or over those of a group."""
BESIDE = ("previous", "next", "interpolate", "customer")
"""From other records, which then must all be at hand."""
DROP = "drop"
_OF_NUMBERS = ("median", "mean", "interpolate")
_BY = re.compile(rf"({'|'.join((*LEARNED, *BESIDE[:3]))})\s+by\s+(.+)")
_STAMP = "%Y-%m-%d %H:%M:%S%.f"
_NEW = "__clean_new"


@dataclass(frozen=True)
class Fill(Ask):
    """One `--fill FIELD=METHOD [by FIELDS]`; a method that is none of the words is a constant."""

    @property
    def learns(self) -> bool:
        """Whether the value is a figure over all records."""
        return self.method in LEARNED

    @property
    def beside(self) -> bool:
        """Whether the value comes from other records."""
        return self.method in BESIDE


def parse(text: str) -> Fill:
    """One `--fill` as given. Raises Usage("clean.fill") without `=`, a field, a method or a field after `by`.

    >>> parse("category=其他"), parse("wait_s=median by channel,team")
    (Fill(field='category', method='其他', by=()), Fill(field='wait_s', method='median', by=('channel', 'team')))
    """
    name, _, method = (part.strip() for part in text.partition("="))
    found = _BY.fullmatch(method)
    if found:
        method = found[1]
    by = grouped(found[2]) if found else ()
    if not name or not method or not all(by):
        raise Usage("clean.fill", text=text)
    return Fill(name, method, by)


def checked(fill: Fill, kind: str, present: Collection[str]) -> pl.DataType:
    """The Polars type of the field to fill.

    Raises Usage("clean.fill_type") for a method its type does not have, Usage("clean.fill_customer") for records that
    name no customer, Usage("field.unknown").

    >>> checked(Fill("csat", "median"), "ticket", [])
    Float64
    """
    type_, dtype = column(kind, fill.field, present)
    taken = fill.learns or fill.beside
    if taken and (type_ == "list" or (fill.method in _OF_NUMBERS and type_ not in NUMBERS)):
        raise Usage("clean.fill_type", field=fill.field, method=fill.method)
    if fill.method == "customer" and neighbours.CUSTOMER not in {*fields.of(kind), *present}:
        raise Usage("clean.fill_customer", field=fill.field)
    return dtype


def figures(fill: Fill, kind: str) -> Figures:
    """What `--fill` learns of a field, as aggregates: `center` of numbers, `value` (text) of everything else.

    mode: the most frequent value, the smallest of several. median, mean: of numbers, as the field is kept (`exact`).
    Null where there is no value.

    >>> frame = pl.DataFrame({"csat": [1.0, 2.0, 4.0, None]})
    >>> [frame.select(**figures(Fill("csat", how), "ticket").of).item() for how in LEARNED]
    [1.0, 2.0, 2.33333333]
    """
    type_, dtype = column(kind, fill.field, [fill.field])
    values = pl.col(fill.field).drop_nulls()
    if fill.method == "mode":
        often = values.mode().min()
        number = type_ in NUMBERS
        return Figures({"center": often.cast(pl.Float64)} if number else {"value": _written(often, dtype)})
    middle = values.median() if fill.method == "median" else _mean(values, kind, fill.field)
    return Figures({"center": exact(middle, kind, fill.field)})


def _mean(values: pl.Expr, kind: str, name: str) -> pl.Expr:
    """The mean of what is kept in parts from their exact sum, so that the order of rows changes nothing."""
    kept = parts(kind, name)
    if kept is None:
        return values.sort().mean()
    return pl.when(values.count() > 0).then((values * kept).round().cast(pl.Int64).sum() / values.count() / kept)


def _written(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    return value.dt.to_string(_STAMP) if dtype == pl.Datetime else value.cast(pl.String)


def constant(fill: Fill, dtype: pl.DataType) -> pl.Expr:
    """The constant of a fill as a literal of its field's type. Raises Usage("clean.fill_value") if it cannot be one.

    >>> pl.select(constant(Fill("tags", "a|b"), pl.List(pl.String))).to_series().to_list()
    [['a', 'b']]
    """
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
        whole = [text.str.to_datetime(form, strict=False, time_unit="us") for form in (_STAMP, "%Y-%m-%d %H:%M")]
        return pl.coalesce(*whole, text.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us")))
    return text.cast(dtype, strict=False)


def filled_in(work: Work) -> None:
    """The gaps of `--fill` filled, one after another; a field the records lack is added. Counts "cells filled".

    A method that learns leaves a gap where its group has no value, and nothing is put that breaks a rule which would
    reject or empty it. With `drop`, records without the field are dropped.
    """
    for one in work.options.fills:
        dtype = checked(one, work.kind, work.names)
        if one.method == DROP:
            _drop(work, one)
            continue
        _put(work, one, _value(work, one, dtype).cast(dtype))


def _value(work: Work, one: Fill, dtype: pl.DataType) -> pl.Expr:
    """What the gaps of a field become, as an expression over records; may sort things out in columns of its own."""
    if one.beside:
        return neighbours.value(work, one.field, one.method, one.by)
    if not one.learns:
        return constant(one, dtype)
    names = work.names
    group = key(one.by, work.kind, names) if one.by else None
    rows = limits(work, one.ask, figures(one, work.kind))
    made = pl.col("center") if column(work.kind, one.field, names)[0] in NUMBERS else _read(pl.col("value"), dtype)
    return figure(rows.with_columns(made.cast(dtype).alias(_NEW)), _NEW, group, otherwise=False)


def _put(work: Work, one: Fill, made: pl.Expr) -> None:
    there = pl.col(one.field) if one.field in work.names else pl.lit(None)
    lf = work.lf.with_columns(pl.when(there.is_null()).then(made).alias(_NEW))
    lf = lf.with_columns(pl.coalesce(there, pl.col(_NEW)).alias(one.field))
    ground = replace(work.ground, schema=lf.collect_schema())
    if bad := [found.bad for rule in hindering(work.rules, one.field) for found in broken(rule, ground)]:
        lost = pl.col(_NEW).is_not_null() & pl.any_horizontal(bad)
        lf = lf.with_columns([pl.when(~lost).then(pl.col(name)).alias(name) for name in (one.field, _NEW)])
    work.count(lf, "cells filled", pl.col(_NEW).count())
    work.lf = lf.drop([name for name in lf.collect_schema().names() if name.startswith((_NEW, neighbours.HELPER))])


def hindering(rules: Iterable[Rule], field: str) -> list[Rule]:
    """The rules that a value of this field alone may break: what a second run would reject or empty is not filled in.

    >>> from cstools.model.ruleset import chosen
    >>> [rule.id for rule in hindering(chosen("ticket"), "csat_scale")]
    ['csat.range']
    """
    judged = [rule for rule in rules if rule.action != "flag" and not CHECKS[rule.check].whole and not spoken(rule)]
    return [rule for rule in judged if rule.check not in ("required", "some") and field in touched(rule)]


def touched(rule: Rule) -> set[str]:
    """The fields a rule looks at, but for its SQL."""
    return {*rule.fields, *(rule.parameters[key] for key in ("after", "full", "survey") if key in rule.parameters)}


def _drop(work: Work, one: Fill) -> None:
    gap = pl.col(one.field).is_null() if one.field in work.names else pl.lit(True)
    work.reject(work.lf.filter(gap), "dropped", "value.dropped", one.field, None)
    work.lf = work.lf.filter(~gap)
