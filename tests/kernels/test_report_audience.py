"""One model, several readers: what each sees, and what no one else may."""

from __future__ import annotations

import json
from datetime import datetime

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels.report import build, made
from cstools.kernels.report.data import Ask, gather
from cstools.kernels.report.overdue import section as overdue
from cstools.kernels.report.split import split
from cstools.model.report import Actions, Kpis, Table, to_json
from cstools.model.report.audience import READERS, shown
from cstools.model.score_reader import parse
from tests.months import blocks, tickets

CARD = """
[metric.frt_p50]
weight = 100
bands = {"<=1分" = 100, else = 60}
[[veto]]
metric = "volume"
">=" = 1
score = 70
"""


def teams() -> pl.DataFrame:
    return tickets().with_columns(
        team=pl.when(pl.col("agent") < "客服3").then(pl.lit("一组")).otherwise(pl.lit("二组"))
    )


def test_a_page_of_a_director_is_part_of_the_whole_report():
    whole = build(tickets(), targets={"transfer_rate": 0.1})
    page = shown(whole, "director")
    assert [section.id for section in page.sections] == ["findings", "kpis", "trend"]
    cards = {card.metric: card for card in blocks(whole, Kpis)[0].cards}
    assert all(cards[card.metric] == card for card in blocks(page, Kpis)[0].cards)
    assert not blocks(page, Table)
    assert build(tickets(), targets={"transfer_rate": 0.1}, audience="director") == page


def test_this_months_sheet_is_not_for_the_directors_page():
    assert not any(not block.followed for block in blocks(build(tickets(), audience="director"), Actions))


def test_every_reader_has_findings_and_figures():
    for name in READERS:
        assert [section.id for section in build(tickets(), audience=name).sections][:2] == ["findings", "kpis"]


def test_an_agents_page_names_no_colleague():
    frame = teams().with_columns(text=pl.format("{}你好", "agent"))
    names = frame["agent"].unique().to_list()
    for member, report in split(frame, Ask(audience="agent", score=parse(CARD)), "agent", made):
        told = to_json(report)
        assert [name for name in names if name in told] == [member]


def test_figures_of_an_agent_stand_beside_the_teams():
    parts = dict(split(teams(), Ask(audience="agent"), "agent", made))
    card = next(card for card in blocks(parts["客服1"], Kpis)[0].cards if card.metric == "resolution_rate")
    own = teams().filter(pl.col("agent") == "客服1", pl.col("created_at").dt.month() == 10)
    team = teams().filter(pl.col("team") == "一组", pl.col("created_at").dt.month() == 10)
    assert card.value.value == pytest.approx(own["is_resolved"].mean(), abs=1e-9)
    assert card.beside.value == pytest.approx(team["is_resolved"].mean(), abs=1e-9)
    assert card.beside_label == "beside.team"


def test_the_parts_add_up_to_the_whole_and_are_of_one_month():
    whole, parts = build(teams()), list(split(teams(), Ask(), "team", made))
    assert [member for member, _ in parts] == ["一组", "二组"]
    assert sum(report.meta.rows for _, report in parts) == whole.meta.rows
    assert {(report.meta.month, report.meta.as_of) for _, report in parts} == {(whole.meta.month, whole.meta.as_of)}


def test_a_field_nobody_has_is_named():
    with pytest.raises(Usage, match=r"field\.unknown"):
        list(split(tickets(), Ask(), "teem", made))


def test_every_step_of_a_score_can_be_checked():
    _, report = next(split(teams(), Ask(audience="agent", score=parse(CARD)), "agent", made))
    table = blocks(report, Table, "score")[0]
    last = table.rows[-1]
    assert (last[0].key, table.rows[-2][0].key) == ("score.score", "score.veto")
    assert last[1].value == pytest.approx(sum(row[-1] for row in table.rows[:-1]))


def test_overdue_is_told_at_the_months_end_whatever_came_after():
    last = datetime(2025, 10, 30)
    rows = pl.DataFrame({
        "ticket_id": ["open", "late", "kept", "early", "after"],
        "created_at": [datetime(2025, 9, 1), datetime(2025, 10, 1), last, last, datetime(2025, 11, 1)],
        "resolved_at": [None, datetime(2025, 11, 2), None, datetime(2025, 10, 30, 1), None],
        "category": ["仓库", "仓库", "x", "x", "x"],
    })  # fmt: skip
    found = overdue(gather(rows, Ask("2025-10", as_of=datetime(2025, 12, 1))))
    assert [row[0] for row in found.blocks[0].rows] == ["open", "late"]
    assert (found.lead.params["topic"], found.lead.params["k"].value) == ("仓库", 2)


def test_a_promise_is_what_counts_where_there_is_one():
    rows = pl.DataFrame({
        "ticket_id": ["a", "b"], "created_at": [datetime(2025, 10, 31, 8)] * 2, "status": ["open"] * 2,
        "sla_due_at": [datetime(2025, 10, 31, 9), datetime(2025, 11, 2)],
    })  # fmt: skip
    found = overdue(gather(rows, Ask("2025-10", as_of=datetime(2025, 11, 1))))
    assert [row[0] for row in found.blocks[0].rows] == ["a"]
    assert json.loads(to_json(build(rows, "2025-10", audience="lead")))["meta"]["audience"] == "lead"
