"""What is asked of cs-kpi, and the columns its answer has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.periods import ALL, PERIODS
from cstools.kernels.kpi.facts import Elapsed, elapsed
from cstools.kernels.kpi.groups import Group
from cstools.kernels.kpi.measures import measure
from cstools.kernels.kpi.walks import BASES
from cstools.model.catalogue import CATALOGUE, Kpi
from cstools.model.hours import Hours
from cstools.model.kpis import Metric, allowed, expand, lacking, parse, settled

COMPARE = ("prev", "year")
EVERYTHING = "all"
KM = "km"
F, I, S, B = pl.Float64(), pl.Int64(), pl.String(), pl.Boolean()  # noqa: E741


@dataclass(frozen=True)
class Ask:
    """The options of one run; `ids` are the metrics asked by name, `("all",)` all the fields allow, () the default.

    kind: of the main records. sides: records of other kinds, ready to be counted. targets: columns metric and target.
    during: only records in this half-open interval. censored: `km`, or "" to leave open records out of durations.
    hours: business hours; business: time counted within them, laid out for the records at hand. own: metrics besides
    those of the catalogue. rows: the metric whose records are asked for instead of figures, or "".
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
    censored: str = ""
    hours: Hours | None = None
    business: Elapsed | None = None
    own: Mapping[str, Kpi] = field(default_factory=dict)
    rows: str = ""
    lang: str = "zh"
    kind: str = "ticket"
    sides: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def named(self) -> tuple[Metric, ...]:
        """The figures asked by name; all of the catalogue if none is."""
        chosen = self.ids if self.ids and self.ids != (EVERYTHING,) else self.every
        asked = (self.rows,) if self.rows else chosen
        return settled(expand(asked, self.own), {self.kind: (), **dict.fromkeys(self.sides, ())})

    @property
    def every(self) -> tuple[str, ...]:
        """The ids of all metrics there are."""
        return (*(kpi.id for kpi in CATALOGUE), *self.own)

    @property
    def km(self) -> bool:
        """Whether open records count as censored."""
        return self.censored == KM

    @property
    def spent(self) -> Elapsed:
        """How time is counted."""
        return self.business or elapsed

    @property
    def dated(self) -> bool:
        """Whether a record without its time is in no figure."""
        return self.period != ALL or self.during is not None or self.basis != "created"


def check(ask: Ask) -> None:
    """Raise Usage for an option whose value does not exist, before any data is read."""
    known = (
        ("kpi.period", ask.period, PERIODS),
        ("kpi.basis", ask.basis, BASES),
        ("kpi.censored", ask.censored, (KM, "")),
    )
    for key, value, choices in known:
        if value not in choices:
            raise Usage(key, text=value, known=", ".join(choice for choice in choices if choice))
    for each in ask.compare:
        if each not in COMPARE:
            raise Usage("kpi.compare", text=each, known=", ".join(COMPARE))
    if ask.compare and ask.period == ALL:
        raise Usage("kpi.compare_all")
    if EVERYTHING not in ask.ids or len(ask.ids) > 1:
        expand(ask.ids, ask.own)
    if ask.rows:
        parse(ask.rows, ask.own)


def chosen(ask: Ask, columns: Collection[str]) -> tuple[Metric, ...]:
    """The figures to give from records with these columns. Raises Usage("kpi.needs") for one whose fields are missing.

    >>> [metric.id for metric in chosen(Ask(ids=("volume", "wait_p90")), ["wait_s"])]
    ['volume', 'wait_p90']
    """
    given = at_hand(ask, columns)
    if not ask.rows and (not ask.ids or ask.ids == (EVERYTHING,)):
        return settled(expand((kpi.id for kpi in allowed(given, not ask.ids, ask.own)), ask.own), given)
    for metric in ask.named:
        if needs := lacking(metric.kpi, given):
            raise Usage("kpi.needs", metric=metric.id, fields=", ".join(needs))
    return ask.named


def at_hand(ask: Ask, columns: Collection[str]) -> dict[str, Collection[str]]:
    """The kinds of records at hand and the fields of each; columns: those of the main records."""
    return {ask.kind: columns, **{kind: frame.columns for kind, frame in ask.sides.items()}}


def schema(ask: Ask, metrics: Sequence[Metric]) -> dict[str, pl.DataType]:
    """The columns of the answer: the groups, then the fields of kind `kpi` that apply, in the order of their table."""
    columns: dict[str, pl.DataType] = {**{group.name: S for group in ask.groups}, "period": S}
    if ask.wide:
        return columns | {metric.id: F for metric in metrics}
    columns |= {"metric": S, "label": S, "value": F, "unit": S, "n": I, "numerator": F, "denominator": F}
    columns |= {"lo": F, "hi": F}
    made = [measure(metric) for metric in metrics if metric.kpi.of]
    if any(one.open is not None for one in made):
        columns["n_open"] = I
    if any(one.out for one in made):
        columns["n_excluded"] = I
    if "prev" in ask.compare:
        columns |= {"prev": F, "change": F, "change_pt": F}
    if "year" in ask.compare:
        columns |= {"year_ago": F, "year_change": F}
    if ask.targets is not None:
        columns |= {"target": F, "gap": F, "met": B}
    if ask.period != ALL:
        columns["partial"] = B
    return columns | {"date_basis": S, "rule": S}
