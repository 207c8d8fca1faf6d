"""A part of the records a report is about, within all of them.

A figure of a part may look at records outside it: whether a customer came back is told by all their contacts, also
those with other people. So the engine goes through all records, by part, and the part's figures are picked from that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from cstools.kernels.filters import where

MARK = "report_part"
"""The column that marks the records for which a condition holds."""
HOLDS = "1"
AT = "__at"


@dataclass(frozen=True)
class Part:
    """rows: all records; column and value: which of them are the part. shared: figures of all parts, made once."""

    rows: pl.DataFrame
    column: str
    value: str
    shared: dict[Any, pl.DataFrame] = field(default_factory=dict, compare=False)

    def by(self, groups: Sequence[str]) -> list[str]:
        """The groups to ask for: the part's column first."""
        return [self.column, *(name for name in groups if name != self.column)]

    def picked(self, frame: pl.DataFrame, groups: Sequence[str]) -> pl.DataFrame:
        """The figures of the part, without its column unless it was asked for."""
        own = frame.filter(pl.col(self.column) == self.value)
        return own if self.column in groups else own.drop(self.column)


def marked(rows: pl.DataFrame, condition: str, within: Part | None = None) -> Part:
    """The part of the rows for which a condition holds, within another part if there is one. Raises Usage for what is
    no condition on these rows.

    >>> rows = pl.DataFrame({"channel": ["邮件", "电话", None]})
    >>> marked(rows, "channel = '邮件'").rows[MARK].to_list()
    ['1', None, None]
    """
    every = rows if within is None else within.rows
    numbered = every.with_row_index(AT)
    kept = where(condition).apply(numbered.lazy()).rows.select(AT).collect()
    holds = pl.int_range(pl.len()).is_in(kept[AT].implode())
    if within is not None:
        holds &= pl.col(within.column) == within.value
    return Part(every.with_columns(pl.when(holds).then(pl.lit(HOLDS)).alias(MARK)), MARK, HOLDS)
