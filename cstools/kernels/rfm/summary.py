"""One row a segment: how many, how much, and where the cuts were."""

from __future__ import annotations

import polars as pl

from cstools.kernels.rfm.purchases import UNITS, yuan
from cstools.kernels.rfm.scores import Cutting, codes
from cstools.model.segments import SCHEMES

DAY_MS = 86_400_000
RANGES = {"r": "recency_d", "f": "frequency", "m": "monetary"}
COLUMNS = (
    "segment", "as_of", "customers", "share", "orders", "monetary", "monetary_share", "recency_d_min", "recency_d_max",
    "frequency_min", "frequency_max", "monetary_min", "monetary_max", "r_cut", "f_cut", "m_cut",
)  # fmt: skip


def summary(scored: pl.LazyFrame, cutting: Cutting) -> pl.LazyFrame:
    """A row for each segment that has customers (COLUMNS), in the order of the scheme; without a segment last.

    In: customers of `scores.scored` with orders, recency_d and monetary. share: of all customers; monetary_share: of
    all money, null if that is 0. *_min and *_max: the range a customer of the segment may lie in, that is of all
    customers on its side of the cuts; null for a score the scheme does not use. r_cut, f_cut, m_cut: by mean or median
    the days a customer must be below, the orders and yuan it must be above, to be high; by quantile (cn8) the mean
    score it must be above; null for grid10.

    >>> frame = pl.LazyFrame({"segment": ["champions", None], "r": [5, None], "f": [5, None], "m": [5, None],
    ...     "as_of": [None, None], "orders": [3, 0], "recency_d": [1.0, None], "frequency": [3, 0], "money": [600, 0],
    ...     "monetary": [0.06, 0.0], "cut_r": [None] * 2, "cut_f": [None] * 2, "cut_m": [None] * 2})
    >>> table = summary(frame, Cutting(scheme="grid10"))
    >>> table.select("segment", "customers", "share", "frequency_max").collect().rows()
    [('champions', 1, 0.5, 3), (None, 1, 0.5, None)]
    """
    ranks = {segment.id: rank for rank, segment in enumerate(SCHEMES[cutting.scheme])}
    table = scored.group_by("segment").agg(
        pl.col("as_of").first(),
        pl.len().cast(pl.Int64).alias("customers"),
        pl.col("orders").sum(),
        pl.col("money").sum(),
        *(cut.first() for cut in cut_offs(cutting)),
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
        )
        .sort(order, nulls_last=True)
        .select(COLUMNS)
    )


def cut_offs(cutting: Cutting) -> list[pl.Expr]:
    """r_cut, f_cut and m_cut in what people read: days, orders and yuan; by quantile a score.

    >>> frame = pl.DataFrame({"cut_r": [-1.5 * DAY_MS], "cut_f": [2.5], "cut_m": [123_400.0]})
    >>> frame.select(cut_offs(Cutting("mean"))).rows()
    [(1.5, 2.5, 12.34)]
    """
    scales = {"r": -DAY_MS, "f": 1, "m": UNITS} if cutting.cut != "quantile" else {"r": 1, "f": 1, "m": 1}
    return [(pl.col(f"cut_{score}") / scale).round(6).alias(f"{score}_cut") for score, scale in scales.items()]


def ranges(scored: pl.LazyFrame, cutting: Cutting, score: str, value: str) -> pl.LazyFrame:
    """For each segment the least and the greatest `value` of all customers whose score the segment admits.

    >>> frame = pl.LazyFrame({"f": [1, 4, 5], "frequency": [1, 3, 9]})
    >>> ranges(frame, Cutting(scheme="grid10"), "f", "frequency").sort("segment").collect().rows()[0]
    ('about_to_sleep', 1, 1)
    """
    admitted = [
        (segment.id, code)
        for segment in SCHEMES[cutting.scheme]
        for code in sorted({"r": segment.r, "f": segment.f, "m": segment.m}[score] or ())
    ]
    scheme = pl.LazyFrame(admitted, schema={"segment": pl.String, "code": pl.Int64}, orient="row")
    sides = scored.select(codes(cutting)[score].alias("code"), value).group_by("code").agg(
        pl.col(value).min().alias(f"{value}_min"), pl.col(value).max().alias(f"{value}_max")
    )  # fmt: skip
    return (
        scheme.join(sides, on="code")
        .group_by("segment")
        .agg(pl.col(f"{value}_min").min(), pl.col(f"{value}_max").max())
    )
