"""Twenty figures by channel, agent and month as one script of Polars, written by hand for this one question: FILE.

Only the columns asked for are read, in their types, and there is one group-by. Sums are of integers (milliseconds,
1e-4 points and yuan), as what is to be the same in any order has to be. What these records do not have (spam, calls,
bots) is not asked about.
"""

import sys

import polars as pl

F, S = pl.Float64, pl.String
NEEDED = {
    "channel": S, "agent": S, "customer_id": S, "status": S, "created_at": S, "first_response_at": S, "resolved_at": S,
    "first_response_s": F, "resolution_s": F, "handle_s": F, "transfer_count": pl.Int64, "csat": F, "refund_amount": F,
}  # fmt: skip
TIMES = ("created_at", "first_response_at", "resolved_at")
"""Read as text: what the reader itself makes of a time costs ten times as much."""
KEYS = ("channel", "agent", "period")
Z = 1.959963984540054
col = pl.col


def whole(value: pl.Expr, factor: int) -> pl.Expr:
    """A number of units as a whole number of their parts."""
    return (value * factor).round().cast(pl.Int64)


def elapsed(start: str, end: str) -> pl.Expr:
    """Milliseconds between two times."""
    return (col(end) - col(start)).dt.total_milliseconds()


def grouped(rows: pl.LazyFrame) -> pl.LazyFrame:
    """One row a channel, agent and month: the counts, sums and quantiles the figures are made of."""
    frt = pl.coalesce(whole(col("first_response_s"), 1000), elapsed("created_at", "first_response_at"))
    full = pl.coalesce(whole(col("resolution_s"), 1000), elapsed("created_at", "resolved_at"))
    young = col("created_at") >= col("created_at").max() - pl.duration(seconds=30)
    timed = rows.with_columns(col(TIMES).str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", cache=False))
    ready = timed.filter(col("created_at").is_not_null()).select(
        "channel",
        "agent",
        col("created_at").dt.truncate("1mo").alias("period"),
        "customer_id",
        "csat",
        frt.alias("frt"),
        full.alias("full"),
        young.alias("young"),
        whole(col("handle_s"), 1000).alias("handle"),
        whole(col("refund_amount"), 10_000).alias("refund"),
        (col("transfer_count") > 0).fill_null(False).alias("moved"),
        pl.coalesce(col("status").is_in(["resolved", "closed"]), col("resolved_at").is_not_null()).alias("solved"),
        (col("first_response_at").is_not_null() | col("first_response_s").is_not_null()).alias("replied"),
        col("first_response_at").is_not_null().alias("handled"),
    )
    frts, known = col("frt").filter(col("frt") >= 0), col("full").filter(col("solved") & (col("full") >= 0))
    counted = ~((col("frt") < 0) | (col("frt").is_null() & (col("replied") | col("young")))).fill_null(False)
    handle, rated = col("handle").filter(col("handle") >= 0), col("csat").filter(col("csat").is_between(1, 5))
    return ready.group_by(KEYS).agg(
        pl.len().alias("n"),
        col("customer_id").drop_nulls().n_unique().alias("customers"),
        col("handled").sum(),
        col("solved").sum(),
        col("replied").sum(),
        frts.sum().alias("frt_sum"),
        frts.count().alias("frt_n"),
        *(frts.quantile(p, "linear").alias(f"frt_p{p * 100:.0f}") for p in (0.5, 0.9)),
        counted.sum().alias("within_n"),
        (counted & (col("frt") <= 30_000)).sum().alias("within"),
        handle.sum().alias("aht_sum"),
        handle.count().alias("aht_n"),
        known.sum().alias("rt_full_sum"),
        known.count().alias("rt_full_n"),
        *(known.quantile(p, "linear").alias(f"rt_full_p{p * 100:.0f}") for p in (0.5, 0.9)),
        (col("handled") & col("solved")).sum().alias("both"),
        rated.count().alias("csat_n"),
        (rated >= 4).sum().alias("good"),
        (rated <= 2).sum().alias("bad"),
        whole(rated, 10_000).sum().alias("csat_sum"),
        (col("handled") & col("moved")).sum().alias("moved"),
        col("refund").sum(),
        col("refund").count().alias("refund_n"),
        col("frt").is_not_null().any().alias("times"),
    )


def row(metric: str, value: pl.Expr, n: str, above: pl.Expr | None = None, below: pl.Expr | None = None) -> pl.Expr:
    """A figure as a struct with the columns of the answer; an interval of what has none is null."""
    low, high = pl.lit(None, F), pl.lit(None, F)
    if above is not None and below is None:
        hits, all_ = above.cast(F), col(n).cast(F)
        share, square = hits / all_, Z * Z
        middle = (share + square / (2 * all_)) / (1 + square / all_)
        half = Z * (share * (1 - share) / all_ + square / (4 * all_ * all_)).sqrt() / (1 + square / all_)
        low = pl.when(all_ > 0).then(pl.when(hits == 0).then(0.0).otherwise(middle - half))
        high = pl.when(all_ > 0).then(pl.when(hits == all_).then(1.0).otherwise(middle + half))
    floats = {
        "value": value,
        "numerator": pl.lit(None) if above is None else above,
        "denominator": pl.lit(None) if above is None else col(n),
        "lo": low,
        "hi": high,
    }
    return pl.struct(
        pl.lit(metric).alias("metric"),
        col(n).cast(pl.Int64).alias("n"),
        *(expr.cast(F).round_sig_figs(9).alias(name) for name, expr in floats.items()),
    ).alias(metric)


def count(metric: str, n: str) -> pl.Expr:
    """A count is its own n."""
    return row(metric, col(n), n)


def rate(metric: str, hits: str, n: str) -> pl.Expr:
    """Hits of n, with the interval of Wilson."""
    return row(metric, pl.when(col(n) > 0).then(col(hits).cast(F) / col(n)), n, col(hits))


def mean(metric: str, total: str, n: str, factor: int) -> pl.Expr:
    """A sum over n."""
    some = col(n) > 0
    value = pl.when(some).then(col(total).cast(F) / col(n) / factor)
    return row(metric, value, n, pl.when(some).then(col(total) / factor), col(n))


def quantile(metric: str, n: str) -> pl.Expr:
    """Milliseconds in seconds."""
    return row(metric, col(metric) / 1000, n)


FIGURES = (
    count("volume", "n"),
    count("customers", "customers"),
    count("handled", "handled"),
    count("resolved", "solved"),
    rate("reply_rate", "replied", "n"),
    mean("frt_mean", "frt_sum", "frt_n", 1000),
    quantile("frt_p50", "frt_n"),
    quantile("frt_p90", "frt_n"),
    rate("frt_within_30s", "within", "within_n"),
    mean("aht_mean", "aht_sum", "aht_n", 1000),
    mean("rt_full_mean", "rt_full_sum", "rt_full_n", 1000),
    quantile("rt_full_p50", "rt_full_n"),
    quantile("rt_full_p90", "rt_full_n"),
    rate("resolution_rate", "solved", "n"),
    rate("resolution_rate_answered", "both", "handled"),
    rate("csat_pct", "good", "csat_n"),
    mean("csat_mean", "csat_sum", "csat_n", 10_000),
    rate("dsat", "bad", "csat_n"),
    rate("transfer_rate", "moved", "handled"),
    row("refund_amount", pl.when(col("refund_n") > 0).then(col("refund") / 10_000), "refund_n"),
)


def main() -> None:
    groups = grouped(pl.scan_ndjson(sys.argv[1], schema=NEEDED)).collect(engine="streaming").sort("period", *KEYS[:2])
    # a channel that never times a first reply has neither hits nor misses of it
    groups = groups.with_columns(col("within", "within_n") * col("times").any().over("channel"))
    keys = [col("channel"), col("agent"), col("period").dt.strftime("%Y-%m")]
    table = pl.concat(groups.select(*keys, figure.struct.unnest()) for figure in FIGURES)
    table.write_csv(sys.stdout.buffer)


main()
