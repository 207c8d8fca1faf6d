"""One report for each team or agent, each beside the figures of those they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near
from cstools.kernels.report.ask import Ask
from cstools.kernels.report.data import gather, told
from cstools.kernels.report.period import choose
from cstools.kernels.report.scorecard import METRICS
from cstools.model.report import Block, Card, Figure, Kpis, Report

AGENT, TEAM = "agent", "team"
Make = Callable[[pl.DataFrame, Ask], Report]


def split(rows: pl.DataFrame, ask: Ask, field: str, make: Make) -> Iterator[tuple[str, Report]]:
    """A report for each value of a field that has contacts in the month, in the order of the values.

    All are of one month, the one that `ask` means for all rows, and of one moment that stands for now. Every figure
    stands beside that of the team of an agent, else of all. Records of other kinds are taken by the same field, or not
    at all. Raises Usage("field.unknown") for a field the rows do not have.
    """
    if field not in rows.columns:
        raise Usage("field.unknown", field=field, near=near(field, rows.columns))
    period = choose(rows, ask.month, ask.as_of) if "created_at" in rows.columns else None
    fixed = ask if period is None else replace(ask, month=period.month, as_of=period.as_of)
    known: dict[str | None, dict[str, Figure]] = {}
    for member in _members(rows, fixed, field):
        own = rows.filter(pl.col(field) == member)
        team = _team(own) if field == AGENT else None
        if team not in known:
            known[team] = _means(rows if team is None else rows.filter(pl.col(TEAM) == team), fixed)
        report = make(own, replace(fixed, scope=(field, member), sides=_sides(fixed, field, member)))
        yield member, beside(report, known[team], "beside.all" if team is None else "beside.team")


def _members(rows: pl.DataFrame, ask: Ask, field: str) -> list[str]:
    return gather(rows, ask).month()[field].drop_nulls().unique().sort().to_list()


def _team(own: pl.DataFrame) -> str | None:
    """The team most of an agent's records are of."""
    if TEAM not in own.columns:
        return None
    counts = own.drop_nulls(TEAM).group_by(TEAM).len().sort("len", TEAM, descending=[True, False])
    return counts[TEAM][0] if counts.height else None


def _sides(ask: Ask, field: str, member: str) -> Mapping[str, pl.DataFrame]:
    return {
        kind: frame.filter(pl.col(field) == member) for kind, frame in ask.sides.items() if field in frame.columns
    }  # fmt: skip


def _means(peers: pl.DataFrame, ask: Ask) -> dict[str, Figure]:
    data = gather(peers, replace(ask, sides={}))
    metrics = data.able(ask.config.kpis or METRICS)
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
