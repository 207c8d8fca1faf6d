"""What cs-clean is for, measured: `cs-ingest | cs-clean` on dirty data against its truth (`truth.py` says what counts).

Small and quick here; by hand, and on other seeds: `python -m tests.truth --n 200000 --seed 7`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests import truth
from tests.tools import run

LEAST = {
    "created_at right": 0.999,
    "csat right": 0.999,
    "planted caught": 0.98,
    "repaired": 0.90,
    "repaired, without times and status": 0.90,
}
MOST = {"good touched": 0.005, "wrong": 0.002, "rejected": 0.01}


@pytest.fixture(scope="module")
def records(generated: Path) -> str:
    said = run("run", f"cs-ingest '{generated / 'tickets.csv'}' | cs-clean -t jsonl")
    assert said.code == 0, said.err
    return said.out


@pytest.fixture(scope="module")
def found(generated: Path, records: str) -> dict[str, float]:
    return truth.figures(truth.judged(generated, records))


@pytest.mark.parametrize("name", LEAST)
def test_at_least(found: dict[str, float], name: str) -> None:
    assert found[name] >= LEAST[name]


@pytest.mark.parametrize("name", MOST)
def test_at_most(found: dict[str, float], name: str) -> None:
    assert found[name] <= MOST[name]


def test_what_goes_on_passes_ten_rules_written_down_before(records: str) -> None:
    shares = truth.passing(records)
    assert len(truth.PASS) == 10
    assert shares["pass"] >= 0.98


@pytest.fixture(scope="module")
def texts(generated: Path) -> pl.DataFrame:
    """Of each ticket: what kind of private data was planted, the text before and after masking, the planted value."""
    line = f"cs-ingest '{generated / 'tickets.csv'}' | cs-clean"
    plain, masked = (truth.texts(run("run", f"{line} {how} -t jsonl").out) for how in ("", "--mask all"))
    return truth.private(generated, plain, masked)


@pytest.mark.parametrize(("kind", "least"), [("phone", 0.99), ("id_card", 0.99), ("email", 0.99), ("address", 0.95)])
def test_planted_private_data_is_masked(texts: pl.DataFrame, kind: str, least: float) -> None:
    of = texts.filter(pl.col("kind") == kind)
    assert of.filter(pl.col("value").is_not_null()).height >= max(50, 0.99 * of.height)
    assert of.select(pl.col("hidden").mean()).item() >= least


def test_texts_without_private_data_are_left_alone(texts: pl.DataFrame) -> None:
    assert texts.filter(pl.col("kind") == "none").select(pl.col("changed").mean()).item() <= 0.005
