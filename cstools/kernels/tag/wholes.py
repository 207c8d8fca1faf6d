"""Leaves of texts that are nothing but a phrase: 在吗, 谢谢."""

from __future__ import annotations

import polars as pl

from cstools.kernels.tag.named import NAMED, WHOLE
from cstools.kernels.tag.patterns import Patterns
from cstools.kernels.tag.plain import plain

LONGEST = 40
"""Characters: a text longer than this is no mere greeting."""


def wholes(texts: pl.DataFrame, named: pl.DataFrame, odd: pl.Series, patterns: Patterns) -> pl.DataFrame:
    """The whole-text leaves of texts that nothing else names: NAMED, p and q null.

    texts: i, text as written. odd: the numbers of those that are read as `plain` leaves them.
    """
    if not patterns.whole:
        return pl.DataFrame(schema=NAMED)
    short = texts.filter(pl.col("text").str.len_chars() <= LONGEST).join(named, on="i", how="anti")
    folded = plain(short).with_columns(short["text"].alias("written"))
    read = pl.when(pl.col("i").is_in(odd.implode())).then("text").otherwise("written")
    found = [pl.DataFrame(schema=NAMED)]
    for rule, leaf in patterns.whole:
        said = folded.filter(pl.col("text").str.contains(rule))
        marks = {"leaf": leaf, "at": 0, "rule": WHOLE, "p": None, "q": None}
        own = said.with_columns(read.str.len_chars().cast(pl.Int64).alias("end"))
        found.append(own.with_columns(pl.lit(v, pl.Int64).alias(k) for k, v in marks.items()).select(*NAMED))
    return pl.concat(found)
