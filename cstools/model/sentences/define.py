"""Metrics of one's own: cs-kpi --define."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "define.toml": ("{path}:{line}：不是 TOML（{why}）", "{path}:{line}: not TOML ({why})"),
    "define.empty": (
        "{path}：没有指标；每个指标写一段 [id]，含 kind 和 where/num/den/value",
        "{path}: no metric in it; write a table [id] for each, with kind and where/num/den/value",
    ),
    "define.key": (
        "{path}:{line}：不认识的键 {name}；可用：{known}",
        "{path}:{line}: unknown key {name}; known: {known}",
    ),
    "define.text": ("{path}:{line}：{name} 要写成文本", "{path}:{line}: {name} must be text"),
    "define.choice": (
        "{path}:{line}：{name} 不能是 {value}；可用：{known}",
        "{path}:{line}: {name} cannot be {value}; use one of {known}",
    ),
    "define.id": (
        "{path}:{line}：指标名 {id} 不能用：要小写字母开头，只含小写字母、数字、下划线，"
        "不与自带指标重名，不以 _mean _p50 _p90 结尾",
        "{path}:{line}: {id} cannot name a metric: lower case letters, digits and _, a letter first, not that of a "
        "metric of the catalogue, not ending in _mean _p50 _p90",
    ),
    "define.twice": ("{path}:{line}：指标 {id} 写了两次", "{path}:{line}: metric {id} is there twice"),
    "define.lacks": ("{path}:{line}：指标 {id} 缺 {name}", "{path}:{line}: metric {id} lacks {name}"),
    "define.idle": (
        "{path}:{line}：指标 {id}：{kind} 类指标用不到 {name}",
        "{path}:{line}: metric {id}: a {kind} has no use for {name}",
    ),
    "define.sql": (
        "指标 {metric} 的 {name} 不是对一条记录的表达式：{why}",
        "{name} of metric {metric} is no expression on one record: {why}",
    ),
    "define.type": (
        "指标 {metric} 的 {name} 应得到{wanted}，实际是 {got}",
        "{name} of metric {metric} must give {wanted}, not {got}",
    ),
}
