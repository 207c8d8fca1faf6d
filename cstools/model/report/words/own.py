"""The words around sections of the user's own."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "period": ("期间", "Period"),
    "own.text": ("{text}", "{text}"),
    "own.by": ("{metric}（按{by}）", "{metric} by {by}"),
    "own.day": ("日", "day"),
    "own.week": ("周", "week"),
    "own.month": ("月", "month"),
    "own.empty": ("这一节还没有内容。", "Nothing stands in this section yet."),
    "own.none": ("这个月没有符合条件的记录。", "No record of this month meets the condition."),
    "own.lacks": ("数据里没有{metric}所需的字段：{fields}。", "The data lack the fields of {metric}: {fields}."),
    "own.whole": (
        "{metric}不是只从工单算出的，不能分组。",
        "{metric} is not counted over tickets alone, so there are no groups of it.",
    ),
    "own.fields": ("数据里没有字段 {fields}。", "The data have no field {fields}."),
    "own.where": ("数据不能按 {where} 筛选：{why}", "The data cannot be asked for {where}: {why}"),
    "own.interval": ("{metric}没有区间，画不成点图。", "{metric} has no interval, so no dots are drawn."),
    "own.values": ("这个月没有这些指标的数值。", "There is no value of these metrics this month."),
    "own.novalue": ("这个月没有{metric}的数值。", "There is no value of {metric} this month."),
    "own.bars.alt": (
        "{metric}共{k}项：最高是{high}的{high_value}，最低是{low}的{low_value}。",
        "{metric} in {k} rows: the highest is {high_value} of {high}, the lowest {low_value} of {low}.",
    ),
    "own.line.alt": (
        "{metric}从{first}的{first_value}到{last}的{last_value}；最高是{high}的{high_value}，最低是{low}的{low_value}。",
        "{metric} from {first_value} on {first} to {last_value} on {last}; the highest is {high_value} on {high}, "
        "the lowest {low_value} on {low}.",
    ),
    "own.vega.alt": ("{title}：自己的图，{n}行数据。", "{title}: a chart of your own over {n} rows."),
}
