"""What the models are fitted to: of each customer how often she came back, when last, and since when she buys."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEEK = 7
"""Days in the unit of time of the models: the published parameters are in weeks."""
KEYS = ("x", "t", "age")


def history(lines: pl.LazyFrame, money: str, until: datetime) -> pl.DataFrame:
    """One row a customer with a purchase up to `until`: KEYS and start, sorted by customer_id.

    In: lines of `purchases`. x: days with a purchase after the first such day; t: days from the first to the last; age:
    days from the first to `until`; start: what was spent on the first day (1e-4 yuan). All Int64.

    >>> lines = pl.LazyFrame({"customer_id": ["c"] * 3, "out": [None] * 3, "purchase": [True] * 3, "net": [5, 7, 9],
    ...     "at": [datetime(2025, 10, 1, 8), datetime(2025, 10, 1, 9), datetime(2025, 10, 4)]},
    ...     schema_overrides={"out": pl.String})
    >>> history(lines, "net", datetime(2025, 10, 31)).rows()
    [('c', 1, 3, 30, 12)]
    """
    used = lines.filter(pl.col("out").is_null() & pl.col("purchase") & (pl.col("at") <= until))
    days = used.group_by("customer_id", pl.col("at").dt.date().alias("day")).agg(pl.col(money).sum())
    first, last = pl.col("day").first(), pl.col("day").last()
    rows = days.sort("day").group_by("customer_id").agg(
        (pl.len().cast(pl.Int64) - 1).alias("x"),
        (last - first).dt.total_days().alias("t"),
        (pl.lit(until.date()) - first).dt.total_days().alias("age"),
        pl.col(money).first().alias("start"),
    )  # fmt: skip
    return rows.sort("customer_id").collect()


def compressed(rows: pl.DataFrame) -> pl.DataFrame:
    """The different combinations of KEYS, sorted, with how many customers have each (n)."""
    return rows.group_by(KEYS).agg(pl.len().cast(pl.Int64).alias("n")).sort(KEYS)


def weeks(table: pl.DataFrame) -> tuple[NDArray[np.float64], ...]:
    """x, and t and age in weeks."""
    import numpy as np

    x, t, age = (table[name].to_numpy().astype(np.float64) for name in KEYS)
    return x, t / WEEK, age / WEEK
