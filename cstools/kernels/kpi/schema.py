"""The columns of the answer."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.measures import measure
from cstools.kernels.kpi.names import RANKED
from cstools.model.kpis import Metric

F, I, S, B = pl.Float64(), pl.Int64(), pl.String(), pl.Boolean()  # noqa: E741
FIGURE: dict[str, pl.DataType] = {
    "metric": S, "label": S, "value": F, "unit": S, "n": I, "numerator": F, "denominator": F, "lo": F, "hi": F
}  # fmt: skip
"""The columns every figure has."""


def schema(ask: Ask, metrics: Sequence[Metric]) -> dict[str, pl.DataType]:
    """The groups, then the fields of kind `kpi` that apply, in the order of their table."""
    keys: dict[str, pl.DataType] = {**{group.name: S for group in ask.groups}, "period": S}
    if ask.wide:
        return keys | {metric.id: F for metric in metrics}
    made = [measure(metric) for metric in metrics if metric.kpi.of]
    parts: list[tuple[bool, dict[str, pl.DataType]]] = [
        (True, FIGURE),
        (any(one.open is not None for one in made), {"n_open": I}),
        (any(one.left_out is not None for one in made) or ask.exclusions is not None, {"n_excluded": I}),
        (ask.exclusions is not None, {"before": F, "n_before": I}),
        ("prev" in ask.compare, {"prev": F, "change": F, "change_pt": F}),
        ("year" in ask.compare, {"year_ago": F, "year_change": F}),
        (ask.targets is not None, {"target": F, "gap": F, "met": B, "level": S, **dict.fromkeys(ask.added, F)}),
        (ask.rank, RANKED),
        (not ask.timeline.endless, {"partial": B}),
        (True, {"date_basis": S, "rule": S}),
    ]
    return keys | {name: dtype for holds, columns in parts if holds for name, dtype in columns.items()}
