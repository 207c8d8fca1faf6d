"""Thresholds that are given, thresholds that are found, and days instead of orders."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels import rfm
from cstools.kernels.rfm.cuts import DAY_MS, parsed
from cstools.kernels.rfm.kmeans import CELLS, best, cut_points
from cstools.kernels.rfm.rates import counted, rates
from cstools.kernels.rfm.scores import Cutting, scored
from cstools.model.scheme import parse
from cstools.model.segments import SCHEMES

START = datetime(2025, 10, 1)


def people(near_d: list[float], frequency: list[int], yuan: list[float]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "near": [round(-days * DAY_MS) for days in near_d],
            "frequency": frequency,
            "money": [round(one * 10_000) for one in yuan],
            "reason": [None] * len(yuan),
        },
        schema_overrides={"reason": pl.String},
    )


def test_a_threshold_that_is_reached_counts() -> None:
    table = people([10, 10.001, 0], [3, 2, 9], [200, 199.99, 500])
    rows = scored(table, Cutting("fixed", cuts=parsed("r=10,f=3,m=200")))
    assert rows.select("r", "f", "m", "segment").rows() == [
        (1, 1, 1, "重要价值客户"),
        (0, 0, 0, "一般挽留客户"),
        (1, 1, 1, "重要价值客户"),
    ]


def test_several_thresholds_score_from_one_and_high_is_above_the_mean() -> None:
    table = people([5, 40, 100, 200], [1, 2, 4, 5], [50, 100, 500, 499])
    rows = scored(table, Cutting("fixed", cuts=parsed("r=30/90/180,f=2/4,m=100/500")))
    assert rows.select("r", "f", "m").rows() == [(4, 1, 1), (3, 2, 2), (2, 3, 3), (1, 3, 2)]
    assert rows.select("cut_r", "cut_f", "cut_m").row(0) == (2.5, 2.25, 2.0)
    assert rows["segment"].to_list() == ["一般发展客户", "一般发展客户", "重要保持客户", "一般保持客户"]


@pytest.mark.parametrize(
    "text",
    ["", "r=1", "r=1,f=2", "r=1,f=2,m=3,m=4", "r=1,f=2.5,m=3", "r=30/10,f=2,m=3", "r=1/1,f=2,m=3", "r=-1,f=2,m=3",
     "r=1,f=2,m=三", "x=1,f=2,m=3", "r=1/,f=2,m=3", "r=１,f=2,m=3"],
)  # fmt: skip
def test_thresholds_that_cannot_be_read(text: str) -> None:
    with pytest.raises(Usage) as error:
        parsed(text)
    assert error.value.key == "rfm.cuts"


def test_grid10_takes_four_thresholds_of_what_it_uses() -> None:
    Cutting("fixed", scheme=SCHEMES["grid10"], cuts=parsed("r=1/2/3/4,f=2/3/4/5,m=9"))
    Cutting("kmeans", scheme=SCHEMES["grid10"])
    with pytest.raises(Usage) as error:
        Cutting("fixed", scheme=SCHEMES["grid10"], cuts=parsed("r=1/2/3,f=2/3/4/5,m=9"))
    assert error.value.params == {"scheme": "grid10", "scores": 5, "less": 4, "parts": "r f"}


def squares(values: list[float], starts: tuple[int, ...]) -> float:
    ends = [*starts[1:], len(values)]
    parts = [np.array(values[a:b]) for a, b in zip(starts, ends, strict=True)]
    return float(sum(((part - part.mean()) ** 2).sum() for part in parts))


@given(st.lists(st.integers(0, 60), min_size=2, max_size=9, unique=True), st.integers(2, 4))
def test_groups_are_the_best_there_are(values: list[int], groups: int) -> None:
    at = sorted(float(value) for value in values)
    groups = min(groups, len(at))
    found = best(np.ones(len(at)), np.array(at), groups)
    every = [squares(at, (0, *rest)) for rest in combinations(range(1, len(at)), groups - 1)]
    assert len(found) == groups
    assert found[0] == 0
    assert squares(at, tuple(found)) == pytest.approx(min(every), abs=1e-9)


def test_equal_weights_are_as_repeated_values() -> None:
    one = best(np.array([5.0, 1, 1, 1]), np.array([0.0, 3, 4, 9]), 2)
    assert one == best(np.ones(4), np.array([0.0, 3, 4, 9]), 2)[:1] + one[1:]
    repeated = best(np.ones(8), np.array([0.0] * 5 + [3, 4, 9]), 2)
    assert repeated[1] - 4 == one[1]


@given(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**12)), max_size=40), st.randoms(use_true_random=False))
def test_points_are_values_rise_and_know_no_order(values: list[int | None], rng: object) -> None:
    series = pl.Series("v", values, dtype=pl.Int64)
    points = cut_points(series, 5)
    mixed = list(values)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert cut_points(pl.Series("v", mixed, dtype=pl.Int64), 5) == points
    assert list(points) == sorted(set(points))
    assert set(points) <= set(values)
    assert len(points) <= 4


def test_more_values_than_cells_are_grouped_all_the_same() -> None:
    values = pl.Series("v", [*range(1, 3 * CELLS), *range(10**9, 10**9 + 50)])
    assert cut_points(values, 2) == (10**9,)
    assert cut_points(pl.Series("v", [7, 7, 7]), 5) == ()


def test_days_are_counted_instead_of_orders() -> None:
    lf = pl.LazyFrame(
        {"customer_id": ["c"] * 3, "amount": [1.0, 1.0, -1.0], "order_id": ["1", "2", "3"],
         "ordered_at": [START, START + timedelta(hours=3), START + timedelta(days=2)]}
    )  # fmt: skip
    row = rfm.stage(cut="mean", frequency="days").apply(lf).rows.select("orders", "frequency").collect().row(0)
    assert row == (2, 1)


def test_own_segments() -> None:
    scheme = parse('[[segment]]\nid = "top"\nbits = ["111", "011"]\n[[segment]]\nid = "rest"\n'
                   'bits = ["000", "001", "010", "100", "101", "110"]')  # fmt: skip
    lf = pl.LazyFrame({"customer_id": ["a", "a", "b"], "amount": [5.0, 5.0, 1.0], "ordered_at": [START] * 3})
    table = rfm.stage(cut="mean", scheme=scheme, summarise=True).apply(lf).rows.collect()
    assert table.select("segment", "label", "customers").rows() == [("top", "top", 1), ("rest", "rest", 1)]


def test_repurchase_and_churn() -> None:
    frame = pl.DataFrame({"orders": [1, 2, 3, 0], "near": [-10 * DAY_MS, -10 * DAY_MS - 1, 0, None]})
    found = frame.select(counted(10 * DAY_MS)).with_columns(rates()).row(0, named=True)
    assert (found["buyers"], found["repurchased"], found["churned"]) == (3, 2, 1)
    assert (found["repurchase_rate"], found["churn_rate"]) == (0.666666667, 0.333333333)
    none = frame.filter(orders=0).select(counted(1)).with_columns(rates()).row(0, named=True)
    assert (none["repurchase_rate"], none["repurchase_lo"], none["churn_rate"]) == (None, None, None)


def test_what_is_said_of_a_run() -> None:
    lf = pl.LazyFrame(
        {"customer_id": ["a", "a", "b", None], "amount": [5.0, 5.0, 1.0, 7.0], "ordered_at": [START] * 4}
    )  # fmt: skip
    found = rfm.stage(cut="mean").apply(lf).found
    assert found is not None
    said = found.collect()
    assert said["key"].to_list() == ["rfm.rules", "rfm.thresholds", "rfm.guests", "rfm.rates"]
    assert '"r": "<0", "f": ">1.5", "m": ">5.5"' in said["blanks"][1]
    assert said["blanks"][2] == '{"n": "1", "money": "7"}'
    nothing = rfm.stage().apply(lf.filter(pl.lit(value=False))).found
    assert nothing is not None
    assert nothing.collect().height == 0
