"""Empirical-Bayes shrinkage: each group's figure drawn towards that of all, the more the fewer its records.

The order to read groups in. By the raw figure the smallest groups come first and last by chance alone; by a bound of
an interval small groups come last whatever they do.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.expr.stats import ratio


def rates(hits: pl.Expr, n: pl.Expr, peers: Sequence[str]) -> pl.Expr:
    """Rates shrunk towards the pooled rate of their peers: beta-binomial, by moments (Kleinman 1973, JASA 68:46).

    (hits + s * pooled) / (n + s), where s + 1 = p (1 - p) / the variance between groups. The prior weighs at least one
    record and at most all records together, as the pooled rate itself is known no better: where the groups differ by
    no more than chance they are nearly, but not quite, one. Null where n is 0.

    >>> frame = pl.DataFrame({"m": 1, "hits": [9, 90, 50], "n": [10, 100, 100]})
    >>> frame.select(rates(pl.col("hits"), pl.col("n"), ["m"]).round(3)).to_series().to_list()
    [0.869, 0.896, 0.504]
    """
    whole = n.sum().over(peers)
    pooled = ratio(hits.sum().over(peers), whole)
    spread = (n * (ratio(hits, n) - pooled).pow(2)).sum().over(peers)
    room = whole - n.pow(2).sum().over(peers) / whole
    groups = (n > 0).sum().over(peers)
    chance = pooled * (1 - pooled)
    between = ((spread - (groups - 1) * chance) / room).clip(lower_bound=0.0)
    strength = (chance / between - 1).fill_nan(None).fill_null(whole)
    strength = pl.min_horizontal(strength.clip(lower_bound=1.0), whole)
    return pl.when(n > 0).then((hits + strength * pooled) / (n + strength))


def values(value: pl.Expr, variance: pl.Expr, peers: Sequence[str]) -> pl.Expr:
    """Values shrunk towards the mean of their peers: normal-normal (Efron and Morris 1975, JASA 70:311).

    (t value + v mean) / (t + v), where v is the variance of the value and t the one between groups, by moments
    (DerSimonian and Laird 1986), but not below that of the common mean. Without a variance a value stays as it is.

    >>> frame = pl.DataFrame({"m": 1, "value": [10.0, 20.0, 31.0], "v": [1.0, 1.0, 100.0]})
    >>> frame.select(values(pl.col("value"), pl.col("v"), ["m"]).round(2)).to_series().to_list()
    [10.14, 19.95, 21.87]
    """
    weight = 1 / variance
    all_weight = weight.sum().over(peers)
    mean = (weight * value).sum().over(peers) / all_weight
    excess = (weight * (value - mean).pow(2)).sum().over(peers) - (weight.count().over(peers) - 1)
    room = all_weight - weight.pow(2).sum().over(peers) / all_weight
    between = pl.max_horizontal((excess / room).fill_nan(None), 1 / all_weight)
    weight = 1 / (variance + between)
    mean = (weight * value).sum().over(peers) / weight.sum().over(peers)
    shrunk = (between * value + variance * mean) / (between + variance)
    return shrunk.fill_nan(None).fill_null(value)


def shared(variance: pl.Expr, n: pl.Expr, peers: Sequence[str]) -> pl.Expr:
    """The variance of each group's figure: that of one record, pooled over the peers, over the group's n.

    A group's own is a guess where n is small, and one that goes with the value: two equal ratings, or a few waits of
    which none is long, look exact and would not be shrunk at all. Null if no peer has a variance.

    >>> frame = pl.DataFrame({"m": 1, "v": [4.0, 0.0, None], "n": [11, 6, 1]})
    >>> frame.select(shared(pl.col("v"), pl.col("n"), ["m"]).round(4)).to_series().to_list()
    [2.6667, 4.8889, 29.3333]
    """
    known = pl.when(variance.is_not_null()).then(n - 1)
    one = (known * n * variance).sum().over(peers) / known.sum().over(peers)
    return (one / n).fill_nan(None)
