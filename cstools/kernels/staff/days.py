"""Which days are usual ones: not holidays, not promotions, not days on which nobody came."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.holidays import closed, worked
from cstools.kernels.kpi.calendar import PHASE, Calendar, phase_of
from cstools.kernels.staff.contacts import DATE, N
from cstools.model.period_words import DURING

WEEK = 7
WEEKDAY, KIND = "weekday", "day"
USUAL, HOLIDAY, WORKED, PROMOTION, EMPTY = "usual", "holiday", "worked", "promotion", "empty"
"""What a day is; WORKED: a weekend day worked in return for a holiday."""


def kinds(days: pl.DataFrame, calendar: Calendar | None) -> pl.DataFrame:
    """Days (DATE) with their WEEKDAY (1: Monday) and KIND, but for EMPTY.

    >>> from datetime import date
    >>> days = pl.DataFrame({DATE: [date(2025, 10, 1), date(2025, 10, 11), date(2025, 10, 13)]})
    >>> kinds(days, None).rows()
    [(datetime.date(2025, 10, 1), 3, 'holiday'), (datetime.date(2025, 10, 11), 6, 'worked'), \
(datetime.date(2025, 10, 13), 1, 'usual')]
    """
    years = days.get_column(DATE).dt.year().unique().to_list()
    at = pl.col(DATE)
    promoted = phase_of(at, calendar)[PHASE] == DURING if calendar else pl.lit(False)
    return days.select(
        at,
        at.dt.weekday().cast(pl.Int64).alias(WEEKDAY),
        pl.when(promoted.fill_null(False)).then(pl.lit(PROMOTION))
        .when(at.is_in(closed(years))).then(pl.lit(HOLIDAY))
        .when(at.is_in(worked(years))).then(pl.lit(WORKED))
        .otherwise(pl.lit(USUAL)).alias(KIND),
    )  # fmt: skip


def days_of(counts: pl.DataFrame, calendar: Calendar | None) -> pl.DataFrame:
    """Every day from the first contact to the last (`kinds`), those without any contact EMPTY; sorted.

    In: the counts of `contacts`.
    """
    if not counts.height:
        return kinds(pl.DataFrame(schema={DATE: pl.Date}), calendar)
    first, last = counts.select(pl.col(DATE).min().alias("a"), pl.col(DATE).max().alias("b")).row(0)
    every = pl.DataFrame({DATE: pl.date_range(first, last, eager=True)})
    came = counts.group_by(DATE).agg(pl.col(N).sum())
    made = kinds(every, calendar).join(came, on=DATE, how="left", maintain_order="left")
    empty = pl.col(N).fill_null(0) == 0
    return made.with_columns(pl.when(empty).then(pl.lit(EMPTY)).otherwise(KIND).alias(KIND)).drop(N)


def usual(days: pl.DataFrame, *, every: bool) -> pl.DataFrame:
    """The days the need is taken from: usual ones, or, asked for every, all on which someone came; all, if none is."""
    some = days.filter(pl.col(KIND) != EMPTY)
    kept = some if every else some.filter(pl.col(KIND) == USUAL)
    return kept if kept.height else some
