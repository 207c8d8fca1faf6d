"""The series of a run: all contacts, and those of each value of the fields watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from cstools.kernels.watch.band import Floats
from cstools.kernels.watch.cube import DAY, N

ALL = "all"
"""The field of the series of all contacts; its value is null."""
MOST = 500
"""Series watched at most, those of most contacts."""
JOINT = " / "


@dataclass(frozen=True)
class Series:
    """keys: the fields and values of each series. counts: series x days. left: series that were too many."""

    keys: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    counts: Floats
    left: int = 0

    def field(self, at: int) -> str:
        """The field of a series, or ALL."""
        return ",".join(self.keys[at][0]) or ALL

    def value(self, at: int) -> str | None:
        """The value of a series, None for all contacts."""
        return JOINT.join(self.keys[at][1]) or None


def series(made: pl.DataFrame, sets: Sequence[tuple[str, ...]], first: date, last: date) -> Series:
    """The series of all contacts first, then those of each set of fields, by value; none of a null.

    In: `cube`. Of more than MOST those of most contacts up to `last`.

    >>> rows = pl.DataFrame({DAY: [date(2025, 10, 1)] * 2, "shop": ["b", None], N: [3, 4]})
    >>> found = series(rows, [("shop",)], date(2025, 10, 1), date(2025, 10, 2))
    >>> found.keys, found.counts.tolist()
    ((((), ()), (('shop',), ('b',))), [[7.0, 0.0], [3.0, 0.0]])
    """
    used = made.filter(pl.col(DAY).is_between(first, last)).with_columns(
        (pl.col(DAY) - first).dt.total_days().alias("__at")
    )
    known: list[tuple[int, int, tuple[str, ...], tuple[str, ...], pl.DataFrame]] = []
    for place, names in enumerate(sets):
        parts = used.drop_nulls(list(names)).group_by(*names, "__at").agg(pl.col(N).sum())
        for values, part in sorted(parts.partition_by(list(names), as_dict=True).items()):
            known.append((-int(part[N].sum()), place, names, tuple(map(str, values)), part))
    kept = sorted(known, key=lambda one: (one[0], one[1], one[3]))[: MOST - 1]
    kept.sort(key=lambda one: (one[1], one[3]))
    counts = np.zeros((len(kept) + 1, (last - first).days + 1))
    total = used.group_by("__at").agg(pl.col(N).sum())
    for at, part in enumerate([total, *(one[4] for one in kept)]):
        counts[at, part["__at"].to_numpy()] = part[N].to_numpy()
    return Series((((), ()), *((one[2], one[3]) for one in kept)), counts, len(known) - len(kept))
