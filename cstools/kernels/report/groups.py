"""Figures of groups side by side: by problem, by channel, by person, by waiting time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cstools.kernels.report.data import Data, told
from cstools.kernels.report.stats import critical, difference, excludes

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
    point = critical(len(pairs))
    found = []
    for group, metric in pairs:
        hits, n = group.part(metric, "numerator"), group.part(metric, "denominator")
        all_hits = sum(other.part(metric, "numerator") or 0 for other in made)
        all_n = sum(other.part(metric, "denominator") or 0 for other in made)
        if all_n - n < least:
            continue
        effect = difference(hits, n, all_hits - hits, all_n - n, point)
        if excludes(effect[1], effect[2]):
            found.append(Unlike(group, metric, hits / n, (all_hits - hits) / (all_n - n), effect, int(n)))
    return found
