"""Contacts before and after, by one sort, against what the words say: the moments of a customer side by side."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cstools.kernels.kpi.beside import beside

HOURS = [None, *(datetime(1969, 12, 31, 22) + timedelta(hours=hour) for hour in range(5))]
SCHEMA = {"customer_id": pl.String, "category": pl.String, "created_at": pl.Datetime("us"), "counts": pl.Boolean}


def drawn(rng: Random, size: int) -> pl.DataFrame:
    columns = {
        "customer_id": [rng.choice(["a", "b", None]) for _ in range(size)],
        "category": [rng.choice(["x", "y", None]) for _ in range(size)],
        "created_at": [rng.choice(HOURS) for _ in range(size)],
        "counts": [rng.random() < 0.6 for _ in range(size)],
    }
    return pl.DataFrame(columns, schema=SCHEMA)


def told(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    moments = rows.filter("counts").select(*keys, "created_at").drop_nulls().unique().sort(*keys, "created_at")
    near = {name: pl.col("created_at").shift(step).over(keys) for name, step in (("before", 1), ("after", -1))}
    return rows.join(moments.with_columns(**near), on=[*keys, "created_at"], how="left", maintain_order="left")


@pytest.mark.parametrize("keys", [["customer_id"], ["customer_id", "category"]])
def test_each_row_has_the_moments_beside_its_own(keys: list[str]) -> None:
    rng = Random(1)
    for _ in range(150):
        rows = drawn(rng, rng.randint(0, 14))
        found = beside(rows.lazy(), keys, pl.col("counts"), ("before", "after")).collect()
        assert_frame_equal(found, told(rows, keys))
