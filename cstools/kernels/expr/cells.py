"""Cells of text to the types of the field table; what cannot be read becomes null and a side record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from cstools.kernels.expr.cascade import Form, cascade
from cstools.kernels.expr.frames import blank
from cstools.kernels.expr.numbers import durations, flags, money, numbers, ratings, whole_numbers
from cstools.kernels.expr.text import key, plain, unlisted
from cstools.kernels.expr.times import times
from cstools.kernels.stage import LINE, PROVENANCE, Result, side
from cstools.model import fields as table
from cstools.model import synonyms
from cstools.model.words import NULLS

RAW = "__raw_"
POINTS = frozenset(["csat", "score", "stars", "ces", "nps"])
RULES = {"time": "cell.time", "date": "cell.time", "bool": "cell.flag", "enum": "cell.enum", "list": "cell.list"}
"""Type -> rule of the side record of a cell that cannot be read; every other type is a number."""


@dataclass(frozen=True)
class Reading:
    """How the cells of a frame are read. day_first: per field, where 6/10/2025 has been decided; true elsewhere."""

    kind: str
    tz: str
    day_first: Mapping[str, bool] = field(default_factory=dict)


def typed_cell(one: table.Field, reading: Reading) -> pl.Expr:
    """The expression from text to the type of a field; null for what cannot be read.

    >>> csat = table.of("ticket")["csat"]
    >>> cells = pl.DataFrame({"csat": ["5分", "六"]})
    >>> cells.select(typed_cell(csat, Reading("ticket", "UTC"))).to_series().to_list()
    [5.0, None]
    """
    text = pl.col(one.name)
    by_type: dict[str, Callable[[], pl.Expr]] = {
        "time": lambda: times(text, reading.tz, day_first=reading.day_first.get(one.name, True)),
        "date": lambda: times(text, reading.tz, day_first=reading.day_first.get(one.name, True)).cast(pl.Date),
        "int": lambda: whole_numbers(text),
        "float": lambda: durations(text) if one.unit == "s" else numbers(text),
        "money": lambda: money(text),
        "bool": lambda: flags(text),
        "enum": lambda: _enum(text, one),
        "list": lambda: unlisted(text),
    }
    if one.name in POINTS:
        return ratings(text).cast(pl.Int64, strict=False) if one.type == "int" else ratings(text)
    return by_type[one.type]()


def _enum(text: pl.Expr, one: table.Field) -> pl.Expr:
    words = synonyms.words(one.name)
    exact: Form = lambda cell: pl.when(cell.is_in(list(one.choices))).then(cell)  # noqa: E731
    word: Form = lambda cell: cell.replace_strict(words, default=None, return_dtype=pl.String)  # noqa: E731
    return cascade(text, [(None, [exact]), (key, [word])], pl.String())


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
    read = lf.with_columns(*(typed_cell(one, reading).alias(one.name) for one in todo), *raw).collect()
    lost = [_lost(read, one) for one in todo if _unread(read, one.name)]
    rejects = pl.concat(lost).sort(LINE, maintain_order=True).lazy() if lost else None
    return Result(read.drop(RAW + one.name for one in todo).lazy(), rejects)


def _unread(read: pl.DataFrame, name: str) -> bool:
    return read[name].null_count() > read[RAW + name].null_count()


def _lost(read: pl.DataFrame, one: table.Field) -> pl.DataFrame:
    text = pl.col(RAW + one.name)
    unread = read.lazy().filter(pl.col(one.name).is_null() & text.is_not_null() & ~plain(text).is_in(list(NULLS)))
    places = [name for name in PROVENANCE if name in read.columns]
    return side(unread.select(*places, text), "cell", RULES.get(one.type, "cell.number"), one.name, text).collect()


def blank_rows(lf: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """The rows that hold something, and the side records of those that hold nothing but nulls and spaces.

    >>> blank_rows(pl.LazyFrame({"a": ["x", None, " "]}))[0].collect().height
    1
    """
    own = [name for name in lf.collect_schema().names() if name not in PROVENANCE]
    empty = pl.struct(own).map_batches(_blank, pl.Boolean, is_elementwise=True) if own else pl.lit(False)
    return lf.filter(~empty), side(lf.filter(empty), "dropped", "row.blank")


def _blank(rows: pl.Series) -> pl.Series:
    return blank(rows.struct.unnest())
