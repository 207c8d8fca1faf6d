"""Ratings and waiting."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "wait.30": ("30秒内", "within 30 s"),
    "wait.60": ("30秒–1分", "30 s to 1 min"),
    "wait.180": ("1–3分", "1 to 3 min"),
    "wait.600": ("3–10分", "3 to 10 min"),
    "wait.over": ("超过10分", "over 10 min"),
    "satisfaction.lead": (
        "按首次响应时长分组。这是关联，不是因果。",
        "By time to first response. An association, not a cause.",
    ),
    "why.csat": ("没有满意度评分 csat。", "There are no ratings (csat)."),
    "why.response": (
        "没有首次响应时间（first_response_at 或 first_response_s）。",
        "There is no first response time (first_response_at or first_response_s).",
    ),
}
