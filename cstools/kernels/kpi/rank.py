"""`--rank`: every group beside the others of its metric and period, and which of them can be told apart."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.expr.significance import Mean, adjusted, newcombe, normal_p, recovered, two_means, two_rates
from cstools.kernels.expr.stats import Z, ratio, rounded, t975
from cstools.kernels.kpi import shrink
from cstools.kernels.kpi.kinds import KIND, PARTED, scale, with_kind
from cstools.kernels.kpi.names import RANKED

ALPHA = 0.05
"""A group is above or below the others where its adjusted p is at most this."""
PLACE, REST, OWN, SHARED, P = "__place", "__rest", "__own", "__shared", "__p"
NUMBERS = ("numerator", "denominator")
LEADER = ("rank", "value", *NUMBERS, "lo", "hi")
col = pl.col


def ranked(rows: pl.DataFrame, groups: Sequence[str]) -> pl.DataFrame:
    """Figures with the columns RANKED, in the order they came.

    In: a frame of figures and its group columns. Peers are the figures of one metric, period and, of several group
    columns, one value of all but the last. A rollup total, a null value and records of no group (the last group column
    null) are no peers: all of RANKED is null there.

    vs_group: value minus that of the other peers: pooled (sum of numerators over sum of denominators) for rates, means
        and ratios, the mean of their values for quantiles and counts. Null for a group without others.
    shrunk: the value drawn towards the peers (`shrink`), for rates, means, NPS and quantiles.
    rank: 1 is best, by the shrunk value (a count: by the value); the same value has the same rank; null where neither
        more nor less is better.
    p_adj: of the test of the group against the rest, adjusted over all groups of the metric and period (Benjamini and
        Hochberg 1995). Rates: chi-squared, small ones Fisher. Means and NPS: the larger p of Student and Welch, against
        the pooled records of the rest. Quantiles: normal, against the mean of the others' values. Null for counts, and
        for a mean or quantile without an interval.
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
    added = _tied(_placed(made, peers), peers, keys[-1]).select(PLACE, *RANKED)
    return (
        marked.join(added, on=PLACE, how="left", maintain_order="left")
        .drop(PLACE, *({KIND} - set(rows.columns)))
        .with_columns(col(name).cast(dtype) for name, dtype in RANKED.items())
    )


def _compared(rows: pl.DataFrame, peers: Sequence[str]) -> pl.DataFrame:
    """Rows with REST, vs_group and P, and the variance of each value: by its interval OWN, by all of them SHARED."""
    value, kind = col("value"), col(KIND)
    pooled = scale() * ratio(_others("numerator", peers), _others("denominator", peers))
    plain = ratio(_others("value", peers), value.count().over(peers) - 1)
    rest = pl.when(kind.is_in(PARTED)).then(pooled).otherwise(plain)
    rows = rows.with_columns(rest.alias(REST), _variance().alias(OWN))
    rows = rows.with_columns(shrink.shared(col(OWN), col("n"), peers).alias(SHARED))
    numbers = [col(name) for name in NUMBERS]
    p = (
        pl.when(kind == "rate").then(two_rates(*numbers, *(_others(name, peers) for name in NUMBERS)))
        .when(kind.is_in(["mean", "index"]) & col(OWN).is_not_null()).then(two_means(*_samples(peers)))
        .when((kind == "quantile") & col(OWN).is_not_null()).then(_quantile_p(peers))
    )  # fmt: skip
    return rows.with_columns(rounded(value - col(REST)).alias("vs_group"), p.alias(P))


def _others(name: str, peers: Sequence[str]) -> pl.Expr:
    return col(name).sum().over(peers) - col(name)


def _variance() -> pl.Expr:
    """The variance of a value, of which its interval was made: Student's for a mean, else a normal one.

    An interval may be cut at 0 or 100, so a mean takes its longer side; that of a quantile is not symmetrical.
    """
    value, low, high = col("value"), col("lo"), col("hi")
    longer = pl.max_horizontal(high - value, value - low)
    half = pl.when(col(KIND) == "quantile").then((high - low) / 2).otherwise(longer)
    return (half / pl.when(col(KIND) == "mean").then(t975(col("n") - 1)).otherwise(Z)).pow(2)


def _samples(peers: Sequence[str]) -> tuple[Mean, Mean]:
    """The records of a group, and those of the other peers as one sample."""
    mean = scale() * ratio(*(col(name).sum().over(peers) for name in NUMBERS))
    own = (col("n") * (col("n") - 1) * col(OWN)).fill_null(0.0)
    n = col("n").sum().over(peers) - col("n")
    around = own + col("n") * (col("value") - mean).pow(2)
    squares = around.sum().over(peers) - around - n * (col(REST) - mean).pow(2)
    return Mean(col("value"), own, col("n")), Mean(col(REST), squares.clip(lower_bound=0.0), n)


def _quantile_p(peers: Sequence[str]) -> pl.Expr:
    """Against the mean of the others' quantiles; a group's variance is the larger, as for means."""
    rest = _others(SHARED, peers) / (col("value").count().over(peers) - 1).pow(2)
    spread = (pl.max_horizontal(OWN, SHARED) + rest).sqrt()
    return pl.when(spread > 0).then(normal_p((col("value") - col(REST)) / spread))


def _placed(rows: pl.DataFrame, peers: Sequence[str]) -> pl.DataFrame:
    """Rows with shrunk, rank, p_adj and band."""
    kind, better = col(KIND), col("__better")
    shrunk = (
        pl.when(kind == "rate").then(shrink.rates(col("numerator"), col("denominator"), peers))
        .when(kind.is_in(["mean", "index", "quantile"])).then(shrink.values(col("value"), col(SHARED), peers))
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
    rates = newcombe(*(col(name) for name in NUMBERS), *(best[name] for name in NUMBERS))
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
