"""The problems by weight: how many times how severe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from cstools.kernels.report.compare import cut
from cstools.kernels.report.data import TOPIC, Data
from cstools.kernels.report.groups import NAMELESS, Group
from cstools.model.kpis import parse
from cstools.model.report import Column, Phrase, Table, Value

SEVERITY = "severity"
LISTED = 30


def table(
    data: Data, made: Sequence[Group], ratios: Mapping[str | None, float | None], metrics: Sequence[str]
) -> Table:
    """The problems, those of the greatest weight first: contacts times their mean severity, or contacts alone.

    made: the problems with `metrics`; ratios: of each one's share to that of the month before. A problem none of whose
    contacts has a severity has no weight and stands behind those that have, contacts without a problem last of all.
    """
    levels = severities(data.month()) if data.has(SEVERITY) else {}
    total = sum(group.contacts for group in made)
    # From the sum, not the rounded mean: where every contact has a severity the weight is that sum.
    weight = {g.name: round(g.contacts * s / n, 3) for g in made for s, n in [levels.get(g.name, (0, 0))] if n}
    order = sorted(made, key=lambda g: (g.name is None, -weight.get(g.name, 0.0), -g.contacts, g.name or ""))
    rows: list[tuple[Value, ...]] = [
        (
            NAMELESS if group.name is None else group.name,
            group.contacts,
            round(group.contacts / total, 6),
            *((_mean(levels.get(group.name)), weight.get(group.name)) if levels else ()),
            *(group.value(metric) for metric in metrics),
            *((ratios.get(group.name),) if ratios else ()),
        )
        for group in order[:LISTED]
    ]
    columns = (
        Column("problem"), Column("contacts", "n"), Column("share", "ratio"),
        *((Column("severity_mean", "mean"), Column("weighted", "n")) if levels else ()),
        *(Column(metric, parse(metric)[0].kpi.unit) for metric in metrics),
        *((Column("share_ratio", "x"),) if ratios else ()),
    )  # fmt: skip
    title = Phrase("weights.table" if levels else "weights.plain")
    return Table(title, columns, tuple(rows), cut(len(rows), len(made)))


def _mean(level: tuple[int, int] | None) -> float | None:
    return None if level is None else round(level[0] / level[1], 6)


def severities(rows: pl.DataFrame) -> dict[str | None, tuple[int, int]]:
    """The sum of each problem's severities, and of how many contacts; a problem without any is not in it.

    >>> rows = pl.DataFrame({"report_topic": ["物流", "物流", "发票"], "severity": [5, None, None]})
    >>> severities(rows)
    {'物流': (5, 1)}
    """
    known = rows.lazy().filter(pl.col(SEVERITY).is_not_null()).group_by(TOPIC)
    # Whole numbers: their sum is the same in any order.
    sums = known.agg(pl.col(SEVERITY).cast(pl.Int64).sum(), n=pl.len().cast(pl.Int64))
    return {name: (total, n) for name, total, n in sums.sort(TOPIC).collect().iter_rows()}
