"""What goes with dissatisfaction: a driver that was planted is found, none is where there is none, as cs-why has it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from random import Random

import polars as pl
import pytest

from cstools.kernels import why
from cstools.kernels.filters import where
from cstools.kernels.report import build
from cstools.kernels.report.conditions import equals
from cstools.kernels.report.data import Ask, gather
from cstools.kernels.report.drivers import ENOUGH, LEAST, SHOWN, TOP, drivers, strongest
from cstools.kernels.report.levels import Level
from cstools.kernels.report.levels import where as records
from cstools.kernels.why.factors import parse
from cstools.model.report import Chart, Note, Phrase, Table, to_json
from cstools.model.report.config import Config
from cstools.model.report.words import template
from tests.months import blocks, findings

FACTORS = "first_response_s,is_resolved,transfer_count,channel,topic:2,product"


def rated(*, mail: float = 0.1, n: int = 3000, seed: int = 5, months: tuple[int, ...] = (10,)) -> pl.DataFrame:
    """Rated contacts of whole months; those by mail are dissatisfied with the chance `mail`, others with 0.1."""
    dice = Random(seed)
    rows = []
    for number in range(n):
        month = months[number % len(months)]
        channel = dice.choice(("chat", "chat", "phone", "mail"))
        low = dice.random() < (mail if channel == "mail" else 0.1)
        rows.append({
            "ticket_id": f"T{number}",
            "created_at": datetime(2025, month, 1) + timedelta(minutes=dice.randrange(30 * 1440)),
            "agent": f"agent-{dice.randrange(6)}",
            "channel": channel,
            "topic": dice.choice(("a/b/c", "a/d", "e/f")),
            "product": dice.choice(("kettle", "lamp")),
            "transfer_count": dice.choice((0, 0, 0, 1)),
            "first_response_s": round(dice.lognormvariate(4.0, 1.0), 1),
            "is_resolved": dice.random() < 0.8,
            "csat": 1.0 if low else 5.0,
        })  # fmt: skip
    return pl.DataFrame(rows)


def test_a_planted_driver_is_the_first_and_a_finding():
    report = build(rated(mail=0.35), "2025-10")
    chart = blocks(report, Chart, "drivers")[0]
    name, n, odds, lo, hi, mark = chart.rows[0]
    assert (name.params["name"].key, name.params["value"], mark) == ("channel", "mail", "mark.unhappy")
    assert lo < odds < hi
    assert lo > 2
    told = [row[-1] for row in chart.rows]
    assert told.count("mark.unhappy") == 1
    assert "mark.content" not in told
    assert n == rated(mail=0.35).filter(pl.col("channel") == "mail").height


def test_what_a_finding_on_ratings_tells_is_not_told_again_as_a_driver():
    frame = rated(mail=0.35)
    assert findings(build(frame, "2025-10"))["tag.unlike"].where == "channel = 'mail'"
    assert "tag.driver" not in findings(build(frame, "2025-10"))


def test_a_driver_no_other_finding_tells_is_a_finding_with_its_evidence():
    frame = rated().with_columns(
        csat=pl.when(~pl.col("is_resolved") & (pl.int_range(pl.len()) % 2 == 0)).then(1.0).otherwise("csat")
    )
    one = findings(build(frame, "2025-10"))["tag.driver"]
    assert (one.section, one.metric, one.where) == ("drivers", "dsat", "NOT is_resolved")
    assert one.interval.lo > 1
    assert one.interval.lo < one.effect.value < one.interval.hi
    kept = where(one.where).apply(frame.lazy()).rows.collect()
    assert (one.n, one.now.value) == (kept.height, round((kept["csat"] <= 2).mean(), 6))


def test_the_figures_are_those_of_cs_why():
    frame = rated(mail=0.3)
    asked = why.Ask(factors=parse(FACTORS), top=TOP)
    table = why.made(asked).apply(frame.lazy()).rows.collect()
    ours = {(one.field, one.value): one for one in drivers(gather(frame, Ask("2025-10"))).levels}
    same = [row for row in table.to_dicts() if row["factor"] not in ("is_resolved",) and row["adj_or"] is not None]
    assert len(same) == 9
    for row in same:
        one = ours[row["factor"], row["level"]]
        assert one.odds == pytest.approx((row["adj_or"], row["adj_lo"], row["adj_hi"]), rel=1e-4)
        assert (one.n, one.rate, one.ref) == (row["n"], row["rate"], row["ref"])
        assert one.effect == pytest.approx(row["ame"], rel=1e-3, abs=1e-6)


def test_a_yes_and_no_is_compared_with_the_more_common():
    found = drivers(gather(rated(), Ask("2025-10")))
    assert [(one.value, one.ref) for one in found.levels if one.field == "is_resolved"] == [("false", "true")]


def test_nothing_goes_with_ratings_that_are_drawn_by_lot():
    """Forty months; each is held to one false driver in two hundred."""
    assert sum(strongest(gather(rated(n=900, seed=seed), Ask("2025-10"))) is not None for seed in range(40)) <= 1
    said = blocks(build(rated(), "2025-10"), Note, "drivers")[0].lines
    assert said[0].key == "drivers.none"


def test_nobody_is_named():
    section = next(one for one in build(rated(mail=0.4), "2025-10").sections if one.id == "drivers")
    assert "agent-" not in to_json(build(rated(mail=0.4), "2025-10", config=Config(sections=("drivers",))))
    assert section.lead.key == "drivers.lead"


def test_too_few_dissatisfied_are_told_as_such():
    section = next(one for one in build(rated(n=60, mail=0.1), "2025-10").sections if one.id == "drivers")
    assert section.why.key == "why.dissatisfied"
    assert section.why.params["least"].value == LEAST
    unrated = rated(n=60).drop("csat")
    assert next(one for one in build(unrated, "2025-10").sections if one.id == "drivers").why.key == "why.csat"


def test_of_a_month_with_few_dissatisfied_the_last_three_are_looked_at_and_it_is_said():
    frame = rated(n=1200, mail=0.3, months=(8, 9, 10))
    october = frame.filter(pl.col("created_at").dt.month() == 10)
    assert (october["csat"] <= 2).sum() >= LEAST
    few = pl.concat([frame.filter(pl.col("created_at").dt.month() < 10), october.head(150)])
    section = next(one for one in build(few, "2025-10").sections if one.id == "drivers")
    assert section.lead.key == "drivers.lead_months"
    assert section.lead.params["n"].value == few.height
    assert section.lead.params["months"].value == 3
    enough = rated(n=1200, mail=0.3)
    assert (enough["csat"] <= 2).sum() >= ENOUGH
    assert drivers(gather(enough, Ask("2025-10"))).months == 1


def test_picture_and_table_hold_the_same_levels():
    report = build(rated(mail=0.35), "2025-10")
    chart, table = blocks(report, Chart, "drivers")[0], blocks(report, Table, "drivers")[0]
    assert [row[0] for row in chart.rows] == [row[0] for row in table.rows]
    assert [row[2] for row in chart.rows] == [row[4] for row in table.rows]
    assert len(chart.rows) <= SHOWN


def level(field: str, value: str | None) -> Level:
    return Level(field, value, None, 40, 0.2, 0.1, (2.0, 1.5, 3.0), 0.1, 4.0)


@pytest.mark.parametrize(
    ("field", "value", "condition"),
    [
        ("channel", "it's", equals("channel", "it's")),
        ("channel", None, "channel IS NULL"),
        ("is_resolved", "false", "NOT is_resolved"),
        ("is_resolved", "true", "is_resolved"),
        ("first_response_s", "20..43.5", "first_response_s > 20 AND first_response_s <= 43.5"),
        ("first_response_s", "<=20", "first_response_s <= 20"),
        ("topic", "a/b", "topic = 'a/b' OR starts_with(topic, 'a/b/')"),
        ("wait_s", ">60", ""),
        ("transfer_count", "1", "transfer_count = 1"),
    ],
)
def test_the_records_of_a_level(field, value, condition):
    fields = {
        "channel": pl.String(),
        "is_resolved": pl.Boolean(),
        "first_response_s": pl.Float64(),
        "topic": pl.String(),
    }
    assert records(level(field, value), {**fields, "transfer_count": pl.Int64()}) == condition


def test_the_records_of_every_level_are_as_many_as_it_counts():
    frame = rated(mail=0.3)
    for one in drivers(gather(frame, Ask("2025-10"))).levels:
        assert where(records(one, frame.schema)).apply(frame.lazy()).rows.collect().height == one.n


def test_without_the_section_there_is_no_finding_of_it():
    frame = rated().with_columns(csat=pl.when(~pl.col("is_resolved")).then(1.0).otherwise("csat"))
    assert "tag.driver" in findings(build(frame, "2025-10"))
    alone = Config(sections=("findings", "kpis"))
    assert "tag.driver" not in findings(build(frame, "2025-10", config=alone))
    assert "tag.driver" not in findings(build(frame, "2025-10", audience="agent"))


def test_association_is_said():
    for said in (Phrase("drivers.lead"), Phrase("drivers.lead_months"), Phrase("finding.driver_detail")):
        assert "不等于因果" in template(said.key, "zh")
        assert re.search("association, not\\s+a cause", template(said.key, "en").lower())
