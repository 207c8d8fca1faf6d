"""What each field of the records holds."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.stats import ratio, rounded
from cstools.kernels.stage import INTERNAL
from cstools.model import fields

TOP = 3
TIME = "%Y-%m-%d %H:%M:%S%.f"
SCHEMA = {
    "field": pl.String(),
    "label": pl.String(),
    "type": pl.String(),
    "n": pl.Int64(),
    "nulls": pl.Int64(),
    "null_rate": pl.Float64(),
    "distinct": pl.Int64(),
    "min": pl.String(),
    "median": pl.String(),
    "max": pl.String(),
    "top": pl.List(pl.String()),
}
TYPES: tuple[tuple[type[pl.DataType], str], ...] = (
    (pl.Datetime, "time"), (pl.Date, "date"), (pl.Boolean, "bool"), (pl.List, "list"), (pl.Int64, "int"),
    (pl.Float64, "float"),
)  # fmt: skip


def describe(lf: pl.LazyFrame, lang: str) -> pl.LazyFrame:
    """One row a field, in the order of the field table, unknown ones behind.

    In: records of any kind. Out: SCHEMA. n: records that have a value; distinct: exact; min, median (linear), max: of
    numbers, times and dates, as text; top: the most frequent values as `value (n)`, those that occur more than once,
    null if none does. A list counts its items in distinct and top. null_rate is null without records.

    >>> rows = describe(pl.LazyFrame({"csat": [5.0, 4.0, 5.0, None]}), "en").collect().rows()
    >>> rows[0][:7], rows[0][7:]
    (('csat', 'Satisfaction', 'float', 3, 1, 0.25, 2), ('4.0', '5.0', '5.0', ['5.0 (2)']))
    """
    schema = {name: dtype for name, dtype in lf.collect_schema().items() if name not in INTERNAL}
    kind = fields.detect(schema)
    parts = [_one(lf, name, schema[name], kind, lang) for name in fields.order(kind, schema)]
    return pl.concat([pl.LazyFrame(schema=SCHEMA), *parts])


def type_of(name: str, dtype: pl.DataType, kind: str) -> str:
    """The field's type in the table; for a field it does not know, by the column.

    >>> type_of("csat", pl.Float64(), "ticket"), type_of("mood", pl.String(), "ticket")
    ('float', 'text')
    """
    known = fields.of(kind).get(name)
    return known.type if known else next((word for base, word in TYPES if isinstance(dtype, base)), "text")


def wire(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A value as text: times as they are written, floats with 9 significant digits.

    >>> pl.DataFrame({"x": [1 / 3]}).select(wire(pl.col("x"), pl.Float64())).item()
    '0.333333333'
    """
    if isinstance(dtype, pl.Datetime):
        return value.dt.to_string(TIME)
    return (rounded(value) if dtype.is_float() else value).cast(pl.String)


def _one(lf: pl.LazyFrame, name: str, dtype: pl.DataType, kind: str, lang: str) -> pl.LazyFrame:
    value = pl.col(name)
    items = lf.select(value.explode() if isinstance(dtype, pl.List) else value).drop_nulls()
    counts = items.group_by(name).agg(pl.len().cast(pl.Int64).alias("n"))
    ordered = dtype.is_numeric() or isinstance(dtype, pl.Datetime | pl.Date)
    marks = [
        wire(mark.cast(dtype) if isinstance(dtype, pl.Date) else mark, pl.Float64() if halves else dtype)
        if ordered
        else pl.lit(None, dtype=pl.String)
        for mark, halves in ((value.min(), False), (value.median(), dtype.is_numeric()), (value.max(), False))
    ]
    n, nulls = value.count().cast(pl.Int64), value.null_count().cast(pl.Int64)
    figures = lf.select(
        pl.lit(name).alias("field"),
        pl.lit(fields.label(kind, name, lang)).alias("label"),
        pl.lit(type_of(name, dtype, kind)).alias("type"),
        n.alias("n"),
        nulls.alias("nulls"),
        rounded(ratio(nulls, n + nulls)).alias("null_rate"),
        *(mark.alias(word) for mark, word in zip(marks, ("min", "median", "max"), strict=True)),
    )
    distinct = counts.select(pl.len().cast(pl.Int64).alias("distinct"))
    whole = pl.concat([figures, distinct, _top(counts, name, items.collect_schema()[name])], how="horizontal")
    return whole.select(list(SCHEMA))


def _top(counts: pl.LazyFrame, name: str, dtype: pl.DataType) -> pl.LazyFrame:
    """One row, one list; of times there is none: moments do not repeat."""
    most = counts.filter((pl.col("n") > 1) & pl.lit(not isinstance(dtype, pl.Datetime)))
    first = most.sort(pl.col("n"), pl.col(name), descending=[True, False]).head(TOP)
    top = first.select(pl.format("{} ({})", wire(pl.col(name), dtype), pl.col("n")).implode().alias("top"))
    return top.select(pl.when(pl.col("top").list.len() > 0).then(pl.col("top")))
