"""Ratings on one scale, and how they spread within each problem."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.kpi.facts import Elapsed, with_facts
from cstools.kernels.report.data import TOPIC, Data
from cstools.kernels.report.groups import NAMELESS
from cstools.kernels.why.outcome import RATING, rating
from cstools.model.report import Chart, Column, Figure, Param, Phrase

STARS = range(1, 6)
ENOUGH = 10
"""A problem of fewer ratings is not drawn: its shares are those of single customers."""
MOST = 12


def rated(rows: pl.DataFrame, facts: Collection[str] = (), business: Elapsed | None = None) -> pl.LazyFrame:
    """Tickets with RATING (Float64): the rating on a scale of 1 to 5, as `voice.of_five` has it; null where not rated.

    facts: others that are to come along, durations by `business`.

    >>> rated(pl.DataFrame({"csat": [4.0, None]})).collect()[RATING].to_list()
    [4.0, None]
    """
    ready = with_facts(ensure(rows.lazy(), dtypes("ticket")), {"__score", *facts}, business)
    return ready.with_columns(rating().alias(RATING))


def spread(data: Data) -> Chart | None:
    """The share of each rating within the problems of ENOUGH ratings, those of most ratings first.

    None where no problem has as many.
    """
    counts = counted(data.counts("csat_pct"))
    kept = counts.filter(pl.col("n") >= ENOUGH).head(MOST)
    if kept.is_empty():
        return None
    each = [
        (NAMELESS if name is None else name, n, [round(part / n, 6) for part in parts])
        for name, n, *parts in kept.iter_rows()
    ]
    low, high = max(each, key=lambda one: one[2][0] + one[2][1]), max(each, key=lambda one: one[2][-1])
    words: dict[str, Param] = {
        "k": Figure(len(each)), "low": low[0], "bad": Figure(round(low[2][0] + low[2][1], 6), "ratio"), "high": high[0],
        "five": Figure(high[2][-1], "ratio"),
    }  # fmt: skip
    return Chart(
        name="topics_ratings",
        kind="stack",
        title=Phrase("ratings.chart"),
        alt=Phrase("ratings.alt", words),
        columns=(Column("problem"), Column("rated", "n"), *(Column(f"star.{star}", "ratio") for star in STARS)),
        rows=tuple((name, n, *shares) for name, n, shares in each),
        roles={"label": "problem", "beside": "rated"} | {f"part.{star}": f"star.{star}" for star in STARS},
        lead=Phrase("ratings.lead", {"least": Figure(ENOUGH)}),
        wide=True,
    )


def counted(rows: pl.DataFrame) -> pl.DataFrame:
    """The ratings of each problem: TOPIC, n, and 1 to 5, how many of each (Int64); most ratings first, then by name.

    A rating between two marks goes to the nearer, the upper of two as near.

    >>> rows = pl.DataFrame({"report_topic": ["物流"] * 3, "csat": [5.0, 1.0, None]})
    >>> counted(rows).rows()
    [('物流', 2, 1, 0, 0, 0, 1)]
    """
    star = (pl.col(RATING) + 0.5).floor()
    each = [(star == mark).sum().cast(pl.Int64).alias(f"{mark}") for mark in STARS]
    found = rated(rows).group_by(TOPIC).agg(pl.col(RATING).count().cast(pl.Int64).alias("n"), *each)
    return found.sort(pl.col(TOPIC).is_null(), -pl.col("n"), TOPIC).collect()
