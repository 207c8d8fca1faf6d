"""What cs-clean is asked for, and a frame on its way through its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from cstools.kernels.clean.fill import Fill
from cstools.kernels.clean.outliers import Outliers
from cstools.kernels.stage import Level, side


@dataclass(frozen=True)
class Options:
    """What cs-clean is asked for.

    defaults: the rules of `rules.py` and the flags of `flags.py`. kind: None to tell it by the fields present.
    as_of: no record may be later.
    """

    fills: Sequence[Fill] = ()
    outliers: Sequence[Outliers] = ()
    mask: Sequence[str] = ()
    require: Sequence[str] = ()
    defaults: bool = True
    kind: str | None = None
    as_of: datetime | None = None


@dataclass
class Work:
    """The records at hand, and what was left out, counted and doubted so far.

    rejects: side records. counts: columns `name`, `n`. marks: flag -> condition under which a record gets it. Each step
    takes the work of the one before and changes it.
    """

    lf: pl.LazyFrame
    kind: str
    options: Options
    rejects: list[pl.LazyFrame] = field(default_factory=list)
    counts: list[pl.LazyFrame] = field(default_factory=list)
    marks: dict[str, pl.Expr] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The columns at hand."""
        return self.lf.collect_schema().names()

    def count(self, lf: pl.LazyFrame, name: str, n: pl.Expr) -> None:
        """Add to the summary: `n`, an aggregate over the rows of `lf`."""
        self.counts.append(lf.select(pl.lit(name).alias("name"), n.cast(pl.Int64).fill_null(0).alias("n")))

    def reject(self, rows: pl.LazyFrame, level: Level, rule: str, name: str | None, value: pl.Expr | None) -> None:
        """Write down rows that leave the stream or, at level cell, lose the value of a field."""
        self.rejects.append(side(rows, level, rule, name, value))
