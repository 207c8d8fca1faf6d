"""What a model learns from: different texts, each with its labels, in an order that is theirs alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.errors import Usage
from cstools.kernels.tag.learn.codes import folded
from cstools.kernels.tag.learn.labels import holds, listed

FOLDS = 5
"""One part in five is held out: it never trains the model that is judged on it."""
MOST = 200_000
"""Texts a model learns from at most, chosen by the same chance as the parts."""
SEVERAL = 0.05
"""Share of texts with more than one label from which labels are taken to hold together."""
LEAST = 5
"""Texts a label needs to be learned."""


@dataclass(frozen=True)
class Examples:
    """texts: different, sorted, none blank. holds: a row a text, a column a label (sorted). part: 0 to FOLDS - 1."""

    texts: pl.Series
    labels: tuple[str, ...]
    holds: NDArray[np.bool_]
    part: NDArray[np.int64]
    multi: bool
    rare: dict[str, int]
    """Labels left out because fewer than LEAST texts have them, with their number."""
    rows: int = 0
    """Rows with a text and a label, before equal texts were made one."""

    def only(self, chosen: NDArray[np.bool_]) -> Examples:
        """Those of some texts."""
        texts = self.texts.filter(pl.Series(chosen))
        return replace(self, texts=texts, holds=self.holds[chosen], part=self.part[chosen])


def examples(texts: pl.Series, labels: pl.Series, multi: bool | None = None) -> Examples:
    """The examples in two columns: texts (String), and labels (as `listed` takes them).

    Rows without either are left out; texts that models read alike are one, with all their labels: none can be in the
    part that teaches and in the part that judges. multi: whether labels hold together; None: they do if a cell has more
    than one, or if SEVERAL of the texts stand under more than one label. If not, a cell is one label, and a text under
    several labels has the most frequent one (of equally frequent ones the first).

    Raises Usage("train.labels") for fewer than two labels with LEAST texts each.
    """
    pairs = said(texts, labels, split=multi is not False)
    if multi is None:
        several = pairs.group_by("text").agg(pl.col("label").n_unique() > 1)["label"].mean()
        multi = bool((pairs["of"] > 1).any()) or float(str(several or 0.0)) >= SEVERAL
    counts = pairs.group_by("text", "label").len("n").sort("text", "n", "label", descending=[False, True, False])
    one = counts if multi else counts.unique("text", keep="first", maintain_order=True)
    sizes = one.group_by("label").len("n").sort("label")
    rare = sizes.filter(pl.col("n") < LEAST)
    known = sizes.filter(pl.col("n") >= LEAST)["label"].to_list()
    if len(known) < 2 - multi:
        raise Usage("train.labels", least=LEAST, known=", ".join(known) or "-")
    kept = one if multi else one.filter(pl.col("label").is_in(known))
    return replace(tabled(kept, known, multi, dict(rare.rows())), rows=pairs["row"].n_unique())


def said(texts: pl.Series, labels: pl.Series, split: bool = True) -> pl.DataFrame:
    """Columns row, text (as models read it), label, of (how many labels its cell has): a row a label of a text."""
    lists = listed(labels, split)
    table = pl.DataFrame({"text": texts.cast(pl.String), "label": lists, "of": lists.list.len()})
    table = table.with_row_index("row").drop_nulls("text")
    rows = table.with_columns(folded(table["text"])).filter((pl.col("text") != "") & (pl.col("of") > 0))
    return rows.explode("label")


def tabled(pairs: pl.DataFrame, labels: list[str], multi: bool, rare: dict[str, int]) -> Examples:
    """Pairs of text and label as a table of yes and no."""
    lists = pairs.group_by("text").agg("label").sort("text")
    chance = drawn(lists["text"])
    chosen = within(chance)
    lists, chance = lists.filter(pl.Series(chosen)), chance[chosen]
    return Examples(lists["text"], tuple(labels), holds(lists["label"], labels), chance % FOLDS, multi, rare)


def drawn(texts: pl.Series) -> NDArray[np.int64]:
    """A number of 48 bits for each text, by which it is put into its part: the same in every file and order.

    A cryptographic hash and no CRC: a file may itself be a part cut by CRC, and would leave one of ours empty.
    """
    sums = (hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).digest() for text in texts.to_list())
    return np.array([int.from_bytes(one, "big") for one in sums], dtype=np.int64)


def within(chance: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which texts are taken: all, or of more than MOST those with the lowest numbers.

    >>> within(np.array([3, 1])).tolist()
    [True, True]
    """
    limit = np.partition(chance, MOST)[MOST] if len(chance) > MOST else np.iinfo(np.int64).max
    taken: NDArray[np.bool_] = chance < limit
    return taken
