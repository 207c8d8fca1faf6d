"""Cells that break a rule: emptied, or held within its limits, each by the first rule it breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.clean.checks import Broken, broken
from cstools.kernels.clean.judges import Ground
from cstools.kernels.stage import FIELD, FILE, LEVEL, LINE, RULE, VALUE
from cstools.model.rules import Rule

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

_STAMP = "%Y-%m-%d %H:%M:%S"
_FOUND = "__clean_found"


def emptied(work: Work, rules: Sequence[Rule]) -> None:
    """The cells that break these rules emptied or held within limits, each by the first rule it breaks."""
    here = work.ground
    by_field: defaultdict[str, list[Broken]] = defaultdict(list)
    for one in (one for rule in rules for one in broken(rule, here)):
        by_field[str(one.field)].append(one)
    if not by_field:
        return
    nulls = {name: bad for name, found in by_field.items() if (bad := _conditions(found, "null"))}
    capped = [one for found in by_field.values() for one in _conditions(found, "cap")]
    if nulls:
        work.rejects.append(_sides(work.lf, nulls, here))
    if capped:
        work.count(work.lf, "cells capped", pl.sum_horizontal([one.bad.cast(pl.Int64) for one in capped]).sum())
    work.lf = work.lf.with_columns([_value(found, here).alias(name) for name, found in by_field.items()])


def _conditions(found: Sequence[Broken], action: str) -> list[Broken]:
    """The conditions with this action, none true where an earlier one is."""
    made: list[Broken] = []
    before: list[pl.Expr] = []
    for one in found:
        if one.rule.action == action:
            bad = one.bad & ~pl.any_horizontal(before) if before else one.bad
            made.append(Broken(one.rule, one.field, bad))
        before.append(one.bad)
    return made


def _value(found: Sequence[Broken], here: Ground) -> pl.Expr:
    column = pl.col(str(found[0].field))
    if all(one.rule.action == "null" for one in found):
        return pl.when(~pl.any_horizontal([one.bad for one in found])).then(column)
    dtype = here.schema[str(found[0].field)]
    made = column
    for one in reversed(found):
        new = pl.lit(None, dtype=dtype) if one.rule.action == "null" else held(column, one.rule, dtype)
        made = pl.when(one.bad).then(new).otherwise(made)
    return made


def held(column: pl.Expr, rule: Rule, dtype: pl.DataType) -> pl.Expr:
    """A column held within the limits of a rule; whole numbers stay whole, and inside.

    >>> rule = Rule("a", "", "", parameters={"low": 0.5, "high": 9})
    >>> pl.DataFrame({"n": [0, 50]}).select(held(pl.col("n"), rule, pl.Int64())).to_series().to_list()
    [1, 9]
    """
    low, high = rule.parameters.get("low"), rule.parameters.get("high")
    if dtype.is_integer():
        low, high = None if low is None else ceil(low), None if high is None else floor(high)
    return column.clip(low, high).cast(dtype)


def _sides(lf: pl.LazyFrame, nulls: dict[str, list[Broken]], here: Ground) -> pl.LazyFrame:
    """The side records of cells: one plan for all rules, over the rows that break any."""
    found = [one for some in nulls.values() for one in some]
    cells = [
        pl.when(one.bad).then(
            pl.struct(
                pl.lit(one.rule.id).alias(RULE),
                pl.lit(one.field).alias(FIELD),
                as_text(str(one.field), here.schema).alias(VALUE),
            )
        )
        for one in found
    ]
    rows = lf.filter(pl.any_horizontal([one.bad for one in found]))
    places = [pl.col(name) for name in (FILE, LINE) if name in here.schema]
    listed = rows.select(*places, pl.concat_list(cells).list.drop_nulls().alias(_FOUND)).explode(_FOUND).unnest(_FOUND)
    own = [
        (pl.col(name) if name in here.schema else pl.lit(None)).cast(type_).alias(name)
        for name, type_ in ((FILE, pl.String), (LINE, pl.Int64))
    ]
    return listed.select(pl.lit("cell").alias(LEVEL), pl.col(RULE, FIELD, VALUE), *own)


def as_text(field: str, schema: Mapping[str, pl.DataType]) -> pl.Expr:
    """A column as the text of a side record's value.

    >>> from datetime import datetime
    >>> pl.DataFrame({"t": [datetime(2025, 1, 2)]}).select(as_text("t", {"t": pl.Datetime()})).item()
    '2025-01-02 00:00:00'
    """
    column, dtype = pl.col(field), schema[field]
    if dtype == pl.Datetime:
        return column.dt.to_string(_STAMP)
    return column.list.join("|") if dtype == pl.List else column.cast(pl.String)
