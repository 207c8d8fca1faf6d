"""`--censored km`: Kaplan and Meier's curve against textbooks, a plain loop in fractions, and a simulation."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.kpi.counts import SURVIVAL, _curve, sorted_counts, survival
from cstools.kernels.kpi.names import CENSORED, VALUE, N
from tests.kernels.kpis import figures, one, tickets

Clock = tuple[int, bool]
"""How long, and whether it ended (else it still runs)."""
# Freireich et al. (1963), weeks in remission; the example of Kaplan-Meier in most textbooks. A minus sign: censored.
SIX_MP = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
STATS = ("p1", "p10", "p25", "p50", "p75", "p90", "p99", "mean")


def clocks(times: list[int]) -> list[Clock]:
    return [(abs(time), time > 0) for time in times]


def table(given: list[Clock], group: str = "g") -> pl.DataFrame:
    rows = [(group, time, int(ended), int(not ended)) for time, ended in given]
    return pl.DataFrame(rows, schema={"g": pl.String, VALUE: pl.Int64, N: pl.Int64, CENSORED: pl.Int64}, orient="row")


def found(given: list[Clock], *stats: str) -> tuple[float | None, ...]:
    return survival(table(given), [], stats).select(stats).row(0)


def plainly(given: list[Clock]) -> list[tuple[int, Fraction]]:
    """The product-limit estimate after each time with an event, one after another."""
    curve, left = [], Fraction(1)
    for time in sorted({time for time, ended in given if ended}):
        risk = sum(other >= time for other, _ in given)
        left *= 1 - Fraction(sum(other == time and ended for other, ended in given), risk)
        curve.append((time, left))
    return curve


def area(given: list[Clock]) -> Fraction:
    """Under the curve, up to the longest time."""
    whole, before, left = Fraction(0), 0, Fraction(1)
    for time, after in [*plainly(given), (max(time for time, _ in given), Fraction(0))]:
        whole += left * (time - before)
        before, left = time, after
    return whole


def test_the_curve_of_the_textbook() -> None:
    """Collett, Modelling Survival Data, and Kleinbaum and Klein, Survival Analysis, print these seven steps."""
    curve = _curve(sorted_counts(table(clocks(SIX_MP)), []), []).filter(pl.col(N) > 0)
    assert curve.select(pl.col(VALUE), pl.col(SURVIVAL).round(4)).rows() == [
        (6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378), (23, 0.4482)
    ]  # fmt: skip


def test_the_medians_of_the_textbook_and_their_intervals() -> None:
    """Medians 23 and 8 weeks; the log-log intervals (13, none) and (4, 11) are those that R's survfit gives."""
    made = survival(pl.concat([table(clocks(SIX_MP), "6-MP"), table(clocks(PLACEBO), "placebo")]), ["g"], ["p50"])
    assert made.sort("g").select("g", "p50", "p50:lo", "p50:hi").rows() == [
        ("6-MP", 23, 13, None), ("placebo", 8, 4, 11)
    ]  # fmt: skip


def test_the_restricted_means_of_the_textbook() -> None:
    """23.29 weeks of 35, standard error 2.83 (R, print(fit, rmean = 35)); of the placebo 8.67, its plain mean."""
    mean, low, high = survival(table(clocks(SIX_MP)), [], ["mean"]).select("mean", "mean:lo", "mean:hi").row(0)
    assert mean == pytest.approx(float(area(clocks(SIX_MP))))
    assert (round(mean, 2), round((high - low) / 2 / 1.959964, 2)) == (23.29, 2.83)
    assert found(clocks(PLACEBO), "mean") == (pytest.approx(sum(PLACEBO) / 21),)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30))
def test_with_nothing_open_it_is_the_plain_quantile_and_mean(times: list[int]) -> None:
    every = {f"p{p}": p / 100 for p in (1, 10, 25, 33, 50, 66, 75, 90, 99)}
    plain = [pl.Series(times).quantile(p, "linear") for p in every.values()]
    made = found([(time, True) for time in times], *every, "mean")
    assert made == pytest.approx([*plain, sum(times) / len(times)], abs=1e-9)


CLOCKS = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=25)


@given(CLOCKS)
def test_the_mean_is_the_area_under_a_curve_made_by_a_plain_loop(given: list[Clock]) -> None:
    any_ended = any(ended for _, ended in given)
    assert found(given, "mean") == (pytest.approx(float(area(given))) if any_ended else None,)


@given(CLOCKS, st.integers(1, 99))
def test_a_quantile_is_a_step_away_at_most_from_where_the_curve_passes_it(given: list[Clock], p: int) -> None:
    curve = plainly(given)
    ended = [time for time, _ in curve]
    passed = next((at for at, (_, left) in enumerate(curve) if left <= 1 - Fraction(p, 100)), None)
    (value,) = found(given, f"p{p}")
    if passed is not None:
        assert value is not None
        assert ended[max(passed - 1, 0)] <= value <= ended[min(passed + 1, len(ended) - 1)]
    elif all(left > 1 - Fraction(p, 100) + Fraction(1, len(given)) for _, left in curve):
        assert value is None


@given(CLOCKS)
def test_quantiles_rise_and_lie_in_their_intervals(given: list[Clock]) -> None:
    stats = STATS[:-1]
    made = survival(table(given), [], stats)
    values = [value for value in made.select(stats).row(0) if value is not None]
    assert values == sorted(values)
    low, high = (made.select(f"{stat}:{end}" for stat in stats).row(0) for end in ("lo", "hi"))
    for value, least, most in zip(made.select(stats).row(0), low, high, strict=True):
        if value is not None:
            step = max((b for b, ended in given if ended and b <= value), default=0)
            assert least is None or least <= value
            assert most is None or most >= step


@given(CLOCKS, st.randoms(use_true_random=False))
def test_neither_order_nor_the_neighbouring_group_changes_anything(given: list[Clock], chance: random.Random) -> None:
    mixed = chance.sample(given, len(given))
    both = pl.concat([table(mixed, "a"), table(clocks(SIX_MP), "b")])
    made = survival(both, ["g"], STATS).filter(pl.col("g") == "a").drop("g")
    assert made.row(0) == survival(table(given), [], STATS).row(0)


def test_a_clock_that_stops_when_another_is_left_off_was_still_at_risk() -> None:
    """Events come before the censored of one time: of (3, 3+, 5) the curve steps to 2/3, not to 1/2, and then to 0."""
    curve = _curve(sorted_counts(table([(3, True), (3, False), (5, True)]), []), [])
    assert curve[SURVIVAL].to_list() == [pytest.approx(2 / 3), 0]


def test_what_all_runs_on_has_no_figure() -> None:
    assert found([(3, False), (9, False)], *STATS) == (None,) * len(STATS)
    rows = tickets({"created_at": datetime(2025, 10, 1)}, {"created_at": datetime(2025, 10, 2)})
    rows = rows.with_columns(resolved_at=pl.lit(None, pl.Datetime("us")))
    made = figures("rt_full", rows, censored="km", as_of=datetime(2025, 10, 3))
    assert made.select("value", "lo", "hi", "n", "n_open").rows() == [(None, None, None, 2, 2)] * 3


def test_a_median_beyond_what_was_seen_is_null_and_the_mean_is_not() -> None:
    given = [(1, True), *[(5, False)] * 9]
    assert found(given, "p50", "mean") == (None, pytest.approx(0.1 * 1 + 0.9 * 5))


def seen(n: int, window_h: float) -> pl.LazyFrame:
    """Tickets created evenly over a window, whose true length is lognormal: median 24 h, sigma 1.2, so p90 111.7 h."""
    chance, begin = random.Random(20251006), datetime(2025, 10, 6)
    rows = []
    for _ in range(n):
        created, lasts = chance.uniform(0, window_h), chance.lognormvariate(3.1780538, 1.2)
        ended = begin + timedelta(hours=created + lasts) if created + lasts <= window_h else None
        rows.append({"created_at": begin + timedelta(hours=created), "resolved_at": ended})
    return tickets(*rows)


@pytest.mark.parametrize(("days", "p90_off"), [(7, 50), (30, 16)])
def test_the_open_ones_of_a_simulation_are_not_forgotten(days: int, p90_off: float) -> None:
    """notes of the design measured: resolved-only 17.6 and 58.8 hours of a week, 22.2 and 92.8 of a month."""
    rows, now = seen(8_000, days * 24), datetime(2025, 10, 6) + timedelta(days=days)
    km = figures("rt_full_p50,rt_full_p90", rows, censored="km", as_of=now)["value"] / 3600
    plain = figures("rt_full_p50,rt_full_p90", rows, as_of=now)["value"] / 3600
    assert km.to_list() == [pytest.approx(24.0, rel=0.05), pytest.approx(111.7, rel=0.05)]
    assert plain[0] < 23
    assert plain[1] < 111.7 - p90_off


def test_n_counts_the_open_ones_and_says_how_many() -> None:
    rows, now = seen(500, 168), datetime(2025, 10, 13)
    n, n_open = one("rt_full_p50", rows, "n", "n_open", censored="km", as_of=now)
    assert n == 500
    assert n - n_open == one("rt_full_p50", rows, "n", as_of=now)[0]
    assert one("rt_full_mean", rows, "numerator", "denominator", censored="km", as_of=now) == (None, None)
