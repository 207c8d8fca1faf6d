"""One word per thing: channels, statuses, priorities and roles by the dictionary of `model/synonyms.py`."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.text import key
from cstools.model import fields, synonyms


def has_names(kind: str, field: str) -> bool:
    """Whether the dictionary speaks of this field: an order's status is its own, only a ticket's has four words.

    >>> has_names("ticket", "status"), has_names("order", "status"), has_names("order", "channel")
    (True, False, True)
    """
    known = fields.of(kind).get(field)
    ours = known is not None and (known.type == "enum" or field in ("channel", "priority"))
    return ours and field in synonyms.SYNONYMS


def canonical(field: str, column: pl.Expr) -> pl.Expr:
    """A unified text column with every known spelling as its canonical word; other words and null stay.

    >>> words = pl.lit(pl.Series(["处理中", "In Progress", "Closed", "流转", None]))
    >>> pl.select(canonical("status", words)).to_series().to_list()
    ['open', 'open', 'closed', '流转', None]
    """
    known = synonyms.words(field)
    return key(column).replace_strict(list(known), list(known.values()), default=column, return_dtype=pl.String)
