"""Texts as vectors of their words. The one file that knows scipy's sparse matrices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

FEW, MANY = 100, 10_000
"""Texts below which every word counts, and above which one must be in five texts."""
COMMON = 0.5
"""A word in more than this share of the texts tells none apart."""


@dataclass(frozen=True)
class Matrix:
    """The different sets of words, a row each.

    words: the words, a column each, in order. texts: i (Int64) and row (Int64), for the texts that have any of these
    words. x: a scipy csr matrix, rows of length 1.
    """

    words: pl.Series
    texts: pl.DataFrame
    x: Any


def matrix(found: pl.DataFrame, texts: int) -> Matrix:
    """The tf-idf vectors of texts from their words (i, word: a row an occurrence), `texts` being how many there are.

    A text is the set of its words: a word said twice in a short text is not twice as much about it. Texts of the same
    words are one row. idf is ln((1 + n) / (1 + df)) + 1, as scikit-learn has it. The rows are in the order of their
    words, so the order of the texts changes nothing.

    >>> made = matrix(pl.DataFrame({"i": [0, 0, 1, 2], "word": ["b", "a", "a", "a"]}), 3)
    >>> made.words.to_list(), made.texts.sort("i").rows(), made.x.toarray().round(2).tolist()
    (['a', 'b'], [(0, 1), (1, 0), (2, 0)], [[1.0, 0.0], [0.51, 0.86]])
    """
    from scipy.sparse import csr_matrix

    pairs = found.unique()
    least = 1 if texts < FEW else 2 if texts < MANY else 5
    most = texts * COMMON if texts >= FEW else texts
    words = pairs.group_by("word").agg(pl.len().alias("df")).filter(pl.col("df").is_between(least, most)).sort("word")
    words = words.with_row_index("column")
    sets = pairs.join(words, on="word").sort("i", "column").group_by("i", maintain_order=True).agg("column")
    rows = sets.select("column").unique().sort("column").with_row_index("row")
    known = sets.join(rows, on="column").select("i", pl.col("row").cast(pl.Int64))
    ends = np.concatenate([[0], rows["column"].list.len().to_numpy().cumsum()])
    idf = np.log((1 + texts) / (1 + words["df"].to_numpy())) + 1
    columns = rows["column"].explode(empty_as_null=False).to_numpy()
    x = csr_matrix((idf[columns], columns, ends), shape=(rows.height, words.height))
    return Matrix(words["word"], known, _unit(x))


def _unit(x: Any) -> Any:
    from scipy.sparse import diags_array

    return (diags_array(1 / np.sqrt(np.asarray(x.multiply(x).sum(axis=1)).ravel())) @ x).tocsr()
