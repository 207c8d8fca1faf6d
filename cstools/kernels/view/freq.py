"""How often each value of a field occurs."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near, pick
from cstools.kernels.expr.stats import ratio, rounded
from cstools.kernels.stage import INTERNAL, Part, Result
from cstools.model import fields

N = pl.col("n")


def freq(lf: pl.LazyFrame, field: str) -> Result:
    """One row a value, the most frequent first, then by value; items of a list are counted one by one.

    Out: value (the field's type), n Int64, share and cumulative share of all values (of all items of a list). The row
    of null comes last and has no share. Counts: records without the field. Raises Usage("field.unknown").

    >>> freq(pl.LazyFrame({"tags": [["a", "b"], ["a"], None]}), "tags").rows.collect().rows()
    [('a', 2, 0.666666667, 0.666666667), ('b', 1, 0.333333333, 1.0), (None, 1, None, None)]
    """
    (name,) = pick(lf, [field])
    return Result(_ordered(_counted(lf, name)), counts=without(lf, name))


def added(lf: pl.LazyFrame, field: str) -> list[Part]:
    """What a chunk adds: how often each value occurs, the records without any, and the names of its fields."""
    names = [name for name in lf.collect_schema().names() if name not in INTERNAL]
    present = lf if field in names else lf.with_columns(pl.lit(None).alias(field))
    return [
        Part(("value",), _counted(present, field)),
        Part(("name",), without(present, field)),
        Part(("field",), pl.LazyFrame({"field": names}, schema={"field": pl.String})),
    ]


def merged(tables: Sequence[pl.DataFrame], field: str) -> Result:
    """The answer of `freq` from what all chunks add up to."""
    counts, lacking, names = tables
    if field not in names["field"]:
        # The reader gave no other field of the records: the names that are near are those of the field table.
        raise Usage("field.unknown", field=field, near=near(field, list(fields.of(fields.TICKET))))
    return Result(_ordered(counts.lazy()), counts=lacking.lazy())


def _counted(lf: pl.LazyFrame, name: str) -> pl.LazyFrame:
    value = pl.col(name)
    if isinstance(lf.collect_schema()[name], pl.List):
        value = value.explode(empty_as_null=False)
    return lf.select(value.alias("value")).group_by("value").agg(pl.len().cast(pl.Int64).alias("n"))


def _ordered(counts: pl.LazyFrame) -> pl.LazyFrame:
    """The values with their shares, the most frequent first."""
    known = pl.when(pl.col("value").is_not_null()).then(N)
    ordered = counts.sort(
        pl.col("value").is_null(), N, pl.col("value"), descending=[False, True, False], nulls_last=True
    )
    return ordered.with_columns(
        rounded(ratio(known, known.sum())).alias("share"),
        rounded(ratio(known.cum_sum(), known.sum())).alias("cum_share"),
    )


def without(lf: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """How many records have no value of a field, as a count for the summary.

    >>> without(pl.LazyFrame({"csat": [5.0, None]}), "csat").collect().rows()
    [('without csat', 1)]
    """
    return lf.select(pl.lit(f"without {name}").alias("name"), pl.col(name).null_count().cast(pl.Int64).alias("n"))
