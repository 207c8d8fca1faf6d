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
from cstools.kernels.dedupe.forms import Codes, Column, column, compared
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
    """What is asked for. least: the probability of a link. most: records of a group. limits: of blocks."""

    on: tuple[On, ...]
    least: float = 0.5
    limits: Limits = field(default_factory=Limits)
    most: int = 1000


@dataclass(frozen=True)
class Linked:
    """What was found: the candidates, the level of each by field, their log2 odds, the groups;
    known: what became of known pairs, in words of the summary.
    """

    columns: tuple[Column, ...]
    found: Candidates
    levels: dict[str, Levels]
    odds: Floats
    model: Model
    groups: Groups
    known: dict[str, int] = field(default_factory=dict)

    def weigh(self, left: Codes, right: Codes) -> Floats:
        """The log2 odds of any pairs of records."""
        return _weigher(self.columns, self.model)(left, right)


def linked(frame: pl.DataFrame, ask: Ask, side: Side | None = None, known: Known | None = None) -> Linked:
    """The entities among records. Rows must stand in an order their content decides (`ordering.canonical`).

    side: which of two files a record is from; then only pairs across are links, each record with one at most. known:
    pairs known to be of one entity: what a level is worth is learned from them in place of the groups found.

    >>> from cstools.model.linkage import parse
    >>> frame = pl.DataFrame({"n": ["张伟", "李雷", "张伟"], "p": ["13812345678", "13900001111", "13812345678"]})
    >>> linked(frame, Ask(parse("n:name,p:phone"))).groups.label.tolist()
    [0, 1, 0]
    """
    whole = [column(frame, on) for on in ask.on]
    found = candidates(whole, ask.limits, side)
    columns = tuple(part for one in whole for part in compared(one))
    seen = {one.on.field: _levels(one, found) for one in columns}
    lesson = _lesson(columns, seen, _pairs(frame.height, side), side, known)
    return _known(_linked(columns, found, seen, lesson, ask, side), known)


def _lesson(
    columns: Sequence[Column], seen: dict[str, Levels], pairs: float, side: Side | None, known: Known | None
) -> Model:
    """What the levels are worth."""
    if len(columns) == 1:
        return weights.alone(columns[0])
    chance = weights.chances(columns, side)
    if known is None or not len(known[0]):
        return weights.learned(seen, chance, pairs)
    told = {each.on.field: levels(each, *known) for each in columns}
    return weights.taught(told, chance, weights.learned(seen, chance, pairs))


def _known(found: Linked, known: Known | None) -> Linked:
    """The same, with what became of the known pairs."""
    if known is None:
        return found
    low, high = np.minimum(*known).astype(np.uint64), np.maximum(*known).astype(np.uint64)
    pairs = found.found.left.astype(np.uint64) << np.uint64(32) | found.found.right
    reached = np.isin(low << np.uint64(32) | high, pairs)
    one = found.groups.label[known[0]] == found.groups.label[known[1]]
    counts = {
        "known pairs": len(low),
        "known pairs compared": int(reached.sum()),
        "known pairs in one group": int(one.sum()),
    }
    return replace(found, known=counts)


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
    return Linked(columns, found, seen, odds, known, groups)


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
