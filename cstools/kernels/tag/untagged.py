"""Phrases that texts without a topic share: what a taxonomy should learn next."""

from __future__ import annotations

import polars as pl

from cstools.kernels.tag.words.grams import codes, levels

TOP = 20
"""Phrases shown."""
LEAST = 3
"""Texts that share a phrase, at least."""
SHORTEST = 2
WITHIN = 0.7
"""Share of a phrase's texts from which a longer one that holds it says more."""
LIFT = 2.0
"""How much more often, at least, it stands in texts without a topic than in those with one."""


def phrases(unnamed: pl.Series, named: pl.Series) -> pl.DataFrame:
    """Columns phrase, texts (Int64), example: the TOP phrases of the texts without a topic; texts that share one.

    In: the texts without and with a topic (String, nulls left out; equal texts count once). A phrase is a run of 2 to 6
    Chinese characters. First those that cover most characters; the example is the first text in order.

    >>> phrases(pl.Series([f"{n}开增补单a" for n in "甲乙丙"]), pl.Series(["可以开"])).row(0)
    ('开增补单', 3, '丙开增补单a')
    """
    texts = unnamed.drop_nulls().unique().sort()
    found = counted(texts, candidates(texts), "texts").filter(pl.col("texts") >= LEAST)
    others = named.drop_nulls().unique()
    beside = counted(others, found["phrase"], "others")
    share = pl.col("texts") / max(texts.len(), 1)
    lift = share / ((pl.col("others").fill_null(0) + 1) / (others.len() + 1))
    rows = found.join(beside, on="phrase", how="left").filter(lift >= LIFT)
    size = pl.col("phrase").str.len_chars() - 1
    ranked = longest(rows).sort(pl.col("texts") * size, "phrase", descending=[True, False]).head(TOP)
    return ranked.select("phrase", "texts", example(texts, ranked["phrase"]))


def candidates(texts: pl.Series) -> pl.Series:
    """Runs of Chinese characters that occur often enough."""
    points = codes(texts)
    found: list[str] = []
    for size, level in enumerate(levels(points, LEAST), 1):
        if size >= SHORTEST:
            found += ["".join(map(chr, points[at : at + size])) for at in level.first()]
    return pl.Series("phrase", found, dtype=pl.String)


def counted(texts: pl.Series, words: pl.Series, name: str) -> pl.DataFrame:
    """Columns phrase and `name`: how many of the texts each of the words stands in; none, no row."""
    if words.is_empty() or texts.is_empty():
        return pl.DataFrame(schema={"phrase": pl.String, name: pl.Int64})
    frame = texts.rename("text").to_frame()
    found = frame.select(pl.col("text").str.extract_many(words.to_list(), overlapping=True).list.unique())
    each = found.to_series().explode().drop_nulls()
    return each.value_counts(name="n").select(pl.first().alias("phrase"), pl.col("n").cast(pl.Int64).alias(name))


def longest(rows: pl.DataFrame) -> pl.DataFrame:
    """The phrases that no longer one of nearly as many texts holds."""
    pairs = rows.select(
        pl.col("phrase").str.extract_many(pl.col("phrase").implode(), overlapping=True).alias("inner"),
        pl.col("phrase").alias("outer"), pl.col("texts").alias("most"),
    )  # fmt: skip
    inner = pairs.explode("inner").filter(pl.col("inner") != pl.col("outer"))
    over = inner.group_by("inner").agg(pl.col("most").max())
    kept = rows.join(over, left_on="phrase", right_on="inner", how="left")
    return kept.filter(pl.col("most").fill_null(0) < pl.col("texts") * WITHIN)


def example(texts: pl.Series, words: pl.Series) -> pl.Series:
    """The first text that holds each word."""
    first = [texts.filter(texts.str.contains(word, literal=True)).head(1).to_list() for word in words]
    return pl.Series("example", [one[0] if one else None for one in first], dtype=pl.String)
