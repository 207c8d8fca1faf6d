"""Durations from the times they lie between and times from durations, where that is exact; contradictions flagged.

It comes after the rules: nothing rests on a cell or a record that cannot be, and what a rule has blanked is derived
anew if it can be. A derived cell breaks none of the shipped rules, so a second run finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.clean.limits import apart

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

CONTRADICTS = "duration.contradicts"
_DERIVED = "__clean_derived"
_NEW = "__clean_gap_"
_MINUTE, _DAY = 60_000_000, 86_400_000_000
"""In microseconds, as times are counted."""
_ROUNDED_MS = (60_000, 36_000)
"""Whole minutes, and hundredths of an hour: durations that may have been rounded."""
_EARLIEST, _FAR = datetime(1990, 1, 1), timedelta(days=731)
"""What the shipped rules take for a time, and for what follows another."""
_LONGEST_HANDLE_MS = 86_400_000
_AFTER = (
    ("created_at", ("answered_at", "first_response_at", "resolved_at", "closed_at")),
    ("first_response_at", ("resolved_at",)),
)
"""A time, and those that are not before it."""
_SLACK_S = {"date": 86_400, "minute": 120, "second": 1}


@dataclass(frozen=True)
class Span:
    """A duration: seconds from the latest of `starts` to `end`.

    ended: field -> the values that say the end did not come (yet): then the duration does not tell when. known: a field
    that must say it did. either: whether a duration shorter than its times contradicts them too.
    """

    duration: str
    starts: tuple[str, ...]
    end: str
    ended: Mapping[str, tuple[object, ...]]
    known: str | None = None
    either: bool = True

    def present(self, names: Collection[str]) -> list[str]:
        """The starts among the columns."""
        return [name for name in self.starts if name in names]

    def rests_on(self, names: Collection[str]) -> bool:
        """Whether one of its fields is among these."""
        return any(name in names for name in (self.duration, self.end, *self.starts))


SPANS = (
    Span("wait_s", ("queued_at",), "answered_at", {"is_abandoned": (True,)}, known="is_answered"),
    Span(
        "first_response_s",
        ("created_at", "first_customer_at", "bot_handoff_at"),
        "first_response_at",
        {"is_answered": (False,)},
        either=False,
    ),
    Span("resolution_s", ("created_at",), "resolved_at", {"is_resolved": (False,), "status": ("open", "pending")}),
)
"""The durations of a ticket, as `cs-kpi` counts them. A first response may be shorter than its times: its clock can
start later, at the message that asked for a person. An abandoned call has a wait and no answer, so only one that was
answered tells when."""

PARTS = ("handle_s", ("talk_s", "hold_s", "wrap_s"))
"""What a call's handling is the sum of."""
MADE = frozenset(
    [PARTS[0], *(name for span in SPANS for name in (span.duration, span.end, *span.starts[: len(span.starts) == 1]))]
)
"""The fields that may be derived: a start only where there is no other."""


def durations(names: Collection[str], guessed: Collection[str] = ()) -> dict[str, pl.Expr]:
    """Duration -> seconds from the times present; null where it is not exact or the times run backwards.

    Exact: neither time is a bare date, and one of the two has seconds (two whole minutes have lost them). Times are
    microseconds in and out; a fraction of a second stays.

    >>> from datetime import datetime
    >>> frame = pl.DataFrame({"created_at": [datetime(2025, 7, 1, 9, 0, 1), datetime(2025, 7, 1, 9, 0)],
    ...     "resolved_at": [datetime(2025, 7, 1, 9, 1), datetime(2025, 7, 1, 9, 1)]})
    >>> frame.select(**durations(frame.columns)).rows()
    [(59.0,), (None,)]
    """
    spans = [span for span in SPANS if span.present(names) and span.end in names and not span.rests_on(guessed)]
    found = {span.duration: _elapsed(span, names) for span in spans}
    whole, parts = PARTS
    if all(part in names and part not in guessed for part in parts):
        found[whole] = _total(parts)
    return found


def _elapsed(span: Span, names: Collection[str]) -> pl.Expr:
    start, end = _start(span, names), pl.col(span.end)
    exact = (_fine(start) | _fine(end)) & ~_bare(start) & ~_bare(end)
    return pl.when(exact & (end >= start)).then(((end - start).dt.total_microseconds() / 1_000_000).round(3))


def _start(span: Span, names: Collection[str]) -> pl.Expr:
    present = span.present(names)
    return pl.max_horizontal(present) if len(present) > 1 else pl.col(present[0])


def _total(parts: Collection[str]) -> pl.Expr:
    """Their sum, in whole milliseconds so that it is the same in any order; null above a day."""
    milliseconds = [_ms(pl.col(part)) for part in parts]
    total = pl.sum_horizontal(milliseconds, ignore_nulls=False)
    return pl.when(total.is_between(0, _LONGEST_HANDLE_MS)).then(apart(total, 1_000))


def _ms(seconds: pl.Expr) -> pl.Expr:
    return (seconds * 1_000).round().cast(pl.Int64, strict=False)


def _fine(time: pl.Expr) -> pl.Expr:
    return time.to_physical() % _MINUTE != 0


def _bare(time: pl.Expr) -> pl.Expr:
    return time.to_physical() % _DAY == 0


def times(
    names: Collection[str], as_of: datetime | None = None, guessed: Collection[str] = ()
) -> list[tuple[str, pl.Expr]]:
    """(time, what it is by a duration and the other time), one after another; null where it is not exact.

    Exact: the other time has seconds, and the duration is neither zero nor whole minutes or hundredths of an hour,
    which may be rounded. A time out of order with the others of its record, or later than `as_of` where it is when the
    record begins, is not derived; nor is anything from fields that are `guessed`.

    >>> from datetime import datetime
    >>> frame = pl.DataFrame({"created_at": [datetime(2025, 7, 1, 9, 0, 1)] * 2, "resolution_s": [59.0, 3600.0]})
    >>> [(name, frame.select(value).to_series().dt.to_string("%H:%M:%S").to_list()) for name, value in
    ...     times(frame.columns)]
    [('resolved_at', ['09:01:00', None])]
    """
    found: list[tuple[str, pl.Expr]] = []
    spans = [span for span in SPANS if span.duration in names and not span.rests_on(guessed)]
    for span in spans:
        if span.end in names and len(span.starts) == 1:
            start = _moved(pl.col(span.end), span, -1)
            found.append((span.starts[0], _in_order(span.starts[0], start, names, as_of)))
    known = {*names, *(name for name, _ in found)}
    for span in spans:
        if span.present(known) and (span.known is None or span.known in names):
            end = pl.when(_came(span, names)).then(_moved(_start(span, known), span, 1))
            found.append((span.end, _in_order(span.end, end, known, None)))
    return found


def _moved(base: pl.Expr, span: Span, sign: int) -> pl.Expr:
    length = _ms(pl.col(span.duration))
    rounded = pl.any_horizontal([length % unit == 0 for unit in _ROUNDED_MS])
    moved = base + sign * pl.duration(milliseconds=length)
    within = length.is_between(1, int(_FAR / timedelta(milliseconds=1)))
    return pl.when(_fine(base) & ~rounded & within).then(moved)


def _came(span: Span, names: Collection[str]) -> pl.Expr:
    said = [~pl.col(name).is_in(list(no)).fill_null(False) for name, no in span.ended.items() if name in names]
    if span.known is not None:
        said.append(pl.col(span.known).fill_null(False))
    return pl.all_horizontal(said) if said else pl.lit(True)


def _in_order(name: str, value: pl.Expr, names: Collection[str], as_of: datetime | None) -> pl.Expr:
    """The value, unless it runs backwards, is far from a time it precedes or follows, or later than now."""
    held = [value >= _EARLIEST] if as_of is None else [value.is_between(_EARLIEST, as_of)]
    for start, ends in _AFTER:
        for end in ends:
            if name == end and start in names:
                held.append((value - pl.col(start)).is_between(timedelta(0), _FAR).fill_null(True))
            elif name == start and end in names:
                held.append((pl.col(end) - value).is_between(timedelta(0), _FAR).fill_null(True))
    return pl.when(pl.all_horizontal(held)).then(value)


def contradicted(names: Collection[str]) -> list[pl.Expr]:
    """The conditions under which a duration is not what its times, or its parts, say; null where one is missing.

    Longer than the times by more than their precision (a second; two minutes between whole minutes or of a rounded
    duration; a day at a bare date), or shorter where both clocks are the same; a handling shorter than its parts.

    >>> from datetime import datetime
    >>> frame = pl.DataFrame({"queued_at": [datetime(2025, 7, 1, 9, 0, 1)] * 3,
    ...     "answered_at": [datetime(2025, 7, 1, 9, 0, 31)] * 3, "wait_s": [30.0, 31.5, None]})
    >>> frame.select(contradicted(frame.columns)[0]).to_series().to_list()
    [False, True, None]
    """
    spans = [span for span in SPANS if span.duration in names and span.end in names and span.present(names)]
    found = [_off(span, names) for span in spans]
    whole, parts = PARTS
    if all(name in names for name in (whole, *parts)):
        found.append(_ms(pl.col(whole)) < _ms(_total(parts)) - 1_000)
    return found


def _off(span: Span, names: Collection[str]) -> pl.Expr:
    start, end, length = _start(span, names), pl.col(span.end), _ms(pl.col(span.duration))
    rounded = pl.any_horizontal([length % unit == 0 for unit in _ROUNDED_MS])
    slack = (
        pl.when(_bare(start) | _bare(end))
        .then(_SLACK_S["date"])
        .when(~_fine(start) | ~_fine(end) | rounded)
        .then(_SLACK_S["minute"])
        .otherwise(_SLACK_S["second"])
    )
    longer = length - (end - start).dt.total_milliseconds()
    return (longer.abs() if span.either else longer) > slack * 1_000


def derived(work: Work) -> None:
    """Missing times and durations of tickets from one another, columns added for them; counts "cells derived".

    Marks records whose duration contradicts its times. Nothing under `--no-defaults`.
    """
    if work.kind != "ticket" or not work.options.defaults:
        return
    given = work.names
    lf = work.lf
    guessed = {one.field for one in work.options.fills}
    made = times(given, work.options.as_of, guessed)
    for name, value in made:
        lf = _filled(lf, {name: value})
    lengths = durations(lf.collect_schema().names(), guessed)
    lf = _filled(lf, lengths)
    fields = [name for name in lf.collect_schema().names() if name in {*lengths, *(name for name, _ in made)}]
    if fields:
        work.lf = _counted(work, lf, fields)
    _doubted(work, given)


def _filled(lf: pl.LazyFrame, values: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """The gaps of these columns filled; _NEW columns hold what was put in, where the column was there before."""
    names = lf.collect_schema().names()
    gaps = [name for name in values if name in names]
    missing = [pl.when(pl.col(name).is_null()).then(values[name]).alias(_NEW + name) for name in gaps]
    lf = lf.with_columns(*missing, **{name: value for name, value in values.items() if name not in gaps})
    return lf.with_columns([pl.col(name).fill_null(pl.col(_NEW + name)) for name in gaps]) if gaps else lf


def _counted(work: Work, lf: pl.LazyFrame, made: Collection[str]) -> pl.LazyFrame:
    """The frame without the columns of the way, its derived cells counted."""
    names = lf.collect_schema().names()
    put = [_NEW + name if _NEW + name in names else name for name in made]
    n = pl.sum_horizontal([pl.col(name).is_not_null().cast(pl.Int64) for name in put])
    lf = lf.with_columns(n.alias(_DERIVED)).cache()
    work.count(lf, "cells derived", pl.col(_DERIVED).sum())
    return lf.drop(_DERIVED, *(name for name in put if name.startswith(_NEW)))


def _doubted(work: Work, given: Collection[str]) -> None:
    """The mark of records whose duration contradicts its times; one derived just now cannot, unless it is changed."""
    changed = bool(work.options.fills or work.options.outliers or work.options.rules)
    lengths = {span.duration for span in SPANS} | {PARTS[0]}
    off = contradicted([name for name in work.names if name in given or changed or name not in lengths])
    if off:
        work.marks[CONTRADICTS] = pl.any_horizontal(off).fill_null(False)
