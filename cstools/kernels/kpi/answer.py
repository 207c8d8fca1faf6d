"""The answer: figures in rows, compared with earlier periods and with targets, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from cstools.kernels.expr.notes import Note
from cstools.kernels.expr.stats import ratio, rounded
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.figures import figure
from cstools.kernels.kpi.names import MAIN, START
from cstools.kernels.kpi.schema import schema
from cstools.kernels.kpi.timeline import Timeline
from cstools.kernels.kpi.walks import Walk
from cstools.model.kpis import Metric

RANK = "__rank"
"""The place of a metric in the order asked."""


@dataclass(frozen=True)
class Answer:
    """The rows, and what there is to say of them."""

    rows: pl.DataFrame
    notes: tuple[Note, ...] = ()


def answer(rows: pl.DataFrame, ask: Ask, metrics: Sequence[Metric]) -> Answer:
    """One row a period, group and metric, sorted so, with the columns of `schema`; `wide`: a column a metric.

    In: the figures with their internal columns (`figures`). What only an option needs is imported under it.
    """
    names = [group.name for group in ask.groups]
    if ask.mix:
        from cstools.kernels.kpi.mix import mixed

        kept = rows.filter(MAIN)
        made = mixed(
            kept.filter(pl.col(START).is_not_null()), ask.mix, names, ask.period, (*ask.compare, "prev")[0], _past(rows)
        )
        return Answer(made.select(pl.exclude("^__.*$")), _unmixed(kept))
    keys = [*names, *(group.total for group in ask.groups)]
    for each in ask.compare:
        rows = _compared(rows, each, ask.timeline, keys)
    order = [START, *(name for group in ask.groups for name in (group.total, group.name)), RANK]
    rows = rows.filter(MAIN).sort(order, nulls_last=True, maintain_order=True)
    if ask.score is not None:
        from cstools.kernels.kpi.score import scored

        return Answer(scored(rows, ask.score, names, ask.lang).select(pl.exclude("^__.*$")))
    found: tuple[Note, ...] = ()
    if ask.targets is not None:
        from cstools.kernels.kpi.targets import targeted

        found = tuple(_unfit(rows, ask, names))
        rows = targeted(
            rows.with_columns(ask.timeline.end(pl.col(START)).alias("__end")), ask.targets, names, ask.during
        )
    if ask.rank:
        from cstools.kernels.kpi.rank import ranked

        rows = ranked(rows, names).sort([START, RANK, *names[:-1], "rank", names[-1]], nulls_last=True)
    if ask.wide:
        rows = _widened(rows, [*keys, "period"], metrics)
    columns = schema(ask, metrics)
    return Answer(rows.select(pl.col(name).cast(dtype) for name, dtype in columns.items()), found)


def _unmixed(rows: pl.DataFrame) -> tuple[Note, ...]:
    from cstools.kernels.kpi.mix import left_out

    names = left_out(rows)
    return (("mix.left_out", {"metrics": ", ".join(names)}),) if names else ()


def _unfit(rows: pl.DataFrame, ask: Ask, names: Sequence[str]) -> Iterator[Note]:
    """Targets that no figure fits: a metric not asked, a team or month that is not there."""
    if ask.targets is not None and rows.height:  # of no records at all there is nothing that fits
        from cstools.kernels.kpi.targets import unfit

        for row in unfit(rows, ask.targets, names, ask.during).iter_rows(named=True):
            yield f"targets.unfit.{row['why']}", {**row, "path": ask.targets.path}


def figures(
    totals: Sequence[tuple[Walk, pl.DataFrame]],
    ask: Ask,
    every: Sequence[Metric],
    metrics: Sequence[Metric],
    now: datetime | None,
) -> pl.DataFrame:
    """A row a period, group and metric, with its figure, words and internal columns.

    In: the walks with their totals (`ends.united`). every: the metrics and what those made of two are made of. now: the
    time that stands for now.
    """  # fmt: skip
    places = {metric.id: place for place, metric in enumerate(metrics)}
    made = {
        (metric.id, metric.raw): _rows(frame, ask, metric, places.get(metric.id, -1), now)
        for walk, frame in totals
        for metric in walk.metrics
    }
    for metric in every:
        for raw in (False, True):
            if not metric.kpi.of and any((part, raw) in made for part in metric.kpi.over):
                above, below = (made.get((part, raw), made[part, False]) for part in metric.kpi.over)
                made[metric.id, raw] = _of_two(above, below, ask, metric, places.get(metric.id, -1))
    rows = pl.concat([made[metric.id, False] for metric in metrics], how="diagonal")
    if ask.exclusions is None:
        return rows
    keys = [*_keys(ask), RANK]
    before = [
        made.get((metric.id, True), made[metric.id, False]).select(
            *keys, pl.col("value").alias("before"), pl.col("n").alias("n_before")
        )
        for metric in metrics
    ]
    return rows.join(pl.concat(before), on=keys, how="left", nulls_equal=True, maintain_order="left")


def _keys(ask: Ask) -> list[str]:
    return [*(name for group in ask.groups for name in (group.name, group.total)), MAIN, START]


def _of_two(above: pl.DataFrame, below: pl.DataFrame, ask: Ask, metric: Metric, place: int) -> pl.DataFrame:
    """The rows of a figure made of two others: so many of one for so many of the other."""
    keys = _keys(ask)
    under = below.select(*keys, pl.col("value").alias("denominator"), pl.col("n").alias("n"))
    joined = above.drop("denominator", "n").join(under, on=keys, how="left", nulls_equal=True, maintain_order="left")
    value = rounded(ratio(pl.col("value"), pl.col("denominator")) * metric.kpi.times)
    nothing = [pl.lit(None, dtype=above.schema[name]).alias(name) for name in ("lo", "hi", "n_open", "n_excluded")]
    return joined.with_columns(
        pl.lit(place, dtype=pl.Int64).alias(RANK), pl.col("value").alias("numerator"), value.alias("value"), *nothing,
        *_words(metric, ask),
    ).select(above.columns)  # fmt: skip


def _words(metric: Metric, ask: Ask) -> list[pl.Expr]:
    return [
        pl.lit(metric.id).alias("metric"),
        pl.lit(metric.label(ask.lang)).alias("label"),
        pl.lit(metric.kpi.unit).alias("unit"),
        pl.lit(metric.kpi.better).alias("__better"),
        pl.lit(metric.rule(ask.lang)).alias("rule"),
        pl.lit(metric.kind).alias("__kind"),
    ]


def _rows(totals: pl.DataFrame, ask: Ask, metric: Metric, place: int, now: datetime | None) -> pl.DataFrame:
    made = figure(metric, ask.km)
    return totals.select(
        *_keys(ask),
        pl.lit(place, dtype=pl.Int64).alias(RANK),
        ask.timeline.text(pl.col(START)).alias("period"),
        *(expr.alias(name) for name, expr in made.items()),
        ask.timeline.partial(pl.col(START), pl.lit(now, dtype=pl.Datetime("us"))).alias("partial"),
        pl.lit(ask.basis).alias("date_basis"),
        *_words(metric, ask),
    )


def _compared(rows: pl.DataFrame, each: str, timeline: Timeline, keys: Sequence[str]) -> pl.DataFrame:
    """Rows with the figure of the period before (`prev`) or of the same period last year (`year`), and the change.

    A change is relative, null where the earlier value is zero; a rate and an index also change in points.
    """
    then, change = ("prev", "change") if each == "prev" else ("year_ago", "year_change")
    earlier = _past(rows).select(*keys, RANK, pl.col(START).alias("__then"), pl.col("value").alias(then))
    joined = rows.with_columns(timeline.earlier(pl.col(START), each).alias("__then")).join(
        earlier, on=[*keys, RANK, "__then"], how="left", nulls_equal=True
    )
    before, now = pl.col(then), pl.col("value")
    index = pl.col("__kind") == "index"
    relative = pl.when((before != 0) & ~index).then((now - before) / before.abs())
    joined = joined.with_columns(rounded(relative).alias(change)).drop("__then")
    if each == "prev":
        factor = pl.when(pl.col("unit") == "ratio").then(100.0).when(index).then(1.0)
        joined = joined.with_columns(rounded((now - before) * factor).alias("change_pt"))
    return joined


def _past(rows: pl.DataFrame) -> pl.DataFrame:
    """The figures that others are compared with: those of all records, whatever `--during` limits."""
    # where nothing limits the records there are no others: the asked ones are the earlier ones as well
    past = rows.filter(~pl.col(MAIN)) if not rows[MAIN].all() else rows
    # a phase that borders on none has none before it: it is not compared with the days in no event
    return past.filter(pl.col(START).is_not_null())


def _widened(rows: pl.DataFrame, keys: Sequence[str], metrics: Sequence[Metric]) -> pl.DataFrame:
    return rows.group_by(keys, maintain_order=True).agg(
        pl.col("value").filter(pl.col("metric") == metric.id).first().alias(metric.id) for metric in metrics
    )
