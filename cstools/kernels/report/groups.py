"""Figures of groups side by side: by problem, by channel, by person, by waiting time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from cstools.kernels.expr.significance import newcombe
from cstools.kernels.report.data import Data, told
from cstools.kernels.report.stats import critical, excludes

Row = dict[str, Any]
NAMELESS = "—"
"""What a group without a name is called in tables."""


@dataclass(frozen=True)
class Group:
    """One group of one month: its name (None: the field is empty) and its figures by metric id."""

    name: str | None
    rows: dict[str, Row]

    def value(self, metric: str) -> float | None:
        """The value of a metric, None if the group has none."""
        row = self.rows.get(metric)
        return None if row is None else row["value"]

    def part(self, metric: str, part: str) -> Any:
        """Another column of a metric: n, lo, hi, numerator, denominator."""
        row = self.rows.get(metric)
        return None if row is None else row[part]

    @property
    def contacts(self) -> int:
        """How many contacts the group had."""
        return int(self.value("volume") or 0)


def groups(data: Data, by: str, metrics: Sequence[str], month: str | None = None) -> list[Group]:
    """The groups of a month that had contacts, most contacts first, then by name; the nameless one last.

    >>> import polars as pl
    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"created_at": [datetime(2025, 10, 31)] * 3, "channel": ["电话", None, "电话"]})
    >>> [(group.name, group.contacts) for group in groups(gather(rows, Ask()), "channel", ())]
    [('电话', 2), (None, 1)]
    """
    found: dict[str | None, dict[str, Row]] = {}
    for row in told(data.figures(("volume", *metrics), by)):
        if row["period"] == (month or data.period.month):
            found.setdefault(row[by], {})[row["metric"]] = row
    made = [Group(name, rows) for name, rows in found.items()]
    return sorted(
        (group for group in made if group.contacts), key=lambda g: (g.name is None, -g.contacts, g.name or "")
    )


@dataclass(frozen=True)
class Unlike:
    """A group whose rate is not that of the rest: the difference, its interval, both rates, and the rated contacts."""

    group: Group
    metric: str
    rate: float
    rest: float
    effect: tuple[float, float, float]
    n: int


def unlike(made: Sequence[Group], metrics: Sequence[str], least: int) -> list[Unlike]:
    """The groups that differ from all others together on a rate, at the confidence of all these questions at once.

    least: groups (and rests) of fewer are not compared.
    """
    pairs = [(group, metric) for metric in metrics for group in made if (group.part(metric, "n") or 0) >= least]
    sums = {metric: _sums(made, metric) for metric in metrics}
    parts = [_sums((group,), metric) + sums[metric] for group, metric in pairs]
    frame = pl.DataFrame(parts, schema=dict.fromkeys(("hits", "n", "hits0", "n0"), pl.Float64), orient="row")
    rest = frame.with_columns(pl.col("hits0") - pl.col("hits"), pl.col("n0") - pl.col("n"))
    lo, hi = newcombe(*map(pl.col, rest.columns), z=critical(len(pairs)))
    found = []
    for (group, metric), row in zip(pairs, told(rest.with_columns(lo=lo, hi=hi)), strict=True):
        if row["n0"] >= max(least, 1) and excludes(row["lo"], row["hi"]):
            rate, other = row["hits"] / row["n"], row["hits0"] / row["n0"]
            found.append(Unlike(group, metric, rate, other, (rate - other, row["lo"], row["hi"]), int(row["n"])))
    return found


def _sums(made: Sequence[Group], metric: str) -> tuple[float, float]:
    """What was counted and of how many, of all these groups together."""
    hits, n = ([group.part(metric, part) or 0 for group in made] for part in ("numerator", "denominator"))
    return float(sum(hits)), float(sum(n))
