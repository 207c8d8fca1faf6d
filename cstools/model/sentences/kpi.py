"""Figures: cs-kpi, cs-report."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "kpi.metric": (
        "没有指标 {metric}；相近的：{near}（cs-kpi --list 列出全部）",
        "no metric {metric}; near: {near} (cs-kpi --list shows all)",
    ),
    "kpi.needs": (
        "指标 {metric} 需要字段 {fields}（| 表示任一，+ 表示都要），输入里没有",
        "metric {metric} needs {fields} (| either, + both), which the input does not have",
    ),
    "kpi.column": ("--by 没有字段 {column}；相近的：{near}", "--by has no field {column}; near: {near}"),
    "kpi.by": (
        "--by 看不懂 {text}：写字段名、hour、weekday 或 topic:2，各写一次",
        "--by does not understand {text}; write fields, hour, weekday or topic:2, each once",
    ),
    "kpi.period": ("--period 没有 {text}：可用 {known}", "--period has no {text}; use one of {known}"),
    "kpi.basis": ("--date-basis 没有 {text}：可用 {known}", "--date-basis has no {text}; use one of {known}"),
    "kpi.compare": ("--compare 没有 {text}：可用 {known}", "--compare has no {text}; use {known}"),
    "kpi.compare_all": (
        "--compare 要有周期可比：加上 --period month 等",
        "--compare needs periods to compare; add --period month or another",
    ),
    "kpi.targets": (
        "--targets 的表读不懂（{why}）：要有 metric、target 两列，每个指标一行，目标是数字或 85%",
        "cannot read the --targets table ({why}); it needs columns metric and target, a row a metric, numbers or 85%",
    ),
    "report.during": (
        "cs-report 的 --during 要写一个月：2025-10，不能是 {text}",
        "--during of cs-report is a month such as 2025-10, not {text}",
    ),
    "report.model": (
        "不是 cs-report -t json 写出的报告：{why}",
        "not a report that cs-report -t json wrote: {why}",
    ),
}
