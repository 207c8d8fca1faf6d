"""What is said of problems, ratings and customers is what was found: nothing is called new, low or more that is not."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from cstools.kernels.report import cases, lifts, topics, weights
from cstools.kernels.report.data import TOPIC, Ask, Data, gather
from cstools.kernels.report.findings import groups
from cstools.model.report import Case, Cases, Chart, Phrase, Table
from cstools.view.numbers import say

DAY, BEFORE = datetime(2025, 10, 31, 21), datetime(2025, 9, 30, 21)


def gathered(columns: dict[str, list], days: list[datetime]) -> Data:
    ids = [f"T{number:05d}" for number in range(len(days))]
    return gather(pl.DataFrame({"ticket_id": ids, "created_at": days, **columns}), Ask(month="2025-10"))


def chosen(data: Data) -> list[Case]:
    return [case for block in cases.section(data).blocks if isinstance(block, Cases) for case in block.items]


def rated(marks: list[float], **columns: list) -> Data:
    texts = [f"等了{number}天" for number in range(len(marks))]
    return gathered({"csat": marks, "text": texts, **columns}, [DAY] * len(marks))


@pytest.mark.parametrize(("marks", "lowest"), [([5.0] * 4, []), ([5.0, 4.0], []), ([5.0, 3.0, 3.0, 4.0], [1, 2])])
def test_no_rating_is_called_low_where_none_is(marks, lowest):
    found = [case.ticket for case in chosen(rated(marks)) if case.rule == "case.csat"]
    assert found == [f"T{number:05d}" for number in lowest]


def test_the_lowest_of_mixed_scales_is_the_lowest_on_one():
    """2 of 3 is 3 of five, 2 of 10 is 1.8: the scale decides, not the mark."""
    data = rated([2.0, 2.0, 3.0], csat_scale=[3, 10, 3])
    assert [case.ticket for case in chosen(data) if case.rule == "case.csat"] == ["T00001"]


def test_which_of_two_tickets_of_one_id_is_shown_does_not_depend_on_their_order():
    frame = pl.DataFrame({
        "ticket_id": ["A", "A", "A", "B"], "created_at": [DAY, BEFORE.replace(month=10), DAY, DAY],
        "text": ["再等", "先等", "还等", "又等"], "csat": [1.0, 1.0, 1.0, 2.0],
        "channel": ["电话", "邮件", "千牛", "电话"],
    })  # fmt: skip
    made = [chosen(gather(each, Ask(month="2025-10"))) for each in (frame, frame.reverse(), frame.gather([2, 0, 3, 1]))]
    assert made[0] == made[1] == made[2]


def born(more: int = 0) -> Data:
    """One problem of which there were none last month; perhaps another that has become four times as frequent."""
    own, earlier = ["新"] * 400 + ["旧"] * 600 + ["另"] * more, ["旧"] * 900 + ["另"] * 100
    return gathered({"category": own + earlier}, [DAY] * len(own) + [BEFORE] * len(earlier))


def test_a_new_problem_is_called_new_and_has_no_ratio():
    one = groups.rising(born())[0]
    assert one.headline == Phrase("finding.new", one.headline.params)
    assert say(one.headline, "zh") == "“新”是本月新出现的问题，400条"
    assert say(one.evidence, "zh") == "占本月咨询的40.0%，n = 400"
    assert (one.interval, one.effect.value, one.effect.unit) == (None, 400, "n")
    assert not {"ratio", "interval", "before"} & set(one.headline.params)


def test_beside_a_new_problem_others_that_rose_are_counted():
    one = groups.rising(born(600))[0]
    assert (one.headline.key, one.detail.key) == ("finding.rising", "finding.rising_others")
    old = groups.rising(born(350))[0]
    assert (old.headline.key, old.detail.key) == ("finding.new", "finding.new_others")
    assert say(old.detail, "en").endswith("1 more problems rose significantly.")


def test_tables_have_no_ratio_of_a_new_problem():
    section = topics.section(born())
    for block in section.blocks:
        if isinstance(block, Chart | Table) and "share_ratio" in [column.key for column in block.columns]:
            at = [column.key for column in block.columns].index("share_ratio")
            ratios = {row[0]: row[at] for row in block.rows}
            assert ratios["新"] is None
            assert ratios["旧"] == pytest.approx(60 / 100 / (90 / 100))
    chart = section.blocks[0]
    assert next(row for row in chart.rows if row[0] == "新")[6] == "mark.rising"


def test_a_weight_is_the_whole_sum_of_severities():
    """A mean of six digits times 30,001 contacts is 40,001.993."""
    rows = pl.DataFrame({TOPIC: ["物流"] * 3, "severity": [1, 1, 2]})
    assert weights.severities(rows) == {"物流": (4, 3)}
    height = 30_001
    data = gathered({"category": ["物流"] * height, "severity": [1] * 20_000 + [2] * 10_001}, [DAY] * height)
    table = next(block for block in topics.section(data).blocks if isinstance(block, Table))
    at = [column.key for column in table.columns].index("weighted")
    assert table.rows[0][at] == 40_002


def busy() -> pl.DataFrame:
    """Of A 5 of 100 customers ask about 物流, each twenty times; of B 40 of 100, each once."""
    rows = [("A", f"a{n}", "物流") for n in range(5)] * 20 + [("A", f"a{n}", "发票") for n in range(5, 100)]
    rows += [("B", f"b{n}", "物流" if n < 40 else "发票") for n in range(100)]
    return pl.DataFrame(rows, schema=["by", "who", TOPIC], orient="row")


def test_a_mark_says_what_the_customers_say_not_what_a_few_of_them_wrote():
    cells = lifts.found(busy(), "by", "who", 30).filter(pl.col(TOPIC) == "物流")
    marks = dict(cells.select("by", "mark").iter_rows())
    assert marks == {"A": lifts.LESS, "B": lifts.MORE}
    assert cells.filter(pl.col("by") == "A")["lift"].item() > 1


def test_no_sentence_says_more_of_a_share_that_is_less():
    cells = lifts.found(busy(), "by", "who", 30)
    against = cells.filter((pl.col("mark") == lifts.MORE) != (pl.col("lift") > 1))
    assert against.height
    assert lifts.lead(against.with_columns(by=pl.lit("rfm.一般挽留客户")), "by").key.endswith("_customers")


@pytest.mark.parametrize("key", ["finding.none", "finding.none_alone"])
def test_where_nothing_is_found_no_more_is_claimed_than_findings_test(key):
    """A chart may mark a day or a channel that is tested at another confidence."""
    assert "足以列为要点" in say(Phrase(key, {"n": 9}), "zh")
    assert "stands out" not in say(Phrase(key, {"n": 9}), "en")
