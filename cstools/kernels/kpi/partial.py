"""Figures chunk by chunk: what a chunk adds to the totals, and the totals from what all chunks add up to.

Exact: counts and integer sums add up; a quantile is taken from how often each value occurs. Two things are known only
at the end: which channels time a first reply (`__timed`), and whether records are rated on several scales (`__mixed`).
What depends on one is summed twice, as if it were so and as if not, and the end chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from cstools.kernels.expr.frames import dtypes
from cstools.kernels.expr.periods import ALL, start_of
from cstools.kernels.kpi import groups as grouping
from cstools.kernels.kpi.answer import MAIN
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.facts import AS_OF, FACTS, with_facts
from cstools.kernels.kpi.groups import Group
from cstools.kernels.kpi.totals import START, SUM, VALUES, N, aggregates, column, measure, parts, values
from cstools.kernels.stage import Part
from cstools.model.kpis import Metric

TIMED, MIXED = "__timed", "__mixed"
CHANNEL, SCALE, VALUE = "__channel", "__scale", "__value"
TELLS: dict[str | None, tuple[str, str]] = {TIMED: ("__frt", "channel"), MIXED: ("__score", SCALE)}
"""What decides a flag: where the first has a value, the different values of the second."""
WHOLE = frozenset([AS_OF, "__before", "__after"])
"""What needs the records themselves: the latest of all times, or a customer's other contacts."""
DISTINCT = "customers"
"""The metric that counts different values."""


def can(ask: Ask) -> bool:
    """Whether the figures asked for can be summed chunk by chunk."""
    if any(metric.kpi.id == "backlog" for metric in ask.named) and ask.period != ALL:
        return False
    out = WHOLE - ({AS_OF} if ask.as_of is not None else set())
    return not any(rests_on(metric) & out for metric in ask.named)


def rests_on(metric: Metric) -> set[str]:
    """All columns and facts a metric rests on, those of its facts included.

    >>> from cstools.model.kpis import expand
    >>> "__timed" in rests_on(expand(["frt_mean"])[0]), "__timed" in rests_on(expand(["wait_mean"])[0])
    (True, False)
    """
    return _closure({name for part in measure(metric).parts for name in part.meta.root_names()})


def added(rows: pl.LazyFrame, ask: Ask, out: pl.Expr, given: pl.Schema) -> list[Part]:
    """The totals of a chunk, in tables that add up; `end` makes the whole of them.

    In: records of kind ticket with every field. out: the reason why a record is in no figure, null if it is in.
    """
    metrics = ask.named
    used = {name for metric in metrics for part in measure(metric).parts for name in part.meta.root_names()}
    flags = _by_flag(metrics)
    facts = with_facts(rows, (used - {TIMED}) | {name for flag in flags for name in TELLS.get(flag, ())})
    keys = [
        out.is_null().alias(MAIN),
        start_of(pl.col(ask.time), ask.period).alias(START),
        *(grouping.key(group, given[group.field]) for group in ask.groups),
    ]
    tables = []
    for flag, asked in flags.items():
        # Collected here: each table would compute the same columns again.
        ready = _supposed(facts, flag, keys, asked).collect().lazy()
        for kept in grouping.sets(ask.groups, ask.rollup):
            tables += _tables(ready, flag, kept, asked)
    return [*tables, *(_telling(facts, flag) for flag in flags if flag is not None)]


def end(tables: Sequence[pl.DataFrame], ask: Ask) -> list[pl.LazyFrame]:
    """The totals of every set of groups, as `totals.total` makes them of all records at once."""
    flags = _by_flag(ask.named)
    told = dict(zip([flag for flag in flags if flag], tables[len(tables) - len(flags.keys() - {None}) :], strict=True))
    sums: dict[int, list[pl.DataFrame]] = {}
    counts: dict[int, list[tuple[Metric, pl.DataFrame]]] = {}
    sets = grouping.sets(ask.groups, ask.rollup)
    at = 0
    for flag, asked in flags.items():
        for number in range(len(sets)):
            sums.setdefault(number, []).append(_true(tables[at], flag, told))
            at += 1
            for metric in _counted(asked):
                counts.setdefault(number, []).append((metric, tables[at]))
                at += 1
    found = []
    for number, kept in enumerate(sets):
        names = [*(group.name for group in kept), START]
        for main in [True, False] if ask.during is not None and ask.compare else [True]:
            chosen = [pl.col(MAIN)] if main and ask.during is not None else []
            totals = pl.concat(sums[number], how="diagonal").filter(*chosen).drop(MAIN)
            whole = totals.group_by(names).agg(pl.all().sum())
            for metric, counted in counts.get(number, []):
                listed = _listed(counted.filter(*chosen), names, metric)
                whole = whole.join(listed, on=names, how="left", nulls_equal=True)
                if metric.kpi.id == DISTINCT:
                    whole = whole.with_columns(pl.col(column(metric, SUM)).fill_null(0))
            found.append(grouping.marked(whole.lazy(), kept, ask.groups).with_columns(pl.lit(main).alias(MAIN)))
    return found


def _by_flag(metrics: Iterable[Metric]) -> dict[str | None, list[Metric]]:
    """The metrics by what they rest on of the things known only at the end."""
    found: dict[str | None, list[Metric]] = {}
    for metric in metrics:
        flag = next((flag for flag in (TIMED, MIXED) if flag in rests_on(metric)), None)
        found.setdefault(flag, []).append(metric)
    return found


def _supposed(
    facts: pl.LazyFrame, flag: str | None, keys: Sequence[pl.Expr], metrics: Sequence[Metric]
) -> pl.LazyFrame:
    """The columns the tables are made of; with a flag twice, as if it were so and as if not."""
    more = [pl.col("channel").alias(CHANNEL)] if flag == TIMED else []
    if flag is None:
        return facts.select(*keys, *values(metrics))
    return pl.concat(
        facts.with_columns(pl.lit(so).alias(flag)).select(*keys, *more, flag, *values(metrics)) for so in (True, False)
    )


def _tables(ready: pl.LazyFrame, flag: str | None, kept: Sequence[Group], metrics: Sequence[Metric]) -> list[Part]:
    names = [*(group.name for group in kept), START, MAIN]
    rows = ready
    for group in kept:
        if dtypes("ticket").get(group.field) == pl.List(pl.String):
            rows = rows.explode(group.name)
    wanted = parts(metrics)
    sums = {
        name: expr
        for metric in metrics
        for name, expr in aggregates(metric, wanted[metric.key] - {VALUES}).items()
        if name != column(metric, SUM) or metric.kpi.id != DISTINCT
    }
    keys = (*names, *([flag] if flag else []), *([CHANNEL] if flag == TIMED else []))
    tables = [Part(keys, rows.group_by(keys).agg(expr.alias(name) for name, expr in sums.items()))]
    if flag is not None:
        rows = rows.filter(pl.col(flag))  # a first reply has a value only where its channel times one
    for metric in _counted(metrics):
        value = pl.col(column(metric, SUM)).alias(VALUE)
        counted = rows.select(*names, value).drop_nulls(VALUE).group_by(*names, VALUE)
        tables.append(Part((*names, VALUE), counted.agg(pl.len().cast(pl.Int64).alias(N))))
    return tables


def _counted(metrics: Iterable[Metric]) -> list[Metric]:
    """One metric for each measure whose values are counted: those of quantiles, and the ones that must differ."""
    asked = {metric.key: metric for metric in metrics if metric.kind == "quantile" or metric.kpi.id == DISTINCT}
    return list(asked.values())


def _telling(facts: pl.LazyFrame, flag: str) -> Part:
    """What decides a flag: the channels that time a first reply, or the scales of the ratings."""
    given, told = TELLS[flag]
    key = CHANNEL if flag == TIMED else SCALE
    return Part((key,), facts.filter(pl.col(given).is_not_null()).select(pl.col(told).alias(key)).unique())


def _true(totals: pl.DataFrame, flag: str | None, told: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The totals of what turned out to be so."""
    if flag is None:
        return totals
    if flag == MIXED:
        return totals.filter(pl.col(MIXED) == (told[MIXED].height > 1)).drop(MIXED)
    known = totals.join(told[TIMED].with_columns(pl.lit(True).alias("__so")), on=CHANNEL, how="left", nulls_equal=True)
    return known.filter(pl.col(TIMED) == pl.col("__so").fill_null(False)).drop(TIMED, CHANNEL, "__so")


def _listed(counts: pl.DataFrame, names: Sequence[str], metric: Metric) -> pl.DataFrame:
    """Per group the sorted values of a measure, each as often as it occurs; or how many different ones there are."""
    if metric.kpi.id == DISTINCT:
        return counts.group_by(names).agg(pl.col(VALUE).n_unique().cast(pl.Int64).alias(column(metric, SUM)))
    often = counts.select(*names, pl.col(VALUE).repeat_by(N)).explode(VALUE)
    return often.group_by(names).agg(pl.col(VALUE).sort().alias(column(metric, VALUES)))


def _closure(names: set[str]) -> set[str]:
    found = set(names)
    for name in names & FACTS.keys():
        found |= _closure(set(FACTS[name].meta.root_names()))
    return found
