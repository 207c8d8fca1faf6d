"""Ids as spreadsheets leave them: wrapped so that they stay text, or turned into a number."""

from __future__ import annotations

import polars as pl

ROUNDED = r"^\d(\.\d+[eE]\+?|[eE]\+)\d+$"
"""An id that Excel, or Java, has turned into a number: its last digits are gone. Neither writes 1E5, which is an id."""


def unwrapped(text: pl.Expr) -> pl.Expr:
    """Text with `="007"` and a leading apostrophe undone.

    >>> pl.DataFrame({"x": ['="007"', "'8", "9"]}).select(unwrapped(pl.col("x"))).to_series().to_list()
    ['007', '8', '9']
    """
    return text.str.replace(r'^="?(.*?)"?$', "${1}").str.replace(r"^['’]", "")
