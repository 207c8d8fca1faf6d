"""What drives a surge: the values of the other fields, and the words, that rose most against the days before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import polars as pl

from cstools.errors import Usage
from cstools.kernels.tag.words import rising
from cstools.kernels.tag.words.fisher import adjusted, more
from cstools.kernels.watch.cube import CREATED, DAY, N

SURE = 0.01
"""A value is named if so few would rise as much by chance (Fisher's exact test, Benjamini and Hochberg)."""
TOP = 3
"""Values named of a field, and words."""
TEXTS = 4000
"""Texts of the days before that words are compared with, the latest."""
LEAST = 5
"""Records that must have a word."""


def values(
    rows: pl.DataFrame, names: Sequence[str], span: tuple[date, date], past: Sequence[date], excess: float
) -> list[dict[str, object]]:
    """The values that rose most in a span of days, those of the largest share of the excess first.

    In: the `cube` of one series; past: the days it is compared with. Out: field, value, n, share (of the excess,
    0 to 1, null where there is none), ratio (its share of contacts over that before, null for a new one), p (adjusted).
    """
    here = rows.filter(pl.col(DAY).is_between(*span))
    before = rows.filter(pl.col(DAY).is_in(list(past)))
    total, total_before = int(here[N].sum()), int(before[N].sum())
    if not total or not total_before:
        return []
    found = []
    for name in names:
        part = _summed(here, name, N).join(_summed(before, name, "before"), on="value", how="left")
        part = part.with_columns(pl.col("before").fill_null(0)).sort("value")
        if not part.height:
            continue
        p = adjusted(more(part[N], part["before"], total, total_before))
        usual = pl.col("before") / total_before * max(total - excess, 0.0)
        share = ((pl.col(N) - usual) / excess).clip(0.0, 1.0).round(4) if excess > 0 else pl.lit(None, pl.Float64)
        ratio = pl.when(pl.col("before") > 0).then((pl.col(N) / total) / (pl.col("before") / total_before)).round(3)
        found.append(part.with_columns(pl.lit(name).alias("field"), share.alias("share"), ratio.alias("ratio"), p=p))
    if not found:
        return []
    sure = pl.concat(found).filter(pl.col("p") < SURE)
    ranked = sure.sort(["share", "field", "value"], descending=[True, False, False])
    kept = ranked.filter(pl.int_range(pl.len()).over("field") < TOP)
    return kept.select("field", "value", N, "share", "ratio", pl.col("p").round_sig_figs(3)).to_dicts()


def _summed(rows: pl.DataFrame, name: str, to: str) -> pl.DataFrame:
    known = rows.drop_nulls(name).group_by(pl.col(name).cast(pl.String).alias("value"))
    return known.agg(pl.col(N).sum().alias(to))


def words(texts: pl.DataFrame, span: tuple[date, date], past: Sequence[date]) -> list[dict[str, object]]:
    """The words that rose most in a span of days: word, n, n_before, p (adjusted). In: created_at and text of a series.

    Compared as `cs-tag --rising` does, with the latest TEXTS of the days before.
    """
    day = pl.col(CREATED).dt.date()
    here = texts.filter(day.is_between(*span))
    before = texts.filter(day.is_in(list(past))).sort(CREATED, "text", descending=True).head(TEXTS)
    if here.height < LEAST or not before.height:
        return []
    start, end = (datetime(one.year, one.month, one.day) for one in (span[0], span[1] + timedelta(days=1)))
    # One day of texts against all before: of a longer span each is dated as its first.
    placed = pl.concat([before, here.with_columns(pl.lit(start).cast(pl.Datetime("us")).alias(CREATED))])
    stage = rising.stage(
        "day", as_of=end - timedelta(seconds=1) if span[0] == span[1] else start, minimum=LEAST, top=TOP
    )
    try:
        made = stage.apply(placed.lazy()).rows.collect()
    except Usage:  # no text on either side
        return []
    kept = made.filter(pl.col("p_adjusted") < SURE).select("word", N, "n_before", pl.col("p_adjusted").alias("p"))
    return kept.with_columns(pl.col("p").round_sig_figs(3)).to_dicts()


def written(found: Sequence[dict[str, object]]) -> str | None:
    """Drivers as a cell: compact JSON, null for none."""
    return json.dumps(list(found), ensure_ascii=False, separators=(",", ":")) if found else None
