"""Parsing by trial: the form most cells have first, the next form only on the cells still unread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

Form = Callable[[pl.Expr], pl.Expr]
"""From text to a value, null for what it cannot read."""
Group = tuple[Form | None, Sequence[Form]]
"""A rewriting of the text that is still unread (None: as it is), and the forms then tried on it."""


def cascade(column: pl.Expr, groups: Sequence[Group], dtype: pl.DataType) -> pl.Expr:
    """`column` (text) read by the first form of the first group that gives a value; null where none does.

    Rewritings add up: a group sees the text as the groups before left it. Trying every form on every cell costs nearly
    twice as much as gathering the unread ones (measured on a mixed CSV: .66 against .36 of Miller's time).

    >>> groups = [(None, [lambda c: c.cast(pl.Int64, strict=False)]), (lambda c: c.str.len_chars(), [lambda c: c])]
    >>> pl.DataFrame({"x": ["7", "abc", None]}).select(cascade(pl.col("x"), groups, pl.Int64())).to_series().to_list()
    [7, 3, None]
    """
    return column.map_batches(lambda text: _read(text, groups, dtype), return_dtype=dtype, is_elementwise=True)


def _read(text: pl.Series, groups: Sequence[Group], dtype: pl.DataType) -> pl.Series:
    read = pl.Series(text.name, [], dtype=dtype).extend_constant(None, len(text))
    left = text.is_not_null().arg_true()
    unread = text.alias("x").gather(left)
    for rewrite, forms in groups:
        if unread.is_empty():
            break
        unread = _select(unread, rewrite) if rewrite else unread
        for form in forms:
            found = _select(unread, form).cast(dtype)
            if found.null_count() == len(found):
                continue
            read = read.scatter(left, found)
            keep = found.is_null().arg_true()
            left, unread = left.gather(keep), unread.gather(keep)
            if unread.is_empty():
                break
    return read


def _select(text: pl.Series, form: Form) -> pl.Series:
    return text.to_frame().select(form(pl.col("x"))).to_series().alias("x")
