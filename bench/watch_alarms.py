"""How often cs-watch raises a false alarm, and how often it sees a surge, on series that are drawn: the figures of its
page in the manual. Exits 1 if false alarms are above 1.5 times their nominal rate.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta

import numpy as np

from cstools.kernels.watch.band import Floats
from cstools.kernels.watch.judge import judged
from cstools.kernels.watch.timeline import days

WEEK = np.array([1.15, 1.08, 1.03, 1.0, 1.02, 0.9, 0.85])
MEANS = (5, 10, 30, 80, 200)
HISTORY = 56
WORST = 1.5
FIRST = date(2024, 3, 4)
"""A Monday; holidays are days like others here: all is drawn alike."""


def drawn(rng: np.random.Generator, series: int, periods: int, scatter: float) -> Floats:
    """Series x days of weekday season and growth; scatter: variance of the rate (0: Poisson)."""
    mean = np.resize(np.array(MEANS, dtype=float), series)[:, None]
    at = np.arange(periods)
    rate = mean * WEEK[at % 7] / WEEK.mean() * np.exp(0.0006 * (at - periods / 2))
    if scatter:
        rate = rate * rng.gamma(1 / scatter, scatter, rate.shape)
    made: Floats = rng.poisson(rate).astype(float)
    return made


def alarms(rng: np.random.Generator, scatter: float, series: int, periods: int, alpha: float) -> tuple[float, float]:
    """The share of days with any surge among the series, and the share of series-days with p below alpha (more)."""
    counts = drawn(rng, series, HISTORY + periods, scatter)
    made = days(FIRST, FIRST + timedelta(days=HISTORY + periods - 1), counts.sum(0), None)
    found = judged(counts, made, "day", alpha, HISTORY, over=True)
    usual = found.used[0] > 0
    single = (found.p < alpha) & (found.n > found.expected)
    return float((found.flag == "surge").any(0)[usual].mean()), float(single[:, usual].mean())


def seen(rng: np.random.Generator, scatter: float, mean: int, alpha: float, *, past: bool, trials: int) -> float:
    """How often a day 80 % above its mean is a surge of one series; past: after three days of threefold contacts."""
    counts = drawn(rng, trials * len(MEANS), HISTORY + 1, scatter)[MEANS.index(mean) :: len(MEANS)]
    counts[:, -1] += rng.poisson(mean * 0.8, len(counts))
    if past:
        begin = rng.integers(5, HISTORY - 6, len(counts))
        for ahead in range(3):
            counts[np.arange(len(counts)), begin + ahead] *= 3
    made = days(FIRST, FIRST + timedelta(days=HISTORY), np.full(HISTORY + 1, 100.0), None)
    found = judged(counts, made, "day", alpha, HISTORY, over=True)
    return float(((found.p < alpha) & (found.n > found.expected)).mean())


def main() -> int:
    """Print the tables; 1 if a bound is broken."""
    parser = argparse.ArgumentParser(description="False alarms and power of cs-watch on drawn series.")
    parser.add_argument("--series", type=int, default=200, metavar="N", help="null series watched at once (200)")
    parser.add_argument("--days", type=int, default=2000, metavar="N", help="days judged (2000)")
    parser.add_argument("--trials", type=int, default=2000, metavar="N", help="series a cell of power (2000)")
    parser.add_argument("--alpha", type=float, default=0.01, metavar="A", help="as cs-watch takes it (0.01)")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    broken = False
    print(f"null series: {given.series} of means {', '.join(map(str, MEANS))} a day, {given.days} days")
    print(f"{'':22}{'days with a surge':>20}{'of nominal':>12}{'series-days p < alpha':>24}{'of nominal':>12}")
    for name, scatter in (("Poisson", 0.0), ("negative binomial .02", 0.02), ("negative binomial .1", 0.1)):
        day, single = alarms(rng, scatter, given.series, given.days, given.alpha)
        over = max(day, single) > WORST * given.alpha
        broken |= over
        cells = f"{day:20.4f}{day / given.alpha:12.2f}{single:24.4f}{single / given.alpha:12.2f}"
        print(f"{name:22}{cells}{'  OVER' * over}", flush=True)
    print(f"\npower: one series, one day 80 % above its mean, p < {given.alpha}; {given.trials} trials")
    print(f"{'mean':22}{'as it is':>20}{'past surge x3, 3 days':>24}")
    for mean in MEANS:
        plain, past = (seen(rng, 0.02, mean, given.alpha, past=flag, trials=given.trials) for flag in (False, True))
        print(f"{mean:<22}{plain:20.3f}{past:24.3f}", flush=True)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
