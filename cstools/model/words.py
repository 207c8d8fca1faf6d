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
        "暂未评价",
        "无评价",
        "未打分",
        "未参评",
        "未邀评",
        "空",
        "无数据",
    ]
)
"""Cells that say there is no value. A customer's own text is never read this way: "?" is a message."""

NO_VALUE = frozenset(
    [
        "#div/0!",
        "(null)",
        "<null>",
        "--:--",
        "--:--:--",
        "n.a.",
        "not applicable",
        "not available",
        "not rated",
        "no rating",
        "unrated",
        "不适用",
        "未参与",
        "未产生",
        "(空)",
        "(空白)",
    ]
)
"""More such words, for cells that hold a number, a time or a rating: there they can mean nothing else."""

RATINGS = {
    "非常满意": 5,
    "很满意": 5,
    "十分满意": 5,
    "特别满意": 5,
    "好评": 5,
    "五星": 5,
    "满意": 4,
    "比较满意": 4,
    "基本满意": 4,
    "较满意": 4,
    "四星": 4,
    "一般": 3,
    "中立": 3,
    "尚可": 3,
    "普通": 3,
    "中评": 3,
    "三星": 3,
    "不满意": 2,
    "不太满意": 2,
    "较不满意": 2,
    "二星": 2,
    "两星": 2,
    "非常不满意": 1,
    "很不满意": 1,
    "极不满意": 1,
    "十分不满意": 1,
    "差评": 1,
    "一星": 1,
    "very satisfied": 5,
    "extremely satisfied": 5,
    "satisfied": 4,
    "somewhat satisfied": 4,
    "neutral": 3,
    "neither satisfied nor dissatisfied": 3,
    "dissatisfied": 2,
    "unsatisfied": 2,
    "somewhat dissatisfied": 2,
    "very dissatisfied": 1,
    "very unsatisfied": 1,
    "extremely dissatisfied": 1,
}
"""Ratings in words, on a scale of five."""

STARS = "★⭐🌟"

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
        "店铺合计",
        "全店汇总",
        "全店平均",
        "汇总值",
        "合计值",
        "总计值",
        "累计",
        "本页小计",
        "本页合计",
        "total",
        "totals",
        "grand total",
        "overall",
        "avg",
        "subtotal",
        "sum",
        "average",
        "mean",
    ]
)
"""First words of rows that are no record but an export's own sum or mean."""

FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | {"　": " ", "￥": "¥"}
"""Full-width signs and the plain ones they stand for."""

MORNING = ("上午", "早上", "凌晨", "清晨")
AFTERNOON = ("下午", "晚上", "傍晚")
"""Words for AM and PM, as a Chinese Excel and chat logs write them: 2025/10/6 下午 8:05:03."""
