"""The side table made ready: cleaned keys, windows of validity, one row at most for a key at a time."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cstools.errors import Failure
from cstools.kernels.expr.ids import ROUNDED, unwrapped
from cstools.kernels.join.windows import END, START, ambiguous, dated, disjoint
from cstools.kernels.stage import LINE

KEY, NEW = "__key_", "__new_"
"""Begin the names of the key columns and of the columns to add."""


@dataclass(frozen=True)
class Ask:
    """What is asked for.

    on: fields of the records. keys: the columns of the table they are compared with. add: columns of the table to add.
    valid: the table's columns that say from when and until when a row holds; an end without a column is open. at: the
    field of the record's time, None for the main time of its kind. first: the first of several rows for a key is meant.
    replace: the table's value goes before the record's own.
    """

    on: tuple[str, ...]
    keys: tuple[str, ...]
    add: tuple[str, ...]
    valid: tuple[str | None, str | None] | None = None
    at: str | None = None
    first: bool = False
    replace: bool = False


@dataclass(frozen=True)
class Sheet:
    """A side table as read: text keys, typed columns, LINE; its path for messages; the zone of its times."""

    rows: pl.DataFrame
    path: str
    tz: str = "Asia/Shanghai"


@dataclass(frozen=True)
class Lookup:
    """A table that has one row at most for a key at a time.

    rows: KEY0, KEY1, ..., NEW + name, LINE, and where validity was asked for START (inclusive) and END (exclusive),
    sorted by START. idle: lines of rows without a key.
    """

    ask: Ask
    rows: pl.DataFrame
    idle: tuple[int, ...] = ()

    @property
    def keys(self) -> list[str]:
        """The key columns of `rows`."""
        return key_names(len(self.ask.on))


def key_names(n: int) -> list[str]:
    """The names of the key columns.

    >>> key_names(2)
    ['__key_0', '__key_1']
    """
    return [f"{KEY}{at}" for at in range(n)]


def prepare(sheet: Sheet, ask: Ask) -> Lookup:
    """The lookup that a table gives.

    Rows without a key are left aside (`idle`); rows that say the same of a key count once. Raises Failure for an id
    that Excel has rounded, a date that cannot be read, a window that ends before it begins, and for two rows that say
    different things of one key at one time (unless `first`), each with its line.

    >>> rows = pl.DataFrame({"account": [" a1 ", "a2"], "team": ["售前", "售后"], LINE: [2, 3]})
    >>> prepare(Sheet(rows, "t.csv"), Ask(("account",), ("account",), ("team",))).rows.rows()
    [('a1', '售前', 2), ('a2', '售后', 3)]
    """
    names = key_names(len(ask.keys))
    rows = sheet.rows.select(
        *(cleaned(pl.col(column)).alias(name) for column, name in zip(ask.keys, names, strict=True)),
        *(pl.col(column).alias(NEW + column) for column in ask.add),
        LINE,
        *(pl.col(column).alias(name) for column, name in zip(ask.valid or (), (START, END), strict=False) if column),
    )
    idle = rows.filter(pl.any_horizontal(pl.col(names).is_null()))[LINE].to_list()
    rows = rows.drop_nulls(names)
    _honest(rows, sheet, ask)
    if ask.valid:
        rows = disjoint(dated(rows, sheet.path, sheet.tz, ask.valid), names, sheet.path, first=ask.first)
    else:
        rows = _single(rows, names, sheet.path, first=ask.first)
    return Lookup(ask, rows, tuple(idle))


def cleaned(text: pl.Expr) -> pl.Expr:
    """A key as it is compared: ends stripped, `="007"` and a leading apostrophe undone; nothing is null.

    >>> pl.DataFrame({"x": [' ="007" ', "'8", " "]}).select(cleaned(pl.col("x"))).to_series().to_list()
    ['007', '8', None]
    """
    bare = unwrapped(trimmed(text))
    return pl.when(bare != "").then(bare)


def trimmed(key: pl.Expr) -> pl.Expr:
    """A record's key as it is compared: as text, ends stripped; nothing is null.

    >>> pl.DataFrame({"x": [" a ", ""]}).select(trimmed(pl.col("x"))).to_series().to_list()
    ['a', None]
    """
    text = key.cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


def _honest(rows: pl.DataFrame, sheet: Sheet, ask: Ask) -> None:
    """Failure for the first key that Excel has rounded."""
    for column, name in zip(ask.keys, key_names(len(ask.keys)), strict=True):
        wrong = rows.filter(pl.col(name).str.contains(ROUNDED))
        if wrong.height:
            raise Failure("join.rounded", path=sheet.path, line=wrong[LINE][0], field=column, value=wrong[name][0])


def _single(rows: pl.DataFrame, names: list[str], path: str, *, first: bool) -> pl.DataFrame:
    """One row a key. Failure names the first key with two rows that differ, unless the first is meant."""
    said = rows.unique([name for name in rows.columns if name != LINE], keep="first", maintain_order=True)
    kept = said.unique(names, keep="first", maintain_order=True)
    if kept.height < said.height and not first:
        other = said.filter(pl.struct(names).is_duplicated()).head(1)
        pair = said.join(other.select(names), on=names, how="semi")[LINE].to_list()[:2]
        raise ambiguous(path, other.select(names).row(0), pair)
    return kept
