"""cs-watch: what it cannot do, what it says of a run, and the words of its page."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "watch.alpha": (
        "--alpha 不能是 {value}：写 0 到 0.5 之间的数",
        "--alpha cannot be {value}; give more than 0, less than 0.5",
    ),
    "watch.period": ("--period 不能是 {value}：写 day 或 week", "--period cannot be {value}; give day or week"),
    "watch.since": ("--since {since} 晚于 --as-of {as_of}", "--since {since} is after --as-of {as_of}"),
    "watch.ended": (
        "数据到 {day} 为止，早于 --since {since}，没有可判断的：写更早的 --since，或检查导出是否完成",
        "the data end on {day}, before --since {since}, so there is nothing to judge; give an earlier --since, or "
        "check that the export has run",
    ),
    "watch.date": (
        "--since 看不懂 {text}：写日期，例如 2025-10-16",
        "--since does not understand {text}; give a date, e.g. 2025-10-16",
    ),
    "watch.list": ("{field} 一格有多个值，不能用于 --by", "{field} holds lists; --by takes fields of one value"),
    "watch.for": (
        "--for 写的是 Markdown 消息，不能与 -t {format} 同用",
        "--for writes a message in Markdown, not {format}; use -t md",
    ),
    "watch.rules": (
        "判断 {since} 至 {day}，{n} 条序列；没有异常的一天里，误报的概率至多 {alpha}（全部序列合计）",
        "judged {since} to {day}, {n} series; a day on which nothing happened has a false alert with a chance of at "
        "most {alpha}, over all series",
    ),
    "watch.left": (
        "值太多：只看咨询最多的 {kept} 条序列，{n} 条未看",
        "too many values: the {kept} series with most contacts are watched, {n} are not",
    ),
    "watch.weekly": (
        "{n} 条序列每天不足 5 条，按周判断",
        "{n} series have fewer than 5 contacts a day and are judged by the week",
    ),
    "watch.thin": ("{n} 条序列太少，不判断（flag 为 thin）", "{n} series are too thin to be judged (flag thin)"),
    "watch.short": (
        "{n} 条序列有些日子之前的数据不足 21 天（按周为 8 周），不判断（flag 为 short）",
        "{n} series have periods with fewer than 21 days (or 8 weeks) before them to learn from, not judged "
        "(flag short)",
    ),
    "watch.unfinished": (
        "{day} 还没过完：只看有没有激增，不看偏低",
        "{day} is not over: judged for surges, not for drops",
    ),
    "watch.explained": (
        "激增共 {n} 起，只找了 {k} 起由什么带来（全部咨询的，其余取最近的）：把 --since 放近一些",
        "of {n} surges only {k} were looked into (those of all contacts, then the latest); give a later --since",
    ),
    "watch.far": (
        "最后一天 {day} 之前，到 {before} 才又有来访：若是写错的日期，用 --as-of 说明今天",
        "before the last day, {day}, nobody came since {before}; if its date is wrong, say what today is with --as-of",
    ),
    "watch.calendar": (
        "全部咨询有 {n} 个时段激增（{days}）：若为大促，请用 --calendar",
        "all contacts surge in {n} periods ({days}); if those are promotions, give --calendar",
    ),
    "watch.alert": ("{day} 激增，{n} 条序列：{series}", "surge on {day}, {n} series: {series}"),
    "watch.alert_all": (
        "{day} 全部咨询激增，共 {n} 条序列 {series}",
        "surge of all contacts on {day}, {n} series {series}",
    ),
    "watch.alert_same": (
        "{day} 激增，{n} 条序列：{series}；另有 {same} 条与之同因",
        "surge on {day}, {n} series: {series}; they explain {same} more",
    ),
    "watch.alert_all_same": (
        "{day} 全部咨询激增，{n} 条序列：{series}；另有 {same} 条与之同因",
        "surge of all contacts on {day}, {n} series: {series}; they explain {same} more",
    ),
    "watch.stale": ("{day} 没有数据：请检查导出是否完成", "no data for {day}; check that the export has run"),
    "watch.title": ("咨询量预警", "Contacts watched"),
    "watch.quiet": ("{since} 至 {day} 没有异常", "nothing unusual from {since} to {day}"),
    "watch.unjudged": (
        "没有能判断的时段：数据太少",
        "no period could be judged: too few data",
    ),
    "watch.series": ("序列", "series"),
    "watch.when": ("时段", "period"),
    "watch.what": ("判断", "flag"),
    "watch.n": ("实际", "contacts"),
    "watch.usual": ("预期（区间）", "expected (band)"),
    "watch.course": ("走势", "course"),
    "watch.all": ("全部咨询", "all contacts"),
    "watch.flag.surge": ("激增", "surge"),
    "watch.flag.drop": ("偏低", "drop"),
    "watch.flag.gap": ("缺数据？", "missing?"),
    "watch.flag.promotion": ("大促", "promotion"),
    "watch.flag.thin": ("太少", "thin"),
    "watch.flag.short": ("历史不足", "short history"),
    "watch.driver": ("{value} 占增量 {share}", "{value} {share} of the excess"),
    "watch.risen": ("新增多的词：{words}", "words that rose: {words}"),
    "watch.drivers": ("来自：{drivers}", "from: {drivers}"),
    "watch.same": ("同因：{series}", "the same surge: {series}"),
    "watch.same_more": ("{series} 等 {n} 个", "{series} and others, {n} in all"),
    "watch.line": ("{series} {n} 条，预期 {expected}（{lo}–{hi}）", "{series}: {n}, expected {expected} ({lo}–{hi})"),
    "watch.began": ("{first} 起", "since {first}"),
    "watch.more": ("还有 {n} 条", "{n} more"),
}
