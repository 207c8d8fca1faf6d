"""When a row of a side table holds: dates to windows, and windows of one key that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.errors import Failure
from cstools.kernels.expr.frames import DTYPES
from cstools.kernels.expr.times import days_first, times
from cstools.kernels.stage import LINE
from cstools.model.lookups import NO_END
from cstools.model.words import NULLS

TIME = DTYPES["time"]
START, END = "__start", "__end"
"""Datetime: the first moment a row holds, and the first after it."""
BEGINNING = pl.datetime(1, 1, 1, time_unit="us")
FOREVER = pl.datetime(9999, 12, 31, time_unit="us")
NEVER_ENDS = r"^9999\D"


def dated(rows: pl.DataFrame, path: str, tz: str, valid: tuple[str | None, str | None]) -> pl.DataFrame:
    """The rows with START and, where `valid` names its column, END as times.

    In: START and END as text. A date holds from its first moment to its last, whichever end it stands for; a time that
    is no midnight is itself the last moment. Nothing is open. Raises Failure for what is no date, naming its line, and
    for a window that ends before it begins.
    """
    for name, heading in zip((START, END), valid, strict=True):
        if heading is None:
            continue
        read = rows.with_columns(_moment(rows[name], tz).alias("__read"))
        wrong = read.filter(pl.col("__read").is_null() & pl.col(name).is_not_null() & ~_open(pl.col(name)))
        if wrong.height:
            raise Failure("join.date", path=path, line=wrong[LINE][0], field=heading, value=wrong[name][0])
        rows = read.with_columns(pl.col("__read").alias(name)).drop("__read")
    start = pl.col(START) if START in rows.columns else pl.lit(None, TIME)
    rows = rows.with_columns(start.fill_null(BEGINNING).alias(START))
    if END not in rows.columns:
        return rows
    midnight = pl.col(END).dt.time() == pl.time(0, 0, 0)
    after = pl.when(midnight).then(pl.col(END).dt.offset_by("1d")).otherwise(pl.col(END).dt.offset_by("1us"))
    rows = rows.with_columns(after.fill_null(FOREVER).alias(END))
    backwards = rows.filter(pl.col(END) <= pl.col(START))
    if backwards.height:
        raise Failure("join.backwards", path=path, line=backwards[LINE][0], start=valid[0], end=valid[1])
    return rows


def _moment(text: pl.Series, tz: str) -> pl.Series:
    """Times of one column; whether the day comes first is told by the column."""
    if text.dtype != pl.String:
        return text.cast(TIME)
    column = pl.col(text.name)
    told = text.to_frame().select(days_first(column)).to_series().drop_nulls()
    first = bool(told[0]) if len(told) else True
    return text.to_frame().select(times(column.str.strip_chars(), tz, day_first=first)).to_series()


def _open(text: pl.Expr) -> pl.Expr:
    word = text.cast(pl.String).str.strip_chars().str.to_lowercase()
    return word.is_in([*NULLS, *NO_END]) | word.str.contains(NEVER_ENDS)


def disjoint(rows: pl.DataFrame, keys: list[str], path: str, *, first: bool) -> pl.DataFrame:
    """The rows by START, those of one key without overlap; rows that say the same count once.

    Without END a row holds until the next of its key begins. Raises Failure where two rows hold at one time, unless
    `first`: then the earlier of the two in the table does.
    """
    said = rows.unique([name for name in rows.columns if name != LINE], keep="first", maintain_order=True)
    if END not in rows.columns:
        if first:
            said = said.unique([*keys, START], keep="first", maintain_order=True)
        following = pl.col(START).shift(-1).over(keys)
        said = said.sort(START, LINE).with_columns(following.fill_null(FOREVER).alias(END))
        clash = said.filter(pl.col(START) == pl.col(END))
    else:
        said = said.sort(START, LINE)
        clash = said.filter(pl.col(START) < pl.col(END).cum_max().shift().over(keys))
    if not clash.height:
        return said
    if not first:
        _clash(said, clash.head(1), keys, path)
    return _segments(said, keys)


def _clash(rows: pl.DataFrame, one: pl.DataFrame, keys: list[str], path: str) -> None:
    """Failure naming a row and another of its key that holds when it begins."""
    start, line = one[START][0], one[LINE][0]
    others = rows.join(one.select(keys), on=keys, how="semi").filter(
        (pl.col(START) <= start) & ((pl.col(END) > start) | (pl.col(START) == start)) & (pl.col(LINE) != line)
    )
    raise ambiguous(path, one.select(keys).row(0), [line, others[LINE][0]])


def _segments(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The windows cut where any of their key begins or ends, each piece with the first row of the table that holds."""
    cuts = pl.concat([rows.select(*keys, START), rows.select(*keys, pl.col(END).alias(START))]).unique()
    pieces = cuts.sort(START).with_columns(pl.col(START).shift(-1).over(keys).alias(END)).drop_nulls(END)
    held = pieces.join(rows, on=keys, how="inner", suffix="_row").filter(
        (pl.col(f"{START}_row") <= pl.col(START)) & (pl.col(END) <= pl.col(f"{END}_row"))
    )
    return held.sort(LINE).unique([*keys, START], keep="first", maintain_order=True).select(rows.columns).sort(START)


def ambiguous(path: str, key: Sequence[str], lines: Sequence[int]) -> Failure:
    """The error for two rows of the table that answer to one key."""
    return Failure("join.ambiguous", path=path, value=" + ".join(key), line=min(lines), other=max(lines))
