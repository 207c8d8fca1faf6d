"""cs-kpi: figures by period and group, every one with its n, interval and rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from cstools.kernels.kpi import gather, sides
from cstools.kernels.kpi import groups as grouping
from cstools.kernels.kpi.ask import EVERYTHING, Ask
from cstools.kernels.kpi.check import check
from cstools.kernels.kpi.finish import behind, figures, merged
from cstools.kernels.kpi.needs import chunked, needs, passes
from cstools.kernels.kpi.rows import ADDS
from cstools.kernels.stage import Stage
from cstools.model.kpis import TWINS, Metric, expand


def stage(
    metrics: Sequence[str] = (),
    *,
    by: Sequence[str] = (),
    date_basis: str = "created",
    kind: str | None = None,
    beside: Mapping[str, pl.DataFrame] | None = None,
    **others: Any,
) -> Stage:
    """Records in, one row a metric, group and period out (kind `kpi`); scope whole.

    metrics: ids, `all` for what the fields allow, none for a short set. kind: of the records, None to tell it by the
    metrics or the fields. beside: records of other kinds. others: as in `Ask`. Raises Usage for an id, period or group
    that does not exist. Spam, merged records and, under a period, undated ones are in no figure; the counts say how
    many.

    >>> rows = pl.LazyFrame({"wait_s": [10.0, None, 30.0], "is_answered": [True, False, True]})
    >>> stage(["volume", "wait_mean"]).apply(rows).rows.select("metric", "value", "n").collect().rows()
    [('volume', 3.0, 3), ('wait_mean', 20.0, 2)]
    """
    others |= {name: tuple(others[name]) for name in ("compare",) if name in others}
    mix = [others["mix"]] if others.get("mix") and others["mix"] not in by else []
    if others.get("mix"):
        others["mix"] = grouping.parse([others["mix"]])[0].name
    given = {name: sides.surveys(frame) if name == "survey" else frame for name, frame in (beside or {}).items()}
    ask = Ask(
        ids=tuple(metrics),
        groups=grouping.parse([*by, *mix]),
        basis=date_basis,
        sides=given,
        told_as_of=others.get("as_of"),
        **others,
    )
    check(ask if kind is None else replace(ask, kind=kind))
    return made(replace(ask, kind=_kind(ask) if kind is None else kind))


def _kind(ask: Ask) -> str:
    """The kind of the main records: without side tables the one all metrics asked for are counted over; else tickets
    if one is of tickets only, else that of the first which no side table gives; "" where their fields tell it: nothing
    is named, or all of it is counted over several kinds.
    """
    if ask.score is None and not ask.rows and (not ask.ids or ask.ids == (EVERYTHING,)):
        return "ticket" if ask.sides else ""
    named = ask.named if ask.score is not None else expand([ask.rows] if ask.rows else ask.ids, ask.own)
    kinds = [_kinds(metric) for metric in named]
    shared = [kind for kind in kinds[0] if all(kind in each for each in kinds)] if kinds else []
    if not ask.sides and shared:
        return shared[0] if len(shared) == 1 else ""
    left = [each[0] for each in kinds if each[0] not in ask.sides]
    return "ticket" if "ticket" in left or not left else left[0]


def _kinds(metric: Metric) -> list[str]:
    """The kinds of records a metric is counted over, tickets first."""
    if metric.kpi.own is not None:
        return [metric.kpi.of]
    found = [kind for id_, kind in TWINS if id_ == metric.kpi.id]
    return ["ticket" if kind in ("load", "") else kind for kind in found]


def made(ask: Ask) -> Stage:
    """The stage that answers `ask`: by sums over chunks where its figures are sums, else over all records at once."""
    kind = ask.kind or None
    if ask.rows:
        return Stage("kpi", lambda rows: behind(rows, ask), scope="whole", adds=ADDS, narrow=True, kind=kind)
    whole = Stage("kpi", lambda rows: figures(rows, ask), scope="whole", needs=needs(ask), narrow=True, kind=kind)
    if not chunked(ask):
        return whole
    late = replace(ask, late=ask.as_of is None)
    tickets = gather.Tickets(late, passes(late))
    return replace(whole, partial=lambda rows: gather.parts(rows, tickets), merge=lambda given: merged(given, late))
