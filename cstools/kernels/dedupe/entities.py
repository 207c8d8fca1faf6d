"""What linkage found, in the words of records: a name for each entity, how sure it is, and how records are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import polars as pl

from cstools.kernels.dedupe.forms import Codes
from cstools.kernels.dedupe.links import Linked
from cstools.kernels.dedupe.ordering import content
from cstools.kernels.dedupe.weights import probability
from cstools.kernels.stage import FILE, LINE
from cstools.model import fields

ENTITY, SCORE = "__entity", "__score"
"""String: the entity of a record, null where it is alone. Float64: how sure its surest link to the others is."""
_ID = re.compile(r"(?:^|[ _-])(?:id|no)$|编号$|ID$|单号$", re.IGNORECASE)


def named(frame: pl.DataFrame, ordered: pl.Series, found: Linked) -> pl.DataFrame:
    """ENTITY and SCORE of the records, as they stand. ordered: their places in the order in which they were linked.

    An entity is named by the content of its first record, so the name stays when rows move, and when others join it
    that come after.

    >>> from cstools.kernels.dedupe.links import Ask, linked
    >>> from cstools.model.linkage import parse
    >>> frame = pl.DataFrame({"p": ["13812345678", "13812345678", "13900001111"]})
    >>> named(frame, pl.Series([0, 1, 2]), linked(frame, Ask(parse("p:phone")))).rows()
    [('e929b60259d7a', 0.996108949), ('e929b60259d7a', 0.996108949), (None, None)]
    """
    label = pl.Series("label", found.groups.label)
    rows = pl.DataFrame({"row": np.arange(frame.height), "label": label}).filter(pl.len().over("label") > 1)
    first = rows.group_by("label").agg(pl.col("row").min()).sort("row")
    names = pl.DataFrame({"label": first["label"], ENTITY: _named(frame[ordered.gather(first["row"])])})
    entity = label.to_frame().join(names, on="label", how="left", maintain_order="left")[ENTITY]
    made = pl.DataFrame({ENTITY: entity, SCORE: pl.Series(_surest(found), nan_to_null=True)})
    return made[ordered.arg_sort()]


def _surest(found: Linked) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    label, (left, right) = found.groups.label, (found.found.left, found.found.right)
    within = np.flatnonzero(label[left] == label[right])
    best = np.full(len(label), -np.inf)
    for side in (left, right):
        np.maximum.at(best, side[within], found.odds[within])
    return np.where(np.isinf(best), np.nan, probability(best))


def _named(firsts: pl.DataFrame) -> pl.Series:
    """A name for each record, by a hash of its content; one that stands twice is numbered."""
    if not firsts.height:
        return pl.Series([], dtype=pl.String)
    own = [expr for expr in content(firsts) if expr.meta.output_name() not in (FILE, LINE)]
    lines = firsts.select(pl.concat_str([one.cast(pl.String).fill_null("\x00") for one in own], separator="\x1f"))
    names = pl.Series([f"e{blake2b(line.encode(), digest_size=6).hexdigest()}" for line in lines.to_series()])
    times = names.to_frame("name").select(pl.int_range(pl.len()).over("name")).to_series()
    return names + pl.select(pl.when(times > 0).then(pl.format("-{}", times + 1)).otherwise(pl.lit(""))).to_series()


def identifier(frame: pl.DataFrame, kind: str) -> pl.Expr:
    """How a record is named beside others: by the id of its kind, else by a column that looks like one and never
    repeats (`Id`, `rec_id`, 编号), else by file and line.

    >>> frame = pl.DataFrame({"name": ["a", "b"], "True Id": ["1", "1"], "Id": ["7", "8"]})
    >>> frame.select(identifier(frame, "ticket")).to_series().to_list()
    ['7', '8']
    """
    name = fields.KEY[kind]
    if name in frame.columns:
        return pl.col(str(name)).cast(pl.String)
    for column in _candidates(frame.columns):
        if frame[column].null_count() == 0 and frame[column].n_unique() == frame.height:
            return pl.col(column).cast(pl.String)
    where = [pl.col(part).cast(pl.String) for part in (FILE, LINE) if part in frame.columns]
    return pl.concat_str(where, separator=":") if where else pl.lit(None, dtype=pl.String)


def _candidates(columns: Sequence[str]) -> list[str]:
    return [name for name in columns if not name.startswith("__") and _ID.search(name)]


def places(ids: pl.Series, pairs: pl.DataFrame | None) -> tuple[Codes, Codes] | None:
    """Where the records of pairs stand, given by their ids in the first two columns; pairs with an unknown id are out.

    >>> left, right = places(pl.Series(["7", "8"]), pl.DataFrame({"a": ["7", "7"], "b": ["8", "x"]}))
    >>> left.tolist(), right.tolist()
    ([0], [1])
    """
    if pairs is None:
        return None
    at = pl.DataFrame({"id": ids, "at": np.arange(len(ids), dtype=np.uint32)}).unique("id", keep="first")
    ends = pairs.select(pl.nth(0, 1).cast(pl.String)).rename(lambda name: "id" if name == pairs.columns[0] else "other")
    both = ends.join(at, on="id").join(at.rename({"id": "other", "at": "to"}), on="other")
    return both["at"].to_numpy(), both["to"].to_numpy()
