"""One record made of several: what of each field survives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from cstools.errors import Usage
from cstools.kernels.dedupe.keys import GROUP, RANK
from cstools.kernels.stage import INTERNAL

RULES: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "newest": lambda values: values.drop_nulls().first(),
    "oldest": lambda values: values.drop_nulls().last(),
    "sum": lambda values: pl.when(values.count() > 0).then(values.sum()),
    "min": lambda values: values.min(),
    "max": lambda values: values.max(),
    "longest": lambda values: values.sort_by(values.str.len_chars(), descending=True, nulls_last=True).first(),
    "union": lambda values: values.drop_nulls().explode().drop_nulls().unique(maintain_order=True),
}
"""What becomes of the values of a field, the newest record's first. sum, min, max: of numbers; longest: of texts."""


def merged(marked: pl.DataFrame, rules: Mapping[str, str]) -> pl.DataFrame:
    """The records with each group's survivor made of all of it; the others, and those alone, as they are.

    In: rows of `keys.ranked`, the survivor being the newest. A list has the items of all, any other field without a
    rule the newest value that is not null. Raises Usage("dedupe.merge_type") for a rule a field cannot have.

    >>> marked = pl.DataFrame({GROUP: ["e", "e"], RANK: [1, 2], "phone": [None, "138"], "n": [1, 2], "__row": [0, 1]})
    >>> merged(marked, {"n": "sum"}).sort("__row").select("phone", "n").rows()
    [('138', 3), ('138', 2)]
    """
    own = [name for name in marked.columns if not name.startswith("__") and name not in INTERNAL]
    for name, rule in rules.items():
        _check(marked, name, rule)
    lists = {name for name in own if isinstance(marked.schema[name], pl.List)}
    made = [RULES[rules.get(name, "union" if name in lists else "newest")](pl.col(name)).alias(name) for name in own]
    groups = marked.filter(pl.col(GROUP).is_not_null()).sort(GROUP, RANK)
    one = groups.group_by(GROUP, maintain_order=True).agg(*made).with_columns(pl.lit(1, dtype=pl.Int64).alias(RANK))
    survivors = marked.filter(pl.col(RANK) == 1).drop(own).join(one, on=[GROUP, RANK]).select(marked.columns)
    return pl.concat([marked.filter(pl.col(RANK).fill_null(0) != 1), survivors.cast(marked.schema)])


def parse(texts: list[str]) -> dict[str, str]:
    """`--merge FIELD=RULE`. Raises Usage for a rule there is not.

    >>> parse(["amount=sum"])
    {'amount': 'sum'}
    """
    found: dict[str, str] = {}
    for text in texts:
        name, _, rule = (part.strip() for part in text.partition("="))
        if not name or rule not in RULES:
            raise Usage("dedupe.merge", text=text, rules=", ".join(RULES))
        found[name] = rule
    return found


def _check(marked: pl.DataFrame, name: str, rule: str) -> None:
    dtype = marked.schema.get(name)
    fits = dtype is not None and {
        "sum": dtype.is_numeric(),
        "longest": dtype == pl.String,
        "union": isinstance(dtype, pl.List),
    }.get(rule, True)
    if not fits:
        raise Usage("dedupe.merge_type", field=name, rule=rule)
