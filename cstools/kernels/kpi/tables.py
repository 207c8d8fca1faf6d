"""What records add to the figures: tables of exact integers and of values, which add up over any split of the records.

Sums by group and period, with the values of what quantiles are asked of and the persons of what counts people once; how
often each value occurs where open records count too; comings and goings, for what is counted at the end of a period;
and two things only the whole can tell: which channels time a first reply, and on which scales ratings are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import polars as pl

from cstools.kernels.kpi import moves
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.measures import Measure, measure
from cstools.kernels.kpi.names import (
    AGE,
    BELOW,
    CENSORED,
    CHANNEL,
    HITS,
    MAIN,
    MIXED,
    MIXED_SQUARES,
    OPEN,
    OUT,
    PERSON,
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
from cstools.kernels.kpi.walks import Walk
from cstools.kernels.stage import Part
from cstools.model.kpis import Metric

WANTS = {
    "count": (SUM,),
    "sum": (N, SUM),
    "rate": (N, SUM),
    "mean": (N, SUM, SQUARES),
    "index": (N, SUM, SQUARES),
    "quantile": (N,),
    "ratio": (N, SUM, BELOW),
}
"""The sums a figure of each kind is made from."""


@lru_cache(32)
def columns(walk: Walk, km: bool) -> tuple[pl.Expr, ...]:
    """The measures of each metric as columns of the records: `wait:sum`, `wait:out`, ..."""
    made: dict[str, pl.Expr] = {ROWS: pl.lit(1, dtype=pl.Int64)}
    for metric, one in walk.measures.values():
        parts = {SUM: one.value, BELOW: one.below, OUT: one.left_out, OPEN: one.open, MIXED: one.mixed}
        parts |= {PERSON: one.person, CENSORED: one.age if km else None}
        made |= {column(metric, part): expr for part, expr in parts.items() if expr is not None}
    return tuple(expr.alias(name) for name, expr in made.items())


def sums(rows: pl.LazyFrame, keys: Sequence[str], walk: Walk, km: bool) -> Part:
    """A row a combination of keys: the sums of every figure (Int64; squares Int128), values and persons as lists."""
    summed = _summed(walk, km)
    return Part(tuple(keys), rows.group_by(keys).agg(summed) if keys else rows.select(summed))


@lru_cache(32)
def _summed(walk: Walk, km: bool) -> tuple[pl.Expr, ...]:
    found: dict[str, pl.Expr] = {ROWS: pl.col(ROWS).sum()}
    for metric in walk.metrics:
        found |= _sums(metric, walk.measures[metric.key][1], km)
    return tuple(expr.alias(name) for name, expr in found.items())


def _sums(metric: Metric, made: Measure, km: bool) -> dict[str, pl.Expr]:
    value = pl.col(column(metric, SUM))
    wide = value.cast(pl.Int128)
    known: dict[str, Callable[[], pl.Expr]] = {
        N: lambda: value.count().cast(pl.Int64),
        SUM: lambda: value.sum().cast(pl.Int64),
        SQUARES: lambda: (wide * wide).sum(),
        BELOW: lambda: pl.col(column(metric, BELOW)).sum().cast(pl.Int64),
    }
    found = {part: known[part]() for part in WANTS[metric.kind]} if made.person is None else _people(metric, made)
    if metric.kind == "quantile" and not from_values(metric, km):
        found[VALUES] = value.drop_nulls()
    for part, expr in ((OUT, made.left_out), (OPEN, made.open)):
        if expr is not None:
            found[part] = pl.col(column(metric, part)).sum().cast(pl.Int64)
    if made.mixed is not None:
        other = pl.col(column(metric, MIXED))
        found[MIXED] = other.sum().cast(pl.Int64)
        found[MIXED_SQUARES] = (other.cast(pl.Int128) * other.cast(pl.Int128)).sum()
    return {column(metric, part): expr for part, expr in found.items()}


def _people(metric: Metric, made: Measure) -> dict[str, pl.Expr]:
    """The persons counted and, unless that is all there is to it, those that are hits."""
    value, who = pl.col(column(metric, SUM)), pl.col(column(metric, PERSON))
    found = {WHO: who.filter(value.is_not_null()).drop_nulls().unique()}
    if metric.kind != "count":
        found[HITS] = who.filter(value.fill_null(False)).drop_nulls().unique()
    return found


def values(rows: pl.LazyFrame, every: pl.LazyFrame, keys: Sequence[str], walk: Walk, ask: Ask) -> Part | None:
    """How often each value occurs, and each age of open records, of what rests on both."""
    asked = dict.fromkeys(metric.key for metric in walk.metrics if from_values(metric, ask.km))
    found = [kept for key in asked if key != AGE for kept in _valued(rows, keys, walk, key)]
    if AGE in asked:
        at_ends = moves.ages(every.collect(), keys[:-2], AGE, ask)
        others = [pl.lit(True).alias(MAIN), pl.lit(0, dtype=pl.Int64).alias(CENSORED)]
        found.append(at_ends.lazy().with_columns(others).select(*keys, WHAT, VALUE, N, CENSORED))
    by = (*keys, WHAT, VALUE)
    return Part(by, pl.concat(found).group_by(by).agg(pl.col(N, CENSORED).sum())) if found else None


def _valued(rows: pl.LazyFrame, keys: Sequence[str], walk: Walk, key: str) -> Iterator[pl.LazyFrame]:
    metric, _ = walk.measures[key]
    one, none = pl.lit(1, dtype=pl.Int64), pl.lit(0, dtype=pl.Int64)
    for part, closed, still in ((SUM, one, none), (CENSORED, none, one)):
        value = pl.col(column(metric, part)).cast(pl.Int64).alias(VALUE)
        kept = rows.select(*keys, pl.lit(key).alias(WHAT), value, closed.alias(N), still.alias(CENSORED))
        yield kept.drop_nulls(VALUE)


def from_values(metric: Metric, km: bool) -> bool:
    """Whether every statistic of it is: of a survival curve, and of what is measured at the end of periods.

    >>> from cstools.model.kpis import parse
    >>> [from_values(metric, km=True) for metric in (parse("frt_mean")[0], parse("talk_mean")[0])]
    [True, False]
    """
    return metric.kpi.id == AGE or survives(metric, km)


def survives(metric: Metric, km: bool) -> bool:
    """Whether it is of a survival curve: open records have a part in it. No age of the backlog is open."""
    return km and metric.kpi.kind == "duration" and metric.kpi.id != AGE and measure(metric).age is not None


def told(rows: pl.LazyFrame, walk: Walk) -> list[Part]:
    """The channels that time a first reply, and the scales of the ratings, where a figure depends on them."""
    found = []
    if walk.timed:
        found.append(Part((CHANNEL,), rows.filter("__clocked").select(CHANNEL).unique()))
    if walk.mixed:
        found.append(Part((SCALE,), rows.filter("__rated").select(SCALE).unique()))
    return found


def tables(
    rows: pl.LazyFrame,
    every: pl.LazyFrame,
    groups: Sequence[str],
    lists: Sequence[tuple[str, ...]],
    walk: Walk,
    ask: Ask,
) -> list[Part]:
    """All that records add. In: records with the columns of `columns`, the groups, START, MAIN and, where `told` asks,
    CHANNEL and SCALE. every: those without the time that dates them too, which come and go like others. lists: the sets
    of groups whose items are counted one by one (`groups.explosions`).
    """
    found: list[Part | None] = []
    for names in lists:
        one, all_ = (_exploded(each, names) for each in (rows, every))
        keys = [name for name in groups if name in names or not any(name in each for each in lists)]
        dated = [*keys, START, MAIN]
        more = [CHANNEL] if walk.timed else []
        found += [
            sums(one, [*more, *dated], walk, ask.km),
            values(one, all_, [*more, *dated] if ask.km else dated, walk, ask),
            moves.moves(all_, keys, walk, ask),
        ]  # fmt: skip
    return [*(part for part in found if part is not None), *told(rows, walk)]


def _exploded(rows: pl.LazyFrame, names: Sequence[str]) -> pl.LazyFrame:
    for name in names:
        rows = rows.explode(name)
    return rows
