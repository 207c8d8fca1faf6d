"""The `flags` of a record: what is doubtful about it, by rule id. A kind without that field gets it as joined text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.clean.outliers import helper_columns
from cstools.model import fields

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

FLAGS = "flags"

MISSING: dict[str, tuple[tuple[str, str], ...]] = {
    "ticket": (("customer.missing", "customer_id"), ("order.missing", "order_id")),
}
"""Kind -> (flag, the id without which a record is flagged)."""


def missing(kind: str, names: Collection[str]) -> dict[str, pl.Expr]:
    """Flag -> condition, for the ids a record should have; an absent column is missing from all.

    >>> frame = pl.DataFrame({"customer_id": ["U1", None]})
    >>> frame.select(missing("ticket", frame.columns)["customer.missing"]).to_series().to_list()
    [False, True]
    """
    return {flag: pl.col(name).is_null() if name in names else pl.lit(True) for flag, name in MISSING.get(kind, ())}


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
    if FLAGS in schema:
        given = pl.col(FLAGS) if schema[FLAGS] == pl.List else pl.col(FLAGS).str.split("|")
        parts.insert(0, given.list.filter(~pl.element().is_in(list(conditions))).list.join("|").replace("", None))
    joined = pl.concat_str(parts, separator="|", ignore_nulls=True).replace("", None)
    return lf.with_columns((joined.str.split("|") if listed else joined).alias(FLAGS))


def marked(work: Work) -> None:
    """The flags of all marks, those for missing ids in front; counts "rows flagged"."""
    marks = work.marks
    if work.options.defaults:
        marks = missing(work.kind, work.names) | marks
    lf = flagged(work.lf, work.kind, marks)
    if marks:
        work.count(lf.filter(pl.any_horizontal(list(marks.values()))), "rows flagged", pl.len())
    work.lf = lf.drop(helper_columns(lf.collect_schema().names()))
