"""The tables of --mix, --score, --reconcile and --rows: what they say, and that no data can steer the terminal."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cstools.view import behind, mix, page, reconcile, score, table
from cstools.view.scorecard_rows import sheet

ESCAPE = re.compile(r"\x1b\[\d+m")


def text(
    frame: pl.DataFrame, seen: Any, *, lang: str = "zh", width: int = 100, styled: bool = False, **more: Any
) -> str:
    draw = partial(seen.draw, **more)
    return page.render(frame, draw=draw, needs=seen.NEEDS, lang=lang, width=width, styled=styled)


def part(
    channel: str | None, shares: tuple[float, float], values: tuple[float | None, float], **effects: Any
) -> dict[str, Any]:
    return {
        "channel": channel, "period": "2025-10", "period_before": "2025-09", "metric": "csat_pct", "label": "满意率",
        "unit": "ratio", "n_before": 500, "n": 530, "share_before": shares[0], "share": shares[1],
        "value_before": values[0], "value": values[1], "structure": None, "own": None, **effects,
    }  # fmt: skip


MIX = pl.DataFrame(
    [
        part("电话", (0.5, 0.47), (0.6, 0.576596), structure=0.004, own=-0.01135),
        part("在线\x1b[31m", (0.5, 0.53), (0.9, 0.924528), structure=0.005, own=0.01635),
        part("all", (1.0, 1.0), (0.75, 0.764), structure=0.009, own=0.005),
        part("电话", (1.0, 1.0), (None, 70.0), own=-5.0, metric="volume", label="咨询量", unit="n"),
        part("all", (1.0, 1.0), (75.0, 70.0), own=-5.0, metric="volume", label="咨询量", unit="n"),
        part("all", (1.0, 1.0), (38.24, 38.2), structure=0.0, own=-0.04, metric="art_mean", label="平响", unit="s"),
    ]
)  # fmt: skip
MIX_AT_80 = """\
满意率 2025-09 → 2025-10：75.0% → 76.4%，+1.4点 = 结构 +0.9点 + 自身 +0.5点
渠道                  占比           数值  结构影响  自身影响     样本量
─────────  ───────────────  ─────────────  ────────  ────────  ─────────
在线␛[31m   50.0% →  53.0%  90.0% → 92.5%   +0.50点   +1.64点  500 → 530
电话        50.0% →  47.0%  60.0% → 57.7%   +0.40点   -1.14点  500 → 530
合计       100.0% → 100.0%  75.0% → 76.4%   +0.90点   +0.50点  500 → 530

咨询量 2025-09 → 2025-10：75 → 70，-5
渠道             占比     数值  变化     样本量
────  ───────────────  ───────  ────  ─────────
电话  100.0% → 100.0%   — → 70    -5  500 → 530
合计  100.0% → 100.0%  75 → 70    -5  500 → 530

平响 2025-09 → 2025-10：38.2秒 → 38.2秒，-0.04秒 = 结构 0.0秒 + 自身 -0.04秒
渠道             占比             数值  结构影响  自身影响     样本量
────  ───────────────  ───────────────  ────────  ────────  ─────────
合计  100.0% → 100.0%  38.2秒 → 38.2秒     0.0秒   -0.04秒  500 → 530

共 6 条
结构影响：占比变了带来的，与平均比；自身影响：各项数值变了带来的；前 → 后 为两期
各行两种影响之和恰为合计，合计恰为两期之差；这里四舍五入，全部位数见 -t csv
"""


def step(agent: str | None, metric: str, **found: Any) -> dict[str, Any]:
    names = ("value", "n", "band", "points", "weight", "weight_used", "part", "note")
    return {
        "agent": agent, "period": "2025-10", "metric": metric, "label": metric, "unit": "ratio",
        **dict.fromkeys(names), **found,
    }  # fmt: skip


def scores(agent: str | None, total: float | None, *more: dict[str, Any]) -> list[dict[str, Any]]:
    return [*more, step(agent, "score", label="综合得分", value=total, unit="pt", note="说明")]


SCORE = pl.DataFrame(
    [
        *scores(
            "甲", 40.0,
            step("甲", "csat_pct", label="满意率", value=0.686, n=70, band=">=60%", points=40.0, weight=60.0,
                 weight_used=100.0, part=40.0),
            step("甲", "frt_p50", label="首响", unit="s", value=59.7, n=3, weight=40.0, note="样本不足 20，不计分"),
            step("甲", "cap", label="总分封顶", unit="pt", value=40.0, points=90.0, part=0.0, note="合计未超过上限"),
        ),
        *scores(
            "乙", 10.5,
            step("乙", "csat_pct", label="满意率", value=0.9, n=70, band="else", points=84.0, weight=60.0,
                 weight_used=60.0, part=50.4),
            step("乙", "veto", label="否决：投诉率", value=0.2, n=10, band=">5%", points=10.5, part=-39.9,
                 note="已触发：总分最高 10.5"),
        ),
        *scores("丙", 40.0), *scores(None, None), *scores("all", 99.0),
    ],
    infer_schema_length=None,
)  # fmt: skip
SCORE_AT_80 = """\
指标             数值  样本量         档位 → 得分      × 权重  = 计入
────────────  ───────  ──────  ──────────────────  ──────────  ──────
客服 甲
满意率          68.6%      70  >=60% → 40分        60% → 100%    40.0
首响           59.7秒       3                   —  40% →    —       —
  样本不足 20，不计分
总分封顶      40.00分                    最高90分                 0.0
  合计未超过上限
综合得分                                                         40.0

客服 乙
满意率          90.0%      70   其余 → 84分        60% →  60%    50.4
否决：投诉率    20.0%      10    >5% → 最高10.5分               -39.9
  已触发：总分最高 10.5
综合得分                                                         10.5
"""


def beside(metric: str, period: str = "all", **found: Any) -> dict[str, Any]:
    return {
        "period": period, "metric": metric, "label": metric, "unit": "s", "source": None, "platform_metric": None,
        "days": 1, "platform": None, "ours": None, "difference": None, "with_spam": None, "odd\x1b": None,
        "explained": None, "unexplained": None, "rule": "rule of " + metric, **found,
    }  # fmt: skip


RECONCILE = pl.DataFrame(
    [
        beside(
            "art_taobao_mean", label="淘宝平响", platform_metric="旺旺平响(秒)", platform=37.9, ours=38.2,
            difference=0.3, with_spam=0.2, explained=0.2, unexplained=0.1, rule="8–23点，封顶600秒",
        ),
        beside("csat_pct", unit="ratio", ours=0.9, with_spam=0.0, rule=None),
    ],
    infer_schema_length=None,
)  # fmt: skip
RECONCILE_AT_80 = """\
周期      平台数  我方数    相差  其中:含无效  未解释
────────  ──────  ──────  ──────  ───────────  ──────
淘宝平响 · 平台：旺旺平响(秒)
  口径：8–23点，封顶600秒
全部时间  37.9秒  38.2秒  +0.3秒       +0.2秒  +0.1秒

csat_pct · 平台：—
全部时间       —   90.0%       —        0.0点       —

共 2 条
相差 = 我方数 － 平台数 = 各步之和 + 未解释，一位不差（这里四舍五入）；每步是照
平台的做法再算一遍所动的
试过而没有动的：odd␛
—：只有一方有数值
"""


def record(number: int, where: str, **more: Any) -> dict[str, Any]:
    said, at = "我要退货，" * 9, "2025-10-01 09:00:00"
    return {
        "ticket_id": f"{number:04}", "shop": "天猫旗舰店", "channel": "千牛", "text": said, "created_at": at,
        "csat": 5.0, "phone": None, "period": "all", "metric": "csat_pct", "part": where, "value": None,
        "why": None, **more,
    }  # fmt: skip


ROWS = pl.DataFrame(
    [
        record(1, "numerator"), record(2, "denominator", csat=1.0), record(3, "excluded", why="评分超出量表"),
        record(4, "excluded", why="评分超出量表", text="\x1b[31m\u202e"), record(5, "excluded", why="标为无效"),
    ],
    infer_schema_length=None,
)  # fmt: skip
VIEWS: dict[str, tuple[pl.DataFrame, Any, dict[str, Any]]] = {
    "mix": (MIX, mix, {"field": "channel", "by": []}),
    "score": (SCORE, score, {"by": ["agent"]}),
    "reconcile": (RECONCILE, reconcile, {"by": []}),
    "rows": (ROWS, behind, {"own": {}}),
}


def drawn(name: str, **options: Any) -> str:
    frame, seen, more = VIEWS[name]
    return text(frame, seen, **more, **options)


def test_a_change_is_the_sum_of_its_parts() -> None:
    assert drawn("mix", width=80) == MIX_AT_80
    english = drawn("mix", width=80, lang="en").splitlines()
    assert english[0] == "满意率 2025-09 → 2025-10: 75.0% → 76.4%, +1.4 pt = structure +0.9 pt + own +0.5"
    assert english[2].split() == ["Channel", "Share", "Value", "Structure", "Own", "effect", "n"]


def test_the_largest_effect_comes_first_and_the_total_last_whatever_came_first() -> None:
    swapped = MIX[[1, 0, 2]]
    assert text(swapped, mix, field="channel", by=[]) == text(MIX[:3], mix, field="channel", by=[])


def test_other_groups_are_in_the_heading() -> None:
    frame = MIX.with_columns(pl.lit("甲\x07").alias("team"))
    assert text(frame, mix, field="channel", by=["team", "channel"]).startswith(
        "客服组 甲␇ · 满意率 2025-09 → 2025-10："
    )


def test_what_a_narrow_terminal_does_not_hold_is_named() -> None:
    assert "60 列宽放不下：自身影响、样本量（-t csv 都有）" in drawn("mix", width=60)


def test_each_step_of_a_score_can_be_followed() -> None:
    assert drawn("score", width=80).startswith(SCORE_AT_80)
    beside = next(line for line in drawn("score", width=100).splitlines() if line.startswith("否决"))
    assert beside.split() == [
        "否决：投诉率",
        "20.0%",
        "10",
        ">5%",
        "→",
        "最高10.5分",
        "-39.9",
        "已触发：总分最高",
        "10.5",
    ]


def test_scores_are_ranked_totals_and_who_has_none_are_not() -> None:
    lines = drawn("score", width=80).splitlines()
    first = lines.index("按综合得分排名")
    assert [line.split() for line in lines[first + 3 : first + 8]] == [
        ["1", "并列", "丙", "40.0"], ["1", "并列", "甲", "40.0", "不计分：首响"],
        ["3", "乙", "10.5", "否决：投诉率", "-39.9"], ["—", "合计", "99.0"], ["—", "（空）", "—"],
    ]  # fmt: skip
    one = text(SCORE[:4], score, by=["agent"])
    assert "按综合得分排名" not in one


def test_scores_of_several_periods_are_ranked_in_each() -> None:
    both = pl.concat([SCORE[:4], SCORE[:4].with_columns(pl.lit("2025-11").alias("period"))])
    lines = text(both, score, by=["agent"]).splitlines()
    assert "客服 甲 · 2025-11" in lines
    assert [line.split() for line in lines if line.startswith("2025-")] == [
        ["2025-10", "1", "甲", "40", "不计分：首响"], ["2025-11", "1", "甲", "40", "不计分：首响"],
    ]  # fmt: skip


def test_weights_that_nothing_was_shared_to_stand_alone() -> None:
    lines = text(SCORE[4:7], score, by=["agent"]).splitlines()
    assert lines[3].split() == ["满意率", "90.0%", "70", "其余", "→", "84分", "60%", "50.4"]
    assert not any("摊满" in line for line in lines)


def test_the_platform_stands_beside_us() -> None:
    assert drawn("reconcile", width=80) == RECONCILE_AT_80


def test_names_of_the_platform_that_differ_are_a_column() -> None:
    twice = pl.concat(
        [RECONCILE[:1], RECONCILE[:1].with_columns(pl.lit("平响").alias("platform_metric"), days=pl.lit(2, pl.Int64))]
    )
    lines = text(twice, reconcile, by=[], width=120).splitlines()
    assert lines[0].split()[-2:] == ["平台指标", "天数"]
    assert lines[2] == "淘宝平响 · 平台：旺旺平响(秒)、平响"
    assert [line.split()[-2:] for line in lines[4:6]] == [["旺旺平响(秒)", "1"], ["平响", "2"]]


def test_part_and_why_come_first_and_the_words_last() -> None:
    lines = drawn("rows", width=80).splitlines()
    assert lines[0] == "满意率"
    assert lines[1].startswith("  口径：满意 ÷ 已评价（5分制4–5分")
    assert lines[2].split() == ["计入", "原因", "工单号", "满意度评分", "店铺", "客户内容"]
    assert lines[4].split()[:4] == ["分子", "—", "0001", "5"]
    assert lines[7].split() == ["不计", "评分超出量表", "0004", "5", "天猫旗舰店", "␛[31m␦"]
    assert "80 列宽放不下：渠道、创建时间（-t csv 都有）" in lines


def test_all_records_are_counted_by_part_and_why() -> None:
    many = pl.concat([ROWS] * 50)
    lines = text(many, behind, own={}).splitlines()
    first = lines.index("全部 250 条的去向")
    assert [line.split() for line in lines[first + 3 : first + 7]] == [
        ["分子", "50"], ["分母", "50"], ["不计", "100", "评分超出量表"], ["不计", "50", "标为无效"],
    ]  # fmt: skip
    assert lines[first + 8] == "共 250 条，显示 200"


def test_a_rule_that_is_not_sure_is_not_said() -> None:
    rounds = pl.DataFrame([{"ticket_id": "1", "question_at": "x", **record(1, "numerator", metric="art", value=7.0)}])
    lines = text(rounds.drop("csat"), behind, own={}).splitlines()
    assert lines[0] == "平均响应时长"
    assert not any("口径" in line for line in lines)
    assert "7.0秒" in lines[3]


@pytest.mark.parametrize("name", VIEWS)
def test_no_records_or_other_columns_are_a_plain_table(name: str) -> None:
    frame, seen, more = VIEWS[name]
    for other in (frame.clear(), frame.drop(seen.NEEDS[0]), pl.DataFrame()):
        assert text(other, seen, **more) == table.render(other, kind="kpi", lang="zh", width=100)


@pytest.mark.parametrize("name", VIEWS)
def test_styles_change_no_word(name: str) -> None:
    plain, styled = drawn(name), drawn(name, styled=True)
    assert "\x1b" not in plain
    assert [line.rstrip() for line in ESCAPE.sub("", styled).splitlines()] == plain.splitlines()
    assert "\x1b[1m" in styled


HOSTILE = st.text(st.sampled_from("退货ab，。😀👍🏽👨‍👩‍👧é한\u0301\u200d\ufe0f\x1b\x07\u202e[]/…—→"), max_size=60)
FLOATS = st.floats(-1e15, 1e15) | st.none()


@settings(max_examples=80, deadline=None)
@given(
    data=st.data(),
    name=st.sampled_from(sorted(VIEWS)),
    width=st.integers(8, 200),
    lang=st.sampled_from(["zh", "en"]),
)
def test_no_line_is_wider_than_the_terminal_and_nothing_steers_it(
    data: st.DataObject, name: str, width: int, lang: str
) -> None:
    frame, seen, more = VIEWS[name]
    numbers = [
        (column, FLOATS) for column, dtype in frame.schema.items() if dtype == pl.Float64 and column != "value_before"
    ]
    words = [(column, HOSTILE) for column, dtype in frame.schema.items() if dtype == pl.String]
    for column, drawing in [*numbers, *words]:
        values = data.draw(st.lists(drawing, min_size=frame.height, max_size=frame.height))
        frame = frame.with_columns(pl.Series(column, values, dtype=frame.schema[column]))
    out = text(frame, seen, lang=lang, width=width, **more)
    assert not set(out) & set("\x1b\x07\u202e\u200d")
    assert max(map(cell_len, out.splitlines())) <= width


@pytest.mark.parametrize("name", ["mix", "score", "reconcile"])
def test_no_answer_of_these_is_drawn_as_figures(name: str) -> None:
    frame, _, _ = VIEWS[name]
    assert sheet(frame.with_columns(value=pl.lit(1.0)).head(1)) is None
