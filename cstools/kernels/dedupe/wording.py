"""What a text says, taken apart for comparing: its words, the question among them, and the numbers that name things."""

from __future__ import annotations

import polars as pl

from cstools.model.wording import CLOSERS, OPENERS

LONG = 8
"""From so many digits on a number is taken out of the words: an order, a parcel or a telephone, which says what is
meant and nothing of what is asked. Nineteen equal digits would make any two questions about one order alike."""
_TOKENS = r"\[[^\[\]]{1,8}\]"
_NUMBERS = r"\d+\.\d+|\d{4,}"
_FRONT = f"^(?:{'|'.join(OPENERS)})+"
_BACK = f"(?:{'|'.join(CLOSERS)})+$"
_QUESTION = 4


def plain(text: pl.Expr) -> pl.Expr:
    """A text in one form: NFKC, lower case, without `[怒]` and `[图片]`, which a chat writes for a picture.

    >>> frame = pl.DataFrame({"t": ["Ａ２[怒]", None]})
    >>> frame.select(plain(pl.col("t"))).to_series().to_list()
    ['a2', None]
    """
    return text.str.normalize("NFKC").str.to_lowercase().str.replace_all(_TOKENS, "")


def normal(text: pl.Expr) -> pl.Expr:
    """A text as it is compared: `plain`, letters and digits only, null if nothing is left.

    Numbers of LONG digits and more go too, unless the text is nothing else.

    >>> frame = pl.DataFrame({"t": ["Hello， 怎么还没发货？！②", "……", "订单6641174171708116117怎么退", "13812345678"]})
    >>> frame.select(normal(pl.col("t"))).to_series().to_list()
    ['hello怎么还没发货2', None, '订单怎么退', '13812345678']
    """
    given = plain(text)
    kept = given.str.replace_all(rf"[^\p{{L}}\p{{N}}]+|\d{{{LONG},}}", "")
    whole = pl.when(kept == "").then(given.str.replace_all(r"[^\p{L}\p{N}]+", "")).otherwise(kept)
    return pl.when(whole != "").then(whole)


def says(text: pl.Expr) -> pl.Expr:
    """Whether anything is left of a text for `normal`: a letter or a digit that is no picture's.

    >>> frame = pl.DataFrame({"t": ["？！", "[图片]", "急", None]})
    >>> frame.select(says(pl.col("t"))).to_series().to_list()
    [False, False, True, None]
    """
    return text.str.replace_all(_TOKENS, "").str.contains(r"[\p{L}\p{N}]")


def question(words: pl.Expr) -> pl.Expr:
    """`normal` words without what is said around a question (model.wording); all of them if too little is left.

    >>> frame = pl.DataFrame({"t": ["急急急你好我的充电宝还没发货谢谢", "在吗", "请问退款"]})
    >>> frame.select(question(pl.col("t"))).to_series().to_list()
    ['我的充电宝还没发货', '在吗', '请问退款']
    """
    core = words.str.replace(_FRONT, "").str.replace(_BACK, "")
    return pl.when(core.str.len_chars() >= _QUESTION).then(core).otherwise(words)


def numbers(text: pl.Expr) -> pl.Expr:
    """The numbers in a text that name something: of four digits and more, or with decimals (an amount). Null: null.

    >>> frame = pl.DataFrame({"t": ["订单6641174171708116117，退款79.01元，3天了", "没有", None]})
    >>> frame.select(numbers(pl.col("t"))).to_series().to_list()
    [['6641174171708116117', '79.01'], [], None]
    """
    return plain(text).str.extract_all(_NUMBERS)
