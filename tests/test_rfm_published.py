"""cs-rfm against published figures (CDNOW) and against planted segments; skipped where the data is not at hand."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests import truth
from tests.tools import Said, run

HEADINGS = {"column_1": "customer_id", "column_3": "ordered_at", "column_5": "amount"}
"""Of the sample, which has none."""
CUSTOMERS, SEED = 33_000, 7
"""Of the data with planted segments."""


@pytest.fixture(scope="module")
def sample(cdnow: Path) -> str:
    """Orders of the 2,357 customers the models were published with."""
    mapped = [word for heading, field in HEADINGS.items() for word in ("--map", f"{heading}={field}")]
    return run("ingest", "--kind", "order", *mapped, str(cdnow / "CDNOW_sample.txt")).out


@pytest.fixture(scope="module")
def master(cdnow: Path) -> str:
    """All orders."""
    return run("ingest", str(cdnow / "CDNOW_master.txt")).out


@pytest.fixture(scope="module")
def cdnow() -> Path:
    folder = Path(__file__).parents[2] / "shared" / "data" / "cdnow"
    if not folder.is_dir():
        pytest.skip("no ../shared/data beside the checkout")
    return folder


@pytest.fixture(scope="module")
def fit(sample: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, dict[str, object]]:
    """The first 39 weeks of the sample, and a forecast of the 39 weeks after."""
    path = tmp_path_factory.mktemp("fit") / "fit.json"
    asked = ["--clv", "--horizon", "273d", "--as-of", "1997-09-30", "--fit-report", str(path)]
    return run("rfm", *asked, stdin=sample), json.loads(path.read_text(encoding="utf-8"))


def test_bgnbd_has_the_published_parameters(fit: tuple[Said, dict[str, dict[str, float]]]) -> None:
    said, report = fit
    model = report["bgnbd"]
    assert (report["customers"], report["repeaters"], report["repeats"]) == (2357, 946, 2457)
    assert [round(model[name], 3) for name in ("r", "alpha", "a", "b")] == [0.243, 4.414, 0.793, 2.426]
    assert round(model["log_likelihood"], 2) == -9582.43
    assert "r 0.2426, alpha 4.414, a 0.7929, b 2.426; log-likelihood -9,582.43" in said.err


def test_gamma_gamma_has_the_published_parameters(fit: tuple[Said, dict[str, dict[str, float]]]) -> None:
    model = fit[1]["gamma_gamma"]
    assert (model["p"], model["q"], model["v"]) == pytest.approx((6.25, 3.74, 15.45), abs=0.01)
    assert model["log_likelihood"] == pytest.approx(-4055.92, abs=0.01)
    assert fit[1]["correlation"] == pytest.approx(0.114, abs=5e-4)


def test_forecasts_are_the_published_ones(fit: tuple[Said, dict[str, dict[str, float]]]) -> None:
    said, report = fit
    rows = {row["customer_id"]: row for row in said.records}
    assert rows["00004"]["expected_orders"] == pytest.approx(1.226, abs=5e-4)
    assert report["expected_orders"] == pytest.approx(1653.4, abs=0.05)
    assert report["p_alive_mean"] == pytest.approx(0.8134, abs=5e-5)
    assert sum(row["expected_orders"] for row in rows.values()) == pytest.approx(1653.4, abs=0.05)


def test_the_forecast_of_the_second_39_weeks_against_what_happened(sample: str, tmp_path: Path) -> None:
    path = tmp_path / "fit.json"
    run("rfm", "--clv", "--holdout", "273d", "--as-of", "1998-06-30", "--fit-report", str(path), stdin=sample)
    held = json.loads(path.read_text(encoding="utf-8"))["holdout"]
    assert held["cut"] == "1997-09-30 23:59:59"
    assert (round(held["predicted"], 1), held["actual"]) == (1653.4, 1882)
    assert held["mae"] < held["mae_naive"]


def test_shuffled_orders_give_the_same_bytes(sample: str) -> None:
    lines = sample.splitlines(keepends=True)
    mixed = "".join(random.Random(1).sample(lines, len(lines)))
    for args in (["--clv"], ["--cut", "kmeans", "--scheme", "grid10"], ["--cohort", "month"], ["--summary"]):
        assert run("rfm", *args, stdin=mixed).out == run("rfm", *args, stdin=sample).out


def test_cohorts_of_all_customers(master: str) -> None:
    rows = run("rfm", "--cohort", "month", "--as-of", "1998-06-30", stdin=master).records
    first = {row["cohort"]: row["size"] for row in rows if row["since"] == 0}
    assert first == {"1997-01": 7846, "1997-02": 8476, "1997-03": 7248}
    last = [row for row in rows if row["period"] == "1998-06"]
    assert sum(row["repurchased"] for row in last) == 23570 - 11908
    assert not any(row["partial"] for row in last)
    assert len([row for row in rows if row["active"] is None]) == 1 + 2


def test_repurchase_is_printed_with_its_interval(master: str) -> None:
    said = run("rfm", stdin=master)
    assert "repurchase rate 49.5% (11,662 of 23,570 customers" in said.err
    assert "as of 1998-06-30 00:00:00 (the latest time in the data)" in said.err


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str]]:
    """Orders of customers with planted segments, and the segment of each."""
    if not truth.GENERATOR.is_file():
        pytest.skip("no ../shared/tools beside the checkout")
    folder = tmp_path_factory.mktemp("planted")
    size = ["--n", "100", "--sessions", "1", "--customers", str(CUSTOMERS), "--seed", str(SEED)]
    command = [sys.executable, str(truth.GENERATOR), *size, "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    table = pl.read_csv(folder / "orders_truth.csv", columns=["买家ID", "segment"])
    return run("ingest", str(folder / "orders.csv")).out, dict(table.rows())


@pytest.mark.parametrize(("monetary", "least"), [("gross", 0.97), ("net", 0.94)])
def test_planted_segments_are_found(planted: tuple[str, dict[str, str]], monetary: str, least: float) -> None:
    orders, segments = planted
    rows = run("rfm", "--cut", "mean", "--monetary", monetary, stdin=orders).records
    right = sum(row["segment"] == segments[row["customer_id"]] for row in rows)
    assert len(rows) == len(segments) == CUSTOMERS
    assert right / CUSTOMERS >= least
