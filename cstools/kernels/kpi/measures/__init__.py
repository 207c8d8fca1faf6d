"""One expression a metric: what each record gives to it. The words are in `model/catalogue` under the same id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from cstools.kernels.kpi.measures import sides
from cstools.kernels.kpi.measures.contacts import CONTACTS
from cstools.kernels.kpi.measures.made import Measure
from cstools.kernels.kpi.measures.own import measured
from cstools.kernels.kpi.measures.solved import SOLVED
from cstools.kernels.kpi.measures.speed import SPEED
from cstools.kernels.kpi.measures.trouble import TROUBLE
from cstools.kernels.kpi.measures.voice import VOICE
from cstools.model.kpis import Metric

MEASURES: Mapping[tuple[str, str], Callable[[int], Measure]] = {
    ("ticket", id_): made for part in (CONTACTS, SPEED, SOLVED, VOICE, TROUBLE) for id_, made in part.items()
}
"""By kind of record and id."""


@cache
def measure(metric: Metric) -> Measure:
    """The measure of a metric, its parameter filled in; of one's own, from its expressions."""
    if metric.kpi.own is not None:
        return measured(metric.kpi)
    made = MEASURES.get((metric.kpi.of, metric.kpi.id))
    return sides.measured(metric) if made is None else made(metric.seconds)


__all__ = ["MEASURES", "Measure", "measure"]
