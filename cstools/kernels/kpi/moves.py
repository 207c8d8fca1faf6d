"""Comings and goings: what is counted at the end of a period (backlog, its age) or as the balance of one (net flow)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import polars as pl

from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.names import AGE, START, STEP, VALUE, WHAT, N
from cstools.kernels.kpi.walks import Walk
from cstools.kernels.stage import Part

BACKLOG = "backlog"
GROUP = "__group"
BEGIN = datetime(1970, 1, 2)
"""Stands for the start of the only period where nothing else does."""
CAME, WENT = "__came", "__went"
"""When a record comes in and goes out (facts); null for one that was never in, or that is not out yet."""


def wanted(walk: Walk) -> bool:
    """Whether a walk looks at when records come and go."""
    return any(made.moves for _, made in walk.measures.values()) or AGE in walk.measures


def asked(walk: Walk) -> list[str]:
    """The figures of a walk that are made from comings and goings."""
    return [key for key, (_, made) in walk.measures.items() if made.moves]


def moves(rows: pl.LazyFrame, keys: Sequence[str], walk: Walk, ask: Ask) -> Part | None:
    """What comes in (+1) and goes out (-1) in each period. In: records with the keys, CAME and WENT."""
    if not asked(walk):
        return None
    each = [
        rows.select(*keys, _start(pl.col(time), ask).alias(START), pl.lit(step, dtype=pl.Int64).alias(STEP))
        for time, step in ((CAME, 1), (WENT, -1))
    ]
    every = (*keys, START)
    return Part(every, pl.concat(each).drop_nulls(START).group_by(every).agg(pl.col(STEP).sum()))


def _start(time: pl.Expr, ask: Ask) -> pl.Expr:
    """The start of the period of a move. Where there is one period only it still has an end, that of `--during`, and
    what was there before it is in its backlog.
    """
    if not ask.timeline.endless:
        return ask.timeline.start(time)
    first, last = (pl.lit(each, dtype=pl.Datetime("us")) for each in ask.during or (BEGIN, None))
    inside = pl.when(time >= first).then(first).otherwise(pl.lit(BEGIN - timedelta(days=1), dtype=pl.Datetime("us")))
    return pl.when(time.is_not_null() & (time < last).fill_null(ask.during is None)).then(inside)


def dated(totals: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Totals with the start of their period as moves have it."""
    begin = ask.during[0] if ask.during else BEGIN
    only = pl.lit(begin, dtype=pl.Datetime("us")).alias(START)
    return totals.with_columns(only) if ask.timeline.endless else totals


def running(steps: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """What is in at the end of each period that has a move. In: STEP by keys and START.

    >>> steps = pl.DataFrame({"__start": [1, 2], "__step": [2, -1]})
    >>> running(steps, []).rows()
    [(1, 2), (2, 1)]
    """
    summed = steps.group_by(*keys, START).agg(pl.col(STEP).sum()).sort(*keys, START)
    total = pl.col(STEP).cum_sum()
    return summed.with_columns((total.over(keys) if keys else total).alias(STEP))


def at_end(totals: pl.DataFrame, steps: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """The backlog of each row of totals: that of its period, else of the last one before it that had a move."""
    # join_asof knows no null in `by`, and records without a channel are a group too: hence a number a group
    groups = totals.select(keys).unique().with_row_index(GROUP) if keys else pl.DataFrame({GROUP: [0]})
    numbered = _numbered(totals.select(*keys, START).with_row_index("__row"), groups, keys)
    stock = _numbered(running(steps, keys), groups, keys).select(GROUP, START, STEP)
    found = numbered.sort(START).join_asof(
        stock.sort(START), on=START, by=GROUP, strategy="backward", check_sortedness=False
    )
    return found.sort("__row")[STEP].fill_null(0)


def waiting(totals: pl.DataFrame, steps: pl.DataFrame, keys: Sequence[str], ask: Ask) -> pl.DataFrame:
    """Totals with a row, of nothing counted, for each group that has a backlog in a period but no record of its own."""
    if not keys:
        return totals
    every = steps.select(keys).unique().join(totals.select(START).unique(), how="cross")
    lacking = every.join(totals.select(*keys, START), on=[*keys, START], how="anti", nulls_equal=True)
    held = lacking.filter(at_end(dated(lacking, ask), steps, keys) > 0)
    filled = pl.concat([totals, held], how="diagonal_relaxed").select(totals.columns)
    counted = [name for name, dtype in totals.schema.items() if dtype.is_integer()]
    return filled.with_columns(pl.col(counted).fill_null(0))


def _numbered(rows: pl.DataFrame, groups: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    return rows.join(groups, on=list(keys), nulls_equal=True) if keys else rows.join(groups, how="cross")


def balance(totals: pl.DataFrame, steps: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """What came in less what went out, in the period of each row of totals."""
    own = steps.group_by(*keys, START).agg(pl.col(STEP).sum())
    joined = totals.select(*keys, START).join(
        own, on=[*keys, START], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined[STEP].fill_null(0)


def ages(rows: pl.DataFrame, keys: Sequence[str], key: str, ask: Ask) -> pl.DataFrame:
    """How often each age in ms occurs in the backlog at the end of each period, in a running one at `now`.

    In: records with the keys, CAME and WENT. Out: keys, START, WHAT, VALUE and N. One pass a period, not a record.
    """
    known = rows.filter(pl.col(CAME).is_not_null())
    now = pl.lit(ask.as_of, dtype=pl.Datetime("us"))
    found = []
    for start, end in _periods(known, ask):
        over = pl.lit(end, dtype=pl.Datetime("us"))
        waiting = known.filter(pl.col(WENT).is_null() if end is None else _in_at(over))
        aged = waiting.select(
            *keys, pl.lit(start, dtype=pl.Datetime("us")).alias(START), pl.lit(key).alias(WHAT),
            ask.spent(pl.col(CAME), pl.min_horizontal(over, now)).alias(VALUE),
        )  # fmt: skip
        found.append(aged.group_by(*keys, START, WHAT, VALUE).agg(pl.len().cast(pl.Int64).alias(N)))
    return pl.concat(found)


def _in_at(end: pl.Expr) -> pl.Expr:
    return (pl.col(CAME) < end) & (pl.col(WENT).is_null() | (pl.col(WENT) >= end))


def _periods(rows: pl.DataFrame, ask: Ask) -> list[tuple[datetime | None, datetime | None]]:
    """The first moments of the periods from the first record to `now`, and of those after each."""
    timeline, now = ask.timeline, ask.as_of
    if timeline.endless or not rows.height:
        return [(None, ask.during[1] if ask.during else None)]
    first = rows[CAME].min()
    days = pl.select(pl.datetime_range(pl.lit(first), pl.lit(now).dt.offset_by("1d"), "1d").alias("day"))
    starts = days.select(timeline.start(pl.col("day").dt.truncate("1d")).alias(START)).drop_nulls().unique().sort(START)
    return starts.filter(pl.col(START) <= now).select(START, timeline.end(pl.col(START)).alias("end")).rows()
