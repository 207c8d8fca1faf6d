"""A platform's own daily figures brought to the periods and groups of ours.

Counts are summed. Rates and means are weighted by `weight`, their denominators; where one is missing the plain mean
stands, and is said. All sums are of integers: the order of the rows changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.periods import ALL, start_of, within
from cstools.kernels.expr.stats import rounded
from cstools.kernels.kpi.calendar import PHASE, Calendar, phase_start
from cstools.kernels.stage import FILE, LINE
from cstools.model.kpis import find
from cstools.model.platform_names import ours
from cstools.model.units import SECONDS

NEEDS = ("date", "metric", "value")
PLACES = ("shop", "channel", "account", "agent")
SINGLE = ("account", "agent")
"""What a row of one person has; a row of the whole shop has neither."""
START = "__start"
ID, NAME, SOURCE, PLATFORM, DAYS = "metric", "platform_metric", "source", "platform", "days"
BEST = 5
"""The best of the scale a mean score is usually on."""
SCALE, WEIGHT = 1e9, 1e4
"""Values are whole 1e-9, weights whole 1e-4, inside (Int128)."""
Note = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Platform:
    """The platform's figures: groups, their `__total_` marks, START, metric (ours), NAME (theirs), SOURCE, PLATFORM
    (value in our unit), DAYS (different days they are of); and what is to be said (`reconcile.*`).
    """

    rows: pl.DataFrame
    notes: tuple[Note, ...]


def platform(
    stat: pl.DataFrame,
    figures: pl.DataFrame,
    groups: Sequence[str],
    period: str = ALL,
    during: tuple[datetime, datetime] | None = None,
    calendar: Calendar | None = None,
) -> Platform:
    """The platform's figures for the metrics, groups, totals and periods of ours.

    In: records of kind stat (date, shop, channel, account, agent, metric, value, weight, source, and columns joined to
    them); figures with metric, unit and `__total_<group>`. Where the platform gives the whole of a day beside its
    accounts, the whole is used, and the accounts where figures are by account or agent. Raises Usage for a column that
    is missing, and for one row given twice with different values.

    >>> stat = pl.DataFrame({"date": ["2025-10-01", "2025-10-02"], "metric": "旺旺平响(秒)", "value": [30.0, 60.0],
    ...     "weight": [300.0, 100.0]}).with_columns(pl.col("date").str.to_date())
    >>> figures = pl.DataFrame({"metric": ["art_mean"], "unit": ["s"]})
    >>> platform(stat, figures, []).rows.select("metric", "platform").rows()
    [('art_mean', 37.5)]
    """
    notes: list[Note] = []
    given = _typed(stat, groups)
    rows = _known(given if figures.height else given.clear(), figures, notes)
    if during is not None:
        rows = rows.filter(within(pl.col("date").cast(pl.Datetime("us")), during))
    rows = _leveled(_once(_without_scores(rows, notes), groups, notes), groups, notes)
    rows = _scaled(rows, notes)
    moment = pl.col("date").cast(pl.Datetime("us"))
    start = phase_start(moment, calendar) if calendar and period == PHASE else start_of(moment, period)
    rows = rows.with_columns(start.cast(pl.Datetime("us")).alias(START))
    made = [_totals(rows, kept, groups) for kept in _sets(figures, groups) or [tuple(groups)]]
    whole = pl.concat(made)
    _say(whole, notes)
    return Platform(whole.drop("__n", "__lacking", "__rule"), tuple(notes))


def check(stat: pl.DataFrame) -> None:
    """Usage("reconcile.kind") for a table that holds no figures of a platform by day."""
    lacking = [name for name in NEEDS if name not in stat.columns]
    if lacking:
        raise Usage("reconcile.kind", fields=", ".join(lacking))


def _typed(stat: pl.DataFrame, groups: Sequence[str]) -> pl.DataFrame:
    check(stat)
    for name in groups:
        if name not in stat.columns or stat[name].null_count() == stat.height > 0:
            raise Usage("reconcile.group", column=name)
    texts = dict.fromkeys([*PLACES, *groups, SOURCE, "metric"])
    return lined(stat).select(
        pl.col("date").cast(pl.Date),
        *(_column(stat, name, pl.String()) for name in texts),
        pl.col("value").cast(pl.Float64),
        _column(stat, "weight", pl.Float64()),
        pl.col(LINE),
        _column(stat, FILE, pl.String()).fill_null("STAT"),
    ).drop_nulls(NEEDS).filter(pl.col("value").is_finite())  # fmt: skip


def lined(stat: pl.DataFrame) -> pl.DataFrame:
    """The records with LINE, as lines of a file with a heading where the reader gave none."""
    if LINE in stat.columns:
        return stat
    return stat.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(LINE))


def _column(frame: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Expr:
    return (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)


def _known(rows: pl.DataFrame, figures: pl.DataFrame, notes: list[Note]) -> pl.DataFrame:
    """The rows of metrics asked for: ID of ours, NAME of theirs, unit, rule, and what 1 of theirs is in ours."""
    units = dict(figures.select("metric", "unit").unique().rows())
    found = []
    for name, count in rows.group_by("metric").agg(pl.len()).sort("metric").rows():
        meant = ours(name, units)
        if meant is None:
            notes.append(("reconcile.unknown", {"name": name, "rows": count}))
        elif meant[0] is not None:
            unit = units[meant[0]]
            factor = 0.01 if meant[1] == "%" else SECONDS.get(meant[1], 1.0)
            found.append((name, meant[0], unit, _rule(meant[0], unit), factor))
    columns = {"metric": pl.String, "__id": pl.String, "__unit": pl.String, "__rule": pl.String, "__factor": pl.Float64}
    table = pl.DataFrame(found, schema=columns, orient="row")
    return rows.join(table, on="metric", how="inner").rename({"metric": NAME}).rename({"__id": ID})


def _without_scores(rows: pl.DataFrame, notes: list[Note]) -> pl.DataFrame:
    """The rows without a 满意度 that is a mean score (up to 5), not a rate."""
    most = pl.col("value").max().over(SOURCE, NAME)
    score = (pl.col(ID) == "csat_pct") & (pl.col("__factor") == 1) & (most > 1) & (most <= BEST)
    for name, count in rows.filter(score).group_by(NAME).agg(pl.len()).sort(NAME).rows():
        notes.append(("reconcile.score", {"name": name, "rows": count}))
    return rows.filter(~score)


def _rule(metric: str, unit: str) -> str:
    """How figures of parts make one: sum, people (a sum that counts some twice), mean, or none (quantiles)."""
    found = find(metric)
    if metric == "customers":
        return "people"
    if found:
        return {"count": "sum", "sum": "sum", "quantile": "none"}.get(found[0].kind, "mean")
    return "mean" if unit in ("ratio", "s", "pt") else "sum"


def _once(rows: pl.DataFrame, groups: Sequence[str], notes: list[Note]) -> pl.DataFrame:
    """The rows without repetitions. Usage for two that say different things of one day, account and metric."""
    keys = list(dict.fromkeys(["date", *PLACES, *groups, SOURCE, ID, NAME]))
    once = rows.sort(FILE, LINE).unique([*keys, "value", "weight"], keep="first", maintain_order=True)
    clash = once.filter(pl.struct(keys).is_duplicated())
    for row in clash.head(1).iter_rows(named=True):
        same = [pl.col(key).eq_missing(pl.lit(row[key], clash.schema[key])) for key in keys]
        other = clash.filter(*same).row(1, named=True)
        lines = {"path": row[FILE], "line": row[LINE], "other": f"{other[LINE]}"}
        raise Usage("reconcile.twice", **lines, metric=row[NAME], first=row["value"], second=other["value"])
    _note(notes, "reconcile.repeated", rows, once)
    return once


def _leveled(rows: pl.DataFrame, groups: Sequence[str], notes: list[Note]) -> pl.DataFrame:
    """Rows of one level: of persons where figures are by them, else of the whole where the platform gives it."""
    by_person = [name for name in SINGLE if name in groups]
    if by_person:
        kept = rows.drop_nulls(by_person)
        _note(notes, "reconcile.whole", rows, kept, column=by_person[0])
        return kept
    single = pl.any_horizontal(pl.col(SINGLE).is_not_null())
    both = (~single).any().over("date", "shop", "channel", SOURCE, NAME)
    kept = rows.filter(~(single & both))
    _note(notes, "reconcile.levels", rows, kept)
    return kept


def _note(notes: list[Note], key: str, before: pl.DataFrame, after: pl.DataFrame, **more: str) -> None:
    """A note a metric for the rows that went."""
    gone = before.join(after.select(FILE, LINE, NAME), on=[FILE, LINE, NAME], how="anti", nulls_equal=True)
    for name, count in gone.group_by(NAME).agg(pl.len()).sort(NAME).rows():
        notes.append((key, {"name": name, "rows": count, **more}))


def _scaled(rows: pl.DataFrame, notes: list[Note]) -> pl.DataFrame:
    """The rows with `__value` and `__weight` as whole numbers; a rate whose values exceed 1 is in percent."""
    over = (pl.col("value").abs().max().over(SOURCE, NAME) > 1) & (pl.col("__unit") == "ratio")
    factor = pl.when(over).then(0.01).otherwise("__factor")
    told = rows.filter(over & (pl.col("__factor") == 1))
    for name in told[NAME].unique().sort():
        notes.append(("reconcile.percent", {"name": name}))
    value, weight = pl.col("value") * (factor * SCALE).round(), pl.col("weight") * WEIGHT
    return rows.with_columns(
        value.round().cast(pl.Int128, strict=False).alias("__value"),
        weight.round().cast(pl.Int128, strict=False).alias("__weight"),
    )


def _sets(figures: pl.DataFrame, groups: Sequence[str]) -> list[tuple[str, ...]]:
    """The groups that some figures are not summed over, for each sort of total among them."""
    marks = [f"__total_{name}" for name in groups if f"__total_{name}" in figures.columns]
    if not marks:
        return [tuple(groups)]
    combinations = figures.select(marks).unique().sort(marks).iter_rows(named=True)
    return [tuple(name for name in groups if not row.get(f"__total_{name}")) for row in combinations]


def _totals(rows: pl.DataFrame, kept: Sequence[str], groups: Sequence[str]) -> pl.DataFrame:
    """One row a group, period, metric, name and source."""
    value, weight, rule = pl.col("__value"), pl.col("__weight"), pl.col("__rule").first()
    n, lacking = pl.len().cast(pl.Int64), weight.null_count().cast(pl.Int64)
    weighted = pl.when(weight.sum() > 0).then((value * weight).sum().cast(pl.Float64) / weight.sum().cast(pl.Float64))
    plain = value.sum().cast(pl.Float64) / n
    mean = pl.when((lacking > 0) | (n == 1)).then(plain).otherwise(weighted)
    total = (
        pl.when(rule.is_in(["sum", "people"])).then(value.sum().cast(pl.Float64))
        .when((rule == "none") & (n > 1)).then(None)
        .otherwise(mean)
    )  # fmt: skip
    made = rows.group_by(*kept, START, ID, NAME, SOURCE).agg(
        rounded(total / SCALE).alias(PLATFORM),
        pl.col("date").n_unique().cast(pl.Int64).alias(DAYS),
        n.alias("__n"),
        lacking.alias("__lacking"),
        rule.alias("__rule"),
    )
    return made.select(
        *(pl.col(name) if name in kept else pl.lit(ALL).alias(name) for name in groups),
        *(pl.lit(name not in kept).alias(f"__total_{name}") for name in groups),
        START, ID, NAME, SOURCE, PLATFORM, DAYS, "__n", "__lacking", "__rule",
    )  # fmt: skip


def _say(rows: pl.DataFrame, notes: list[Note]) -> None:
    """Notes on how the parts of a metric were put together."""
    several, rule = pl.col("__n") > 1, pl.col("__rule")
    for key, wanted in (
        ("reconcile.unweighted", (rule == "mean") & (pl.col("__lacking") > 0)),
        ("reconcile.people", rule == "people"),
        ("reconcile.quantile", rule == "none"),
    ):
        for name, count in rows.filter(several & wanted).group_by(NAME).agg(pl.col("__n").sum()).sort(NAME).rows():
            notes.append((key, {"name": name, "rows": count}))
