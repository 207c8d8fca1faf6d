"""Contacts a day and combination of fields: what every series is summed from, and the one table a run must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from datetime import time as time_of_day

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.reasons import first
from cstools.kernels.kpi.contacts import outside
from cstools.kernels.kpi.groups import Group, check, key
from cstools.kernels.kpi.names import TIME
from cstools.kernels.watch.ask import Ask

DAY, N, OUT = "__day", "n", "__out"
LATE, CLOCK = "__late", "__clock"
CREATED = "created_at"
OVER = time_of_day(20)
"""Data that end before this hour end within a day (as in the report)."""


def fields(ask: Ask, columns: Sequence[str]) -> tuple[Group, ...]:
    """The groups of a run: those asked for, which must be there, and the usual ones that are."""
    check(ask.by, columns, CREATED)
    named = {group.name for group in ask.by}
    return (*ask.by, *(group for group in ask.usual if group.field in columns and group.name not in named))


def sorted_out(lf: pl.LazyFrame, ask: Ask) -> pl.LazyFrame:
    """The records with OUT: why one is no contact of the time looked at (String), null for one that is."""
    columns = lf.collect_schema().names()
    reasons = outside(columns)
    if ask.as_of is not None:
        reasons["after --as-of"] = (pl.col(CREATED) > ask.as_of).fill_null(value=False)
    told = {reason.removeprefix("excluded."): holds for reason, holds in reasons.items()}
    return lf.with_columns(first(told).alias(OUT))


def cube(lf: pl.LazyFrame, ask: Ask) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Contacts (N) a DAY and combination of the groups, of them LATE and with a CLOCK; then records by OUT and N.

    In: typed tickets. Raises Usage("field.missing") for records without created_at, Usage("kpi.column") for a field
    that is not there, Usage("watch.list") for one that holds lists.
    """
    if CREATED not in lf.collect_schema():
        if lf.select(pl.len()).collect().item():
            raise Usage("field.missing", tool="cs-watch", fields=CREATED)
        lf = lf.with_columns(pl.lit(None, dtype=pl.Datetime("us")).alias(CREATED))
    schema = lf.collect_schema()
    groups = fields(ask, schema.names())
    for group in groups:
        if isinstance(schema.get(group.field), pl.List):
            raise Usage("watch.list", field=group.field)
    marked = sorted_out(lf, ask)
    time = pl.Datetime("us")
    values = [keyed(group, schema) for group in groups]
    used = marked.filter(pl.col(OUT).is_null()).with_columns(pl.col(CREATED).cast(time).alias(TIME))
    rows = used.select(pl.col(TIME).dt.date().alias(DAY), pl.col(TIME).dt.time().alias(CLOCK), *values)
    made = rows.group_by(DAY, *(group.name for group in groups)).agg(
        pl.len().cast(pl.Int64).alias(N),
        (pl.col(CLOCK) >= OVER).sum().cast(pl.Int64).alias(LATE),
        (pl.col(CLOCK) != time_of_day()).sum().cast(pl.Int64).alias(CLOCK),
    )
    return made, marked.group_by(OUT).agg(pl.len().cast(pl.Int64).alias(N))


def keyed(group: Group, schema: Mapping[str, pl.DataType]) -> pl.Expr:
    """The value of a group of records that have their time as TIME too."""
    return key(group, pl.Datetime("us") if group.field == TIME else schema[group.field])


def now(made: pl.DataFrame, ask: Ask) -> tuple[date, bool] | None:
    """The last day looked at and whether it is over: of `as_of`, else of the last contact; None where there is none.

    A day that ends before OVER is not over; one whose times have no clock is.

    >>> from datetime import datetime
    >>> made = pl.DataFrame({DAY: [date(2025, 10, 1)], N: [9], LATE: [0], CLOCK: [9]})
    >>> now(made, Ask()), now(made, Ask(as_of=datetime(2025, 10, 2, 23)))
    ((datetime.date(2025, 10, 1), False), (datetime.date(2025, 10, 2), True))
    """
    if ask.as_of is not None:
        return ask.as_of.date(), ask.as_of.time() >= OVER
    if not made.height:
        return None
    last = made.filter(pl.col(DAY) == pl.col(DAY).max())
    day: date = last[DAY][0]
    return day, bool(last[LATE].sum() or not last[CLOCK].sum())
