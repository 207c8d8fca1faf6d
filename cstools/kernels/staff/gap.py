"""The need against who is on duty: where heads are short or idle, and what those on duty give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from cstools.kernels.staff.ask import Ask
from cstools.kernels.staff.contacts import DATE, SLOT
from cstools.kernels.staff.days import WEEKDAY
from cstools.kernels.staff.erlang import Array
from cstools.kernels.staff.need import SCHEDULED, Load, attached, known
from cstools.kernels.staff.roster import HEADS

GAP, LEVEL = "gap", "sl_rostered"
COLUMNS = (HEADS, GAP, LEVEL)
SOME = 0.05
"""Heads below which a gap is none."""


def gaps(rows: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Rows with HEADS: GAP (heads beyond SCHEDULED; below 0 they are short) and LEVEL (the share those give in time).

    >>> rows = pl.DataFrame({"erlangs": [10.0], "aht_s": [180.0], "concurrency": [1], HEADS: [12.0], SCHEDULED: [14]})
    >>> gaps(rows, Ask()).select(GAP, pl.col(LEVEL).round(3)).rows()
    [(-2.0, 0.64)]
    """
    at = known(rows) & rows.get_column(HEADS).is_not_null()
    load = Load(rows, at, ask)
    heads = rows.filter(at).get_column(HEADS).to_numpy() * (1 - ask.shrinkage)
    made = attached(rows, at, {LEVEL: mixed(load, heads)})
    return made.with_columns((pl.col(HEADS) - pl.col(SCHEDULED)).alias(GAP))


def mixed(load: Load, heads: Array) -> Array:
    """The level that a mean number of heads gives: of 3.5, half the days three and half four.

    In: heads at work, not whole; with none nobody is answered.
    """
    import numpy as np

    low = np.floor(heads + 1e-9).astype(np.int64)
    share = np.clip(heads - low, 0, 1)
    below, above = load.served(low).level, load.served(low + 1).level
    return (1 - share) * below + share * above


def pooled(rows: pl.DataFrame) -> pl.DataFrame:
    """The need of all queues together: DATE (of a forecast), WEEKDAY, SLOT, contacts, erlangs, agents and SCHEDULED;
    the last three null where those of a queue are.

    >>> rows = pl.DataFrame({WEEKDAY: [1, 1], SLOT: [540, 540], "contacts": [3.0, 4.0], "erlangs": [1.0, 2.0],
    ...     "agents": [2, 3], SCHEDULED: [3, None]})
    >>> pooled(rows).row(0)
    (1, 540, 7.0, 3.0, 5, None)
    """
    keys = [name for name in (DATE, WEEKDAY, SLOT) if name in rows.columns]
    names = ("erlangs", "agents", SCHEDULED)
    known = [pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(name) for name in names]
    return rows.sort(pl.all()).group_by(keys, maintain_order=True).agg(pl.col("contacts").sum(), *known).sort(keys)


def runs(rows: pl.DataFrame, by: Sequence[str], minutes: int) -> list[dict[str, Any]]:
    """Stretches in which heads are short, and in which there are too many; the largest first.

    In: `gaps`, of intervals of so many minutes. Out, each: its day (DATE or WEEKDAY) and `by`, from and until
    (minutes), n (mean heads beyond the need) and hours (heads x hours, below 0 where short).

    >>> rows = pl.DataFrame({WEEKDAY: [6, 6, 6], SLOT: [540, 600, 660], GAP: [-2.0, -2.0, 1.0]})
    >>> [(one["from"], one["until"], one["n"], one["hours"]) for one in runs(rows, (), 60)]
    [(540, 660, -2.0, -4.0), (660, 720, 1.0, 1.0)]
    """
    keys = [*by, *(name for name in (DATE, WEEKDAY) if name in rows.columns)]
    sign = pl.when(pl.col(GAP) < -SOME).then(-1).when(pl.col(GAP) > SOME).then(1).otherwise(0)
    signed = rows.filter(pl.col(GAP).is_not_null()).sort(*keys, SLOT).with_columns(sign.alias("__sign"))
    same = [pl.col(name).eq_missing(pl.col(name).shift()) for name in (*keys, "__sign")]
    next_to = pl.col(SLOT) == pl.col(SLOT).shift() + minutes
    begins = ~pl.all_horizontal(*same, next_to.fill_null(False))
    parts = signed.with_columns(begins.cum_sum().alias("__run")).filter(pl.col("__sign") != 0)
    made = parts.group_by("__run", *keys, maintain_order=True).agg(
        pl.col(SLOT).min().alias("from"),
        (pl.col(SLOT).max() + minutes).alias("until"),
        pl.col(GAP).mean().alias("n"),
        (pl.col(GAP).sum() * minutes / 60).alias("hours"),
    )
    return made.sort(pl.col("hours").abs(), "__run", descending=[True, False]).drop("__run").to_dicts()
