"""The row conditions all tools share: `--where` and `--during`. What they leave out is dropped and counted."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.periods import bounds
from cstools.kernels.stage import PROVENANCE, Result, Stage, side
from cstools.model import fields as table


def where(condition: str) -> Stage:
    """Keep the rows for which a SQL condition holds; a null is not true. Usage for what is no row condition.

    >>> stage = where("csat >= 4 AND channel = '千牛'")
    >>> stage.apply(pl.LazyFrame({"csat": [5.0, 2.0], "channel": ["千牛", "千牛"]})).rows.collect().height
    1
    """
    try:
        kept = pl.sql_expr(condition)
        names = tuple(kept.meta.root_names())
    except pl.exceptions.PolarsError as error:
        raise Usage("option.where", why=_first_line(error)) from None
    return Stage(name="where", apply=lambda lf: _split(_checked(lf, kept), kept, "option.where"), needs=names)


def during(period: str) -> Stage:
    """Keep the rows whose main time lies in a period or range (`kernels/expr/periods.py`).

    Raises Usage for a text that is no period, and where the records have no main time.

    >>> from datetime import datetime
    >>> times = pl.LazyFrame({"created_at": [datetime(2025, 9, 30), datetime(2025, 10, 1)]})
    >>> during("2025-10").apply(times).rows.collect().height
    1
    """
    start, end = bounds(period)

    def apply(lf: pl.LazyFrame) -> Result:
        names = lf.collect_schema().names()
        time = table.TIME[table.detect(names)]
        if time not in names:
            raise Usage("option.during_kind", field=time or "-")
        return _split(lf, pl.col(time).is_between(start, end, closed="left"), "option.during")

    return Stage(name="during", apply=apply, needs=tuple(time for time in table.TIME.values() if time))


def only(names: tuple[str, ...]) -> Stage:
    """Keep these fields and no others, in this order; one that a row does not have is null.

    >>> only(("b", "c")).apply(pl.LazyFrame({"a": ["1"], "b": ["2"]})).rows.collect().rows()
    [('2', None)]
    """

    def apply(lf: pl.LazyFrame) -> Result:
        present = lf.collect_schema().names()
        kept = [pl.col(name) if name in present else pl.lit(None, pl.String).alias(name) for name in names]
        return Result(lf.select(*kept, *(name for name in PROVENANCE if name in present)))

    return Stage(name="fields", apply=apply, needs=names, narrow=True)


def _split(lf: pl.LazyFrame, kept: pl.Expr, rule: str) -> Result:
    holds = kept.fill_null(False)
    return Result(lf.filter(holds), side(lf.filter(~holds), "dropped", rule))


def _checked(lf: pl.LazyFrame, kept: pl.Expr) -> pl.LazyFrame:
    """The frame itself; Usage unless `kept` is a condition on its rows (tried on no rows, before any is read)."""
    schema = lf.collect_schema()
    for name in kept.meta.root_names():
        if name not in schema:
            raise Usage("field.unknown", field=name, near="")
    try:
        tried = pl.DataFrame(schema=schema).select(kept.alias("kept"))
    except pl.exceptions.PolarsError as error:
        raise Usage("option.where", why=_first_line(error)) from None
    if tried.height or tried.schema["kept"] != pl.Boolean:
        raise Usage("option.where", why="not a condition on one row")
    return lf


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
