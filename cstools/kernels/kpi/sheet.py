"""A table kept by hand beside the figures: its columns under our names, cells cleaned, errors with their line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.ids import unwrapped
from cstools.kernels.expr.times import days_first, times
from cstools.kernels.stage import LINE, PROVENANCE
from cstools.model.fields import normal

TITLES = 5
"""Rows in which headings may stand below a title."""


@dataclass(frozen=True)
class Sheet:
    """A side table as read: text cells under its own headings and LINE; its path for messages; the zone of its times.

    heads: the heading each column of ours had, once `renamed`.
    """

    rows: pl.DataFrame
    path: str
    tz: str = "Asia/Shanghai"
    heads: Mapping[str, str] | None = None

    @property
    def headings(self) -> list[str]:
        """Its columns without provenance."""
        return [name for name in self.rows.columns if name not in PROVENANCE]

    def head(self, column: str) -> str:
        """What the table calls a column of ours."""
        return (self.heads or {}).get(column, column)

    def wrong(self, key: str, line: int | None = None, **params: object) -> Usage:
        """The error `key` at a line of this table (its headings: line 1)."""
        return Usage(key, path=self.path, line=line or 1, **params)


def cleaned(text: pl.Expr) -> pl.Expr:
    r"""A cell as it is read: text, ends stripped, `="007"` and a leading apostrophe undone; nothing is null.

    >>> pl.DataFrame({"x": [' ="007" ', "\u3000"]}).select(cleaned(pl.col("x"))).to_series().to_list()
    ['007', None]
    """
    bare = unwrapped(text.cast(pl.String).str.strip_chars())
    return pl.when(bare != "").then(bare)


def headed(sheet: Sheet, words: Mapping[str, str], column: str) -> Sheet:
    """The sheet with its true headings, where titles stand above them: those of the first row that names `column`.

    >>> rows = pl.DataFrame({"2025年目标": ["指标", "满意率"], "": ["售后", "85%"], LINE: [2, 3]})
    >>> headed(Sheet(rows, "t.csv"), {"指标": "metric"}, "metric").rows.rows(named=True)
    [{'指标': '满意率', '售后': '85%', '__line': 3}]
    """
    if any(words.get(normal(heading)) for heading in sheet.headings):
        return sheet
    top = sheet.rows.head(TITLES).select(cleaned(pl.col(name)).alias(name) for name in sheet.headings)
    for at, row in enumerate(top.iter_rows()):
        if any(cell and words.get(normal(cell)) == column for cell in row):
            below = lined(sheet.rows)[at + 1 :]
            named = {name: cell for name, cell in zip(sheet.headings, row, strict=True) if cell}
            if len(set(named.values())) < len(named):
                break
            return Sheet(
                below.select(*(pl.col(name).alias(cell) for name, cell in named.items()), LINE), sheet.path, sheet.tz
            )
    return sheet


def renamed(sheet: Sheet, words: Mapping[str, str]) -> tuple[Sheet, tuple[str, ...]]:
    """The sheet with the columns that `words` (normalised heading -> ours) names, cells cleaned; the other headings.

    Rows in which all of these are empty are left out. Raises Usage("side.twice") for two headings of one column.

    >>> words = {"活动": "name", "开始": "start"}
    >>> sheet, other = renamed(Sheet(pl.DataFrame({"活动": [" 双11", None], "备注": ["", "x"]}), "c.csv"), words)
    >>> sheet.rows.rows(), sheet.head("name"), other
    ([('双11', 2)], '活动', ('备注',))
    """
    found: dict[str, str] = {}
    for heading in sheet.headings:
        column = words.get(normal(heading))
        if column in found:
            raise sheet.wrong("side.twice", column=column, first=found[column], second=heading)
        if column:
            found[column] = heading
    rows = lined(sheet.rows).select(*(cleaned(pl.col(heading)).alias(name) for name, heading in found.items()), LINE)
    rows = rows.filter(pl.any_horizontal(pl.col(list(found)).is_not_null())) if found else rows.clear()
    other = tuple(heading for heading in sheet.headings if heading not in found.values())
    return Sheet(rows, sheet.path, sheet.tz, found), other


def lined(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with LINE: as the reader gave it, else as lines of a file with a heading."""
    place = pl.int_range(2, pl.len() + 2, dtype=pl.Int64)
    given = pl.col(LINE).cast(pl.Int64).fill_null(place) if LINE in rows.columns else place
    return rows.with_columns(given.alias(LINE))


def require(sheet: Sheet, column: str, words: Mapping[str, str], key: str = "side.cell") -> None:
    """Raise Usage unless a column is there ("side.column") and filled in every row (`key`, with the line)."""
    if column not in sheet.rows.columns:
        known = [heading for heading, name in words.items() if name == column]
        raise sheet.wrong("side.column", column=column, known=", ".join(known[:6]))
    empty = sheet.rows.filter(pl.col(column).is_null())
    if empty.height:
        raise sheet.wrong(key, empty[LINE][0], column=sheet.head(column))


def moments(sheet: Sheet, columns: Sequence[str]) -> Sheet:
    """The sheet with the columns as times; a date is its midnight. Raises Usage("side.date") with the line.

    >>> sheet = Sheet(pl.DataFrame({"from": ["2025/10/6"], LINE: [2]}), "x.csv")
    >>> moments(sheet, ["from"]).rows["from"].to_list()
    [datetime.datetime(2025, 10, 6, 0, 0)]
    """
    rows = sheet.rows
    for column in columns:
        text = pl.col(column)
        told = rows.select(days_first(text)).to_series().drop_nulls()
        read = rows.select(times(text, sheet.tz, day_first=bool(told[0]) if len(told) else True)).to_series()
        wrong = rows.filter(read.is_null() & rows[column].is_not_null())
        if wrong.height:
            raise sheet.wrong("side.date", wrong[LINE][0], column=sheet.head(column), value=wrong[column][0])
        rows = rows.with_columns(read.alias(column))
    return Sheet(rows, sheet.path, sheet.tz, sheet.heads)
