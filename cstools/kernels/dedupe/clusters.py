"""From pairs to groups. SciPy puts the large ones together.

Connected components chain: a like b and b like c puts a beside c, however unlike. So each component in which not every
pair is a link is looked at whole: all its pairs are weighed, and it is put together again by average linkage (Sokal and
Michener 1958) as long as the mean log odds between two parts say one entity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cstools.kernels.dedupe.forms import Codes

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Weigh = Callable[[Codes, Codes], Floats]
"""The log2 odds of pairs of records."""

STEP = 1.0
"""Bits by which the odds asked for rise while a component is too large."""
BATCH = 1_000_000
"""Pairs of components weighed at a time."""
FEW = 32
"""Records of a group up to which all groups of a size are put together at once: SciPy takes half a millisecond a call,
most of it to check its input, and a million records have some twenty thousand groups of three."""
BOUND = 30.0
"""Log2 odds beyond this say no more in a mean: one odd field of one record must not outweigh ten others."""


@dataclass(frozen=True)
class Groups:
    """label: the group of each record. cut: groups that chained and were cut. large: components larger than the most a
    group may hold, whose weakest links were cut until they were not; larger: records in them.
    """

    label: Labels
    cut: int = 0
    large: int = 0
    larger: int = 0


def components(records: int, left: Codes, right: Codes) -> Labels:
    """The connected component of each record: every record points to the least it is linked to, and where that points.

    By hand, for SciPy's takes longer to import (0.11 s of CPU) than all else that links a thousand records; on a
    million it would save a hundredth of the run. Rounds grow with the logarithm of the longest chain (Shiloach and
    Vishkin 1982).

    >>> components(4, np.array([0, 1], np.uint32), np.array([1, 3], np.uint32)).tolist()
    [0, 0, 1, 0]
    """
    to = np.arange(records)
    one, two = left.astype(np.int64), right.astype(np.int64)
    while len(one):
        low, high = np.minimum(to[one], to[two]), np.maximum(to[one], to[two])
        np.minimum.at(to, high, low)
        while not np.array_equal(further := to[to], to):
            to = further
        apart = to[one] != to[two]
        one, two = one[apart], two[apart]
    return np.unique(to, return_inverse=True)[1].astype(np.int64)


def grouped(records: int, left: Codes, right: Codes, odds: Floats, weigh: Weigh, least: float, most: int) -> Groups:
    """The groups of records. In: candidates with their log2 odds. least: the odds of a link; most: records of a group.

    >>> left, right = np.array([0, 1], np.uint32), np.array([1, 2], np.uint32)
    >>> apart = lambda a, b: np.where(b - a == 1, 3.0, -9.0)
    >>> grouped(3, left, right, np.array([3.0, 2.0]), apart, 0.0, 100)
    Groups(label=array([0, 0, 1]), cut=1, large=0, larger=0)
    """
    linked = odds >= least
    left, right, odds = left[linked], right[linked], odds[linked]
    label, kept, large, larger = _held(records, left, right, odds, most)
    sizes = np.bincount(label)
    links = np.bincount(label[left[kept]], minlength=len(sizes))
    doubtful = np.flatnonzero((sizes > 2) & (links < sizes * (sizes - 1) // 2))
    parts, cut = np.zeros(records, np.int64), 0
    for rows, found in _parted(label, doubtful, sizes, weigh, min(least, 0.0)):
        parts[rows] = found
        cut += int((found.max(axis=1) > 0).sum())
    if cut:  # a part is named by its group and its number in it
        label = np.unique(label * records + parts, return_inverse=True)[1].astype(np.int64)
    return Groups(label, cut, large, larger)


def _held(
    records: int, left: Codes, right: Codes, odds: Floats, most: int
) -> tuple[Labels, NDArray[np.bool_], int, int]:
    """Components of at most `most` records: in larger ones weak links go until they fall apart.

    Links that are equally strong go together, so a block of records nothing tells apart is left apart.
    """
    kept, least = np.ones(len(left), bool), None
    large = larger = 0
    while True:
        label = components(records, left[kept], right[kept])
        sizes = np.bincount(label)
        over = sizes > most
        if not over.any():
            return label, kept, large, larger
        inside = kept & over[label[left]]
        if least is None:
            large, larger = int(over.sum()), int(sizes[over].sum())
            least = float(odds[inside].min())
        least += STEP
        kept &= ~(inside & (odds < least))


def _parted(
    label: Labels, doubtful: Labels, sizes: Labels, weigh: Weigh, least: float
) -> Iterator[tuple[NDArray[np.intp], Labels]]:
    """The records of doubtful groups of one size, a row a group, and the part each is in, from 0."""
    order = np.argsort(label, kind="stable")
    begins = np.concatenate([[0], np.cumsum(sizes)])
    for batch in _batches(doubtful, sizes):
        members = [order[begins[some][:, None] + np.arange(sizes[some[0]])] for some in batch]
        corners = [np.triu_indices(rows.shape[1], 1) for rows in members]
        left, right = (
            np.concatenate([rows[:, ends[at]].ravel() for rows, ends in zip(members, corners, strict=True)])
            for at in (0, 1)
        )
        odds = np.clip(weigh(left.astype(np.uint32), right.astype(np.uint32)), -BOUND, BOUND)
        counts = [rows.shape[0] * len(ends[0]) for rows, ends in zip(members, corners, strict=True)]
        for rows, own in zip(members, np.split(odds, np.cumsum(counts)[:-1]), strict=True):
            each = own.reshape(len(rows), -1)
            size = rows.shape[1]
            yield rows, _together(each, size, least) if size <= FEW else np.stack([_tree(one, least) for one in each])


def _batches(doubtful: Labels, sizes: Labels) -> Iterator[list[Labels]]:
    """The groups, those of one size together, as many at a time as have BATCH pairs: few cost as much to weigh."""
    batch: list[Labels] = []
    room = BATCH
    for size in np.unique(sizes[doubtful]).tolist():
        same, pairs = doubtful[sizes[doubtful] == size], size * (size - 1) // 2
        while len(same):
            some = max(1, room // pairs)
            batch.append(same[:some])
            room -= len(batch[-1]) * pairs
            same = same[some:]
            if room <= 0:
                yield batch
                batch, room = [], BATCH
    if batch:
        yield batch


def _together(odds: Floats, size: int, least: float = 0.0) -> Labels:
    """Groups of one size put together by average linkage: of each record the number of its part, from 0.

    In: a row a group, the odds of its pairs in the order of `numpy.triu_indices`.

    >>> _together(np.array([[3.0, -9.0, 2.0], [3.0, -1.0, 2.0]]), 3).tolist()
    [[0, 0, 1], [0, 0, 0]]
    """
    count, (one, two) = len(odds), np.triu_indices(size, 1)
    mean = np.full((count, size, size), -np.inf)
    mean[:, one, two] = mean[:, two, one] = odds
    held = np.ones((count, size))
    part: Labels = np.tile(np.arange(size), (count, 1))
    todo = np.arange(count)
    for _ in range(size - 1):
        best = mean[todo].reshape(len(todo), -1).argmax(axis=1)
        keep, gone = best // size, best % size
        joins = mean[todo, keep, gone] >= least
        todo, keep, gone = todo[joins], np.minimum(keep, gone)[joins], np.maximum(keep, gone)[joins]
        if not len(todo):
            break
        own, other = held[todo, keep][:, None], held[todo, gone][:, None]
        joined = (mean[todo, keep] * own + mean[todo, gone] * other) / (own + other)
        joined[np.arange(len(todo)), keep] = -np.inf
        mean[todo, keep], mean[todo, :, keep] = joined, joined
        mean[todo, gone], mean[todo, :, gone] = -np.inf, -np.inf
        held[todo, keep] += held[todo, gone]
        part[todo] = np.where(part[todo] == gone[:, None], keep[:, None], part[todo])
    return _numbered(part)


def _tree(odds: Floats, least: float = 0.0) -> Labels:
    """The same for one group, however large."""
    from scipy.cluster.hierarchy import fcluster, linkage

    return np.asarray(fcluster(linkage(2 * BOUND - odds, "average"), 2 * BOUND - least, "distance"), np.int64) - 1


def _numbered(part: Labels) -> Labels:
    """Parts named by their first record, numbered from 0 in their order."""
    first = part == np.arange(part.shape[1])
    return np.take_along_axis(first.cumsum(axis=1) - 1, part, axis=1)
