"""What there is to say of a run beside its rows: sentences by key, with their blanks, handed on as a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import polars as pl

Note = tuple[str, Mapping[str, object]]
KEY, BLANKS, PLACE, N = "key", "blanks", "place", "n"
WORD = "@"
"""The one key of a blank that is itself a sentence. A mapping, as any text may come from the data."""


def word(key: str) -> dict[str, str]:
    """A blank that is itself a sentence, with the blanks of the whole."""
    return {WORD: key}


def words(keys: Iterable[str]) -> dict[str, list[str]]:
    """A blank that is several sentences, one after another."""
    return {WORD: list(keys)}


def written(notes: Iterable[Note]) -> pl.LazyFrame:
    """The notes as a table, in their order: KEY, BLANKS (JSON), PLACE and N, which is 1.

    >>> read(written([("kpi.until", {"time": "2025-10-31"})]).collect())
    [('kpi.until', {'time': '2025-10-31'})]
    """
    rows = [(key, json.dumps(blanks, ensure_ascii=False, default=str), at, 1) for at, (key, blanks) in enumerate(notes)]
    schema = {KEY: pl.String, BLANKS: pl.String, PLACE: pl.Int64, N: pl.Int64}
    return pl.LazyFrame(rows, schema=schema, orient="row")


def read(table: pl.DataFrame) -> list[Note]:
    """The notes of a table that `written` made."""
    if KEY not in table.columns:
        return []
    rows = table.sort(PLACE).select(KEY, BLANKS).rows()
    return [(key, json.loads(blanks)) for key, blanks in rows]
