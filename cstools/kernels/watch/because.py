"""Surges that are one surge: a product that surges lifts its category, every channel and shop, and all contacts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import polars as pl

BECAUSE = "because"
WHOLLY = 0.8
"""A surge is told with another if this share of its excess is contacts of that other."""


def name(field: str, value: str | None) -> str:
    """A series as BECAUSE names it."""
    return f"{field}={value}"


def because(surges: pl.DataFrame) -> pl.Series:
    """Of each surge the other one that wholly explains it (BECAUSE, `name`); null for one that stands for itself.

    In: rows of surges in the order of their series: field, value, period, drivers (JSON, of `drivers.values`).

    A surge explains another of the same period if its value is at least WHOLLY of the other's excess. They often
    explain each other (all that is new of a product is of one category, and the reverse), so of each period that
    surge is taken first which explains most of the others, of equals the first series; what it explains is told with
    it and stands for nothing itself; then so on with what is left, until no surge explains another. Drivers are values
    that rose within a series: a channel and its only shop, which are the same contacts, explain nothing of each other.

    >>> row = lambda field, value, *by: {"period": "2025-10-16", "field": field, "value": value, "drivers": json.dumps(
    ...     [{"field": of, "value": one, "share": share} for of, one, share in by])}
    >>> because(pl.DataFrame([
    ...     row("all", None, ("product", "M20", 0.95), ("category", "quality", 0.9)),
    ...     row("product", "M20", ("category", "quality", 0.9)),
    ...     row("category", "quality", ("product", "M20", 0.99)),
    ...     row("channel", "chat", ("product", "M20", 0.9), ("category", "quality", 0.7)),
    ...     row("shop", "own", ("product", "M20", 0.5)),
    ... ])).to_list()
    ['product=M20', None, 'product=M20', 'product=M20', None]
    """
    found: list[str | None] = [None] * surges.height
    for part in surges.with_row_index("__at").partition_by("period", maintain_order=True):
        names = [name(*row) for row in part.select("field", "value").rows()]
        causes = [_wholly(cell) & {*names} for cell in part["drivers"]]
        told = _grouped(names, causes)
        for at, own in zip(part["__at"], names, strict=True):
            found[at] = told.get(own)
    return pl.Series(BECAUSE, found, dtype=pl.String)


def _wholly(cell: str | None) -> set[str]:
    """The values that make up a surge, by its drivers."""
    drivers: Sequence[Mapping[str, str | float | None]] = json.loads(cell) if cell else []
    return {f"{one['field']}={one['value']}" for one in drivers if float(one["share"] or 0) >= WHOLLY}


def _grouped(names: Sequence[str], causes: Sequence[set[str]]) -> dict[str, str]:
    """Of each series that another explains that other. causes: of each those that explain it."""
    open_ = dict(zip(names, causes, strict=True))
    told: dict[str, str] = {}
    while open_:
        explains = {own: [other for other in open_ if own in open_[other]] for own in open_}
        head = max(open_, key=lambda own: len(explains[own]))
        if not explains[head]:
            break
        told |= dict.fromkeys(explains[head], head)
        for own in (head, *explains[head]):
            del open_[own]
    return told
