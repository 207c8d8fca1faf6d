"""What cs-clean is asked for, and a frame on its way through its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import polars as pl

from cstools.kernels.clean.fill import Fill
from cstools.kernels.clean.judges import Ground, Tables
from cstools.kernels.clean.outliers import Outliers
from cstools.kernels.clean.scale import Scale
from cstools.kernels.stage import Level, side
from cstools.model.masks import Style
from cstools.model.rules import Rule
from cstools.model.ruleset import Ruleset, chosen


@dataclass(frozen=True)
class Options:
    """What cs-clean is asked for.

    defaults: the shipped rules. kind: None to tell it by the fields present.
    rules: a user's own, beside or instead of the shipped ones. tables: the values of other files that rules ask for.
    as_of: no record may be later. limits: what was learned of fields before (`limits.py`); None: from these records.
    mask, mask_style: of `model/masks.py`. pseudonymize: fields coded with `key`.
    quality: count what the records are like before and after (`quality.py`).
    """

    fills: Sequence[Fill] = ()
    outliers: Sequence[Outliers] = ()
    scales: Sequence[Scale] = ()
    limits: pl.DataFrame | None = field(default=None, compare=False)
    mask: Sequence[str] = ()
    mask_style: Style = "partial"
    pseudonymize: Sequence[str] = ()
    key: bytes = field(default=b"", repr=False)
    require: Sequence[str] = ()
    defaults: bool = True
    rules: Ruleset | None = None
    tables: Tables = field(default_factory=dict, compare=False)
    kind: str | None = None
    as_of: datetime | None = None
    quality: bool = False


@dataclass
class Work:
    """The records at hand, and what was left out, counted and doubted so far.

    rejects: side records. counts: columns `name`, `n`. marks: flag -> condition under which a record gets it. came:
    the records as they came. found: limits learned on the way, and what `quality.py` counts. Each step takes the work
    of the one before and changes it.
    """

    lf: pl.LazyFrame
    kind: str
    options: Options
    rejects: list[pl.LazyFrame] = field(default_factory=list)
    counts: list[pl.LazyFrame] = field(default_factory=list)
    marks: dict[str, pl.Expr] = field(default_factory=dict)
    found: list[pl.LazyFrame] = field(default_factory=list)
    came: pl.LazyFrame | None = None

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules for these records. Usage for a rule file that has none for their kind."""
        return chosen(self.kind, self.options.rules, self.options.defaults)

    @property
    def ground(self) -> Ground:
        """What the rules may look at now."""
        return Ground(self.kind, self.lf.collect_schema(), self.options.as_of, self.options.tables)

    @property
    def names(self) -> list[str]:
        """The columns at hand."""
        return self.lf.collect_schema().names()

    def settle(self) -> None:
        """Work out everything so far, once: what follows asks about all records."""
        came = [] if self.came is None else [self.came]
        parts = ([self.lf], came, self.rejects, self.counts, self.found)
        done = iter([frame.lazy() for frame in pl.collect_all([frame for part in parts for frame in part])])
        for part in parts:
            part[:] = [next(done) for _ in part]
        self.lf, self.came = parts[0][0], came[0] if came else None

    def count(self, lf: pl.LazyFrame, name: str, n: pl.Expr) -> None:
        """Add to the summary: `n`, an aggregate over the rows of `lf`."""
        self.counts.append(lf.select(pl.lit(name).alias("name"), n.cast(pl.Int64).fill_null(0).alias("n")))

    def reject(self, rows: pl.LazyFrame, level: Level, rule: str, name: str | None, value: pl.Expr | None) -> None:
        """Write down rows that leave the stream or, at level cell, lose the value of a field."""
        self.rejects.append(side(rows, level, rule, name, value))
