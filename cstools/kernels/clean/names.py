"""One word per thing: channels, statuses, priorities, categories and roles by dictionary.

The dictionary of `model/synonyms.py`, and over it a user's own, which may speak of any field of text.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cstools.kernels.expr.text import key
from cstools.model import fields, synonyms
from cstools.model.fields import normal

_NAMES = ("channel", "priority", "category")
Words = Mapping[str, str]
"""Spelling, as `fields.normal` gives it -> word; a word is a spelling of itself."""


def dictionary(kind: str, field: str, own: Words | None = None) -> dict[str, str]:
    """The words for a field, `own` before ours: where a user has another word for one of ours, all its spellings go to
    that one. Empty for a field without: an order's status is its own, only a ticket's has four words.

    >>> dictionary("ticket", "status")["处理中"], dictionary("order", "status")
    ('open', {})
    >>> words = dictionary("ticket", "channel", {"千牛": "淘宝", "淘宝": "淘宝"})
    >>> words["旺旺"], words["千牛"]
    ('淘宝', '淘宝')
    """
    known = fields.of(kind).get(field)
    ours = known is not None and (known.type == "enum" or field in _NAMES)
    own = own or {}
    shipped = synonyms.words(field) if ours else {}
    return {spelling: own.get(normal(word), word) for spelling, word in shipped.items()} | dict(own)


def canonical(column: pl.Expr, words: Words) -> pl.Expr:
    """A unified text column with every known spelling as its word; what the dictionary lacks, and null, stays.

    >>> column = pl.lit(pl.Series(["处理中", "In Progress", "Closed", "流转", None]))
    >>> pl.select(canonical(column, dictionary("ticket", "status"))).to_series().to_list()
    ['open', 'open', 'closed', '流转', None]
    """
    return column.map_batches(lambda given: _canonical(given, words), return_dtype=pl.String)


def _canonical(column: pl.Series, words: Words) -> pl.Series:
    # A column of names holds few of them, and comparing one costs as much as a hundred look-ups.
    given = column.unique().drop_nulls()
    made = pl.select(key(pl.lit(given)).replace_strict(list(words), list(words.values()), default=None)).to_series()
    made = made.cast(pl.String).fill_null(given)
    other = made != given
    return column.replace(given.filter(other), made.filter(other)) if other.any() else column
