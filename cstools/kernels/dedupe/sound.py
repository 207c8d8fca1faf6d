"""How Chinese names sound. The one file that knows pypinyin."""

from __future__ import annotations

import polars as pl


def sounds(words: pl.Series) -> pl.Series:
    """Each text with its Chinese characters as syllables without tones, a space behind each; other signs stay.

    A character read in several ways has its first reading: the same in every name, whatever the right one is.

    >>> sounds(pl.Series(["章玮", "张伟", "ann 李", None])).to_list()
    ['zhang wei ', 'zhang wei ', 'ann li ', None]
    """
    signs = words.str.extract_all(r"\p{Han}").explode().drop_nulls().unique().sort().to_list()
    if not signs:
        return words
    from pypinyin import Style, lazy_pinyin

    syllables = [f"{lazy_pinyin(sign, style=Style.NORMAL)[0]} " for sign in signs]
    return words.str.replace_many(signs, syllables)
