"""What cs-watch finds in the month: its alerts, day after day as one, and those that another explains left to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from cstools.kernels import watch
from cstools.kernels.kpi.groups import key, parse
from cstools.kernels.report.data import Data, told
from cstools.kernels.watch.drivers import words as risen
from cstools.kernels.watch.judge import DROP, GAP, SHORT, SURGE, THIN
from cstools.kernels.watch.series import ALL
from cstools.kernels.watch.timeline import LOOK

FALSE = 0.05
"""The chance that a month in which nothing happened has an alert at all; cs-watch holds to a chance a day."""
DAYS = 31
BEFORE = timedelta(days=200)
"""Records before the month that are looked at: weeks are compared with half a year."""
KINDS = (SURGE, DROP, GAP)
BECAUSE = "because"
"""The column in which cs-watch says which surge explains this one; null for one that stands for itself."""
WORDED = 2
"""Surges whose words are looked for, the largest: it costs more than all the rest."""
NAMED = 3
"""Values and words named of a surge."""
FIELDS = ("created_at", "is_spam", "merged_into", *(group.field for group in parse(watch.USUAL)))


@dataclass(frozen=True)
class Alarm:
    """An alert. kind: of KINDS. field, value: the series (ALL and None: all contacts). n against expected, of all its
    days; p: the least of its adjusted ones. drivers: value and share of the excess; words: those that rose.
    """

    kind: str
    field: str
    value: str | None
    first: date
    last: date
    n: int
    expected: float
    p: float
    drivers: tuple[tuple[str, str, float], ...] = ()
    words: tuple[str, ...] = ()

    @property
    def excess(self) -> float:
        """Contacts above the expected; below it, negative."""
        return self.n - self.expected

    def over(self, first: date, last: date) -> bool:
        """Whether it shares a day with a run of days."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True)
class Alarms:
    """The alerts, surges first, the largest first. days: judged for all contacts; thin: series too thin; calendar: how
    many days all contacts surge where no calendar of promotions is given.
    """

    items: tuple[Alarm, ...] = ()
    days: int = 0
    series: int = 0
    thin: int = 0
    unexplained: int = 0


def alarms(data: Data) -> Alarms:
    """The alerts of the month, by the contacts up to its end. In: `Data.counted`, `Ask.calendar`."""
    rows = _judged(data)
    if not rows.height:
        return Alarms()
    whole = rows.filter(pl.col("field") == ALL)
    found = sorted(_alone([*_runs(rows)]), key=lambda one: (KINDS.index(one.kind), -abs(one.excess), one.field))
    unjudged = pl.col("flag").is_in([THIN, SHORT]).fill_null(value=False)
    series = pl.struct("field", "value")
    return Alarms(
        items=tuple(_worded(data, one) if at < WORDED and one.kind == SURGE else one for at, one in enumerate(found)),
        days=whole.filter(~unjudged).height,
        series=rows.select(series.n_unique()).item(),
        thin=rows.filter(unjudged).select(series.n_unique()).item(),
        unexplained=0 if data.ask.calendar else whole.filter(pl.col("flag") == SURGE).height,
    )


def _judged(data: Data) -> pl.DataFrame:
    """The rows of cs-watch for the days of the month."""
    period = data.period
    end = min(period.end - timedelta(microseconds=1), period.as_of)
    recent = data.counted.filter(pl.col("created_at").is_between(period.start - BEFORE, end))
    names = [name for name in FIELDS if name in recent.columns and recent[name].null_count() < recent.height]
    if not recent.height or end < period.start:
        return pl.DataFrame()
    made = watch.stage(
        alpha=FALSE / DAYS, calendar=data.ask.calendar, since=period.start.date(), as_of=end, words=False
    )
    return made.apply(recent.select(names).lazy()).rows.collect()


def _runs(rows: pl.DataFrame) -> Iterator[Alarm]:
    """Alerts of one kind and series on days (or weeks) that follow one another are one."""
    flagged = rows.filter(pl.col("flag").is_in(KINDS))
    if BECAUSE in flagged.columns:
        flagged = flagged.filter(pl.col(BECAUSE).is_null())
    week = pl.col("period").str.contains("W")
    monday = pl.format("{}-1", "period").str.to_date("%G-W%V-%u", strict=False)
    start = pl.coalesce(pl.col("period").str.to_date("%Y-%m-%d", strict=False), monday)
    step = pl.when(week).then(pl.duration(days=7)).otherwise(pl.duration(days=1))
    keys = ["field", "value", "flag"]
    dated = flagged.with_columns(start=start, step=step).sort(*keys, "start")
    fresh = (pl.col("start").diff() != pl.col("step")).fill_null(value=True).cum_sum().over(keys)
    last = (pl.col("start") + pl.col("step") - pl.duration(days=1)).max()
    runs = dated.with_columns(run=fresh).group_by(*keys, "run").agg(
        first=pl.col("start").min(), last=last, n=pl.col("n").sum(), expected=pl.col("expected").sum(),
        p=pl.col("p_adj").min(), drivers=pl.col("drivers").sort_by(pl.col("n") - pl.col("expected")).last(),
    )  # fmt: skip
    for row in told(runs.sort(*keys, "first")):
        kept = {name: row[name] for name in ("field", "value", "first", "last", "n", "expected", "p")}
        yield Alarm(row["flag"], **kept, drivers=_drivers(row["drivers"]))


def _drivers(cell: str | None) -> tuple[tuple[str, str, float], ...]:
    """Field, value and share of the excess of what drives a surge."""
    found: list[Mapping[str, Any]] = json.loads(cell) if cell else []
    return tuple((one["field"], one["value"], float(one["share"])) for one in found if one["share"])[:NAMED]


def _alone(found: list[Alarm]) -> Iterator[Alarm]:
    """Those that are not only a part of a drop or gap of all contacts on the same days."""
    whole = [one for one in found if one.field == ALL and one.kind != SURGE]
    for one in found:
        if one.kind == SURGE or one.field == ALL or not any(other.over(one.first, one.last) for other in whole):
            yield one


def _worded(data: Data, one: Alarm) -> Alarm:
    """A surge with the words that rose in it, against usual days before it."""
    if "text" not in data.counted.columns:
        return one
    days = data.days.filter("whole", pl.col("mark").is_null())["day"]
    past = [day for day in days if one.first - timedelta(days=LOOK) <= day < one.first]
    rows = data.counted.filter(pl.col("created_at").dt.date().is_between(one.first - timedelta(days=LOOK), one.last))
    for group in parse(watch.USUAL):
        if group.name == one.field:
            rows = rows.filter(key(group, rows.schema[group.field]) == one.value)
    found = risen(rows.select("created_at", "text").drop_nulls(), (one.first, one.last), past)
    return replace(one, words=tuple(str(each["word"]) for each in found)[:NAMED])
