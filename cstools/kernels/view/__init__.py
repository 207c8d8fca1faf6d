"""cs-view: records looked at: what each field holds, one field's values, one person's contacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from cstools.kernels.stage import Result, Stage
from cstools.kernels.view.customer import customer
from cstools.kernels.view.describe import describe
from cstools.kernels.view.freq import added, freq, merged
from cstools.kernels.view.hist import hist
from cstools.kernels.view.line import line

__all__ = ["OPERAND", "customer", "describe", "freq", "hist", "line", "needs", "stage"]

OPERAND: dict[str, Callable[[pl.LazyFrame, str], Result]] = {
    "freq": freq,
    "hist": hist,
    "line": line,
    "customer": customer,
}
"""Verbs that take a word: a field, or a customer's id."""


def stage(verb: str, operand: str = "", *, lang: str = "zh") -> Stage:
    """Records of any kind in, the table of a verb out; scope whole. KeyError if there is no such verb.

    >>> stage("freq", "channel").apply(pl.LazyFrame({"channel": ["b", "a", "b", None]})).rows.collect().rows()
    [('b', 2, 0.666666667, 0.666666667), ('a', 1, 0.333333333, 1.0), (None, 1, None, None)]
    """
    if verb == "describe":
        return Stage("view", lambda rows: Result(describe(rows, lang)), scope="whole")
    make = OPERAND[verb]
    whole = Stage("view", lambda rows: make(rows, operand), scope="whole", needs=needs(verb, operand))
    if verb != "freq":
        return whole
    # Narrow where the kind is told by the reader; the other verbs tell it by the fields that reach them.
    add, merge = (lambda rows: added(rows, operand)), (lambda tables: merged(tables, operand))
    return replace(whole, narrow=True, partial=add, merge=merge)


def needs(verb: str, operand: str) -> tuple[str, ...]:
    """The fields a verb reads, of which an empty stream is then made.

    >>> needs("line", "csat"), needs("customer", "U100000")
    (('csat', 'created_at'), ('customer_id', 'created_at'))
    """
    field = "customer_id" if verb == "customer" else operand
    return (field, "created_at") if verb in ("line", "customer") else (field,)
