"""The scorecard of cs-kpi: what it says in words, what goes below a row, and that the data cannot steer it."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cstools.view import table
from cstools.view.scorecard import render
from cstools.view.scorecard_cells import COLUMNS, Cell, Pen
from cstools.view.scorecard_layout import FIRST
from cstools.view.scorecard_rows import Line, sheet

RULE = "满意 ÷ 已评价（5分制4–5分、3分制3分、2分制2分为满意）；未评不计"
ESCAPE = re.compile(r"\x1b\[\d+m")


def row(period: str, metric: str, label: str, value: float | None, unit: str, n: int, **more: Any) -> dict[str, Any]:
    return {
        "period": period, "metric": metric, "label": label, "value": value, "unit": unit, "n": n, "numerator": None,
        "denominator": None, "lo": None, "hi": None, "n_open": None, "n_excluded": None, **more,
    }  # fmt: skip


def csat(period: str, value: float | None, n: int = 5000, **more: Any) -> dict[str, Any]:
    lo, hi = (None, None) if value is None else (value - 0.021, value + 0.019)
    return row(period, "csat_pct", "满意率", value, "ratio", n, lo=lo, hi=hi, **more)


def figures(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), infer_schema_length=None)


MONTHS = figures(
    row("2025-08", "volume", "咨询量", 90_000.0, "n", 90_000),
    csat("2025-08", 0.8429),
    row("2025-08", "frt_p50", "首次响应时长（中位数）", 90.0, "s", 4100, lo=88.0, hi=92.0),
    row("2025-10", "volume", "咨询量", 123_456.0, "n", 123_456, prev=None, change=None, change_pt=None),
    csat("2025-10", 0.8549, prev=0.8429, change=0.01424, change_pt=1.2, target=0.85, gap=0.0049, met=True),
    row(
        "2025-10", "frt_p50", "首次响应时长（中位数）", 84.0, "s", 12, lo=80.0, hi=None, n_open=3, prev=80.0,
        change=0.05, target=60.0, gap=24.0, met=False,
    ),
)  # fmt: skip
AT_100 = """\
2025-10 · 走势 2025-08 至 2025-10，3 期
指标                       本期     95%区间   样本量  环比           目标                走势
──────────────────────  ───────  ──────────  ───────  ─────────────  ──────────────────  ────
咨询量                   12.3万              123,456  —              —                   ▁·█
满意率                    85.5%  83.4–87.4%    5,000  ↑ 升 1.2点 好  ≥85.0% 达标 +0.5点  ▁·█
首次响应时长（中位数）  1分24秒    ≥1分20秒       12  ↑ 升 5.0% 差   ≤1分 未达 +24秒     █·▁
  样本少 · 未完结数 3
共 6 条：3 个指标 × 3 期
↑ 升 ↓ 降 → 平（不到 0.1）；好、差看该指标是高好还是低好，不分好坏的不写；点：百分点（净推荐值为分）
95%区间：真值大致在此范围，越宽越不确定；目标：≥ 不低于、≤ 不高于为达标；末尾是本期减目标
走势：2025-08 至 2025-10，各行从自己的最低画到最高，· 为没有数值；样本少：不足 30，升降可能只是偶然
未完结数：还没有结果的记录；—：没有数据、没有可比或分母为 0，不是 0
"""
AT_80 = """\
2025-10 · 走势 2025-08 至 2025-10，3 期
指标                       本期   样本量  环比           目标
──────────────────────  ───────  ───────  ─────────────  ──────────────────
咨询量                   12.3万  123,456  —              —
  走势 ▁·█
满意率                    85.5%    5,000  ↑ 升 1.2点 好  ≥85.0% 达标 +0.5点
  95%区间 83.4–87.4% · 走势 ▁·█
首次响应时长（中位数）  1分24秒       12  ↑ 升 5.0% 差   ≤1分 未达 +24秒
  95%区间 ≥1分20秒 · 走势 █·▁ · 样本少 · 未完结数 3
共 6 条：3 个指标 × 3 期
80 列宽放不下、写在各行下面的：95%区间、走势
↑ 升 ↓ 降 → 平（不到 0.1）；好、差看该指标是高好还是低好，不分好坏的不写
点：百分点（净推荐值为分）；95%区间：真值大致在此范围，越宽越不确定
目标：≥ 不低于、≤ 不高于为达标；末尾是本期减目标
走势：2025-08 至 2025-10，各行从自己的最低画到最高，· 为没有数值
样本少：不足 30，升降可能只是偶然；未完结数：还没有结果的记录
—：没有数据、没有可比或分母为 0，不是 0
"""
GROUPS = figures(
    *(
        {"channel": channel, **each}
        for channel, share in (("在线\x1b[31m", 0.9), (None, None), ("all", 0.8))
        for each in (
            csat("2025-10", share, 0 if share is None else 20, partial=True, rule=RULE),
            row("2025-10", "complaint_rate", "投诉率", 0.01, "ratio", 200, rule="标为投诉 ÷ 全部记录", partial=True),
            row("2025-10", "wait_p50", "等待时长（中位数）", 30.5, "s", 200, rule="接起 － 进入排队", partial=True),
            row("2025-10", "volume", "咨询量", 200.0, "n", 200, rule="接触数", partial=True, prev=400.0, change=-0.5),
        )
    )
)


def text(frame: pl.DataFrame, **options: Any) -> str:
    return render(frame, **({"lang": "zh", "width": 100} | options))


def one(line: str, frame: pl.DataFrame, **options: Any) -> str:
    """The line of the text that begins so."""
    return next(each for each in text(frame, **options).splitlines() if each.startswith(line))


def cell(key: str, lang: str = "zh", better: dict[str, str] | None = None, **found: Any) -> Cell | None:
    metric, unit = found.pop("metric", "csat_pct"), found.pop("unit", "ratio")
    return COLUMNS[key][0](Line((), metric, metric, unit, found), Pen(lang, better=better or {}))


def test_three_months_at_100_columns() -> None:
    assert text(MONTHS) == AT_100


def test_what_80_columns_do_not_hold_stands_below_its_row() -> None:
    assert text(MONTHS, width=80) == AT_80


def test_a_group_has_a_heading_and_each_rule_is_said_once() -> None:
    lines = text(GROUPS, lang="en", width=140).splitlines()
    assert lines[3] == "Channel 在线␛[31m"
    assert [line for line in lines if line.startswith("Channel")] == [
        "Channel 在线␛[31m", "Channel (null)", "Channel total",
    ]  # fmt: skip
    assert sum("rule: 满意" in line for line in lines) == 1
    assert lines[0] == "2025-10 · partial"
    assert "12 in all: metrics 4 × groups 3" in lines


def test_one_period_and_nothing_asked_has_no_change_and_no_trend() -> None:
    assert text(figures(csat("all", 0.5, date_basis="created")), width=80) == (
        "全部时间 · 按创建时间\n"
        "指标     本期     95%区间  样本量\n"
        "──────  ─────  ──────────  ──────\n"
        "满意率  50.0%  47.9–51.9%   5,000\n"
        "共 1 条：1 个指标\n"
        "95%区间：真值大致在此范围，越宽越不确定\n"
    )


def test_few_metrics_of_more_groups_stand_side_by_side() -> None:
    rows = [{"weekday": day, **csat("2025-10", 0.8, rule=RULE)} for day in ("1", "7", "all")]
    lines = text(figures(*rows), width=80, rules=True).splitlines()
    assert lines[1].split() == ["weekday", "本期", "95%区间", "样本量"]
    assert lines[3:5] == ["满意率", f"  口径：{RULE}"]
    assert [line.split()[0] for line in lines[5:11:2]] == ["周一", "周日", "合计"]
    assert lines[6] == "  csat_pct"


def test_ids_and_rules_are_told_when_asked() -> None:
    frame = figures(csat("2025-10", 0.8, rule=RULE))
    assert f"  csat_pct · 口径：{RULE[:10]}" in text(frame, width=80, rules=True)
    assert "口径" not in text(frame, width=100)
    assert f"\n  口径：{RULE}\n" in text(frame, width=140)
    assert "口径" not in text(frame, width=140, rules=False)


def test_a_metric_the_last_period_lacks_is_not_lost() -> None:
    frame = figures({"agent": "甲", **csat("2025-09", 0.8)}, {"agent": "乙", **csat("2025-10", 0.9)})
    lines = text(frame, width=100).splitlines()
    assert one("甲", frame).split() == ["甲", "—", "—", "—", "▁·", "本期无记录"]
    assert one("乙", frame).endswith("·▁")
    assert "共 2 条：1 个指标 × 2 组 × 2 期" in lines


def test_the_last_period_is_told_by_the_calendar_and_not_by_the_order_of_rows() -> None:
    assert text(MONTHS.reverse()).startswith("2025-10 · 走势 2025-08 至 2025-10，3 期")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"value": 0.855, "prev": 0.843, "change_pt": 1.2, "change": 0.0142}, Cell("↑ 升 1.2点 好", "good")),
        ({"value": 0.843, "prev": 0.855, "change_pt": -1.2}, Cell("↓ 降 1.2点 差", "bad")),
        ({"value": 0.8551, "prev": 0.855, "change_pt": 0.01}, Cell("→ 平")),
        (
            {"value": 97.0, "prev": 100.0, "change": -0.03, "unit": "s", "metric": "frt_p50"},
            Cell("↓ 降 3.0% 好", "good"),
        ),
        ({"value": 97.0, "prev": 100.0, "change": -0.03, "unit": "n", "metric": "volume"}, Cell("↓ 降 3.0%")),
        ({"value": 5.0, "prev": 0.0, "change": None, "unit": "n", "metric": "backlog"}, Cell("↑ 升 差", "bad")),
        ({"value": -2.0, "prev": -5.5, "change_pt": 3.5, "unit": "pt", "metric": "nps"}, Cell("↑ 升 3.5点 好", "good")),
        (
            {"value": 4.0, "prev": 5.0, "change": -0.2, "unit": "pt", "metric": "csat_mean"},
            Cell("↓ 降 20.0% 差", "bad"),
        ),
        (
            {"value": 5.0, "prev": 9.0, "change": -4 / 9, "unit": "n", "metric": "backlog", "partial": True},
            Cell("↓ 降 44.4% 未满期"),
        ),
        ({"value": 0.5, "prev": 0.9, "change_pt": -40.0, "partial": True}, Cell("↓ 降 40.0点 差", "bad")),
        ({"value": None, "prev": 0.9}, None),
        ({"value": 0.9, "prev": None, "change": None, "change_pt": None}, None),
        ({"value": 2.0, "prev": 1.0, "change": 1.0, "unit": "n", "metric": "our_own"}, Cell("↑ 升 100.0%")),
    ],
)
def test_a_change_in_words(found: dict[str, Any], said: Cell | None) -> None:
    assert cell("change", **found) == said


def test_metrics_of_ones_own_are_judged_as_told() -> None:
    found = {"value": 2.0, "prev": 1.0, "change": 1.0, "unit": "n", "metric": "our_own"}
    assert cell("change", better={"our_own": "-"}, **found) == Cell("↑ 升 100.0% 差", "bad")
    assert cell("change", "en", {"our_own": "+"}, **found) == Cell("↑ up 100.0% good", "good")


def test_a_year_changes_rates_and_indexes_in_points() -> None:
    assert cell("year_change", value=0.8, year_ago=0.75, year_change=0.0666) == Cell("↑ 升 5.0点 好", "good")
    assert cell("year_change", value=20.0, year_ago=25.0, unit="pt", metric="nps") == Cell("↓ 降 5.0点 差", "bad")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"target": 0.85, "gap": -0.021, "met": False}, Cell("≥85.0% 未达 -2.1点", "bad")),
        ({"target": 0.85, "gap": -0.0004, "met": False}, Cell("≥85.0% 未达 -0.04点", "bad")),
        ({"target": 0.85, "gap": 0.0, "met": True}, Cell("≥85.0% 达标 0.0点", "good")),
        ({"target": 0.85, "gap": None, "met": None}, Cell("≥85.0%")),
        ({"target": 100.0, "gap": 7.0, "met": None, "unit": "n", "metric": "volume"}, Cell("100 +7")),
        ({"target": 0.85, "gap": -0.2, "met": False, "level": "below_floor"}, Cell("≥85.0% 破底线 -20.0点", "bad")),
        ({"target": 0.85, "gap": 0.1, "met": True, "level": "stretch"}, Cell("≥85.0% 达挑战 +10.0点", "good")),
        ({"target": None}, None),
    ],
)
def test_a_target_in_words(found: dict[str, Any], said: Cell | None) -> None:
    assert cell("target", **found) == said


@pytest.mark.parametrize(
    ("key", "found", "said"),
    [
        ("value", {"value": 1234.5, "unit": "yuan"}, "¥1,234.50"),
        ("value", {"value": 99_999.0, "unit": "n"}, "99,999"),
        ("value", {"value": 250_000_000.0, "unit": "n"}, "2.5亿"),
        ("value", {"value": float("nan"), "unit": "s"}, None),
        ("value", {"value": float("inf"), "unit": "n"}, None),
        ("value", {"value": 3.0, "unit": "\x1b[31m"}, "3"),
        ("interval", {"lo": 0.8, "hi": 0.9, "unit": "ratio"}, "80.0–90.0%"),
        ("interval", {"lo": -3.0, "hi": 12.5, "unit": "pt"}, "-3.00至12.50分"),
        ("interval", {"lo": 80.0, "hi": 90.0, "unit": "s"}, "1分20秒–1分30秒"),
        ("interval", {"lo": None, "hi": 90.0, "unit": "s"}, "≤1分30秒"),
        ("interval", {"lo": None, "hi": None, "unit": "s"}, None),
        ("interval", {"lo": None, "hi": None, "unit": "n"}, ""),
        ("interval", {"lo": 1.0, "hi": 2.5, "unit": "n"}, "1.0–2.5"),
        ("rank", {"rank": 3, "tied": True}, "3 并列"),
        ("rank", {"rank": None}, None),
        ("vs_group", {"vs_group": -0.05, "band": "below", "p_adj": 0.0004}, "-5.0点 显著低 差 p<0.001"),
        ("vs_group", {"vs_group": 0.01, "band": "same", "p_adj": 0.4}, "+1.0点 持平 p=0.400"),
        ("vs_group", {"vs_group": 12.0, "band": "above", "unit": "s", "metric": "frt_p50"}, "+12秒 显著高 差"),
    ],
)
def test_other_cells(key: str, found: dict[str, Any], said: str | None) -> None:
    made = cell(key, **found)
    assert (made and made.text) == said


def test_every_column_has_its_turn_for_room() -> None:
    assert sorted(FIRST) == sorted(COLUMNS)


def test_phases_of_promotions_stand_side_by_side() -> None:
    made = figures(*(csat(period, 0.8) for period in ("2025 双11 before", "2025 双11 during", "ordinary")))
    shown = render(made, lang="zh", width=100).splitlines()
    assert shown[0] == "全部时间"
    assert [line.split("  ")[0] for line in shown[1:7] if "─" not in line] == [
        "时段", "满意率", "2025 双11 前", "2025 双11 中", "平日",
    ]  # fmt: skip


def test_a_figure_before_exclusions_is_told_where_it_is_another() -> None:
    assert "剔除前 75.0%（样本量 9）" in render(
        figures(csat("2025-10", 0.8, 8, before=0.75, n_before=9)), lang="zh", width=100
    )
    assert "剔除前" not in render(figures(csat("2025-10", 0.8, 8, before=0.8, n_before=8)), lang="zh", width=100)


def test_columns_of_cs_kpi_are_no_groups() -> None:
    made = figures({"agent": "王"} | csat("2025-10", 0.8, rank=1, shrunk=0.81, band="above", before=0.7, n_before=9))
    found = sheet(made)
    assert found is not None
    assert found.by == ("agent",)


def test_bounds_and_an_outside_figure_are_notes() -> None:
    frame = figures(csat("2025-10", 0.8, floor=0.75, stretch=0.9, benchmark=0.82, n_excluded=4))
    assert one("满意率", frame).endswith("剔除数 4  底线 75.0%  挑战 90.0%  对标 82.0%")


def test_colour_says_nothing_that_words_do_not() -> None:
    plain, styled = text(MONTHS), text(MONTHS, styled=True)
    assert "\x1b" not in plain
    assert "\x1b[32m↑ 升 1.2点 好" in styled
    assert "\x1b[31m≤1分 未达 +24秒" in styled
    unpainted = [line.rstrip() for line in ESCAPE.sub("", styled).splitlines()]
    assert unpainted == plain.splitlines()


def test_a_plain_terminal_gets_ascii() -> None:
    frame = figures(csat("2025-09", 0.8), csat("2025-10", 0.9, prev=0.8, change_pt=10.0))
    frame = frame.with_columns(pl.lit(0.95).alias("target"), pl.lit("CSAT").alias("label"))
    out = text(frame, lang="en", ascii_only=True)
    assert "87.9-91.9%" in out
    assert "^ up 10.0 pt good" in out
    assert ">=95.0%" in out
    assert out.replace("·", "").replace("×", "x").isascii()


def test_what_is_no_list_of_figures_is_a_table() -> None:
    wide = pl.DataFrame({"period": ["2025-10"], "csat_pct": [0.8]})
    twice = figures(csat("2025-10", 0.8), csat("2025-10", 0.9))
    for frame in (wide, twice, MONTHS.drop("unit"), MONTHS.head(0), MONTHS.with_columns(pl.lit("x").alias("value"))):
        assert text(frame) == table.render(frame, kind="kpi", lang="zh", width=100)
        assert sheet(frame) is None


def test_what_is_left_out_is_said() -> None:
    frame = figures(*({"agent": f"{i:03}", **csat("2025-10", 0.8)} for i in range(50)))
    out = text(frame, most=10, total=70)
    assert "共 70 条：1 个指标 × 50 组，显示前 10 行，还有 40 行，只画了前 50 条" in out
    assert "009" in out
    assert "010" not in out


def test_a_long_course_shares_cells_and_says_so() -> None:
    rows = [csat(f"2025-{month:02}-{day:02}", 0.8) for month in (1, 2) for day in range(1, 29)]
    out = text(figures(*rows))
    assert "走势 2025-01-01 至 2025-02-28，59 期" in out
    assert "走势每格为相邻 3 期的均值" in out


CELLS = st.floats(allow_nan=True, allow_infinity=True) | st.none()
NAMES = st.text(st.sampled_from("退货ab，。😀👍🏽👨‍👩‍👧é한\u0301\u200d\ufe0f\x1b\x07\u202e[]/…—"), max_size=60)
LEVELS = st.sampled_from(["met", "stretch", "below_floor", "x\x1b", None])


@st.composite
def hostile(draw: st.DrawFn) -> pl.DataFrame:
    """Figures as no engine makes them: any numbers, names that would steer a terminal, any unit."""
    metrics = draw(
        st.lists(st.sampled_from(["csat_pct", "volume", "nps", "own\x1b", "frt_p50"]), min_size=1, unique=True)
    )
    rows = [
        {
            "team": draw(NAMES | st.none()), "period": period, "metric": metric, "label": draw(NAMES | st.none()),
            "unit": draw(st.sampled_from(["n", "ratio", "s", "pt", "yuan", "\x1b[31m"])),
            "n": draw(st.integers(0, 10**15) | st.none()), "level": draw(LEVELS), "rule": draw(NAMES),
            "met": draw(st.booleans() | st.none()), "partial": draw(st.booleans()),
            **{
                name: draw(st.floats(-1e15, 1e15) | st.none())
                for name in ("value", "lo", "hi", "prev", "change", "change_pt", "target", "gap", "vs_group", "p_adj")
            },
        }
        for metric in metrics
        for period in ("2025-10", "2025-12")
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None, schema_overrides={"team": pl.String, "label": pl.String})


@settings(max_examples=60, deadline=None)
@given(frame=hostile(), width=st.integers(8, 200), lang=st.sampled_from(["zh", "en"]), ascii_only=st.booleans())
def test_no_line_is_wider_than_the_terminal_and_nothing_steers_it(
    frame: pl.DataFrame, width: int, lang: str, ascii_only: bool
) -> None:
    out = text(frame, lang=lang, width=width, ascii_only=ascii_only, rules=True)
    assert not set(out) & set("\x1b\x07\u202e\u200d")
    assert max(map(cell_len, out.splitlines())) <= width


@pytest.mark.parametrize("width", [80, 100, 140])
def test_columns_begin_at_one_cell(width: int) -> None:
    lines = text(GROUPS, width=width).splitlines()
    rule = next(line for line in lines if line.startswith("─"))
    starts = [found.start() for found in re.finditer("─+", rule)]
    rows = [line for line in lines if line.startswith(("满意率", "投诉率", "等待时长", "咨询量"))]
    assert len(rows) == 12
    for line in rows:
        cells, at = {}, 0
        for sign in line:
            cells[at] = sign
            at += cell_len(sign)
        assert all(cells.get(start - 1, " ") == " " for start in starts[1:])
