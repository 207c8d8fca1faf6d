"""Survival from how often each value occurs: exact, whatever the order of the records."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.expr.stats import Z
from cstools.kernels.kpi.names import CENSORED, VALUE, N

TOTAL, RISK, SURVIVAL, GREENWOOD = "__total", "__risk", "__survival", "__greenwood"
Table = pl.DataFrame


def sorted_counts(counts: Table, keys: Sequence[str]) -> Table:
    """One row a value of a group, sorted. In: keys, VALUE, N, CENSORED."""
    return counts.group_by(*keys, VALUE).agg(pl.col(N, CENSORED).sum()).sort(*keys, VALUE, nulls_last=True)


def survival(counts: Table, keys: Sequence[str], stats: Sequence[str]) -> Table:
    """The same statistics where some clocks still run: Kaplan and Meier (1958), the open records censored at their age.

    A quantile is interpolated between the product-limit estimate's steps so that it is the linear quantile
    (`stats.quantile`) where nothing is open; null where too much is open to reach it. `mean` is the restricted mean, up
    to the longest time in the group. Intervals: of a quantile the times at which the log-log interval of the curve
    passes it (Brookmeyer and Crowley 1982), of the mean Greenwood's variance.

    In: keys, VALUE, N (how often), CENSORED (how many open ones of that age). Out: a row a group, Float64 columns
    `p50`, `p50:lo`, `p50:hi`, ...

    >>> counts = pl.DataFrame({"__value": [1, 2, 3, 4], "n": [1, 1, 1, 1], "censored": [0, 0, 0, 0]})
    >>> survival(counts, [], ["p50", "mean"]).select("p50", "mean").rows()
    [(2.5, 2.5)]
    """
    curve = _curve(sorted_counts(counts, keys), keys)
    found = [expr for stat in stats for expr in (_restricted_mean() if stat == "mean" else _passed(stat))]
    return curve.group_by(keys).agg(found) if keys else curve.select(found)


def _within(expr: pl.Expr, keys: Sequence[str]) -> pl.Expr:
    return expr.over(keys) if keys else expr


def _curve(table: Table, keys: Sequence[str]) -> Table:
    """The values with those at risk, the curve after them, and its variance; events before the censored of one time."""
    left = (pl.col(N) + pl.col(CENSORED)).cum_sum(reverse=True)
    table = table.with_columns(_within(left, keys).alias(RISK), pl.col(N).cast(pl.Float64).alias("d"))
    risk = pl.col(RISK).cast(pl.Float64)
    share = pl.col("d") / (risk * (risk - pl.col("d")))
    table = table.with_columns(
        _within((1 - pl.col("d") / risk).cum_prod(), keys).alias(SURVIVAL),
        _within(pl.when(risk > pl.col("d")).then(share).otherwise(0.0).cum_sum(), keys).alias(GREENWOOD),
        _within(pl.col(RISK).max(), keys).cast(pl.Float64).alias(TOTAL),
    )
    before = _within(pl.col(SURVIVAL).shift(1, fill_value=1.0), keys)
    scale = pl.col(TOTAL) / (pl.col(TOTAL) - 1)
    table = table.with_columns(before.alias("before"))
    first = (1 - pl.col("before")) * scale
    last = (1 - pl.col("before") + (pl.col("d") - 1) * pl.col("before") / risk) * scale
    return table.with_columns(
        pl.when(pl.col(TOTAL) > 1).then(first).otherwise(0.0).alias("first"),
        pl.when(pl.col(TOTAL) > 1).then(last).otherwise(1.0).alias("last"),
    )


def _passed(stat: str) -> list[pl.Expr]:
    p = int(stat[1:]) / 100
    event, slack = pl.col("d") > 0, 1e-9
    value = pl.col(VALUE).cast(pl.Float64)
    here = value.filter(event & (pl.col("first") <= p + slack)).last()
    reached = pl.col("last").filter(event & (pl.col("first") <= p + slack)).last()
    following = value.filter(event & (pl.col("first") > p + slack)).first()
    begins = pl.col("first").filter(event & (pl.col("first") > p + slack)).first()
    between = here + (following - here) * (p - reached) / (begins - reached)
    left = pl.col(SURVIVAL).filter(event & (pl.col("first") <= p + slack)).last()
    # no event follows to interpolate to, yet the curve has passed: the textbook's quantile
    passed = following.is_null() & (left <= 1 - p + slack)
    found = pl.when((reached >= p - slack) | passed).then(here).otherwise(between)
    width = Z * pl.col(GREENWOOD).sqrt() / pl.col(SURVIVAL).log().abs()
    ends = []
    for sign in (1, -1):
        inside = (pl.col(SURVIVAL) > 0) & (pl.col(SURVIVAL) < 1)
        bound = pl.when(inside).then(pl.col(SURVIVAL) ** (sign * width).exp()).otherwise(pl.col(SURVIVAL))
        ends.append(value.filter(event & (bound <= 1 - p)).first())
    return [found.alias(stat), ends[0].alias(f"{stat}:lo"), ends[1].alias(f"{stat}:hi")]


def _restricted_mean() -> list[pl.Expr]:
    """The area under the curve, and its interval by Greenwood's variance of that area."""
    value = pl.col(VALUE).cast(pl.Float64)
    steps = value - value.shift(1, fill_value=0.0)
    area = (pl.col("before") * steps).sum()
    beyond = (pl.col("before") * steps).cum_sum(reverse=True).shift(-1, fill_value=0.0)
    risk, d = pl.col(RISK).cast(pl.Float64), pl.col("d")
    variance = pl.when(risk > d).then(beyond.pow(2) * d / (risk * (risk - d))).otherwise(0.0).sum()
    half = Z * variance.sqrt()
    known = pl.col("d").sum() > 0
    return [
        pl.when(known).then(area).alias("mean"),
        pl.when(known).then(pl.max_horizontal(area - half, 0.0)).alias("mean:lo"),
        pl.when(known).then(area + half).alias("mean:hi"),
    ]
