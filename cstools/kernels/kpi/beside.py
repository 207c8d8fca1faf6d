"""The contacts of the same customer before and after each contact, told by one sort."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_

import polars as pl

AT, COUNTS = "__at", "__counts"
MOMENT = "created_at"
NONE = -(1 << 63)
"""No contact: no time is that long ago."""


def beside(rows: pl.LazyFrame, keys: Sequence[str], counts: pl.Expr, names: tuple[str, str]) -> pl.LazyFrame:
    """Rows with the times of the contacts of the same keys before and after (names, Datetime), in the same order.

    counts: which rows are contacts. Contacts of one moment are one, and a row of no contact's moment, or with a null
    key, has neither. In: created_at.

    >>> from datetime import datetime
    >>> days = [datetime(2025, 10, day) for day in (3, 1, 1, 2)]
    >>> rows = pl.LazyFrame({"customer_id": ["a", "a", "a", "b"], "created_at": days})
    >>> found = beside(rows, ["customer_id"], pl.lit(True), ("before", "after")).collect()
    >>> found["before"].dt.day().to_list(), found["after"].dt.day().to_list()
    ([1, None, None, None], [None, 3, 3, None])
    """
    placed = rows.with_row_index(AT)
    own = placed.select(AT, *keys, MOMENT, counts.alias(COUNTS)).drop_nulls()
    order = [*keys, MOMENT, COUNTS]
    in_order = own.sort(order, descending=[name == COUNTS for name in order])
    made = in_order.select(AT, _before(keys).alias(names[0]), _after(keys).alias(names[1]))
    return placed.join(made, on=AT, how="left", maintain_order="left").drop(AT)


def _same(keys: Sequence[str], step: int) -> pl.Expr:
    """Whether the row so many rows before has the same keys."""
    alike = (pl.col(key) == pl.col(key).shift(step) for key in keys)
    return reduce(and_, alike).fill_null(False)


def _begins(keys: Sequence[str]) -> pl.Expr:
    """Whether a row is the first of its keys and moment: a contact, if any of them is."""
    return ~(_same(keys, 1) & (pl.col(MOMENT) == pl.col(MOMENT).shift(1)))


def _near(keys: Sequence[str], step: int) -> pl.Expr:
    """The nearest other moment of a contact in one direction, as an integer; NONE for none."""
    # A row at the edge of its keys ends the search of those behind it.
    moments = pl.when(_begins(keys) & pl.col(COUNTS)).then(pl.col(MOMENT).to_physical())
    marked = moments.when(~_same(keys, step)).then(NONE)
    filled = marked.fill_null(strategy="forward" if step > 0 else "backward").shift(step)
    return pl.when(_same(keys, step)).then(filled).otherwise(NONE)


def _before(keys: Sequence[str]) -> pl.Expr:
    first = pl.when(_begins(keys)).then(_near(keys, 1)).fill_null(strategy="forward")
    return _time(keys, first)


def _after(keys: Sequence[str]) -> pl.Expr:
    return _time(keys, _near(keys, -1))


def _time(keys: Sequence[str], near: pl.Expr) -> pl.Expr:
    contact = pl.when(_begins(keys)).then(pl.col(COUNTS)).fill_null(strategy="forward")
    return pl.when(contact & (near != NONE)).then(near).cast(pl.Datetime("us"))
