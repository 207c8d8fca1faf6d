"""How the values of a number spread: bins of equal width with round edges."""

from __future__ import annotations

from math import ceil, floor, log10

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import pick
from cstools.kernels.expr.stats import ratio, rounded
from cstools.kernels.stage import Result
from cstools.model import fields

BINS = 12
"""Bins wanted; a round width makes them fewer."""
TAIL = 2.0
"""Where the greatest value is this many times as far from the least as the 99th percentile, the last bin is open."""
ROUND = (1.0, 2.0, 5.0, 10.0)
CLOCK = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)
"""Widths in seconds that people read as a clock."""
EXACT = 9
"""Decimals of a value in widths: 0.3 in tenths is 3, not 2.9999999999999996."""


def hist(lf: pl.LazyFrame, field: str) -> Result:
    """One row a bin, empty ones too: lo <= value < hi, n, share of the values; hi is null in an open last bin.

    Edges are multiples of 1, 2 or 5 times a power of ten (of seconds, minutes, hours for a duration). The last bin
    holds its upper edge where values are not whole. Out: lo, hi, share Float64, n Int64. Counts: records without the
    field. Raises Usage("field.unknown", "view.number").

    >>> hist(pl.LazyFrame({"csat": [1.0, 2.0, 2.0, 4.0, None]}), "csat").rows.collect().rows()
    [(1.0, 2.0, 1, 0.25), (2.0, 3.0, 2, 0.5), (3.0, 4.0, 0, 0.0), (4.0, 5.0, 1, 0.25)]
    """
    (name,) = pick(lf, [field])
    schema = lf.collect_schema()
    kind = fields.detect(schema)
    if not schema[name].is_numeric():
        raise Usage("view.number", field=name)
    known = fields.of(kind).get(name)
    value = pl.col(name).cast(pl.Float64)
    values = lf.select(pl.when(value.is_finite()).then(value).alias("value")).drop_nulls()
    step, first, last, is_open = edges(values, seconds=known is not None and known.unit == "s")
    place = (pl.col("value") / step).round(EXACT).floor().cast(pl.Int64).clip(first, last)
    counts = values.group_by(place.alias("place")).agg(pl.len().cast(pl.Int64).alias("n"))
    bins = pl.LazyFrame({"place": range(first, last + 1)}, schema={"place": pl.Int64})
    edge = pl.col("place").cast(pl.Float64)
    n = pl.col("n").fill_null(0)
    hi = rounded((edge + 1) * step)
    rows = bins.join(counts, on="place", how="left", maintain_order="left").select(
        rounded(edge * step).alias("lo"),
        (pl.when(pl.col("place") < last).then(hi) if is_open else hi).alias("hi"),
        n.alias("n"),
        rounded(ratio(n, n.sum())).alias("share"),
    )
    missing = lf.select(
        pl.lit(f"without {name}").alias("name"), (pl.len() - value.is_finite().sum()).cast(pl.Int64).alias("n")
    )
    return Result(rows, counts=missing)


def edges(values: pl.LazyFrame, *, seconds: bool) -> tuple[float, int, int, bool]:
    """The width of the bins, the first and last bin as multiples of it, and whether the last is open.

    In: column value, Float64 without null; without any there are no bins (last < first).

    >>> edges(pl.LazyFrame({"value": [0.0, 0.3, 1.0]}), seconds=False)
    (0.1, 0, 9, False)
    >>> edges(pl.LazyFrame({"value": [30.0, 700.0]}), seconds=True)
    (60.0, 0, 11, False)
    """
    value = pl.col("value")
    low, high, p99, whole = (
        values.select(
            value.min().alias("low"),
            value.max().alias("high"),
            value.quantile(0.99, "linear").alias("p99"),
            (value == value.floor()).all().alias("whole"),
        )
        .collect()
        .row(0)
    )
    if low is None:
        return 1.0, 0, -1, False
    is_open = p99 > low and high - low > TAIL * (p99 - low)
    top = p99 if is_open else high
    step = width((top - low) / BINS, seconds=seconds, whole=whole)
    first, last = floor(round(low / step, EXACT)), floor(round(top / step, EXACT))
    on_edge = not whole and not is_open and round(top / step, EXACT) == last and last > first
    return step, first, last - on_edge, is_open


def width(least: float, *, seconds: bool, whole: bool) -> float:
    """The smallest round width that is not below `least`; at least 1 for whole numbers.

    >>> width(0.3, seconds=False, whole=False), width(0.3, seconds=False, whole=True)
    (0.5, 1.0)
    >>> width(100, seconds=True, whole=True)
    120.0
    """
    if seconds and 1 < least <= CLOCK[-1]:
        return float(next(step for step in CLOCK if step >= least))
    unit = CLOCK[-1] if seconds and least > CLOCK[-1] else 1
    if least <= 0:
        return 1.0
    size = least / unit
    power = floor(log10(size))
    found = next((step for step in ROUND if round(step * 10.0**power, 12) >= size), ROUND[-1])
    step = unit * (found * 10.0**power if power >= 0 else found / 10.0**-power)
    return float(max(1, ceil(step))) if whole else step
