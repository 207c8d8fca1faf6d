"""What `repeat_of` is for, measured: the chains of `cs-dedupe` against the truth (`repeats_truth.py` says what counts).

Small and quick here; by hand, and on other seeds: `python -m tests.repeats_truth --n 200000 --seed 7 --within 72h`.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from tests import repeats_truth

LACKING = [
    ("24h", [], 0.98),
    ("72h", [], 0.98),
    ("72h", ["order_id", "product"], 0.98),
    ("72h", ["order_id", "phone", "first_response_at"], 0.96),
]
"""Window, fields the shop's export lacks, least F1: without a telephone or a response nothing stands in for an id or a
time that was lost."""


@pytest.fixture(scope="module")
def folder(generated: Path) -> Path:
    repeats_truth.cleaned(generated)
    return generated


@pytest.mark.parametrize(("within", "without", "least"), LACKING)
def test_requests_made_again_are_found(
    folder: Path, tmp_path: Path, within: str, without: list[str], least: float
) -> None:
    records = repeats_truth.lacking(folder / "c.jsonl", without, tmp_path)
    both = repeats_truth.judged(folder, repeats_truth.deduped(records, within), window(within))
    found = repeats_truth.figures(both)
    assert found["true"] > 500
    assert found["precision"] >= 0.99
    assert found["F1"] >= least


def test_equal_texts_of_two_customers_stay_apart(folder: Path) -> None:
    out = repeats_truth.deduped(folder / "c.jsonl", "72h").drop_nulls()
    customers = pl.read_parquet(folder / "tickets_truth.parquet").select("ticket_id", "customer")
    ends = out.join(customers, on="ticket_id").join(customers, left_on="repeat_of", right_on="ticket_id", suffix="_of")
    assert ends.height == out.height
    assert ends.filter(pl.col("customer") != pl.col("customer_of")).is_empty()


def window(within: str) -> timedelta:
    return timedelta(hours=float(within.removesuffix("h")))
