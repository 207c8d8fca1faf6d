"""How much of the input the taxonomy names: a row a topic, in place of the records."""

from __future__ import annotations

import polars as pl

from cstools.kernels.stage import Result, Stage

UNNAMED = "未分类"
COLUMNS = ("topic", "n", "share", "mentions", "mention_rate")


def stage(field: str = "text") -> Stage:
    """The whole stage behind `cs-tag --coverage`: reads `field`, topic and tags as cs-tag wrote them.

    Out: COLUMNS, the topic most often first. n: texts whose primary topic it is; share: of all texts, adds up to 1.
    mentions: texts with this tag; mention_rate: of all texts, may add up to more than 1. Texts without a topic are the
    row UNNAMED. Records without a text, or of someone else than the customer, are not counted. Without texts, no rows.

    >>> lf = pl.LazyFrame({"topic": ["x", None], "tags": [["x", "y"], None], "red_line": [False, False]})
    >>> stage().apply(lf).rows.collect().rows()
    [('x', 1, 0.5, 1, 0.5), ('未分类', 1, 0.5, 0, 0.0), ('y', 0, 0.0, 1, 0.5)]
    """

    def apply(lf: pl.LazyFrame) -> Result:
        # cs-tag leaves red_line null exactly where there was nothing to read.
        texts = lf.filter(pl.col("red_line").is_not_null())
        primary = texts.group_by(pl.col("topic").fill_null(UNNAMED)).agg(pl.len().cast(pl.Int64).alias("n"))
        tags = texts.select(pl.col("tags").alias("topic")).explode("topic").drop_nulls()
        mentions = tags.group_by("topic").agg(pl.len().cast(pl.Int64).alias("mentions"))
        rows = primary.join(mentions, on="topic", how="full", coalesce=True).with_columns(
            pl.col("n", "mentions").fill_null(0)
        )
        total = pl.col("n").sum()
        return Result(
            rows.with_columns(
                (pl.col("n") / total).round(6).alias("share"),
                (pl.col("mentions") / total).round(6).alias("mention_rate"),
            )
            .select(COLUMNS)
            .sort("n", "mentions", "topic", descending=[True, True, False])
        )

    return Stage("coverage", apply, scope="whole", needs=(field,), adds=COLUMNS)
