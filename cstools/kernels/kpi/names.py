"""The columns of totals: the parts a figure is made from, and the keys they are summed by."""

from __future__ import annotations

import polars as pl

from cstools.model.kpis import Metric

START, MAIN = "__start", "__main"
"""The first moment of the period; whether records are those asked for, or only what others are compared with."""
COUNTED = "__counted"
"""Whether a record is in figures; not, if it is only seen beside others."""
TIME = "__time"
"""The time that dates a record."""
CHANNEL, SCALE = "__channel", "__rating_scale"
WHAT, VALUE, STEP = "__what", "__value", "__step"
ROWS = "__rows"
AGE = "backlog_age"
"""The key of what is measured at the end of periods."""
N, SUM, SQUARES, BELOW, OUT, OPEN = "n", "sum", "squares", "below", "out", "open"
VALUES, PERSON, WHO, HITS = "values", "person", "who", "hits"
"""Lists: the values of a group; the persons counted in it, and those of them that are hits (or, of `all`, misses)."""
MIXED, MIXED_SQUARES, CENSORED = "mixed", "mixed_squares", "censored"
LEAST, MOST = "least", "most"

RANKED: dict[str, pl.DataType] = {
    "vs_group": pl.Float64(),
    "shrunk": pl.Float64(),
    "rank": pl.Int64(),
    "tied": pl.Boolean(),
    "p_adj": pl.Float64(),
    "band": pl.String(),
}
"""The columns that `--rank` adds."""


def column(metric: Metric, part: str) -> str:
    """The name of the column that holds a part of a metric's total."""
    return f"{metric.key}:{part}"
