"""The words that tell a text from others, by how rare they are in general."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.stage import Result, Stage, counted
from cstools.kernels.tag import CUSTOMER, ROLE
from cstools.kernels.tag.words.idf import middle, table
from cstools.kernels.tag.words.segment import Own, Segmenter, segmenter
from cstools.kernels.tag.words.terms import TEXT, readable, spoken, terms

KEYWORDS = "keywords"


def stage(n: int = 3, field: str = "text", own: Own | None = None, speaker: str = CUSTOMER) -> Stage:
    """The row stage behind `cs-tag --keywords N`: reads `field` (and sender_role), adds KEYWORDS (List of String).

    The n words with the highest tf-idf (`weighed`), equal ones in the order of their characters. Null for a null text
    and for a message that is not the customer's; empty for a text without a word worth counting. Counts: texts with
    keywords.

    Raises Usage("words.number") for n below 1 and, applied, ("field.missing") for a frame without `field`.

    >>> lf = pl.LazyFrame({"text": ["退款还没到账，催了三次退款", "？", None]})
    >>> stage(1).apply(lf).rows.collect()["keywords"].to_list()
    [['退款'], [], None]
    """
    if n < 1:
        raise Usage("words.number", option="--keywords", value=n)

    def apply(lf: pl.LazyFrame) -> Result:
        frame = spoken(lf, field, "cs-tag --keywords", speaker)
        each = frame.select(pl.col(TEXT)).drop_nulls().unique(maintain_order=True)
        known = each.with_columns(keywords(each[TEXT], n, segmenter(own)))
        rows = frame.drop(KEYWORDS, strict=False).join(known, on=TEXT, how="left", maintain_order="left").drop(TEXT)
        return Result(rows.lazy(), counts=counted({KEYWORDS: int((rows[KEYWORDS].list.len() > 0).sum())}))

    return Stage(KEYWORDS, apply, needs=(field, ROLE), adds=(KEYWORDS,), bare=True)


def keywords(texts: pl.Series, n: int, segment: Segmenter) -> pl.Series:
    """The n best words of each text as a Series of lists; no text is null."""
    found = weighed(terms(readable(texts), segment)).sort(["i", "weight", "word"], descending=[False, True, False])
    lists = found.group_by("i", maintain_order=True).agg(pl.col("word").head(n).alias(KEYWORDS))
    places = pl.DataFrame({"i": pl.int_range(texts.len(), eager=True)})
    nothing = pl.lit([], dtype=pl.List(pl.String))
    return places.join(lists, on="i", how="left", maintain_order="left")[KEYWORDS].fill_null(
        pl.select(nothing).to_series()
    )


def weighed(words: pl.DataFrame) -> pl.DataFrame:
    """A row a text and word from a row an occurrence (i, word): i, word and weight (Float64).

    weight: how often the text has the word, times the idf of jieba's table (the median for a word it lacks): the order
    of jieba.analyse.extract_tags, which divides all weights of a text by one number.
    """
    often = words.group_by("i", "word").agg(pl.len().alias("tf"))
    rare = pl.col("idf").fill_null(middle())
    return often.join(table(), on="word", how="left").select("i", "word", (pl.col("tf") * rare).alias("weight"))
