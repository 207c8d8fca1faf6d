"""What rests on the latest time of all, which chunks are summed before it is known.

A chunk is summed as if that time were long past. The few records that this may be wrong for, since some clock of theirs
still runs at the chunk's own latest time, are kept; at the end what they added is taken off and added as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import polars as pl

from cstools.kernels.kpi import records
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.facts import AS_OF, CLOCK, closure
from cstools.kernels.kpi.tables import columns
from cstools.kernels.kpi.walks import Walk
from cstools.kernels.stage import Part

PAST = datetime(9999, 1, 1)
"""A clock by which nothing is young any more."""
TIMES, NOW = "__times", " now"


def waits(walk: Walk, ask: Ask) -> Walk | None:
    """The part of a walk over tickets that rests on the latest time; None where it is known or nothing does."""
    if not ask.late or walk.kind != "ticket":
        return None
    late = tuple(metric for metric in walk.metrics if rests_on_now(walk, metric.key))
    return replace(walk, metrics=late, channels=walk.timed) if late else None


def rests_on_now(walk: Walk, key: str) -> bool:
    """Whether a figure rests on what stands for now."""
    _, made = walk.measures[key]
    return AS_OF in closure(made.names())


def undecided(kept: pl.LazyFrame, ready: pl.LazyFrame, late: Walk, ask: Ask, fields: Sequence[str]) -> Part:
    """The records whose part in a figure may change as time goes on, and how many are alike.

    In: records of `records.kept`; ready: what they give to figures in the end; fields: what they are made of, from
    which all can be made again.
    """
    latest = kept.select(pl.col(CLOCK).max()).collect().item()
    measured = records.with_measured(records.with_now(kept, latest), late, ask)
    now = measured.select(expr.name.suffix(NOW) for expr in columns(late, ask.km))
    names = [expr.meta.output_name() for expr in columns(late, ask.km)]
    changes = pl.any_horizontal(pl.col(f"{name}{NOW}").ne_missing(pl.col(name)) for name in names)
    found = pl.concat([kept.select(fields), now, ready.select(names)], how="horizontal").filter(changes).select(fields)
    return Part(tuple(fields), found.group_by(fields).agg(pl.len().cast(pl.Int64).alias(TIMES)))


def again(kept: pl.DataFrame) -> pl.DataFrame:
    """The records kept, each as often as it came."""
    at = kept.select(pl.int_range(pl.len()).repeat_by(TIMES).explode(empty_as_null=False)).to_series()
    return kept.drop(TIMES)[at]


def righted(sums: pl.DataFrame, past: pl.DataFrame, right: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The sums with what was added for the records kept taken off, and what they add by now put in its place.

    Their groups are among those of the sums. Lists are as they were: nothing that rests on now has any.
    """
    integers = pl.selectors.by_dtype(pl.Int64, pl.Int128) - pl.selectors.by_name(*keys)
    both = pl.concat([past.with_columns(-integers), right]).select(*keys, integers)
    more = Part(tuple(keys), both.lazy()).summed().collect()
    change = sums.select(keys).join(more, on=keys, how="left", nulls_equal=True, maintain_order="left").drop(keys)
    return sums.with_columns(sums[each.name] + each.fill_null(0) for each in change)
