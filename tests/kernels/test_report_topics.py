"""Problems by weight, the spread of their ratings, those resolved least, the words that rise: hand-checked."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import polars as pl
import pytest

from cstools.kernels.report import ratings, topics, words
from cstools.kernels.report.data import Ask, Data, gather
from cstools.model.report import Chart, Note, Section, Table
from cstools.model.report.config import Config

DAY, BEFORE = datetime(2025, 10, 31), datetime(2025, 9, 30)


def gathered(columns: dict[str, list], days: list[datetime] | None = None, **asked: object) -> Data:
    height = len(next(iter(columns.values())))
    ids = [f"T{number:05d}" for number in range(height)]
    frame = pl.DataFrame({"ticket_id": ids, "created_at": days or [DAY] * height, **columns})
    return gather(frame, Ask(month="2025-10", **asked))


def chart(section: Section, name: str) -> Chart | None:
    return next((block for block in section.blocks if isinstance(block, Chart) and block.name == name), None)


def table(section: Section, title: str) -> Table | None:
    return next((block for block in section.blocks if isinstance(block, Table) and block.title.key == title), None)


def cells(block: Table | Chart, *keys: str) -> list[tuple]:
    at = [[column.key for column in block.columns].index(key) for key in keys]
    return [tuple(row[place] for place in at) for row in block.rows]


def test_problems_rank_by_contacts_times_mean_severity():
    """Two grave ones (2 x 5) before four slight ones (4 x 1.5); of three without a severity one cannot say."""
    columns = {
        "category": ["物流"] * 4 + ["安全"] * 2 + ["其他"] * 3 + [None],
        "severity": [1, 2, None, None, 5, 5, None, None, None, 5],
    }
    found = table(topics.section(gathered(columns)), "weights.table")
    assert cells(found, "problem", "contacts", "severity_mean", "weighted") == [
        ("安全", 2, 5.0, 10.0),
        ("物流", 4, 1.5, 6.0),
        ("其他", 3, None, None),
        ("—", 1, 5.0, 5.0),
    ]


@pytest.mark.parametrize("severity", [{}, {"severity": pl.Series([None] * 3, dtype=pl.Int64)}])
def test_without_severities_problems_rank_by_contacts(severity):
    found = table(topics.section(gathered({"category": ["甲", "乙", "乙"], **severity})), "weights.plain")
    assert cells(found, "problem", "contacts", "share") == [("乙", 2, 0.666667), ("甲", 1, 0.333333)]
    assert "weighted" not in [column.key for column in found.columns]


def test_the_table_of_many_problems_says_how_many_it_leaves_out():
    found = table(topics.section(gathered({"category": [f"类{n:03d}" for n in range(300)]})), "weights.plain")
    assert (len(found.rows), found.more.params["all"].value) == (30, 300)


def test_the_table_holds_the_figures_of_the_pareto():
    dice = Random(3)
    days = [DAY - timedelta(days=dice.randrange(60)) for _ in range(600)]
    columns = {
        "category": dice.choices(["物流", "发票", "退款"], [5, 2, 3], k=600),
        "csat": [float(dice.randint(1, 5)) for _ in range(600)],
        "severity": [dice.randint(1, 5) for _ in range(600)],
    }
    section = topics.section(gathered(columns, days))
    keys = ("problem", "contacts", "share", "share_ratio", "csat_pct")
    assert sorted(cells(chart(section, "topics"), *keys)) == sorted(cells(table(section, "weights.table"), *keys))


def test_the_spread_of_ratings_is_that_of_the_rated():
    columns = {
        "category": ["物流"] * 12 + ["发票"] * 9,
        "csat": [1.0] * 2 + [2.0] + [4.0] * 2 + [5.0] * 5 + [None] * 2 + [5.0] * 9,
    }
    found = chart(topics.section(gathered(columns)), "topics_ratings")
    assert found.rows == (("物流", 10, 0.2, 0.1, 0.0, 0.2, 0.5),)
    assert (found.kind, found.roles["label"], found.roles["beside"]) == ("stack", "problem", "rated")
    assert [found.roles[f"part.{n}"] for n in range(1, 6)] == [f"star.{n}" for n in range(1, 6)]
    assert (found.alt.params["low"], found.alt.params["bad"].value) == ("物流", 0.3)


def test_ratings_of_other_scales_are_mapped_onto_five():
    """2 of 3 is 3 of 5, 3 of 3 is 5; 8 of 10 (from 0) is 4.2; 6 of 5 is no rating."""
    rows = {"report_topic": ["甲"] * 5, "csat": [2.0, 3.0, 8.0, 4.0, 6.0], "csat_scale": [3, 3, 10, None, 5]}
    assert ratings.counted(pl.DataFrame(rows)).rows() == [("甲", 4, 0, 0, 1, 2, 1)]


def test_no_problem_of_ten_ratings_has_no_picture():
    assert chart(topics.section(gathered({"category": ["甲"] * 9, "csat": [5.0] * 9})), "topics_ratings") is None
    assert chart(topics.section(gathered({"category": ["甲"] * 40})), "topics_ratings") is None


def solved(rates: dict[str | None, tuple[int, int]]) -> dict[str, list]:
    names = [name for name, (_, n) in rates.items() for _ in range(n)]
    return {"category": names, "is_resolved": [place < hits for hits, n in rates.values() for place in range(n)]}


def test_the_problems_resolved_least_are_the_unmet_needs():
    columns = solved({"投诉": (40, 100), "物流": (95, 100), "发票": (27, 30), "退款": (290, 300), "少": (0, 29)})
    found = chart(topics.section(gathered(columns)), "topics_unmet")
    assert cells(found, "report_topic", "n", "resolution_rate", "mark") == [("投诉", 100, 0.4, "mark.worse")]
    assert (found.alt.params["name"], found.alt.params["worse"].value) == ("投诉", 1)
    assert found.reference.value == round(452 / 559, 9)


def test_a_small_group_far_below_is_not_put_before_a_sure_one_by_chance():
    """6 of 10 is the lowest raw rate, 650 of 1000 the lowest that is known."""
    columns = solved({"小": (6, 10), "大": (650, 1000), "好": (1900, 2000), "差些": (830, 1000)})
    found = chart(topics.section(gathered(columns, config=Config(least=10))), "topics_unmet")
    assert found.rows[0][0] == "大"


@pytest.mark.parametrize("columns", [{"category": ["甲"] * 50}, solved({"甲": (50, 50), "乙": (40, 40)})])
def test_without_an_unmet_need_none_is_drawn(columns):
    assert chart(topics.section(gathered(columns)), "topics_unmet") is None


def test_what_has_no_name_is_no_need():
    found = chart(topics.section(gathered(solved({"甲": (90, 100), None: (1, 50), "乙": (60, 100)}))), "topics_unmet")
    assert [row[0] for row in found.rows] == ["乙"]


def said(before: list[str], now: list[str], **columns: list) -> Data:
    days = [BEFORE] * len(before) + [DAY] * len(now)
    return gathered({"text": [*before, *now], **columns}, days)


def test_a_word_that_is_said_more_rises():
    found = words.rising(said(["鞋子不错"] * 200, ["鞋子开胶"] * 40 + ["鞋子不错"] * 160))
    assert isinstance(found, Table)
    assert cells(found, "word", "texts", "texts_before", "text_share", "text_share_before", "example") == [
        ("开胶", 40, 0, 0.2, 0.0, "T00200")
    ]
    assert found.more.key == "rising.basis"


def test_a_month_like_the_one_before_has_no_rising_word():
    found = words.rising(said(["鞋子不错", "鞋子开胶"] * 100, ["鞋子开胶", "鞋子不错"] * 100))
    assert isinstance(found, Note)
    assert [line.key for line in found.lines] == ["rising.none", "rising.basis"]


def test_a_few_more_texts_are_not_called_rising():
    """6 of 100 against 2 of 100 is chance: p by Fisher is .14."""
    found = words.rising(said(["鞋子开胶"] * 2 + ["鞋子不错"] * 98, ["鞋子开胶"] * 6 + ["鞋子不错"] * 94))
    assert isinstance(found, Note)


@pytest.mark.parametrize(
    ("before", "now"), [([], ["鞋子开胶"]), (["鞋子开胶"], []), ([None], ["鞋子开胶"]), (["鞋子开胶"], [None])]
)
def test_without_texts_in_both_months_nothing_is_said(before, now):
    frame = {"text": pl.Series([*before, *now], dtype=pl.String)}
    days = [BEFORE] * len(before) + [DAY] * len(now)
    assert words.rising(gather(pl.DataFrame({"created_at": days, **frame}), Ask(month="2025-10"))) is None
    assert words.rising(gather(pl.DataFrame({"created_at": [BEFORE, DAY]}), Ask(month="2025-10"))) is None


def test_many_texts_are_sampled_evenly_and_it_is_said(monkeypatch):
    monkeypatch.setattr(words, "SAMPLE", 100)
    now = ["鞋子开胶", "鞋子不错", "鞋子不错"] * 83 + ["鞋子不错"]
    data = said(["鞋子不错"] * 100, now)
    found = words.rising(data)
    assert isinstance(found, Table)
    said_ = {name: value.value for name, value in found.more.params.items()}
    assert (found.more.key, said_) == ("rising.sample", {"n": 84, "all": 250, "before": 100, "all_before": 100})
    kept = [text for place, text in enumerate(now) if place % 3 == 0]
    assert cells(found, "word", "texts") == [("开胶", kept.count("鞋子开胶"))]


def test_the_sample_is_the_same_in_any_order_of_rows(monkeypatch):
    monkeypatch.setattr(words, "SAMPLE", 50)
    rows = pl.DataFrame({"ticket_id": [f"{n}" for n in range(130)], "created_at": [DAY] * 130, "text": ["x"] * 130})
    made = words.sampled(rows)
    assert made.height == 44
    assert words.sampled(rows.sample(fraction=1.0, shuffle=True, seed=4)).equals(made)
