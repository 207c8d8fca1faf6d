"""Targets: the shapes of their tables, values as people write them, which fits a figure, where the figure stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.kpi.sheet import Sheet
from cstools.kernels.kpi.targets import Targets, fitting, parse, read, targeted, unfit
from cstools.model.messages import say

GROUPS = ["team", "channel"]


def sheet(text: str) -> Sheet:
    """A table from lines of cells; an empty cell is null, as a reader gives it."""
    head, *rows = [[cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines()]
    return Sheet(pl.DataFrame(rows, schema=[str(name) for name in head], orient="row"), "t.xlsx")


def table(text: str, asked: tuple[str, ...] = ()) -> Targets:
    return read(sheet(text), asked)


def figure(value: float | None = 0.8, metric: str = "csat_pct", period: str = "2025-10", **more: Any) -> dict[str, Any]:
    better = {"csat_pct": "+", "frt_mean": "-", "volume": "o", "refund_amount": "-", "backlog": "-"}[metric]
    starts = {"2025-10": datetime(2025, 10, 1), "2025-10-16": datetime(2025, 10, 16), "2025-W40": datetime(2025, 9, 29)}
    start = starts.get(period) or (datetime(2025, 10, 6) if period == "2025-W41" else None)
    row = {"team": "a", "channel": "x", "period": period, "metric": metric, "value": value, "__start": start}
    return row | {"__better": better} | more


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema_overrides={"__start": pl.Datetime("us"), "value": pl.Float64})


def judged(targets: Targets, *rows: dict[str, Any], **options: Any) -> list[tuple[Any, ...]]:
    return targeted(frame(*rows), targets, GROUPS, **options).select("target", "met", "level").rows()


LONG = "指标|组|月份|目标值|底线|挑战|对标\n满意率|a|2025年10月|85%|80%|90%|88%"


def test_long_form_with_all_values() -> None:
    made = table(LONG)
    assert made.given == ("target", "floor", "stretch", "benchmark")
    assert made.rows.select("metric", "team", "period", *made.given).rows() == [
        ("csat_pct", "a", "2025-10", 0.85, 0.8, 0.9, 0.88)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("指标|售后一组|售后二组\n满意率|85%|80%", [("售后一组", None, 0.85), ("售后二组", None, 0.8)]),
        ("考核项目|售后一组|备注\n满意率|85%|见通知", [("售后一组", None, 0.85)]),
        ("指标|2025-10|2025年11月\n满意率|85%|80%", [(None, "2025-10", 0.85), (None, "2025-11", 0.8)]),
        ("指标|2025-10-01 00:00:00\n满意率|0.85", [(None, "2025-10", 0.85)]),
        ("指标|年份|10月|四季度\n满意率|2025|85%|80%", [(None, "2025-10", 0.85), (None, "2025-Q4", 0.8)]),
        ("指标|组|2025-10|2025-11\n满意率|甲|85%|\n满意率|乙||80%", [("甲", "2025-10", 0.85), ("乙", "2025-11", 0.8)]),
        ("组|满意率(%)\n甲|85\n乙|-", [("甲", None, 0.85)]),
        ("小队|满意率\n甲|85%", [("甲", None, 0.85)]),
        ("指标|月份|甲|合计\n满意率|2025-10-01|85%|82%", [("甲", "2025-10", 0.85), ("all", "2025-10", 0.82)]),
    ],
)
def test_matrices_are_unpivoted(text: str, expected: list[tuple[Any, ...]]) -> None:
    rows = table(text).rows
    rows = rows if "team" in rows.columns else rows.with_columns(pl.lit(None).alias("team"))
    assert rows.select("team", "period", "target").rows() == expected


def test_headings_of_a_matrix_are_what_the_corner_or_the_figures_say() -> None:
    text = "{}|电话|在线\n满意率|85%|80%"
    assert table(text.format("指标/渠道")).groups == ("channel",)
    assert table(text.format("指标"), ("channel",)).groups == ("channel",)
    assert table(text.format("指标"), ("channel", "team")).groups == ("team",)
    assert table("指标|城区|目标\n满意率|东|80%", ("城区",)).rows["城区"].to_list() == ["东"]


@pytest.mark.parametrize(
    ("metric", "text", "expected"),
    [
        ("csat_pct", "85%", 0.85), ("csat_pct", "0.85", 0.85), ("csat_pct", "\uff18\uff15％", 0.85),
        ("csat_pct", "≥85%", 0.85),
        ("csat_pct", "85%以上", 0.85), ("csat_pct", "1", 1.0), ("满意率（%）", "85.57", 0.8557),
        ("frt", "30秒", 30.0), ("frt", "1分30秒", 90.0), ("frt", "2小时", 7200.0), ("frt", "0:01:30", 90.0),
        ("frt", "30", 30.0), ("首次响应时长(分)", "1.5", 90.0), ("首次响应时长(分)", "30秒", 30.0),
        ("frt", "≤30秒", 30.0),
        ("frt", "30秒以内", 30.0), ("refund_amount", "1.2万", 12000.0), ("volume", "1,200", 1200.0),
        ("nps", "-5", -5.0),
        ("csat_mean", "4.5分", 4.5), ("frt", "1899-12-31 00:01:30", 90.0),
    ],
)  # fmt: skip
def test_values_as_people_write_them(metric: str, text: str, expected: float) -> None:
    assert table(f"指标|目标\n{metric}|{text}").rows["target"].to_list() == [expected]


@pytest.mark.parametrize(
    ("name", "metric"),
    [
        ("frt", "frt_mean"), ("首次响应时长", "frt_mean"), ("First response time (median)", "frt_p50"),
        ("首次响应时长（P90）", "frt_p90"), ("30秒首响率", "frt_within_30s"), ("5 分钟首响率", "frt_within_5m"),
        ("CSAT top box", "csat_pct"), (" FRT_P90 ", "frt_p90"), ("service level 20s", "service_level_20s"),
        ("72小时重复咨询率", "repeat_rate_72h"),
    ],
)  # fmt: skip
def test_metrics_by_id_or_label(name: str, metric: str) -> None:
    assert table(f"metric|target\n{name}|0.5").rows["metric"].to_list() == [metric]


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("side.column", 1, "组|目标\na|85%"),
        ("targets.empty", 1, "指标\n满意率"),
        ("targets.empty", 1, "指标|目标\n满意率|-"),
        ("targets.heading", 1, "指标|目标|天气\n满意率|85%|晴"),
        ("side.twice", 1, "指标|目标|目标值\n满意率|85%|85%"),
        ("side.twice", 1, "指标|目标|组|小组\n满意率|85%|a|a"),
        ("side.twice", 1, "指标|组|全店\n满意率|甲|85%"),
        ("side.cell", 3, "指标|目标\n满意率|85%\n|80%"),
        ("targets.number", 3, "指标|目标\n满意率|85%\nfrt|很快"),
        ("targets.number", 2, "指标|目标\nfrt|85%"),
        ("targets.number", 2, "指标|目标\nvolume|许多"),
        ("targets.share", 2, "指标|目标\n满意率|85"),
        ("targets.share", 2, "指标|目标\n满意率|-5%"),
        ("targets.more", 2, "指标|目标\n满意率|≤85%"),
        ("targets.less", 2, "指标|目标\nfrt|30秒以上"),
        ("targets.order", 2, "指标|目标|底线\n满意率|80%|85%"),
        ("targets.order", 2, "指标|目标|挑战\nfrt|30秒|40秒"),
        ("targets.period", 2, "指标|月份|目标\n满意率|2025-13|85%"),
        ("targets.period", 2, "指标|月份|目标\n满意率|下月|85%"),
        ("targets.year", 2, "指标|月份|目标\n满意率|10月|85%"),
        ("targets.year", 2, "指标|10月|11月\n满意率|85%|86%"),
        ("targets.periods", 2, "指标|月份|季度|目标\n满意率|2025-10|2025-Q4|85%"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(key: str, line: int, text: str) -> None:
    with pytest.raises(Usage) as caught:
        table(text)
    assert (caught.value.key, caught.value.params["path"], caught.value.params["line"]) == (key, "t.xlsx", line)
    for lang in ("zh", "en"):
        assert f"t.xlsx:{line}" in say(key, lang, **caught.value.params)


def test_an_unknown_metric_names_the_nearest_and_its_line() -> None:
    with pytest.raises(Usage) as caught:
        table("指标|目标\n满意律|85%")
    assert caught.value.key == "kpi.metric"
    assert "t.xlsx:2" in str(caught.value.params["metric"])
    assert "csat_pct" in str(caught.value.params["near"])


@pytest.mark.parametrize("second", ["满意率|a|2025-10|86%", "csat_pct|a|2025/10|85%"])
def test_the_same_cell_twice_names_both_lines(second: str) -> None:
    with pytest.raises(Usage) as caught:
        table(f"指标|组|月份|目标\n满意率|a|2025-10|85%\n满意率|b|2025-10|85%\n{second}")
    assert caught.value.key == "targets.twice"
    assert (caught.value.params["line"], caught.value.params["other"]) == (2, 4)


def test_two_rows_may_give_a_scope_different_values() -> None:
    made = table("指标|目标|底线\n满意率|85%|\n满意率||80%").rows
    assert made.select("target", "floor").rows() == [(0.85, 0.8)]


ORDER = """指标|组|渠道|周期|目标
满意率||||1%
满意率|||2025|2%
满意率|||2025-Q4|3%
满意率|||2025-10|4%
满意率||x||5%
满意率|a|||6%
满意率|a||2025|7%
满意率|a||2025-10|8%
满意率|a||2025-10-16|9%
满意率|a|x||10%
满意率|a|x|2025-10|11%"""


@pytest.mark.parametrize("left", range(11, 0, -1))
def test_the_most_specific_target_wins(left: int) -> None:
    """period + group > group > period > bare; more groups first, then the shorter period."""
    rows = ORDER.splitlines()
    targets = table("\n".join(rows[: left + 1]))
    assert judged(targets, figure(period="2025-10-16"))[0][0] == left / 100


@settings(deadline=None, max_examples=25)
@given(st.permutations(ORDER.splitlines()[1:]))
def test_the_order_of_the_rows_changes_nothing(rows: list[str]) -> None:
    targets = table("\n".join([ORDER.splitlines()[0], *rows]))
    asked = [
        figure(period="2025-10-16"),
        figure(),
        figure(team="b"),
        figure(team="b", channel="y"),
        figure(channel=None),
    ]
    assert [row[0] for row in judged(targets, *asked)] == [0.11, 0.11, 0.05, 0.04, 0.08]


def test_a_week_across_two_months_takes_no_month() -> None:
    targets = table("指标|2025-10|2025\n满意率|85%|80%")
    rows = judged(targets, figure(period="2025-W40"), figure(period="2025-W41"))
    assert [row[0] for row in rows] == [0.8, 0.85]


def test_a_count_of_a_month_or_team_is_of_the_whole() -> None:
    targets = table("指标|组|周期|目标\nrefund_amount||2025-10|1000\nrefund_amount|a||500\nbacklog|||9")
    month, day = figure(1, "refund_amount"), figure(1, "refund_amount", "2025-10-16", team="b")
    total = {"__total_team": False, "__total_channel": True, "channel": "all"}
    assert [row[0] for row in judged(targets, month, day)] == [1000, None]
    assert judged(targets, month | total)[0][0] == 500
    assert judged(table("指标|周期|目标\nbacklog|2025-10|9"), figure(1, "backlog", "2025-10-16"))[0][0] == 9


def test_a_period_of_all_is_what_during_says() -> None:
    targets = table("指标|2025-10\n满意率|85%\nvolume|100")
    october = (datetime(2025, 10, 1), datetime(2025, 11, 1))
    asked = [figure(period="all"), figure(5, "volume", "all")]
    assert [row[0] for row in judged(targets, *asked)] == [None, None]
    assert [row[0] for row in judged(targets, *asked, during=october)] == [0.85, 100]
    assert judged(targets, *asked, during=(datetime(2025, 10, 6), datetime(2025, 11, 1)))[1][0] is None


def test_the_total_has_its_own_target() -> None:
    targets = table("指标|a|合计\n满意率|85%|90%")
    total = figure(team="all", __total_team=True)
    assert [row[0] for row in judged(targets, figure(__total_team=False), total)] == [0.85, 0.9]
    alone = frame(figure()).drop("team")
    assert targeted(alone, targets, ["channel"])["target"].to_list() == [0.9]


def test_a_phase_of_an_event_is_a_period() -> None:
    targets = table("指标|2025 双11 during|2025 双11 before\n满意率|70%|80%")
    assert judged(targets, figure(period="2025 双11 during"))[0][0] == 0.7


@pytest.mark.parametrize(
    ("metric", "value", "met", "level"),
    [
        ("满意率", 0.95, True, "stretch"), ("满意率", 0.9, True, "stretch"), ("满意率", 0.85, True, "met"),
        ("满意率", 0.8, False, "below_target"), ("满意率", 0.79, False, "below_floor"), ("满意率", None, None, None),
        ("frt", 20, True, "stretch"), ("frt", 30, True, "met"), ("frt", 31, False, "below_target"),
        ("frt", 41, False, "below_floor"), ("volume", 5, None, None),
    ],
)  # fmt: skip
def test_where_a_figure_stands(metric: str, value: float | None, met: bool | None, level: str | None) -> None:
    targets = table("指标|目标|底线|挑战\n满意率|85%|80%|90%\nfrt|30秒|40秒|20秒\nvolume|100|50|200")
    ids = {"满意率": "csat_pct", "frt": "frt_mean"}
    assert judged(targets, figure(value, ids.get(metric, metric)))[0][1:] == (met, level)


def test_the_gap_is_in_the_unit_of_the_metric() -> None:
    made = targeted(frame(figure(0.88), figure(35.5, "frt_mean")), table("指标|目标\n满意率|90%\nfrt|30秒"), GROUPS)
    assert made["gap"].to_list() == [-0.02, 5.5]
    assert made.columns == [*frame(figure()).columns, "target", "gap", "met", "level"]


def test_a_floor_is_inherited_unless_it_contradicts() -> None:
    targets = table("指标|组|目标|底线\n满意率||85%|80%\n满意率|a|82%|\n满意率|b|75%|")
    made = targeted(frame(figure(0.79), figure(0.79, team="b"), figure(0.79, team="c")), targets, GROUPS)
    assert made.select("target", "floor", "level").rows() == [
        (0.82, 0.8, "below_floor"), (0.75, None, "met"), (0.85, 0.8, "below_floor"),
    ]  # fmt: skip


def test_a_benchmark_is_shown_and_not_judged() -> None:
    made = targeted(frame(figure(0.5)), table("指标|对标\n满意率|88%"), GROUPS)
    assert made.select("target", "met", "level", "benchmark").rows() == [(None, None, None, 0.88)]


def test_what_no_figure_has_is_a_note() -> None:
    targets = table(
        "指标|组|客服|周期|目标\n满意率|c|||1%\n满意率|||2026-01|2%\nnps||||50\n满意率||张三||3%\n满意率|c||2025|4%"
    )
    made = unfit(frame(figure()), targets, GROUPS)
    assert made.rows() == [
        ("group", "team", "c", 2, 2), ("period", "period", "2026-01", 3, 1), ("metric", "metric", "nps", 4, 1),
        ("column", "agent", None, 5, 1),
    ]  # fmt: skip
    assert fitting(frame(figure()), targets, GROUPS).to_list() == []
    for row in made.rows(named=True):
        assert "t:2" in say(f"targets.unfit.{row['why']}", "zh", path="t", **row | {"line": 2})


def test_a_row_that_another_outdoes_still_fits() -> None:
    targets = table("指标|组|目标\n满意率||85%\n满意率|a|82%")
    assert fitting(frame(figure()), targets, GROUPS).to_list() == [2, 3]


TOML = """# 目标
[targets]
csat_pct = "85%"
frt = {target = "30秒", floor = "60秒"}

[team."a"]
csat_pct = 0.8

[month."2025-10"]
"满意率" = "84%"

[team."a".month."2025-10"]
csat_pct = "82%"
"""


def test_toml_nests_groups_and_periods() -> None:
    rows = parse(TOML, "t.toml").rows
    assert rows.select("metric", "team", "period", "target", "floor", "__line").rows() == [
        ("csat_pct", None, None, 0.85, None, 3), ("frt_mean", None, None, 30, 60, 4),
        ("csat_pct", "a", None, 0.8, None, 7), ("csat_pct", "a", "2025-10", 0.82, None, 13),
        ("csat_pct", None, "2025-10", 0.84, None, 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("side.toml", 2, "[targets]\ncsat_pct = ="),
        ("targets.number", 2, "[targets]\ncsat_pct = 'x'"),
        ("targets.scope", 2, "[targets]\ncsat_pct = true"),
        ("targets.scope", 2, "[targets]\ncsat_pct = {aim2 = 1}"),
        ("targets.scope", 2, "[team]\na = 1"),
        ("targets.scope", 1, "[weather.a]\ncsat_pct = 1"),
        ("targets.year", 2, '[month."10月"]\ncsat_pct = 1'),
        ("kpi.metric", 2, "[targets]\ncsat_pc = 1"),
        ("targets.empty", 1, ""),
    ],
)
def test_what_is_wrong_in_toml_is_named_with_its_line(key: str, line: int, text: str) -> None:
    with pytest.raises(Usage) as caught:
        parse(text, "t.toml")
    assert caught.value.key == key
    assert f"t.toml:{line}" in say(key, "en", **caught.value.params)


def test_a_title_may_stand_above_the_headings() -> None:
    rows = pl.DataFrame({"客服目标": [None, "指标", "满意率"], "": ["2025", "甲", "85%"], "_2": [None, "乙", "90%"]})
    made = read(Sheet(rows.with_columns(__line=pl.Series([2, 3, 4])), "t")).rows
    assert made.select("team", "target", "__line").rows() == [("甲", 0.85, 4), ("乙", 0.9, 4)]


def test_a_month_that_a_spreadsheet_has_cut_is_refused() -> None:
    with pytest.raises(Usage) as caught:
        table("指标|月份|目标\n满意率|2025.1|85%")
    assert caught.value.key == "targets.period"


def test_a_dash_is_no_value_and_headings_may_come_from_the_reader() -> None:
    rows = pl.DataFrame({"指标": ["满意率", "dsat"], "目标": ["85%", "—"], "__line": [5, 6], "__file": ["t", "t"]})
    assert read(Sheet(rows, "t")).rows.select("metric", "target", "__line").rows() == [("csat_pct", 0.85, 5)]
