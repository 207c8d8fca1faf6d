"""The keys a table lacks: how often each was asked for, why it has no answer, and the key it may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.expr.text import key
from cstools.kernels.stage import LINE

if TYPE_CHECKING:
    from cstools.kernels.join.lookup import Lookup

N, WHY, NEAR = "n", "why", "near"
PLAIN = "__plain"
UNKNOWN, DATES = "unknown", "dates"
"""Why: the table lacks the key, or has it at other times only."""


def unmatched(found: pl.DataFrame, lookup: Lookup) -> pl.DataFrame:
    """The keys that match nothing, the most frequent first.

    In: KEY0, ..., WHY, N, once a key. Out: the keys under the fields' own names, N, WHY, NEAR: the key of the table
    that is the same but for width, case and spaces; null where there is none.

    >>> from cstools.kernels.join import Ask, Sheet, prepare
    >>> sheet = Sheet(pl.DataFrame({"account": ["客服01"], "team": ["售前"], "__line": [2]}), "t.csv")
    >>> found = pl.DataFrame({"__key_0": ["客服 01", "x"], "why": ["unknown"] * 2, "n": [3, 4]})
    >>> unmatched(found, prepare(sheet, Ask(("account",), ("account",), ("team",)))).rows()
    [('x', 4, 'unknown', None), ('客服 01', 3, 'unknown', '客服01')]
    """
    plain = pl.concat_list(key(pl.col(name)) for name in lookup.keys)
    whole = pl.concat_str(lookup.keys, separator=" + ")
    known = (
        lookup.rows.sort(LINE)
        .select(plain.alias(PLAIN), whole.alias(NEAR))
        .unique(PLAIN, keep="first", maintain_order=True)
    )
    near = pl.when(pl.col(WHY) == UNKNOWN).then(pl.col(NEAR))
    named = found.with_columns(plain.alias(PLAIN)).join(known, on=PLAIN, how="left").with_columns(near.alias(NEAR))
    own = [pl.col(name).alias(field) for name, field in zip(lookup.keys, lookup.ask.on, strict=True)]
    return named.sort(-pl.col(N), *lookup.keys).select(*own, N, WHY, NEAR)
