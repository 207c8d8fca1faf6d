"""Sentiment: the weights of the words said, each turned or weighed by what stands before it."""

from __future__ import annotations

import polars as pl

from cstools.kernels.tag.hits import around, outer
from cstools.kernels.tag.patterns import DENIED, MILLI, Patterns
from cstools.model.lexicon import DEGREES, FLIP_BAD, FLIP_GOOD

HALF = 2 * MILLI
"""The sum of weights at which the score is half way to its end."""
CLEAR = 0.15
"""Scores nearer to 0 than this are neutral."""


def mood(found: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """The sum of each text: i, weight (thousandths). A text without words of the lexicon has no row.

    A longer word hides those in it (快递 is not 快); a denied good word is bad, a denied bad one weakly good.
    """
    said = outer(found.filter(pl.col("weight").is_not_null()))
    weighed = said.with_columns(around(said, patterns.tone, "prefix", "times"))
    weight = pl.col("weight")
    flipped = pl.when(weight > 0).then(weight * round(FLIP_GOOD * MILLI)).otherwise(weight * round(FLIP_BAD * MILLI))
    times = pl.col("times").fill_null(MILLI)
    full = pl.when(times == DENIED).then(flipped).otherwise(weight * times)
    words = weighed.with_columns((full // MILLI).alias("weight"))
    return without_degrees(words).group_by("i").agg(pl.col("weight").sum())


def without_degrees(words: pl.DataFrame) -> pl.DataFrame:
    """Words without those that only weigh the next one: 好 in 好贵.

    >>> place = {"i": [0, 0], "start": [0, 3], "end": [3, 6]}
    >>> words = pl.DataFrame({**place, "word": ["好", "贵"], "weight": [1000, -1440]})
    >>> without_degrees(words)["word"].to_list()
    ['贵']
    """
    starts = words.filter(pl.col("weight") != 0).select("i", pl.col("start").alias("end")).unique()
    degrees = words.filter(pl.col("word").is_in(list(DEGREES)))
    spent = degrees.join(starts, on=["i", "end"], how="semi").select("i", "start")
    return words.join(spent, on=["i", "start"], how="anti")


def score(weight: pl.Expr) -> pl.Expr:
    """A sum of weights as a score of -1 to 1; null is 0.

    >>> pl.DataFrame({"w": [2000, -6000, None]}).select(score(pl.col("w"))).to_series().to_list()
    [0.5, -0.75, 0.0]
    """
    known = weight.fill_null(0)
    return (known / (known.abs() + HALF)).round(6)


def label(value: pl.Expr) -> pl.Expr:
    """The word for a score: positive, neutral or negative; null stays null.

    >>> pl.DataFrame({"s": [0.5, -0.1, -0.4, None]}).select(label(pl.col("s"))).to_series().to_list()
    ['positive', 'neutral', 'negative', None]
    """
    clear = pl.when(value >= CLEAR).then(pl.lit("positive")).when(value <= -CLEAR).then(pl.lit("negative"))
    return clear.when(value.is_not_null()).then(pl.lit("neutral"))
