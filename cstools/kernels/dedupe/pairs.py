"""The pairs dedupe found, as a table in place of the records."""

from __future__ import annotations

import polars as pl

from cstools.kernels.dedupe.keys import GROUP, RANK
from cstools.kernels.dedupe.ordering import canonical

COLUMNS = ("rule", "id_a", "id_b", "score", "gap_s", "at_a", "at_b")
"""rule: key.same or repeat.text. score: likeness 0..1 (1 for a key). gap_s: seconds from a to b."""


def pairs(marked: pl.DataFrame, links: pl.DataFrame, time: str | None, name: str | None) -> pl.DataFrame:
    """One row a pair (COLUMNS), sorted by all of them.

    a is the survivor and b what is merged into it, or b repeats and a is the first earlier contact it is like. An id
    is the record's own, the key's text where its kind has none. gap_s and the times are null without a time.

    In: rows of `keys.ranked` with __row, the links of `repeats.find`, and the kind's time and id fields.

    >>> marked = pl.DataFrame({"__row": [0, 1], "id": ["T1", "T1"], "__group": ["T1", "T1"], "__rank": [1, 2]})
    >>> links = pl.DataFrame(schema={"__row": pl.Int64, "__earlier": pl.Int64, "__score": pl.Float64})
    >>> pairs(marked, links, None, "id").rows()
    [('key.same', 'T1', 'T1', 1.0, None, None, None)]
    """
    given = pl.col(name).cast(pl.String) if name in marked.columns else pl.lit(None, dtype=pl.String)
    at = pl.col(time).cast(pl.Datetime("us")) if time in marked.columns else pl.lit(None, dtype=pl.Datetime("us"))
    ends = marked.select("__row", GROUP, RANK, pl.coalesce(given, GROUP).alias("id"), at.alias("at"))
    survivors = ends.filter(pl.col(RANK) == 1).select(GROUP, __earlier="__row")
    same = ends.filter(pl.col(RANK) > 1).join(survivors, on=GROUP)
    found = pl.concat(
        [
            same.select(pl.lit("key.same").alias("rule"), "__earlier", "__row", pl.lit(1.0).alias("score")),
            links.select(pl.lit("repeat.text").alias("rule"), "__earlier", "__row", pl.col("__score").alias("score")),
        ],
        how="vertical_relaxed",
    )
    a = ends.select(pl.col("__row").alias("__earlier"), pl.col("id").alias("id_a"), pl.col("at").alias("at_a"))
    b = ends.select("__row", pl.col("id").alias("id_b"), pl.col("at").alias("at_b"))
    both = found.join(a, on="__earlier").join(b, on="__row")
    gap = ((pl.col("at_b") - pl.col("at_a")).dt.total_microseconds() / 1e6).round(6)
    return canonical(both.with_columns(gap.alias("gap_s")).select(COLUMNS), COLUMNS)
