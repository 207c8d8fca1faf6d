"""A customer's words as they may be shown: masked, on one line, short."""

from __future__ import annotations

import polars as pl

from cstools.kernels.clean.mask import ALL
from cstools.kernels.clean.mask import masked as hidden

QUOTE = 120
"""Characters of the customer's text that are quoted."""
MASKS = (
    (r"(?:https?://|www\.)\S+", "***"),
    (r"(\d{3})\d{4,}(\d{2}[\dXx]?)", "${1}****${2}"),
    (r"\s+", " "),
)
"""What is hidden of a quoted text beside what `cs-clean --mask all` hides: web addresses, and the middle of every
number of nine digits or more (orders, bank cards)."""


def masked(text: pl.Expr) -> pl.Expr:
    r"""A text that may be shown in a review: its numbers and addresses hidden, on one line, at most QUOTE characters.

    >>> frame = pl.DataFrame({"text": ["电话13812345678，订单8131516132658557147\n地址：浙江省杭州市文一西路1号"]})
    >>> frame.select(masked(pl.col("text"))).item()
    '电话138****5678，订单813****47 地址：浙江***'
    """
    text = hidden(text, ALL)
    for pattern, by in MASKS:
        text = text.str.replace_all(pattern, by)
    text = text.str.strip_chars()
    return pl.when(text.str.len_chars() > QUOTE).then(text.str.slice(0, QUOTE - 1) + "…").otherwise(text)
