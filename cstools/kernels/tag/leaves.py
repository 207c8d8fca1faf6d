"""From finds to leaves: negation, questions before purchase, pairs of words near one another, cancelled leaves."""

from __future__ import annotations

import polars as pl

from cstools.kernels.tag.hits import around, outer
from cstools.kernels.tag.patterns import DENY, MAYBE, SURE, Patterns
from cstools.model.lexicon import ENDINGS

LONGEST_GREETING = 40
"""Characters: a text longer than this is no mere greeting."""


def leaves(found: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """The leaves of each text: i, leaf, at (byte where first said), said (the words); one row a text and leaf.

    `found`: the finds of `hits` with `patterns.words`.
    """
    pairs = nearby(found, patterns)
    spans = [pairs.select("i", pl.col(a).alias("start"), pl.col(b).alias("end")) for a, b in SPANS]
    phrases = outer(found.filter("phrase"), pl.concat(spans)).join(patterns.phrases, on="word").drop_nulls("leaf")
    named = pl.concat([turned(phrases, found, patterns), pairs.select("i", "leaf", "at", "said")])
    gone = found.filter("cancel").select("i", "word").join(patterns.cancels, on="word").select("i", "leaf").unique()
    kept = named.join(gone, on=["i", "leaf"], how="anti")
    return kept.sort("i", "leaf", "at", "said").unique(["i", "leaf"], keep="first", maintain_order=True)


SPANS = (("start", "end"), ("start_right", "end_right"))


def nearby(found: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """Pairs: a left word, and its right word after at most `gap` bytes: i, leaf, at, said, and where both stand."""
    sided = shown(found, patterns).join(patterns.sides, on="word")
    both = sided.filter("left").join(sided.filter(~pl.col("left")), on=["i", "pair"], suffix="_right")
    distance = pl.col("start_right") - pl.col("end")
    close = both.join(patterns.pairs, on="pair").filter((distance >= 0) & (distance <= pl.col("gap")))
    return close.select(
        "i", "leaf", "start", "end", "start_right", "end_right",
        pl.col("start").alias("at"), pl.format("{}…{}", "word", "word_right").alias("said"),
    )  # fmt: skip


def shown(found: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """The words of pairs that stand in no ignored phrase (再不处理 is no 不处理): i, word, start, end."""
    words = found.filter("near").select("i", "word", "start", "end")
    ignored = patterns.phrases.filter(pl.col("leaf").is_null())
    over = found.filter("phrase").join(ignored, on="word", how="semi").select("i", "start", "end")
    inside = words.join(over, on="i", suffix="_over").filter(
        (pl.col("start") >= pl.col("start_over")) & (pl.col("end") <= pl.col("end_over"))
    )
    return words.join(inside, on=["i", "start", "end"], how="anti")


def turned(phrases: pl.DataFrame, found: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """Phrases without those denied, and questions about goods not yet bought moved to the leaf that asks.

    In: finds with leaf. Out: i, leaf, at, said.
    """
    endings = pl.DataFrame({"suffix": ENDINGS.split()}).with_columns(pl.lit(1, pl.Int64).alias("ends"))
    marked = phrases.join(patterns.leaves.select("leaf", "drop", "ask"), on="leaf").with_columns(
        around(phrases, patterns.before, "prefix", "kind"), around(phrases, endings, "suffix", "ends", after=True)
    )
    owners = found.filter("bought").select(pl.col("i").unique()).with_columns(pl.lit(value=True).alias("owner"))
    ends, kind = pl.col("ends").is_not_null(), pl.col("kind")
    asks = (kind.eq_missing(SURE) | (ends & (kind.is_null() | kind.eq_missing(MAYBE)))) & pl.col("ask").is_not_null()
    before_purchase = asks & pl.col("owner").is_null()
    return marked.join(owners, on="i", how="left").filter(~(pl.col("drop") & kind.eq_missing(DENY))).select(
        "i",
        pl.when(before_purchase).then("ask").otherwise("leaf").alias("leaf"),
        pl.col("start").alias("at"),
        pl.col("word").alias("said"),
    )  # fmt: skip


def greetings(texts: pl.DataFrame, named: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """The whole-text leaves of texts that nothing else names: i, leaf, at, said."""
    rest = texts.filter(pl.col("text").str.len_chars() <= LONGEST_GREETING).join(named, on="i", how="anti")
    found = [
        rest.filter(pl.col("text").str.contains(rule)).select(
            pl.col("i").cast(pl.Int64), pl.lit(leaf, pl.Int64).alias("leaf"), pl.lit(0, pl.Int64).alias("at"),
            pl.col("text").alias("said"),
        )
        for rule, leaf in patterns.whole
    ]  # fmt: skip
    return pl.concat([named.clear(), *found])
