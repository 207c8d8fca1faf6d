"""What linkage found, in the words of records: a name for each entity, how sure it is, and how records are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import polars as pl

from cstools.errors import Usage
from cstools.kernels.dedupe.forms import Codes, as_text
from cstools.kernels.dedupe.links import Linked
from cstools.kernels.dedupe.weights import probability
from cstools.kernels.stage import FILE, LINE
from cstools.model import fields

ENTITY, SCORE = "__entity", "__score"
"""String: the entity of a record, null where it is alone. Float64: how sure its surest link to the others is."""
_ID = re.compile(r"(?:^|[ _-])(?:id|no)$|编号$|ID$|单号$", re.IGNORECASE)


def entity_columns(frame: pl.DataFrame, ordered: pl.Series, found: Linked) -> pl.DataFrame:
    """ENTITY and SCORE of the records, as they stand. ordered: their places in the order in which they were linked.

    An entity is named by the id of its first record, by the fields compared where that has none: so the name stays when
    rows move, when others join it that come after, and when a tool adds a column.

    >>> from cstools.kernels.dedupe.links import Ask, linked
    >>> from cstools.model.linkage import parse
    >>> frame = pl.DataFrame({"p": ["13812345678", "13812345678", "13900001111"]})
    >>> entity_columns(frame, pl.Series([0, 1, 2]), linked(frame, Ask(parse("p:phone")))).rows()
    [('ec0693b73bda5', 1.0), ('ec0693b73bda5', 1.0), (None, None)]
    """
    label = pl.Series("label", found.groups.label)
    rows = pl.DataFrame({"row": np.arange(frame.height), "label": label}).filter(pl.len().over("label") > 1)
    first = rows.group_by("label").agg(pl.col("row").min()).sort("row")
    firsts = frame.select(_telling(frame, [one.on.field for one in found.columns]))[ordered.gather(first["row"])]
    names = pl.DataFrame({"label": first["label"], ENTITY: _named(firsts)})
    entity = label.to_frame().join(names, on="label", how="left", maintain_order="left")[ENTITY]
    made = pl.DataFrame({ENTITY: entity, SCORE: pl.Series(_surest(found), nan_to_null=True)})
    return made[ordered.arg_sort()]


def _surest(found: Linked) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    label, (left, right) = found.groups.label, (found.found.left, found.found.right)
    within = np.flatnonzero(label[left] == label[right])
    best = np.full(len(label), -np.inf)
    for side in (left, right):
        np.maximum.at(best, side[within], found.odds[within])
    chance = np.where(np.isinf(best), np.nan, probability(best))
    equal = np.bincount(found.first, minlength=len(label))[found.first] > 1
    return np.where(equal, 1.0, chance)


def _telling(frame: pl.DataFrame, compared: Sequence[str]) -> list[pl.Expr]:
    """What an entity is named by: the id of a record, or else the fields compared, as text."""
    own = identifier(frame, fields.detect(frame.columns)).alias("id")
    text = [as_text(name, frame.schema[name]).alias(name) for name in compared if name in frame.columns]
    return [own, *(pl.when(own.is_null()).then(one) for one in text)]


def _named(firsts: pl.DataFrame) -> pl.Series:
    """A name for each record, by a hash of its text; one that stands twice is numbered."""
    if not firsts.height:
        return pl.Series([], dtype=pl.String)
    lines = firsts.select(pl.concat_str(pl.all().fill_null("\x00"), separator="\x1f"))
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


def places(ids: pl.Series, pairs: pl.DataFrame | None, side: pl.Series | None = None) -> tuple[Codes, Codes] | None:
    """Where the records of known pairs stand, given by their ids in `id_a` and `id_b`, else in the first two columns.

    side: 0 where a record is of the stream; then the first id is one of the stream's, the second of another file's.
    Pairs with an unknown id, and of one record with itself, are out, each pair is there once. Raises
    Usage("dedupe.known_none") where none is left.

    >>> left, right = places(pl.Series(["7", "8"]), pl.DataFrame({"a": ["7", "8", "7"], "b": ["8", "7", "x"]}))
    >>> left.tolist(), right.tolist()
    ([0], [1])
    """
    if pairs is None:
        return None
    named_so = {"id_a", "id_b"} <= set(pairs.columns)
    ends = pairs.select("id_a", "id_b") if named_so else pairs.select(pl.nth(0, 1))
    ends.columns = ["one", "other"]
    at = pl.DataFrame({"id": ids, "at": np.arange(len(ids), dtype=np.uint32)})
    first, second = (at, at) if side is None else (at.filter(side == 0), at.filter(side != 0))
    both = (
        ends.cast(pl.String)
        .join(first.unique("id", keep="first"), left_on="one", right_on="id")
        .join(second.unique("id", keep="first"), left_on="other", right_on="id", suffix="_other")
        .select(low=pl.min_horizontal("at", "at_other"), high=pl.max_horizontal("at", "at_other"))
        .filter(pl.col("low") != pl.col("high"))
        .unique(maintain_order=True)
    )
    if not both.height:
        raise Usage("dedupe.known_none")
    return both["low"].to_numpy(), both["high"].to_numpy()
