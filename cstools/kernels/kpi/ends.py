"""From the tables of all records to totals: a row a period and set of groups, with the parts of every figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from cstools.kernels.expr.stats import quantile, ranks
from cstools.kernels.kpi import groups as grouping
from cstools.kernels.kpi import moves
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.counts import survival
from cstools.kernels.kpi.groups import Group
from cstools.kernels.kpi.measures import Measure
from cstools.kernels.kpi.names import (
    AGE,
    CENSORED,
    CHANNEL,
    HITS,
    LEAST,
    MAIN,
    MIXED,
    MIXED_SQUARES,
    MOST,
    OUT,
    ROWS,
    SCALE,
    SQUARES,
    START,
    SUM,
    VALUE,
    VALUES,
    WHAT,
    WHO,
    N,
    column,
)  # fmt: skip
from cstools.kernels.kpi.tables import from_values
from cstools.kernels.kpi.walks import Walk
from cstools.kernels.stage import Part
from cstools.model.kpis import Metric

Frame = pl.DataFrame
TEN = 10
"""From this scale on ratings begin at 0."""


class Tables:
    """The tables of one walk, by the set of groups whose items they count, in the order `tables.tables` made them."""

    def __init__(self, given: Iterator[Frame], walk: Walk, ask: Ask) -> None:
        self.sums: dict[tuple[str, ...], Frame] = {}
        self.values: dict[tuple[str, ...], Frame] = {}
        self.steps: dict[tuple[str, ...], Frame] = {}
        for names in grouping.explosions(ask.groups, ask.rollup):
            self.sums[names] = next(given)
            if any(from_values(metric, ask.km) for metric in walk.metrics):
                self.values[names] = next(given)
            if moves.asked(walk):
                self.steps[names] = next(given)
        self.channels = next(given) if walk.timed else None
        self.scales = next(given) if walk.mixed else None


def totals(tables: Tables, walk: Walk, ask: Ask) -> list[Frame]:
    """The totals of every set of groups; with something to compare, also those of the records outside `--during`.

    Out: group columns with their marks (`groups.marked`), START, MAIN and the parts of every figure of the walk.
    """
    found = []
    for kept in grouping.sets(ask.groups, ask.rollup):
        for main in [True, False] if ask.during is not None and (ask.compare or ask.mix) else [True]:
            chosen = [pl.col(MAIN)] if main and ask.during is not None else []
            whole = _total(tables, walk, ask, kept, chosen)
            found.append(grouping.marked(whole, kept, ask.groups).with_columns(pl.lit(main).alias(MAIN)))
    return found


def _total(tables: Tables, walk: Walk, ask: Ask, kept: Sequence[Group], chosen: Sequence[pl.Expr]) -> Frame:
    names = grouping.exploded(kept)
    keys = [*(group.name for group in kept), START]
    sums = tables.sums[names].filter(*chosen)
    whole = _summed(sums.select(pl.exclude(pl.List)), keys, walk, tables, ask)
    for part in _listed(sums, keys, walk, ask):
        whole = whole.join(part, on=keys, how="left", nulls_equal=True, maintain_order="left")
    if moves.BACKLOG in walk.measures:
        whole = moves.waiting(whole, tables.steps[names], keys[:-1], ask)
    if names in tables.values:
        for part in _valued(_clocked(tables.values[names].filter(*chosen), walk, tables), keys, walk, ask):
            # the ages of the backlog are those at the end of the period, not of the records the sums are over
            whole = whole.drop(part.columns[len(keys) :], strict=False)
            whole = whole.join(part, on=keys, how="left", nulls_equal=True)
    if AGE in walk.measures:
        whole = whole.with_columns(pl.col(f"{AGE}:{N}").fill_null(0))
    for key in moves.asked(walk):
        made = moves.at_end if key == moves.BACKLOG else moves.balance
        steps = made(moves.dated(whole, ask), tables.steps[names], keys[:-1])
        whole = whole.with_columns(steps.alias(f"{key}:{SUM}"))
    return whole


def _summed(sums: Frame, keys: Sequence[str], walk: Walk, tables: Tables, ask: Ask) -> Frame:
    if tables.channels is not None:
        sums = _unclocked(sums, walk, tables.channels)
    others = {group.name for group in ask.groups} | {START, MAIN, CHANNEL}
    named = [name for name in sums.columns if name not in others]
    whole = Part(tuple(keys), sums.lazy().select(*keys, *named)).summed().collect()
    return whole if tables.scales is None else _scaled(whole, walk, tables.scales[SCALE])


def _scaled(whole: Frame, walk: Walk, scales: pl.Series) -> Frame:
    """The totals of ratings as they are on one scale, or mapped onto 1 to 5; the least and the most a mean can be."""
    marks = list(scales.drop_nulls().unique())
    least, most = (0 if marks[0] >= TEN else 1, marks[0]) if len(marks) == 1 else (1, 5)
    found = []
    for metric, made in walk.measures.values():
        if made.mixed is not None:
            parts = ((SUM, MIXED), (SQUARES, MIXED_SQUARES)) if len(marks) > 1 else ()
            found += [pl.col(column(metric, mixed)).alias(column(metric, part)) for part, mixed in parts]
            bounds = ((LEAST, least), (MOST, most))
            found += [pl.lit(float(bound)).alias(column(metric, part)) for part, bound in bounds]
    return whole.with_columns(found)


def _unclocked(sums: Frame, walk: Walk, channels: Frame) -> Frame:
    """The sums, where a channel never times a first reply all its records being left out of figures of one."""
    known = channels.with_columns(pl.lit(True).alias("__so"))
    joined = sums.join(known, on=CHANNEL, how="left", nulls_equal=True)
    so = pl.col("__so").fill_null(False)
    keys = [key for key, (_, made) in walk.measures.items() if made.timed]
    own = [name for name, dtype in sums.schema.items() if name.partition(":")[0] in keys and dtype.is_integer()]
    nothing = [
        pl.when(so).then(name).otherwise(pl.col(ROWS) if name.endswith(f":{OUT}") else 0).alias(name) for name in own
    ]
    return joined.with_columns(nothing).drop("__so")


def _clocked(values: Frame, walk: Walk, tables: Tables) -> Frame:
    """The values without those that figures of a first reply have of channels that never time one: its open records."""
    if tables.channels is None or CHANNEL not in values.columns:
        return values
    timed = pl.col(WHAT).is_in([key for key, (_, made) in walk.measures.items() if made.timed])
    asked = values.filter(timed).join(tables.channels, on=CHANNEL, how="semi", nulls_equal=True)
    return pl.concat([values.filter(~timed), asked])


def _valued(values: Frame, keys: Sequence[str], walk: Walk, ask: Ask) -> Iterator[Frame]:
    """For each key measured by value, its statistics by group: `KEY:p50`, `KEY:p50:lo`, ..."""
    for key in walk.measures:
        own = [metric for metric in walk.metrics if metric.key == key and from_values(metric, ask.km)]
        if own:
            table = values.filter(pl.col(WHAT) == key)
            yield _aged(table, keys, own) if key == AGE else _survived(table, keys, key, own)


def _survived(table: Frame, keys: Sequence[str], key: str, own: Sequence[Metric]) -> Frame:
    sizes = table.group_by(keys).agg(pl.col(N).sum().alias(f"{N}_closed"), pl.col(CENSORED).sum())
    found = survival(table, keys, [metric.stat for metric in own]).join(
        sizes, on=list(keys), how="left", nulls_equal=True
    )
    return found.rename({name: f"{key}:{name}" for name in found.columns if name not in keys})


def _aged(table: Frame, keys: Sequence[str], own: Sequence[Metric]) -> Frame:
    """The parts of means and quantiles of whole values, as `sums` gives those of records."""
    ages, n, wide = pl.col(VALUE), pl.col(N), pl.col(VALUE).cast(pl.Int128)
    parts = {
        VALUES: ages.repeat_by(N).explode().sort(),
        N: n.sum(),
        SUM: (ages * n).sum(),
        SQUARES: (wide * wide * n).sum(),
    }
    name, size = column(own[0], VALUES), pl.col(column(own[0], N))
    found = table.group_by(keys).agg(expr.alias(column(own[0], part)) for part, expr in parts.items())
    quantiles = [expr for metric in own if metric.kind == "quantile" for expr in _quantile(metric, size, name)]
    return found.with_columns(quantiles).drop(name)


def _listed(sums: Frame, keys: Sequence[str], walk: Walk, ask: Ask) -> Iterator[Frame]:
    """What the lists of the totals come to, one after the other: quantiles of values, and how many persons."""
    stats: dict[str, list[Metric]] = {}
    for metric in walk.metrics:
        if metric.kind == "quantile" and not from_values(metric, ask.km):
            stats.setdefault(column(metric, VALUES), []).append(metric)
    for name, metrics in stats.items():
        n = pl.col(name).list.len().cast(pl.Int64)
        found = [expr for metric in metrics for expr in _quantile(metric, n, name)]
        yield _held(sums, keys, [name]).with_columns(pl.col(name).list.sort()).select(*keys, *found)
    for key, (metric, made) in walk.measures.items():
        if made.person is not None:
            held = _held(sums, keys, [name for name in (f"{key}:{WHO}", f"{key}:{HITS}") if name in sums.columns])
            yield held.select(*keys, *_persons(held, key, metric, made))


def _held(sums: Frame, keys: Sequence[str], names: Sequence[str]) -> Frame:
    """The lists of some columns. Of one figure at a time: brought together they are copied."""
    return Part(tuple(keys), sums.lazy().select(*keys, *names)).summed().collect()


def _quantile(metric: Metric, n: pl.Expr, name: str) -> list[pl.Expr]:
    """A quantile and the order statistics that enclose it, of sorted values."""
    p, values = int(metric.stat[1:]) / 100, pl.col(name)
    ends = [values.list.get(rank - 1, null_on_oob=True).cast(pl.Float64) for rank in ranks(n, p)]
    made = {metric.stat: quantile(values, p), f"{metric.stat}:lo": ends[0], f"{metric.stat}:hi": ends[1]}
    return [expr.alias(column(metric, part)) for part, expr in made.items()]


def _persons(whole: Frame, key: str, metric: Metric, made: Measure) -> list[pl.Series]:
    """How many persons there are (`KEY:n`) and of how many it holds (`KEY:sum`)."""
    n = _different(whole[f"{key}:{WHO}"])
    if metric.kind == "count":
        return [n.alias(f"{key}:{N}"), n.alias(f"{key}:{SUM}")]
    hits = _different(whole[f"{key}:{HITS}"])
    return [n.alias(f"{key}:{N}"), hits.alias(f"{key}:{SUM}")]


def _different(lists: pl.Series) -> pl.Series:
    """How many different values each list holds; of nulls, none."""
    every = pl.DataFrame({"at": pl.int_range(len(lists), eager=True), "who": lists})
    counted = every.explode("who").drop_nulls("who").group_by("at").agg(pl.col("who").n_unique().cast(pl.Int64))
    return every.select("at").join(counted, on="at", how="left", maintain_order="left")["who"].fill_null(0)


def united(found: Sequence[list[Frame]], ask: Ask) -> list[Frame]:
    """The totals of each walk, all with the same rows: a group that one kind of record lacks counts none of it."""
    if len(found) == 1:
        return [pl.concat(found[0], how="diagonal_relaxed")]
    whole = [pl.concat(each, how="diagonal_relaxed") for each in found]
    keys = [*(name for group in ask.groups for name in (group.name, group.total)), START, MAIN]
    every = pl.concat([each.select(keys) for each in whole]).unique(maintain_order=True)
    return [_complete(every.join(each, on=keys, how="left", nulls_equal=True, maintain_order="left")) for each in whole]


def _complete(totals: Frame) -> Frame:
    counted = [name for name, dtype in totals.schema.items() if dtype.is_integer()]
    return totals.with_columns(pl.col(counted).fill_null(0))
