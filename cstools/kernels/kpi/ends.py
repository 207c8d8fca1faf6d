"""From the tables of all records to totals: a row a period and set of groups, with the parts of every figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from cstools.kernels.kpi import counts, moves
from cstools.kernels.kpi import groups as grouping
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.groups import Group
from cstools.kernels.kpi.names import (
    CENSORED,
    CHANNEL,
    HITS,
    MAIN,
    MIXED,
    MIXED_SQUARES,
    OUT,
    PERSON,
    ROWS,
    SQUARES,
    START,
    SUM,
    WHAT,
    N,
    column,
)  # fmt: skip
from cstools.kernels.kpi.tables import by_value, from_values
from cstools.kernels.kpi.walks import Walk

Frame = pl.DataFrame


class Tables:
    """The tables of one walk, by the set of groups whose items they count, in the order `tables.tables` made them."""

    def __init__(self, given: Iterator[Frame], walk: Walk, ask: Ask) -> None:
        self.sums: dict[tuple[str, ...], Frame] = {}
        self.values: dict[tuple[str, ...], Frame] = {}
        self.people: dict[tuple[str, ...], Frame] = {}
        self.steps: dict[tuple[str, ...], Frame] = {}
        for names in grouping.explosions(ask.groups, ask.rollup):
            self.sums[names] = next(given)
            if any(by_value(metric, ask.km) for metric in walk.metrics):
                self.values[names] = next(given)
            if any(made.person is not None for _, made in walk.measures.values()):
                self.people[names] = next(given)
            if moves.asked(walk):
                self.steps[names] = next(given)
        self.channels = next(given) if walk.timed else None
        self.scales = next(given) if walk.mixed else None


def totals(given: Iterator[Frame], walk: Walk, ask: Ask) -> list[Frame]:
    """The totals of every set of groups; with something to compare, also those of the records outside `--during`.

    Out: group columns with their marks (`groups.marked`), START, MAIN and the parts of every figure of the walk.
    """
    tables = Tables(given, walk, ask)
    found = []
    for kept in grouping.sets(ask.groups, ask.rollup):
        for main in [True, False] if ask.during is not None and ask.compare else [True]:
            chosen = [pl.col(MAIN)] if main and ask.during is not None else []
            whole = _total(tables, walk, ask, kept, chosen)
            found.append(grouping.marked(whole, kept, ask.groups).with_columns(pl.lit(main).alias(MAIN)))
    return found


def _total(tables: Tables, walk: Walk, ask: Ask, kept: Sequence[Group], chosen: Sequence[pl.Expr]) -> Frame:
    names = grouping.exploded(kept)
    keys = [*(group.name for group in kept), START]
    whole = _summed(tables.sums[names].filter(*chosen), keys, walk, tables, ask)
    parts = []
    if names in tables.values:
        parts += list(_statistics(_clocked(tables.values[names].filter(*chosen), walk, tables), keys, walk, ask))
    if names in tables.people:
        parts += list(_persons(tables.people[names].filter(*chosen), keys))
    for part in parts:
        # the ages of the backlog are those at the end of the period, not of the records the sums are over
        whole = whole.drop(part.columns[len(keys) :], strict=False)
        whole = whole.join(part, on=keys, how="left", nulls_equal=True)
    whole = _filled(whole, walk)
    if moves.AGE in walk.measures:
        whole = whole.with_columns(pl.col(f"{moves.AGE}:{N}").fill_null(0))
    for key in moves.asked(walk):
        made = moves.at_end if key == moves.BACKLOG else moves.balance
        steps = made(moves.dated(whole, ask), tables.steps[names], keys[:-1])
        whole = whole.with_columns(steps.alias(f"{key}:{SUM}"))
    return whole


def _summed(sums: Frame, keys: Sequence[str], walk: Walk, tables: Tables, ask: Ask) -> Frame:
    if tables.channels is not None:
        sums = _unclocked(sums, walk, tables.channels)
    others = {group.name for group in ask.groups} | {START, MAIN, CHANNEL}
    whole = sums.group_by(keys).agg(pl.col(name for name in sums.columns if name not in others).sum())
    if tables.scales is not None and tables.scales.height > 1:
        whole = whole.with_columns(
            pl.col(column(metric, mixed)).alias(column(metric, part))
            for metric, made in walk.measures.values()
            if made.mixed is not None
            for part, mixed in ((SUM, MIXED), (SQUARES, MIXED_SQUARES))
        )
    return whole


def _unclocked(sums: Frame, walk: Walk, channels: Frame) -> Frame:
    """The sums, where a channel never times a first reply all its records being left out of figures of one."""
    known = channels.with_columns(pl.lit(True).alias("__so"))
    joined = sums.join(known, on=CHANNEL, how="left", nulls_equal=True)
    so = pl.col("__so").fill_null(False)
    keys = [key for key, (_, made) in walk.measures.items() if made.timed]
    own = [name for name in sums.columns if name.partition(":")[0] in keys]
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


def _statistics(values: Frame, keys: Sequence[str], walk: Walk, ask: Ask) -> Iterator[Frame]:
    """For each key measured by value, its statistics by group: `KEY:p50`, `KEY:p50:lo`, ..."""
    for key in walk.measures:
        own = [metric for metric in walk.metrics if metric.key == key]
        stats = [metric.stat for metric in own if by_value(metric, ask.km)]
        if stats:
            table = values.filter(pl.col(WHAT) == key)
            found = _statistic(table, keys, stats, key, from_values(own[0], ask.km))
            yield found.rename({name: f"{key}:{name}" for name in found.columns if name not in keys})


def _statistic(table: Frame, keys: Sequence[str], stats: Sequence[str], key: str, survive: bool) -> Frame:
    if survive:
        found = counts.survival(table, keys, stats)
        more = [pl.col(N).sum().alias(f"{N}_closed"), pl.col(CENSORED).sum()]
    else:
        found = counts.quantiles(table, keys, [stat for stat in stats if stat != "mean"])
        more = counts.moments() if key == moves.AGE else []
    return found.join(table.group_by(keys).agg(more), on=list(keys), how="left", nulls_equal=True) if more else found


def _persons(people: Frame, keys: Sequence[str]) -> Iterator[Frame]:
    """For each key counted by person, how many persons there are (`KEY:n`) and of how many it holds (`KEY:sum`)."""
    each = people.group_by(*keys, WHAT, PERSON).agg(pl.col(HITS, N).sum())
    for key in people[WHAT].unique(maintain_order=True).sort():
        yield each.filter(pl.col(WHAT) == key).group_by(keys).agg(
            pl.len().cast(pl.Int64).alias(f"{key}:{N}"),
            (pl.col(HITS) > 0).sum().cast(pl.Int64).alias(f"{key}:{SUM}"),
        )  # fmt: skip


def _filled(whole: Frame, walk: Walk) -> Frame:
    """Persons are counted in every row: none is 0."""
    found = []
    for key, (_, made) in walk.measures.items():
        if made.person is None:
            continue
        for name in (f"{key}:{SUM}", f"{key}:{N}"):
            held = pl.col(name).fill_null(0) if name in whole.columns else pl.lit(0, dtype=pl.Int64)
            found.append(held.alias(name))
    return whole.with_columns(found)


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
