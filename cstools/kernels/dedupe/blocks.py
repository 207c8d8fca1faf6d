"""Which records are worth comparing: those that share a key, in many passes, each counted before a pair is made.

A block of records with one key is compared in full up to a size; what lies beyond it is compared by two keys at once,
and each record with its nearest neighbours in the block (sorted neighbourhood; Hernandez and Stolfo 1995). So no block
is dropped, and the pairs grow with the records, never with their square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from math import prod

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.dedupe.forms import NONE, Codes, Column, coded, packed, unpacked
from cstools.kernels.dedupe.grams import rare
from cstools.kernels.dedupe.passes import PARTS, PASSES

Keys = NDArray[np.uint64]
Mask = NDArray[np.bool_]
NO_KEY = np.uint64(0xFFFFFFFFFFFFFFFF)
BUDGET, ALL = 2.0, 16.0
"""Pairs a record that one pass may make, and all of them: blocks are compared in full up to the size at which they add
up to that."""
NEAREST = 2
"""Neighbours a record of a larger block is compared with, in the order of its other fields."""


@dataclass(frozen=True)
class Limits:
    """most: records of a block that is compared in full, if the budget allows. budget: pairs a record and pass."""

    most: int = 1000
    budget: float = BUDGET
    nearest: int = NEAREST

    def less(self, nearest: int) -> Limits:
        """Limits of a pass that finds little."""
        return Limits(self.most, self.budget / 2, min(nearest, self.nearest))

    def refined(self) -> Limits:
        """Limits of a pass whose large blocks are searched again by a second key."""
        return Limits(self.most, self.budget, 0)


@dataclass
class Candidates:
    """Pairs of records, left before right, each once. by: the number of the first pass that found it, into `passes`.

    blocks, largest: how many values make blocks too large to be compared in full, and the records of the largest.
    """

    left: Codes
    right: Codes
    by: NDArray[np.uint16]
    passes: tuple[str, ...]
    blocks: int = 0
    largest: int = 0


@dataclass
class _Search:
    """The passes made so far."""

    order: Codes
    limits: Limits
    side: NDArray[np.int8] | None
    pairs: list[Keys] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    over: dict[str, Mask] = field(default_factory=dict)
    parts: dict[tuple[str, str], Keys] = field(default_factory=dict)
    blocks: int = 0
    largest: int = 0

    def part(self, column: Column, part: str) -> Keys:
        """A part of the values of a field, as keys: several passes ask for some of them."""
        if (column.on.field, part) not in self.parts:
            self.parts[column.on.field, part] = _coded(column, PARTS[part])
        return self.parts[column.on.field, part]

    def add(self, name: str, left: Codes, right: Codes) -> None:
        """Keep the pairs of a pass: of two files, those with one record of each."""
        if self.side is not None:
            across = self.side[left] != self.side[right]
            left, right = left[across], right[across]
        self.pairs.append(packed(left, right))
        self.names.append(name)

    def block(self, name: str, keys: Keys, limits: Limits | None = None, *, whole: bool = False) -> None:
        """One pass: records with equal keys. whole: the values of a field; their large blocks are counted."""
        limits = limits or self.limits
        rows, sizes, rest = _runs(self.order, keys)
        most = _full(sizes, limits, len(keys))
        large = sizes > most
        self.over[name] = np.zeros(len(keys), bool)
        if large.any():
            self.over[name][rows[large]] = True
            if whole:
                self.blocks += int((large & (rest == 0)).sum())
                self.largest = max(self.largest, int(sizes.max()))
        self.add(name, *_within(rows, np.where(large, np.minimum(rest, limits.nearest), rest)))


def candidates(columns: Sequence[Column], limits: Limits, side: NDArray[np.int8] | None = None) -> Candidates:
    """The pairs to compare. side: which of two files a record is from; None where all are of one.

    Passes: the value of a field; of two fields, where both alone make large blocks; a part of one with the beginning of
    another; rare sequences of characters. Masked values are no keys.

    >>> from cstools.kernels.dedupe.forms import column
    >>> from cstools.model.linkage import parse
    >>> frame = pl.DataFrame({"n": ["张伟", "李雷", "张伟"], "p": ["13812345678", None, "13812345679"]})
    >>> found = candidates([column(frame, on) for on in parse("n:name,p:phone")], Limits())
    >>> found.left.tolist(), found.right.tolist(), found.passes[found.by[0]]
    ([0], [2], 'n')
    """
    if np.isfinite(limits.budget):
        limits = replace(limits, budget=min(limits.budget, ALL / _passes(columns)))
    order = np.lexsort([column.codes for column in reversed(columns)]).astype(np.uint32)
    search = _Search(order, limits, side)
    _value_passes(search, columns)
    for parts in PASSES:
        _part_passes(search, columns, parts)
    for one in columns:
        if one.on.kind.grams:
            rows, found = rare(one.values)
            search.add(f"{one.on.field}:rare", *_within(*_runs(rows, found, direct=True)[::2]))
    return _gathered(search)


def _value_passes(search: _Search, columns: Sequence[Column]) -> None:
    """Passes by the value of a field, and of two, where both alone make large blocks."""
    limits, keys = search.limits, {one.on.field: _keys(one) for one in columns}
    for one in columns:  # the same complaint in the same words is many people's
        own = limits if len(columns) == 1 else limits.refined()
        search.block(one.on.field, keys[one.on.field], own if one.on.kind.common else own.less(0), whole=True)
    for first, second in combinations(keys, 2):
        both = search.over[first] & search.over[second]
        if both.any():
            pair = np.where(both, _pair(keys[first], keys[second]), NO_KEY)
            search.block(f"{first}+{second}", pair, replace(limits, nearest=min(limits.nearest, 1)))
    for name, key in keys.items():  # of a large block, what has no second field to be told apart by
        bare = search.over[name] & np.logical_and.reduce([keys[other] == NO_KEY for other in keys if other != name])
        if len(keys) > 1 and bare.any():
            search.block(f"{name}:near", np.where(bare, key, NO_KEY))


def _passes(columns: Sequence[Column]) -> int:
    """About how many passes there will be: half of those of two keys."""
    kinds = Counter(one.on.kind.name for one in columns)
    parts = [prod(kinds[part.partition(".")[0]] for part in parts) for parts in PASSES]
    two = sum(count for count, parts in zip(parts, PASSES, strict=True) if len(parts) > 1)
    return len(columns) + sum(parts) - two // 2 + len(columns) * (len(columns) - 1) // 4


def _gathered(search: _Search) -> Candidates:
    """Each pair once, by its first pass."""
    ends = np.cumsum([len(pairs) for pairs in search.pairs])
    keys, first = np.unique(np.concatenate(search.pairs), return_index=True)
    return Candidates(
        *unpacked(keys),
        np.searchsorted(ends, first, side="right").astype(np.uint16),
        tuple(search.names),
        search.blocks,
        search.largest,
    )


def _keys(column: Column) -> Keys:
    return np.where(column.usable, column.codes.astype(np.uint64), NO_KEY)


def _pair(one: Keys, two: Keys) -> Keys:
    return np.where((one == NO_KEY) | (two == NO_KEY), NO_KEY, one << np.uint64(32) | two)


def _runs(order: Codes, keys: Keys, *, direct: bool = False) -> tuple[Codes, NDArray[np.int64], NDArray[np.int64]]:
    """The records with a key, those of one block side by side in the order given: records, the size of the block of
    each, and how many of it come after. direct: a key for each of `order`, which may name a record more than once.
    """
    own = keys if direct else keys[order]
    order = order[own != NO_KEY]
    own = own[own != NO_KEY]
    place = np.argsort(own, kind="stable")
    own = own[place]
    begins = np.flatnonzero(np.concatenate([np.ones(min(len(own), 1), bool), own[1:] != own[:-1]]))
    sizes = np.diff(np.append(begins, len(own)))
    each = np.repeat(sizes, sizes)
    return order[place], each, each - 1 - (np.arange(len(own)) - np.repeat(begins, sizes))


def _full(sizes: NDArray[np.int64], limits: Limits, records: int) -> int:
    """The largest block to compare in full, so that the pairs of all up to it stay within the budget."""
    found, counts = np.unique(sizes, return_counts=True)
    pairs = np.cumsum(counts * (found - 1) // 2)  # of each of `size` records, (size - 1) / 2
    within = int(np.searchsorted(pairs, limits.budget * records, side="right"))
    return min(limits.most, int(found[within - 1])) if within else 1


def _within(rows: Codes, reach: NDArray[np.int64]) -> tuple[Codes, Codes]:
    """Each record with as many of those after it as it reaches."""
    left, right = [np.empty(0, np.uint32)], [np.empty(0, np.uint32)]
    at, away = np.flatnonzero(reach >= 1), 1
    while len(at):
        left.append(rows[at])
        right.append(rows[at + away])
        away += 1
        at = at[reach[at] >= away]
    return np.concatenate(left), np.concatenate(right)


def _part_passes(search: _Search, columns: Sequence[Column], parts: Sequence[str]) -> None:
    """A pass by parts of values, for every choice of fields of their kinds."""
    fitting = [[one for one in columns if one.on.kind.name == part.partition(".")[0]] for part in parts]
    for chosen in product(*fitting):
        names = [f"{one.on.field}:{part.partition('.')[2]}" for one, part in zip(chosen, parts, strict=True)]
        keys = [search.part(one, part) for one, part in zip(chosen, parts, strict=True)]
        if len(keys) == 1:
            again = len(columns) > 1 and any(parts[0] == other[0] for other in PASSES if len(other) > 1)
            search.block(names[0], keys[0], search.limits.refined() if again else search.limits)
        else:
            first = keys[0] if names[0] not in search.over else np.where(search.over[names[0]], keys[0], NO_KEY)
            search.block("+".join(names), _pair(first, keys[1]), search.limits.less(1))


def _coded(column: Column, part: Callable[[pl.Series], pl.Series]) -> Keys:
    """A part of the value of each record, as a key."""
    if not len(column.words):
        return np.full(len(column.codes), NO_KEY)
    parts = coded(part(column.words))[1]
    made = np.full(len(column.codes), NO_KEY)
    known = column.codes != NONE
    codes = parts[column.codes[known]]
    made[known] = np.where(codes == NONE, NO_KEY, codes.astype(np.uint64))
    return made
