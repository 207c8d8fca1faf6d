"""Intervals against published values and scipy."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.expr.stats import EXACT, mean_interval, quantile, ranks, t975, wilson

HITS, N = pl.col("hits"), pl.col("n")
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("hits", "n", "low", "high"), NEWCOMBE)
def test_wilson_gives_the_values_of_newcombe_1998(hits: int, n: int, low: float, high: float) -> None:
    frame = pl.DataFrame({"hits": [hits], "n": [n]})
    found = frame.select(*(side.round(4).alias(name) for name, side in zip("lh", wilson(HITS, N), strict=True)))
    assert found.row(0) == (low, high)


def test_wilson_of_nothing_is_null_and_of_all_ends_at_one() -> None:
    frame = pl.DataFrame({"hits": [0, 5], "n": [0, 5]})
    low, high = wilson(pl.col("hits"), pl.col("n"))
    assert frame.select(low.round(4).alias("l"), high.alias("h")).rows() == [(None, None), (0.5655, 1.0)]


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_rate_within_zero_and_one(pair: tuple[int, int]) -> None:
    frame = pl.DataFrame({"hits": [pair[0]], "n": [pair[1]]})
    low, high = frame.select(*(s.alias(k) for k, s in zip("lh", wilson(HITS, N), strict=True))).row(0)
    assert 0 <= low <= pair[0] / pair[1] <= high <= 1


def test_t_agrees_with_scipy() -> None:
    t = pytest.importorskip("scipy.stats").t
    degrees = [*range(1, 60), 100, 1000, 100_000]
    ours = pl.DataFrame({"df": degrees}).select(t975(pl.col("df"))).to_series().to_list()
    assert ours == pytest.approx([t.ppf(0.975, each) for each in degrees], abs=2e-6)


def test_the_mean_of_one_value_has_no_interval() -> None:
    frame = pl.DataFrame({"m": [3.0], "v": [None], "n": [1]}, schema={"m": pl.Float64, "v": pl.Float64, "n": pl.Int64})
    low, high = mean_interval(pl.col("m"), pl.col("v"), pl.col("n"))
    assert frame.select(low.alias("l"), high.alias("h")).row(0) == (None, None)


@pytest.mark.parametrize("p", [0.5, 0.9, 0.1])
def test_ranks_agree_with_the_binomial_quantiles_of_scipy(p: float) -> None:
    binom = pytest.importorskip("scipy.stats").binom
    counts = [1, 5, 6, 10, 28, 29, 30, EXACT, EXACT + 1, 500, 5_000, 100_000]
    low, high = ranks(pl.col("n"), p)
    for n, ours_low, ours_high in pl.DataFrame({"n": counts}).select("n", low.alias("l"), high.alias("h")).rows():
        wanted = int(binom.ppf(0.025, n, p)), int(binom.ppf(0.975, n, p)) + 1
        near = 0 if n <= EXACT else 1
        for ours, exact in zip((ours_low, ours_high), wanted, strict=True):
            assert abs(ours - exact) <= near if ours is not None else not 1 <= exact <= n


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=50), st.integers(1, 99))
def test_quantile_is_the_linear_one_of_polars(values: list[int], percent: int) -> None:
    frame = pl.DataFrame({"v": [sorted(values)]}, schema={"v": pl.List(pl.Int64)})
    ours = frame.select(quantile(pl.col("v"), percent / 100)).item()
    assert ours == pytest.approx(pl.Series(values).quantile(percent / 100, "linear"))
