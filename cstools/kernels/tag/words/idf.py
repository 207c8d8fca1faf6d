"""How rare words are in general: jieba's table of inverse document frequencies."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from cstools.errors import Failure


@cache
def table() -> pl.DataFrame:
    """The table: word (String, each once) and idf (Float64). Raises Failure("words.table") where it is missing.

    >>> table().filter(word="退款").height
    1
    """
    # A kernel reads no file of a run; this one is part of an installed package, as a module's constant would be. jieba
    # itself is not imported: that costs a second.
    spec = find_spec("jieba")
    folder = next(iter(spec.submodule_search_locations or ()), "") if spec else ""
    path = Path(folder) / "analyse" / "idf.txt"
    if not path.is_file():
        raise Failure("words.table", path=path)
    schema = {"word": pl.String, "idf": pl.Float64}
    rows = pl.read_csv(path, has_header=False, separator=" ", quote_char=None, schema=schema)
    return rows.unique("word", keep="last", maintain_order=True)


@cache
def middle() -> float:
    """The idf of a word that is not in the table: the upper median, as jieba.analyse has it."""
    known = table()["idf"].sort()
    return float(known[known.len() // 2])
