"""Surges, drops and gaps of the month."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "series": ("序列", "Series"),
    "kind": ("判断", "Alert"),
    "first_day": ("首日", "First day"),
    "last_day": ("末日", "Last day"),
    "times": ("倍数", "Times"),
    "p_adjusted": ("校正 p", "Adjusted p"),
    "driven_by": ("来自（占增量）", "Driven by (of the excess)"),
    "risen_words": ("新增多的词", "Words that rose"),
    "alerts.surge": ("激增", "surge"),
    "alerts.drop": ("偏低", "drop"),
    "alerts.gap": ("疑似缺数", "data missing?"),
    "alerts.all": ("全部咨询", "all contacts"),
    "alerts.joined": ("{text}", "{text}"),
    "alerts.part": ("{value} {share}", "{value} {share}"),
    "alerts.table": ("激增、偏低与缺数", "Surges, drops and gaps"),
    "alerts.lead": (
        "本月激增{surge}起，偏低{drop}起，疑似缺数{gap}起。最大的一起：{days}，{series}{kind}，{n}条，预期{expected}条。",
        "Surges this month: {surge}, drops: {drop}, gaps of data: {gap}. The largest: {days}, {series}, {kind}: {n} "
        "contacts where {expected} were expected.",
    ),
    "alerts.lead_cause": (
        "本月激增{surge}起，偏低{drop}起，疑似缺数{gap}起。最大的一起：{days}，{series}{kind}，{n}条，预期{expected}条，"
        "其中“{topic}”占增量的{share}。",
        "Surges this month: {surge}, drops: {drop}, gaps of data: {gap}. The largest: {days}, {series}, {kind}: {n} "
        'contacts where {expected} were expected, {share} of the excess "{topic}".',
    ),
    "alerts.quiet": (
        "本月无异常：{series}条序列（全部咨询及各商品、类别、问题、渠道、店铺）看了{days}天，没有激增、偏低或缺数。",
        "Nothing unusual this month: {series} series (all contacts; each product, category, problem, channel, shop) "
        "over {days} days, and no surge, drop or gap.",
    ),
    "alerts.rules": (
        "每条序列与此前八周同星期的水平比（cs-watch 的方法）；什么都没发生的一个月里，误报的机会合计不超过5%。"
        "判断了{days}天，{series}条序列。",
        "Each series is compared with its weekdays of the eight weeks before (as cs-watch does); in a month in which "
        "nothing happened the chance of any false alert is at most 5%. {days} days and {series} series were judged.",
    ),
    "alerts.folded": (
        "另有{k}起只是随以上各起而来（增量的八成以上来自其中一起，或与全部咨询同涨同落、幅度相近），不再单列。",
        "{k} more only go with these (four fifths or more of the excess are one of these, or they rose or fell about "
        "as much as all contacts did) and are not listed apart.",
    ),
    "alerts.thin": (
        "{thin}条序列有的日子咨询太少，或之前的数据不足21天，这些日子没有判断。",
        "{thin} series have days with too few contacts, or fewer than 21 days before them, that were not judged.",
    ),
    "alerts.promoted": (
        "大促当天及之后几天，共{n}天不报警（活动日历）。",
        "The {n} days of promotions and just after raise no alert (calendar of promotions).",
    ),
    "alerts.calendar": (
        "全部咨询有{n}天激增，没有一个取值说明大部分：若为大促，请用 --calendar 给出活动日历，大促的日子不报警。",
        "All contacts surge on {n} days by no value above all; if those are promotions, give their calendar with "
        "--calendar, and they raise no alert.",
    ),
    "why.unjudged": (
        "没有能判断的日子：之前要有21天以上的数据。",
        "No day could be judged: it takes 21 days of data before it.",
    ),
}
