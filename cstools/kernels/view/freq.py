"""How often each value of a field occurs."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.columns import pick
from cstools.kernels.expr.stats import ratio, rounded
from cstools.kernels.stage import Result

N = pl.col("n")


def freq(lf: pl.LazyFrame, field: str) -> Result:
    """One row a value, the most frequent first, then by value; items of a list are counted one by one.

    Out: value (the field's type), n Int64, share and cumulative share of all values (of all items of a list). The row
    of null comes last and has no share. Counts: records without the field. Raises Usage("field.unknown").

    >>> freq(pl.LazyFrame({"tags": [["a", "b"], ["a"], None]}), "tags").rows.collect().rows()
    [('a', 2, 0.666666667, 0.666666667), ('b', 1, 0.333333333, 1.0), (None, 1, None, None)]
    """
    (name,) = pick(lf, [field])
    value = pl.col(name)
    if isinstance(lf.collect_schema()[name], pl.List):
        value = value.explode(empty_as_null=False)
    counts = lf.select(value.alias("value")).group_by("value").agg(pl.len().cast(pl.Int64).alias("n"))
    known = pl.when(pl.col("value").is_not_null()).then(N)
    ordered = counts.sort(
        pl.col("value").is_null(), N, pl.col("value"), descending=[False, True, False], nulls_last=True
    )
    rows = ordered.with_columns(
        rounded(ratio(known, known.sum())).alias("share"),
        rounded(ratio(known.cum_sum(), known.sum())).alias("cum_share"),
    )
    return Result(rows, counts=without(lf, name))


def without(lf: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """How many records have no value of a field, as a count for the summary.

    >>> without(pl.LazyFrame({"csat": [5.0, None]}), "csat").collect().rows()
    [('without csat', 1)]
    """
    return lf.select(pl.lit(f"without {name}").alias("name"), pl.col(name).null_count().cast(pl.Int64).alias("n"))
