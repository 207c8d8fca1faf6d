"""What each level of likeness is worth, learned from the records without labels.

Fellegi and Sunter (1969): the weight of a level is log2(m / u), m its share among pairs of one entity, u among others.
m comes from the candidates by expectation maximisation (Winkler 1988), u from pairs drawn at random. A value that many
share says less, so the weight of equal values is corrected by the share of the value (term frequency; Winkler 2000).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.dedupe.forms import Codes, Column
from cstools.kernels.dedupe.likeness import Levels, levels, same

Floats = NDArray[np.float64]

DRAWN = 100_000
FEWEST = 10_000
"""Pairs drawn at random for u: four a record, within these bounds."""
ROUNDS = 100
"""Rounds of expectation maximisation at most; it mostly settles within thirty."""
FIRST = 0.1
"""The most that the share of one entity is taken for at first; else it is one pair a record, as among all pairs, with
whose u it starts. Started from a tenth of the candidates, of 30,000 people it took those of one name for one person."""
LEAST = 0.02
"""What is left, at least, of the chance of equal values once the pairs of one entity are taken out of it."""
UNSEEN = 0.005
"""What is added to the count of a level among pairs drawn at random, where it may not occur."""
LEAST_U = 1e-12
"""The least chance of a level: where all records have one value, no other level occurs."""
RARE, COMMON = 4.0, -8.0
"""Bits by which the share of a value may raise the weight of equal values, and lower it."""
ALONE = 8.0
"""The weight of equal values where one field is all there is to compare: nothing is there to learn it from."""


@dataclass(frozen=True)
class Model:
    """What was learned. prior: log2 odds that two records drawn at random are one entity. m, u: by field, a share for
    each level, of pairs of one entity and of others. shares: whether a value many share says less.
    """

    prior: float
    m: Mapping[str, Floats]
    u: Mapping[str, Floats]
    shares: bool = True

    def weights(self, field: str) -> Floats:
        """The weight of each level of a field, in bits; none is worth more than equal values."""
        each: Floats = np.log2(self.m[field] / self.u[field])
        capped: Floats = np.minimum(each, each[-1])
        return capped


def chances(columns: Sequence[Column], side: NDArray[np.int8] | None = None) -> dict[str, Floats]:
    """Of each field u, the share of each level among pairs of records drawn at random, that of equal values counted.

    >>> from cstools.kernels.dedupe.forms import column
    >>> from cstools.model.linkage import parse
    >>> frame = pl.DataFrame({"c": ["a", "a", "b", "c"]})
    >>> chances([column(frame, parse("c")[0])])["c"].round(3).tolist()
    [0.833, 0.0, 0.167]
    """
    left, right = _drawn(len(columns[0].codes), side)
    return {one.on.field: _chance(one, levels(one, left, right)) for one in columns}


def _drawn(records: int, side: NDArray[np.int8] | None) -> tuple[Codes, Codes]:
    """Pairs of records at random, the same for the same records."""
    draw = np.random.default_rng(0)
    if records < 2 or (side is not None and side.min() == side.max()):
        return np.empty(0, np.uint32), np.empty(0, np.uint32)
    count = min(DRAWN, max(records * 4, FEWEST))
    from_, to = (
        (np.arange(records), np.arange(records)) if side is None else (np.flatnonzero(side == n) for n in (0, 1))
    )
    left = from_[draw.integers(0, len(from_), count)].astype(np.uint32)
    right = to[draw.integers(0, len(to), count)].astype(np.uint32)
    apart = left != right
    return left[apart], right[apart]


def _chance(column: Column, found: Levels) -> Floats:
    top = same(column.on.kind)
    counted: Floats = np.bincount(found[found >= 0], minlength=top + 1) + np.r_[0.5, np.full(top, UNSEEN)]
    clear = column.times[~column.masked].astype(np.float64)
    records = max(float(column.times.sum()), 2.0)
    equal = max(float((clear * (clear - 1)).sum()), 1.0) / (records * (records - 1))
    counted[top] = 0
    counted *= (1 - equal) / counted.sum()
    counted[top] = equal
    return np.maximum(counted, LEAST_U)


def patterns(found: Mapping[str, Levels]) -> tuple[pl.DataFrame, Floats]:
    """The combinations of levels that occur, and how many pairs have each.

    >>> rows, n = patterns({"a": np.array([1, 0, 1], np.int8)})
    >>> rows.rows(), n.tolist()
    ([(0,), (1,)], [1.0, 2.0])
    """
    counted = pl.DataFrame(dict(found)).group_by(*found).agg(__n=pl.len()).sort(*found)
    return counted.drop("__n"), counted["__n"].to_numpy().astype(np.float64)


def learned(
    found: Mapping[str, Levels], chance: Mapping[str, Floats], pairs: float, most: Mapping[str, float] | None = None
) -> Model:
    """The model after expectation maximisation over candidates. pairs: how many pairs there are in all.

    In: the level of each candidate by field, and u by field. The candidates of one entity are told from the others by
    all fields together; a field is taken to say nothing of another but through that. most: of some fields, how often
    values are equal by chance at most, as it begins. Without candidates m is as usual.

    >>> rng = np.random.default_rng(1)
    >>> one = rng.random(1000) < 0.3
    >>> alike = {name: np.where(rng.random(1000) < np.where(one, 0.9, 0.1), 1, 0).astype(np.int8) for name in "abc"}
    >>> model = learned(alike, {name: np.array([0.9, 0.1]) for name in "abc"}, 1e6)
    >>> [round(float(share[1]), 1) for share in model.m.values()]
    [0.9, 0.9, 0.9]
    """
    rows, counts = patterns(found)
    m = usual = {name: _usual(len(u)) for name, u in chance.items()}
    if not rows.height:
        return model(m, chance, 0.5, pairs)
    seen = {name: rows[name].to_numpy() for name in rows.columns}
    u = {name: _bounded(one, (most or {}).get(name, 1.0)) for name, one in chance.items()}
    share = min(FIRST, pairs**-0.5)
    for _ in range(ROUNDS):
        likely = _posterior(seen, m, u, share)
        before, share = share, float(np.clip((counts * likely).sum() / counts.sum(), 1e-6, 1 - 1e-6))
        m = {name: _shares(seen[name], counts * likely, usual[name]) for name in seen}
        u = {name: _shares(seen[name], counts * (1 - likely), chance[name] / 2 + 1e-3) for name in seen}
        if abs(before - share) < 1e-7:
            break
    return model(m, chance, share * counts.sum(), pairs)


def _bounded(chance: Floats, most: float) -> Floats:
    """The same u with that of equal values held down."""
    return np.append(chance[:-1], min(chance[-1], most))


def taught(found: Mapping[str, Levels], chance: Mapping[str, Floats], learned: Model) -> Model:
    """The model with m of pairs known to be of one entity, given by their levels, in place of the m it learned.

    >>> before = Model(-5.0, {"a": np.array([0.5, 0.5])}, {"a": np.array([0.9, 0.1])})
    >>> taught({"a": np.array([1, 1, 0], np.int8)}, {"a": np.array([0.9, 0.1])}, before).m["a"].round(2).tolist()
    [0.3, 0.7]
    """
    m = {name: _shares(seen, np.ones(len(seen)), _usual(len(chance[name])) / 2) for name, seen in found.items()}
    return replace(learned, m=m)


def model(m: Mapping[str, Floats], chance: Mapping[str, Floats], entities: float, pairs: float) -> Model:
    """The model, with u freed of the pairs of one entity among those drawn at random.

    >>> made = model({"a": np.array([0.1, 0.9])}, {"a": np.array([0.99, 0.01])}, 1.0, 1000.0)
    >>> made.u["a"].round(4).tolist(), round(made.prior, 2)
    ([0.9909, 0.0091], -9.96)
    """
    share = min(entities / pairs, 0.5)
    u = {}
    for name, one in chance.items():
        freed = np.maximum((one - share * m[name]) / (1 - share), LEAST * one)
        u[name] = freed / freed.sum()
    return Model(float(np.log2(share / (1 - share))), m, u)


def weight(column: Column, found: Levels, left: Codes, learned: Model) -> Floats:
    """The weight a field gives each pair, 0 where a value is missing. left: of each pair, a record of it.

    >>> from cstools.kernels.dedupe.forms import column
    >>> from cstools.model.linkage import parse
    >>> one = column(pl.DataFrame({"c": ["a", "a"]}), parse("c")[0])
    >>> known = Model(-3.0, {"c": np.array([0.1, 0.1, 0.8])}, {"c": np.array([0.5, 0.4, 0.1])})
    >>> weight(one, np.array([2, -1], np.int8), np.array([0, 0], np.uint32), known).round(2).tolist()
    [3.0, 0.0]
    """
    name, top = column.on.field, same(column.on.kind)
    made = np.append(learned.weights(name), 0.0)[found]  # -1, a missing value, is the last
    equal = np.flatnonzero(found == top)
    if column.on.kind.common and learned.shares and len(equal):
        share = column.share
        usual = float((share**2).sum())  # how many have the value of a record drawn at random
        made[equal] += np.clip(np.log2(usual / share[column.codes[left[equal]]]), COMMON, RARE)
    return made


def odds(columns: Sequence[Column], found: Mapping[str, Levels], left: Codes, learned: Model) -> Floats:
    """The log2 odds that each pair is one entity.

    >>> from cstools.kernels.dedupe.forms import column
    >>> from cstools.model.linkage import parse
    >>> one = column(pl.DataFrame({"c": ["a", "b"]}), parse("c")[0])
    >>> known = Model(-3.0, {"c": np.array([0.25, 0.25, 0.5])}, {"c": np.array([0.5, 0.4, 0.1])})
    >>> odds([one], {"c": np.array([0], np.int8)}, np.array([0], np.uint32), known).tolist()
    [-4.0]
    """
    total = np.full(len(left), learned.prior)
    for one in columns:
        total += weight(one, found[one.on.field], left, learned)
    return total


def probability(odds: Floats) -> Floats:
    """Log2 odds as a probability, 9 digits.

    >>> probability(np.array([0.0, 10.0])).tolist()
    [0.5, 0.99902439]
    """
    chance: Floats = 1 / (1 + np.exp2(-np.clip(odds, -500, 500)))
    return chance.round(9)


def alone(column: Column) -> Model:
    """The model where one field is compared: equal values are one entity, nothing else is."""
    top = same(column.on.kind)
    m, u = np.full(top + 1, 1e-3), np.full(top + 1, 1.0)
    m[top], u[top] = 1.0, 2.0**-ALONE
    return Model(0.0, {column.on.field: m}, {column.on.field: u}, shares=False)


def _usual(size: int) -> Floats:
    """What m is taken for before anything is seen: 0.9 equal, the rest alike."""
    return np.append(np.full(size - 1, 0.1 / (size - 1)), 0.9)


def _shares(seen: Levels, counts: Floats, before: Floats) -> Floats:
    """Shares of levels among pairs that have both values, `before` being added to the counts."""
    known = seen >= 0
    total = np.bincount(seen[known], counts[known], len(before)) + before
    shares: Floats = total / total.sum()
    return shares


def _posterior(seen: Mapping[str, Levels], m: Mapping[str, Floats], u: Mapping[str, Floats], share: float) -> Floats:
    """The probability of one entity for each pattern."""
    log = np.full(len(next(iter(seen.values()))), np.log(share) - np.log1p(-share))
    for name, found in seen.items():
        log += np.where(found >= 0, np.log(m[name][found] / u[name][found]), 0.0)
    chance: Floats = 1 / (1 + np.exp(-np.clip(log, -500, 500)))
    return chance
