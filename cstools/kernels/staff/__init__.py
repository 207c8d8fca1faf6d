"""Staffing: contacts in, how many agents each interval needs out."""

from __future__ import annotations

from functools import partial

import polars as pl

from cstools.kernels.expr.notes import written
from cstools.kernels.expr.stats import rounded
from cstools.kernels.staff import notes
from cstools.kernels.staff.ask import QUEUE, Ask, Target
from cstools.kernels.staff.cells import SERVES, cells
from cstools.kernels.staff.contacts import NEEDS, SLOT, contacts
from cstools.kernels.staff.days import WEEKDAY, days_of, usual
from cstools.kernels.staff.need import FIGURES, SCHEDULED, needed
from cstools.kernels.stage import Result, Stage

__all__ = ["Ask", "Target", "made"]

CELL = ("days", "contacts", "lo", "hi", "p90", "aht_s", "erlangs")


def made(ask: Ask) -> Stage:
    """The stage that gives what is asked for.

    >>> from datetime import datetime
    >>> lf = pl.LazyFrame({"created_at": [datetime(2025, 10, 13, 9)] * 100, "handle_s": [180.0] * 100})
    >>> rows = made(Ask()).apply(lf).rows.select("weekday", "interval", "contacts", "erlangs", "agents", "sl")
    >>> rows.collect().rows()
    [(1, '09:00', 100.0, 10.0, 14, 0.888350019)]
    """
    fields = [name for name in ask.queues if name != QUEUE]
    needs = tuple(dict.fromkeys([*NEEDS, *fields]))
    return Stage("staff", partial(answer, ask=ask), scope="whole", needs=needs, adds=(), narrow=True, kind="ticket")


def answer(lf: pl.LazyFrame, ask: Ask) -> Result:
    """The table asked for, the counts and the notes of one run."""
    counts, told = contacts(lf, ask)
    days = days_of(counts, ask.calendar)
    taken = usual(days, every=ask.every)
    rows = needed(cells(counts, taken, ask), ask)
    found = [notes.rule(ask), *notes.of_days(days, taken, ask), *notes.of_handling(rows, ask)]
    found += notes.of_change(rows, ask)
    return Result(table(rows, ask).lazy(), counts=told.lazy(), found=written(found if counts.height else []))


def table(rows: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """The need as it is written: queues, weekday, interval, CELL, SERVES if asked for, FIGURES, SCHEDULED, ..."""
    figures = [name for name in FIGURES if name != "abandon_rate" or ask.patience is not None]
    serves = [SERVES] if ask.concurrency > 1 else []
    named = rows.with_columns(clock(pl.col(SLOT)).alias("interval"))
    order = [*ask.queues, WEEKDAY, "interval", *CELL, *serves, *figures[:4], SCHEDULED, *figures[4:]]
    return shown(named.select(order))


def clock(minutes: pl.Expr) -> pl.Expr:
    """Minutes from midnight as `09:30`.

    >>> pl.DataFrame({"m": [570, 0]}).select(clock(pl.col("m"))).to_series().to_list()
    ['09:30', '00:00']
    """
    hour, rest = ((part).cast(pl.String).str.zfill(2) for part in (minutes // 60, minutes % 60))
    return pl.format("{}:{}", hour, rest)


def shown(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with floats as every figure is written."""
    return rows.with_columns(rounded(pl.col(pl.Float64)))
