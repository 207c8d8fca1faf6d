"""Figures: cs-kpi, cs-report."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "kpi.metric": (
        "没有指标 {metric}；相近的：{near}（cs-kpi --list 列出全部）",
        "no metric {metric}; near: {near} (cs-kpi --list shows all)",
    ),
    "kpi.needs": (
        "指标 {metric} 需要 {fields}（| 表示任一，+ 表示都要，-- 开头的是选项，tickets 是工单记录），这次没有",
        "metric {metric} needs {fields} (| either, + both, -- an option, tickets: such records), which is not there",
    ),
    "kpi.column": ("--by 没有字段 {column}；相近的：{near}", "--by has no field {column}; near: {near}"),
    "kpi.by": (
        "--by 看不懂 {text}：写字段名、hour、weekday 或 topic:2，各写一次",
        "--by does not understand {text}; write fields, hour, weekday or topic:2, each once",
    ),
    "kpi.side": (
        "{option} {path} 里没有 {fields}：不是这类记录，或者还是原表头；先用 cs-ingest --kind {kind} 转换",
        "{option} {path} has no {fields}: other records, or under headings of their own; run cs-ingest --kind {kind}",
    ),
    "kpi.by_own": (
        "--by {text} 与结果自己的列同名：先把字段改个名（cs-ingest --derive 新名={text}）",
        "--by {text} is the name of a column of the answer; give the field another (cs-ingest --derive NEW={text})",
    ),
    "kpi.period": ("--period 没有 {text}：可用 {known}", "--period has no {text}; use one of {known}"),
    "kpi.basis": ("--date-basis 没有 {text}：可用 {known}", "--date-basis has no {text}; use one of {known}"),
    "kpi.compare": ("--compare 没有 {text}：可用 {known}", "--compare has no {text}; use {known}"),
    "kpi.compare_all": (
        "--compare 要有周期可比：加上 --period month 等",
        "--compare needs periods to compare; add --period month or another",
    ),
    "kpi.mix_all": (
        "--mix 要有周期可比：加上 --period month 等",
        "--mix needs periods to compare; add --period month or another",
    ),
    "kpi.groupless": ("{option} 要有组可比：加上 --by agent 等", "{option} needs groups; add --by agent or another"),
    "kpi.group_side": (
        "指标 {metric} 的记录没有字段 {field}，不能按它分组：换一个 --by，或分两次运行",
        "the records of metric {metric} have no {field} to group by; use another --by, or run cs-kpi twice",
    ),
    "kpi.nothing": (
        "这些 {kind} 类记录什么指标也算不出：缺字段，或全是空的（cs-kpi --list 列出各指标要什么）",
        "these records of kind {kind} give no metric: fields are missing or empty (cs-kpi --list says what each needs)",
    ),
    "kpi.kind": (
        "cs-kpi 不统计 {kind} 类记录：可用 {known}",
        "cs-kpi has no figures of records of kind {kind}; it takes {known}",
    ),
    "kpi.days": (
        "指标 {metric}：期限要写整天，0 到 {most} 天，如 inquiry_conv_1d",
        "metric {metric}: its window is whole days, up to {most}, such as inquiry_conv_1d",
    ),
    "kpi.rows_two": (
        "--rows：{metric} 由两个指标相除得来，请分别看 {parts}",
        "--rows: {metric} is made of two figures; look at {parts}, one at a time",
    ),
    "kpi.lacking": (
        "缺字段没有算的指标 {n} 个（缺什么：哪些指标）：{metrics}",
        "{n} metrics not given for want of fields (what is missing: which metrics): {metrics}",
    ),
    "kpi.cells": (
        "{path}：{n} 个单元格读不懂，按空值算（{rules}）：先用 cs-ingest 转换可以看到是哪些",
        "{path}: {n} cells could not be read and count as empty ({rules}); cs-ingest shows which",
    ),
    "kpi.rows_moves": (
        "--rows：{metric} 数的是每期末的存量，同一条记录可以在好几期里：去掉 --period，用 --as-of 指定截止时间",
        "--rows: {metric} counts what is there at the end of each period, one record in several; drop --period and "
        "say the end by --as-of",
    ),
    "kpi.more_notes": ("还有 {n} 条同类提示", "{n} more of these"),
    "kpi.until": ("截止时间 {time}（--as-of 可改）", "now is {time} (--as-of changes it)"),
    "kpi.censored": ("--censored 没有 {text}：可用 {known}", "--censored has no {text}; use {known}"),
}
