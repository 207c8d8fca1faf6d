"""排班: how many heads the hours of a week need, where the roster is short, and in which months a target was lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from cstools.kernels.report.alarms import surges
from cstools.kernels.report.compare import cut
from cstools.kernels.report.data import Data
from cstools.kernels.staff.ask import QUEUE
from cstools.kernels.staff.ask import Ask as Asked
from cstools.kernels.staff.cells import cells
from cstools.kernels.staff.contacts import DATE, SLOT, contacts
from cstools.kernels.staff.days import WEEKDAY, days_of, usual
from cstools.kernels.staff.gap import GAP, pooled, runs
from cstools.kernels.staff.lookback import PERIOD, lookback
from cstools.kernels.staff.need import SCHEDULED, needed
from cstools.kernels.staff.roster import HEADS, duty
from cstools.model.report import Block, Column, Figure, Note, Param, Phrase, Section, Span, Table, Value

WEEKS = 8
"""Weeks up to the end of the month that the usual week is taken from."""
MONTHS = 6
"""Months looked back on."""
HOUR = 60
MOST = 0.5
"""The part of a month's contacts whose wait has to be known: those of a few say nothing of the rest."""
LISTED = 8
"""Stretches listed, those short first."""


@dataclass(frozen=True)
class Staffing:
    """need: `needed` by queue, weekday and hour. week: heads of all queues (WEEKDAY, SLOT, SCHEDULED, contacts), with a
    roster HEADS and GAP too. months: `lookback` by queue. days: how many the need is taken from; surged: how many were
    left out as days of surges.
    """

    ask: Asked
    need: pl.DataFrame
    week: pl.DataFrame
    months: pl.DataFrame
    days: int
    surged: int


def staffing(data: Data) -> Staffing | None:
    """The staffing of the weeks up to the end of the month; None where no handling time is known."""
    end = data.period.end
    ask = replace(data.ask.staffing, by=(QUEUE,), minutes=HOUR, as_of=None, calendar=data.ask.calendar)
    before = (pl.col("created_at") < end) & (pl.col("created_at") <= data.period.as_of)
    counts, _ = contacts(data.rows.filter(before).lazy(), replace(ask, roster=None))
    recent = counts.filter(pl.col(DATE) >= (end - timedelta(weeks=WEEKS)).date())
    if not recent.height:
        return None
    days = days_of(recent, ask.calendar)
    surged = surged_days(data)
    taken = usual(days.filter(~pl.col(DATE).is_in(surged)), every=ask.every)
    need = needed(cells(recent, taken, ask), ask)
    if not need.get_column("agents").count():
        return None
    week = pooled(need)
    if ask.staffed:
        week = duty(week, ask, (), HOUR).with_columns((pl.col(HEADS) - pl.col(SCHEDULED)).alias(GAP))
    months = lookback(counts, days_of(counts, ask.calendar), replace(ask, period="month", roster=None, agents=None))
    return Staffing(ask, need, week, months, taken.height, days.filter(pl.col(DATE).is_in(surged)).height)


def surged_days(data: Data) -> list[date]:
    """The days of the month's surges, where the alerts are shown: an outbreak is no usual load."""
    spans = (pl.date_range(one.first, one.last, eager=True).to_list() for one in surges(data))
    return sorted({day for span in spans for day in span})


def section(data: Data) -> Section:
    """The hours of a week with the heads they need, where a roster is short, and the months of the target.

    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> section(gather(pl.DataFrame({"created_at": [datetime(2025, 10, 31)]}), Ask())).why.key
    'why.handling'
    """
    found = data.once("staffing", staffing)
    if found is None:
        return Section("staffing", why=Phrase("why.handling"))
    blocks: list[Block] = [_heads_table(found)]
    blocks += [_stretches(found)] if found.ask.staffed else []
    blocks += _months(found, data.period.month)
    return Section("staffing", (*blocks, Note(tuple(_notes(found)))), lead=_lead(found))


def totals(found: Staffing) -> dict[str, Param]:
    """Head hours of a week: needed, and with a roster had, short and idle; the hour that takes most."""
    week = found.week
    top = week.sort(SCHEDULED, WEEKDAY, SLOT, descending=[True, False, False], nulls_last=True).row(0, named=True)
    said: dict[str, Param] = {
        "need": _heads(week[SCHEDULED]), "peak": Figure(top[SCHEDULED]), "hour": Figure(top[SLOT] // HOUR),
        "next": Figure(top[SLOT] // HOUR + 1), "weekday": Figure(top[WEEKDAY], "weekday"), "weeks": Figure(WEEKS),
    }  # fmt: skip
    if found.ask.staffed:
        gap = week[GAP]
        said |= {"have": _heads(week[HEADS]), "short": _heads(-gap.clip(upper_bound=0))}
        said |= {"idle": _heads(gap.clip(lower_bound=0))}
    return said


def _heads(values: pl.Series) -> Figure:
    """Heads x hours in all; 0 for none."""
    return Figure(round(float(values.drop_nulls().sum()) + 0.0, 3), "mean")


def _lead(found: Staffing) -> Phrase:
    return Phrase("staffing.lead_roster" if found.ask.staffed else "staffing.lead", totals(found))


def _heads_table(found: Staffing) -> Table:
    """Heads to schedule, a row a weekday and a column an hour. A table, not a heat map, which beside that of the busy
    hours would make the page a fifth heavier and say less: here the number is what is wanted.
    """
    hours = found.week.get_column(SLOT).unique().sort().to_list()
    crossed = found.week.sort(SLOT).pivot(SLOT, index=WEEKDAY, values=SCHEDULED).sort(WEEKDAY)
    columns = (Column("weekday", "weekday"), *(Column("hour", "n", str(hour // HOUR)) for hour in hours))
    cells = tuple((row[WEEKDAY], *(row[str(hour)] for hour in hours)) for row in crossed.to_dicts())
    return Table(Phrase("staffing.heads", totals(found)), columns, cells)


def stretches(found: Staffing) -> list[dict[str, float]]:
    """The stretches in which the roster is short, then those in which it is idle, each the largest first."""
    every = runs(found.week, (), HOUR)
    return sorted(every, key=lambda one: one["hours"] > 0)


def clock(minutes: float) -> str:
    """Minutes from midnight as an hour: `9:00`."""
    return f"{int(minutes) // HOUR}:{int(minutes) % HOUR:02}"


def _stretches(found: Staffing) -> Table:
    every = stretches(found)
    columns = (
        Column("weekday", "weekday"), Column("from"), Column("until"), Column("judgement", "word"),
        Column("heads_each", "mean"), Column("head_hours", "mean"),
    )  # fmt: skip
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            int(one[WEEKDAY]), clock(one["from"]), clock(one["until"]),
            "staffing.short" if one["hours"] < 0 else "staffing.idle",
            round(abs(one["n"]), 3), round(abs(one["hours"]), 3),
        )
        for one in every[:LISTED]
    )  # fmt: skip
    return Table(Phrase("staffing.gaps"), columns, rows, cut(len(rows), len(every)))


def _months(found: Staffing, month: str) -> list[Block]:
    """The months of the look back whose waits are known of most contacts, those of a queue together."""
    known = found.months.filter((pl.col("n") > 0) & (pl.col("n") >= MOST * pl.col("contacts")))
    known = known.filter(pl.col(PERIOD) <= month)
    rows = known.sort(QUEUE, PERIOD).group_by(QUEUE, maintain_order=True).tail(MONTHS)
    if not rows.height:
        return []
    target = found.ask.target
    words: dict[str, Param] = {"share": Figure(target.share, "ratio"), "seconds": Figure(target.seconds)}
    columns = (
        Column(QUEUE, "word"), Column("period", "month"), Column("contacts", "n"), Column("aht_mean", "s"),
        Column("in_time", "ratio"), Column("interval", "any"), Column("agents_needed", "n"),
    )  # fmt: skip
    table = tuple(
        (
            f"staffing.{row[QUEUE]}", row[PERIOD], row["contacts"], _seconds(row["aht_s"]), round(row["sl"], 6),
            Phrase("staffing.interval", {"interval": Span(round(row["lo"], 6), round(row["hi"], 6), "ratio")}),
            row["agents"],
        )
        for row in rows.to_dicts()
    )  # fmt: skip
    return [Table(Phrase("staffing.months", words), columns, table)]


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _notes(found: Staffing) -> list[Phrase]:
    """How it was reckoned."""
    ask = found.ask
    words: dict[str, Param] = {
        "share": Figure(ask.target.share, "ratio"), "seconds": Figure(ask.target.seconds), "days": Figure(found.days),
        "shrinkage": Figure(ask.shrinkage, "ratio"), "concurrency": Figure(ask.concurrency),
        "patience": Figure(ask.patience, "s"),
    }  # fmt: skip
    rule = Phrase("staffing.rule" if ask.patience is None else "staffing.rule_patience", words)
    out = [Phrase("staffing.surges", {"surged": Figure(found.surged)})] if found.surged else []
    chats = found.need.filter(pl.col(QUEUE) == "chat").height > 0
    alone = [Phrase("staffing.one_chat")] if chats and ask.concurrency == 1 else []
    many = [Phrase("staffing.chats", words)] if chats and ask.concurrency > 1 else []
    return [rule, *out, *many, *alone, *([] if ask.staffed else [Phrase("staffing.no_roster")])]
