"""How far topic agrees with the category the source gave: both are kept, and this says what to make of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from cstools.kernels.stage import Result, Stage
from cstools.model.taxonomy_reader import spelled

NOTHING = {"其他", "其它", "other", "others", "未分类", "无", "none", "unknown"}
"""Categories that say nothing: no topic can agree with them, or not."""
SCHEMA: dict[str, pl.DataType] = {"category": pl.String(), "agrees": pl.Boolean(), "n": pl.Int64()}


def stage(categories: Mapping[str, Sequence[str]]) -> Stage:
    """A row stage that changes nothing; found: SCHEMA, the records that have both a category and a topic.

    Categories of NOTHING are left out. agrees: whether the topic begins with a path that stands for the category; null
    for a category that `categories` (word, as `spelled`, to prefixes) does not know.

    >>> lf = pl.LazyFrame({"category": ["物流", "活动"], "topic": ["售中/物流/查", "售中/物流/查"]})
    >>> stage({"物流": ["售中/物流"]}).apply(lf).found.collect().rows()
    [('活动', None, 1), ('物流', True, 1)]
    """

    def apply(lf: pl.LazyFrame) -> Result:
        if not {"category", "topic"} <= set(lf.collect_schema().names()):
            return Result(lf, found=pl.LazyFrame(schema=SCHEMA))
        both = (
            lf.select("category", "topic")
            .drop_nulls()
            .filter(~spells_nothing())
            .group_by("category", "topic")
            .len("n")
            .collect()
        )
        agrees = [agreed(category, topic, categories) for category, topic in both.select("category", "topic").rows()]
        judged = both.with_columns(pl.Series("agrees", agrees, dtype=pl.Boolean), pl.col("n").cast(pl.Int64))
        found = judged.group_by("category", "agrees").agg(pl.col("n").sum()).sort("category", "agrees")
        return Result(lf, found=found.lazy())

    return Stage("agreement", apply, needs=("category", "topic"), bare=True)


def spells_nothing() -> pl.Expr:
    """Whether a category says nothing."""
    return pl.col("category").str.to_lowercase().str.strip_chars().is_in(sorted(NOTHING))


def agreed(category: str, topic: str, categories: Mapping[str, Sequence[str]]) -> bool | None:
    """Whether a topic is one of those a category stands for; None for a category nobody knows."""
    prefixes = categories.get(spelled(category))
    if prefixes is None:
        return True if category in topic.split("/") else None
    return under(topic, prefixes)


def under(path: str, prefixes: Sequence[str]) -> bool:
    """Whether a path is one of the prefixes, or begins with one and a slash.

    >>> under("售后/退款险", ["售后/退款"]), under("售后/退款/进度", ["售后/退款"])
    (False, True)
    """
    return any(f"{path}/".startswith(f"{prefix.rstrip('/')}/") for prefix in prefixes)
