"""Watching contacts: is a day like the days before it, when did a surge begin, and what drives it."""

from __future__ import annotations

from typing import Any

import polars as pl

from cstools.kernels.expr.notes import written
from cstools.kernels.kpi.contacts import FIELDS
from cstools.kernels.kpi.groups import Group, parse
from cstools.kernels.kpi.names import TIME
from cstools.kernels.stage import Part, Result, Stage
from cstools.kernels.watch import cube as counts
from cstools.kernels.watch import drivers, notes
from cstools.kernels.watch.answer import COLUMNS, END, PLACE, SCHEMA, START, Watched, watched
from cstools.kernels.watch.ask import USUAL, Ask
from cstools.kernels.watch.because import BECAUSE, because
from cstools.kernels.watch.judge import SURGE
from cstools.kernels.watch.series import ALL

__all__ = ["COLUMNS", "USUAL", "Ask", "made", "stage"]

TEXT = "text"
EXPLAINED = 100
"""Surges of which the values that drive them are looked for: of all contacts, then the last and strongest."""
WORDED = 6
"""Of these, those whose words are, which cost more."""


def stage(by: tuple[str, ...] = (), **asked: Any) -> Stage:
    """The whole stage behind cs-watch: reads tickets, gives a row a series and period judged (`COLUMNS`, with `--by` a
    column a field before them), series by series; the rest as in `Ask`.

    Counts: contacts used, records left out by reason. Found: `notes`. Raises Usage as `Ask`, `cube` and `watched` do.

    >>> from datetime import datetime, timedelta
    >>> days = [datetime(2025, 9, 1) + timedelta(days=at) for at in range(40) for _ in range(90 if at == 39 else 30)]
    >>> rows = stage().apply(pl.LazyFrame({"created_at": days})).rows.collect()
    >>> rows.filter(pl.col("flag") == "surge").select("field", "period", "n", "flag", "surge_first").rows()
    [('all', '2025-10-10', 90, 'surge', '2025-10-10')]
    """
    return made(Ask(by=parse(by), **asked))


def made(ask: Ask) -> Stage:
    """The stage that gives what is asked for."""

    def apply(lf: pl.LazyFrame) -> Result:
        columns = lf.collect_schema().names()
        table, out = (part.collect() for part in counts.cube(lf, ask))
        texts = None
        if ask.words and TEXT in columns:
            texts = counts.sorted_out(lf, ask).filter(pl.col(counts.OUT).is_null()).drop(counts.OUT)
        return answer(table, out, ask, texts)

    def partial(lf: pl.LazyFrame) -> list[Part]:
        table, out = counts.cube(lf, ask)
        names = [name for name in table.collect_schema().names() if name not in (counts.N, counts.LATE, counts.CLOCK)]
        return [Part(tuple(names), table), Part((counts.OUT,), out)]

    def merge(parts: list[pl.DataFrame]) -> Result:
        table, out = parts
        return answer(table, out, ask, None)

    asked = [group.field for group in (*ask.by, *ask.usual) if group.field != TIME]
    needs = tuple(dict.fromkeys([*FIELDS, *asked, *((TEXT,) if ask.words else ())]))
    return Stage(
        "watch",
        apply,
        scope="whole",
        needs=needs,
        adds=(*(group.name for group in ask.by), *COLUMNS),
        narrow=True,
        kind="ticket",
        partial=None if ask.words else partial,
        merge=None if ask.words else merge,
    )


def answer(table: pl.DataFrame, out: pl.DataFrame, ask: Ask, texts: pl.LazyFrame | None) -> Result:
    """The rows of a cube, with what drives their surges."""
    found = watched(table, ask)
    rows = together(explained(found, table, ask, texts))
    said = notes.notes(found, rows, ask, EXPLAINED)
    named = rows.select(*_columns(ask, found), *SCHEMA)
    return Result(named.lazy(), counts=notes.counts(out), found=written(said))


def _columns(ask: Ask, found: Watched) -> list[pl.Expr]:
    """The fields of `--by` as columns: null for all contacts."""
    keys = found.found.keys if found.found else ()
    places = list(range(len(keys)))
    return [
        pl.col(PLACE)
        .replace_strict(places, [values[at] if values else None for _, values in keys], return_dtype=pl.String)
        .alias(group.name)
        if keys
        else pl.lit(None, dtype=pl.String).alias(group.name)
        for at, group in enumerate(ask.by)
    ]


def explained(found: Watched, table: pl.DataFrame, ask: Ask, texts: pl.LazyFrame | None) -> pl.DataFrame:
    """The rows with drivers and words for the surges, the latest and strongest first where they are many."""
    rows = found.rows.with_row_index("__row")
    whole = (pl.col("field") == ALL).cast(pl.Int8)
    order = [True, True, False, False]
    surges = rows.filter(pl.col("flag") == SURGE).sort([whole, END, "p_adj", PLACE], descending=order)
    if not surges.height or found.found is None or found.made is None:
        return rows.drop("__row")
    causes, said = {}, {}
    for rank, row in enumerate(surges.head(EXPLAINED).iter_rows(named=True)):
        names, values = found.found.keys[row[PLACE]]
        span = row[START], row[END]
        past = found.past(span[0])
        own = _own(table.lazy(), dict(zip(names, values, strict=True))).collect()
        others = [group.name for group in counts.fields(ask, table.columns) if group.name not in names]
        causes[row["__row"]] = drivers.written(
            drivers.values(own, others, span, past, row["n"] - (row["expected"] or 0.0))
        )
        if texts is not None and rank < WORDED:
            said[row["__row"]] = drivers.written(drivers.words(_texts(texts, ask, names, values), span, past))
    place = pl.col("__row")
    return rows.with_columns(
        drivers=place.replace_strict(causes, default=None, return_dtype=pl.String),
        words=place.replace_strict(said, default=None, return_dtype=pl.String) if said else pl.lit(None, pl.String),
    ).drop("__row")


def together(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, with the surges that another one explains BECAUSE of it."""
    numbered = rows.with_row_index("__row")
    surges = numbered.filter(pl.col("flag") == SURGE)
    causes = surges.select("__row", because(surges))
    return numbered.drop(BECAUSE).join(causes, on="__row", how="left", maintain_order="left").drop("__row")


def _own(rows: pl.LazyFrame, values: dict[str, str]) -> pl.LazyFrame:
    for name, value in values.items():
        rows = rows.filter(pl.col(name).cast(pl.String) == value)
    return rows


def _texts(texts: pl.LazyFrame, ask: Ask, names: tuple[str, ...], values: tuple[str, ...]) -> pl.DataFrame:
    """When and what the customers of a series wrote."""
    groups: dict[str, Group] = {group.name: group for group in (*ask.by, *ask.usual)}
    schema = texts.collect_schema()
    timed = texts.with_columns(pl.col(counts.CREATED).cast(pl.Datetime("us")).alias(TIME))
    for name, value in zip(names, values, strict=True):
        timed = timed.filter(counts.keyed(groups[name], schema) == value)
    return timed.select(pl.col(TIME).alias(counts.CREATED), TEXT).collect()
