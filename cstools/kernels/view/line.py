"""A field over time: its mean, or how many records have it."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import pick
from cstools.kernels.expr.periods import EVERY, start_of, text_of
from cstools.kernels.expr.stats import ratio, rounded
from cstools.kernels.stage import Result
from cstools.model import fields

SPANS = (("day", timedelta(days=62)), ("week", timedelta(days=366)))
"""The period drawn for records that lie this far apart at most; beyond, months."""
UNITS = {"yuan": 10_000, "s": 1_000}
"""What a unit is summed in, as integers: 1e-4 yuan, milliseconds."""


def line(lf: pl.LazyFrame, field: str) -> Result:
    """One row a period from the first record to the last, empty ones too, by the main time of the kind.

    Out: period (text), for numbers and yes/no `value` (the mean; the share of yes; null without values), and n, the
    records with a value. A time is counted by itself. Day, week or month is chosen from the span. Counts: records
    without a time. Raises Usage("field.unknown", "view.time").

    >>> days = [datetime(2025, 10, 1, 9), datetime(2025, 10, 1, 10), datetime(2025, 10, 3)]
    >>> line(pl.LazyFrame({"created_at": days, "csat": [5.0, 4.0, None]}), "csat").rows.collect().rows()
    [('2025-10-01', 4.5, 2), ('2025-10-02', None, 0), ('2025-10-03', None, 0)]
    """
    (name,) = pick(lf, [field])
    schema = lf.collect_schema()
    time = main_time(schema, name)
    at, dtype = pl.col(time).cast(pl.Datetime("us")), schema[name]
    period, starts = calendar(*lf.select(at.min().alias("from"), at.max().alias("to")).collect().row(0))
    known = fields.of(fields.detect(schema)).get(name)
    measures = [pl.col(name).count().cast(pl.Int64).alias("n")]
    if dtype.is_numeric() or dtype == pl.Boolean:
        measures.append(mean(pl.col(name), dtype, known.unit if known else "").alias("value"))
    groups = lf.group_by(start_of(at, period).alias("start")).agg(measures)
    rows = starts.join(groups, on="start", how="left", maintain_order="left")
    columns = [pl.col("value")] if len(measures) > 1 else []
    shown = rows.select(text_of(pl.col("start"), period).alias("period"), *columns, pl.col("n").fill_null(0))
    undated = lf.select(pl.lit(f"without {time}").alias("name"), at.null_count().cast(pl.Int64).alias("n"))
    return Result(shown, counts=undated)


def main_time(schema: pl.Schema, name: str) -> str:
    """The time a field is drawn over: itself if it is one, else the main time of the kind. Raises Usage("view.time").

    >>> main_time(pl.Schema({"created_at": pl.Datetime("us"), "resolved_at": pl.Datetime("us")}), "resolved_at")
    'resolved_at'
    """
    if isinstance(schema[name], pl.Datetime | pl.Date):
        return name
    time = fields.TIME[fields.detect(schema)]
    if time is None or time not in schema:
        raise Usage("view.time", field=time or "created_at")
    return time


def calendar(first: datetime | None, last: datetime | None) -> tuple[str, pl.LazyFrame]:
    """The period for a span of time, and the start of every one in it (column start); none where there is no time.

    >>> period, starts = calendar(datetime(2025, 10, 1), datetime(2025, 12, 31))
    >>> period, starts.collect().height
    ('week', 14)
    """
    if first is None or last is None:
        return "day", pl.LazyFrame(schema={"start": pl.Datetime("us")})
    period = next((name for name, most in SPANS if last - first <= most), "month")
    ends = pl.LazyFrame({"first": [first], "last": [last]}, schema=dict.fromkeys(("first", "last"), pl.Datetime("us")))
    starts = ends.select(start_of(pl.all(), period)).select(
        pl.datetime_ranges("first", "last", EVERY[period]).alias("start").explode()
    )
    return period, starts


def mean(value: pl.Expr, dtype: pl.DataType, unit: str) -> pl.Expr:
    """The mean of a column, the same whatever the order of its rows: sums of integers, or of sorted floats.

    >>> pl.DataFrame({"x": [0.1, 0.2, 0.6, None]}).select(mean(pl.col("x"), pl.Float64(), "yuan")).item()
    0.3
    """
    if not dtype.is_float():
        return rounded(ratio(value.cast(pl.Int64).sum(), value.count()))
    number = value.fill_nan(None)
    if unit in UNITS:
        whole = (number * UNITS[unit]).round().cast(pl.Int64).sum()
        return rounded(ratio(whole, number.count() * UNITS[unit]))
    return rounded(ratio(number.drop_nulls().sort().sum(), number.count()))
