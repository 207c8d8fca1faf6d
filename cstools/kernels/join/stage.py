"""The stage of cs-join: each record with what the table says of its key."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near
from cstools.kernels.join.lookup import NEW, Lookup, trimmed
from cstools.kernels.join.unmatched import DATES, UNKNOWN, WHY, N
from cstools.kernels.join.windows import END, START, TIME
from cstools.kernels.stage import INTERNAL, Result, Stage, counted
from cstools.model import fields as table

ROW, ENTRY, AT = "__row", "__entry", "__at"
MATCHED = "matched"
UNMATCHED = "unmatched"
KEPT = "values kept (--replace overwrites them)"
REPLACED = "values replaced"


def stage(lookup: Lookup) -> Stage:
    """The records, each with the table's columns of its key; scope row. Neither their number nor their order changes.

    A field the record has already is filled where it is null; another value is kept and counted, or replaced. A null
    key, or a null time where the table has validity, matches nothing. Counts: MATCHED, UNMATCHED, records without a key
    or time, KEPT, REPLACED. Found: the keys that match nothing, why, and in how many records. Raises Usage for a field
    the records cannot have.

    >>> from cstools.kernels.join.lookup import Ask, Sheet, prepare
    >>> sheet = Sheet(pl.DataFrame({"account": ["a1"], "team": ["售前"], "__line": [2]}), "t.csv")
    >>> made = stage(prepare(sheet, Ask(("account",), ("account",), ("team",))))
    >>> made.apply(pl.LazyFrame({"account": ["a1", None, "a2"]})).rows.collect().rows()
    [('a1', '售前'), (None, None), ('a2', None)]
    """
    ask = lookup.ask
    dated = START in lookup.rows.columns
    # The main time is that of the kind, which the ids tell where the reader gives the needed fields only.
    telling = (ask.at,) if ask.at else (*table.TIME.values(), *table.KEY.values())
    needs = tuple(dict.fromkeys([*ask.on, *(name for name in telling if name and dated), *ask.add]))
    return Stage(name="join", apply=lambda lf: _apply(lf.collect(), lookup), needs=needs, adds=ask.add)


def _apply(frame: pl.DataFrame, lookup: Lookup) -> Result:
    asked = _asked(frame, lookup)
    entry = _entries(asked, lookup)
    columns, counts = _filled(frame, lookup, entry)
    lacking = asked.select(pl.any_horizontal(pl.all().is_null())).to_series()
    unmatched = entry.is_null() & ~lacking
    counts |= {
        MATCHED: entry.len() - entry.null_count(),
        UNMATCHED: int(unmatched.sum()),
        f"without {' or '.join(_named(frame, lookup))}": int(lacking.sum()),
    }
    return Result(
        rows=frame.with_columns(columns).lazy(),
        counts=counted(counts),
        found=_found(asked.filter(unmatched), lookup).lazy(),
    )


def _named(frame: pl.DataFrame, lookup: Lookup) -> list[str]:
    """The fields a record is looked up by: its keys and, where the table has validity, its time."""
    at = [_time(frame, lookup)] if START in lookup.rows.columns else []
    return [*lookup.ask.on, *at]


def _time(frame: pl.DataFrame, lookup: Lookup) -> str:
    time = lookup.ask.at or table.TIME[table.detect(frame.columns)]
    if time is None:
        raise Usage("option.during_kind", field="-")
    return time


def _asked(frame: pl.DataFrame, lookup: Lookup) -> pl.DataFrame:
    """The keys of the records, and AT where the table has validity; null where a record lacks the field."""
    *_, last = names = _named(frame, lookup)
    known = {name for kind in table.KINDS for name in table.of(kind)}
    for name in names:
        # A field of the table may come with a later record; any other name is a slip of the pen.
        if name not in frame.columns and name not in known:
            public = [column for column in frame.columns if column not in INTERNAL]
            raise Usage("field.unknown", field=name, near=near(name, public))
    dated = START in lookup.rows.columns
    keys = [
        (trimmed(pl.col(name)) if name in frame.columns else _none(pl.String())).alias(key)
        for name, key in zip(lookup.ask.on, lookup.keys, strict=True)
    ]
    at = _none(TIME)
    if dated and last in frame.columns:
        if not isinstance(frame.schema[last], (pl.Datetime, pl.Date)):
            raise Usage("join.at", field=last)
        at = pl.col(last).cast(TIME)
    return frame.select(*keys, *([at.alias(AT)] if dated else []))


def _none(dtype: pl.DataType) -> pl.Expr:
    """A null a record."""
    return pl.repeat(None, pl.len(), dtype=dtype)


def _entries(asked: pl.DataFrame, lookup: Lookup) -> pl.Series:
    """The row of `lookup.rows` that answers each record; null where none does."""
    rows = lookup.rows.select(*lookup.keys, *(name for name in (START, END) if name in lookup.rows.columns))
    rows = rows.with_row_index(ENTRY)
    if START not in rows.columns:
        return asked.join(rows, on=lookup.keys, how="left", maintain_order="left")[ENTRY]
    numbered = asked.with_row_index(ROW)
    found = (
        numbered.drop_nulls()
        .sort(AT)
        .join_asof(rows, left_on=AT, right_on=START, by=lookup.keys, strategy="backward", check_sortedness=False)
        .filter(pl.col(AT) < pl.col(END))
    )
    return numbered.select(ROW).join(found.select(ROW, ENTRY), on=ROW, how="left", maintain_order="left")[ENTRY]


def _filled(frame: pl.DataFrame, lookup: Lookup, entry: pl.Series) -> tuple[list[pl.Series], dict[str, int]]:
    """The columns to add, and how many values of the records' own were kept or replaced."""
    said = lookup.rows.select(pl.col(NEW + name).alias(name) for name in lookup.ask.add).select(pl.all().gather(entry))
    columns, others = [], 0
    for new in said:
        if new.name not in frame.columns:
            columns.append(new)
            continue
        old = frame[new.name]
        new = new.cast(old.dtype, strict=False)
        differ = old.is_not_null() & new.is_not_null() & (old != new)
        others += int(differ.sum())
        first, second = (new, old) if lookup.ask.replace else (old, new)
        columns.append(first.zip_with(first.is_not_null(), second).alias(new.name))
    return columns, {REPLACED if lookup.ask.replace else KEPT: others}


def _found(asked: pl.DataFrame, lookup: Lookup) -> pl.DataFrame:
    """The keys that match nothing: KEY0, ..., WHY, N."""
    known = lookup.rows.select(*lookup.keys, pl.lit(DATES).alias(WHY)).unique()
    seen = asked.group_by(lookup.keys).agg(pl.len().cast(pl.Int64).alias(N))
    said = seen.join(known, on=lookup.keys, how="left").with_columns(pl.col(WHY).fill_null(UNKNOWN))
    return said.select(*lookup.keys, WHY, N)
