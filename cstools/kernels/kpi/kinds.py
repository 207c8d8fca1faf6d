"""What kind each figure of a frame is, so that it is compared by the formula of its kind."""

from __future__ import annotations

import polars as pl

from cstools.model.kpis import find

KIND = "__kind"
DISTINCT = "distinct"
"""A count of different things: groups of it do not add up."""
PARTED = ("rate", "mean", "index", "ratio")
"""Kinds that are a numerator over a denominator, so that groups of them can be pooled."""
SCALES = {"index": 100.0}
"""What numerator over denominator is multiplied by, if not 1."""


def with_kind(rows: pl.DataFrame) -> pl.DataFrame:
    """Figures with the column KIND: count, distinct, sum, rate, mean, quantile, index or ratio.

    A metric of the catalogue is of the kind that says; another is of the kind its columns show. A frame that has the
    column keeps it.

    >>> rows = pl.DataFrame({"metric": ["customers", "wait_p90", "mine"], "unit": ["n", "s", "ratio"],
    ...     "numerator": [None, None, 1.0], "lo": [None, 1.0, 0.1]})
    >>> with_kind(rows)[KIND].to_list()
    ['distinct', 'quantile', 'rate']
    """
    if KIND in rows.columns:
        return rows
    known = {name: kind for name in rows["metric"].unique().to_list() if (kind := _known(name))}
    return rows.with_columns(
        pl.col("metric")
        .replace_strict(list(known), list(known.values()), default=_shown(), return_dtype=pl.String)
        .alias(KIND)
    )


def scale() -> pl.Expr:
    """What numerator over denominator is multiplied by to be the value."""
    return pl.col(KIND).replace_strict(list(SCALES), list(SCALES.values()), default=1.0, return_dtype=pl.Float64)


def _known(name: str) -> str:
    found = find(name)
    if len(found) != 1:
        return ""
    return DISTINCT if found[0].kpi.id == "customers" else found[0].kind


def _shown() -> pl.Expr:
    """The kind by the columns that a metric has in any row."""
    parted, ranged = (pl.col(name).is_not_null().any().over("metric") for name in ("numerator", "lo"))
    return (
        pl.when(pl.col("unit") == "ratio").then(pl.lit("rate"))
        .when(parted & ranged).then(pl.lit("mean"))
        .when(parted).then(pl.lit("ratio"))
        .when(ranged).then(pl.lit("quantile"))
        .otherwise(pl.lit("count"))
    )  # fmt: skip
