"""Row conditions: what one row answers alone, and nothing else."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels.filters import where
from cstools.kernels.stage import FILE, LINE

ROWS = pl.LazyFrame({"csat": [5.0, 2.0], "text": ["over (", "b"]})


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("csat >= 4", 1),
        ("csat IN (2, 3)", 1),
        ("text = 'over (' OR csat = 2", 2),
        ("CASE WHEN csat > 3 THEN true ELSE false END", 1),
    ],
)
def test_a_condition_on_one_row(condition: str, kept: int) -> None:
    assert where(condition).apply(ROWS).rows.collect().height == kept


@pytest.mark.parametrize(
    "condition",
    [
        "sum(csat) > 1",
        "csat > avg(csat)",
        "avg(csat) IN (1, 5)",
        "row_number() > 1",
        "row_number() OVER () > 1",
        "lag(csat) OVER (ORDER BY csat) > 1",
        "csat IN (SELECT 1)",
    ],
)
def test_what_depends_on_other_rows_is_refused(condition: str) -> None:
    with pytest.raises(Usage) as caught:
        where(condition).apply(ROWS)
    assert caught.value.key == "option.where"


def test_an_unknown_field_is_not_answered_with_our_own_columns() -> None:
    with pytest.raises(Usage) as caught:
        where("nope = 1").apply(ROWS.with_columns(pl.lit("a").alias(FILE), pl.lit(1).alias(LINE)))
    assert caught.value.params["near"] == " (csat, text)"


def test_a_time_may_stand_twice_in_a_condition():
    rows = pl.LazyFrame({"created_at": [datetime(2025, 10, day) for day in (1, 10, 20)]})
    between = where("created_at >= '2025-10-05' AND created_at < '2025-10-15'")
    assert between.apply(rows).rows.collect().height == 1
