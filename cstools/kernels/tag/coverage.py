"""How much of the input the taxonomy names: a row a topic, in place of the records."""

from __future__ import annotations

import polars as pl

from cstools.kernels.stage import Result, Stage
from cstools.kernels.tag.untagged import phrases

UNNAMED = "未分类"
COLUMNS = ("topic", "n", "share", "mentions", "mention_rate", "phrase", "example")


def stage(field: str = "text") -> Stage:
    """The whole stage behind `cs-tag --coverage`: reads `field`, topic and tags as cs-tag wrote them.

    Out: COLUMNS, the topic most often first. n: texts whose primary topic it is; share: of all texts, adds up to 1.
    mentions: texts with this tag; mention_rate: of all texts, may add up to more than 1. Texts without a topic are the
    row UNNAMED; below stand, under UNNAMED too, the phrases that many of them share (`untagged.phrases`): mentions are
    different texts then, and example is one. Records without a text, or of someone else than the customer, are not
    counted. Without texts, no rows.

    >>> known = {"topic": ["x", None], "tags": [["x", "y"], None], "red_line": [False, False]}
    >>> lf = pl.LazyFrame({"text": ["p", "q"], **known}, schema_overrides={"topic": pl.String})
    >>> stage().apply(lf).rows.collect().rows()
    [('x', 1, 0.5, 1, 0.5, None, None), ('未分类', 1, 0.5, 0, 0.0, None, None), ('y', 0, 0.0, 1, 0.5, None, None)]
    """

    def apply(lf: pl.LazyFrame) -> Result:
        # cs-tag leaves red_line null exactly where there was nothing to read.
        texts = lf.filter(pl.col("red_line").is_not_null()).select(field, "topic", "tags").collect()
        missed = texts["topic"].is_null()
        said = texts[field].cast(pl.String)
        found = phrases(said.filter(missed), said.filter(~missed))
        return Result(pl.concat([topics(texts), gaps(found, texts.height)], how="diagonal").select(COLUMNS).lazy())

    return Stage("coverage", apply, scope="whole", needs=(field, "topic", "tags", "red_line"), adds=COLUMNS)


def topics(texts: pl.DataFrame) -> pl.DataFrame:
    """A row a topic: topic, n, share, mentions, mention_rate."""
    primary = texts.group_by(pl.col("topic").fill_null(UNNAMED)).agg(pl.len().cast(pl.Int64).alias("n"))
    tags = texts.select(pl.col("tags").alias("topic")).explode("topic").drop_nulls()
    mentions = tags.group_by("topic").agg(pl.len().cast(pl.Int64).alias("mentions"))
    rows = primary.join(mentions, on="topic", how="full", coalesce=True).with_columns(
        pl.col("n", "mentions").fill_null(0)
    )
    return rows.with_columns(
        rate("n", texts.height).alias("share"), rate("mentions", texts.height).alias("mention_rate")
    ).sort("n", "mentions", "topic", descending=[True, True, False])


def gaps(found: pl.DataFrame, texts: int) -> pl.DataFrame:
    """Phrases as rows of the table."""
    return found.select(
        pl.lit(UNNAMED).alias("topic"), pl.col("texts").alias("mentions"), rate("texts", texts).alias("mention_rate"),
        "phrase", "example",
    )  # fmt: skip


def rate(name: str, of: int) -> pl.Expr:
    """A share of the texts."""
    return (pl.col(name) / max(of, 1)).round(6)
