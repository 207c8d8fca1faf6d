"""Text: plain forms for comparison, and lists as one text."""

from __future__ import annotations

import polars as pl

from cstools.model.words import FULL_WIDTH, NO_VALUE, NULLS


def plain(text: pl.Expr) -> pl.Expr:
    """Text as values are compared: full-width signs made plain, ends stripped, lower case.

    >>> pl.DataFrame({"x": [" ＡＢ１ "]}).select(plain(pl.col("x"))).item()
    'ab1'
    """
    return half_width(text).str.strip_chars().str.to_lowercase()


def half_width(text: pl.Expr) -> pl.Expr:
    """Full-width digits, letters and signs as the plain ones.

    >>> pl.DataFrame({"x": ["￥１２．５"]}).select(half_width(pl.col("x"))).item()
    '¥12.5'
    """
    return text.str.replace_many(FULL_WIDTH)


def says_nothing(text: pl.Expr) -> pl.Expr:
    """Whether a cell that should hold a value has a word for nothing, as most exports write it; `plain` text: any word.

    >>> pl.DataFrame({"x": ["-", "未评价", "5"]}).select(says_nothing(pl.col("x"))).to_series().to_list()
    [True, True, False]
    """
    return text.is_in(list(NULLS | NO_VALUE))


def key(text: pl.Expr) -> pl.Expr:
    """Text as a word of a dictionary is looked up, as `model.fields.normal` does: NFKC, lower case, no spaces.

    >>> pl.DataFrame({"x": [" In Progress "]}).select(key(pl.col("x"))).item()
    'inprogress'
    """
    return text.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"[\s_]+", "")


def listed(items: pl.Expr) -> pl.Expr:
    r"""A list as one text: items joined by `|`, with `|` and `\` in an item escaped by `\`; null stays null.

    >>> pl.DataFrame({"x": [["a|b", "c"], []]}).select(listed(pl.col("x"))).to_series().to_list()
    ['a\\|b|c', '']
    """
    escaped = pl.element().str.replace_all("\\", "\\\\", literal=True).str.replace_all("|", "\\|", literal=True)
    return items.list.eval(escaped).list.join("|")


def unlisted(text: pl.Expr) -> pl.Expr:
    r"""The list that `listed` wrote; a JSON array of text is read too. Null stays null.

    >>> pl.DataFrame({"x": ["a\\|b|c", "d"]}).select(unlisted(pl.col("x"))).to_series().to_list()
    [['a|b', 'c'], ['d']]
    """
    # Polars has no look-behind: the two escapes are set aside under signs no text holds.
    aside = text.str.replace_all("\\\\", "\x01", literal=True).str.replace_all("\\|", "\x02", literal=True)
    back = pl.element().str.replace_all("\x01", "\\", literal=True).str.replace_all("\x02", "|", literal=True)
    return aside.str.split("|").list.eval(back)
