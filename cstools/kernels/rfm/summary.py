"""One row a segment: how many, how much, who came back, and where the cuts were."""

from __future__ import annotations

import polars as pl

from cstools.kernels.rfm.cuts import DAY_MS
from cstools.kernels.rfm.purchases import UNITS, yuan
from cstools.kernels.rfm.rates import COUNTS, RATES, counted, rates
from cstools.kernels.rfm.scores import VALUES, Cutting, codes

RANGES = {"r": "recency_d", "f": "frequency", "m": "monetary"}
COLUMNS = (
    "segment", "label", "as_of", "customers", "share", "orders", "monetary", "monetary_share", *COUNTS, *RATES,
    "churn_after_d", "recency_d_min", "recency_d_max", "frequency_min", "frequency_max", "monetary_min", "monetary_max",
    "r_cut", "f_cut", "m_cut",
)  # fmt: skip
CLV = ("expected_orders", "clv")
"""Added up where customers have them."""


def summary(scored: pl.LazyFrame, cutting: Cutting, churn_ms: int, lang: str = "zh") -> pl.LazyFrame:
    """A row for each segment that has customers (COLUMNS, and CLV), in the order of the scheme; without a segment last.

    In: customers of `scores.scored` with orders, near, recency_d and monetary. label: the segment's name for people.
    share: of all customers; monetary_share: of all money, null if that is 0. repurchase and churn: see `rates`. *_min
    and *_max: the range a customer of the segment may lie in, that is of all customers on its side of the cuts; null
    for a score the scheme does not use. r_cut, f_cut, m_cut: by mean or median the days a customer must be below, the
    orders and yuan it must be above, to be high; by one fixed threshold what it must reach; of several scores the mean
    it must be above; null where the scheme goes by scores.

    >>> frame = pl.LazyFrame({"segment": ["champions", None], "r": [5, None], "f": [5, None], "m": [5, None],
    ...     "as_of": [None, None], "orders": [3, 0], "near": [-DAY_MS, None], "recency_d": [1.0, None],
    ...     "frequency": [3, 0], "money": [600, 0], "monetary": [0.06, 0.0], "cut_r": [None] * 2, "cut_f": [None] * 2,
    ...     "cut_m": [None] * 2})
    >>> from cstools.model.segments import SCHEMES
    >>> table = summary(frame, Cutting(scheme=SCHEMES["grid10"]), 90 * DAY_MS)
    >>> table.select("segment", "label", "customers", "share", "frequency_max").collect().rows()
    [('champions', '冠军客户', 1, 0.5, 3), (None, None, 1, 0.5, None)]
    """
    labels = cutting.scheme.labels(lang)
    clv = CLV if "clv" in scored.collect_schema().names() else ()
    ranks = {segment: rank for rank, segment in enumerate(labels)}
    table = scored.group_by("segment").agg(
        pl.col("as_of").first(),
        pl.len().cast(pl.Int64).alias("customers"),
        pl.col("orders").sum(),
        pl.col("money").sum(),
        *counted(churn_ms),
        *(cut.first() for cut in cut_offs(cutting)),
        # Summed as integers: the same bytes in any order.
        *((pl.col(name) * UNITS).round().cast(pl.Int64).sum().alias(name) for name in clv),
    )
    for score, value in RANGES.items():
        table = table.join(ranges(scored, cutting, score, value), on="segment", how="left")
    total = pl.col("money").sum()
    order = pl.col("segment").replace_strict(ranks, default=None, return_dtype=pl.Int64)
    return (
        table.with_columns(
            (pl.col("customers") / pl.col("customers").sum()).round(6).alias("share"),
            pl.when(total != 0).then((pl.col("money") / total).round(6)).alias("monetary_share"),
            yuan(pl.col("money")).alias("monetary"),
            *rates(),
            *(yuan(pl.col(name)).alias(name) for name in clv),
            pl.lit(churn_ms / DAY_MS).round(6).alias("churn_after_d"),
            pl.col("segment").replace_strict(labels, default=None, return_dtype=pl.String).alias("label"),
        )
        .sort(order, nulls_last=True)
        .select(*COLUMNS, *clv)
    )


def cut_offs(cutting: Cutting) -> list[pl.Expr]:
    """r_cut, f_cut and m_cut in what people read: days, orders and yuan, or the mean of scores.

    >>> frame = pl.DataFrame({"cut_r": [-1.5 * DAY_MS], "cut_f": [2.5], "cut_m": [123_400.0]})
    >>> frame.select(cut_offs(Cutting("mean"))).rows()
    [(1.5, 2.5, 12.34)]
    """
    scales = {"r": -DAY_MS, "f": 1, "m": UNITS}
    return [
        (pl.col(f"cut_{score}") / (scales[score] if cutting.scores(score) is None else 1))
        .round(6)
        .alias(f"{score}_cut")
        for score in VALUES
    ]


def ranges(scored: pl.LazyFrame, cutting: Cutting, score: str, value: str) -> pl.LazyFrame:
    """For each segment the least and the greatest `value` of all customers whose score the segment admits.

    >>> frame = pl.LazyFrame({"f": [1, 4, 5], "frequency": [1, 3, 9]})
    >>> from cstools.model.segments import SCHEMES
    >>> ranges(frame, Cutting(scheme=SCHEMES["grid10"]), "f", "frequency").sort("segment").collect().rows()[0]
    ('about_to_sleep', 1, 1)
    """
    admitted = {(box.id, code) for box in cutting.scheme.boxes for code in box.asks().get(score, ())}
    scheme = pl.LazyFrame(sorted(admitted), schema={"segment": pl.String, "code": pl.Int64}, orient="row")
    sides = scored.select(codes(cutting)[score].alias("code"), value).group_by("code").agg(
        pl.col(value).min().alias(f"{value}_min"), pl.col(value).max().alias(f"{value}_max")
    )  # fmt: skip
    return (
        scheme.join(sides, on="code")
        .group_by("segment")
        .agg(pl.col(f"{value}_min").min(), pl.col(f"{value}_max").max())
    )
