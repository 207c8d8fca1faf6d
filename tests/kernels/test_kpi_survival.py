"""Kaplan-Meier against scipy.stats.ecdf, on seeded samples with ties, heavy censoring and none."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import polars as pl
import pytest
from scipy import stats

from cstools.kernels.kpi.counts import survival

QUANTILES = {"p50": 0.5, "p90": 0.9}


@pytest.mark.parametrize("seed", range(60))
def test_the_curve_is_that_of_scipy(seed: int) -> None:
    draw = Random(seed)
    size = draw.randrange(2, 60)
    times = [draw.randrange(1, 40 if seed % 2 else 10**6) for _ in range(size)]
    still = [draw.random() < 0.3 * (seed % 3) for _ in times]
    still[0] = False
    ended = [time for time, open_ in zip(times, still, strict=True) if not open_]
    running = [time for time, open_ in zip(times, still, strict=True) if open_]
    events, censored, values = Counter(ended), Counter(running), sorted(set(times))
    table = pl.DataFrame(
        {"__value": values, "n": [events[v] for v in values], "censored": [censored[v] for v in values]}
    )
    made = survival(table, [], [*QUANTILES, "mean"]).row(0, named=True)
    curve = stats.ecdf(stats.CensoredData(uncensored=ended, right=running)).sf
    at, left = np.append(0.0, curve.quantiles), np.append(1.0, curve.probabilities)
    assert made["mean"] == pytest.approx(float((left[:-1] * np.diff(at)).sum()))
    for name, p in QUANTILES.items():
        passed = at[left <= 1 - p + 1e-12]
        near = [time for time in sorted(events) if len(passed) and time <= passed[0]][-2:] + [
            time for time in sorted(events) if len(passed) and time > passed[0]
        ][:1]  # fmt: skip
        assert (made[name] is None) == (not near), name
        assert not near or near[0] <= made[name] <= near[-1], name
        if not running:
            assert made[name] == pytest.approx(np.percentile(times, 100 * p)), name
