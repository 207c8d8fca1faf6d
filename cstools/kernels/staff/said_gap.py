"""What is said of a roster: its days, where it is short or idle, and what it does not tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl

from cstools.kernels.expr.notes import Note, word, words
from cstools.kernels.staff.ask import QUEUE, Ask
from cstools.kernels.staff.contacts import DATE
from cstools.kernels.staff.days import WEEKDAY
from cstools.kernels.staff.gap import GAP, runs
from cstools.kernels.staff.need import SCHEDULED
from cstools.kernels.staff.notes import number
from cstools.kernels.staff.plan import clock
from cstools.kernels.staff.roster import HEADS, outside, span

SHORT, IDLE = 6, 3
"""Stretches told that lack heads, and that have too many."""
NONE = "—"
"""A queue whose field is empty."""


def queue(by: Sequence[str], values: Iterable[Any]) -> object:
    """The blank of a queue before a sentence; calls and chats are words of their own.

    >>> queue((), ()), queue(("team", "shop"), ("a", None)), queue((QUEUE,), ("call",))
    ('', 'a — ', {'@': 'staff.queue.call'})
    """
    told = list(values)
    if tuple(by) == (QUEUE,) and told[0] in ("call", "chat"):
        return word(f"staff.queue.{told[0]}")
    return "".join(f"{NONE if value is None else value} " for value in told)


def of_roster(ask: Ask) -> list[Note]:
    """Which days a roster has, and that weeks between are missing."""
    if ask.roster is None:
        return []
    held = span(ask).get_column(DATE).to_list()
    note: dict[str, object] = {"first": str(held[0]), "last": str(held[-1]), "n": len(held)}
    missing = (held[-1] - held[0]).days + 1 - len(held)
    hole: list[Note] = [("staff.roster_hole", note | {"missing": missing})] if missing else []
    return [("staff.roster", note), *hole]


def of_gaps(rows: pl.DataFrame, ask: Ask, by: Sequence[str]) -> list[Note]:
    """Heads short and idle in sum, the largest stretches of either, and what else is to be known. by: the queues of the
    rows.
    """
    known = rows.filter(pl.col(GAP).is_not_null())
    if not known.height:
        return [("staff.gap_unknown", {})] if rows.height else []
    found = together(runs(known, by, ask.minutes), by)
    short: list[Note] = [("staff.short", stretch(one, by)) for one in found if one["hours"] < 0]
    idle: list[Note] = [("staff.idle", stretch(one, by)) for one in found if one["hours"] > 0]
    more: list[Note] = [("staff.short_more", {"n": len(short) - SHORT})] if len(short) > SHORT else []
    held: list[Note] = [] if short else [("staff.no_gap", {})]
    return [_sums(known, ask), *short[:SHORT], *more, *held, *idle[:IDLE], *_besides(rows, ask, by)]


def _sums(known: pl.DataFrame, ask: Ask) -> Note:
    gap, hours = known.get_column(GAP), ask.minutes / 60
    parts = {
        "need": known.get_column(SCHEDULED), "have": known.get_column(HEADS), "short": -gap.clip(upper_bound=0),
        "idle": gap.clip(lower_bound=0),
    }  # fmt: skip
    return "staff.gap", {name: number(float(values.sum()) * hours) for name, values in parts.items()}


def _besides(rows: pl.DataFrame, ask: Ask, by: Sequence[str]) -> list[Note]:
    """Heads where nobody comes, intervals whose gap is not known, queues that no record is of."""
    away, left = outside(rows, ask, by) * ask.minutes / 60, rows.get_column(GAP).null_count()
    found: list[Note] = [("staff.outside", {"hours": number(away)})] if away else []
    found += [("staff.gap_some", {"n": left, "all": rows.height})] if left else []
    return found if ask.roster is None else [*found, *_strangers(rows, ask.roster, by)]


def _strangers(rows: pl.DataFrame, roster: pl.DataFrame, by: Sequence[str]) -> Iterator[Note]:
    """Queues of the roster that no record is of: names spelt in two ways, most likely."""
    for name in by:
        if name in roster.columns:
            other = roster.select(pl.col(name).cast(pl.String).drop_nulls().unique().sort()).to_series()
            odd = other.filter(~other.is_in(rows.get_column(name).unique().implode())).to_list()
            if odd:
                yield "staff.roster_other", {"field": name, "values": few(odd)}


def together(found: list[dict[str, Any]], by: Sequence[str]) -> list[dict[str, Any]]:
    """Stretches of several days that have the same hours and heads as one: `days`, and the hours of all; the largest
    first.
    """
    made: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in found:
        key = (*(one[name] for name in by), one["from"], one["until"], round(one["n"], 2))
        same = made.setdefault(key, one | {"days": [], "hours": 0.0})
        same["days"].append(one[DATE] if DATE in one else one[WEEKDAY])
        same["hours"] += one["hours"]
    return sorted(made.values(), key=lambda one: -abs(one["hours"]))


def stretch(one: dict[str, Any], by: Sequence[str]) -> dict[str, object]:
    """The blanks of a stretch of `together`."""
    days = sorted(one["days"])
    day = few(map(str, days)) if DATE in one else words(f"staff.weekday.{day}" for day in days)
    return {
        "day": day, "queue": queue(by, [one[name] for name in by]), "from": clock(one["from"]),
        "until": until(one["until"]), "n": number(abs(one["n"])), "hours": number(abs(one["hours"])),
    }  # fmt: skip


def until(minutes: int) -> str:
    """The end of a stretch: midnight is 24:00.

    >>> until(1440), until(570)
    ('24:00', '09:30')
    """
    return f"{minutes // 60:02}:{minutes % 60:02}"


def few(texts: Iterable[str], most: int = 8) -> str:
    """The first of some texts, and that there are more."""
    told = list(texts)
    return ", ".join(told[:most]) + (" …" if len(told) > most else "")
