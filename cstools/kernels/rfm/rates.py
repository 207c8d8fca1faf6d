"""Repurchase and churn: who ordered again, and who has not for too long."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.stats import ratio, rounded, wilson

COUNTS = ("buyers", "repurchased", "churned")
RATES = ("repurchase_rate", "repurchase_lo", "repurchase_hi", "churn_rate")


def counted(churn_ms: int) -> list[pl.Expr]:
    """COUNTS of customers: with an order, with two or more, and with none for more than `churn_ms`.

    >>> frame = pl.DataFrame({"orders": [1, 2, 0], "near": [-9000, -1000, None]})
    >>> frame.select(counted(5000)).row(0)
    (2, 1, 1)
    """
    tests = (pl.col("orders") > 0, pl.col("orders") > 1, pl.col("near") < -churn_ms)
    return [test.sum().cast(pl.Int64).alias(name) for name, test in zip(COUNTS, tests, strict=True)]


def rates() -> list[pl.Expr]:
    """RATES from COUNTS: repurchased / buyers with its Wilson interval, churned / buyers; null without buyers.

    Customers have no contract, so churn is a rule, not a fact: it is printed with its days.

    >>> frame = pl.DataFrame({"buyers": [263], "repurchased": [81], "churned": [0]})
    >>> [round(rate, 4) for rate in frame.select(rates()).row(0)]
    [0.308, 0.2553, 0.3662, 0.0]
    """
    again, n = pl.col("repurchased"), pl.col("buyers")
    values = (ratio(again, n), *wilson(again, n), ratio(pl.col("churned"), n))
    return [rounded(value).alias(name) for name, value in zip(RATES, values, strict=True)]
