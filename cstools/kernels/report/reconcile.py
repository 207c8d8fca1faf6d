"""The platform's own figures beside ours, and what explains the difference (`--reconcile`)."""

from __future__ import annotations

import polars as pl

from cstools.kernels.report.compare import cut
from cstools.kernels.report.data import Data
from cstools.kernels.report.scorecard import CHANGES
from cstools.model.report import Block, Column, Note, Phrase, Table, Value

GROUPS = ("shop", "channel", "agent")
"""The fields by which a platform tells its figures apart, as far as the table has them."""
SAME = ("platform", "ours")
DIFFERENT = ("difference", "explained", "unexplained")
LISTED = 20
"""Rows of a metric, the largest differences first."""


def blocks(data: Data) -> list[Block]:
    """A table a metric that the platform gives: its figure of each day beside ours; or a sentence that none fits."""
    stat = data.ask.stat
    if stat is None:
        return []
    by = [name for name in GROUPS if name in stat.columns and name in data.rows.columns and stat[name].count()]
    made = data.stage((), by=by, period="day", stat=stat).apply(data.rows.lazy()).rows.collect()
    own = made.filter(pl.col("period").str.starts_with(data.period.month), pl.col("platform").is_not_null())
    if not own.height:
        return [Note((Phrase("reconcile.days"),))]
    return [_table(part, by) for part in own.partition_by("metric", maintain_order=True)]


def _table(own: pl.DataFrame, by: list[str]) -> Table:
    metric, unit = own.row(0, named=True)["metric"], own.row(0, named=True)["unit"]
    ranked = own.sort(
        pl.col("difference").abs(), "period", *by, descending=[True, *[False] * (1 + len(by))], nulls_last=True
    )
    columns = (
        Column("day", "date"), *(Column(name) for name in by), *(Column(name, unit) for name in SAME),
        *(Column(name, PLAIN.get(CHANGES[unit], CHANGES[unit])) for name in DIFFERENT),
    )  # fmt: skip
    shown: list[tuple[Value, ...]] = list(ranked.head(LISTED).select("period", *by, *SAME, *DIFFERENT).iter_rows())
    title = Phrase("reconcile.table", {"metric": Phrase(metric)})
    return Table(title, columns, tuple(shown), cut(len(shown), own.height))


PLAIN = {"change": "n_change"}
"""Counts differ by a count, not by a part of it."""
