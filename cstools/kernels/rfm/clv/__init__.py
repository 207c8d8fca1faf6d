"""Customer lifetime value: purchases by BG/NBD, their value by Gamma-Gamma, with the fit that stands behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.rfm.clv import bgnbd, gamma
from cstools.kernels.rfm.clv.fitting import Fit
from cstools.kernels.rfm.clv.history import KEYS, WEEK, compressed, history, weeks
from cstools.kernels.rfm.purchases import UNITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIELDS = ("p_alive", "expected_orders", "expected_value", "clv")
LEAST = 30
"""Customers who came back that a fit takes: it has four parameters."""
MONTH = 28
"""Days after which an expected purchase is discounted once more."""
YEAR = 365


@dataclass(frozen=True)
class Clv:
    """What is asked for: days ahead, the rate of a year that later money is discounted by, the days held out."""

    horizon: int = 365
    discount: float = 0.0
    holdout: int | None = None


@dataclass(frozen=True)
class Valued:
    """The customers with FIELDS, and what they rest on.

    table: the different histories (KEYS, n). repeats: customers who came back and spent more than 0 on average (x,
    spent in yuan). left_out: those who came back and did not. buying, spending: None where there was too little to fit.
    """

    rows: pl.DataFrame
    table: pl.DataFrame
    repeats: pl.DataFrame
    left_out: int
    buying: Fit | None
    spending: Fit | None

    @property
    def again(self) -> int:
        """Customers who came back."""
        return int(self.table.filter(pl.col("x") > 0)["n"].sum())


def valued(people: pl.DataFrame, lines: pl.LazyFrame, money: str, ask: Clv, as_of: datetime) -> Valued:
    """The customers with FIELDS (Float64); null for who has a reason to be in no segment, and where nothing was fitted.

    In: customers with money (Int64) and reason, lines of `purchases`. p_alive: the probability that she still buys;
    expected_orders: purchase days within the horizon; expected_value: yuan a purchase; clv: expected_orders times
    expected_value, in yuan, discounted where asked. Null value and clv for who spent 0 or less a purchase.
    """
    known = people.filter(pl.col("reason").is_null()).select("customer_id", "money")
    spent = (pl.col("money") - pl.col("start")) / UNITS
    rows = history(lines, money, as_of).join(known, on="customer_id").with_columns(spent.alias("spent"))
    table = compressed(rows)
    back = rows.filter(pl.col("x") > 0)
    repeats = back.filter(pl.col("spent") > 0)
    buying = buying_fit(table)
    spending = _spending_fit(repeats) if buying else None
    whole = people.join(_values(rows, table, buying, spending, ask), on="customer_id", how="left")
    return Valued(whole, table, repeats, back.height - repeats.height, buying, spending)


def buying_fit(table: pl.DataFrame) -> Fit | None:
    """BG/NBD of the histories (KEYS, n); None where fewer than LEAST came back."""
    if table.filter(pl.col("x") > 0)["n"].sum() < LEAST:
        return None
    x, t, age = weeks(table)
    return bgnbd.fit(x, t, age, table["n"].cast(pl.Float64).to_numpy())


def _spending_fit(repeats: pl.DataFrame) -> Fit | None:
    if repeats.height < LEAST:
        return None
    table = repeats.group_by("x", "spent").agg(pl.len().alias("n")).sort("x", "spent")
    x, spent, n = (table[name].cast(pl.Float64).to_numpy() for name in ("x", "spent", "n"))
    return gamma.fit(x, spent, n)


def _values(
    rows: pl.DataFrame, table: pl.DataFrame, buying: Fit | None, spending: Fit | None, ask: Clv
) -> pl.DataFrame:
    """customer_id and FIELDS: six decimals, money four."""
    nothing = pl.lit(None, dtype=pl.Float64)
    if buying is None or not buying.converged:
        return rows.select("customer_id", *(nothing.alias(name) for name in FIELDS))
    x, t, age = weeks(table)
    orders = bgnbd.expected(buying, ask.horizon / WEEK, x, t, age)
    worth = orders if not ask.discount else _discounted(buying, ask, table)
    figures = {"p_alive": bgnbd.alive(buying, x, t, age), "expected_orders": orders, "worth": worth}
    known = table.select(KEYS).with_columns(pl.Series(name, figure).fill_nan(None) for name, figure in figures.items())
    value = nothing
    if spending is not None and spending.converged and spending.values[1] > 1:
        p, q, v = spending.values
        mean = p * (v + pl.col("spent")) / (p * pl.col("x") + q - 1)
        value = pl.when(pl.col("x") == 0).then(p * v / (q - 1)).when(pl.col("spent") > 0).then(mean)
    return rows.join(known, on=KEYS).select(
        "customer_id",
        pl.col("p_alive", "expected_orders").round(6),
        value.round(4).alias("expected_value"),
        (pl.col("worth") * value).round(4).alias("clv"),
    )


def _discounted(buying: Fit, ask: Clv, table: pl.DataFrame) -> NDArray[np.float64]:
    """Expected purchases, each worth less the later it is: those of every MONTH discounted to its end."""
    ends = [*range(MONTH, ask.horizon, MONTH), ask.horizon]
    x, t, age = weeks(table)
    total = before = x * 0
    for end in ends:
        upto = bgnbd.expected(buying, end / WEEK, x, t, age)
        total = total + (upto - before) / (1 + ask.discount) ** (end / YEAR)
        before = upto
    return total
