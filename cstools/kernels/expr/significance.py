"""What tells two groups from chance, as expressions: the p of a difference, its 95 % interval, many p at once.

No scipy (see `stats`): the normal tail is an expression of Polars, the rest are sums.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import polars as pl

from cstools.kernels.expr.stats import Z, ratio, wilson

SMALL = 16
"""Below this a factorial is looked up; from here on Stirling's series with three terms is exact to 1e-12."""
LEAST = 5.0
"""The least expected count for which the chi-squared test is taken (Cochran 1954). For a p of .05 a count of 1 would do
(Campbell 2007), but among dozens of groups it is the far tail that decides, and there a small count is not normal."""
SAME = 1 + 1e-7
"""Tables whose chance differs by less than this factor are equally likely (as R's fisher.test has it)."""


class Mean(NamedTuple):
    """A mean, the sum of squared deviations from it, and the number of values."""

    mean: pl.Expr
    squares: pl.Expr
    n: pl.Expr


def normal_p(z: pl.Expr) -> pl.Expr:
    """The two-sided p of a standard normal deviate.

    >>> pl.DataFrame({"z": [1.959963985, -2.5758293]}).select(normal_p(pl.col("z")).round(4)).to_series().to_list()
    [0.05, 0.01]
    """
    return (z.abs() / math.sqrt(2)).erfc()


def t_p(t: pl.Expr, df: pl.Expr) -> pl.Expr:
    """The two-sided p of Student's t, by the normal deviate of Wallace (1959, Ann Math Stat 30:1124).

    Within 0.001 of the exact p from 5 degrees of freedom on, for a p of .05 or less; below that it is larger than the
    exact one, never smaller: it errs towards no difference.

    >>> frame = pl.DataFrame({"t": [2.570581836, 2.042272456], "df": [5.0, 30.0]})
    >>> frame.select(t_p(pl.col("t"), pl.col("df")).round(3)).to_series().to_list()
    [0.05, 0.05]
    """
    deviate = (df * (1 + t * t / df).log()).sqrt() * (8 * df + 1) / (8 * df + 3)
    return normal_p(deviate)


def two_means(a: Mean, b: Mean) -> pl.Expr:
    """The two-sided p that two means are one: the larger of Student's and Welch's (1947, Biometrika 34:28).

    Student's is on the variance of all records together, as it would be without a difference (as the chi-squared test
    of rates has it); Welch's on each group's own. Of durations a few are very long: a group with none of them looks
    exact by its own variance, one with the longest looks exact by that of all. A difference has to hold by both.
    Null where either has less than two values; where nothing varies, 1.

    >>> frame = pl.DataFrame({"m": [3.0], "s": [10.0], "n": [5], "m0": [5.5], "s0": [10.0], "n0": [5]})
    >>> one, other = (Mean(*map(pl.col, names)) for names in (("m", "s", "n"), ("m0", "s0", "n0")))
    >>> frame.select(two_means(one, other).round(3)).item()
    0.078
    """
    n, gap = a.n + b.n, (a.mean - b.mean).abs()
    together = (a.squares + b.squares + gap.pow(2) * a.n * b.n / n) / (n - 1) * (1 / a.n + 1 / b.n)
    apart = [each.squares / (each.n - 1) / each.n for each in (a, b)]
    df = (apart[0] + apart[1]).pow(2) / (apart[0].pow(2) / (a.n - 1) + apart[1].pow(2) / (b.n - 1))
    student, welch = t_p(gap / together.sqrt(), n - 1), t_p(gap / (apart[0] + apart[1]).sqrt(), df)
    p = pl.when(apart[0] + apart[1] > 0).then(pl.max_horizontal(student, welch)).otherwise(student)
    return pl.when((a.n > 1) & (b.n > 1)).then(pl.when(together > 0).then(p).otherwise(1.0))


def two_rates(hits: pl.Expr, n: pl.Expr, hits0: pl.Expr, n0: pl.Expr) -> pl.Expr:
    """The two-sided p that two proportions are one, chi-squared or exact.

    The chi-squared test with N - 1 in place of N (E. Pearson 1947; Campbell 2007, Stat Med 26:3661), where all four
    expected counts are at least LEAST; Fisher's exact test with Irwin's two sides else. Null where either n is 0.

    >>> frame = pl.DataFrame({"a": [56, 3], "n": [70, 4], "b": [48, 0], "m": [80, 9]})
    >>> frame.select(two_rates(*map(pl.col, "anbm")).round(6)).to_series().to_list()
    [0.008258, 0.013986]
    """
    whole, all_hits = n + n0, hits + hits0
    least = pl.min_horizontal(n, n0) * pl.min_horizontal(all_hits, whole - all_hits) / whole
    p = ratio(all_hits, whole)
    spread = p * (1 - p) * (1 / n + 1 / n0) * whole / (whole - 1)
    square = (ratio(hits, n) - ratio(hits0, n0)).pow(2) / spread
    tested = pl.when(least >= LEAST).then(normal_p(square.sqrt())).otherwise(fisher(hits, n, hits0, n0))
    return pl.when((n > 0) & (n0 > 0)).then(tested)


def fisher(hits: pl.Expr, n: pl.Expr, hits0: pl.Expr, n0: pl.Expr, *, every: bool = False) -> pl.Expr:
    """The two-sided p of Fisher's exact test: the chance of all tables no likelier than the one seen (Irwin 1935).

    Null where an n is 0, and unless `every` where no expected count is below LEAST: such tables have many likes to
    list, one a hit that could be in the smaller group.

    >>> frame = pl.DataFrame({"a": [3, 0], "n": [4, 2], "b": [0, 0], "m": [9, 5]})
    >>> frame.select(fisher(*map(pl.col, "anbm")).round(6)).to_series().to_list()
    [0.013986, 1.0]
    """
    table = [each.cast(pl.Int64).alias(name) for each, name in zip((hits, n, hits0, n0), "anbm", strict=True)]
    listed = partial(_fisher, every=every)
    return pl.struct(table).map_batches(listed, return_dtype=pl.Float64, is_elementwise=True)


def newcombe(hits: pl.Expr, n: pl.Expr, hits0: pl.Expr, n0: pl.Expr, *, z: float = Z) -> tuple[pl.Expr, pl.Expr]:
    """The interval of a difference of proportions from their score intervals (Newcombe 1998, method 10).

    z: the normal point of the confidence, 95 % by default. Null where an n is 0.

    >>> frame = pl.DataFrame({"a": [56], "n": [70], "b": [48], "m": [80]})
    >>> low, high = newcombe(*map(pl.col, "anbm"))
    >>> frame.select(low.round(4).alias("low"), high.round(4).alias("high")).rows()
    [(0.0524, 0.3339)]
    """
    (p, p0), (one, other) = (ratio(hits, n), ratio(hits0, n0)), (wilson(hits, n, z), wilson(hits0, n0, z))
    return recovered((p, *one), (p0, *other))


def recovered(
    one: tuple[pl.Expr, pl.Expr, pl.Expr], other: tuple[pl.Expr, pl.Expr, pl.Expr]
) -> tuple[pl.Expr, pl.Expr]:
    """The interval of a difference from (value, low, high) of both (Zou and Donner 2008, Stat Med 27:1693)."""
    (p, low, high), (p0, low0, high0) = one, other
    below = ((p - low).pow(2) + (high0 - p0).pow(2)).sqrt()
    above = ((high - p).pow(2) + (p0 - low0).pow(2)).sqrt()
    return p - p0 - below, p - p0 + above


def adjusted(p: pl.Expr, family: Sequence[str]) -> pl.Expr:
    """Each p among those of its family, so that a false find is a share of the finds: Benjamini and Hochberg (1995).

    In: a p-value, and the columns that name its family. Null stays null and does not count.

    >>> frame = pl.DataFrame({"day": [1, 1, 1, 2], "p": [0.03, 0.01, 0.9, 0.2]})
    >>> frame.select(adjusted(pl.col("p"), ["day"]).round(3)).to_series().to_list()
    [0.045, 0.03, 0.9, 0.2]
    """
    step = p * (p.count().over(family) / p.rank("max").over(family))
    return step.cum_min(reverse=True).over(family, order_by=p).clip(upper_bound=1.0)


def log_factorial(n: pl.Expr) -> pl.Expr:
    """The natural logarithm of n! of whole numbers; null for null.

    >>> frame = pl.DataFrame({"n": [0, 5, 20]})
    >>> frame.select(log_factorial(pl.col("n")).round(6)).to_series().to_list()
    [0.0, 4.787492, 42.335616]
    """
    known = [math.lgamma(each + 1) for each in range(SMALL)]
    x = n.cast(pl.Float64)
    series = 1 / (12 * x) - 1 / (360 * x.pow(3)) + 1 / (1260 * x.pow(5))
    far = (x + 0.5) * x.log() - x + 0.5 * math.log(2 * math.pi) + series
    near = n.replace_strict(list(range(SMALL)), known, default=None, return_dtype=pl.Float64)
    return pl.when(n >= SMALL).then(far).otherwise(near)


def _fisher(tables: pl.Series, *, every: bool) -> pl.Series:
    """Each different table once: its likelier and unlikelier ones are listed, weighed and added up."""
    frame = tables.struct.unnest()
    a, n, b, m = map(pl.col, "anbm")
    few = pl.min_horizontal(n, m) * pl.min_horizontal(a + b, n + m - a - b) < LEAST * (n + m)
    kept = (n > 0) & (m > 0) & (few | every)
    asked = frame.filter(kept).unique()
    first, last = pl.max_horizontal(pl.lit(0, dtype=pl.Int64), a + b - m), pl.min_horizontal(n, a + b)
    listed = asked.with_columns(pl.int_ranges(first, last + 1).alias("k")).explode("k")
    chances = listed.with_columns(_chance(pl.col("k")).alias("chance"), _chance(a).alias("seen"))
    summed = chances.group_by("a", "n", "b", "m").agg(
        pl.col("chance").filter(pl.col("chance") <= pl.col("seen") * SAME).sort().sum().clip(0.0, 1.0).alias("p")
    )
    return frame.join(summed, on=["a", "n", "b", "m"], how="left", maintain_order="left")["p"]


def _chance(k: pl.Expr) -> pl.Expr:
    """The hypergeometric chance of k hits in the first group, its margins fixed."""
    n, m, hits = pl.col("n"), pl.col("m"), pl.col("a") + pl.col("b")
    top = [n, m, hits, n + m - hits]
    bottom = [n + m, k, n - k, hits - k, m - hits + k]
    return (pl.sum_horizontal(map(log_factorial, top)) - pl.sum_horizontal(map(log_factorial, bottom))).exp()
