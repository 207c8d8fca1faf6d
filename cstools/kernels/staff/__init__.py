"""Staffing: contacts in, how many agents each interval needs out, of a usual week or of weeks to come; or a look back
at the periods in which the target was lost; or shifts that cover the need.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import polars as pl

from cstools.kernels.expr.notes import Note, written
from cstools.kernels.expr.stats import rounded
from cstools.kernels.staff import ahead, notes, plan, said, said_gap
from cstools.kernels.staff.ask import QUEUE, Ask, Target
from cstools.kernels.staff.cells import SERVES, cells
from cstools.kernels.staff.contacts import DATE, NEEDS, SLOT, contacts
from cstools.kernels.staff.days import KIND, WEEKDAY, days_of, usual
from cstools.kernels.staff.gap import COLUMNS, GAP, LEVEL, gaps, pooled
from cstools.kernels.staff.lookback import PERIOD, lookback
from cstools.kernels.staff.need import FIGURES, SCHEDULED, needed
from cstools.kernels.staff.roster import HEADS, apart, duty, usable
from cstools.kernels.stage import Result, Stage

__all__ = ["Ask", "Target", "made", "usable"]

CELL = ("days", "contacts", "lo", "hi", "p90", "aht_s", "erlangs")
LOOKED = ("days", "contacts", "aht_s", "n", "sl", "lo", "hi", "met", "asa_s", "agents", SCHEDULED)
DUTY = (HEADS, LEVEL, "more")
ALL = "all"
"""The queue of all queues together, as cs-kpi calls a total."""


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
    rows, found = looked(counts, days, ask) if ask.period else needs_of(counts, days, ask)
    found += notes.of_long(counts)
    return Result(shown(rows).lazy(), counts=told.lazy(), found=written(found if counts.height else []))


def looked(counts: pl.DataFrame, days: pl.DataFrame, ask: Ask) -> tuple[pl.DataFrame, list[Note]]:
    """The periods of the records, and which of them lost the target."""
    told, found = ask, [notes.rule(ask), *said_gap.of_roster(ask)]
    if not apart(ask, counts.select(ask.queues).unique()):
        told, found = unstaffed(ask), [*found, _together(ask)]
    rows = lookback(counts, days, told)
    order = [PERIOD, *ask.queues, *LOOKED, *(DUTY if told.staffed else ())]
    return rows.select(order), [*found, *said.of_periods(rows, told)]


def unstaffed(ask: Ask) -> Ask:
    """What is asked for, as if it were not said who is on duty."""
    return replace(ask, roster=None, agents=None)


def needs_of(counts: pl.DataFrame, days: pl.DataFrame, ask: Ask) -> tuple[pl.DataFrame, list[Note]]:
    """The need of a usual week or of the weeks to come, or the shifts that cover it."""
    taken = usual(days, every=ask.every)
    week = cells(counts, taken, ask)
    found = [notes.rule(ask), *notes.of_days(days, taken, ask)]
    rows = week
    if ask.weeks:
        coming, tests = ahead.ahead(counts, days, ask)
        rows = ahead.intervals(coming, week, ask)
        found += said.of_tests(tests, coming, counts, ask)
    rows = needed(rows, ask)
    found += [*notes.of_handling(rows, ask), *notes.of_change(rows, ask)]
    told = ask if apart(ask, counts.select(ask.queues).unique()) else unstaffed(ask)
    if ask.shifts is not None:
        made = plan.planned(plan.weekly(pooled(rows)), ask.shifts, ask.minutes)
        return made.rows, found + said.of_plan(made, rows, ask)
    if ask.staffed:
        rows, gap = staffed(rows, ask, together=told is not ask)
        found += [*said_gap.of_roster(ask), *gap]
    return table(rows, ask), found + said.of_periods(lookback(counts, days, told), told, brief=True)


def staffed(rows: pl.DataFrame, ask: Ask, *, together: bool) -> tuple[pl.DataFrame, list[Note]]:
    """The need with who is on duty, and what is short. together: those of the roster serve all queues, whose rows are
    followed by those of all (the queue ALL), which alone have HEADS and GAP.
    """
    if not together:
        rows = gaps(duty(rows, ask, ask.queues, ask.minutes), ask)
        return rows, said_gap.of_gaps(rows, ask, ask.queues)
    whole = duty(pooled(rows), ask, (), ask.minutes).with_columns((pl.col(HEADS) - pl.col(SCHEDULED)).alias(GAP))
    found: list[Note] = [_together(ask), *said_gap.of_gaps(whole, ask, ())]
    every = whole.with_columns(pl.lit(ALL).alias(name) for name in ask.queues)
    if ask.weeks:
        every = every.join(rows.select(DATE, KIND).unique(), on=DATE, how="left", maintain_order="left")
    return pl.concat([rows, every], how="diagonal").with_columns(pl.lit(None, pl.Float64).alias(LEVEL)), found


def _together(ask: Ask) -> Note:
    return "staff.roster_together", {"fields": ", ".join(ask.queues)}


def table(rows: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """The need as it is written: queues, weekday, interval, CELL, SERVES if asked for, FIGURES, SCHEDULED, ...; of a
    forecast the date and the kind of day too.
    """
    figures = [name for name in FIGURES if name != "abandon_rate" or ask.patience is not None]
    cell = [name for name in CELL if name in rows.columns] + [SERVES] * (ask.concurrency > 1)
    day = ["date", WEEKDAY, KIND] if ask.weeks else [WEEKDAY]
    order = [*ask.queues, *day, "interval", *cell, *figures[:4], SCHEDULED, *figures[4:]]
    named = rows.with_columns(clock(pl.col(SLOT)).alias("interval"))
    if ask.weeks:
        named = named.with_columns(pl.col(DATE).dt.to_string("%Y-%m-%d").alias("date"))
        named = named.sort(*ask.queues, DATE, SLOT)
    return named.select(order + (list(COLUMNS) if ask.staffed else []))


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
