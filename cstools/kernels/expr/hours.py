"""Time within business hours: exact milliseconds between two times, by the schedule of each row.

A schedule is laid out as its spans over the days of the records, half-open and apart from one another, each with the
time that was open before it. The open time up to a moment is then one search among their beginnings, and that between
two moments the difference of two: the same whatever rows stand beside, and additive by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near
from cstools.kernels.expr.open_spans import BEFORE, FROM, SCHEDULE, UNTIL, laid_out
from cstools.model.hours import Hours

TIME = pl.Datetime("us")
EPOCH = datetime(1970, 1, 1)
FIELD = "field"
AHEAD = timedelta(days=60)
"""How far behind the last time `next_open` looks: no break is as long."""


@dataclass(frozen=True)
class OpenTime:
    """The schedules of a file over a stretch of time; make it with `open_time` or `between`.

    Expressions of it read the field of the file for each row's schedule: the default one where it is null or its value
    is in no group. They raise ValueError for a time outside the stretch.
    """

    hours: Hours
    spans: pl.DataFrame
    first: datetime
    after: datetime

    def open_ms(self, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        r"""Milliseconds (Int64) open from `start` to `end`; below zero where `end` is first, null where either is null.

        In: two Datetime expressions. As the plain difference is, what is below a millisecond is cut off.

        >>> from cstools.model.hours_reader import toml
        >>> rows = pl.DataFrame({"a": [datetime(2025, 9, 30, 17)], "b": [datetime(2025, 10, 9, 10)]})
        >>> time = open_time(toml('holidays = "CN"\nmon-fri = "09:00-18:00"'), rows, ["a", "b"])
        >>> rows.select(time.open_ms(pl.col("a"), pl.col("b")) / 3_600_000).item()
        2.0
        """
        return self._each({"start": start, "end": end}, self._between, pl.Int64())

    def is_open(self, time: pl.Expr) -> pl.Expr:
        """Whether a moment is within business hours; a span's end is not. Null stays null."""
        return self._each({"time": time}, self._is_open, pl.Boolean())

    def next_open(self, time: pl.Expr) -> pl.Expr:
        """The moment itself where it is open, else the begin of the next span (Datetime).

        Null stays null; it is null too where nothing opens within 60 days, or in a year whose holidays are not known.
        """
        return self._each({"time": time}, self._next_open, TIME)

    def _each(
        self, times: Mapping[str, pl.Expr], work: Callable[[pl.DataFrame], pl.Series], out: pl.DataType
    ) -> pl.Expr:
        field = pl.col(self.hours.field).cast(pl.String) if self.hours.field else pl.lit(None, dtype=pl.String)
        row = pl.struct(*(time.cast(TIME).alias(name) for name, time in times.items()), field.alias(FIELD))
        return row.map_batches(lambda rows: work(rows.struct.unnest()), return_dtype=out, is_elementwise=True)

    def _between(self, rows: pl.DataFrame) -> pl.Series:
        which = self._which(rows[FIELD])
        open_us = self._until(rows["end"], which) - self._until(rows["start"], which)
        milliseconds: pl.Series = open_us.cast(pl.Duration("us")).dt.total_milliseconds()
        return milliseconds

    def _until(self, time: pl.Series, which: pl.Series) -> pl.Series:
        """Microseconds open from the first moment to a time."""
        at = self._at(time, which)
        begin, end, before = (self.spans[name].gather(at) for name in (FROM, UNTIL, BEFORE))
        moment = time.to_physical()
        return before + moment.zip_with(moment < end, end) - begin

    def _is_open(self, rows: pl.DataFrame) -> pl.Series:
        at = self._at(rows["time"], self._which(rows[FIELD]))
        return rows["time"].to_physical() < self.spans[UNTIL].gather(at)

    def _next_open(self, rows: pl.DataFrame) -> pl.Series:
        at = self._at(rows["time"], self._which(rows[FIELD]))
        following = self.spans.select(pl.col(FROM).shift(-1).over(SCHEDULE)).to_series().gather(at)
        moment = rows["time"].to_physical()
        return moment.zip_with(moment < self.spans[UNTIL].gather(at), following).cast(TIME)

    def _which(self, field: pl.Series) -> pl.Series:
        """The number of each row's schedule."""
        numbers = {value: n for n, one in enumerate(self.hours.schedules) for value in one.values}
        return field.replace_strict(list(numbers), list(numbers.values()), default=0, return_dtype=pl.Int64)

    def _at(self, time: pl.Series, which: pl.Series) -> pl.Series:
        """The place of the last span of the schedule that begins at or before a time; null for null."""
        low, high = time.min(), time.max()
        if isinstance(low, datetime) and isinstance(high, datetime) and not self.first <= low <= high < self.after:
            raise ValueError(f"times from {low} to {high}, hours from {self.first} to {self.after}")
        keys = self._keys(which, time.to_physical()).fill_null(0)
        places = self._keys(self.spans[SCHEDULE], self.spans[FROM]).search_sorted(keys, side="right")
        return (places.cast(pl.Int64) - 1).set(time.is_null(), None)

    def _keys(self, which: pl.Series, moment: pl.Series) -> pl.Series:
        """Schedule and moment as one number, in the order of both."""
        first, after = ((one - EPOCH) // timedelta(microseconds=1) for one in (self.first, self.after))
        last = self.spans.select(pl.max_horizontal(pl.col(UNTIL).max(), after)).item()
        keys: pl.Series = which * (last - first + 1) + (moment - first)
        return keys


def open_time(hours: Hours, rows: pl.DataFrame | pl.LazyFrame, times: Iterable[str]) -> OpenTime:
    """The schedules over the stretch from the first to the last of some time columns of the records.

    Raises Usage("hours.field") where the records lack the field that tells schedules apart, and Usage("hours.year") for
    a year whose holidays are not known.
    """
    lazy = rows.lazy()
    columns = [name for name in lazy.collect_schema().names() if not name.startswith("__")]
    if hours.field and hours.field not in columns:
        raise Usage("hours.field", path=hours.path, field=hours.field, near=near(hours.field, columns))
    names = list(times)
    ends = lazy.select(
        pl.min_horizontal(pl.col(names).cast(TIME).min()).alias("first"),
        pl.max_horizontal(pl.col(names).cast(TIME).max()).alias("last"),
    )
    first, last = ends.collect().row(0)
    if first is None:  # nothing but nulls: no day's holidays matter
        hours = replace(hours, schedules=tuple(replace(one, country="") for one in hours.schedules))
    return between(hours, first or EPOCH, last or EPOCH)


def between(hours: Hours, first: datetime, last: datetime) -> OpenTime:
    """The schedules over the days of two moments. Raises Usage("hours.year").

    >>> from cstools.model.hours_reader import toml
    >>> time = between(toml('daily = "22:00-02:00"'), datetime(2025, 1, 1), datetime(2025, 1, 2))
    >>> at = pl.DataFrame({"t": [datetime(2025, 1, 1, 1), datetime(2025, 1, 1, 2)]})
    >>> at.select(time.is_open(pl.col("t")).alias("open"), time.next_open(pl.col("t")).alias("next")).rows()
    [(True, datetime.datetime(2025, 1, 1, 1, 0)), (False, datetime.datetime(2025, 1, 1, 22, 0))]
    """
    start, end = _midnight(first.date()), _midnight(last.date()) + timedelta(days=1)
    return OpenTime(hours, laid_out(hours, first.date(), last.date(), AHEAD), start, end)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())
