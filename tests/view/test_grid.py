"""Tables of the report as text, which all renderers share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cstools.model.report import Actions, Card, Column, Figure, Kpis, Meta, Report, Section
from cstools.view.grid import change, empty, follow_up, grid, masthead, scorecard, target, title, verdict
from tests.view.sample import (
    BAND,
    BARS,
    CARDS,
    DOTS,
    FOLLOWED,
    FUNNEL,
    HEAT,
    HOSTILE,
    MATRIX,
    SAMPLE,
    STACK,
    TABLE,
    TO_DO,
    VEGA,
)  # fmt: skip

CHARTS = (BAND, BARS, HEAT, DOTS, STACK, FUNNEL, MATRIX, VEGA)


@pytest.mark.parametrize("block", [*CHARTS, TABLE], ids=lambda block: getattr(block, "kind", "table"))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_row_is_as_long_as_the_headings(block, lang):
    made = grid(block, lang)
    assert {len(made.headings), len(made.right)} == {len(row) for row in made.rows} | {len(made.headings)}
    assert "\x1b" not in "".join([*made.headings, *(cell for row in made.rows for cell in row)])


def test_a_matrix_is_its_rows_by_its_columns_in_order_of_appearance():
    made = grid(MATRIX, "zh")
    assert made.headings == ("客户分层", "退款", "质量", "物流")
    assert made.rows[0] == ("重要价值", "1.1倍", "1.8倍", "—")
    assert made.rows[1] == ("一般挽留", "—", "2.1倍（显著上升）", "0.7倍")


def test_a_matrix_notes_what_else_its_rows_say():
    columns = (*MATRIX.columns, Column("n", "n"))
    made = grid(replace(MATRIX, columns=columns, rows=(("甲", "物流", 1.5, "mark.rising", 1200),)), "zh")
    assert made.rows == (("甲", "1.5倍（显著上升，样本 1,200）"),)


@pytest.mark.parametrize("chart", [HEAT, MATRIX], ids=lambda chart: chart.kind)
def test_a_matrix_without_its_roles_is_a_plain_table(chart):
    assert len(grid(replace(chart, roles={"value": chart.roles["value"]}), "zh").headings) == len(chart.columns)


def test_a_heat_map_goes_by_its_roles():
    turned = replace(HEAT, columns=HEAT.columns[::-1], rows=tuple(row[::-1] for row in HEAT.rows))
    assert grid(turned, "zh") == grid(HEAT, "zh")


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_what_is_empty(chart):
    assert not empty(chart)
    assert empty(replace(chart, rows=()))
    assert not empty(replace(chart, roles={}))  # nothing says what to draw: its rows are shown


def test_the_scorecard_has_only_columns_a_card_fills():
    assert scorecard(Kpis((Card("volume", Figure(3)),)), "zh").headings == ("指标", "现值", "环比")
    assert scorecard(Kpis(CARDS), "zh").headings == (
        "指标", "现值", "环比", "目标", "对照", "走势", "同比", "上月", "95%区间", "变化的区间", "样本",
    )  # fmt: skip


def test_cards_may_be_read_against_different_things():
    cards = (CARDS[0], replace(CARDS[1], beside_label="channel"))
    made = scorecard(Kpis(cards), "zh")
    assert made.headings[4:6] == ("对照", "渠道")
    assert [row[4:6] for row in made.rows] == [("84.2%", "—"), ("—", "41秒")]


def test_words_of_a_change_and_a_target():
    assert [change(card, "zh") for card in CARDS] == [
        "+1.6个百分点（显著好转）", "+4.2秒（显著变差）", "+14.7%（不显著）", "+3.6%",
    ]  # fmt: skip
    assert change(replace(CARDS[0], tone="flat"), "zh") == "+1.6个百分点（显著）"
    assert [target(card, "zh") for card in CARDS] == ["90.0%（未达标）", "1分（达标）", "—", "—"]
    assert target(replace(CARDS[0], met=None), "zh") == "90.0%"


def test_the_sheet_to_fill_in_keeps_its_empty_columns():
    assert follow_up(TO_DO, "zh").headings == ("对应发现", "指标", "现值", "措施", "负责人", "期限")


def test_what_came_of_actions_has_only_columns_one_fills():
    assert len(follow_up(FOLLOWED, "zh").headings) == 17
    least = follow_up(Actions(FOLLOWED.items[2:], followed=True), "zh")
    assert least.headings == ("措施", "指标", "之前", "之后", "变化", "结果", "状态", "对应发现")


def test_a_verdict_may_be_a_word_or_its_key():
    one = FOLLOWED.items[0]
    assert verdict(one, "zh") == verdict(replace(one, verdict="verdict.better"), "zh") == "显著好转"
    assert verdict(replace(one, verdict=""), "zh") == ""


def test_headings_of_the_user_are_text():
    assert "\x1b" not in title(Section("own", title=HOSTILE), "zh")
    assert (
        masthead(Report(Meta("2025-10", "", 3, title=HOSTILE, member="一组"), ()), "zh")[1]
        == "一组 · 2025年10月 · 3条咨询"
    )
    assert "\x1b" not in "".join(masthead(SAMPLE, "en"))
