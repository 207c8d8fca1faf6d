"""The Stage: the one abstraction behind every tool.

A tool is a source, a stage and a sink. A stage is a value: it says which fields it needs and adds, whether any split
of the rows gives the same answer, and holds one pure function from a frame to rows, rejects and counts together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from cstools.model.rules import Rule

Scope = Literal["row", "whole"]
Level = Literal["row", "cell", "merged", "dropped"]

LINE = "__line"
"""Int64: the physical first line of the record in the tool's own input. Travels with the rows, never written."""
FILE = "__file"
"""String: the file the record came from. Travels with the rows, never written."""
LEVEL, RULE, FIELD, VALUE = "__level", "__rule", "__field", "__value"
"""The four columns every frame of rejects has, beside LINE, FILE and, unless the level is cell, the record's own."""
PROVENANCE = (FILE, LINE)
INTERNAL = (LEVEL, RULE, FIELD, VALUE, FILE, LINE)


@dataclass(frozen=True)
class Result:
    """What a stage makes of a frame.

    rows: the records that go on.
    rejects: one row a side record (columns INTERNAL, then the record for every level but cell), or None.
    counts: columns `name` (String) and `n` (Int64), summed over chunks and printed in the summary, or None.
    found: things counted by value (columns of the stage's own, and `n`, Int64), summed over chunks and given to the
        tool when the run ends, or None.
    """

    rows: pl.LazyFrame
    rejects: pl.LazyFrame | None = None
    counts: pl.LazyFrame | None = None
    found: pl.LazyFrame | None = None


@dataclass(frozen=True)
class Stage:
    """A step of a pipeline.

    needs: all the fields its answer depends on, or None where that may be any field of the record.
    adds: the fields it writes beside those it passes on.
    narrow: it passes nothing on but what it makes of `needs`, so the reader need not parse anything else.
    bare: it does nothing but add `adds`: where no later step reads those, it can be left out.
    rules: those of its side records that a user wrote, for their sentences.
    kind: the kind of record it reads its fields as; None for the kind that all fields of a file tell.
    settle: for a stage with a decision to take over a whole file (day first or month first): given what it has seen so
        far (None at first) and the next chunk (None where the file ends), what it has seen now and the decided stage,
        or None to see more. The runner holds chunks back only while there is no stage.
    partial, merge: for a whole stage whose answer rests on sums: what a chunk adds, and the answer from what all of
        them add up to (the tables of `partial`, summed, in the same order; it may empty the list). Exact: the same
        bytes as `apply` gives.
    """

    name: str
    apply: Callable[[pl.LazyFrame], Result]
    scope: Scope = "row"
    needs: tuple[str, ...] | None = None
    adds: tuple[str, ...] = ()
    narrow: bool = False
    bare: bool = False
    rules: tuple[Rule, ...] = ()
    kind: str | None = None
    settle: Settle | None = None
    partial: Callable[[pl.LazyFrame], Sequence[Part]] | None = None
    merge: Callable[[list[pl.DataFrame]], Result] | None = None


Settle = Callable[[object, "pl.DataFrame | None"], tuple[object, "Stage | None"]]
"""From what was seen and the next chunk to what is seen now, and the decided stage."""


@dataclass(frozen=True)
class Part:
    """A table that adds up: one row for each combination of `keys`.

    Every other column is an integer, which is summed, or a list, whose values are brought together in any order.
    """

    keys: tuple[str, ...]
    rows: pl.LazyFrame

    def summed(self) -> pl.LazyFrame:
        """One row a combination of keys, unordered.

        >>> parts = pl.LazyFrame({"a": [1, 1], "n": [1, 2], "all": [[3], []]})
        >>> Part(("a",), parts).summed().collect().rows()
        [(1, 3, [3])]
        """
        schema = self.rows.collect_schema()
        lists = [name for name, dtype in schema.items() if name not in self.keys and isinstance(dtype, pl.List)]
        sums = [name for name in schema if name not in self.keys and name not in lists]
        return self.rows.group_by(self.keys).agg(pl.col(sums).sum(), pl.col(lists).explode().drop_nulls())


def decided(stage: Stage, chunks: Iterable[pl.DataFrame]) -> Stage:
    """The stage as it is after all chunks of a file; itself if it has nothing to decide.

    >>> at_end = lambda seen, chunk: (1, None if chunk is not None else Stage("end", Result))
    >>> decided(Stage("open", Result, settle=at_end), [pl.DataFrame()]).name
    'end'
    """
    seen: object = None
    found: Stage | None = None
    for chunk in [*chunks, None]:
        if stage.settle is None or (chunk is None and seen is None):
            break
        seen, found = stage.settle(seen, chunk)
        stage = found or stage
    return stage


def counted(notes: Mapping[str, int]) -> pl.LazyFrame:
    """Counts for the summary (`Result.counts`).

    >>> counted({"repeats": 2}).collect().rows()
    [('repeats', 2)]
    """
    return pl.LazyFrame({"name": list(notes), "n": list(notes.values())}, schema={"name": pl.String, "n": pl.Int64})


def side(
    rows: pl.LazyFrame, level: Level, rule: str | pl.Expr, field: str | None = None, value: pl.Expr | None = None
) -> pl.LazyFrame:
    """The side records of rows that leave the stream (or, at level cell, lose a value).

    In: rows with their own columns, with FILE and LINE if the reader gave them. Out: INTERNAL columns first; the
    record's own columns are kept unless `level` is cell. `rule` is an id of `model/rules.py` or an expression.

    >>> rows = pl.LazyFrame({"csat": [9.0], LINE: [2]})
    >>> side(rows, "cell", "csat.range", "csat", pl.col("csat").cast(pl.String)).collect().columns
    ['__level', '__rule', '__field', '__value', '__file', '__line']
    """
    columns = rows.collect_schema().names()
    places = [pl.col(name) if name in columns else pl.lit(None).alias(name) for name in PROVENANCE]
    marks = [
        pl.lit(level).alias(LEVEL),
        (pl.lit(rule) if isinstance(rule, str) else rule).alias(RULE),
        pl.lit(field, dtype=pl.String).alias(FIELD),
        (pl.lit(None) if value is None else value).cast(pl.String).alias(VALUE),
        places[0].cast(pl.String).alias(FILE),
        places[1].cast(pl.Int64).alias(LINE),
    ]
    own = [] if level == "cell" else [pl.col(name) for name in columns if name not in INTERNAL]
    return rows.select(*marks, *own)
