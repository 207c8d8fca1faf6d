"""Ranking: the figures beside their peers by hand, against scipy, in any order; and what shrinkage is for."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.kernels.expr.significance import adjusted, fisher, newcombe, t_p, two_rates
from cstools.kernels.expr.stats import mean_interval, ratio, rounded, wilson
from cstools.kernels.kpi import shrink
from cstools.kernels.kpi.names import RANKED
from cstools.kernels.kpi.rank import ranked

COLUMNS = {"n": pl.Int64, "numerator": pl.Float64, "denominator": pl.Float64, "lo": pl.Float64, "hi": pl.Float64}
HITS, SIZE = pl.col("numerator").cast(pl.Int64), pl.col("denominator").cast(pl.Int64)
A, N, B, M = map(pl.col, "anbm")


def rates(hits: list[int], sizes: list[int], **more: Any) -> pl.DataFrame:
    """Figures of one rate, a group a pair."""
    low, high = wilson(HITS, SIZE)
    given = {"agent": [f"a{number:02}" for number in range(len(hits))], "numerator": hits, "denominator": sizes}
    base = {"period": "2025-10", "metric": "csat_pct", "unit": "ratio", "__better": "+"}
    return (
        pl.DataFrame(given, schema_overrides=COLUMNS)
        .with_columns(*(pl.lit(value).alias(name) for name, value in base.items()), SIZE.alias("n"))
        .with_columns(rounded(ratio(HITS, SIZE)).alias("value"), rounded(low).alias("lo"), rounded(high).alias("hi"))
        .with_columns(*(pl.Series(name, value) for name, value in more.items()))
    )


def means(lists: dict[str, list[float]]) -> pl.DataFrame:
    """Figures of one mean, from the values of each group."""
    frame = pl.DataFrame({"agent": list(lists), "v": list(lists.values())}, schema_overrides={"v": pl.List(pl.Float64)})
    value, n = pl.col("v").list.mean(), pl.col("v").list.len().cast(pl.Int64)
    low, high = mean_interval(value, pl.col("v").list.var(), n)
    return frame.select(
        "agent", pl.lit("all").alias("period"), pl.lit("csat_mean").alias("metric"), pl.lit("pt").alias("unit"),
        pl.lit("+").alias("__better"), value.alias("value"), n.alias("n"), low.alias("lo"), high.alias("hi"),
        pl.col("v").list.sum().alias("numerator"), n.cast(pl.Float64).alias("denominator"),
    )  # fmt: skip


def test_a_table_checked_by_hand() -> None:
    made = ranked(rates([85, 60, 90, 3], [100, 100, 100, 3]), ["agent"])
    # 85 of 100 against the others' 153 of 203, and so on
    assert made["vs_group"].to_list() == pytest.approx(
        [0.85 - 153 / 203, 0.6 - 178 / 203, 0.9 - 148 / 203, 1 - 235 / 300]
    )
    assert made["rank"].to_list() == [3, 4, 1, 2]
    assert made["band"].to_list() == ["same", "below", "above", "same"]
    # in the band `same` the best is the one of three, from which 85 of 100 cannot be told
    assert made["tied"].to_list() == [True, False, False, True]


def test_less_is_better_turns_the_order_and_nothing_else() -> None:
    frame = rates([80, 60, 90], [100, 100, 100])
    more, less = (ranked(frame.with_columns(pl.lit(sign).alias("__better")), ["agent"]) for sign in "+-")
    assert less["rank"].to_list() == [4 - rank for rank in more["rank"].to_list()]
    assert less["band"].to_list() == more["band"].to_list() == ["same", "below", "above"]
    neither = ranked(frame.with_columns(pl.lit("o").alias("__better")), ["agent"])
    assert neither["rank"].to_list() == neither["tied"].to_list() == [None] * 3
    assert_frame_equal(neither.select("vs_group", "p_adj", "band"), more.select("vs_group", "p_adj", "band"))


def test_totals_nulls_and_records_of_no_group_are_no_peers() -> None:
    frame = rates([8, 5, 0, 100, 13], [10, 10, 0, 400, 20])
    frame = frame.with_columns(
        pl.Series("agent", ["a", "b", "c", None, "all"]), pl.Series("__total_agent", [False] * 4 + [True])
    )
    made = ranked(frame, ["agent"])
    assert made["vs_group"].to_list() == pytest.approx([0.3, -0.3, None, None, None])
    assert made["rank"].to_list() == [1, 2, None, None, None]
    assert made.filter(pl.col("rank").is_null()).select(*RANKED).null_count().row(0) == (3,) * len(RANKED)
    assert_frame_equal(made.select(frame.columns), frame)


def test_peers_share_all_groups_but_the_last() -> None:
    frame = rates([9, 5, 8, 8], [10] * 4, team=["x", "x", "y", "y"])
    made = ranked(frame, ["team", "agent"])
    assert made["vs_group"].to_list() == pytest.approx([0.4, -0.4, 0, 0])
    assert made["rank"].to_list() == [1, 2, 1, 1]
    assert made["tied"].to_list() == [True, True, True, True]


def test_one_group_has_nobody_beside_it() -> None:
    made = ranked(rates([9], [10]), ["agent"])
    assert made.select(*RANKED).row(0) == (None, 0.9, 1, None, None, None)


def test_no_figures_at_all() -> None:
    made = ranked(rates([9], [10]).clear(), ["agent"])
    assert made.height == 0
    assert made.schema.items() >= RANKED.items()


def test_counts_are_ranked_as_they_are_and_not_tested() -> None:
    frame = pl.DataFrame({
        "agent": ["a", "b", "c"], "period": "all", "metric": "backlog", "unit": "n", "__better": "-",
        "value": [4.0, 9.0, 4.0], "n": [4, 9, 4],
    }).with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in list(COLUMNS)[1:])  # fmt: skip
    made = ranked(frame, ["agent"])
    assert made.select("vs_group", "shrunk", "rank", "tied", "p_adj", "band").rows() == [
        (-2.5, None, 1, True, None, None),
        (5.0, None, 3, False, None, None),
        (-2.5, None, 1, True, None, None),
    ]


def test_quantiles_are_compared_with_the_mean_of_the_others() -> None:
    frame = pl.DataFrame({
        "agent": ["a", "b", "c", "d"], "period": "all", "metric": "wait_p50", "unit": "s", "__better": "-",
        "value": [10.0, 12.0, 60.0, 20.0], "n": [50, 50, 50, 3], "lo": [8.0, 10.0, 50.0, None],
        "hi": [12.0, 14.0, 70.0, None],
    }).with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in ("numerator", "denominator"))  # fmt: skip
    made = ranked(frame, ["agent"])
    assert made["vs_group"].to_list() == pytest.approx([10 - 92 / 3, -18.0, 46.0, 20 - 82 / 3])
    assert made["rank"].to_list() == [1, 2, 4, 3]
    assert made["band"].to_list() == ["below", "below", "above", None]
    assert made["tied"].to_list() == [True, True, False, None]


def test_means_are_tested_by_the_larger_p_of_student_and_welch() -> None:
    stats = pytest.importorskip("scipy.stats")
    numpy = pytest.importorskip("numpy")
    lists = {"a": [5.0, 4.0, 4.0, 3.0, 5.0, 2.0], "b": [1.0, 2.0, 2.0, 3.0, 1.0, 2.0], "c": [4.0, 5.0, 3.0] * 9}
    every = numpy.concatenate([numpy.array(each) for each in lists.values()])
    exact = []
    for name, own in lists.items():
        rest = [x for other, each in lists.items() if other != name for x in each]
        spread = every.var(ddof=1) * (1 / len(own) + 1 / len(rest))
        student = 2 * stats.t.sf(abs(numpy.mean(own) - numpy.mean(rest)) / spread**0.5, every.size - 1)
        exact.append(max(student, stats.ttest_ind(own, rest, equal_var=False).pvalue))
    made = ranked(means(lists), ["agent"])
    assert made["p_adj"].to_list() == pytest.approx(stats.false_discovery_control(exact).tolist(), rel=0.06)
    assert made["vs_group"].to_list()[0] == pytest.approx(23 / 6 - 119 / 33)


def test_two_equal_ratings_prove_nothing() -> None:
    made = ranked(means({"a": [5.0, 5.0], "b": [3.0, 5.0, 4.0, 2.0] * 10, "c": [5.0]}), ["agent"])
    assert made["band"].to_list() == ["same", "same", None]
    assert made["shrunk"].to_list()[0] < 4.7


@pytest.mark.parametrize("name", ["value", "numerator"])
def test_a_rate_nobody_missed(name: str) -> None:
    made = ranked(rates([5, 50], [5, 50]), ["agent"])
    assert made.select(*RANKED).rows() == [(0.0, 1.0, 1, True, 1.0, "same")] * 2


def test_a_few_long_waits_tell_nobody_apart() -> None:
    """A dozen short ones without a long one are no sign of a better agent, nor is the longest of all of a worse."""
    lists = {"a": [20.0, 21.0, 22.0, 19.0] * 3, "b": [20.0] * 90 + [900.0] * 10, "c": [20.0] * 11 + [9000.0]}
    made = ranked(means(lists), ["agent"])
    assert made["band"].to_list() == ["same", "same", "same"]
    assert made["vs_group"].to_list()[0] == pytest.approx(20.5 - (10_800 + 9220) / 112)


# what it stands on


def test_newcombe_1998_gives_the_values_of_its_table() -> None:
    """Table II of Newcombe (1998, Stat Med 17:873), method 10, examples a to h."""
    cases = [
        (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926), (0, 10, 0, 20, -0.1611, 0.2775), (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0), (10, 10, 0, 10, 0.6075, 1.0),
    ]  # fmt: skip
    frame = pl.DataFrame([case[:4] for case in cases], schema=list("anbm"), orient="row")
    low, high = newcombe(A, N, B, M)
    found = frame.select(low.round(4).alias("low"), high.round(4).alias("high")).rows()
    assert found == [pytest.approx(case[4:], abs=1e-4) for case in cases]


def test_rates_are_tested_as_scipy_tests_them() -> None:
    stats = pytest.importorskip("scipy.stats")
    cases = [(a, n, b, m) for n, m in [(3, 5), (20, 400), (2, 10), (5, 90_000), (1, 1), (60, 80)]
             for a in {0, 1, n // 2, n} for b in {0, 1, m // 2, m}]  # fmt: skip
    frame = pl.DataFrame(cases, schema=list("anbm"), orient="row")
    found = frame.select(two_rates(A, N, B, M).alias("p"), fisher(A, N, B, M).alias("fisher")).rows()
    assert {exact is None for _, exact in found} == {True, False}
    for (a, n, b, m), (p, exact) in zip(cases, found, strict=True):
        table = [[a, n - a], [b, m - b]]
        if exact is None:
            square = stats.chi2_contingency(table, correction=False)[0] * (n + m - 1) / (n + m)
            assert p == pytest.approx(stats.chi2.sf(square, 1), rel=1e-6)
        else:
            assert p == exact == pytest.approx(stats.fisher_exact(table)[1], rel=1e-6)


def test_the_p_of_t_errs_towards_no_difference() -> None:
    t = pytest.importorskip("scipy.stats").t
    for df in (1, 2, 3, 5, 10, 30, 300):
        for p in (0.05, 0.01, 0.001):
            ours = pl.select(t_p(pl.lit(float(t.isf(p / 2, df))), pl.lit(float(df)))).item()
            assert p * (1 - 1e-6) <= ours <= p + (0.02 if df < 5 else 0.001)


def test_values_are_shrunk_as_the_formula_says() -> None:
    numpy = pytest.importorskip("numpy")
    y, v = numpy.array([10.0, 20.0, 31.0, 15.0]), numpy.array([1.0, 2.0, 100.0, 4.0])
    w = 1 / v
    mean = (w * y).sum() / w.sum()
    between = ((w * (y - mean) ** 2).sum() - 3) / (w.sum() - (w**2).sum() / w.sum())
    w = 1 / (v + between)
    wanted = (between * y + v * (w * y).sum() / w.sum()) / (between + v)
    frame = pl.DataFrame({"m": 1, "y": y, "v": v})
    found = frame.select(shrink.values(pl.col("y"), pl.col("v"), ["m"])).to_series().to_list()
    assert found == pytest.approx(wanted.tolist())


# invariants

pairs = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(pairs, min_size=1, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_changes_nothing(groups: list[tuple[int, int]], random: Any) -> None:
    frame = rates(*map(list, zip(*groups, strict=True)))
    order = list(range(frame.height))
    random.shuffle(order)
    assert_frame_equal(ranked(frame[order], ["agent"]), ranked(frame, ["agent"])[order], check_exact=True)


@given(st.lists(pairs, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_a_shrunk_rate_lies_between_its_own_and_the_pooled_one(groups: list[tuple[int, int]]) -> None:
    frame = pl.DataFrame(groups, schema=["hits", "n"], orient="row").with_columns(pl.lit(1).alias("m"))
    found = frame.select(shrink.rates(pl.col("hits"), pl.col("n"), ["m"]).alias("s"))["s"].to_list()
    hits, size = map(sum, zip(*groups, strict=True))
    for (own, n), shrunk in zip(groups, found, strict=True):
        assert (shrunk is None) == (n == 0)
        if n:
            ends = sorted([own / n, hits / size])
            assert ends[0] - 1e-9 <= shrunk <= ends[1] + 1e-9


floats = st.floats(-100, 100).map(lambda x: round(x, 3))


@given(st.lists(st.tuples(floats, st.floats(0.001, 50)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_shrunk_values_all_draw_towards_one(groups: list[tuple[float, float]]) -> None:
    frame = pl.DataFrame(groups, schema=["y", "v"], orient="row").with_columns(pl.lit(1).alias("m"))
    shrunk = frame.select(shrink.values(pl.col("y"), pl.col("v"), ["m"]).alias("s"))["s"].to_list()
    above = [s for (y, _), s in zip(groups, shrunk, strict=True) if s < y - 1e-7]
    below = [s for (y, _), s in zip(groups, shrunk, strict=True) if s > y + 1e-7]
    assert not above or not below or max(below) <= min(above) + 1e-6
    assert min(y for y, _ in groups) - 1e-7 <= min(shrunk)
    assert max(shrunk) <= max(y for y, _ in groups) + 1e-7


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_adjusted_p_keep_the_order_and_never_shrink(p: list[float | None]) -> None:
    frame = pl.DataFrame({"p": p}, schema={"p": pl.Float64}).with_columns(pl.lit(1).alias("f"))
    found = frame.select(adjusted(pl.col("p"), ["f"])).to_series().to_list()
    known = sorted((own, adj) for own, adj in zip(p, found, strict=True) if own is not None)
    assert [adj is None for adj in found] == [own is None for own in p]
    assert [adj for _, adj in known] == sorted(adj for _, adj in known)
    assert all(own <= adj <= 1 for own, adj in known)
    assert not known or known[-1][1] == pytest.approx(known[-1][0])


def test_shrinkage_finds_the_worst_three_more_often_than_a_bound_of_wilson() -> None:
    """20 agents with a true rate of .90 or so and 8 to 600 ratings each: who is in the true bottom three?"""
    random = pytest.importorskip("numpy").random.default_rng(1)
    runs, agents = 1_000, 20
    truth = random.beta(90, 10, (runs, agents))
    sizes = random.lognormal(4.094, 0.9, (runs, agents)).clip(8, 600).astype(int)
    frame = pl.DataFrame({
        "run": [run for run in range(runs) for _ in range(agents)], "truth": truth.ravel(), "n": sizes.ravel(),
        "hits": random.binomial(sizes, truth).ravel(),
    })  # fmt: skip
    low, _ = wilson(pl.col("hits"), pl.col("n"))
    orders = {"raw": ratio(pl.col("hits"), pl.col("n")), "wilson": low}
    orders["shrunk"] = shrink.rates(pl.col("hits"), pl.col("n"), ["run"])
    worst = pl.col("truth").rank("ordinal").over("run") <= 3
    hit = {name: (expr.rank("ordinal").over("run") <= 3) & worst for name, expr in orders.items()}
    found = frame.select(expr.sum().alias(name) / (3 * runs) for name, expr in hit.items()).row(0, named=True)
    assert found["shrunk"] > found["raw"] > found["wilson"]
    assert found["shrunk"] > found["wilson"] + 0.05


def test_records_dealt_out_at_random_tell_few_groups_apart() -> None:
    """60 months of 8 agents who are all the same, waits lognormal: a band but `same` in 1 month of 20 or fewer."""
    random = pytest.importorskip("numpy").random.default_rng(7)
    months = []
    for month in range(60):
        sizes = random.integers(5, 200, 8)
        waits = {f"a{at}": random.lognormal(3, 1.2, size).tolist() for at, size in enumerate(sizes)}
        months.append(means(waits).with_columns(pl.lit(f"m{month:02}").alias("period")))
    made = ranked(pl.concat(months), ["agent"])
    found = made.group_by("period").agg((pl.col("band") != "same").any())["band"].sum()
    assert found <= 5
    assert made["band"].null_count() == 0
