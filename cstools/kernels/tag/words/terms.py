"""What texts say: the customer's texts, each once, and the words in them that are worth counting."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from cstools.kernels.tag import CUSTOMER, heard
from cstools.kernels.tag.plain import plain
from cstools.kernels.tag.words.segment import Segmenter
from cstools.model.stopwords import NUMERALS, STOPWORDS, UNITS

TEXT = "__text"
"""The column of texts: what the customer said, null else."""
NOISE = r"\[[^\[\]\n]{1,8}\]|[!-Z^-~]*(?:\*|://|www\.|@)[!-Z^-~]*"
"""Not said by the customer, or no word: [图片], [微笑], what is masked in part, addresses of pages and of mail."""
SIGN = r"[\[*@]|://|www\."
"""What every NOISE holds: few texts do, and they alone are looked through."""
LENGTH = 2
CHINESE = r"^\p{Han}+$"
NUMBER = f"^[{NUMERALS}]+[{UNITS}]*$"
OTHER = r"^[\p{L}\p{M}][\p{L}\p{M}\p{N}+#&._-]*$"
CODE = r"\p{N}{4}|^.{25}"
"""Within a word of other scripts: the digits of an id or of a year; no word is as long as a key or a hash."""


def spoken(lf: pl.LazyFrame, field: str, tool: str, speaker: str = CUSTOMER) -> pl.DataFrame:
    """The frame with TEXT: `field`, but null in messages (records with sender_role) that are not the speaker's.

    Raises Usage("field.missing") for a frame without `field`.

    >>> lf = pl.LazyFrame({"text": ["退款", "亲"], "sender_role": ["customer", "agent"]})
    >>> spoken(lf, "text", "cs-tag")[TEXT].to_list()
    ['退款', None]
    """
    said = heard(lf.collect_schema().names(), field, speaker, tool)
    return lf.with_columns(said.cast(pl.String).alias(TEXT)).collect()


def readable(texts: pl.Series) -> pl.Series:
    """Texts as words are looked for: NFKC, lower case, common slips of spelling folded, a space for NOISE.

    >>> readable(pl.Series(["电话138****1234[图片]打不通", "买２个看https://a.cn/x?y=1这里", None])).to_list()
    ['电话  打不通', '买2个看 这里', None]
    """
    # `plain` loses nulls and the order.
    rows = texts.cast(pl.String).rename("text").to_frame().with_row_index("i")
    text = pl.col("text")
    clear = pl.when(text.str.contains(SIGN)).then(text.str.replace_all(NOISE, " ")).otherwise(text)
    known = plain(rows.drop_nulls()).with_columns(clear)
    return rows.select("i").join(known, on="i", how="left", maintain_order="left")["text"]


def terms(texts: pl.Series, segment: Segmenter) -> pl.DataFrame:
    """The words worth counting of texts as `readable` leaves them: i (Int64, the text's place) and word, in order.

    Worth counting has two characters or more and is no stop word, number, date, order number or id.

    >>> from cstools.kernels.tag.words.segment import segmenter
    >>> terms(pl.Series(["我的退款怎么还没处理", "3天了T000000001"]), segmenter()).rows()
    [(0, '退款'), (0, '处理')]
    """
    found = segment(texts).filter(pl.col("word").str.len_chars() >= LENGTH)
    return found.join(worth(found["word"].unique()).to_frame(), on="word", how="semi", maintain_order="left")


def worth(words: Iterable[str] | pl.Series) -> pl.Series:
    """Those of the words that are worth counting, as a Series named word.

    >>> worth(["退款", "怎么", "三十天", "2025", "type-c", "t000000001", "好"]).to_list()
    ['退款', 'type-c']
    """
    series = pl.Series("word", words, dtype=pl.String)
    word = pl.col("word")
    chinese = word.str.contains(CHINESE) & ~word.str.contains(NUMBER)
    other = word.str.contains(OTHER) & ~word.str.contains(CODE) & ~word.str.contains(CHINESE)
    kept = (word.str.len_chars() >= LENGTH) & (chinese | other) & ~word.is_in(list(STOPWORDS))
    return series.to_frame().filter(kept)["word"]
