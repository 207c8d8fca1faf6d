"""The row conditions all tools share: `--where` and `--during`. What they leave out is dropped and counted."""

from __future__ import annotations

import re

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near
from cstools.kernels.expr.periods import bounds
from cstools.kernels.expr.sql import QUOTED, expression, first_line
from cstools.kernels.stage import INTERNAL, PROVENANCE, Result, Stage, side
from cstools.model import fields as table

TEXT = "__text_"
"""Begins the name of a time's column as text, while a condition compares it with text."""
ROWS = "not a condition on one row"


def where(condition: str) -> Stage:
    """Keep the rows for which a SQL condition holds; a null is not true. Usage for what is no row condition.

    A time may be compared with text (`created_at >= '2025-10-16'`): then it is compared as it is written.

    >>> stage = where("csat >= 4 AND channel = '千牛'")
    >>> stage.apply(pl.LazyFrame({"csat": [5.0, 2.0], "channel": ["千牛", "千牛"]})).rows.collect().height
    1
    """
    kept = _parsed(condition)

    def apply(lf: pl.LazyFrame) -> Result:
        schema = lf.collect_schema()
        wrong = _wrong(schema, kept)
        if not wrong:
            return _split(lf, kept, "option.where")
        times = [name for name in dict.fromkeys(kept.meta.root_names()) if schema[name] in (pl.Datetime, pl.Date)]
        written = lf.with_columns(_written(name, schema).alias(TEXT + name) for name in times)
        compared = _parsed(_renamed(condition, times))
        if not times or _wrong(written.collect_schema(), compared):
            raise Usage("option.where", why=wrong)
        result = _split(written, compared, "option.where")
        dropped = [TEXT + name for name in times]
        return Result(result.rows.drop(dropped), result.rejects.drop(dropped) if result.rejects is not None else None)

    return Stage(name="where", apply=apply, needs=tuple(kept.meta.root_names()))


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


def _parsed(condition: str) -> pl.Expr:
    return expression(condition, "option.where", ROWS)


def _wrong(schema: pl.Schema, kept: pl.Expr) -> str:
    """Why `kept` is no condition on a row of this schema, tried on no rows; "" if it is one. Usage: unknown field."""
    public = [name for name in schema if name not in INTERNAL]
    for name in kept.meta.root_names():
        if name not in schema:
            raise Usage("field.unknown", field=name, near=near(name, public))
    try:
        tried = pl.DataFrame(schema=schema).select(kept.alias("kept"))
    except pl.exceptions.PolarsError as error:
        return first_line(error)
    return ROWS if tried.height or tried.schema["kept"] != pl.Boolean else ""


def _written(name: str, schema: pl.Schema) -> pl.Expr:
    return pl.col(name).dt.to_string("%Y-%m-%d" if schema[name] == pl.Date else "%Y-%m-%d %H:%M:%S")


def _renamed(condition: str, names: list[str]) -> str:
    """The condition with other names for these columns; what stands in quotes is left as it is."""
    pieces = re.split(f"({QUOTED.pattern})", condition)
    for name in names:
        pattern = re.compile(rf'"?\b{re.escape(name)}\b"?')
        pieces[::2] = [pattern.sub(f'"{TEXT}{name}"', piece) for piece in pieces[::2]]
    return "".join(pieces)
