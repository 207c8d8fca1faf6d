"""The scorecard of cs-kpi on a terminal, and the list of its metrics."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # headings and what stands above
    "scorecard.value": ("本期", "Value"),
    "scorecard.interval": ("95%区间", "95% interval"),
    "scorecard.trend": ("走势", "Trend"),
    "scorecard.notes": ("备注", "Notes"),
    "scorecard.all": ("全部时间", "all time"),
    "scorecard.basis.created": ("按创建时间", "by creation"),
    "scorecard.basis.resolved": ("按解决时间", "by resolution"),
    "scorecard.basis.event": ("按发生时间", "by event"),
    "scorecard.over": ("走势 {first} 至 {last}，{n} 期", "trend {first} to {last}, {n} periods"),
    "scorecard.total": ("合计", "total"),
    "scorecard.null": ("（空）", "(null)"),
    # cells
    "scorecard.up": ("升", "up"),
    "scorecard.down": ("降", "down"),
    "scorecard.level": ("平", "level"),
    "scorecard.good": ("好", "good"),
    "scorecard.bad": ("差", "bad"),
    "scorecard.points": ("{n}点", "{n} pt"),
    "scorecard.partial": ("未满期", "partial"),
    "scorecard.met": ("达标", "met"),
    "scorecard.missed": ("未达", "missed"),
    "scorecard.below_floor": ("破底线", "below floor"),
    "scorecard.stretch": ("达挑战", "stretch met"),
    "scorecard.tied": ("并列", "tied"),
    "scorecard.above": ("显著高", "higher"),
    "scorecard.below": ("显著低", "lower"),
    "scorecard.same": ("持平", "same"),
    "scorecard.few": ("样本少", "small n"),
    "scorecard.gone": ("本期无记录", "no records in this period"),
    "scorecard.floor_of": ("底线 {value}", "floor {value}"),
    "scorecard.stretch_of": ("挑战 {value}", "stretch {value}"),
    "scorecard.rule": ("口径：{rule}", "rule: {rule}"),
    # lines below
    "scorecard.count": ("共 {total} 条：{parts}", "{total} in all: {parts}"),
    "scorecard.metrics": ("{n} 个指标", "metrics {n}"),
    "scorecard.groups": ("{n} 组", "groups {n}"),
    "scorecard.periods": ("{n} 期", "periods {n}"),
    "scorecard.cut": ("显示前 {shown} 行，还有 {more} 行", "the first {shown} lines shown, {more} more"),
    "scorecard.held": ("只画了前 {n} 条", "only the first {n} are drawn"),
    "scorecard.moved": (
        "{width} 列宽放不下、写在各行下面的：{names}",
        "below their rows, as {width} columns do not hold them: {names}",
    ),
    # legend
    "scorecard.legend.change": (
        "{up} 升 {down} 降 {level} 平（不到 0.1）；好、差看该指标是高好还是低好，不分好坏的不写",
        "{up} up {down} down {level} level (below 0.1); good and bad by whether more or less of the metric is better",
    ),
    "scorecard.legend.points": ("点：百分点（净推荐值为分）", "pt: percentage points (points for NPS)"),
    "scorecard.legend.interval": (
        "95%区间：真值大致在此范围，越宽越不确定",
        "95% interval: where the true value lies, roughly; the wider, the less sure",
    ),
    "scorecard.legend.target": (
        "目标：{more} 不低于、{less} 不高于为达标；末尾是本期减目标",
        "Target: {more} at least, {less} at most; the last figure is value less target",
    ),
    "scorecard.legend.trend": (
        "走势：{first} 至 {last}，各行从自己的最低画到最高，{gap} 为没有数值",
        "Trend: {first} to {last}, each row from its own lowest to its highest, {gap} has no value",
    ),
    "scorecard.legend.thinned": ("走势每格为相邻 {k} 期的均值", "a cell of the trend is the mean of {k} periods"),
    "scorecard.legend.group": (
        "名次按收缩后的值排，并列的分不出先后；与组均差是本组减其余各组，p 已按比较的次数校正",
        "ranks are by the shrunken value, tied ones cannot be told apart; the difference is this group less the "
        "others, p allows for the number of comparisons",
    ),
    "scorecard.legend.few": ("样本少：不足 {n}，升降可能只是偶然", "small n: below {n}, a change may be chance alone"),
    "scorecard.legend.open": ("未完结数：还没有结果的记录", "Open: records without an outcome so far"),
    "scorecard.legend.excluded": ("剔除数：不合口径、没有计入的记录", "Excluded: records the rule leaves out"),
    "scorecard.legend.partial": (
        "未满期：数据没到期末，数量还会增加，不评好差",
        "partial: the data end before the period does; counts will grow and are not judged",
    ),
    "scorecard.legend.null": (
        "{null}：没有数据、没有可比或分母为 0，不是 0",
        "{null}: nothing to count or to compare with, not a zero",
    ),
    # cs-kpi --list
    "catalogue.kind.count": ("计数", "Counts"),
    "catalogue.kind.sum": ("合计", "Sums"),
    "catalogue.kind.rate": ("比率", "Rates"),
    "catalogue.kind.mean": ("均值", "Means"),
    "catalogue.kind.quantile": ("分位数", "Quantiles"),
    "catalogue.kind.ratio": ("比值", "Ratios"),
    "catalogue.kind.index": ("指数", "Indexes"),
    "catalogue.kind.duration": (
        "时长（每个给出均值 _mean、中位数 _p50、_p90）",
        "Durations (each gives its mean _mean, median _p50 and _p90)",
    ),
    "catalogue.unit.n": ("个", "n"),
    "catalogue.unit.ratio": ("%", "%"),
    "catalogue.unit.s": ("秒", "s"),
    "catalogue.unit.pt": ("分", "pt"),
    "catalogue.unit.yuan": ("元", "yuan"),
    "catalogue.better.+": ("越高越好", "more is better"),
    "catalogue.better.-": ("越低越好", "less is better"),
    "catalogue.better.o": ("不分好坏", "neither"),
    "catalogue.default": ("默认", "default"),
    "catalogue.needs": ("需要 {needs}", "needs {needs}"),
    "catalogue.or": ("{items} 之一", "one of {items}"),
    "catalogue.count": (
        "共 {n} 个指标；标“默认”的不写 --metrics 时也给出",
        "{n} metrics; those marked default are given without --metrics",
    ),
}
