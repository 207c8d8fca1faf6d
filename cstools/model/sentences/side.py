"""The tables kept beside cs-kpi: targets, calendar, exclusions, the platform's own figures."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "side.column": (
        "{path}:1 没有「{column}」这一列（可写 {known}）：请补上",
        "{path}:1 has no column {column} (headings: {known}); add it",
    ),
    "side.twice": (
        "{path}:1 两列都是「{column}」：{first}、{second}，请留一列",
        "{path}:1 has two columns for {column}: {first} and {second}; keep one",
    ),
    "side.cell": (
        "{path}:{line} 没有填「{column}」：请补上",
        "{path}:{line} has no {column}; fill it in",
    ),
    "side.date": (
        "{path}:{line} {column}：{value} 不是能识别的日期，请写 2025-11-11",
        "{path}:{line}, {column}: {value} is not a date; write 2025-11-11",
    ),
    "side.backwards": (
        "{path}:{line} 结束（{end}）早于开始（{start}）",
        "{path}:{line}: the end ({end}) is before the start ({start})",
    ),
    "side.toml": ("{path}:{line} TOML 写错了：{why}", "{path}:{line}: not valid TOML: {why}"),
    "targets.heading": (
        "{path}:1 看不懂表头「{column}」：目标写 target/floor/stretch/benchmark（目标、底线、挑战、对标），"
        "分组写字段名，月份写 2025-10；只供人看的列请改名为 备注",
        "{path}:1, heading {column} is not understood; values are target, floor, stretch, benchmark, groups are fields,"
        " months 2025-10; rename a column for people to note",
    ),
    "targets.empty": (
        "{path}:1 没有目标：要有 metric 和 target 两列，或第一列是指标、其余各列是组或月份",
        "{path}:1 holds no targets; it needs columns metric and target, or metrics down and teams or months across",
    ),
    "targets.number": (
        "{path}:{line} {column}：读不出 {metric} 的值 {value}，请写数字、85%（比率）、30秒 或 1分30秒（时长）",
        "{path}:{line}, {column}: cannot read {value} for {metric}; write a number, 85% (a rate) or 30秒, 1m30s",
    ),
    "targets.share": (
        "{path}:{line} {column}：{metric} 是比率，{value} 超出 0 到 100%，请写 85% 或 0.85",
        "{path}:{line}, {column}: {metric} is a rate and {value} is not within 0 to 100%; write 85% or 0.85",
    ),
    "targets.more": (
        "{path}:{line} {column}：{value} 写反了，{metric} 越高越好",
        "{path}:{line}, {column}: {value} points the wrong way, more of {metric} is better",
    ),
    "targets.less": (
        "{path}:{line} {column}：{value} 写反了，{metric} 越低越好",
        "{path}:{line}, {column}: {value} points the wrong way, less of {metric} is better",
    ),
    "targets.order": (
        "{path}:{line} {metric} 的 {first} {low} 比 {second} {high} 更严：应是底线、目标、挑战依次加严",
        "{path}:{line}: {first} {low} of {metric} asks more than {second} {high}; floor, target, stretch get stricter",
    ),
    "targets.twice": (
        "{path}:{line} 和 {path}:{other} 都写了 {metric} {where} 的 {column}：请留一处",
        "{path}:{line} and {path}:{other} both give {column} of {metric} {where}; keep one",
    ),
    "targets.period": (
        "{path}:{line} {column}：{value} 不是周期，请写 2025-10、2025-Q4 或 2025",
        "{path}:{line}, {column}: {value} is no period; write 2025-10, 2025-Q4 or 2025",
    ),
    "targets.year": (
        "{path}:{line} {column}：{value} 没有年份，请写 2025-10 的样子，或加一列 年份",
        "{path}:{line}, {column}: {value} has no year; write 2025-10, or add a column year",
    ),
    "targets.periods": (
        "{path}:{line} 同一行有两个周期：{first}、{second}，请留一个",
        "{path}:{line} names two periods, {first} and {second}; keep one",
    ),
    "targets.scope": (
        '{path}:{line} 看不懂 {word}：写指标，或 [team."售后一组"]、[month."2025-10"] 这样的表',
        '{path}:{line}: {word} is not understood; write a metric, or a table: [team."A"], [month."2025-10"]',
    ),
    "targets.unfit.group": (
        "{path}:{line} 数据里没有 {column} = {value}，{rows} 行目标没有用上",
        "{path}:{line}: no figure has {column} = {value}; {rows} rows of targets were not used",
    ),
    "targets.unfit.column": (
        "{path}:{line} --by 里没有 {column}，{rows} 行目标没有用上",
        "{path}:{line}: figures are not by {column}; {rows} rows of targets were not used",
    ),
    "targets.unfit.period": (
        "{path}:{line} 没有属于 {value} 的数，{rows} 行目标没有用上",
        "{path}:{line}: no figure lies in {value}; {rows} rows of targets were not used",
    ),
    "targets.unfit.metric": (
        "{path}:{line} 没有算 {value}，{rows} 行目标没有用上",
        "{path}:{line}: {value} was not asked for; {rows} rows of targets were not used",
    ),
    "calendar.overlap": (
        "{path}:{line} {name} 与 {path}:{other} {second} 的日期重叠：活动本身不能重叠，请改日期",
        "{path}:{line} {name} overlaps {path}:{other} {second}; events cannot overlap, mend the dates",
    ),
    "calendar.twice": (
        "{path}:{line} 和 {path}:{other} 都是 {year} 年的 {name}：请改名，跨年的把年份写进名称（如 2026{name}）",
        "{path}:{line} and {path}:{other} are both {name} of {year}; rename one, or write the year in the name",
    ),
    "calendar.clock": (
        "{path}:{line} {column}：{value} 带了钟点，活动按天算，请只写日期",
        "{path}:{line}, {column}: {value} has a clock time; events are whole days, write the date only",
    ),
    "calendar.days": (
        "{path}:{line} {column}：{value} 不是 0 到 366 的天数",
        "{path}:{line}, {column}: {value} is not a number of days from 0 to 366",
    ),
    "calendar.cut": (
        "{path}:{line} {year} {name} 的{phase}窗口要 {asked} 天，碰到 {other}，只留 {kept} 天",
        "{path}:{line}: {phase} {year} {name} wants {asked} days, meets {other} and keeps {kept}",
    ),
    "exclude.key": (
        "{path}:{line} 没有写剔除谁：ticket_id，或 customer_id、agent 加时间（from、to）",
        "{path}:{line} says not whom to exclude; write ticket_id, or customer_id or agent with from and to",
    ),
    "exclude.audit": (
        "{path}:{line} 没有填「{column}」：剔除要有原因和审批人",
        "{path}:{line} has no {column}; an exclusion needs its reason and who approved it",
    ),
    "exclude.window": (
        "{path}:{line} 剔除 {value} 要写起止时间（from、to，至少一个）",
        "{path}:{line}: excluding {value} needs its time; write from, to or both",
    ),
    "exclude.rounded": (
        "{path}:{line} {column}：{value} 是被 Excel 改成近似值的长编号，请把这一列存为文本",
        "{path}:{line}, {column}: Excel has rounded {value}; keep this column as text",
    ),
    "exclude.none": (
        "{path}:{line} {what} 没有剔除任何记录：请核对编号、姓名和时间",
        "{path}:{line}: {what} excludes no record; check the id, the name and the times",
    ),
    "reconcile.nothing": (
        "--reconcile：平台的指标（{names}）在我们的记录里都算不出来；用 --metrics 指定",
        "--reconcile: none of the platform's figures ({names}) can be made from these records; name some by --metrics",
    ),
    "side.ignored": (
        "{path}：没有用到的列 {columns}（表头写错时会这样）",
        "{path}: columns that were not read: {columns} (as happens where a heading is misspelt)",
    ),
    "hours.unused": (
        "{path}：{field} 没有 {values} 的记录，这些时间表没有用上",
        "{path}: no record has {field} {values}; these schedules were not used",
    ),
    "exclude.struck": (
        "{path}:{line}：{what} 剔除 {n} 条（{metrics}；{reason}；{approver} 批准）",
        "{path}:{line}: {what} strikes {n} records ({metrics}; {reason}; approved by {approver})",
    ),
    "reconcile.kind": (
        "--reconcile 的表要有 date、metric、value（平台每天的数），缺 {fields}：先用 cs-ingest --kind stat 转换",
        "--reconcile needs date, metric and value (the platform's daily figures), lacks {fields}; run cs-ingest"
        " --kind stat",
    ),
    "reconcile.group": (
        "平台的数没有 {column}，不能按它对账：先用 cs-join 补上，或不要 --by {column}",
        "the platform's figures have no {column}; add it with cs-join or leave out --by {column}",
    ),
    "reconcile.twice": (
        "{path}:{line} 和 {path}:{other} 是同一天同一账号的 {metric}，数值不同（{first}、{second}）：请只留最新的导出",
        "{path}:{line} and {path}:{other} give {metric} of one day and account differently ({first}, {second}); keep"
        " the latest export only",
    ),
    "reconcile.unknown": (
        "平台的指标 {name} 对不上我们的指标，{rows} 行没有用上",
        "the platform's metric {name} is none of ours; {rows} rows were not used",
    ),
    "reconcile.unweighted": (
        "{name}：平台没有给权重，{rows} 个数取简单平均，与平台自己的汇总会有出入",
        "{name}: no weights, the plain mean of {rows} values; the platform's own total may differ",
    ),
    "reconcile.people": (
        "{name}：人数逐日相加，同一人来几天算几次",
        "{name}: people are added over days and accounts, the same person counts each time",
    ),
    "reconcile.quantile": (
        "{name}：分位数不能由各日合成，没有给出平台的数",
        "{name}: a quantile cannot be made of those of days; the platform's figure is left out",
    ),
    "reconcile.percent": (
        "{name}：平台的数大于1，按百分数读",
        "{name}: the platform's values exceed 1 and are read as percent",
    ),
    "reconcile.score": (
        "{name}：{rows} 个数都在5以内，像是评分均值而不是满意率，没有对账",
        "{name}: {rows} values up to 5 look like a mean score, not a rate, and were left out",
    ),
    "reconcile.levels": (
        "{name}：{rows} 行是各账号的数，平台另有全店数，只用全店数",
        "{name}: {rows} rows of single accounts were left out, the platform gives the whole as well",
    ),
    "reconcile.whole": (
        "{name}：{rows} 行没有 {column}，按它对账时不用",
        "{name}: {rows} rows have no {column} and were left out of figures by it",
    ),
    "reconcile.repeated": (
        "{name}：{rows} 行重复，只算一次",
        "{name}: {rows} rows are repeated and count once",
    ),
}
