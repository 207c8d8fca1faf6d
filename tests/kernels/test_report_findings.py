"""What is said of a month, in which order, and that chance is not talked about."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import polars as pl
import pytest

from cstools.kernels.filters import where
from cstools.kernels.kpi.calendar import Calendar, Event
from cstools.kernels.report import build
from cstools.kernels.report.conditions import equals, problem_is
from cstools.kernels.report.data import Ask, gather
from cstools.kernels.report.findings import section
from cstools.kernels.report.findings.metrics import parted
from cstools.kernels.report.scorecard import cards
from cstools.model.report import Findings, to_json
from tests.months import SURGE, blocks, findings, tickets


def promoted(name: str = "大促") -> Calendar:
    return Calendar((Event(name, 2025, SURGE, SURGE, 0, 0),))


def test_a_day_of_a_promotion_is_expected_and_told_as_such():
    found = findings(build(tickets(red=0), calendar=promoted()))
    assert "tag.surge" not in found
    assert found["tag.promotion"].tone == "flat"
    assert found["tag.promotion"].headline.params["event"] == "大促"
    assert found["tag.promotion"].effect.value > 2.5


def test_a_surge_outside_the_promotion_is_still_a_surge():
    calendar = Calendar((Event("早", 2025, date(2025, 10, 1), date(2025, 10, 2), 0, 0),))
    assert "tag.surge" in findings(build(tickets(red=0), calendar=calendar))


def test_targets_come_first_with_those_missed_by_name():
    report = build(tickets(), targets={"frt_p50": 1e6, "csat_pct": 1.0, "resolution_rate": 0.999})
    lead = blocks(report, Findings)[0].lead
    assert (lead.key, lead.params["all"].value, lead.params["met"].value) == ("finding.targets_missed", 3, 1)
    assert [one.params["metric"].key for one in lead.params["missed"]] == ["resolution_rate", "csat_pct"]


def test_targets_all_met_say_so_and_no_targets_say_nothing():
    assert blocks(build(tickets(), targets={"frt_p50": 1e6}), Findings)[0].lead.key == "finding.targets_met"
    assert blocks(build(tickets()), Findings)[0].lead is None


def test_a_missing_day_comes_before_what_rests_on_it():
    holed = tickets().filter(pl.col("created_at").dt.date() != date(2025, 10, 8))
    tags = [one.tag for one in blocks(build(holed), Findings)[0].items]
    assert tags[:2] == ["tag.red_line", "tag.data"]


def test_what_a_finding_is_about_can_be_asked_for_again():
    frame = tickets()
    slow = findings(build(frame))["tag.unlike"]
    assert slow.where == "channel = '邮件'"
    assert where(slow.where).apply(frame.lazy()).rows.collect()["channel"].unique().to_list() == ["邮件"]


@pytest.mark.parametrize("name", ["物流", "it's", "a/b%", '"'])
def test_conditions_hold_for_the_records_they_name_and_no_others(name):
    rows = pl.DataFrame({"topic": [name, f"{name}/x", f"{name}x", None, None], "category": ["c", "c", name, name, "c"]})
    kept = where(problem_is(name, rows.columns)).apply(rows.with_row_index("at").lazy()).rows.collect()
    assert kept["at"].to_list() == [0, 1, 3]
    assert where(equals("topic", name)).apply(rows.lazy()).rows.collect().height == 1


def shifted() -> pl.DataFrame:
    """The same two channels, each as content as before; but the one that pleases less has most of the second month."""
    rows = []
    for month, share in ((9, 0.2), (10, 0.8)):
        for number in range(1500):
            poor = number < 1500 * share
            rows.append({
                "ticket_id": f"{month}-{number}",
                "created_at": datetime(2025, month, 1) + timedelta(minutes=28 * number),
                "channel": "电话" if poor else "千牛",
                "csat": 5.0 if number % 10 < (5 if poor else 9) else 1.0,
            })  # fmt: skip
    return pl.DataFrame(rows)


def test_structure_and_own_effect_are_told_apart():
    frame = shifted()
    data = gather(frame, Ask("2025-10"))
    structure, own = parted(data, ["csat_pct"])["csat_pct"]
    assert (round(structure, 6), own) == (-0.24, 0.0)
    found = findings(build(frame, "2025-10"))["tag.worse"]
    assert found.detail.key == "finding.metric_mixed"
    assert (found.detail.params["structure"].value, found.detail.params["own"].value) == (structure, own)


def test_the_volume_is_told_beside_the_orders():
    frame = pl.concat([tickets(surge=0, red=0), tickets(surge=0, red=0).filter(pl.col("created_at").dt.month() == 10)])
    days = [datetime(2025, month, day) for month in (9, 10) for day in range(1, 29)]
    orders = pl.DataFrame({"order_id": [str(at) for at, _ in enumerate(days)], "ordered_at": days, "paid_at": days})
    found = findings(build(frame, sides={"order": orders.with_columns(paid_amount=pl.lit(9.9))}))["tag.volume"]
    assert found.detail.key == "finding.volume_orders"


def null_month(seed: int) -> pl.DataFrame:
    """Two months in which nothing happened: every field drawn anew for every contact, days from their weekday alone."""
    dice = Random(seed)
    rows = []
    for number in range(61):
        day = date(2025, 9, 1) + timedelta(days=number)
        usual = 18 if day.weekday() else 24
        for _ in range(sum(dice.random() < 0.5 for _ in range(2 * usual))):
            rows.append({
                "ticket_id": f"T{len(rows)}",
                "created_at": datetime(day.year, day.month, day.day, 9 + dice.randrange(12), dice.randrange(60)),
                "channel": dice.choice(("千牛", "京东咚咚", "电话", "邮件")),
                "agent": f"客服{dice.randrange(9)}",
                "customer_id": f"C{dice.randrange(4000)}",
                "category": dice.choice(("物流", "退款", "发票", "安装", "质量", "其他")),
                "first_response_s": round(dice.lognormvariate(4.2, 1.0), 1),
                "is_resolved": dice.random() < 0.9,
                "csat": float(dice.choice((1, 3, 4, 5, 5, 5))) if dice.random() < 0.4 else None,
            })  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def test_of_months_in_which_nothing_happened_at_most_one_in_twenty_shows_a_finding():
    """Only what findings are made from is built: whole reports of 200 months would take a minute."""
    shown = 0
    for seed in range(200):
        data = gather(null_month(seed), Ask("2025-10"))
        shown += bool(section(data, cards(data)).blocks[0].items)
    assert shown <= 10


def test_no_reading_order_changes_the_findings():
    frame = tickets().sample(fraction=1.0, shuffle=True, seed=3)
    assert to_json(build(frame, calendar=promoted())) == to_json(build(tickets(), calendar=promoted()))
