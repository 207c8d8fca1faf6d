"""What each check of `model/checks.py` looks for: an expression, true where a field or the record breaks the rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import polars as pl

from cstools.kernels.expr import numbers
from cstools.kernels.expr.sql import expression
from cstools.kernels.expr.times import times
from cstools.model import fields
from cstools.model.rules import Place, Rule

ONE_ROW = "not an expression on one row"
SURVEYS = {"nps": (0.0, 10.0), "ces": (1.0, 7.0), "fcr": (0.0, 1.0)}
"""What a survey asks -> its lowest and highest score."""
Tables = Mapping[tuple[str, str], pl.Series]
"""(file, column) of a check `exists` -> the values that stand there, as text."""


@dataclass(frozen=True)
class Ground:
    """What a check may look at: the kind and the columns of the records, the latest time there may be, other files."""

    kind: str
    schema: Mapping[str, pl.DataType]
    as_of: datetime | None = None
    tables: Tables = field(default_factory=dict)


def sql(rule: Rule, key: str, text: str) -> pl.Expr:
    """The expression of a parameter. Raises Usage("rules.sql") with its line."""
    place = rule.place or Place("")
    return expression(text, "rules.sql", ONE_ROW, path=place.path, line=place.line(key), word=key)


def _required(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    return pl.col(name).is_null() if name in ground.schema else pl.lit(True)


def _some(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    present = [one for one in rule.fields if one in ground.schema]
    return pl.all_horizontal([pl.lit(True), *(_empty(one, ground) for one in present)])


def _empty(name: str, ground: Ground) -> pl.Expr:
    column = pl.col(name)
    return column.is_null() | (column.list.len() == 0) if ground.schema[name] == pl.List else column.is_null()


def _type(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    read: dict[str, Callable[[pl.Expr], pl.Expr]] = {
        "int": numbers.whole_numbers,
        "float": numbers.numbers,
        "bool": numbers.flags,
        "time": lambda text: times(text, "Asia/Shanghai"),  # whether it is a time depends on no zone
    }
    column = pl.col(name)
    return column.is_not_null() & read[rule.parameters["type"]](column).is_null()


def _range(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    return _outside(pl.col(name), rule)


def _outside(value: pl.Expr, rule: Rule) -> pl.Expr:
    low, high = rule.parameters.get("low"), rule.parameters.get("high")
    if low is None or high is None:
        return ((value > high) if low is None else (value < low)).fill_null(False)
    return ~value.is_between(low, high).fill_null(True)


def _scale(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    """From 1 to full marks, from 0 where these are 10 or more; by what the survey asks."""
    full, survey = (rule.parameters.get(key, "") for key in ("full", "survey"))
    scale = pl.col(full).cast(pl.Float64) if full in ground.schema else pl.lit(None, dtype=pl.Float64)
    column = pl.col(name)
    if survey not in ground.schema:
        top = scale.fill_null(5.0)
        return ~column.is_between(_bottom(top), top).fill_null(True)
    asked, kinds = pl.col(survey), list(SURVEYS)
    top = pl.coalesce(scale, asked.replace_strict(kinds, [SURVEYS[k][1] for k in kinds], default=5.0))
    low = asked.replace_strict(kinds, [SURVEYS[k][0] for k in kinds], default=None)
    return ~column.is_between(pl.coalesce(low, _bottom(top)), top).fill_null(True)


def _bottom(top: pl.Expr) -> pl.Expr:
    return pl.when(top >= 10).then(0.0).otherwise(1.0)


def _one_of(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    known = fields.of(ground.kind).get(name)
    values = rule.parameters.get("values") or (known.choices if known else ())
    return ~pl.col(name).is_in(list(values)).fill_null(True)


def _pattern(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    return ~pl.col(name).str.contains(rule.parameters["pattern"]).fill_null(True)


def _length(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    return _outside(pl.col(name).str.len_chars().cast(pl.Int64), rule)


def _unique(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    return pl.col(name).is_duplicated() & pl.col(name).is_not_null()


def backwards(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whether `end` lies before `start` as far as its own precision tells; null if either is.

    A time without seconds may have lost them, one at midnight may be a bare date: then only minutes, or days, count.

    >>> start = datetime(2025, 7, 1, 9, 30, 20)
    >>> ends = [datetime(2025, 7, 1, 9, 30), datetime(2025, 7, 1), datetime(2025, 7, 1, 9, 30, 19)]
    >>> pl.DataFrame({"end": ends}).select(backwards(pl.lit(start), pl.col("end"))).to_series().to_list()
    [False, False, True]
    """
    lost = (end == start.dt.truncate("1m")) | (end == start.dt.truncate("1d"))
    return (end < start) & ~lost


def _order(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    after = rule.parameters["after"]
    if after not in ground.schema:
        return pl.lit(False)
    bad = _before(after, name)
    if not rule.parameters.get("all"):
        return bad
    present = [one for one in rule.fields if one in ground.schema]
    there = pl.sum_horizontal([pl.col(one).is_not_null().cast(pl.Int8) for one in present])
    return bad & (there >= 2) & pl.all_horizontal([pl.col(one).is_null() | _before(after, one) for one in present])


def _before(after: str, name: str) -> pl.Expr:
    return backwards(pl.col(after), pl.col(name)).fill_null(False)


def _span(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    after = rule.parameters["after"]
    if after not in ground.schema:
        return pl.lit(False)
    return (pl.col(name) - pl.col(after) > timedelta(days=rule.parameters["days"])).fill_null(False)


def _future(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    return pl.lit(False) if ground.as_of is None else (pl.col(name) > ground.as_of).fill_null(False)


def _expression(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    return ~sql(rule, "sql", rule.parameters["sql"]).fill_null(True)


def _exists(rule: Rule, name: str, ground: Ground) -> pl.Expr:
    values = ground.tables[rule.parameters["file"], rule.parameters.get("column", name)]
    return ~pl.col(name).cast(pl.String).is_in(values.implode()).fill_null(True)


JUDGES: dict[str, Callable[[Rule, str, Ground], pl.Expr]] = {
    "required": _required,
    "some": _some,
    "type": _type,
    "range": _range,
    "scale": _scale,
    "one-of": _one_of,
    "pattern": _pattern,
    "length": _length,
    "unique": _unique,
    "order": _order,
    "span": _span,
    "future": _future,
    "expression": _expression,
    "exists": _exists,
}
"""Check -> the condition under which a field (or "", the record) breaks it."""
