"""Cells of text to the types of the field table; what cannot be read becomes null and a side record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from cstools.kernels.expr.cascade import Distinct, Form, Rewrite, Skip, cascade
from cstools.kernels.expr.durations import durations
from cstools.kernels.expr.frames import blank
from cstools.kernels.expr.numbers import flags, money, numbers, ratings, whole_numbers
from cstools.kernels.expr.text import key, plain, says_nothing, unlisted
from cstools.kernels.expr.times import times
from cstools.kernels.stage import LINE, PROVENANCE, Result, side
from cstools.model import fields as table
from cstools.model import synonyms

RAW = "__raw_"
POINTS = frozenset(["csat", "score", "stars", "ces", "nps"])
RULES = {"time": "cell.time", "date": "cell.time", "bool": "cell.flag", "enum": "cell.enum", "list": "cell.list"}
"""Type -> rule of the side record of a cell that cannot be read; every other type is a number."""


@dataclass(frozen=True)
class Reading:
    """How the cells of a frame are read.

    day_first: per field, where 6/10/2025 has been decided; true elsewhere. units: per field, the seconds that 1 stands
    for in a duration without a unit of its own (60 under a heading in minutes); 1 elsewhere. source_tz: the zone of
    times that say none; None: `tz`.
    """

    kind: str
    tz: str
    day_first: Mapping[str, bool] = field(default_factory=dict)
    units: Mapping[str, float] = field(default_factory=dict)
    source_tz: str | None = None


def typed_cell(one: table.Field, reading: Reading) -> pl.Expr:
    """The expression from text to the type of a field; null for what cannot be read.

    >>> csat = table.of("ticket")["csat"]
    >>> cells = pl.DataFrame({"csat": ["5分", "六"]})
    >>> cells.select(typed_cell(csat, Reading("ticket", "UTC"))).to_series().to_list()
    [5.0, None]
    """
    text = pl.col(one.name)
    by_type: dict[str, Callable[[], pl.Expr]] = {
        "time": lambda: _time(text, one, reading),
        "date": lambda: _time(text, one, reading).cast(pl.Date),
        "int": lambda: whole_numbers(text),
        "float": lambda: durations(text, reading.units.get(one.name, 1.0)) if one.unit == "s" else numbers(text),
        "money": lambda: money(text),
        "bool": lambda: flags(text),
        "enum": lambda: _enum(text, one),
        "list": lambda: unlisted(text),
    }
    if one.name in POINTS:
        return ratings(text).cast(pl.Int64, strict=False) if one.type == "int" else ratings(text)
    return by_type[one.type]()


def _time(text: pl.Expr, one: table.Field, reading: Reading) -> pl.Expr:
    day_first = reading.day_first.get(one.name, True)
    return times(text, reading.tz, day_first=day_first, source_tz=reading.source_tz)


def _enum(text: pl.Expr, one: table.Field) -> pl.Expr:
    words = synonyms.words(one.name)
    exact: Form = lambda cell: pl.when(cell.is_in(list(one.choices))).then(cell)  # noqa: E731
    word: Form = lambda cell: cell.replace_strict(words, default=None, return_dtype=pl.String)  # noqa: E731
    return cascade(text, [exact, Distinct(), Skip(says_nothing), Rewrite(key), word], pl.String())


def read_cells(lf: pl.LazyFrame, reading: Reading) -> Result:
    """The frame with its canonical columns typed, and a side record for each cell that could not be read.

    In: text columns; those that have their type already, and unknown ones, pass. A null word is null without a record.
    """
    schema = lf.collect_schema()
    known = table.of(reading.kind)
    todo = [
        known[name]
        for name, dtype in schema.items()
        if name in known and known[name].type not in ("id", "text") and dtype == pl.String
    ]
    if not todo:
        return Result(lf)
    raw = [pl.col(one.name).alias(RAW + one.name) for one in todo]
    # One after the other: a thread that waits for another's Python spins, which costs as much again as the reading.
    read = lf.collect().with_columns_seq(*(typed_cell(one, reading).alias(one.name) for one in todo), *raw)
    sides = (_lost(read, one) for one in todo if _unread(read, one.name))
    lost = [part for part in sides if part is not None]
    rejects = pl.concat(lost).sort(LINE, maintain_order=True) if lost else None
    return Result(read.drop(RAW + one.name for one in todo).lazy(), rejects)


def _unread(read: pl.DataFrame, name: str) -> bool:
    return read[name].null_count() > read[RAW + name].null_count()


def _lost(read: pl.DataFrame, one: table.Field) -> pl.LazyFrame | None:
    text = pl.col(RAW + one.name)
    places = [name for name in PROVENANCE if name in read.columns]
    null = read.select(*places, text, pl.col(one.name)).filter(pl.col(one.name).is_null() & text.is_not_null())
    # Most words for nothing are found as they stand; few cells are left to be made plain first.
    for nothing in (says_nothing(text), says_nothing(plain(text))):
        null = null.filter(~nothing)
        if null.is_empty():
            return None
    return side(null.lazy().select(*places, text), "cell", RULES.get(one.type, "cell.number"), one.name, text)


def blank_rows(lf: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame | None]:
    """The rows that hold something, and the side records of those that hold nothing but nulls and spaces, if any.

    >>> blank_rows(pl.LazyFrame({"a": ["x", None, " "]}))[0].collect().height
    1
    """
    frame = lf.collect()
    own = frame.select(name for name in frame.columns if name not in PROVENANCE)
    empty = blank(own) if own.width else None
    if empty is None or not empty.any():
        return frame.lazy(), None
    return frame.lazy().filter(~empty), side(frame.lazy().filter(empty), "dropped", "row.blank")
