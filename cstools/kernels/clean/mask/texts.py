"""Private data in texts out of sight: `138****1234`, or `[手机]`. What is masked once stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache, partial

import polars as pl

from cstools.kernels.clean.mask import cards, patterns
from cstools.kernels.clean.mask.patterns import Pattern
from cstools.model.masks import KINDS, Style

_WIDE = r"[\x{FF10}-\x{FF19}\x{FF20}-\x{FF3A}\x{FF41}-\x{FF5A}]"


def masked(column: pl.Expr, kinds: Collection[str], style: Style = "partial") -> pl.Expr:
    """A text column with the private data in it masked; null stays null.

    kinds: of `model/masks.py`. Full-width digits and letters count as plain ones, and become so in a text in which
    something is masked.

    >>> texts = pl.lit(pl.Series(["电话13812341234,１５２１１１１１１１１", "zhang@qq.com", "订单8131516132658557147"]))
    >>> pl.select(masked(texts, ["phone", "email"])).to_series().to_list()
    ['电话138****1234,152****1111', 'z***@qq.com', '订单8131516132658557147']
    >>> pl.select(masked(texts, ["phone", "email"], "token")).to_series().to_list()
    ['电话[手机],[手机]', '[邮箱]', '订单8131516132658557147']
    """
    return column.map_batches(lambda texts: hidden(texts, kinds, style), return_dtype=pl.String, is_elementwise=True)


def hidden(texts: pl.Series, kinds: Collection[str], style: Style) -> pl.Series:
    """`masked` of a Series."""
    # A Series is cloned before scatter, which writes in place.
    wide = texts.str.contains(_WIDE).fill_null(False).arg_true()
    if wide.is_empty():
        return _hidden(texts, kinds, style)
    plain = texts.gather(wide).str.replace_many(*_widths())
    shown = _hidden(texts.clone().scatter(wide, plain), kinds, style)
    same = (shown.gather(wide) == plain).arg_true()
    untouched = wide.gather(same)
    return shown.clone().scatter(untouched, texts.gather(untouched))


def _hidden(texts: pl.Series, kinds: Collection[str], style: Style) -> pl.Series:
    if found := cards.look(kinds):
        texts = _where(texts, found, lambda some: cards.hidden(some, kinds, style))
    for kind in (kind for kind in KINDS if kind in kinds and patterns.of(kind, style)):
        table = patterns.of(kind, style)
        texts = _where(texts, patterns.hint(kind), partial(_replaced, table=table, style=style))
    return texts


def _where(texts: pl.Series, look: str | None, work: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Texts with the work done on those in which something is found: most often there is nothing to do."""
    if look is None:
        return work(texts)
    rows = texts.str.contains(look).fill_null(False).arg_true()
    return texts if rows.is_empty() else texts.clone().scatter(rows, work(texts.gather(rows)))


def _replaced(texts: pl.Series, table: tuple[Pattern, ...], style: Style) -> pl.Series:
    """Texts after every pattern of a table; after each, only those go on in which one of the rest is found."""
    first, *rest = table

    def done(some: pl.Series) -> pl.Series:
        for _ in range(first.times):
            some = some.str.replace_all(first.regex, first.stays(style))
        return _replaced(some, tuple(rest), style) if rest else some

    return _where(texts, patterns.look(table), done)


@cache
def _widths() -> tuple[list[str], list[str]]:
    codes = [*range(0xFF10, 0xFF1A), *range(0xFF20, 0xFF3B), *range(0xFF41, 0xFF5B)]
    return [chr(code) for code in codes], [chr(code - 0xFEE0) for code in codes]
