"""`--define`: a metric of one's own is the catalogue's of the same definition to the last digit; what is refused."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.kpi import stage
from cstools.kernels.kpi.measures.own import prepared
from cstools.model.catalogue import Kpi
from cstools.model.messages import say
from cstools.model.own_metrics import from_table, from_toml
from tests.kernels.kpis import LATER, TICKET, Row, at, figures, records, tickets

SAME = """
[mine_volume]
kind = "count"
where = "contact_type IS NULL OR contact_type != 'workorder' OR parent_id IS NULL"
[mine_csat]
kind = "rate"
den = "csat >= 1 AND csat <= 5 AND (csat_scale IS NULL OR csat_scale = 5)"
num = "csat >= 4"
[mine_complaint]
kind = "rate"
num = "is_complaint"
[mine_refund]
kind = "sum"
value = "refund_amount"
unit = "yuan"
[mine_talk]
kind = "duration"
where = "talk_s >= 0"
value = "talk_s"
[mine_ratio]
kind = "ratio"
num = "agent_msgs"
den = "customer_msgs"
[mine_nps]
kind = "index"
where = "nps BETWEEN 0 AND 10"
value = "CASE WHEN nps >= 9 THEN 1 WHEN nps <= 6 THEN -1 ELSE 0 END"
[mine_msgs]
kind = "mean"
value = "customer_msgs + agent_msgs"
"""
PAIRS = {
    "mine_volume": "volume", "mine_csat": "csat_pct", "mine_complaint": "complaint_rate",
    "mine_refund": "refund_amount", "mine_talk": "talk", "mine_talk_p75": "talk_p75", "mine_ratio": "aq_ratio",
    "mine_nps": "nps", "mine_msgs": "msgs_per_ticket",
}  # fmt: skip
PARTS = ("value", "n", "numerator", "denominator", "lo", "hi")


def own(text: str, path: str = "own.toml") -> dict[str, Kpi]:
    return prepared(from_toml(text, path))


SAME_OWN = own(SAME)


@settings(max_examples=10, phases=[Phase.generate])
@given(st.lists(TICKET, min_size=1, max_size=30))
def test_every_kind_is_the_catalogues_metric_of_the_same_definition(rows: list[Row]) -> None:
    # a talk of an unanswered contact is none in the catalogue; of other scales, satisfied is something else
    plain = [
        {**row, "is_answered": None, "answered_at": None, "first_response_at": None, "is_abandoned": None}
        for row in rows
    ]
    given_ = records(
        "ticket", *({**row, "agent_msgs": row["agent_msgs"] or 1, "csat_scale": 5} for row in plain)
    ).lazy()
    options: dict[str, Any] = {"by": ["channel"], "period": "day", "rollup": True, "own": SAME_OWN, "as_of": LATER}
    for mine, theirs in PAIRS.items():
        first, second = (figures(id_, given_, **options).select("channel", "period", *PARTS) for id_ in (mine, theirs))
        assert first.rows() == second.rows(), mine


ROWS = tickets(
    {"csat": 5.0, "talk_s": 10.0, "customer_level": "VIP", "created_at": at(0), "备注": "3"},
    {"csat": 2.0, "talk_s": 20.0, "customer_level": "VIP", "created_at": at(0), "备注": "x"},
    {"csat": 4.0, "talk_s": 40.0, "customer_level": None, "created_at": at(0), "备注": None},
)  # fmt: skip


def test_a_rate_by_hand_with_wilsons_interval() -> None:
    text = "[vip]\nkind = 'rate'\nden = \"customer_level = 'VIP'\"\nnum = 'csat >= 4'"
    made = figures("vip", ROWS, own=own(text)).select(*PARTS, "unit").row(0)
    assert made == (0.5, 2, 1, 2, pytest.approx(0.0945312, abs=1e-7), pytest.approx(0.9054688, abs=1e-7), "ratio")


def test_quantiles_sums_and_values_that_are_text() -> None:
    text = "[q]\nkind='duration'\nvalue='talk_s'\n[s]\nkind='sum'\nvalue='备注'\nunit='yuan'\n"
    text += "[c]\nkind='count'\nwhere='csat>2'"
    made = figures("q_p50,s,c", ROWS, own=own(text)).select("metric", "value", "n", "unit").rows()
    assert made == [("q_p50", 20, 3, "s"), ("s", 3, 1, "yuan"), ("c", 2, 2, "n")]


def test_an_index_changes_in_points() -> None:
    rows = tickets({"nps": 10, "created_at": at(0)}, {"nps": 0, "created_at": at(24)}, {"nps": 9, "created_at": at(24)})
    for id_ in ("mine_nps", "nps"):
        made = figures(id_, rows, own=SAME_OWN, period="day", compare=["prev"])
        assert made.select("value", "change", "change_pt").rows() == [(100, None, None), (0, None, -100)]


def test_a_zero_denominator_is_null() -> None:
    text = "[r]\nkind='ratio'\nnum='talk_s'\nden='csat - csat'\n[p]\nkind='rate'\nden='csat > 9'\nnum='csat > 1'"
    assert figures("r,p", ROWS, own=own(text)).select("value", "n").rows() == [(None, 3), (None, 0)]


def test_own_metrics_are_in_the_default_and_in_all_and_have_rows() -> None:
    mine = own("[late]\nkind = 'rate'\nnum = 'talk_s > 15'\nzh = '慢'\nrule = '通话超过15秒'")
    for ids in ([], ["all"]):
        made = stage(ids, own=mine).apply(ROWS).rows.collect()
        assert made.filter(pl.col("metric") == "late").select("label", "value", "rule").row(0) == (
            "慢", pytest.approx(2 / 3), "通话超过15秒"
        )  # fmt: skip
    behind = stage([], rows="late", own=mine).apply(ROWS).rows.collect()
    assert behind["part"].to_list() == ["denominator", "numerator", "numerator"]


def test_an_own_metric_over_orders() -> None:
    order = {"order": records("order", {"order_id": "1", "amount": 5.0}, {"order_id": "2", "amount": 50.0})}
    mine = own("[big]\nkind = 'rate'\nof = 'order'\nnum = 'amount > 10'")
    made = figures("volume,big", ROWS, own=mine, beside=order)
    assert made.filter(pl.col("metric") == "big").select("numerator", "denominator").row(0) == (1, 2)


def test_a_field_it_reads_that_is_not_there_is_named() -> None:
    with pytest.raises(Usage) as caught:
        figures("late", ROWS, own=own("[late]\nkind = 'rate'\nnum = 'wait_s > 15'"))
    assert (caught.value.key, caught.value.params["fields"]) == ("kpi.needs", "wait_s")


def test_a_table_says_the_same_as_toml() -> None:
    row = {"id": "vip", "kind": "rate", "den": "customer_level = 'VIP'", "num": "csat >= 4"}
    made = prepared(from_table([(row, 2)], "own.csv"))
    assert figures("vip", ROWS, own=made).select(PARTS[:4]).row(0) == (0.5, 2, 1, 2)


HEAD = "# 我们自己的指标\n\n"
WRONG = {
    "an aggregate": ("[x]\nkind='mean'\nvalue='AVG(talk_s)'", "define.rows"),
    "a count": ("[x]\nkind='sum'\nvalue='COUNT(*)'", "define.rows"),
    "a window": ("[x]\nkind='mean'\nvalue='SUM(talk_s) OVER (PARTITION BY agent)'", "define.rows"),
    "a shift": ("[x]\nkind='mean'\nvalue='LAG(talk_s) OVER (ORDER BY created_at)'", "define.rows"),
    "a subquery": ("[x]\nkind='count'\nwhere='csat IN (SELECT csat FROM self)'", "define.sql"),
    "the clock": ("[x]\nkind='count'\nwhere='created_at > NOW()'", "define.clock"),
    "the day": ("[x]\nkind='count'\nwhere='created_at > CURRENT_DATE'", "define.clock"),
    "no SQL": ("[x]\nkind='count'\nwhere='csat >'", "define.sql"),
    "a number for yes or no": ("[x]\nkind='rate'\nnum='csat + 1'", "define.type"),
    "yes or no of text": ("[x]\nkind='count'\nwhere='channel'", "define.type"),
    "a time for a number": ("[x]\nkind='mean'\nvalue='created_at'", "define.type"),
    "an unknown key": ("[x]\nkind='count'\nwhen='csat > 1'", "define.key"),
    "an unknown kind": ("[x]\nkind='median'\nvalue='csat'", "define.choice"),
    "the id of the catalogue": ("[volume]\nkind='count'", "define.id"),
    "an id with a statistic": ("[slow_p90]\nkind='duration'\nvalue='talk_s'", "define.id"),
    "no kind": ("[x]\nnum='csat > 1'", "define.lacks"),
    "no value": ("[x]\nkind='mean'\nwhere='csat > 1'", "define.lacks"),
    "an idle expression": ("[x]\nkind='count'\nnum='csat > 1'", "define.idle"),
    "a number for text": ("[x]\nkind='count'\nwhere=1", "define.text"),
    "garbage": ("[x\nkind", "define.toml"),
}


@pytest.mark.parametrize(("text", "key"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_file_and_line(text: str, key: str) -> None:
    with pytest.raises(Usage) as caught:
        own(HEAD + text, "我的/own.toml")
    assert caught.value.key == key
    for lang in ("zh", "en"):
        sentence = say(key, lang, **caught.value.params)  # type: ignore[arg-type]
        assert "我的/own.toml:3" in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize(("rows", "key"), [
    ([({"id": "x", "kind": "count"}, 2), ({"id": "x", "kind": "count"}, 3)], "define.twice"), ([], "define.empty"),
])  # fmt: skip
def test_a_table_without_metrics_or_with_one_twice(rows: list[Any], key: str) -> None:
    with pytest.raises(Usage) as caught:
        from_table(rows, "own.csv")
    assert caught.value.key == key
    assert "own.csv" in say(key, "en", **caught.value.params)
