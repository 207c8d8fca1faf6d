"""Labels as people write them: one, several joined by |, or a list."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

MARK = "|"
"""Joins the items of a list that is written as text; `|` and the backslash in an item have one before them."""
ESCAPED = re.compile(r"\\([\\|])")
PIECES = re.compile(r"(?:[^\\|]|\\.)+")


def listed(values: pl.Series, split: bool = True) -> pl.Series:
    r"""Each cell as a list of labels, blanks around them and blank ones left out; null: none.

    In: String, List, or what can be written as String. Text is one label, items joined by MARK, or a list in JSON; with
    `split` False it is one label whatever it holds.

    >>> listed(pl.Series(["a|b", '["a", 3]', r"a\|b", None, " "])).to_list()
    [['a', 'b'], ['a', '3'], ['a|b'], [], []]
    """
    if values.dtype != pl.List:
        text = values.cast(pl.String)
        each = text.drop_nulls().unique()
        parts = [items(one) if split else [one] for one in each]
        types = {"label": pl.String(), "labels": pl.List(pl.String)}
        known = pl.DataFrame({"label": each, "labels": parts}, schema=types)
        values = text.rename("label").to_frame().join(known, on="label", how="left", maintain_order="left")["labels"]
    clean = pl.element().cast(pl.String).str.strip_chars()
    return values.list.eval(clean.filter(clean != "")).fill_null([]).alias("labels")


def items(text: str) -> list[str]:
    r"""The labels in one cell.

    >>> items('["a","b"]'), items("[a"), items("x|y")
    (['a', 'b'], ['[a'], ['x', 'y'])
    """
    if text.startswith("[") and text.endswith("]"):
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if isinstance(found, list):
            return [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in found]
    return [ESCAPED.sub(r"\1", piece) for piece in PIECES.findall(text)]


def joined(lists: pl.Expr) -> pl.Expr:
    r"""Lists of labels as text: what `listed` reads.

    >>> pl.DataFrame({"x": [["a|b", "c"], []]}).select(joined(pl.col("x")))["x"].to_list()
    ['a\\|b|c', '']
    """
    escaped = pl.element().str.replace_all("\\", "\\\\", literal=True).str.replace_all(MARK, "\\" + MARK, literal=True)
    return lists.list.eval(escaped).list.join(MARK)


def holds(lists: pl.Series, labels: Sequence[str]) -> NDArray[np.bool_]:
    """Lists as a table of yes and no: a row a list, a column a label.

    >>> holds(pl.Series([["b"], []]), ["a", "b"]).tolist()
    [[False, True], [False, False]]
    """
    found = np.zeros((lists.len(), len(labels)), dtype=np.bool_)
    pairs = pl.DataFrame({"row": range(lists.len()), "label": lists}).explode("label").drop_nulls()
    places = pl.DataFrame({"label": labels, "at": range(len(labels))}, schema={"label": pl.String, "at": pl.Int64})
    at = pairs.cast({"label": pl.String}).join(places, on="label")
    found[at["row"].to_numpy(), at["at"].to_numpy()] = True
    return found
