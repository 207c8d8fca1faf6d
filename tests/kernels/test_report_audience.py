"""One model, several readers: what each sees, and what no one else may."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels import kpi
from cstools.kernels.kpi.sheet import Sheet
from cstools.kernels.kpi.targets_read import read
from cstools.kernels.report import build, told
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
    assert [section.id for section in page.sections] == ["findings", "kpis", "trend", "drivers", "alerts"]
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
    for member, report in split(frame, Ask(audience="agent", score=parse(CARD)), "agent", told):
        written = to_json(report)
        assert [name for name in names if name in written] == [member]


def test_figures_of_an_agent_stand_beside_the_teams():
    parts = dict(split(teams(), Ask(audience="agent"), "agent", told))
    card = next(card for card in blocks(parts["客服1"], Kpis)[0].cards if card.metric == "resolution_rate")
    own = teams().filter(pl.col("agent") == "客服1", pl.col("created_at").dt.month() == 10)
    team = teams().filter(pl.col("team") == "一组", pl.col("created_at").dt.month() == 10)
    assert card.value.value == pytest.approx(own["is_resolved"].mean(), abs=1e-9)
    assert card.beside.value == pytest.approx(team["is_resolved"].mean(), abs=1e-9)
    assert card.beside_label == "beside.team"


def test_the_parts_add_up_to_the_whole_and_are_of_one_month():
    whole, parts = build(teams()), list(split(teams(), Ask(), "team", told))
    assert [member for member, _ in parts] == ["一组", "二组"]
    assert sum(report.meta.rows for _, report in parts) == whole.meta.rows
    assert {(report.meta.month, report.meta.as_of) for _, report in parts} == {(whole.meta.month, whole.meta.as_of)}


def test_a_field_nobody_has_is_named():
    with pytest.raises(Usage, match=r"field\.unknown"):
        list(split(tickets(), Ask(), "teem", told))


def test_every_step_of_a_score_can_be_checked():
    _, report = next(split(teams(), Ask(audience="agent", score=parse(CARD)), "agent", told))
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


def comebacks() -> pl.DataFrame:
    """Customers who come back the next day, each time to another person: nobody's own customers ever come back."""
    rows = [
        {
            "ticket_id": f"{number}-{turn}",
            "created_at": datetime(2025, month, 1 + number % 20, 9) + timedelta(days=turn),
            "customer_id": f"{month}-{number}",
            "agent": "甲" if (number + turn) % 2 else "乙",
            "team": "一组",
            "csat": 5.0 if number % 3 else 1.0,
        }
        for month in (9, 10) for number in range(60) for turn in (0, 1)
    ]  # fmt: skip
    return pl.DataFrame(rows)


def test_whether_a_customer_came_back_is_told_by_all_their_contacts():
    whole = kpi.stage(["repeat_rate_72h"], by=["agent"], period="month").apply(comebacks().lazy()).rows.collect()
    right = {row["agent"]: row["value"] for row in whole.filter(pl.col("period") == "2025-10").to_dicts()}
    parts = dict(split(comebacks(), Ask("2025-10"), "agent", told))
    for member, report in parts.items():
        card = next(card for card in blocks(report, Kpis)[0].cards if card.metric == "repeat_rate_72h")
        assert card.value.value == right[member]
        assert right[member] > 0.4


def test_contacts_of_nobody_have_a_report_of_their_own():
    frame = comebacks().with_columns(pl.when(pl.col("csat") > 1).then("agent").alias("agent"))
    parts = list(split(frame, Ask("2025-10"), "agent", told))
    assert [member for member, _ in parts] == ["乙", "甲", None]
    assert sum(report.meta.rows for _, report in parts) == build(frame, "2025-10").meta.rows


def test_a_teams_target_is_that_of_its_people():
    sheet = Sheet(
        pl.DataFrame({"指标": ["满意率", "满意率"], "客服组": [None, "一组"], "目标": ["50%", "90%"]}), "t.csv"
    )
    parts = dict(split(comebacks(), Ask("2025-10", targets=read(sheet)), "agent", told))
    card = next(card for card in blocks(parts["甲"], Kpis)[0].cards if card.metric == "csat_pct")
    assert (card.target.value, card.met) == (0.9, False)


def test_the_team_of_an_agent_is_that_of_the_month():
    moved = comebacks().with_columns(
        team=pl.when(pl.col("created_at").dt.month() == 9).then(pl.lit("旧组")).otherwise(pl.col("team"))
    )
    extra = pl.concat([moved, *(moved.filter(pl.col("created_at").dt.month() == 9) for _ in range(2))])
    card = blocks(dict(split(extra, Ask("2025-10"), "agent", told))["甲"], Kpis)[0].cards
    assert {one.beside_label for one in card if one.beside} == {"beside.team"}
    satisfied = moved.filter(pl.col("created_at").dt.month() == 10)["csat"].ge(4).mean()
    assert next(one for one in card if one.metric == "csat_pct").beside.value == pytest.approx(satisfied, abs=1e-9)
