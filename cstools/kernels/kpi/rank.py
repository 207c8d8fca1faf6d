"""`--rank`: every group beside the others of its metric and period, and which of them can be told apart."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.expr.significance import Mean, adjusted, newcombe, normal_p, recovered, two_rates, welch
from cstools.kernels.expr.stats import Z, ratio, rounded, t975
from cstools.kernels.kpi import shrink
from cstools.kernels.kpi.kinds import KIND, PARTED, scale, with_kind

ALPHA = 0.05
"""A group is above or below the others where its adjusted p is at most this."""
ADDED: dict[str, pl.DataType] = {
    "vs_group": pl.Float64(),
    "shrunk": pl.Float64(),
    "rank": pl.Int64(),
    "tied": pl.Boolean(),
    "p_adj": pl.Float64(),
    "band": pl.String(),
}
"""The columns `ranked` adds."""
PLACE, REST, WITHIN, WIDE, P = "__place", "__rest", "__within", "__wide", "__p"
LEADER = ("rank", "value", "numerator", "denominator", "lo", "hi")
col = pl.col


def ranked(rows: pl.DataFrame, groups: Sequence[str]) -> pl.DataFrame:
    """Figures with the columns ADDED, in the order they came.

    In: a frame of figures and its group columns. Peers are the figures of one metric, period and, of several group
    columns, one value of all but the last. A rollup total, a null value and records of no group (the last group column
    null) are no peers: all of ADDED is null there.

    vs_group: value minus that of the other peers: pooled (sum of numerators over sum of denominators) for rates, means
        and ratios, the mean of their values for quantiles and counts. Null for a group without others.
    shrunk: the value drawn towards the peers (`shrink`), for rates, means, NPS and quantiles.
    rank: 1 is best, by the shrunk value (a count: by the value); the same value has the same rank; null where neither
        more nor less is better.
    p_adj: of the test of the group against the rest, adjusted over all groups of the metric and period (Benjamini and
        Hochberg 1995). Rates: chi-squared with N - 1, small ones Fisher (Campbell 2007). Means: Welch (1947) on the
        pooled records. NPS alike; quantiles: normal, with the variance of their intervals. Counts have none.
    band: above, same or below: p_adj at most ALPHA, and the side by the value, whatever is better.
    tied: whether it cannot be told from the best of its band: the 95 % interval of the difference holds 0 (rates:
        Newcombe 1998; else Zou and Donner 2008), or it has its rank. The best is tied if another is with it. Null
        where no interval tells.

    >>> rows = pl.DataFrame({"agent": ["林", "王", "张"], "period": "all", "metric": "csat_pct", "unit": "ratio",
    ...     "value": [0.75, 0.9, 1.0], "n": [120, 100, 3], "numerator": [90.0, 90.0, 3.0],
    ...     "denominator": [120.0, 100.0, 3.0], "lo": [0.666, 0.826, 0.438], "hi": [0.819, 0.945, 1.0],
    ...     "__better": "+"})
    >>> ranked(rows, ["agent"]).select("agent", "rank", "band", "tied").rows()
    [('林', 3, 'below', False), ('王', 1, 'above', False), ('张', 2, 'same', False)]
    """
    keys = [name for name in ("metric", "period", *groups) if name in rows.columns]
    peers = keys[:-1] if groups else keys
    marked = with_kind(rows).with_row_index(PLACE)
    totals = [col(name) for name in rows.columns if name.startswith("__total_")]
    entered = marked.filter(
        ~pl.any_horizontal(pl.lit(False), *totals), col("value").is_not_null(), col(keys[-1]).is_not_null()
    )
    # sums of floats depend on the order of their terms
    made = _compared(entered.sort(keys), peers)
    added = _tied(_placed(made, peers), peers, keys[-1]).select(PLACE, *ADDED)
    return (
        marked.join(added, on=PLACE, how="left", maintain_order="left")
        .drop(PLACE, *({KIND} - set(rows.columns)))
        .with_columns(col(name).cast(dtype) for name, dtype in ADDED.items())
    )


def _compared(rows: pl.DataFrame, peers: Sequence[str]) -> pl.DataFrame:
    """Rows with REST, vs_group and P, and two variances of each value: for its test WITHIN, to shrink it WIDE."""
    value, kind = col("value"), col(KIND)
    parted = kind.is_in(PARTED)
    pooled = scale() * ratio(_others("numerator", peers), _others("denominator", peers))
    plain = ratio(_others("value", peers), value.count().over(peers) - 1)
    within, wide = _variances()
    rows = rows.with_columns(
        pl.when(parted).then(pooled).otherwise(plain).alias(REST), within.alias(WITHIN), wide.alias(WIDE)
    )
    lent = {name: shrink.lent(col(name), col("n"), peers) for name in (WIDE, WITHIN)}
    # ratings are often all the same, which makes no mean certain; one value has no variance to test with
    tested = pl.when(col(WITHIN) == 0).then(lent[WITHIN].fill_null(0.0)).otherwise(col(WITHIN))
    rows = rows.with_columns(lent[WIDE].alias(WIDE), tested.alias(WITHIN))
    numbers = [col(name) for name in ("numerator", "denominator")]
    p = (
        pl.when(kind == "rate").then(two_rates(*numbers, *(_others(name, peers) for name in LEADER[2:4])))
        .when(kind.is_in(["mean", "index"])).then(welch(Mean(value, col(WITHIN), col("n")), _rest(peers)))
        .when(kind == "quantile").then(_quantile_p(peers))
    )  # fmt: skip
    return rows.with_columns(rounded(value - col(REST)).alias("vs_group"), p.alias(P))


def _others(name: str, peers: Sequence[str]) -> pl.Expr:
    return col(name).sum().over(peers) - col(name)


def _variances() -> tuple[pl.Expr, pl.Expr]:
    """The variance of a mean by Student's interval, and the wider one of a normal interval of that width.

    The wider is for shrinkage: the variance of three values is itself a guess, and t knows. An interval may be cut at 0
    or 100, so a mean takes its longer side; that of a quantile is not symmetrical, so it takes both.
    """
    value, low, high = col("value"), col("lo"), col("hi")
    quantile = col(KIND) == "quantile"
    half = pl.when(quantile).then((high - low) / 2).otherwise(pl.max_horizontal(high - value, value - low))
    point = pl.when(col(KIND) == "mean").then(t975(col("n") - 1)).otherwise(Z)
    return (half / point).pow(2), (half / Z).pow(2)


def _rest(peers: Sequence[str]) -> Mean:
    """The records of the other peers as one sample: its mean, the variance of that, its size."""
    mean = scale() * ratio(col("numerator").sum().over(peers), col("denominator").sum().over(peers))
    n = col("n").sum().over(peers) - col("n")
    inside = (col("n") * (col("n") - 1) * col(WITHIN)).fill_null(0.0)
    squares = inside + col("n") * (col("value") - mean).pow(2)
    spread = squares.sum().over(peers) - squares - n * (col(REST) - mean).pow(2)
    return Mean(col(REST), pl.when(n > 1).then(spread.clip(lower_bound=0.0) / (n - 1) / n), n)


def _quantile_p(peers: Sequence[str]) -> pl.Expr:
    """Against the mean of the others' quantiles; a group without an interval of its own is not tested."""
    rest = _others(WIDE, peers) / (col("value").count().over(peers) - 1).pow(2)
    z = (col("value") - col(REST)) / (col(WIDE) + rest).sqrt()
    return pl.when(col(WITHIN).is_not_null()).then(normal_p(z))


def _placed(rows: pl.DataFrame, peers: Sequence[str]) -> pl.DataFrame:
    """Rows with shrunk, rank, p_adj and band."""
    kind, better = col(KIND), col("__better")
    shrunk = (
        pl.when(kind == "rate").then(shrink.rates(col("numerator"), col("denominator"), peers))
        .when(kind.is_in(["mean", "index", "quantile"])).then(shrink.values(col("value"), col(WIDE), peers))
    )  # fmt: skip
    key = pl.coalesce("shrunk", "value")
    place = pl.when(better == "+").then(-key).when(better == "-").then(key).rank("min").over(peers)
    differs, gap = col("p_adj") <= ALPHA, col("vs_group")
    band = (
        pl.when(differs & (gap > 0)).then(pl.lit("above"))
        .when(differs & (gap < 0)).then(pl.lit("below"))
        .when(differs.is_not_null()).then(pl.lit("same"))
    )  # fmt: skip
    rows = rows.with_columns(
        rounded(shrunk).alias("shrunk"), rounded(adjusted(col(P), ["metric", "period"])).alias("p_adj")
    )
    return rows.with_columns(place.cast(pl.Int64).alias("rank"), band.alias("band"))


def _tied(rows: pl.DataFrame, peers: Sequence[str], group: str) -> pl.DataFrame:
    """Rows with tied, by the best of each band: of those with its rank the one of the most records."""
    within = [*peers, "band"]
    first = [col("rank"), -col("n"), col(group)]
    best = {name: col(name).sort_by(first, nulls_last=True).first().over(within) for name in LEADER}
    rates = newcombe(*(col(name) for name in LEADER[2:4]), *(best[name] for name in LEADER[2:4]))
    sides = [(col("value"), col("lo"), col("hi")), (best["value"], best["lo"], best["hi"])]
    rest = recovered(sides[0], sides[1])
    zero = [
        pl.when(col(KIND) == "rate").then(one).otherwise(other) for one, other in zip(rates, rest, strict=True)
    ]  # fmt: skip
    same = col("rank") == best["rank"]
    exact = ~col(KIND).is_in(["rate", "mean", "index", "quantile"])
    alike = pl.when(same).then(True).when(exact).then(False).otherwise((zero[0] <= 0) & (zero[1] >= 0))
    rows = rows.with_columns(pl.when(col("rank").is_not_null()).then(alike).alias("tied"))
    several = col("tied").sum().over(within) > 1
    lone = pl.when(several | exact | col("band").is_not_null()).then(several)
    return rows.with_columns(pl.when(same).then(lone).otherwise(col("tied")).alias("tied"))
