"""The SQL conditions of report.toml and of the actions, tried on no rows before any data is read."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes
from cstools.kernels.expr.sql import expression
from cstools.kernels.filters import ROWS, where
from cstools.model.report.config_reader import misspelt

CLOCK = "now, random"
"""What a condition may not ask for: the answer would be another at another time."""
KNOWN = dtypes("ticket")


def condition(text: str, path: str, line: int) -> None:
    """Check a condition on one record. A name that is no field is a column of the user's, of text.

    Raises Usage("settings.where") for what is none, or asks for the time or chance; ("settings.unknown") for a field
    misspelt.

    >>> condition("csat < 3 AND channel = '邮件'", "report.toml", 7)
    """
    made = expression(text, "settings.where", ROWS, clock=CLOCK, path=path, line=line)
    names = made.meta.root_names()
    for name in names:
        if near := misspelt(name, list(KNOWN)):
            raise Usage("settings.unknown", path=path, line=line, word=name, known=", ".join(near))
    empty = pl.LazyFrame(schema={name: KNOWN.get(name, pl.String()) for name in names})
    try:
        where(text).apply(empty)
    except Usage as error:
        raise Usage("settings.where", path=path, line=line, why=error.params.get("why", text)) from error
