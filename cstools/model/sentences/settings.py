"""What is wrong with report.toml or the actions, and what a check of them found."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "settings.toml": ("{path}:{line} TOML 写错了：{why}", "{path}:{line}: not valid TOML: {why}"),
    "settings.key": (
        "{path}:{line} {within} 里没有 {word}；可写 {known}",
        "{path}:{line}: {within} has no {word}; write {known}",
    ),
    "settings.lacks": ("{path}:{line} {within} 要写 {name}", "{path}:{line}: {within} needs {name}"),
    "settings.either": (
        "{path}:{line} {within} 的 {names} 要写一个，且只写一个",
        "{path}:{line}: {within} needs one of {names}, and only one",
    ),
    "settings.idle": (
        "{path}:{line} {within} 用不上 {name}；可写 {known}",
        "{path}:{line}: {within} has no use for {name}; it takes {known}",
    ),
    "settings.type": (
        "{path}:{line} {name} 不能是 {value}，要写成 {wanted}",
        "{path}:{line}: {name} cannot be {value}; write {wanted}",
    ),
    "settings.choice": (
        "{path}:{line} {name} 不能是 {value}；可用 {known}",
        "{path}:{line}: {name} cannot be {value}; use {known}",
    ),
    "settings.range": (
        "{path}:{line} {name} 不能是 {value}，要在 {least} 到 {most} 之间",
        "{path}:{line}: {name} cannot be {value}; it is from {least} to {most}",
    ),
    "settings.staffing": (
        "{path}:{line} {name} 不能是 {value}；例如 {sample}",
        "{path}:{line}: {name} cannot be {value}; write {sample}, say",
    ),
    "settings.accent": (
        "{path}:{line} accent 不能是 {value}；颜色写成 #1f6feb",
        "{path}:{line}: accent cannot be {value}; a colour is written #1f6feb",
    ),
    "settings.section": (
        "{path}:{line} 没有章节 {word}；可用 {known}",
        "{path}:{line}: no section {word}; use {known}",
    ),
    "settings.metric": (
        "{path}:{line} 没有指标 {word}；相近的有 {near}（cs-kpi --list 列出全部）",
        "{path}:{line}: no metric {word}; near it: {near} (cs-kpi --list has all)",
    ),
    "settings.field": (
        "{path}:{line} 没有字段 {word}；可用 {known}",
        "{path}:{line}: no field {word}; use {known}",
    ),
    "settings.id": (
        "{path}:{line} id 不能是 {word}：小写字母开头，只用小写字母、数字、- 与 _，不能与已有章节相同",
        "{path}:{line}: id cannot be {word}; small letters, digits, - and _, a letter first, none of our sections",
    ),
    "settings.twice": ("{path}:{line} {word} 写了两次：请留一处", "{path}:{line}: {word} comes twice; keep one"),
    "settings.again": (
        "{path}:{line} 编号 {id} 在 {path}:{other} 已经用过：请换一个",
        "{path}:{line}: the id {id} is taken at {path}:{other}; give another",
    ),
    "settings.month": (
        "{path}:{line} month 不能是 {value}；写成 2025-10",
        "{path}:{line}: month cannot be {value}; write 2025-10",
    ),
    "settings.date": (
        "{path}:{line} {name} 不能是 {value}；日期写成 2025-11-15",
        "{path}:{line}: {name} cannot be {value}; a day is written 2025-11-15",
    ),
    "settings.target": (
        "{path}:{line} 读不出 {metric} 的目标 {value}：写数字、90%（比率）或 1分30秒（时长）",
        "{path}:{line}: cannot read the target {value} of {metric}; write a number, 90% (a rate) or 1m30s (a duration)",
    ),
    "settings.share": (
        "{path}:{line} {metric} 是比率，目标不能是 {value}：写 {share} 或 {percent}",
        "{path}:{line}: {metric} is a rate, its target cannot be {value}; write {share} or {percent}",
    ),
    "settings.where": (
        "{path}:{line} where 不是对一条记录的 SQL 条件：{why}",
        "{path}:{line}: where is not an SQL condition on one record: {why}",
    ),
    "settings.unknown": (
        "{path}:{line} where：没有字段 {word}；相近的有 {known}",
        "{path}:{line}, where: no field {word}; near it: {known}",
    ),
    "settings.spec.json": (
        "{path}:{line} {file} 不是合法的 JSON 对象：{why}",
        "{path}:{line}: {file} is not a valid JSON object: {why}",
    ),
    "settings.spec.outside": (
        "{path}:{line} {file} 里有 {why}：报告不从外面取东西，也不链接到外面，请去掉",
        "{path}:{line}: {file} has {why}; a report loads nothing and links nowhere, take it out",
    ),
    "settings.spec.data": (
        "{path}:{line} {file} 里有 {why}：图的数据就是这一块的指标，请去掉",
        "{path}:{line}: {file} has {why}; the figures of the block are its data, take it out",
    ),
    "settings.file": (
        "{path}:{line} {name} 指的文件不存在：{file}",
        "{path}:{line}: {name} is a file that does not exist: {file}",
    ),
    "settings.nothing": (
        "--check 没有可检查的：请加 --config report.toml 或 --actions 文件",
        "--check has nothing to check; add --config report.toml or --actions FILE",
    ),
    "settings.exists": (
        "{path} 已经存在，没有改动：请移走它，或用 -o 换一个文件夹",
        "{path} exists and is left as it is; move it, or name another folder by -o",
    ),
    "settings.folder": (
        "--init 写进文件夹，{path} 不是文件夹",
        "--init writes into a folder, which {path} is not",
    ),
    "settings.model_alone": (
        "--from-model 的报告里没有月份，写不出改进措施",
        "the report of --from-model has no month, so no actions can be written",
    ),
    "settings.holds": (
        "{path}：没有错误；{sections} 个章节，其中自己的 {own} 个",
        "{path}: no mistakes; sections: {sections}, of your own: {own}",
    ),
    "settings.holds_actions": ("{path}：没有错误；{n} 条措施", "{path}: no mistakes; actions: {n}"),
    "settings.began": ("已写 {path}", "wrote {path}"),
}
