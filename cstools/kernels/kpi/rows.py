"""The records behind a figure: which are in its numerator, which in its denominator only, which in neither and why."""

from __future__ import annotations

import polars as pl

from cstools.kernels.kpi import records
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.names import TIME
from cstools.kernels.kpi.records import OUTSIDE, REASON
from cstools.kernels.kpi.walks import Walk
from cstools.kernels.stage import PROVENANCE
from cstools.model.why import WHY, why

NUMERATOR, DENOMINATOR, EXCLUDED = "numerator", "denominator", "excluded"
BASE, OPEN = "base", "open"
CLOCKED = "__clocked"
"""Whether the record's channel times a first reply, where the figure asks that."""
ADDS = ("period", "metric", "part", "value", "why")
"""The columns written beside the record's own."""


def behind(rows: pl.LazyFrame, walk: Walk, ask: Ask) -> pl.LazyFrame:
    """The records of `--during`, in their order, each with the period and metric, its part, its value and why.

    In: records of `records.sorted_out`. part: NUMERATOR (and so in the denominator too), DENOMINATOR (counted, and not
    a hit) or EXCLUDED. value: what the record gives (Float64, in the metric's unit), null where that is yes or no.
    """
    metric, made = next(pair for pair in walk.measures.values() if not pair[0].raw)
    own = [name for name in rows.collect_schema().names() if not name.startswith("__") or name in PROVENANCE]
    inside = pl.col(REASON).is_null() | (pl.col(REASON) != OUTSIDE)
    whole = records.with_measured(rows, walk, ask).with_columns(_clocked(walk).alias(CLOCKED)).filter(inside)
    hit = made.value if metric.kind in ("rate", "count") else made.value.is_not_null()
    in_it = pl.col(REASON).is_null() & pl.col(CLOCKED) & made.value.is_not_null()
    if metric.kind == "count":
        in_it &= made.value
    reasons = [
        pl.col(REASON),
        pl.when(~pl.col(CLOCKED)).then(pl.lit("unclocked")),
        *([made.reason] if made.reason is not None else []),
    ]
    reasons += [pl.when(made.open).then(pl.lit(OPEN))] if made.open is not None else []
    reason = pl.when(~in_it).then(pl.coalesce(*reasons, pl.lit(BASE)))
    part = pl.when(~in_it).then(pl.lit(EXCLUDED)).when(hit).then(pl.lit(NUMERATOR)).otherwise(pl.lit(DENOMINATOR))
    value = None if metric.kind in ("rate", "count") else made.value / made.factor
    words = {name: why(name, ask.lang) for name in WHY}
    return whole.select(
        *(name for name in own if name not in ADDS),
        ask.timeline.text(ask.timeline.start(pl.col(TIME))).alias("period"),
        pl.lit(metric.name).alias("metric"),
        part.alias("part"),
        pl.when(in_it).then(pl.lit(None, dtype=pl.Float64) if value is None else value).alias("value"),
        reason.replace(words).alias("why"),
    )


def _clocked(walk: Walk) -> pl.Expr:
    return (pl.col("__frt").is_not_null() & records.DATED).any().over("channel") if walk.timed else pl.lit(True)
