"""What cs-watch finds in the month: its alerts, day after day as one, and those that another explains left to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from cstools.kernels import watch
from cstools.kernels.kpi.groups import key, parse
from cstools.kernels.report.data import Data, told
from cstools.kernels.watch.answer import END, START, Watched, watched
from cstools.kernels.watch.because import because
from cstools.kernels.watch.cube import cube, fields
from cstools.kernels.watch.drivers import values, words, written
from cstools.kernels.watch.judge import DROP, GAP, PROMOTION, SHORT, SURGE, THIN
from cstools.kernels.watch.series import ALL
from cstools.kernels.watch.timeline import LOOK

FALSE = 0.05
"""The chance that a month in which nothing happened has an alert at all; cs-watch holds to a chance a day."""
DAYS = 31
BEFORE = timedelta(days=200)
"""Records before the month that are looked at: weeks are compared with half a year."""
KINDS = (SURGE, DROP, GAP)
ALIKE = 1.5
"""Times the growth (or fall) of all contacts up to which a series only goes with them."""
PART = 0.25
"""The share of the excess from which on a value is named as what drives a surge."""
EXPLAINED = 40
"""Surges of which what drives them is looked for, the largest."""
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
    def days(self) -> int:
        """How many days it lasted."""
        return (self.last - self.first).days + 1

    @property
    def whole(self) -> bool:
        """Whether it is a surge of all contacts, which no value explains."""
        return self.kind == SURGE and self.field == ALL

    @property
    def cause(self) -> tuple[str, str, float] | None:
        """The value that most of it is, if that is PART of it at least."""
        return self.drivers[0] if self.drivers and self.drivers[0][2] >= PART else None

    @property
    def excess(self) -> float:
        """Contacts above the expected; below it, negative."""
        return self.n - self.expected

    def over(self, first: date, last: date) -> bool:
        """Whether it shares a day with a run of days."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True)
class Alarms:
    """The alerts, surges first, the largest first. days: judged for all contacts; thin: series too thin; unexplained:
    how many days all contacts surge where no calendar of promotions is given; folded: alerts that others
    explain; promoted: days of promotions, which raise none.
    """

    items: tuple[Alarm, ...] = ()
    days: int = 0
    series: int = 0
    thin: int = 0
    unexplained: int = 0
    folded: int = 0
    promoted: int = 0


def alarms(data: Data) -> Alarms:
    """The alerts of the month, by the contacts up to its end. In: `Data.counted`, `Ask.calendar`."""
    ask, table = _asked(data)
    if table is None:
        return Alarms()
    found = watched(table, ask)
    rows = found.rows
    whole = rows.filter(pl.col("field") == ALL)
    runs = [*_runs(rows)]
    every = _explained([*_unlike(runs, whole)], table, found, ask)
    unjudged = pl.col("flag").is_in([THIN, SHORT]).fill_null(value=False)
    promoted = (pl.col("flag") == PROMOTION).fill_null(value=False)
    series = pl.struct("field", "value")
    return Alarms(
        items=tuple(_worded(data, one, found) if at < WORDED else one for at, one in enumerate(every)),
        days=whole.filter(~unjudged & ~promoted).height,
        series=rows.select(series.n_unique()).item(),
        thin=rows.filter(unjudged).select(series.n_unique()).item(),
        promoted=whole.filter(promoted).height,
        folded=len(runs) - len(every),
        unexplained=0 if data.ask.calendar else sum(one.days for one in every if one.whole),
    )


def surges(data: Data) -> list[Alarm]:
    """The surges, the largest first; none where the section on alerts is not shown."""
    return [one for one in data.once("alarms", alarms).items if one.kind == SURGE] if "alerts" in data.ask.order else []


def _asked(data: Data) -> tuple[watch.Ask, pl.DataFrame | None]:
    """What is asked of cs-watch: the days of the month; and the contacts by day and field (`watch.cube`), if any."""
    period = data.period
    end = min(period.end - timedelta(microseconds=1), period.as_of)
    since = period.start.date()
    ask = watch.Ask(alpha=FALSE / DAYS, calendar=data.ask.calendar, since=min(since, end.date()), as_of=end)
    recent = data.counted.filter(pl.col("created_at").is_between(period.start - BEFORE, end))
    names = [name for name in FIELDS if name in recent.columns and recent[name].null_count() < recent.height]
    if not recent.height or end < period.start:
        return ask, None
    return ask, cube(recent.select(names).lazy(), ask)[0].collect()


def _runs(rows: pl.DataFrame) -> Iterator[Alarm]:
    """Alerts of one kind and series on days (or weeks) that follow one another are one. In: `Watched.rows`."""
    keys = ["field", "value", "flag"]
    flagged = rows.filter(pl.col("flag").is_in(KINDS)).sort(*keys, START)
    fresh = (pl.col(START) - pl.col(END).shift() > timedelta(days=1)).fill_null(value=True)
    runs = flagged.with_columns(run=fresh.cum_sum().over(keys)).group_by(*keys, "run").agg(
        first=pl.col(START).min(), last=pl.col(END).max(), n=pl.col("n").sum(), expected=pl.col("expected").sum(),
        p=pl.col("p_adj").min(),
    )  # fmt: skip
    for row in told(runs.sort(*keys, "first")):
        kept = {name: row[name] for name in ("field", "value", "first", "last", "n", "expected", "p")}
        yield Alarm(row["flag"], **kept)


def _unlike(found: list[Alarm], whole: pl.DataFrame) -> Iterator[Alarm]:
    """Those that do not only go with all contacts: where all surge or fall, a series that did so ALIKE times as much.

    In: the rows of all contacts, a day each.
    """
    every = [one for one in found if one.field == ALL]
    for one in found:
        like = [other for other in every if (other.excess > 0) == (one.excess > 0)]
        if one.field != ALL and any(other.over(one.first, one.last) for other in like):
            days = whole.filter(pl.col(START) <= one.last, pl.col(END) >= one.first)
            own, all_ = one.n * float(days["expected"].sum()), float(days["n"].sum()) * one.expected
            if own <= ALIKE * all_ if one.excess > 0 else all_ <= ALIKE * own:
                continue
        yield one


def _explained(every: list[Alarm], table: pl.DataFrame, found: Watched, ask: watch.Ask) -> list[Alarm]:
    """The alerts, surges first, the largest first, with what drives those; without those that another explains."""
    ranked = sorted(every, key=lambda one: (KINDS.index(one.kind), -abs(one.excess), one.field, one.value or ""))
    names = [group.name for group in fields(ask, table.columns)]
    surges = [one for one in ranked if one.kind == SURGE]
    causes = [_causes(one, names, table, found) for one in surges[:EXPLAINED]]
    known = [replace(one, drivers=_drivers(cause)) for one, cause in zip(surges, causes, strict=False)]
    heads = because(
        pl.DataFrame(
            {
                "field": [one.field for one in known],
                "value": [one.value for one in known],
                "period": _together(known),
                "drivers": [written(cause) for cause in causes],
            },
            schema={"field": pl.String, "value": pl.String, "period": pl.Int64, "drivers": pl.String},
        )
    )  # fmt: skip
    alone = [one for one, head in zip(known, heads, strict=True) if head is None]
    return [*alone, *surges[EXPLAINED:], *(one for one in ranked if one.kind != SURGE)]


def _together(surges: Sequence[Alarm]) -> list[int]:
    """A number a stretch of days that surges share.

    >>> days = [(1, 3), (9, 9), (3, 4)]
    >>> _together([Alarm(SURGE, ALL, None, date(2025, 10, a), date(2025, 10, b), 9, 1.0, 0.0) for a, b in days])
    [1, 2, 1]
    """
    found, end, number = {}, date.min, 0
    for one in sorted(surges, key=lambda one: (one.first, one.last)):
        number += one.first > end
        end = max(end, one.last)
        found[one] = number
    return [found[one] for one in surges]


def _causes(one: Alarm, names: list[str], table: pl.DataFrame, found: Watched) -> list[dict[str, object]]:
    """What drives a surge, all its days together (`watch.drivers.values`)."""
    own = table if one.value is None else table.filter(pl.col(one.field).cast(pl.String) == one.value)
    others = [name for name in names if name != one.field]
    return values(own, others, (one.first, one.last), found.past(one.first), one.excess)


def _drivers(found: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str, float], ...]:
    """Field, value and share of the excess of what drives a surge."""
    return tuple((one["field"], one["value"], float(one["share"])) for one in found if one["share"])[:NAMED]


def _worded(data: Data, one: Alarm, found: Watched) -> Alarm:
    """A surge with the words that rose in it, against usual days before it."""
    if "text" not in data.counted.columns or one.kind != SURGE:
        return one
    first = one.first - timedelta(days=LOOK)
    rows = data.counted.filter(pl.col("created_at").dt.date().is_between(first, one.last), pl.col("text").is_not_null())
    for group in parse(watch.USUAL):
        if group.name == one.field:
            rows = rows.filter(key(group, rows.schema[group.field]) == one.value)
    rose = words(rows.select("created_at", "text"), (one.first, one.last), found.past(one.first))
    return replace(one, words=tuple(str(each["word"]) for each in rose)[:NAMED])
