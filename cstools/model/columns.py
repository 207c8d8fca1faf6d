"""What the columns of tables are called that tools make and that are no fields of a record."""

from __future__ import annotations

_TABLE = """\
field|字段|Field
value|取值|Value
factor|因素|Factor
level|层级|Level
hits|发生数|Hits
rate|发生率|Rate
n|样本量|n
lo|区间下|Low
hi|区间上|High
p_adj|校正p|Adjusted p
share|占比|Share
cum_share|累计占比|Cumulative share
n_rest|其余样本|n of the rest
hits_rest|其余发生数|Hits of the rest
rate_rest|其余发生率|Rate of the rest
support|占全部|Support
lift|提升|Lift
odds_ratio|比值比|Odds ratio
or_lo|比值比下限|Odds ratio, low
or_hi|比值比上限|Odds ratio, high
rel_risk|相对风险|Relative risk
rr_lo|相对风险下限|Relative risk, low
rr_hi|相对风险上限|Relative risk, high
phi|φ|Phi
chi2|卡方|Chi-squared
test|检验|Test
p|p|p
ref|对照|Reference
adj_or|调整后比值比|Adjusted odds ratio
adj_lo|调整后下限|Adjusted, low
adj_hi|调整后上限|Adjusted, high
adj_p|调整后 p|Adjusted model p
ame|平均概率差|Average marginal effect
ame_lo|概率差下限|Marginal effect, low
ame_hi|概率差上限|Marginal effect, high
rho|秩相关|Rank correlation
expected|预期|Expected
z|z|z
flag|判断|Flag
baseline_days|基准天数|Baseline days
surge_first|激增首日|First day of the surge
surge_last|激增末日|Last day of the surge
drivers|来自|Drivers
words|新增多的词|Words that rose
because|同因|Because of
queue|队列|Queue
date|日期|Date
weekday|星期|Weekday
day|日子|Kind of day
interval|时段|Interval
contacts|来访|Contacts
p90|九成天数不超过|90th percentile
aht_s|处理时长(秒)|Handling (s)
erlangs|话务量(erl)|Erlangs
concurrency|同时接待|Chats at once
agents|要几人在线|Agents
sl|接起率|Service level
asa_s|平均等待(秒)|Mean wait (s)
occupancy|占用率|Occupancy
abandon_rate|放弃率|Abandonment
scheduled|要排几人|Heads to schedule
sl_minus|少一人接起率|Level, one fewer
asa_minus|少一人等待(秒)|Wait, one fewer (s)
sl_plus|多一人接起率|Level, one more
asa_plus|多一人等待(秒)|Wait, one more (s)
rostered|已排人数|Rostered
gap|排班差|Gap
sl_rostered|已排的接起率|Level of those rostered
more|要加几人|More
weekdays|星期几|Weekdays
start|开始|Start
end|结束|End
people|人数|People
hours|周工时|Hours a week
cost|成本|Cost
"""
LABELS = {name: (zh, en) for name, zh, en in (line.split("|") for line in _TABLE.splitlines())}


def label(name: str, lang: str) -> str:
    """The label of a column, the name itself where it has none.

    >>> label("scheduled", "zh"), label("scheduled", "en"), label("x", "zh")
    ('要排几人', 'Heads to schedule', 'x')
    """
    zh, en = LABELS.get(name, (name, name))
    return en if lang == "en" else zh
