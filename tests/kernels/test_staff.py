"""cs-staff: published figures of Erlang C and A, and what does not change them."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from cstools.kernels.staff import Ask, Target, made
from cstools.kernels.staff.erlang import patient
from cstools.kernels.staff.impatient import leaving

START = datetime(2025, 10, 13, 9)


@pytest.mark.parametrize(("agents", "level", "wait"), [(12, 0.640, 40.4), (13, 0.7956, 17.1), (14, 0.8884, 7.84)])
def test_erlang_c_of_ten_erlangs(agents: int, level: float, wait: float) -> None:
    served = patient(np.array([agents]), np.array([10.0]), np.array([180.0]), 20)
    assert served.level.item() == pytest.approx(level, abs=6e-4)
    assert served.wait.item() == pytest.approx(wait, abs=0.05)


@pytest.mark.parametrize(
    ("agents", "load", "aht", "patience"), [(50, 48.0, 60.0, 120.0), (5, 8.0, 300.0, 60.0), (3, 0.4, 200.0, 600.0)]
)
def test_erlang_a_is_the_birth_and_death_chain(agents: int, load: float, aht: float, patience: float) -> None:
    rates, logs = load / aht, [0.0]
    for k in range(1, 3000):
        logs.append(logs[-1] + math.log(rates / (min(k, agents) / aht + max(k - agents, 0) / patience)))
    weights = [math.exp(one - max(logs)) for one in logs]
    queue = sum((k - agents) * w for k, w in enumerate(weights) if k > agents) / sum(weights)
    served = leaving(np.array([agents]), np.array([load]), np.array([aht]), 20, patience)
    assert served.abandoned.item() == pytest.approx(queue / patience / rates, rel=1e-6)
    assert served.wait.item() == pytest.approx(queue / rates, rel=1e-6)


def calls(n: int, seconds: float = 180.0) -> pl.DataFrame:
    """n calls in half an hour of one Monday."""
    times = [START + timedelta(seconds=1800 * at / n) for at in range(n)]
    return pl.DataFrame({"created_at": times, "talk_s": [seconds] * n, "contact_type": ["call"] * n})


def need(frame: pl.DataFrame, **asked: object) -> dict[str, object]:
    return made(Ask(**asked)).apply(frame.lazy()).rows.collect().row(0, named=True)  # type: ignore[arg-type]


def test_shrinkage_and_occupancy_as_published():
    assert need(calls(100), shrinkage=0.3)["scheduled"] == 20
    busy = need(calls(100), shrinkage=0.3, target=Target(occupancy=0.7))
    assert (busy["agents"], busy["scheduled"]) == (15, 22)
    assert busy["sl"] == pytest.approx(0.941, abs=6e-4)


def test_the_order_of_records_changes_nothing():
    frame = pl.concat([calls(37), calls(11, 95.0)])
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    assert need(frame) == need(shuffled)


def test_a_day_without_handling_times_has_no_agents_and_no_infinity():
    row = need(calls(5).drop("talk_s"))
    assert (row["agents"], row["sl"], row["erlangs"]) == (None, None, None)
