"""What is asked of cs-kpi, and the columns its answer has."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.periods import ALL, PERIODS
from cstools.kernels.kpi.groups import TIMES, Group
from cstools.kernels.kpi.totals import measure
from cstools.model.kpis import KPIS, Metric, allowed, expand, missing

COMPARE = ("prev", "year")
EVERYTHING = "all"
F, I, S, B = pl.Float64(), pl.Int64(), pl.String(), pl.Boolean()  # noqa: E741


@dataclass(frozen=True)
class Ask:
    """The options of one run; `ids` are the metrics asked by name, `("all",)` all the fields allow, () the default.

    targets: columns metric (id or label) and target. during: only records in this half-open interval.
    """

    ids: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    period: str = ALL
    rollup: bool = False
    compare: tuple[str, ...] = ()
    targets: pl.DataFrame | None = None
    basis: str = "created"
    wide: bool = False
    as_of: datetime | None = None
    during: tuple[datetime, datetime] | None = None
    lang: str = "zh"

    @property
    def time(self) -> str:
        """The field that dates a record."""
        return TIMES[self.basis]

    @property
    def named(self) -> tuple[Metric, ...]:
        """The figures asked by name; all of the catalogue if none is."""
        chosen = self.ids if self.ids and self.ids != (EVERYTHING,) else KPIS
        return expand(chosen)


def check(ask: Ask) -> None:
    """Raise Usage for an option whose value does not exist, before any data is read."""
    for key, value, known in (("kpi.period", ask.period, PERIODS), ("kpi.basis", ask.basis, tuple(TIMES))):
        if value not in known:
            raise Usage(key, text=value, known=", ".join(known))
    for each in ask.compare:
        if each not in COMPARE:
            raise Usage("kpi.compare", text=each, known=", ".join(COMPARE))
    if ask.compare and ask.period == ALL:
        raise Usage("kpi.compare_all")
    if EVERYTHING not in ask.ids or len(ask.ids) > 1:
        expand(ask.ids)
    targets(ask)


def chosen(ask: Ask, columns: Sequence[str]) -> tuple[Metric, ...]:
    """The figures to give from records with these columns. Raises Usage("kpi.needs") for one whose fields are missing.

    >>> [metric.id for metric in chosen(Ask(ids=("volume", "wait_p90")), ["wait_s"])]
    ['volume', 'wait_p90']
    """
    if not ask.ids or ask.ids == (EVERYTHING,):
        kpis = allowed(columns, default=not ask.ids)
        return expand(kpi.id for kpi in kpis)
    for metric in ask.named:
        lacking = missing(metric.kpi, columns)
        if lacking:
            raise Usage("kpi.needs", metric=metric.id, fields=", ".join(lacking))
    return ask.named


def schema(ask: Ask, metrics: Sequence[Metric]) -> dict[str, pl.DataType]:
    """The columns of the answer: the groups, then the fields of kind `kpi` that apply, in the order of their table."""
    columns: dict[str, pl.DataType] = {**{group.name: S for group in ask.groups}, "period": S}
    if ask.wide:
        return columns | {metric.id: F for metric in metrics}
    columns |= {"metric": S, "label": S, "value": F, "unit": S, "n": I, "numerator": F, "denominator": F}
    columns |= {"lo": F, "hi": F}
    for name, part in (("n_open", "open"), ("n_excluded", "out")):
        if any(getattr(measure(metric), part) is not None for metric in metrics):
            columns[name] = I
    if "prev" in ask.compare:
        columns |= {"prev": F, "change": F, "change_pt": F}
    if "year" in ask.compare:
        columns |= {"year_ago": F, "year_change": F}
    if ask.targets is not None:
        columns |= {"target": F, "gap": F, "met": B}
    if ask.period != ALL:
        columns["partial"] = B
    return columns | {"date_basis": S, "rule": S}


def targets(ask: Ask) -> dict[str, float]:
    """Metric id -> target, from a table with the columns metric (an id, or a label in either language) and target.

    A target is a number, or text such as `85%`. Raises Usage("kpi.targets") for a table without these columns, a
    target that is no number, a metric that does not exist ("kpi.metric") or is there twice.
    """
    table = ask.targets
    if table is None:
        return {}
    if not {"metric", "target"} <= set(table.columns):
        raise Usage("kpi.targets", why="metric, target?")
    found: dict[str, float] = {}
    for name, text in table.select(pl.col("metric", "target").cast(pl.String)).rows():
        if name is None or text is None:
            continue
        for metric in _named(name.strip()):
            if metric.id in found:
                raise Usage("kpi.targets", why=f"{metric.id} x 2")
            found[metric.id] = _number(text)
    return found


def _named(name: str) -> tuple[Metric, ...]:
    every = expand(KPIS)
    labelled = tuple(metric for metric in every if name in (metric.label("zh"), metric.label("en")))
    whole = tuple(metric for metric in every if name in (metric.kpi.zh, metric.kpi.en) and metric.stat == "mean")
    return labelled or whole or expand([name])


def _number(text: str) -> float:
    try:
        number = float(text.strip().rstrip("%％")) / (100 if text.strip().endswith(("%", "％")) else 1)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Usage("kpi.targets", why=text)
    return number
