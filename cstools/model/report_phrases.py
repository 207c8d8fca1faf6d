"""The sentences of the report, Chinese and English, with blanks: findings, leads, notes, and why a section is empty."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "finding.none": (
        "与上月相比无显著变化；{n}条咨询中没有红线，也没有显著不同的日子、问题或渠道。",
        "No significant change from last month; of {n} contacts no red line, and no day, problem or "
        "channel that stands out.",
    ),
    "finding.none_alone": (
        "没有上月数据，无从比较；{n}条咨询中没有红线，也没有显著不同的日子、问题或渠道。",
        "No month before to compare with; of {n} contacts no red line, and no day, problem or channel that stands out.",
    ),
    "finding.red": ("红线{n}起", "{n} red-line contacts"),
    "finding.red_ids": ("工单号：{ids}。", "Tickets: {ids}."),
    "finding.red_ids_more": ("工单号：{ids}，另有{rest}起。", "Tickets: {ids}, and {rest} more."),
    "finding.red_evidence": ("逐条列出，不论数量；涉及：{topics}", "listed whatever their number; about: {topics}"),
    "finding.volume_up": ("咨询量{n}，日均比上月{change}", "{n} contacts, {change} a day on last month"),
    "finding.volume_down": ("咨询量{n}，日均比上月{change}", "{n} contacts, {change} a day on last month"),
    "finding.volume_detail": ("上月{before}；本月日均{mean}。", "Last month {before}; {mean} a day this month."),
    "finding.volume_evidence": (
        "日均变化区间 {interval}，已计入逐日波动",
        "interval of the daily change {interval}, day-to-day scatter included",
    ),
    "finding.surge": ("{days}咨询激增，为预期的{ratio}", "{days}: {ratio} the contacts expected"),
    "finding.surge_detail": (
        "{length}天共{n}条，预期{expected}条，多出{extra}条。",
        "{n} contacts in all where {expected} were expected: {extra} more.",
    ),
    "finding.surge_driver": (
        "{length}天共{n}条，预期{expected}条，多出{extra}条；其中“{topic}”占增量的{share}。",
        '{n} contacts in all where {expected} were expected: {extra} more, {share} of them "{topic}".',
    ),
    "finding.surge_evidence": (
        "最高一天{top}条，超过按星期与近四周水平算出的上限{hi}条",
        "the highest day, {top}, is above the limit of {hi} by weekday and the weeks around",
    ),
    "finding.gap": ("{days}疑似缺数", "{days}: data may be missing"),
    "finding.gap_detail": (
        "只有{n}条，预期{expected}条：请先核对导出是否完整，再看本月其他数字。",
        "Only {n} contacts where {expected} were expected: check the export before trusting the month's figures.",
    ),
    "finding.gap_evidence": ("不到预期的四分之一", "less than a quarter of the expected"),
    "finding.metric_up": ("{metric}升到{value}", "{metric} rose to {value}"),
    "finding.metric_down": ("{metric}降到{value}", "{metric} fell to {value}"),
    "finding.metric_detail": ("上月{before}，变化{change}。", "Last month {before}; change {change}."),
    "finding.metric_evidence": ("变化的区间 {interval}，n = {n}", "interval of the change {interval}, n = {n}"),
    "finding.rising": ("“{topic}”上升最快，占比为上月的{ratio}", '"{topic}" rose most: {ratio} last month\'s share'),
    "finding.rising_detail": ("本月{n}条，上月{before}条。", "{n} contacts this month, {before} last month."),
    "finding.rising_others": (
        "本月{n}条，上月{before}条；另有{others}类显著上升。",
        "{n} contacts this month, {before} last month; {others} more problems rose significantly.",
    ),
    "finding.rising_evidence": (
        "占比之比的区间 {interval}，n = {n}",
        "interval of the ratio of shares {interval}, n = {n}",
    ),
    "finding.unlike": (
        "{by}“{name}”的{metric}只有{value}，其余为{rest}",
        '{metric} is {value} for "{name}" ({by}), {rest} for the rest',
    ),
    "finding.unlike_detail": (
        "相差{change}；同类显著偏差的共{count}个。",
        "A difference of {change}; {count} in all are significantly worse.",
    ),
    "finding.unlike_evidence": ("差值区间 {interval}，n = {n}", "interval of the difference {interval}, n = {n}"),
    # sections
    "kpis.lead": (
        "与{before}比较。颜色只作辅助，变化是否显著以文字为准。",
        "Compared with {before}. Colour only helps: the words say whether a change is significant.",
    ),
    "kpis.alone": ("没有{before}的数据可比。", "There is nothing of {before} to compare with."),
    "kpis.partial": (
        "本月数据未满，数量类指标不与{before}比较。",
        "The month is not complete: counts are not compared with {before}.",
    ),
    "trend.chart": ("每日咨询量", "Contacts a day"),
    "trend.alt": (
        "{days}天共{n}条咨询，{marked}天超出预期范围。",
        "{n} contacts in {days} days, {marked} of them outside the expected range.",
    ),
    "trend.alt_plain": ("{days}天共{n}条咨询。", "{n} contacts in {days} days."),
    "trend.lead": ("{days}天中{marked}天超出预期范围。", "{marked} of {days} days are outside the expected range."),
    "trend.note": (
        "浅色带：按星期与前后四周水平算出的预期范围，一个月里偶然超出的机会约1%；圆点为超出的日子",
        "The band is the range expected by weekday and the weeks around: about one month in a hundred "
        "leaves it by chance; dots mark days outside",
    ),
    "trend.short": ("历史不足三周，没有预期范围", "Less than three weeks of history: no expected range"),
    "topics.lead": ("前{k}类占全部咨询的{share}。", "The first {k} are {share} of all contacts."),
    "topics.chart": ("问题分类帕累托", "Problems by number"),
    "topics.alt": (
        "{k}类问题，最多的是“{top}”，{n}条。",
        '{k} problems; the most frequent is "{top}" with {n} contacts.',
    ),
    "topics.note": (
        "数字为咨询量与累计占比；标记为占比与上月的显著差异",
        "Contacts and cumulative share; marks are significant changes of share",
    ),
    "topics.note_first": (
        "数字为咨询量与累计占比；没有上月数据可比",
        "Contacts and cumulative share; there is no month before to compare with",
    ),
    "peaks.lead": (
        "最忙的是{weekday}{hour}–{next}时，平均每小时{mean}条。",
        "The busiest hour is {weekday} {hour}:00–{next}:00, with {mean} contacts on average.",
    ),
    "peaks.chart": ("星期 × 小时", "Weekday by hour"),
    "peaks.alt": (
        "每小时平均咨询量，最高为{weekday}{hour}时的{mean}条。",
        "Mean contacts an hour; highest {weekday} {hour}:00 with {mean}.",
    ),
    "peaks.note": (
        "每格为该星期该小时的平均咨询量，颜色越深越多",
        "Mean contacts of that hour of that weekday; darker is more",
    ),
    "channels.lead": (
        "点为本月数值，横线为95%区间，竖线为全体。",
        "Dots are this month's values, lines their 95% intervals, the rule is all contacts.",
    ),
    "agents.lead": (
        "按收缩后的{metric}排序，横线为95%区间；不足{least}个样本的不参与比较。标“无法区分”的，"
        "差别可能只是偶然，不宜用于排名。",
        "In the order of the shrunken {metric}, with 95% intervals; fewer than {least} are not compared. "
        '"Not distinguishable" may be chance alone: no ground for a ranking.',
    ),
    "agents.few": (
        "每人的样本都不足{least}个，只列数，不比较。",
        "No one has {least} contacts that count: listed, not compared.",
    ),
    "satisfaction.lead": (
        "按首次响应时长分组。这是关联，不是因果。",
        "By time to first response. An association, not a cause.",
    ),
    "dots.chart": ("{metric}（按{by}）", "{metric} by {by}"),
    "dots.alt": (
        "{k}组的{metric}及95%区间，{far}组与其余显著不同。",
        "{metric} of {k} groups with 95% intervals; {far} differ significantly from the rest.",
    ),
    "dots.cut": ("共{all}个，只画首尾{k}个", "{k} of {all} drawn: the first and the last"),
    "table.by": ("按{by}", "By {by}"),
    "table.more": ("只列前{k}个，共{all}个。", "The first {k} of {all}."),
    "cases.lead": (
        "按规则选出，号码与地址已隐去；工单号可回查原文。",
        "Chosen by rule, numbers and addresses hidden; the ticket id leads to the full text.",
    ),
    "actions.lead": (
        "每条要点一行，措施、负责人与期限在会上填写。",
        "A line for each key point; action, owner and date are for the meeting to fill in.",
    ),
    "quality.basis": (
        "本期为{month}，按创建时间归月；数据截至{as_of}。",
        "The month is {month}, by creation time; data up to {as_of}.",
    ),
    "quality.partial": ("数据没有到月末，本月未满。", "The data do not reach the end of the month."),
    "quality.tests": (
        "比例的区间为Wilson 95%，中位数与P90为次序统计量区间。“显著”已按同时提出的问题数收紧，"
        "平稳的月份约二十个中至多一个会误报。",
        'Intervals are Wilson\'s for rates and order statistics for medians and P90, at 95%. "Significant" '
        "allows for all questions asked at once: of twenty quiet months at most one shows a false finding.",
    ),
    "quality.version": ("cstools {version}", "cstools {version}"),
    "quality.rows": ("输入的每一行", "Every row of the input"),
    "quality.runs": ("之前各步", "The steps before"),
    "quality.definitions": ("指标口径", "Definitions"),
    "date": ("{day}", "{day}"),
    "dates": ("{first}至{last}", "{first} to {last}"),
    # why a section is empty
    "why.nothing": ("输入里没有带创建时间的记录。", "The input has no record with a creation time."),
    "why.month": ("这个月没有咨询记录。", "There are no contacts in this month."),
    "why.topics": (
        "没有问题分类：先运行 cs-tag，或在导入时映射 category。",
        "No problems are named: run cs-tag first, or map a heading to category.",
    ),
    "why.clock": ("创建时间只有日期，没有钟点。", "Creation times are dates without a time of day."),
    "why.channel": ("没有渠道字段 channel。", "There is no field channel."),
    "why.agent": ("没有客服字段 agent。", "There is no field agent."),
    "why.csat": ("没有满意度评分 csat。", "There are no ratings (csat)."),
    "why.response": (
        "没有首次响应时间（first_response_at 或 first_response_s）。",
        "There is no first response time (first_response_at or first_response_s).",
    ),
    "why.text": ("没有客户内容 text。", "There is no customer text (text)."),
    "why.cases": ("没有符合选取规则的工单。", "No ticket meets the rules."),
    "why.actions": ("没有要点，暂无措施可填。", "No key points, nothing to act on."),
}
