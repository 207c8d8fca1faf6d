"""Numbers of a record against its rating, by rank."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.correlation import spearman
from cstools.kernels.why.gather import Gathered
from cstools.kernels.why.levels import VALUE
from cstools.kernels.why.outcome import OUT, RATING, SPOILED

COLUMNS = ("factor", "rho", "lo", "hi", "n")
SCHEMA = {"factor": pl.String(), "rho": pl.Float64(), "lo": pl.Float64(), "hi": pl.Float64(), "n": pl.Int64()}


def ranked(found: Gathered) -> pl.DataFrame:
    """A row a factor that is a number or yes and no (COLUMNS): Spearman's rho with the rating of five marks.

    In: records with RATING. rho above 0: more of it goes with better ratings. The strongest first. Negative durations
    are none, as in the table of levels.
    """
    used = found.rows.filter(pl.col(RATING).is_not_null(), ~pl.col(OUT).is_in(list(SPOILED)).fill_null(False))
    rows = []
    for at, one in enumerate(found.factors):
        if one.kind == "text":
            continue
        value = pl.col(f"{VALUE}{at}").cast(pl.Float64)
        kept = pl.when(value >= 0).then(value) if one.factor.name.endswith("_s") else value
        pair = used.select(kept.alias("x"), pl.col(RATING).alias("y"))
        rows.append((one.factor.name, *spearman(pair, "x", "y")))
    table = pl.DataFrame(rows, SCHEMA, orient="row")
    return table.sort(-pl.col("rho").abs(), "factor", nulls_last=True)
