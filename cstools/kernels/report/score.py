"""绩效得分: how one person's score comes about, every step to be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.report.data import Data, told
from cstools.model.report import Column, Figure, Phrase, Section, Table, Value

if TYPE_CHECKING:
    from cstools.model.scorecards import Card, Veto

STEPS = ("n", "band", "points", "weight_used", "part")


def section(data: Data) -> Section:
    """The steps of the scorecard for the records at hand, in its order; the last row is the score."""
    card, scope = data.ask.score, data.ask.scope
    if scope is None:
        return Section("score", why=Phrase("why.scope"))
    if card is None:
        return Section("score", why=Phrase("why.score"))
    own = data.run((), [scope[0]], score=card).filter(pl.col("period") == data.period.month)
    if not own.height:
        return Section("score", why=Phrase("why.month"))
    total = own.filter(pl.col("metric") == "score")["value"].item()
    lead = Phrase("score.lead", {"score": Figure(total, "pt"), "path": PurePath(card.path).name})
    return Section("score", (_table(own, card),), lead=lead)


def _table(own: pl.DataFrame, card: Card) -> Table:
    columns = (
        Column("metric", "word"), Column("now", "any"), Column("n", "n"), Column("band"), Column("points", "mean"),
        Column("weight_used", "mean"), Column("part", "mean"),
    )  # fmt: skip
    vetoes = iter(card.vetoes)
    rows: list[tuple[Value, ...]] = []
    for row in told(own):
        value = Figure(row["value"], row["unit"])
        rows.append((_name(row["metric"], vetoes), value, *(row[name] for name in STEPS)))
    return Table(Phrase("score.table"), columns, tuple(rows))


def _name(metric: str, vetoes: Iterator[Veto]) -> Phrase:
    from cstools.kernels.kpi.score import CAP, SCORE, VETO

    if metric == VETO:
        return Phrase("score.veto", {"metric": Phrase(next(vetoes).metric)})
    return Phrase({SCORE: "score.score", CAP: "score.cap"}.get(metric, metric))
