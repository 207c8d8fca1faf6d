"""The platform's own figure beside ours, and what explains the difference, step by step to the last digit.

difference = ours - platform. The steps are figures of ours made otherwise, each with all the steps before it: with spam
and merged, and without exclusions, and by the platform's rule. A step explains what it moves; what no step moves is
`unexplained`: difference = sum of the steps + unexplained, exactly, in the digits that are written (1e-9 of a rate,
1e-6 of anything else).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from cstools.kernels.expr.periods import ALL, text_of
from cstools.kernels.kpi.calendar import PHASE, Calendar, phase_text
from cstools.kernels.kpi.platform import DAYS, NAME, PLATFORM, SOURCE, START, Note, Platform, platform

__all__ = ["Note", "Platform", "platform", "reconciled"]

OURS, DIFFERENCE, EXPLAINED, UNEXPLAINED = "ours", "difference", "explained", "unexplained"
RATE, OTHER = 1e9, 1e6
"""What one is written in: 9 decimals of a rate, 6 of any other figure."""
WHOLE, STEP = "__whole_", "__step_"


def reconciled(
    figures: pl.DataFrame,
    variants: Mapping[str, pl.DataFrame],
    theirs: Platform,
    groups: Sequence[str],
    period: str = ALL,
    calendar: Calendar | None = None,
) -> pl.DataFrame:
    """One row a period, group, metric, source and name of the platform, for the metrics that the platform gives.

    In: figures (metric, label, unit, value, groups, `__start`, `__rank`, `__total_<group>`); variants: name of a step
    -> figures made with it and all steps before it. Out: groups, period, metric, label, unit, SOURCE, NAME, DAYS,
    platform, ours, difference, a column a step, explained, unexplained, rule (ours). Rows that only one side has keep
    the other null, and with it the difference. A step without a figure explains nothing there (null).

    >>> figures = pl.DataFrame({"metric": ["art_mean"], "label": ["平响"], "unit": ["s"], "value": [38.2],
    ...     "__start": [None]}, schema_overrides={"__start": pl.Datetime("us")})
    >>> stat = pl.DataFrame({"metric": ["旺旺平响"], "value": [37.9]}).with_columns(date=pl.date(2025, 10, 1))
    >>> capped = figures.with_columns(value=pl.lit(38.0))
    >>> made = reconciled(figures, {"capped": capped}, platform(stat, figures, []), [])
    >>> made.select("platform", "ours", "difference", "capped", "explained", "unexplained").row(0)
    (37.9, 38.2, 0.3, 0.2, 0.2, 0.1)
    """
    keys = [*groups, *(name for name in _marks(figures, groups)), START, "metric"]
    rows = _joined(figures, theirs, keys)
    for at, frame in enumerate(variants.values()):
        step = frame.select(*keys, pl.col("value").alias(f"{WHOLE}{at}"))
        rows = rows.join(step, on=keys, how="left", nulls_equal=True, maintain_order="left")
    start = pl.col(START)
    text = phase_text(start, calendar) if calendar and period == PHASE else text_of(start, period)
    order = [START, *(name for pair in _pairs(figures, groups) for name in pair), "__rank", SOURCE, NAME]
    rows = rows.with_columns(text.alias("period")).sort(order, nulls_last=True, maintain_order=True)
    return _written(rows, list(variants), groups)


def _marks(figures: pl.DataFrame, groups: Sequence[str]) -> list[str]:
    return [f"__total_{name}" for name in groups if f"__total_{name}" in figures.columns]


def _pairs(figures: pl.DataFrame, groups: Sequence[str]) -> list[tuple[str, ...]]:
    marks = _marks(figures, groups)
    return [(f"__total_{name}", name) if f"__total_{name}" in marks else (name,) for name in groups]


def _joined(figures: pl.DataFrame, theirs: Platform, keys: Sequence[str]) -> pl.DataFrame:
    """All rows of either side, for the metrics that both have."""
    known = theirs.rows["metric"].unique().to_list()
    own = figures.filter(pl.col("metric").is_in(known))
    rank = pl.col("__rank") if "__rank" in figures.columns else pl.lit(0, pl.Int64)
    rule = pl.col("rule") if "rule" in figures.columns else pl.lit(None, pl.String)
    said = figures.select("metric", "label", "unit", rank.alias("__rank"), rule.alias("rule")).unique(
        "metric", keep="first", maintain_order=True
    )
    other = theirs.rows.select(*keys, SOURCE, NAME, DAYS, PLATFORM)
    both = own.select(*keys, pl.col("value").alias(OURS)).join(
        other, on=list(keys), how="full", coalesce=True, nulls_equal=True
    )
    return both.join(said, on="metric", how="left")


def _written(rows: pl.DataFrame, names: Sequence[str], groups: Sequence[str]) -> pl.DataFrame:
    """The differences in whole digits, then as they are written."""
    digits = pl.when(pl.col("unit") == "ratio").then(RATE).otherwise(OTHER)
    wholes = [OURS, PLATFORM, *(f"{WHOLE}{at}" for at in range(len(names)))]
    rows = rows.with_columns(
        digits.alias("__digits"), *((pl.col(name) * digits).round().cast(pl.Int64).alias(name) for name in wholes)
    )
    ours, before = pl.col(OURS), pl.col(OURS)
    parts = {}
    for at in range(len(names)):
        now = pl.col(f"{WHOLE}{at}")
        parts[f"{STEP}{at}"] = before - now
        before = pl.coalesce(now, before)
    explained, known = ours - before, pl.col(PLATFORM)
    made = {DIFFERENCE: ours - known, **parts, EXPLAINED: explained, UNEXPLAINED: before - known}
    # what ours lacks, a step does not explain
    own = {name: expr if name in parts else pl.when(ours.is_not_null()).then(expr) for name, expr in made.items()}
    rows = rows.with_columns(expr.alias(name) for name, expr in own.items())
    titles = dict(zip(parts, names, strict=True))
    return rows.select(
        *groups, "period", "metric", "label", "unit", SOURCE, NAME, DAYS,
        *((pl.col(name) / pl.col("__digits")).alias(titles.get(name, name)) for name in (PLATFORM, OURS, *made)),
        "rule",
    )  # fmt: skip
