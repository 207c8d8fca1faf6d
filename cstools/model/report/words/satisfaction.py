"""Ratings and waiting."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "wait.30": ("30秒内", "within 30 s"),
    "wait.60": ("30秒–1分", "30 s to 1 min"),
    "wait.180": ("1–3分", "1 to 3 min"),
    "wait.600": ("3–10分", "3 to 10 min"),
    "wait.over": ("超过10分", "over 10 min"),
    "satisfaction.lead": (
        "按{waits}分组。这是关联，不是因果。",
        "By {waits}. An association, not a cause.",
    ),
    "why.csat": ("没有满意度评分 csat。", "There are no ratings (csat)."),
    "why.response": (
        "有评价的咨询没有首次响应时间（first_response_at 或 first_response_s），"
        "也没有解决时间（resolved_at 或 resolution_s）。",
        "No rated contact has a first response time (first_response_at or first_response_s) or a resolution time "
        "(resolved_at or resolution_s).",
    ),
    "solving.1h": ("1小时内", "within 1 h"),
    "solving.4h": ("1–4小时", "1 to 4 h"),
    "solving.1d": ("4–24小时", "4 to 24 h"),
    "solving.3d": ("1–3天", "1 to 3 days"),
    "solving.over": ("超过3天", "over 3 days"),
    "satisfaction.rated": (
        "{all}条咨询中有{n}条评价，参评率{share}；未评价的不在以上各图之中，他们不一定与评价的相同。",
        "{n} of {all} contacts are rated ({share}); those not rated are in none of these figures and may differ.",
    ),
    "rho.lower": (
        "{wait}越长，评分越低：{strength}（Spearman 秩相关 {rho}，95%区间 {interval}，n = {n}）。",
        "The longer the {wait}, the lower the rating: {strength} (Spearman's rho = {rho}, 95% interval {interval}, "
        "n = {n}).",
    ),
    "rho.higher": (
        "{wait}越长，评分越高：{strength}（Spearman 秩相关 {rho}，95%区间 {interval}，n = {n}）。",
        "The longer the {wait}, the higher the rating: {strength} (Spearman's rho = {rho}, 95% interval {interval}, "
        "n = {n}).",
    ),
    "rho.unsure": (
        "{wait}与评分看不出关联（Spearman 秩相关 {rho}，95%区间 {interval} 含0，n = {n}）。",
        "No association of {wait} and rating can be told (Spearman's rho = {rho}, 95% interval {interval} holds 0, "
        "n = {n}).",
    ),
    "rho.none": (
        "{wait}与评分的秩相关无法估计：样本太少，或其中一个没有变化（n = {n}）。",
        "The rank correlation of {wait} and rating cannot be estimated: too few pairs, or one of them does not vary "
        "(n = {n}).",
    ),
    "rho.negligible": ("极弱", "negligible"),
    "rho.weak": ("弱", "weak"),
    "rho.moderate": ("中等", "moderate"),
    "rho.strong": ("强", "strong"),
}
