"""The stage of cs-ingest: headings to fields, cells to values, totals rows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from cstools.kernels.expr.cells import Reading, blank_rows, read_cells
from cstools.kernels.expr.text import plain
from cstools.kernels.expr.times import days_first, is_year_last
from cstools.kernels.ingest.headings import Plan, plan
from cstools.kernels.ingest.twins import settled, tell
from cstools.kernels.stage import PROVENANCE, Result, Stage, side
from cstools.model import fields as table
from cstools.model.words import NULLS, TOTALS

SAID = frozenset(["text", "csat_comment", "reply"])
"""Somebody's own words: there "?" and "-" say something."""
ROUNDED = r"^\d(\.\d+)?[eE]\+?\d+$"
"""An id that Excel has turned into a number: its last digits are gone."""

GUESSED = "dates read day first (--day-first says otherwise)"
"""Said of 6/10/2025 where no other date of its column has a day above 12."""


@dataclass(frozen=True)
class Options:
    """What the command line says. day_first: None to decide per column from the whole file."""

    kind: str | None = None
    mapped: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    tz: str = "Asia/Shanghai"
    day_first: bool | None = None


@dataclass(frozen=True)
class Decisions:
    """What has been decided of a file: its kind, the fields that values tell of headings, where the day comes first.

    guessed: the headings in which nothing tells whether the day or the month comes first.
    """

    kind: str
    told: Mapping[str, str] = field(default_factory=dict)
    day_first: Mapping[str, bool] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()


def stage(options: Options) -> Stage:
    """Any export in (text columns under its own headings), canonical records out, typed; scope row.

    Unknown columns keep their heading and their text. Side records: row.total and row.blank (dropped), cell.* for a
    cell that cannot be read, id.rounded for an id that has lost digits. Counts: GUESSED.
    """
    return _undecided(options, None)


def _undecided(options: Options, before: Decisions | None) -> Stage:
    """The stage that decides what a chunk shows, and holds the file back while a column could be read two ways.

    The kind is that of the first chunk's headings; a heading that comes later (a new key of JSONL) is matched when it
    comes.
    """

    def settle(held: Sequence[pl.DataFrame], last: bool) -> Stage | None:
        frame = held[0] if len(held) == 1 else pl.concat(held, how="diagonal")
        made = before or Decisions(_plan(held[0].columns, options, None).kind)
        told, more = tell(_plan(frame.columns, options, made), frame, made.told)
        made = replace(made, told=told)
        days, open_ = _days(options, made, frame)
        if (more or open_) and not last:
            return None
        decided = replace(made, day_first=days, guessed=open_)
        return replace(_undecided(options, decided), apply=lambda lf: _apply(lf, options, decided))

    return Stage(name="ingest", apply=Result, settle=settle)


def _plan(names: Sequence[str], options: Options, made: Decisions | None) -> Plan:
    columns = [name for name in names if name not in PROVENANCE]
    if made is None:
        return plan(columns, options.kind, options.mapped)
    return settled(plan(columns, made.kind, options.mapped), made.told)


def _time_headings(made: Plan, frame: pl.DataFrame) -> list[str]:
    known = table.of(made.kind)
    whole = [h for h, name in made.fields.items() if name in known and known[name].type in ("time", "date")]
    named = dict.fromkeys([*whole, *(date for date, _ in made.halves.values())])
    return [name for name in named if name in frame.columns]


def _days(options: Options, made: Decisions, frame: pl.DataFrame) -> tuple[dict[str, bool], frozenset[str]]:
    """Per heading, whether the day comes first, by the first cell that tells; and the headings that are still open."""
    days = dict(made.day_first)
    headings = _time_headings(_plan(frame.columns, options, made), frame)
    if options.day_first is not None:
        return dict.fromkeys(headings, options.day_first), frozenset()
    asked = [heading for heading in headings if heading not in days]
    seen = frame.select(is_year_last(pl.col(heading)).any().alias(heading) for heading in asked)
    open_ = set()
    for heading in (name for name, found in zip(asked, seen.row(0) if asked else (), strict=True) if found):
        told = frame.select(days_first(pl.col(heading))).to_series().drop_nulls()
        if len(told):
            days[heading] = bool(told[0])
        else:
            open_.add(heading)
    return days, frozenset(open_)


def _apply(lf: pl.LazyFrame, options: Options, made: Decisions) -> Result:
    rows, blank = blank_rows(lf)
    rows, total = _totals(rows)
    planned = _plan(lf.collect_schema().names(), options, made)
    fielded = _given(_fielded(rows, planned, options), options)
    cleaned, rounded = _ids(_no_nulls(fielded, planned.kind), planned.kind)
    days = {planned.fields[name]: first for name, first in made.day_first.items() if name in planned.fields}
    days |= {name: made.day_first[date] for name, (date, _) in planned.halves.items() if date in made.day_first}
    read = read_cells(cleaned, Reading(planned.kind, options.tz, days))
    sides = [part for part in (blank, total, rounded, read.rejects) if part is not None]
    return Result(read.rows, pl.concat(sides, how="diagonal"), _guesses(rows, made.guessed))


def _guesses(lf: pl.LazyFrame, headings: Iterable[str]) -> pl.LazyFrame | None:
    """How many dates were read day first because nothing in their column told."""
    own = [is_year_last(pl.col(name)).sum() for name in headings if name in lf.collect_schema()]
    return lf.select(pl.lit(GUESSED).alias("name"), pl.sum_horizontal(own).cast(pl.Int64).alias("n")) if own else None


def _totals(lf: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """A totals row names itself in its first cell that is not empty: a record's own category may be 合计 too."""
    own = [name for name, dtype in lf.collect_schema().items() if name not in PROVENANCE and dtype == pl.String]
    first = pl.coalesce(pl.col(name) for name in own) if own else pl.lit("")
    is_total = plain(first).str.strip_chars(":： ").is_in(list(TOTALS)).fill_null(False)
    return lf.filter(~is_total), side(lf.filter(is_total), "dropped", "row.total")


def _fielded(lf: pl.LazyFrame, made: Plan, options: Options) -> pl.LazyFrame:
    """Columns under their field's name; a time in two columns joined; other columns under their own heading."""
    present = lf.collect_schema().names()
    halves = {name: pair for name, pair in made.halves.items() if set(pair) <= set(present)}
    used = {heading for pair in halves.values() for heading in pair}
    fields = {heading: name for heading, name in made.fields.items() if heading in present}
    taken = {*fields.values(), *halves}
    own = {name: name.strip() or name for name in present if name not in fields and name not in used}
    renamed = {name: f"{new}_source" if new in taken else new for name, new in own.items()}
    return lf.select(
        *(pl.col(heading).alias(name) for heading, name in fields.items()),
        *(_joined(*pair).alias(name) for name, pair in halves.items()),
        *(pl.col(name).alias(new) for name, new in renamed.items()),
    )


def _joined(date: str, clock: str) -> pl.Expr:
    """A date and a clock as one text; Excel gives each of them the other half too (2021-01-01 00:00:00, 1899-12-31)."""
    day = pl.col(date).str.strip_chars().str.replace(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "")
    hour = pl.col(clock).str.strip_chars().str.replace(r"^(1899-12-3[01]|1900-01-0\d|\d{4}-\d{2}-\d{2})[T\s]+", "")
    return pl.when(day.is_not_null()).then(pl.concat_str([day, hour.fill_null("")], separator=" ").str.strip_chars())


def _given(lf: pl.LazyFrame, options: Options) -> pl.LazyFrame:
    """`--set`: a field given on the command line, for every row."""
    return lf.with_columns(pl.lit(value).alias(name) for name, value in options.given.items())


def _no_nulls(lf: pl.LazyFrame, kind: str) -> pl.LazyFrame:
    """Words for nothing as null in ids and labels; a customer's own text keeps them. Ends stripped."""
    known = table.of(kind)
    schema = lf.collect_schema()
    texts = [name for name in schema if name in known and known[name].type in ("id", "text")]
    labels = [pl.col(name) for name in texts if name not in SAID]
    words = list(NULLS)
    return lf.with_columns(
        *(pl.when(~plain(label).is_in(words)).then(label.str.strip_chars()) for label in labels),
    )


def _ids(lf: pl.LazyFrame, kind: str) -> tuple[pl.LazyFrame, pl.LazyFrame | None]:
    """Ids as text: `="007"` and a leading apostrophe undone; one that Excel has rounded is null and a side record."""
    known = table.of(kind)
    ids = [name for name in lf.collect_schema() if name in known and known[name].type == "id"]
    bare = lf.with_columns(pl.col(ids).str.replace(r'^="?(.*?)"?$', "${1}").str.replace(r"^['’]", ""))
    sides = [
        side(bare.filter(pl.col(name).str.contains(ROUNDED)), "cell", "id.rounded", name, pl.col(name)) for name in ids
    ]
    rounded = pl.concat(sides) if sides else None
    return bare.with_columns(pl.when(~pl.col(ids).str.contains(ROUNDED)).then(pl.col(ids))), rounded
