"""The `flags` of a record: what is doubtful about it, by rule id. A kind without that field gets it as joined text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.clean.checks import broken
from cstools.kernels.clean.outliers import helper_columns
from cstools.kernels.clean.rules import beside
from cstools.model import fields

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

FLAGS = "flags"


def flagged(lf: pl.LazyFrame, kind: str, conditions: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """The frame with `flags` set anew for these conditions; other flags stay in front, no flag at all is null.

    >>> lf = pl.LazyFrame({"csat": [1.0, 5.0], "flags": [["old"], ["low"]]})
    >>> flagged(lf, "ticket", {"low": pl.col("csat") < 2}).collect()["flags"].to_list()
    [['old', 'low'], None]
    """
    if not conditions:
        return lf
    schema = lf.collect_schema()
    listed = FLAGS in fields.of(kind)
    parts: list[pl.Expr] = [pl.when(bad).then(pl.lit(flag)) for flag, bad in conditions.items()]
    if schema.get(FLAGS) == pl.List:  # a flag that came may hold a `|`: it is not joined
        given = pl.col(FLAGS).list.filter(~pl.element().is_in(list(conditions))).fill_null([])
        made = pl.concat_list(given, pl.concat_list(parts).list.drop_nulls())
        return lf.with_columns(pl.when(made.list.len() > 0).then(made).alias(FLAGS))
    if FLAGS in schema:
        given = pl.col(FLAGS).str.split("|")
        parts.insert(0, given.list.filter(~pl.element().is_in(list(conditions))).list.join("|").replace("", None))
    joined = pl.concat_str(parts, separator="|", ignore_nulls=True).replace("", None)
    return lf.with_columns((joined.str.split("|") if listed else joined).alias(FLAGS))


def marked(work: Work) -> None:
    """The flags of all rules and marks, those of rules in front; counts "rows flagged"."""
    flags = [rule for rule in work.rules if rule.action == "flag"]
    added = beside(work, flags)
    here = work.ground
    found: defaultdict[str, list[pl.Expr]] = defaultdict(list)
    for one in (one for rule in flags for one in broken(rule, here)):
        found[one.rule.id].append(one.bad)
    marks = work.marks = {flag: pl.any_horizontal(bad) for flag, bad in found.items()} | work.marks
    lf = flagged(work.lf, work.kind, marks)
    if marks:
        work.count(lf.filter(pl.any_horizontal(list(marks.values()))), "rows flagged", pl.len())
    work.lf = lf.drop(*added, *helper_columns(lf.collect_schema().names()))
