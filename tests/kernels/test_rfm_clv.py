"""BG/NBD and Gamma-Gamma: the published figures, and what is said where they cannot hold."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from cstools.kernels import rfm
from cstools.kernels.rfm.clv import FIELDS, Clv, bgnbd, gamma
from cstools.kernels.rfm.clv.fitting import Fit

PUBLISHED = Fit(bgnbd.NAMES, (0.243, 4.414, 0.793, 2.426), -9582.4, 2357, converged=True)
"""Of the CDNOW sample, as Fader, Hardie and Lee (2005) print them."""
FITTED = Fit(bgnbd.NAMES, (0.24259, 4.41353, 0.79289, 2.42575), -9582.43, 2357, converged=True)
"""The same to more digits, with which the spreadsheet computes."""
START = datetime(2025, 1, 1)


@pytest.mark.parametrize(
    ("weeks", "purchases"), [(0.1429, 0.0078), (1, 0.0532), (3, 0.1506), (31.8571, 1.0405), (32, 1.0437), (78, 1.8576)]
)
def test_purchases_of_a_new_customer(weeks: float, purchases: float) -> None:
    assert bgnbd.expected_new(FITTED, weeks) == pytest.approx(purchases, abs=4e-4)


def test_purchases_of_the_customer_in_the_paper() -> None:
    x, t, age = (np.array([value]) for value in (2.0, 30.43, 38.86))
    assert bgnbd.expected(PUBLISHED, 39, x, t, age)[0] == pytest.approx(1.226, abs=5e-4)


def test_probabilities_of_the_spreadsheet() -> None:
    assert bgnbd.probability(PUBLISHED, 0, np.array([39.0]))[0] == pytest.approx(0.5737864, abs=5e-8)
    assert bgnbd.probability(PUBLISHED, 10, np.array([2.0]))[0] == pytest.approx(1.07869e-07, rel=1e-5)


def test_probabilities_add_up_to_one_and_their_mean_is_what_is_expected() -> None:
    whole = np.array([bgnbd.probability(PUBLISHED, x, np.array([39.0]))[0] for x in range(80)])
    assert whole.sum() == pytest.approx(1, abs=1e-6)
    assert (whole * np.arange(80)).sum() == pytest.approx(bgnbd.expected_new(PUBLISHED, 39), abs=1e-4)


def test_who_never_came_back_may_still_be_there() -> None:
    zero, one = np.array([0.0]), np.array([1.0])
    assert bgnbd.alive(PUBLISHED, zero, zero, np.array([90.0]))[0] == 1
    late, early = (bgnbd.alive(PUBLISHED, one, np.array([t]), np.array([90.0]))[0] for t in (80.0, 5.0))
    assert 0 < early < late < 1


@pytest.mark.parametrize("values", [(0.243, 4.414, 0.793, 2.426), (2.2, 21.8, 300.0, 2900.0), (5.0, 2.0, 1.0, 3.0)])
@pytest.mark.parametrize("x", [0, 1, 30, 900])
def test_forecasts_are_numbers_that_grow_with_time(values: tuple[float, ...], x: int) -> None:
    model = Fit(bgnbd.NAMES, values, 0, 1, converged=True)
    at = (np.array([float(x)]), np.array([50.0 * (x > 0)]), np.array([52.0]))
    found = [bgnbd.expected(model, ahead, *at)[0] for ahead in (1, 13, 52)]
    assert np.isfinite(found).all()
    assert 0 <= found[0] <= found[1] <= found[2] <= 52 * (x + values[0]) / 52


LOGS = st.lists(st.floats(-1.5, 1.5), min_size=4, max_size=4).map(np.array)


@settings(max_examples=25)
@given(LOGS)
def test_gradients_are_those_of_the_likelihood(at: Any) -> None:
    x = np.array([0.0, 1, 2, 7])
    t, age, n = np.array([0.0, 3, 20, 38]), np.array([39.0, 30, 25, 39]), np.array([5.0, 3, 2, 1])
    _, slope = bgnbd.slope(at, x, t, age, n)
    assert slope == pytest.approx(approx_fprime(at, lambda p: bgnbd.slope(p, x, t, age, n)[0], 1e-7), abs=1e-4)
    spent = np.array([30.0, 90, 400])
    _, slope = gamma.slope(at[:3], x[1:], spent, n[1:])
    near = approx_fprime(at[:3], lambda p: gamma.slope(p, x[1:], spent, n[1:])[0], 1e-7)
    assert slope == pytest.approx(near, rel=1e-3, abs=1e-3)


def shop(customers: int = 300, seed: int = 3, unit: float = 1.0) -> pl.LazyFrame:
    """Orders of customers as the models have them."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, datetime, float]] = []
    for number in range(customers):
        day = float(rng.integers(0, 90))
        pace, leave, mean = rng.gamma(0.8, 0.02), rng.beta(1, 3), rng.gamma(4, 30) + 10
        while day < 300:
            rows.append((f"u{number:04}", START + timedelta(days=int(day)), round(rng.gamma(5, mean / 5) * unit, 2)))
            if rng.random() < leave:
                break
            day += max(1, rng.exponential(1 / pace))
    who, times, amounts = zip(*rows, strict=True)
    return pl.LazyFrame({"customer_id": who, "ordered_at": times, "amount": amounts})


def told(lf: pl.LazyFrame, ask: Clv | None = None, **more: object) -> tuple[pl.DataFrame, dict[str, Any]]:
    result = rfm.stage(clv=ask or Clv(), **more).apply(lf)
    assert result.found is not None
    found = dict(result.found.select("key", "blanks").collect().rows())
    return result.rows.collect(), {key: json.loads(text) for key, text in found.items()}


def test_the_order_of_rows_changes_no_bit() -> None:
    lf = shop()
    rows, said = told(lf, Clv(holdout=90))
    mixed, again = told(lf.collect().sample(fraction=1, shuffle=True, seed=1).lazy(), Clv(holdout=90))
    assert mixed.equals(rows)
    assert again == said


def test_customers_are_worth_what_they_are_expected_to_buy() -> None:
    rows, said = told(shop())
    assert rows.columns[-5:] == [*FIELDS, "reason"]
    assert rows["p_alive"].is_between(0, 1).all()
    product = rows["expected_orders"] * rows["expected_value"]
    assert ((product - rows["clv"]).abs() < 1e-2).all()
    report = said["clv.report"]
    assert report["clv"] == pytest.approx(rows["clv"].sum(), abs=0.01)
    assert sum(one["customers"] for one in report["by_repeats"]) == report["customers"] == 300
    assert sum(one["expected"] for one in report["by_repeats"]) == pytest.approx(300, abs=0.01)


def test_a_unit_of_money_changes_the_unit_only() -> None:
    _, yuan = told(shop())
    _, hundreds = told(shop(unit=100.0))
    one, other = yuan["clv.report"]["gamma_gamma"], hundreds["clv.report"]["gamma_gamma"]
    assert (one["p"], one["q"], one["v"] * 100) == pytest.approx((other["p"], other["q"], other["v"]), rel=1e-3)


def test_later_money_is_worth_less() -> None:
    plain, _ = told(shop())
    less, _ = told(shop(), Clv(discount=0.2))
    assert less["expected_orders"].equals(plain["expected_orders"])
    shares = (less["clv"] / plain["clv"]).to_list()
    assert all(1 / 1.2 < share < 1 for share in shares)


def test_a_forecast_is_compared_with_what_happened() -> None:
    held = told(shop(600), Clv(holdout=90))[1]["clv.report"]["holdout"]
    assert held["actual"] == sum(one["actual"] for one in held["by_repeats"])
    assert held["predicted"] == pytest.approx(sum(one["predicted"] for one in held["by_repeats"]), rel=1e-4)
    assert held["predicted"] == pytest.approx(held["actual"], rel=0.25)
    assert held["mae"] < held["mae_naive"]


def test_a_forecast_that_missed_is_said() -> None:
    """From the day of the cut on everybody buys three times as often."""
    lf = shop(300)
    late = lf.filter(pl.col("ordered_at") > START + timedelta(days=210))
    more = [late.with_columns(pl.col("ordered_at") + timedelta(days=days)) for days in (1, 2)]
    at = {"as_of": START + timedelta(days=300)}
    assert "clv.missed" in told(pl.concat([lf, *more]), Clv(holdout=90), **at)[1]
    assert "clv.missed" not in told(shop(600), Clv(holdout=90), **at)[1]


def test_too_few_who_came_back() -> None:
    rows, said = told(shop(20))
    assert all(rows[name].null_count() == 20 for name in FIELDS)
    assert said["clv.few"]["least"] == "30"
    assert rows["segment"].null_count() == 0


def test_too_little_before_the_days_held_out() -> None:
    _, said = told(shop(), Clv(holdout=280))
    assert said["clv.holdout_none"]["days"] == "280"


def test_what_went_back_is_worth_nothing_and_said() -> None:
    lf = shop().with_columns(
        pl.when((pl.col("customer_id") == "u0003") & pl.col("ordered_at").rank().over("customer_id").gt(1))
        .then(pl.col("amount"))
        .otherwise(0.0)
        .alias("refund_amount")
    )
    rows, said = told(lf)
    row = rows.filter(customer_id="u0003").row(0, named=True)
    assert row["frequency"] > 1, "a customer who came back"
    assert (row["expected_value"], row["clv"], row["reason"]) == (None, None, None)
    assert row["p_alive"] is not None
    assert said["clv.money"]["n"] == "1"


def test_who_gave_everything_back_is_not_looked_ahead_for() -> None:
    lf = shop().with_columns(pl.when(customer_id="u0003").then("amount").otherwise(0.0).alias("refund_amount"))
    row = told(lf)[0].filter(customer_id="u0003").row(0, named=True)
    assert (row["reason"], *(row[name] for name in FIELDS)) == (rfm.REFUNDED, None, None, None, None)


def test_frequency_and_money_that_go_together_are_said() -> None:
    lf = shop().with_columns((pl.col("amount") * pl.len().over("customer_id")).alias("amount"))
    _, said = told(lf)
    assert float(said["clv.correlated"]["correlation"]) > 0.3
    assert "clv.correlated" not in told(shop())[1]


def test_customers_who_do_not_differ_are_said() -> None:
    """Everybody buys every week and never leaves: no dropout, no spread."""
    times = [START + timedelta(days=7 * week) for week in range(20)]
    lf = pl.LazyFrame({"customer_id": [f"u{n}" for n in range(40) for _ in times], "ordered_at": times * 40,
                       "amount": [float(10 + n % 7) for n in range(800)]})  # fmt: skip
    rows, said = told(lf, Clv(horizon=70))
    assert "BG/NBD" in said["clv.edge"]["model"] or "Gamma-Gamma" in said["clv.edge"]["model"]
    assert rows["expected_orders"].is_between(8.5, 11).all()


def test_segments_add_up_what_their_customers_are_worth() -> None:
    rows, _ = told(shop())
    table, _ = told(shop(), summarise=True)
    assert table["clv"].sum() == pytest.approx(rows["clv"].sum(), abs=1e-2)
    assert table["expected_orders"].sum() == pytest.approx(rows["expected_orders"].sum(), abs=1e-2)
