"""How well labels were given: precision, recall and F1 of each label, and of all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

MACRO, MICRO = "(macro)", "(micro)"
"""The rows below the labels: the plain mean of all labels, and all decisions in one (of one label a text: accuracy)."""
SCHEMA: dict[str, pl.DataType] = {
    "label": pl.String(), "n": pl.Int64(), "named": pl.Int64(), "right": pl.Int64(), "precision": pl.Float64(),
    "recall": pl.Float64(), "f1": pl.Float64(),
}  # fmt: skip


def table(labels: Sequence[str], named: NDArray[np.bool_], truth: NDArray[np.bool_]) -> pl.DataFrame:
    """A row a label, then MACRO and MICRO: SCHEMA.

    named, truth: a row a text, a column a label. n: texts that have it; named: texts given it; right: both. precision
    and recall are right over named and over n, null where that is 0; f1 is their harmonic mean, 0 where nothing is
    right, null for a label that no text has and none was given. MACRO is the mean of the labels that some text has.
    Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008), 8.3 and 13.6.

    >>> yes = np.array([[True], [True], [False]])
    >>> table(["a"], yes, np.array([[True], [False], [True]])).row(0)
    ('a', 2, 2, 1, 0.5, 0.5, 0.5)
    """
    sums = [hits.sum(axis=0).astype(np.int64) for hits in (truth, named, named & truth)]
    rows = pl.DataFrame([pl.Series("label", labels, dtype=pl.String), *map(pl.Series, sums)])
    rows.columns = list(SCHEMA)[:4]
    each = rated(rows.lazy()).collect()
    totals = each.select(pl.lit(MICRO).alias("label"), pl.col("n", "named", "right").sum())
    seen = each.filter(pl.col("n") > 0)
    mean = totals.select(
        pl.lit(MACRO).alias("label"), "n", "named", "right", *(pl.lit(seen[name].mean()).alias(name) for name in RATES)
    )
    every = pl.concat([each, mean.cast({name: pl.Float64 for name in RATES}), rated(totals.lazy()).collect()])
    return every.with_columns(pl.col(RATES).round(6)).cast(SCHEMA)  # type: ignore[arg-type]


RATES = ["precision", "recall", "f1"]


def rated(rows: pl.LazyFrame) -> pl.LazyFrame:
    """With RATES, from the counts n, named, right."""
    right, n, named = pl.col("right"), pl.col("n"), pl.col("named")
    return rows.with_columns(
        pl.when(named > 0).then(right / named).alias("precision"),
        pl.when(n > 0).then(right / n).alias("recall"),
        pl.when(n + named > 0).then(2 * right / (n + named)).alias("f1"),
    )
