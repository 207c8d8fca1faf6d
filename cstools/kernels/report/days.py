"""趋势与异常, 高峰热力: when the contacts came."""

from __future__ import annotations

from datetime import date

import polars as pl

from cstools.kernels.report.data import Data
from cstools.model.report import Chart, Column, Figure, Phrase, Section

HOURS = 24


def own(data: Data) -> pl.DataFrame:
    """The days of the month itself, of `Data.days`."""
    return data.days.filter(pl.col("day") >= data.period.start.date())


def trend(data: Data) -> Section:
    """Contacts a day with the band of what was to be expected, and the days outside it.

    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"created_at": [datetime(2025, 10, 30, 9), datetime(2025, 10, 31, 8)]})
    >>> trend(gather(rows, Ask())).blocks[0].rows
    (('2025-10-30', 1), ('2025-10-31', 1))
    """
    days = own(data)
    if not days.height:
        return Section("trend", why=Phrase("why.month"))
    banded = bool(days["expected"].count())
    marked = days.filter(pl.col("mark").is_not_null())
    words = {"n": Figure(int(days["n"].sum())), "days": Figure(days.height), "marked": Figure(marked.height)}
    names = ("day", "n", "expected", "lo", "hi", "mark") if banded else ("day", "n")
    units = {"day": "date", "n": "n", "mark": "word"}
    shown = days.with_columns(pl.format("day.{}", "mark").alias("mark"), pl.col("day").dt.to_string("%Y-%m-%d"))
    chart = Chart(
        name="daily",
        kind="band",
        title=Phrase("trend.chart"),
        alt=Phrase("trend.alt" if banded else "trend.alt_plain", words),
        columns=tuple(Column("contacts" if name == "n" else name, units.get(name, "mean")) for name in names),
        rows=tuple(shown.select(names).iter_rows()),
        roles={"x": "day", "value": "contacts"}
        | ({"lo": "lo", "hi": "hi", "middle": "expected", "mark": "mark"} if banded else {}),
        lead=Phrase("trend.note") if banded else Phrase("trend.short"),
        wide=True,
    )
    return Section("trend", (chart,), lead=Phrase("trend.lead", words) if banded else None)


def peaks(data: Data) -> Section:
    """Contacts an hour for each weekday: a mean over the whole days of that weekday, not a sum.

    A day that is not over, or whose export is missing, is not one of few contacts; but if there is no other, all count.
    """
    rows = data.month()
    if not rows.height:
        return Section("peaks", why=Phrase("why.month"))
    if not rows["created_at"].dt.hour().sum():
        return Section("peaks", why=Phrase("why.clock"))
    days = own(data)
    whole = days.filter("whole")
    table = _hours(rows, (whole if whole["n"].sum() else days)["day"])
    top = table.sort("mean", "weekday", "hour", descending=[True, False, False], nulls_last=True).row(0, named=True)
    words = {
        "weekday": Figure(top["weekday"], "weekday"),
        "hour": Figure(top["hour"]),
        "next": Figure(top["hour"] + 1),
        "mean": Figure(top["mean"], "mean"),
    }
    chart = Chart(
        name="hours",
        kind="heat",
        title=Phrase("peaks.chart"),
        alt=Phrase("peaks.alt", words),
        columns=(Column("weekday", "weekday"), Column("hour", "n"), Column("mean", "mean")),
        rows=tuple(table.iter_rows()),
        roles={"x": "hour", "y": "weekday", "value": "mean"},
        lead=Phrase("peaks.note"),
        wide=True,
    )
    return Section("peaks", (chart,), lead=Phrase("peaks.lead", words))


def _hours(rows: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """Columns weekday (1 Monday .. 7), hour (0..23), mean: contacts in that hour, null where there is no such day."""
    counts = (
        rows.filter(pl.col("created_at").dt.date().is_in(days.implode()))
        .group_by(
            weekday=pl.col("created_at").dt.weekday().cast(pl.Int64), hour=pl.col("created_at").dt.hour().cast(pl.Int64)
        )
        .agg(n=pl.len().cast(pl.Int64))
    )
    held = pl.DataFrame({"day": days}).group_by(weekday=pl.col("day").dt.weekday().cast(pl.Int64)).agg(days=pl.len())
    grid = pl.DataFrame({"weekday": range(1, 8)}).join(pl.DataFrame({"hour": range(HOURS)}), how="cross")
    filled = grid.join(counts, on=["weekday", "hour"], how="left").join(held, on="weekday", how="left")
    mean = pl.when(pl.col("days") > 0).then(pl.col("n").fill_null(0) / pl.col("days")).round(3)
    return filled.select("weekday", "hour", mean.alias("mean")).sort("weekday", "hour")


def stretch(first: date, last: date) -> Phrase:
    """A run of days in words: one day, or the first to the last."""
    ends = {"first": Figure(first.isoformat(), "date"), "last": Figure(last.isoformat(), "date")}
    return Phrase("date", {"day": ends["first"]}) if first == last else Phrase("dates", ends)
