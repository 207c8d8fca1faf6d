"""Rosters as teams keep them, a row a person and a column a day: a row a shift."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

import polars as pl

from cstools.errors import Usage
from cstools.kernels.ingest.long import EMPTY, HEADING, Long, long, nothing, unread
from cstools.kernels.stage import FILE
from cstools.model import fields as table
from cstools.model.source_keys import SHIFT
from cstools.model.sources import DAY

MONTH = re.compile(r"(\d{4})\D{0,2}(\d{1,2})")
MONTHS = ("month", "月份", "年月")
"""Columns that say the month of a matrix whose headings are days alone."""
SHIFTS = "rows spread into a row a day"
OFF = "days off left out"


def shifts_of(frame: pl.DataFrame, own: list[str], shifts: Mapping[str, str]) -> Long:
    """A row a shift: shift (text), start_at and end_at (times). own: the columns that are days; shifts: word -> hours.

    A cell may hold hours itself. Raises Usage for days without a month.

    >>> given = pl.DataFrame({"agent": ["甲"], "10-01": ["早"], "10-02": ["休"], "month": ["2025-10"]})
    >>> rows, _, counts = shifts_of(given, ["10-01", "10-02"], {"早": "08:00-16:00", "休": ""})
    >>> rows.select("shift", pl.col("start_at").dt.to_string("%d %H")).rows(), counts[OFF]
    ([('早', '01 08')], 1)
    """
    rows = long(frame, own, {"shift": [*own]})
    months = next((name for name in MONTHS if name in frame.columns), None)
    heads = [DAY.match(table.normal(name)) for name in own]
    days = [(found[1], found[2], found[3]) for found in heads if found]
    if months is None and any(year is None for year, _, _ in days):
        file = frame.get_column(FILE)[0] if FILE in frame.columns and frame.height else "-"
        raise Usage("source.month", file=file)
    given = rows.get_column(months).to_list() if months else [None] * rows.height
    dates = [_day(*days[at % len(days)], said) for at, said in enumerate(given)] if days else []
    rows = rows.with_columns(
        pl.Series("__day", dates, dtype=pl.Date),
        pl.Series(HEADING, own * frame.height, dtype=pl.String),
        pl.col("shift").str.strip_chars(),
    )
    filled = rows.filter(~nothing(pl.col("shift")) | pl.col("shift").is_in([word for word in shifts if word.strip()]))
    hours = {word: _hours(shifts.get(word, word)) for word in filled.get_column("shift").unique().to_list()}
    off = [word for word in hours if shifts.get(word) == ""]
    working = filled.filter(~pl.col("shift").is_in(off))
    begins = {word: found[0] for word, found in hours.items() if found}
    ends = {word: found[1] for word, found in hours.items() if found}
    read = working.with_columns(
        (_at(pl.col("__day")) + _minutes(begins)).alias("start_at"),
        (_at(pl.col("__day")) + _minutes(ends)).alias("end_at"),
    )
    lost = pl.col("start_at").is_null()
    rule = pl.when(pl.col("__day").is_null()).then(pl.lit("cell.time")).otherwise(pl.lit("cell.shift"))
    sides = unread(read.filter(lost), rule, "shift")
    counts = {SHIFTS: frame.height, EMPTY: rows.height - filled.height, OFF: filled.height - working.height}
    return read.filter(~lost).drop("__day", HEADING), sides, counts


def _day(year: str | None, month: str | None, day: str | None, said: str | None) -> date | None:
    """The day of a heading, its year and month from the heading, else from what is said."""
    found = MONTH.search(said or "")
    try:
        return date(int(year or (found[1] if found else "")), int(month or (found[2] if found else "")), int(day or ""))
    except ValueError:
        return None


def _hours(text: str) -> tuple[int, int] | None:
    """Minutes from midnight to the start and to the end of a shift; None for what is no hours.

    >>> _hours("22:00-6:30"), _hours("9-18"), _hours("早2")
    ((1320, 1830), (540, 1080), None)
    """
    found = SHIFT.match(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    start, end = int(found[1]) * 60 + int(found[2] or 0), int(found[3]) * 60 + int(found[4] or 0)
    return start, end if end > start else end + 24 * 60


def _at(day: pl.Expr) -> pl.Expr:
    return day.cast(pl.Datetime("us"))


def _minutes(of: Mapping[str, int]) -> pl.Expr:
    return pl.duration(minutes=pl.col("shift").replace_strict(dict(of), default=None, return_dtype=pl.Int64))
