"""Customers by RFM against what they ask: hand-checked counts, planted lifts found, chance not called one."""

from __future__ import annotations

from datetime import datetime
from random import Random

import polars as pl
import pytest

from cstools.kernels.report import build, lifts, segments
from cstools.kernels.report.data import Ask, Data, gather
from cstools.model.report import Chart, Note, Table, from_json, to_json
from cstools.model.report.config import Config

DAY, PAID = datetime(2025, 10, 31), datetime(2025, 10, 1)
GOOD, POOR = "rfm.重要价值客户", "rfm.一般挽留客户"


def orders(good: int, poor: int) -> pl.DataFrame:
    """Buyers who come often, late and for much, and such as came once, long ago and for little."""
    rich = [{"customer_id": f"G{n}", "order_id": f"g{n}-{k}", "amount": 900.0, "ordered_at": PAID}
            for n in range(good) for k in range(5)]  # fmt: skip
    cheap = [{"customer_id": f"P{n}", "order_id": f"p{n}", "amount": 9.0, "ordered_at": datetime(2025, 1, 1)}
             for n in range(poor)]  # fmt: skip
    return pl.DataFrame(rich + cheap)


def gathered(rows: list[tuple[str | None, str | None, float | None]], sides: pl.DataFrame | None, **more) -> Data:
    frame = pl.DataFrame(
        rows, schema={"customer_id": pl.String, "category": pl.String, "csat": pl.Float64}, orient="row"
    ).with_columns(created_at=pl.lit(DAY))
    return gather(frame, Ask(month="2025-10", sides={} if sides is None else {"order": sides}, **more))


SMALL = [
    ("G0", "物流", 5.0),
    ("G0", "物流", 1.0),
    ("G1", "发票", None),
    ("P0", "物流", 4.0),
    ("X", "物流", 5.0),
    (None, None, 5.0),
]


def test_each_contact_is_in_the_segment_of_its_customer():
    section = segments.section(gathered(SMALL, orders(4, 4)))
    note, table = section.blocks[:2]
    assert isinstance(note, Note)
    assert {name: value.value for name, value in note.lines[0].params.items()} == {
        "n": 6, "matched": 4, "share": 0.666667
    }  # fmt: skip
    assert isinstance(table, Table)
    assert table.rows == ((GOOD, 4, 3, 0.5, 75.0, 0.5), (POOR, 4, 1, 0.25, 25.0, 1.0))


def test_lift_is_the_share_within_over_the_share_of_all():
    """Of the 4 matched 3 are about 物流: 2 of 3 and 1 of 1."""
    chart = segments.section(gathered(SMALL, orders(4, 4), config=Config(least=1))).blocks[-1]
    assert isinstance(chart, Chart)
    assert [row[:4] for row in chart.rows] == [
        (GOOD, "物流", 2, 0.666667),
        (GOOD, "发票", 1, 0.333333),
        (POOR, "物流", 1, 1.0),
        (POOR, "发票", 0, 0.0),
    ]
    assert chart.lead.params["least"].value == 1
    assert [row[4] for row in chart.rows] == [0.888889, 1.333333, 1.333333, 0.0]
    assert chart.roles == {"y": segments.BY, "x": "problem", "value": "lift", "mark": "mark"}


def planted(share: float, number: int = 400) -> list[tuple]:
    """As many contacts of good and poor customers; `share` of the good ones' are about 会员, a tenth of the others'."""
    dice = Random(7)
    rows = []
    for place in range(number):
        for kind, rate in (("G", share), ("P", 0.1)):
            rows.append((f"{kind}{place % 200}", "会员" if dice.random() < rate else dice.choice("甲乙丙"), None))
    return rows


def test_a_planted_lift_is_marked_and_told():
    section = segments.section(gathered(planted(0.4), orders(200, 200)))
    marks = {(row[0], row[1]): row[-1] for row in section.blocks[-1].rows}
    assert (marks[GOOD, "会员"], marks[POOR, "会员"]) == ("mark.more", "mark.less")
    assert section.lead.key in ("segments.more", "segments.less")
    assert section.lead.params["problem"] == "会员"
    assert section.blocks[-1].alt.params["more"].value >= 1


def test_chance_is_not_called_a_lift():
    section = segments.section(gathered(planted(0.1), orders(200, 200)))
    assert {row[-1] for row in section.blocks[-1].rows} == {None}
    assert section.lead.key == "segments.none"


def found(rows: dict[str, list], least: int, who: list | None = None) -> pl.DataFrame:
    frame = pl.DataFrame(rows)
    return lifts.found(frame.with_columns(who=pl.Series(who or range(frame.height))), "by", "who", least)


def test_in_months_of_chance_hardly_any_cell_is_marked():
    """Segments drawn by lot, 60 times: at most one in twenty may have a mark, and that would be three."""
    dice, false = Random(1), 0
    names, problems = [f"s{n}" for n in range(8)], [f"t{n}" for n in range(10)]
    for _ in range(60):
        by, topics = dice.choices(names, range(1, 9), k=600), dice.choices(problems, range(1, 11), k=600)
        false += found({"by": by, "report_topic": topics}, 30)["mark"].count() > 0
    assert false <= 3


def test_one_customer_who_asks_again_and_again_makes_no_lift():
    """60 of a segment's 160 contacts are one customer's, about one problem: its lift is high, and says nothing."""
    by = ["a"] * 160 + ["b"] * 400
    rows = {"by": by, "report_topic": ["甲"] * 60 + ["甲", "乙", "丙", "丁"] * 125}
    often = found(rows, 30, [0] * 60 + list(range(1, 501)))
    assert (often.row(0)[:3], often["mark"].count()) == (("b", "甲", 100), 0)
    alone = found(rows, 30)
    assert alone.filter(pl.col("by") == "a", pl.col("report_topic") == "甲")["mark"].to_list() == ["mark.more"]
    kept = ["by", "report_topic", "n", "of", "share", "lift"]
    assert often.select(kept).equals(alone.select(kept))


def test_a_segment_of_few_customers_is_neither_drawn_nor_compared():
    rows = {"by": ["a"] * 29 + ["b"] * 300, "report_topic": ["甲"] * 29 + ["乙"] * 300}
    assert found(rows, 30).select("by", "mark").unique().rows() == [("b", None)]
    assert found(rows, 29)["mark"].count() == 4


def test_what_has_no_problem_counts_among_all():
    rows = {"by": ["a"] * 4, "report_topic": ["甲", None, None, None]}
    assert found(rows, 4).select("n", "of", "share", "lift").rows() == [(1, 4, 0.25, 1.0)]


def test_at_most_eight_by_ten_are_drawn():
    cells = found({"by": [f"{n % 9}" for n in range(990)], "report_topic": [f"{n % 11:02d}" for n in range(990)]}, 30)
    assert (cells.height, cells["by"].n_unique(), cells["report_topic"].n_unique()) == (80, 8, 10)


def test_orders_after_the_month_do_not_count():
    late = orders(4, 4).with_columns(ordered_at=pl.lit(datetime(2025, 11, 1)))
    assert segments.section(gathered(SMALL, late)).why.key == "why.matched"


def test_refunds_given_apart_go_off_what_was_bought():
    """All that P0 paid went back, so P0 is in no segment; what went back after the month still counts as paid."""
    back = {"order_id": ["p0", "p1"], "amount": [9.0, 9.0], "refunded_at": [DAY, datetime(2025, 11, 2)]}
    found = segments.scored(orders(4, 4), pl.DataFrame(back), datetime(2025, 11, 1))
    assert {"P0", "P1"} & set(found["customer_id"]) == {"P1"}


def test_refunds_do_not_replace_those_the_orders_have():
    own = orders(1, 1).with_columns(refund_amount=pl.lit(1.5))
    back = pl.DataFrame({"order_id": ["p0"], "amount": [9.0]})
    assert segments.with_refunds(own, back, DAY).equals(own)


@pytest.mark.parametrize(
    ("rows", "sides", "why"),
    [
        (SMALL, None, "why.orders"),
        (SMALL, orders(4, 4).clear(), "why.orders"),
        ([(None, "物流", 5.0)], orders(4, 4), "why.customer"),
        ([("X", "物流", 5.0), ("Y", "物流", 5.0)], orders(4, 4), "why.matched"),
        (SMALL, orders(4, 4).drop("amount"), "why.rfm"),
    ],
)
def test_what_is_missing_is_said(rows, sides, why):
    section = segments.section(gathered(rows, sides))
    assert (section.blocks, section.why.key) == ((), why)
    if why == "why.rfm":
        assert section.why.params["fields"] == ("paid_amount/amount",)
    if why == "why.matched":
        assert (section.why.params["n"].value, section.why.params["matched"].value) == (2, 0)


def test_without_problems_the_segments_are_still_listed():
    section = segments.section(gathered([("G0", None, 5.0)], orders(4, 4)))
    assert [type(block) for block in section.blocks] == [Note, Table]


def test_the_report_has_the_section_and_row_order_changes_nothing():
    frame = pl.DataFrame(
        planted(0.4), schema={"customer_id": pl.String, "category": pl.String, "csat": pl.Float64}, orient="row"
    ).with_columns(created_at=pl.lit(DAY), ticket_id=pl.format("T{}", pl.int_range(pl.len())))
    bought = orders(200, 200)
    made = build(frame, "2025-10", sides={"order": bought})
    mixed = build(
        frame.sample(fraction=1.0, shuffle=True, seed=2), "2025-10",
        sides={"order": bought.sample(fraction=1.0, shuffle=True, seed=3)},
    )  # fmt: skip
    assert "segments" in [section.id for section in made.sections]
    assert to_json(mixed) == to_json(made)
    assert from_json(to_json(made)) == made
