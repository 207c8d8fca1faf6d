"""Texts folded as whole: NFKC, lower case, common slips of spelling."""

from __future__ import annotations

import polars as pl

from cstools.kernels.tag.script import BROAD, STRANGE, ranges
from cstools.model.lexicon import SPELLINGS

WIDE = ranges(*STRANGE, (BROAD, BROAD + 1), (0xFF10, 0xFF5F))
"""Signs that NFKC makes others of; ，！（） stay as they are, since most texts have one."""
ODD = rf"[A-ZÀ-ÞА-Я{WIDE}]|" + "|".join(SPELLINGS)
"""Texts without any of these are as they are: NFKC and lower case cost as much as looking for all phrases."""


def plain(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts folded. Columns i, text.

    >>> plain(pl.DataFrame({"i": [0, 1], "text": ["打１２３１５", "木有更新"]}))["text"].to_list()
    ['打12315', '没有更新']
    """
    odd = texts["text"].str.contains(ODD).fill_null(value=False).arg_true()
    if odd.is_empty():
        return texts
    folded = texts["text"].gather(odd).str.normalize("NFKC").str.to_lowercase()
    folded = folded.to_frame().select(pl.col("text").str.replace_many(SPELLINGS, leftmost=True)).to_series()
    return texts.with_columns(texts["text"].clone().scatter(odd, folded))
