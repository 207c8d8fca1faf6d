"""Whether the models fit: purchases by count against expectation, and a forecast of days that were held out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl

from cstools.kernels.rfm.clv import LEAST, bgnbd, buying_fit
from cstools.kernels.rfm.clv.fitting import Fit
from cstools.kernels.rfm.clv.history import KEYS, WEEK, compressed, history, weeks

MOST = 7
"""Counts of purchases from here up are one bin."""
DIGITS = 6
"""Of what comes out of a descent: beyond them two processors differ."""


def sig(value: float) -> float:
    """A figure of a report, to DIGITS significant digits.

    >>> sig(1 / 3)
    0.333333
    """
    return float(f"{value:.{DIGITS}g}")


def counted(table: pl.DataFrame, buying: Fit) -> list[dict[str, Any]]:
    """For each number of purchases after the first, how many customers made it and how many the model expects.

    In: histories (KEYS, n). The expected number is the sum over customers of the probability at their age.
    """
    ages = table.group_by("age").agg(pl.col("n").sum()).sort("age")
    age, n = ages["age"].to_numpy() / WEEK, ages["n"].to_numpy()
    expected = [float((n * bgnbd.probability(buying, x, age)).sum()) for x in range(MOST)]
    expected.append(float(n.sum()) - sum(expected))
    actual = dict(table.group_by(pl.min_horizontal("x", MOST)).agg(pl.col("n").sum()).rows())
    return [{"repeats": name(x), "customers": actual.get(x, 0), "expected": sig(expected[x])} for x in range(MOST + 1)]


def name(x: int) -> str:
    """What a bin is called.

    >>> name(0), name(MOST)
    ('0', '7+')
    """
    return str(x) if x < MOST else f"{x}+"


def held_out(known: pl.DataFrame, lines: pl.LazyFrame, money: str, as_of: datetime, days: int) -> dict[str, Any]:
    """The model fitted without the last `days`, and what it says of them against what happened.

    In: customers that count (customer_id), lines of `purchases`. Only customers with a purchase before are judged; the
    naive forecast is each one's own pace, x / age. Figures are null where too little was left to fit.
    """
    cut = as_of - timedelta(days=days)
    rows = history(lines, money, cut).join(known, on="customer_id", how="semi")
    table = compressed(rows)
    buying = buying_fit(table)
    report: dict[str, Any] = {
        "days": days,
        "cut": str(cut)[:19],
        "customers": rows.height,
        "repeaters": rows.filter(pl.col("x") > 0).height,
        "least": LEAST,
    }
    if buying is None or not buying.converged:
        return report | {"model": None}
    bought = pl.col("out").is_null() & pl.col("purchase") & (pl.col("at") > cut)
    later = (
        lines.filter(bought).group_by("customer_id").agg(pl.col("at").dt.date().n_unique().cast(pl.Int64).alias("y"))
    )
    x, t, age = weeks(table)
    told = table.select(
        *KEYS,
        pl.Series("p", bgnbd.expected(buying, days / WEEK, x, t, age)),
        pl.when(pl.col("age") > 0).then(pl.col("x") / pl.col("age") * days).otherwise(0.0).alias("naive"),
    )
    # Customers that are alike in what is known and in what they did add up in a fixed order: the same bytes always.
    judged = (
        rows.join(later.collect(), on="customer_id", how="left")
        .with_columns(pl.col("y").fill_null(0))
        .group_by(*KEYS, "y")
        .agg(pl.len().cast(pl.Int64).alias("n"))
        .join(told, on=KEYS)
        .sort(*KEYS, "y")
    )
    return report | {"model": {key: sig(value) for key, value in buying.named().items()}} | _errors(judged)


def _errors(judged: pl.DataFrame) -> dict[str, Any]:
    """Predicted against actual purchases, in all and by how often a customer had come back before."""
    n, y = pl.col("n"), pl.col("y")
    sums = {
        "customers": n.sum(),
        "predicted": (n * pl.col("p")).sum(),
        "actual": (n * y).sum(),
        "error": (n * (pl.col("p") - y).abs()).sum(),
        "naive": (n * (pl.col("naive") - y).abs()).sum(),
    }
    whole = judged.select(value.alias(key) for key, value in sums.items()).row(0, named=True)
    bins = judged.group_by(pl.min_horizontal("x", MOST).alias("bin"), maintain_order=True).agg(
        sums[key].alias(key) for key in ("customers", "predicted", "actual")
    )
    return {
        "predicted": sig(whole["predicted"]),
        "actual": whole["actual"],
        "mae": sig(whole["error"] / whole["customers"]),
        "mae_naive": sig(whole["naive"] / whole["customers"]),
        "by_repeats": [
            {"repeats": name(at), "customers": n, "predicted": sig(predicted), "actual": actual}
            for at, n, predicted, actual in bins.sort("bin").rows()
        ],
    }
