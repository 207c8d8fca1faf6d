"""Words that stand for values in exports: nothing, ratings, totals. Compared in lower case, half-width."""

from __future__ import annotations

NULLS = frozenset(
    [
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "/",
        "?",
        "??",
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "#n/a",
        "nil",
        "\\n",
        "未评价",
        "未评分",
        "暂无",
        "暂无评价",
        "空",
        "无数据",
    ]
)
"""Cells that say there is no value. A customer's own text is never read this way: "?" is a message."""

RATINGS = {
    "非常满意": 5,
    "很满意": 5,
    "十分满意": 5,
    "满意": 4,
    "比较满意": 4,
    "基本满意": 4,
    "一般": 3,
    "中立": 3,
    "尚可": 3,
    "不满意": 2,
    "不太满意": 2,
    "非常不满意": 1,
    "很不满意": 1,
    "极不满意": 1,
    "very satisfied": 5,
    "satisfied": 4,
    "neutral": 3,
    "dissatisfied": 2,
    "unsatisfied": 2,
    "very dissatisfied": 1,
    "very unsatisfied": 1,
}
"""Ratings in words, on a scale of five."""

STARS = "★⭐"

TOTALS = frozenset(
    [
        "合计",
        "总计",
        "小计",
        "汇总",
        "平均",
        "平均值",
        "均值",
        "总和",
        "店铺汇总值",
        "店铺平均值",
        "店铺汇总",
        "店铺平均",
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sum",
        "average",
        "mean",
    ]
)
"""First words of rows that are no record but an export's own sum or mean."""

FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | {"　": " ", "￥": "¥"}
"""Full-width signs and the plain ones they stand for."""
