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
        "{at}：指标 {metric} 的 {name} 不是对一条记录的表达式：{why}",
        "{at}: {name} of metric {metric} is no expression on one record: {why}",
    ),
    "define.rows": (
        "{at}：指标 {metric} 的 {name} 只能看一条记录，不能用汇总、窗口或子查询：{text}",
        "{at}: {name} of metric {metric} may look at one record only; no aggregates, windows, subqueries: {text}",
    ),
    "define.clock": (
        "{at}：指标 {metric} 的 {name} 不能看时钟或随机数，否则同样的数据会有不同的结果：{text}",
        "{at}: {name} of metric {metric} may not ask the clock or for random numbers, or the same data would give "
        "other figures: {text}",
    ),
    "define.type": (
        "{at}：指标 {metric} 的 {name} 应得到{wanted}，实际是 {got}",
        "{at}: {name} of metric {metric} must give {wanted}, not {got}",
    ),
}
