"""From totals to figures: value, n, numerator, denominator, interval, each by the kind of its metric."""

from __future__ import annotations

import math
from collections.abc import Callable

import polars as pl

from cstools.kernels.expr.stats import Z, mean_interval, ratio, rounded, wilson
from cstools.kernels.kpi.measures import measure
from cstools.kernels.kpi.names import BELOW, CENSORED, LEAST, MOST, OPEN, OUT, SQUARES, SUM, N, column
from cstools.kernels.kpi.tables import survives
from cstools.model.kpis import Metric

Parts = dict[str, pl.Expr]
FLOATS = ("value", "numerator", "denominator", "lo", "hi")


def figure(metric: Metric, km: bool = False) -> Parts:
    """The columns FLOATS and the counts (n, n_open, n_excluded) of a metric, as expressions over a frame of totals.

    A rate or mean without records is null with n 0, never 0. Values are in the metric's unit, 9 significant digits.
    km: open records are censored, and n counts them.
    """
    made = (_survival if survives(metric, km) else KINDS[metric.kind])(metric)
    floats = {name: rounded(made.get(name, pl.lit(None)).cast(pl.Float64)) for name in FLOATS}
    own = measure(metric)
    counts = {
        "n": made["n"],
        "n_open": _part(metric, OPEN) if own.open is not None else pl.lit(None),
        "n_excluded": _part(metric, OUT) if own.left_out is not None or metric.struck else pl.lit(None),
    }
    return floats | {name: expr.cast(pl.Int64) for name, expr in counts.items()}


def _part(metric: Metric, part: str) -> pl.Expr:
    return pl.col(column(metric, part))


def _count(metric: Metric) -> Parts:
    """A count is its own n; persons are too."""
    return {"value": _part(metric, SUM), "n": _part(metric, SUM)}


def _sum(metric: Metric) -> Parts:
    n = _part(metric, N)
    scaled = _part(metric, SUM).cast(pl.Float64) / measure(metric).factor
    # nothing that came or went is a balance of 0
    return {"value": scaled if measure(metric).moves else pl.when(n > 0).then(scaled), "n": n}


def _rate(metric: Metric) -> Parts:
    hits, n = _part(metric, SUM), _part(metric, N)
    low, high = wilson(hits, n)
    return {"value": ratio(hits, n), "n": n, "numerator": hits, "denominator": n, "lo": low, "hi": high}


def _moments(metric: Metric) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """The mean, and n times the sum of squared deviations (an exact integer), and n, all in the inner unit."""
    n, total = _part(metric, N), _part(metric, SUM)
    spread = n.cast(pl.Int128) * _part(metric, SQUARES) - total.cast(pl.Int128) * total.cast(pl.Int128)
    return ratio(total, n), spread.cast(pl.Float64), n


def _mean(metric: Metric) -> Parts:
    factor = measure(metric).factor
    mean, spread, n = _moments(metric)
    variance = spread / (n * (n - 1)).cast(pl.Float64)
    low, high = mean_interval(mean, variance, n)
    total = pl.when(n > 0).then(_part(metric, SUM).cast(pl.Float64) / factor)
    low, high = _bounded(metric, low / factor, high / factor)
    return {"value": mean / factor, "n": n, "numerator": total, "denominator": n, "lo": low, "hi": high}


def _bounded(metric: Metric, low: pl.Expr, high: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The interval within what a mean can be, whatever t says of three values: no duration is negative."""
    made = measure(metric)
    if made.mixed is not None:
        least, most = (_part(metric, part) for part in (LEAST, MOST))
    elif made.bounds is not None or metric.kpi.unit == "s":
        least, most = (pl.lit(float(bound)) for bound in made.bounds or (0, math.inf))
    else:
        return low, high
    return pl.when(low.is_not_null()).then(pl.max_horizontal(low, least)), pl.when(high.is_not_null()).then(
        pl.min_horizontal(high, most)
    )


def _index(metric: Metric) -> Parts:
    """100 x a mean of -1, 0, 1 with its multinomial deviation: p + d - (p - d)^2 is the variance of one answer."""
    mean, spread, n = _moments(metric)
    factor = measure(metric).factor
    mean, half = mean / factor, Z * (spread / n.cast(pl.Float64).pow(3)).sqrt() / factor
    return {
        "value": mean * 100, "n": n, "numerator": _part(metric, SUM).cast(pl.Float64) / factor, "denominator": n,
        "lo": (mean - half).clip(-1, 1) * 100, "hi": (mean + half).clip(-1, 1) * 100,
    }  # fmt: skip


def _quantile(metric: Metric) -> Parts:
    factor = measure(metric).factor
    parts = {"value": metric.stat, "lo": f"{metric.stat}:lo", "hi": f"{metric.stat}:hi"}
    return {name: _part(metric, part) / factor for name, part in parts.items()} | {"n": _part(metric, N)}


def _survival(metric: Metric) -> Parts:
    counts = (pl.col(f"{column(metric, part)}").fill_null(0) for part in (f"{N}_closed", CENSORED))
    return _quantile(metric) | {"n": pl.sum_horizontal(counts)}


def _ratio(metric: Metric) -> Parts:
    above, below = _part(metric, SUM), _part(metric, BELOW)
    n, made = _part(metric, N), measure(metric)
    over, under = above.cast(pl.Float64) / made.factor, below.cast(pl.Float64) / made.below_factor
    return {
        "value": ratio(over, under), "n": n,
        "numerator": pl.when(n > 0).then(over), "denominator": pl.when(n > 0).then(under),
    }  # fmt: skip


KINDS: dict[str, Callable[[Metric], Parts]] = {
    "count": _count,
    "sum": _sum,
    "rate": _rate,
    "mean": _mean,
    "quantile": _quantile,
    "index": _index,
    "ratio": _ratio,
}
