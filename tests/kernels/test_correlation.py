"""Spearman's rho against scipy, its interval against the formula and by simulation."""

from __future__ import annotations

from math import atanh, sqrt, tanh
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.expr.correlation import FEWEST, spearman

PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(-3, 3)), min_size=2, max_size=60)


def frame(pairs: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema={"x": pl.Int64, "y": pl.Int64}, orient="row")


@given(PAIRS)
def test_rho_agrees_with_scipy_where_there_are_ties(pairs):
    spearmanr = pytest.importorskip("scipy.stats").spearmanr
    xs, ys = zip(*pairs, strict=True)
    found = spearman(frame(pairs), "x", "y")
    if len(set(xs)) == 1 or len(set(ys)) == 1:
        assert (found.rho, found.lo, found.hi) == (None, None, None)
    else:
        assert found.rho == pytest.approx(float(spearmanr(xs, ys).statistic), abs=1e-6)
    assert found.n == len(pairs)


@given(PAIRS, st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(pairs, seed):
    shuffled = Random(seed).sample(pairs, len(pairs))
    assert spearman(frame(shuffled), "x", "y") == spearman(frame(pairs), "x", "y")


def test_the_interval_is_that_of_bonett_and_wright():
    pairs = [(number, (number * 7) % 30) for number in range(30)]
    found = spearman(frame(pairs), "x", "y")
    half = 1.959963984540054 * sqrt((1 + found.rho**2 / 2) / 27)
    wanted = [tanh(atanh(found.rho) + side * half) for side in (-1, 1)]
    assert [found.lo, found.hi] == pytest.approx(wanted, abs=2e-6)


def test_the_interval_holds_the_truth_nineteen_times_of_twenty():
    """Of a normal pair with rho_s = 6/pi asin(r/2): r = .6 is .5818; of ratings in five steps the ties cost little."""
    dice, held = Random(11), 0
    for _ in range(400):
        points = [(dice.gauss(0, 1), dice.gauss(0, 1)) for _ in range(60)]
        pairs = pl.DataFrame({"x": [a for a, _ in points], "y": [0.6 * a + 0.8 * b for a, b in points]})
        found = spearman(pairs, "x", "y")
        held += found.lo <= 0.5818 <= found.hi
    assert 368 <= held <= 392


@pytest.mark.parametrize(
    ("pairs", "rho"), [([], None), ([(1, 1)], None), ([(1, 2), (2, 1)], -1.0), ([(n, n) for n in range(20)], 1.0)]
)
def test_edges_have_no_interval(pairs, rho):
    assert spearman(frame(pairs), "x", "y")[:3] == (rho, None, None)


def test_a_pair_with_a_null_is_no_pair():
    rows = pl.DataFrame({"x": [1, 2, None, 4], "y": [1, None, 3, 4]})
    assert spearman(rows, "x", "y") == (1.0, None, None, 2)


def test_few_pairs_have_no_interval():
    pairs = [(number, (number * 7) % 10) for number in range(FEWEST)]
    assert spearman(frame(pairs), "x", "y").lo is not None
    assert spearman(frame(pairs[1:]), "x", "y").lo is None


def test_many_rows_do_not_overflow():
    n = 3_000_000
    rows = pl.DataFrame({"x": pl.int_range(n, eager=True), "y": pl.int_range(n, eager=True)})
    assert spearman(rows, "x", "y").rho == 1.0
