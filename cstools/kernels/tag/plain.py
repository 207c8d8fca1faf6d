"""Texts folded as whole: NFKC, lower case, common slips of spelling."""

from __future__ import annotations

import polars as pl

from cstools.model.lexicon import SPELLINGS

WIDE = (
    r"\x{300}-\x{36F}\x{2100}-\x{218F}\x{2460}-\x{24FF}\x{3000}\x{3200}-\x{33FF}\x{F900}-\x{FAFF}\x{FB00}-\x{FB06}"
    r"\x{FF10}-\x{FFEF}\x{1D400}-\x{1D7FF}"
)
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
