"""The month's alerts: a surge that was planted is told once, with its cause; of calm months none is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import polars as pl

from cstools.kernels.kpi.calendar import Calendar, Event
from cstools.kernels.report import build
from cstools.kernels.report.alarms import FALSE, alarms
from cstools.kernels.report.data import Ask, gather
from cstools.kernels.report.findings import section
from cstools.kernels.report.findings.analyses import brought, surges
from cstools.kernels.report.scorecard import cards
from cstools.model.report import Findings, Note, Table
from cstools.model.report.config import Config
from tests.months import SURGE, blocks, findings

FIRST = date(2025, 9, 1)
CHANNELS, PRODUCTS, KINDS = ("chat", "phone"), ("kettle", "lamp", "chair"), ("delivery", "quality", "refund")


def contacts(days: int = 61, seed: int = 1, level: int = 60, **fixed: str) -> pl.DataFrame:
    """Contacts of two months in which nothing happened, or (`fixed`) those of one kind."""
    dice = Random(seed)
    rows = []
    for number in range(days):
        day = FIRST + timedelta(days=number)
        for _ in range(sum(dice.random() < 0.5 for _ in range(2 * level))):
            rows.append({
                "created_at": datetime(day.year, day.month, day.day, 9 + dice.randrange(12), dice.randrange(60)),
                "channel": dice.choice(CHANNELS), "product": dice.choice(PRODUCTS), "category": dice.choice(KINDS),
                "text": dice.choice(("where is my parcel", "please refund me", "it does not fit")),
            } | fixed)  # fmt: skip
    return pl.DataFrame(rows)


def surge(n: int = 90, day: date = SURGE, **fixed: str) -> pl.DataFrame:
    """Contacts too many on one day."""
    kinds = {"channel": "chat", "product": "lamp", "category": "quality", "text": "the lamp smokes"} | fixed
    hours = [datetime(day.year, day.month, day.day, 9 + number % 12) for number in range(n)]
    return pl.DataFrame({"created_at": hours, **{name: [value] * n for name, value in kinds.items()}})


def part(report, name: str):
    return next(one for one in report.sections if one.id == name)


def test_a_planted_surge_is_one_row_with_its_cause_and_its_words():
    report = build(pl.concat([contacts(), surge()]), "2025-10")
    (row,) = blocks(report, Table, "alerts")[0].rows
    series, kind, first, last, n, expected = row[:6]
    assert series.params["value"] in ("lamp", "quality")
    assert (kind, first, last) == ("alerts.surge", f"{SURGE}", f"{SURGE}")
    assert n > 90 > expected
    named = {driver.params["value"] for driver in row[8].params["text"]}
    assert {*named, series.params["value"]} == {"lamp", "quality", "chat"}
    assert set(row[9].params["text"]) & {"smokes", "lamp"}
    assert "alerts.folded" in [line.key for line in blocks(report, Note, "alerts")[0].lines]


def test_a_surge_is_told_once_and_links_to_the_alerts():
    report = build(pl.concat([contacts(), surge()]), "2025-10")
    found = blocks(report, Findings)[0].items
    assert [one.section for one in found if one.tag == "tag.surge"] == ["alerts"]
    assert "tag.rising" not in [one.tag for one in found]
    one = findings(report)["tag.surge"]
    assert one.n == blocks(report, Table, "alerts")[0].rows[0][4]
    assert one.detail.key == "finding.surge_driver"


def test_a_problem_that_rose_by_itself_is_still_told():
    october = contacts(seed=2, level=30, category="quality").filter(pl.col("created_at").dt.month() == 10)
    report = build(pl.concat([contacts(), october, surge()]), "2025-10")
    assert findings(report)["tag.rising"].headline.params["topic"] == "quality"


def test_without_the_section_the_trend_tells_the_surge():
    frame = pl.concat([contacts(), surge()])
    alone = build(frame, "2025-10", config=Config(sections=("findings", "trend")))
    assert findings(alone)["tag.surge"].section == "trend"
    assert [one.id for one in alone.sections] == ["findings", "trend"]


def test_days_of_a_promotion_raise_none_and_it_is_said():
    calendar = Calendar((Event("sale", 2025, SURGE, SURGE, 0, 0),))
    frame = pl.concat([contacts(), surge()])
    known = build(frame, "2025-10", calendar=calendar)
    assert not blocks(known, Table, "alerts")
    assert part(known, "alerts").lead.key == "alerts.quiet"
    said = {line.key: line for line in blocks(known, Note, "alerts")[0].lines}
    assert said["alerts.promoted"].params["n"].value == 1
    assert said["alerts.rules"].params["days"].value == 30


def test_where_everything_rises_only_all_contacts_are_listed():
    more = pl.concat(
        surge(40, channel=channel, product=product, category=kind, text="hello")
        for channel in CHANNELS for product in PRODUCTS for kind in KINDS
    )  # fmt: skip
    found = alarms(gather(pl.concat([contacts(), more]), Ask("2025-10")))
    assert [(one.field, one.value) for one in found.items] == [("all", None)]
    assert found.unexplained == 1
    assert found.folded == len(CHANNELS) + len(PRODUCTS) + len(KINDS)


def test_a_surge_that_a_value_explains_is_no_promotion():
    assert not alarms(gather(pl.concat([contacts(), surge()]), Ask("2025-10"))).unexplained


def test_a_surge_of_days_is_one_and_its_figures_are_their_sums():
    days = [SURGE + timedelta(days=number) for number in range(3)]
    frame = pl.concat([contacts(), *(surge(day=day) for day in days)])
    (one,) = alarms(gather(frame, Ask("2025-10"))).items
    assert (one.first, one.last) == (days[0], days[-1])
    kept = frame.filter(pl.col("created_at").dt.date().is_in(days), pl.col(one.field) == one.value)
    assert one.n == kept.height


def test_a_day_without_data_is_one_gap_of_all_contacts():
    holed = contacts().filter(pl.col("created_at").dt.date() != date(2025, 10, 8))
    (one,) = alarms(gather(holed, Ask("2025-10"))).items
    assert (one.kind, one.field, one.first) == ("gap", "all", date(2025, 10, 8))
    assert part(build(holed, "2025-10"), "alerts").lead.params["gap"].value == 1


def test_a_channel_that_falls_silent_is_told():
    quiet = pl.col("created_at").dt.date().is_between(date(2025, 10, 20), date(2025, 10, 22))
    frame = contacts(level=100).filter(~(quiet & (pl.col("channel") == "phone")))
    found = alarms(gather(frame, Ask("2025-10"))).items
    assert ("gap", "channel", "phone") in [(one.kind, one.field, one.value) for one in found]
    assert not surges(gather(frame, Ask("2025-10")))


def test_of_calm_months_few_have_an_alert_and_fewer_a_finding():
    """Twenty-five months: of 5 in 100 that are allowed an alert more than five would be strange (chance 0.1 %)."""
    alerted = told = 0
    for seed in range(25):
        data = gather(contacts(seed=seed, level=20), Ask("2025-10"))
        alerted += bool(alarms(data).items)
        told += bool(surges(data))
    assert alerted <= 5
    assert told <= 1
    assert FALSE == 0.05


def test_too_short_a_history_is_told_as_such():
    short = contacts().filter(pl.col("created_at") >= datetime(2025, 10, 20))
    assert part(build(short, "2025-10"), "alerts").why.key == "why.unjudged"
    assert part(build(contacts(), "2025-10"), "alerts").lead.key == "alerts.quiet"


def test_what_surges_brought_is_that_of_the_problem_alone():
    (one,) = alarms(gather(pl.concat([contacts(), surge()]), Ask("2025-10"))).items
    assert brought([replace(one, field="product", value="lamp", drivers=(("category", "quality", 0.5),))]) == {
        "quality": round(0.5 * one.excess, 3)
    }
    assert brought([replace(one, field="channel", value="chat", drivers=())]) == {}


def test_order_changes_nothing():
    frame = pl.concat([contacts(), surge()])
    mixed = frame.sample(fraction=1.0, shuffle=True, seed=4)
    assert alarms(gather(frame, Ask("2025-10"))) == alarms(gather(mixed, Ask("2025-10")))


def test_a_planted_surge_is_among_the_findings_every_time():
    for seed in range(10):
        data = gather(pl.concat([contacts(seed=seed, level=30), surge(60)]), Ask("2025-10"))
        found = section(data, cards(data)).blocks[0].items
        assert "tag.surge" in [one.tag for one in found]
