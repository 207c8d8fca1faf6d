"""Gaps filled from other records: the one before or after in time, the line between them, the customer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cstools.errors import Usage
from cstools.kernels.clean.limits import exact, key
from cstools.kernels.stage import PROVENANCE
from cstools.model import fields

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

CUSTOMER = "customer_id"
HELPER = "__clean_near_"
_KEY, _TIME, _HERE = (f"{HELPER}{word}" for word in ("key", "time", "here"))
_VALUE, _AT = (tuple(f"{HELPER}{word}_{side}" for side in ("before", "after")) for word in ("value", "at"))


def value(work: Work, field: str, method: str, by: tuple[str, ...]) -> pl.Expr:
    """The value a gap takes by `method`, over columns this adds to the records (they begin with HELPER).

    previous, next: the nearest value before or after in the kind's main time. interpolate: on the line between both;
    nothing beyond the first and the last. customer: the last value the same customer had before, else the first after;
    in records without times, the one value of the customer's others, if they agree. Records without a time or a group
    take nothing; of several values at one moment, the smallest, or for interpolate the median. Raises
    Usage("clean.fill_time") for records without times, Usage("field.unknown").

    >>> from cstools.kernels.clean.work import Options, Work
    >>> from datetime import date
    >>> days = [date(2025, 1, n) for n in (1, 2, 5)]
    >>> work = Work(pl.LazyFrame({"date": days, "value": [2.0, None, 10.0]}), "stat", Options())
    >>> between = value(work, "value", "interpolate", ())
    >>> work.lf.select(between).collect().to_series().to_list()
    [2.0, 4.0, 10.0]
    """
    names = work.names
    by = (CUSTOMER,) if method == "customer" else by
    group = key(by, work.kind, names) if by else pl.lit("")
    time = fields.TIME[work.kind]
    own = set(names) - {*PROVENANCE}
    if time is None or (own and time not in own and method != "customer"):
        raise Usage("clean.fill_time", method=method, field=field, kind=work.kind)
    if field not in names:
        return pl.lit(None)
    at = pl.col(time) if time in names else pl.lit(None, dtype=pl.Datetime("us"))
    work.lf = work.lf.with_columns(group.alias(_KEY), at.alias(_TIME))
    if method == "customer" and time not in names:
        return _agreed(pl.col(field))
    _around(work, field, "median" if method == "interpolate" else "min")
    before, after = map(pl.col, _VALUE)
    if method == "interpolate":
        return exact(_between(), work.kind, field)
    return {"previous": before, "next": after, "customer": pl.coalesce(before, after)}[method]


def _agreed(values: pl.Expr) -> pl.Expr:
    """The one value of a group, null where they differ or there is no group."""
    known = values.drop_nulls()
    one = pl.when(known.n_unique() == 1).then(known.first())
    return pl.when(pl.col(_KEY).is_not_null()).then(one.over(_KEY))


def _around(work: Work, field: str, tied: str) -> None:
    """Add the nearest value before and after each record (itself included), and when they were."""
    placed = pl.col(_TIME).is_not_null() & pl.col(_KEY).is_not_null()
    shared = pl.col(field).median() if tied == "median" else pl.col(field).min()
    here = work.lf.with_columns(pl.when(placed).then(shared.over(_KEY, _TIME)).alias(_HERE))
    when = pl.when(pl.col(_HERE).is_not_null()).then(pl.col(_TIME))
    ways = ((pl.Expr.forward_fill, 0), (pl.Expr.backward_fill, 1))
    near = [
        pl.when(placed).then(way(one).over(_KEY, order_by=_TIME)).alias(name[side])
        for one, name in ((pl.col(_HERE), _VALUE), (when, _AT))
        for way, side in ways
    ]
    work.lf = here.with_columns(near)


def _between() -> pl.Expr:
    """The value on the line from the one before to the one after."""
    before, after = map(pl.col, _VALUE)
    start, end = (pl.col(name).cast(pl.Int64) for name in _AT)
    share = (pl.col(_TIME).cast(pl.Int64) - start) / (end - start)
    return pl.when(end == start).then(before).otherwise(before + (after - before) * share)
