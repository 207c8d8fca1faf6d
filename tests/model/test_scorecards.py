"""Scorecards as files: what they may say, and every mistake with its line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cstools.errors import Usage
from cstools.model.amounts import amount
from cstools.model.messages import say
from cstools.model.score_reader import parse, table
from cstools.model.scorecards import FULL, MILLION, Band, Veto

GOOD = """base = 100
[metric.frt_mean]
weight = 60
[metric.frt_mean.bands]
"<=20秒" = 100
"<=1分30秒" = 80
else = 0
[metric.csat_pct]
weight = 40
bands = { ">=85%" = 100, else = 50 }
"""


def test_what_a_card_says() -> None:
    card = parse(GOOD + '[[veto]]\nmetric = "volume"\n">=" = 1\nscore = 59.5\n')
    frt, csat = card.items
    assert frt.bands == (
        Band("<=20秒", "<=", 20.0, FULL), Band("<=1分30秒", "<=", 90.0, 80 * MILLION), Band("else", "else", 0.0, 0),
    )  # fmt: skip
    assert csat.bands[0].bound == 0.85
    assert (frt.weight, frt.min_n, frt.missing, frt.cap) == (60 * MILLION, 0, None, None)
    assert card.vetoes == (Veto("volume", ">=1", ">=", 1.0, 59_500_000),)
    assert card.metrics == ("frt_mean", "csat_pct", "volume")


def test_a_veto_stands_at_the_top_or_by_its_metric() -> None:
    by_metric = parse(GOOD + 'veto = { "<" = "60%", score = 0 }\n')
    top = parse('veto = { metric = "csat_pct", "<" = 0.6, score = 0 }\n' + GOOD)
    assert by_metric.vetoes == (Veto("csat_pct", "<60%", "<", 0.6, 0),)
    assert top.vetoes[0].bound == 0.6


def test_defaults_of_the_file() -> None:
    card = parse(GOOD.replace("base = 100", "min_n = 30\ncap = 90").replace("weight = 40", "weight = 40\nmin_n = 5"))
    assert [item.min_n for item in card.items] == [30, 5]
    assert card.cap == 90 * MILLION


def test_metrics_of_ones_own_and_names_for_people() -> None:
    text = '[metric.mine]\nweight = 50\nbands = {"<=30秒" = 100, else = 0}\n'
    text += '["metric"."满意率"]\nweight = 50\nbands = {else = 1}'
    card = parse(text, own={"mine": "s"})
    assert [item.metric for item in card.items] == ["mine", "csat_pct"]


def test_a_table_says_the_same() -> None:
    rows = [
        {"指标": "frt_mean", "档位": "<=20秒", "分值": "100", "权重": "60"},
        {"指标": "frt_mean", "档位": "<=1分30秒", "分值": "80", "权重": "60"},
        {"指标": "frt_mean", "档位": "else", "分值": "0"},
        {"指标": "csat_pct", "档位": ">=85%", "分值": "100", "权重": "40"},
        {"指标": "csat_pct", "档位": "else", "分值": "50", "备注": "试行"},
    ]
    assert table(enumerate(rows, 2), "").items == parse(GOOD).items
    more = [{"metric": "volume", "band": ">=1", "points": "0", "weight": "否决"}, {"metric": "总分", "points": "95"}]
    card = table(enumerate(rows + more, 2), "")
    assert (card.vetoes, card.cap) == ((Veto("volume", ">=1", ">=", 1.0, 0),), 95 * MILLION)


BANDS = 'bands = { ">=85%" = 100, else = 50 }'


@pytest.mark.parametrize(
    ("old", "new", "key", "line", "word"),
    [
        ("base = 100", "base = = 1", "toml", 1, ""),
        ("base = 100", "bace = 100", "key", 1, "base"),
        ("weight = 60", "wieght = 60", "key", 3, "weight"),
        ("weight = 60\n", "", "lacks", 2, "weight"),
        (BANDS, "", "lacks", 8, "bands"),
        ("weight = 40", "weight = 30", "weights", 9, "90"),
        ("weight = 40", 'weight = "many"', "value", 9, "many"),
        ("weight = 40", "weight = true", "value", 9, "True"),
        ("weight = 40", "weight = 0", "value", 9, "weight"),
        ("weight = 40", "weight = 40\nmin_n = 2.5", "value", 10, "min_n"),
        ("weight = 40", "weight = 40\nmissing = 101", "value", 10, "0..100"),
        ("[metric.csat_pct]", "[metric.csat_pc]", "metric", 8, "csat_pct"),
        ("[metric.csat_pct]", "[metric.frt]", "metric", 8, "frt_mean"),
        ("[metric.csat_pct]", '[metric."首次响应时长（均值）"]', "band", 10, ">=85%"),
        ('"<=20秒" = 100', '"<=20圈" = 100', "band", 5, "<=20圈"),
        ('"<=20秒" = 100', '"<=20秒" = 101', "value", 5, "101"),
        ('"<=20秒" = 100', '"<=20秒" = 0.0000001', "value", 5, "0.000001"),
        ("else = 0\n", "", "gap", 6, "else"),
        ("else = 0\n", '">95" = 0\n', "gap", 7, "90..95"),
        ("else = 0\n", '">=90" = 0\n', "overlap", 7, "<=1分30秒"),
        ("else = 0\n", '"<=10" = 0\nelse = 0\n', "overlap", 7, "<=20秒"),
        ("else = 0\n", 'else = 0\n"<=200" = 0\n', "overlap", 8, "else"),
        (BANDS, 'bands = { ">=85" = 100, else = 50 }', "band", 10, ">=85"),
        (BANDS, "bands = 5", "value", 10, "5"),
        (BANDS, BANDS + "\n[[veto]]\nscore = 0", "lacks", 11, "metric"),
        (BANDS, BANDS + '\n[[veto]]\nmetric = "nowhere"\n">=" = 1\nscore = 0', "metric", 12, "nowhere"),
        (BANDS, BANDS + '\n[[veto]]\nmetric = "volume"\n">=" = 1\n"<" = 0\nscore = 0', "lacks", 11, "metric"),
        (BANDS, BANDS + '\n[[veto]]\nmetric = "volume"\n">=" = 1\nscore = 200', "value", 14, "200"),
    ],
)  # fmt: skip
def test_every_mistake_names_its_line(old: str, new: str, key: str, line: int, word: str) -> None:
    assert old in GOOD
    with pytest.raises(Usage) as raised:
        parse(GOOD.replace(old, new, 1), "pay.toml")
    assert raised.value.key == f"score.{key}"
    assert raised.value.params["line"] == line
    for lang in ("zh", "en"):
        told = say(raised.value.key, lang, **raised.value.params)
        assert told.startswith(f"pay.toml:{line}")
        assert word in told


def test_mistakes_of_a_table_name_their_row() -> None:
    rows = [
        {"metric": "csat_pct", "band": "else", "points": "1", "weight": "60"},
        {"metric": "csat_pct", "weight": "40"},
    ]
    with pytest.raises(Usage, match=r"score\.twice") as raised:
        table(enumerate(rows, 2), "pay.csv")
    assert raised.value.params["line"] == 3
    with pytest.raises(Usage, match=r"score\.key"):
        table([(2, {"metrik": "csat_pct"})], "pay.csv")
    with pytest.raises(Usage, match=r"score\.none"):
        table([], "pay.csv")


def test_one_metric_under_two_names() -> None:
    with pytest.raises(Usage, match=r"score\.twice"):
        parse(GOOD.replace("[metric.frt_mean", '[metric."满意率"').replace("秒", "%").replace("1分30", "30"))


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [
        ("85%", "ratio", "0.85"), ("85％", "ratio", "0.85"), ("1", "ratio", "1"), ("-12.5", "pt", "-12.5"),
        ("4.5分", "pt", "4.5"), ("1,200元", "yuan", "1200"), ("3次", "n", "3"), ("90", "s", "90"), ("90s", "s", "90"),
        ("1小时2分", "s", "3720"), ("1:30", "s", "90"), ("01:00:30", "s", "3630"), ("1d", "s", "86400"),
    ],
)  # fmt: skip
def test_amounts(text: str, unit: str, wanted: str) -> None:
    assert amount(text, unit) == Decimal(wanted)


@pytest.mark.parametrize(("text", "unit"), [("", "s"), ("85", "ratio"), ("85%", "n"), ("soon", "s"), ("NaN", "pt")])
def test_what_is_no_amount(text: str, unit: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        amount(text, unit)
