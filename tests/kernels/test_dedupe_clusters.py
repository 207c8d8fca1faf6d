"""From pairs to groups: what is joined, what is cut again, and who is whose partner."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage

from cstools.kernels.dedupe.clusters import BOUND, FEW, _together, _tree, components, grouped
from cstools.kernels.dedupe.links import matched

Pairs = list[tuple[int, int]]


def ends(pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    made = np.array(pairs, np.uint32).reshape(-1, 2)
    return made[:, 0], made[:, 1]


def parts(label: np.ndarray) -> set[frozenset[int]]:
    """Groups as sets, whatever they are called."""
    return {frozenset(np.flatnonzero(label == one).tolist()) for one in np.unique(label)}


def union_find(records: int, pairs: Pairs) -> set[frozenset[int]]:
    to = list(range(records))

    def root(one: int) -> int:
        while to[one] != one:
            one = to[one]
        return one

    for one, other in pairs:
        to[root(one)] = root(other)
    return parts(np.array([root(one) for one in range(records)]))


def weighing(odds: dict[tuple[int, int], float], other: float = -9.0) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def weigh(left: np.ndarray, right: np.ndarray) -> np.ndarray:
        ordered = (tuple(sorted(pair)) for pair in zip(left.tolist(), right.tolist(), strict=True))
        return np.array([odds.get(pair, other) for pair in ordered])

    return weigh


def group(records: int, odds: dict[tuple[int, int], float], least: float = 0.0, most: int = 1000, other: float = -9.0):
    left, right = ends(list(odds))
    return grouped(records, left, right, np.array(list(odds.values())), weighing(odds, other), least, most)


SOME = st.integers(1, 40).flatmap(
    lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=60))
)


@given(SOME)
def test_components_are_those_of_union_find(drawn: tuple[int, Pairs]) -> None:
    records, pairs = drawn
    label = components(records, *ends(pairs))
    assert parts(label) == union_find(records, pairs)
    first = [int(np.flatnonzero(label == one)[0]) for one in range(label.max() + 1)]
    assert first == sorted(first)  # numbered in the order of their first records


@pytest.mark.parametrize("shuffled", [False, True])
def test_a_long_chain_is_one_component(shuffled: bool) -> None:
    size = 20_000
    order = np.random.default_rng(0).permutation(size) if shuffled else np.arange(size)
    assert not components(size, order[:-1].astype(np.uint32), order[1:].astype(np.uint32)).any()


def test_a_chain_is_cut() -> None:
    found = group(4, {(0, 1): 5.0, (1, 2): 1.0, (2, 3): 5.0})
    assert parts(found.label) == {frozenset({0, 1}), frozenset({2, 3})}
    assert (found.cut, found.large, found.larger) == (1, 0, 0)


def test_a_chain_whose_ends_are_nearly_alike_stays() -> None:
    found = group(3, {(0, 1): 5.0, (1, 2): 5.0}, other=-2.0)
    assert parts(found.label) == {frozenset({0, 1, 2})}
    assert found.cut == 0


@pytest.mark.parametrize("size", [3, 10, FEW + 3])
def test_a_clique_stays_and_is_not_weighed_again(size: int) -> None:
    odds = {(one, other): 1.0 for one in range(size) for other in range(one + 1, size)}

    def never(left: np.ndarray, right: np.ndarray) -> np.ndarray:
        raise AssertionError("every pair is a link")

    left, right = ends(list(odds))
    found = grouped(size, left, right, np.ones(len(left)), never, 0.0, 1000)
    assert not found.label.any()
    assert found.cut == 0


@pytest.mark.parametrize("size", [6, 2 * FEW])
def test_two_cliques_with_one_bridge_come_apart(size: int) -> None:
    half = size // 2
    odds = {
        (one, other): 6.0 for one in range(size) for other in range(one + 1, size) if (one < half) == (other < half)
    }
    found = group(size, odds | {(half - 1, half): 3.0})
    assert parts(found.label) == {frozenset(range(half)), frozenset(range(half, size))}
    assert found.cut == 1


def test_only_links_of_the_least_odds_join() -> None:
    odds = {(0, 1): 3.0, (2, 3): 2.999}
    assert parts(group(4, odds, least=3.0).label) == {frozenset({0, 1}), frozenset({2}), frozenset({3})}


def test_a_component_that_is_too_large_loses_its_weakest_links() -> None:
    odds = {(0, 1): 9.0, (1, 2): 9.0, (0, 2): 9.0, (2, 3): 2.0, (3, 4): 9.0, (3, 5): 9.0, (4, 5): 9.0}
    found = group(6, odds, most=3, other=9.0)
    assert parts(found.label) == {frozenset({0, 1, 2}), frozenset({3, 4, 5})}
    assert (found.large, found.larger) == (1, 6)


def test_records_nothing_tells_apart_are_left_apart_if_they_are_too_many() -> None:
    odds = {(one, other): 7.0 for one in range(8) for other in range(one + 1, 8)}
    found = group(8, odds, most=7)
    assert len(parts(found.label)) == 8
    assert (found.large, found.larger) == (1, 8)


WEIGHTED = st.integers(2, 14).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.dictionaries(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] < pair[1]),
            st.integers(-6, 12).map(float),
            max_size=40,
        ),
    )
)


@given(drawn=WEIGHTED, most=st.integers(2, 8))
def test_no_group_is_larger_than_asked_and_none_joins_what_no_links_join(drawn, most: int) -> None:
    records, odds = drawn
    found = group(records, odds, most=most)
    assert max(map(len, parts(found.label))) <= most
    whole = union_find(records, [pair for pair, one in odds.items() if one >= 0])
    assert all(any(part <= one for one in whole) for part in parts(found.label))
    assert found.larger == sum(len(one) for one in whole if len(one) > most)


@settings(max_examples=100)
@given(size=st.integers(2, 12), seed=st.integers(0, 10**6), away=st.floats(-8, 8))
def test_average_linkage_is_that_of_scipy(size: int, seed: int, away: float) -> None:
    odds = np.random.default_rng(seed).normal(away, 8, (3, size * (size - 1) // 2))
    assume(len(np.unique(odds.round(6))) == odds.size)
    ours = _together(odds, size)
    for own, each in zip(ours, odds, strict=True):
        tree = linkage(100 - each, "average")
        assume(np.abs(tree[:, 2] - 100).min() > 1e-6)
        assert parts(own) == parts(fcluster(tree, 100, "distance"))
        assert parts(own) == parts(_tree(each.clip(-BOUND, BOUND))) or np.abs(each).max() > BOUND


@given(size=st.integers(2, 10), seed=st.integers(0, 10**6))
def test_groups_put_together_side_by_side_do_not_touch(size: int, seed: int) -> None:
    odds = np.random.default_rng(seed).normal(0, 5, (4, size * (size - 1) // 2))
    assert _together(odds, size).tolist() == [_together(each[None], size)[0].tolist() for each in odds]


def test_one_odd_pair_does_not_outweigh_all_others() -> None:
    odds = {(one, other): 10.0 for one in range(5) for other in range(one + 1, 5)} | {(0, 4): -500.0}
    assert not group(5, odds).label.any()


def test_partners_are_one_to_one_and_the_strongest_come_first() -> None:
    left, right = ends([(0, 2), (0, 3), (1, 2), (1, 3)])
    label = matched(4, left, right, np.array([9.0, 8.0, 8.5, 1.0]), 0.0)
    assert parts(label) == {frozenset({0, 2}), frozenset({1, 3})}
    label = matched(4, left, right, np.array([9.0, 8.0, 8.5, 1.0]), 2.0)
    assert parts(label) == {frozenset({0, 2}), frozenset({1}), frozenset({3})}


@given(st.integers(0, 10**6))
def test_nobody_has_two_partners_whatever_the_order_of_pairs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = [(one, other) for one in range(6) for other in range(6, 12) if rng.random() < 0.6] or [(0, 6)]
    odds = rng.integers(-3, 9, len(pairs)).astype(float)
    label = matched(12, *ends(pairs), odds, 0.0)
    assert max(map(len, parts(label))) <= 2
    left_over = {one for part in parts(label) if len(part) == 1 for one in part}
    assert not any({one, other} <= left_over for (one, other), sure in zip(pairs, odds, strict=True) if sure >= 0)
    moved = rng.permutation(len(pairs))
    again = matched(12, *ends([pairs[at] for at in moved]), odds[moved], 0.0)
    assert again.tolist() == label.tolist()
