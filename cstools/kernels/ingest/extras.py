"""Rows of an export that are no records: its header again, notes below the table, what its preset leaves out."""

from __future__ import annotations

import re

import polars as pl

from cstools.kernels.stage import PROVENANCE, side
from cstools.model import fields as table
from cstools.model.sources import Preset

NOTES = ("注", "说明", "备注", "口径", "来源", "导出", "制表", "note", "source", "exported", "generated")
NOTE = (
    r"(?i)^[※*\x{ff0a}\s]*(注|注意|备注|说明|数据说明|指标说明|统计口径|数据来源|导出时间|导出人|制表人?|notes?|source"
    r"|exported|generated)(\s*\d+)?\s*[:：]"
)
"""How the first cell of a note begins; every other cell of the row is empty."""
NARROW = 3
"""A table of fewer columns may hold rows of one cell."""


def no_extras(frame: pl.DataFrame, preset: Preset) -> tuple[pl.DataFrame, list[pl.LazyFrame]]:
    """The rows that are records, and the side records of the others: row.header, row.note, row.source.

    In: text columns under their own headings.

    >>> given = pl.DataFrame({"a": ["x", "a", "注：口径"], "b": ["1", "b", None], "c": ["2", "c", None]})
    >>> rows, sides = no_extras(given, Preset())
    >>> rows.rows(), len(sides)
    ([('x', '1', '2')], 2)
    """
    own = [name for name, dtype in frame.schema.items() if name not in PROVENANCE and dtype == pl.String]
    sides = []
    for rule, find in (("row.header", _header), ("row.note", _note), ("row.source", _left_out)):
        found = find(frame, own, preset)
        if found is not None and found.any():
            sides.append(side(frame.filter(found).lazy(), "dropped", rule))
            frame = frame.filter(~found)
    return frame, sides


def _header(frame: pl.DataFrame, own: list[str], _: Preset) -> pl.Series | None:
    """The headings again, as a concatenated export has them: every cell that is there is its column's heading."""
    named = [name for name in own if not re.fullmatch(r"column_\d+", name)]
    if len(named) < 2 or not (_is_heading(frame, named[0]) | _is_heading(frame, named[1])).any():
        return None
    same = pl.DataFrame([_is_heading(frame, name).alias(name) for name in named])
    given = frame.select(pl.col(named).is_not_null())
    agree = pl.sum_horizontal(pl.all())
    n_same = same.select(agree.alias("n")).to_series()
    n_given = given.select(agree.alias("n")).to_series()
    return (n_same == n_given) & (n_given >= max(2, (len(named) + 1) // 2))


def _is_heading(frame: pl.DataFrame, name: str) -> pl.Series:
    words = {name, name.strip(), re.sub(r"_\d+$", "", name)}
    return frame.get_column(name).is_in(sorted(words)).fill_null(False)


def _note(frame: pl.DataFrame, own: list[str], _: Preset) -> pl.Series | None:
    if len(own) < NARROW:
        return None
    first = frame.get_column(own[0])
    if not first.str.contains_any(list(NOTES), ascii_case_insensitive=True).any():
        return None
    alone = frame.select(pl.all_horizontal(pl.col(own[1:]).is_null())).to_series()
    return first.str.contains(NOTE).fill_null(False) & alone


def _left_out(frame: pl.DataFrame, own: list[str], preset: Preset) -> pl.Series | None:
    words = {name: preset.drop[key] for name in own if (key := table.normal(name)) in preset.drop}
    if not words:
        return None
    found = pl.any_horizontal(pl.col(name).str.strip_chars().is_in(list(out)) for name, out in words.items())
    return frame.select(found.fill_null(False).alias("found")).to_series()
