"""Linkage: which records are one entity, told by several fields at once, without labels.

forms -> blocks -> likeness -> weights -> clusters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.dedupe import weights
from cstools.kernels.dedupe.blocks import Candidates, Limits, candidates
from cstools.kernels.dedupe.clusters import Groups, Weigh, grouped
from cstools.kernels.dedupe.forms import NONE, Codes, Column, column, compared, packed
from cstools.kernels.dedupe.likeness import Levels, levels
from cstools.kernels.dedupe.weights import Floats, Model
from cstools.model.linkage import On

Side = NDArray[np.int8]
Known = tuple[Codes, Codes]
"""Places of records: pairs known to be of one entity."""
AT_ONCE = 500_000
"""Candidates measured at a time."""


@dataclass(frozen=True)
class Ask:
    """What is asked for. least: the probability of a link, above a half where one entity is likelier than two. most:
    records of a group. limits: of blocks.
    """

    on: tuple[On, ...]
    least: float = 0.5
    limits: Limits = field(default_factory=Limits)
    most: int = 1000


@dataclass(frozen=True)
class Linked:
    """What was found: the candidates, the level of each by field, their log2 odds, the groups.

    first: of each record the first that is equal in every field. known: what became of known pairs, in words.
    """

    columns: tuple[Column, ...]
    found: Candidates
    levels: dict[str, Levels]
    odds: Floats
    model: Model
    groups: Groups
    first: NDArray[np.intp]
    known: dict[str, int] = field(default_factory=dict)

    def weigh(self, left: Codes, right: Codes) -> Floats:
        """The log2 odds of any pairs of records."""
        return _weigher(self.columns, self.model)(left, right)


def linked(frame: pl.DataFrame, ask: Ask, side: Side | None = None, known: Known | None = None) -> Linked:
    """The entities among records. Rows must stand in an order their content decides (`ordering.canonical`).

    side: which of two files a record is from; then only pairs across are links, each record with one at most. known:
    pairs known to be of one entity: what a level is worth is learned from them.

    >>> from cstools.model.linkage import parse
    >>> frame = pl.DataFrame({"n": ["张伟", "李雷", "张伟"], "p": ["13812345678", "13900001111", "13812345678"]})
    >>> linked(frame, Ask(parse("n:name,p:phone"))).groups.label.tolist()
    [0, 1, 0]
    """
    whole = [column(frame, on) for on in ask.on]
    first = _firsts(whole, side)
    own = np.flatnonzero(first == np.arange(frame.height))
    few, of = [_picked(one, own) for one in whole], None if side is None else side[own]
    found = candidates(few, ask.limits, of)
    columns = tuple(part for one in few for part in compared(one))
    seen = {one.on.field: _levels(one, found) for one in columns}
    place = np.searchsorted(own, first)
    told = None if known is None else (place[known[0]].astype(np.uint32), place[known[1]].astype(np.uint32))
    made = _linked(columns, found, seen, _lesson(columns, seen, _pairs(len(own), of), of, told), ask, of)
    return _known(_spread(made, own, place), known)


def _firsts(whole: Sequence[Column], side: Side | None) -> NDArray[np.int64]:
    """Of each record the first that is equal in every field, all of them there and unmasked: itself for most.

    They are one entity whatever the weights say, and are linked as one: fifty thousand equal records make no pairs.
    """
    usable = np.logical_and.reduce([one.usable for one in whole])
    rows = np.flatnonzero(usable)
    keys = {str(at): one.codes[rows] for at, one in enumerate(whole)} | ({} if side is None else {"side": side[rows]})
    first = np.arange(len(usable))
    first[rows] = pl.DataFrame({**keys, "row": rows}).select(pl.col("row").first().over(*keys)).to_series().to_numpy()
    return first


def _picked(one: Column, rows: NDArray[np.intp]) -> Column:
    """The field of some records."""
    codes = one.codes[rows]
    return replace(one, codes=codes, times=np.bincount(codes[codes != NONE], minlength=len(one.words)))


def _spread(made: Linked, own: NDArray[np.intp], place: NDArray[np.intp]) -> Linked:
    """What was found of the first of equal records, for all of them."""
    found = replace(
        made.found, left=own[made.found.left].astype(np.uint32), right=own[made.found.right].astype(np.uint32)
    )
    columns = tuple(replace(one, codes=one.codes[place]) for one in made.columns)
    return replace(
        made,
        columns=columns,
        found=found,
        groups=replace(made.groups, label=made.groups.label[place]),
        first=own[place],
    )


def _known(found: Linked, known: Known | None) -> Linked:
    """The same, with what became of the known pairs."""
    if known is None:
        return found
    one, other = (found.first[ends].astype(np.uint32) for ends in known)
    reached = np.isin(packed(one, other), packed(found.found.left, found.found.right)) | (one == other)
    joined = found.groups.label[known[0]] == found.groups.label[known[1]]
    counts = {
        "known pairs": len(one),
        "known pairs compared": int(reached.sum()),
        "known pairs in one group": int(joined.sum()),
    }
    return replace(found, known=counts)


def _lesson(
    columns: Sequence[Column], seen: dict[str, Levels], pairs: float, side: Side | None, known: Known | None
) -> Model:
    """What the levels are worth."""
    if len(columns) == 1:
        return weights.alone(columns[0])
    chance, most = weights.chances(columns, side), {one.on.field: one.on.kind.chance for one in columns}
    lesson = weights.learned(seen, chance, pairs, most)
    if known is None or not len(known[0]):
        return lesson
    return weights.taught({each.on.field: levels(each, *known) for each in columns}, chance, lesson)


def _levels(one: Column, found: Candidates) -> Levels:
    """The level of each candidate, some at a time: their values as text take a hundred times what levels do."""
    made = np.empty(len(found.left), np.int8)
    for at in range(0, len(made), AT_ONCE):
        part = slice(at, at + AT_ONCE)
        made[part] = levels(one, found.left[part], found.right[part])
    return made


def _pairs(records: int, side: Side | None) -> float:
    """How many pairs of records there are."""
    if side is None:
        return max(records * (records - 1) / 2, 1.0)
    other = int(side.sum())
    return max(float(other * (records - other)), 1.0)


def _linked(
    columns: tuple[Column, ...], found: Candidates, seen: dict[str, Levels], known: Model, ask: Ask, side: Side | None
) -> Linked:
    odds = weights.odds(columns, seen, found.left, known)
    least = float(np.log2(ask.least) - np.log2(1 - ask.least)) if ask.least < 1 else np.inf
    records = len(columns[0].codes)
    if side is None:
        groups = grouped(records, found.left, found.right, odds, _weigher(columns, known), least, ask.most)
    else:
        groups = Groups(matched(records, found.left, found.right, odds, least))
    return Linked(columns, found, seen, odds, known, groups, np.arange(records))


def matched(records: int, left: Codes, right: Codes, odds: Floats, least: float) -> NDArray[np.int64]:
    """The group of each record where each may have one partner at most: the strongest links come first.

    >>> ends = np.array([0, 1, 1], np.uint32), np.array([2, 2, 3], np.uint32)
    >>> matched(4, *ends, np.array([5.0, 9.0, 3.0]), 0.0).tolist()
    [0, 1, 1, 3]
    """
    label = np.arange(records)
    kept = np.flatnonzero(odds >= least)
    order = kept[np.lexsort((right[kept], left[kept], -odds[kept].round(6)))]
    taken = np.zeros(records, bool)
    for one, other in zip(left[order].tolist(), right[order].tolist(), strict=True):
        if not taken[one] and not taken[other]:
            taken[one] = taken[other] = True
            label[other] = one
    return label


def _weigher(columns: Sequence[Column], known: Model) -> Weigh:
    def weigh(left: Codes, right: Codes) -> Floats:
        seen = {one.on.field: levels(one, left, right) for one in columns}
        return weights.odds(columns, seen, left, known)

    return weigh
