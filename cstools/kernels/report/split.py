"""One report for each team or agent, each beside the figures of those they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near
from cstools.kernels.report.ask import Ask
from cstools.kernels.report.data import Data, gather, told
from cstools.kernels.report.groups import NAMELESS
from cstools.kernels.report.part import MARK, Part
from cstools.kernels.report.scorecard import METRICS
from cstools.model.report import Block, Card, Figure, Kpis, Report

AGENT, TEAM = "agent", "team"
Make = Callable[[Data], Report]


def split(rows: pl.DataFrame, ask: Ask, field: str, make: Make) -> Iterator[tuple[str | None, Report]]:
    """A report for each value of a field that has contacts in the month, in the order of the values; last, if any have
    none, one of the contacts without it.

    All are of one month, the one that `ask` means for all rows, and of one moment that stands for now. A figure is
    that of the value among all records, as `cs-kpi --by` tells it, and stands beside that of the team of an agent, else
    of all. Records of other kinds are taken by the same field, or not at all. Raises Usage("field.unknown") for a field
    the rows do not have.
    """
    if field not in rows.columns:
        raise Usage("field.unknown", field=field, near=near(field, rows.columns))
    if isinstance(rows.schema[field], pl.List):
        raise Usage("report.split_field", field=field)
    whole = gather(rows.with_columns(pl.col(field).cast(pl.String)), ask)
    every = whole.month()[field].unique().sort(nulls_last=True).to_list()
    named = whole.rows.with_columns(pl.col(field).fill_null(NOBODY).alias(MARK))
    shared: dict[Any, pl.DataFrame] = {}
    teams: dict[str | None, dict[str, Figure]] = {}
    for member in every:
        team = _team(whole.month(), member) if field == AGENT else None
        if team not in teams:
            teams[team] = _means(whole, team)
        scope = field, NAMELESS if member is None else member
        asked = replace(whole.ask, scope=scope, team=team or "", sides=_sides(ask, field, member))
        part = Part(named, MARK, NOBODY if member is None else member, shared)
        report = make(replace(whole, ask=asked).within(part))
        yield member, beside(report, teams[team], "beside.all" if team is None else "beside.team")


NOBODY = "\x00"
"""Stands for no value of the field; a text cannot hold it by the time it is read."""


def _team(month: pl.DataFrame, member: str | None) -> str | None:
    """The team most of an agent's contacts of the month are of."""
    if TEAM not in month.columns or member is None:
        return None
    own = month.filter(pl.col(AGENT) == member).drop_nulls(TEAM)
    counts = own.group_by(TEAM).len().sort("len", TEAM, descending=[True, False])
    return counts[TEAM][0] if counts.height else None


def _sides(ask: Ask, field: str, member: str | None) -> Mapping[str, pl.DataFrame]:
    own = pl.col(field).eq_missing(pl.lit(member, dtype=pl.String))
    return {kind: frame.filter(own) for kind, frame in ask.sides.items() if field in frame.columns}


def _means(whole: Data, team: str | None) -> dict[str, Figure]:
    alone = replace(whole, ask=replace(whole.ask, sides={}))
    data = alone if team is None else alone.within(Part(whole.rows, TEAM, team))
    metrics = data.able(whole.ask.config.kpis or METRICS)
    own = data.figures(metrics).filter(pl.col("period") == data.period.month)
    return {row["metric"]: Figure(row["value"], row["unit"]) for row in told(own)}


def beside(report: Report, means: Mapping[str, Figure], label: str) -> Report:
    """The report with a figure to read each card's own against; sums and counts have none.

    >>> from cstools.model.report import Meta, Section
    >>> card = Card("csat_pct", Figure(0.9, "ratio"))
    >>> made = beside(Report(Meta("2025-10", "", 1), (Section("kpis", (Kpis((card,)),)),)),
    ...     {"csat_pct": Figure(0.8, "ratio")}, "beside.team")
    >>> made.sections[0].blocks[0].cards[0].beside.value
    0.8
    """
    sections = tuple(
        replace(section, blocks=tuple(_beside(block, means, label) for block in section.blocks))
        for section in report.sections
    )
    return replace(report, sections=sections)


def _beside(block: Block, means: Mapping[str, Figure], label: str) -> Block:
    return Kpis(tuple(_card(card, means, label) for card in block.cards)) if isinstance(block, Kpis) else block


def _card(card: Card, means: Mapping[str, Figure], label: str) -> Card:
    mean = means.get(card.metric)
    if mean is None or card.value.unit in ("n", "yuan"):
        return card
    return replace(card, beside=mean, beside_label=label)
