"""Key points: tags, and the sentences with their evidence."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "tag.red_line": ("红线", "Red line"),
    "tag.surge": ("激增", "Surge"),
    "tag.promotion": ("大促", "Promotion"),
    "tag.data": ("数据", "Data"),
    "tag.volume": ("咨询量", "Volume"),
    "tag.better": ("好转", "Better"),
    "tag.worse": ("变差", "Worse"),
    "tag.change": ("变化", "Change"),
    "tag.rising": ("上升", "Rising"),
    "tag.unlike": ("差异", "Unlike"),
    "tag.roster": ("排班", "Roster"),
    "tag.target": ("目标失守", "Target lost"),
    "tag.driver": ("关联", "Association"),
    "finding.none": (
        "与上月相比无显著变化；{n}条咨询中没有红线，也没有足以列为要点的日子、问题或渠道。",
        "No significant change from last month; of {n} contacts no red line, and nothing about a day, a problem or a "
        "channel that is sure enough to be a key point.",
    ),
    "finding.none_alone": (
        "没有上月数据，无从比较；{n}条咨询中没有红线，也没有足以列为要点的日子、问题或渠道。",
        "No month before to compare with; of {n} contacts no red line, and nothing about a day, a problem or a channel "
        "that is sure enough to be a key point.",
    ),
    "finding.red": ("红线{n}起", "{n} red-line contacts"),
    "finding.red_ids": ("工单号：{ids}。", "Tickets: {ids}."),
    "finding.red_ids_more": ("工单号：{ids}，另有{rest}起。", "Tickets: {ids}, and {rest} more."),
    "finding.red_evidence": ("逐条列出，不论数量；涉及：{topics}", "listed whatever their number; about: {topics}"),
    "finding.volume": ("咨询量{n}，日均比上月{change}", "{n} contacts, {change} a day on last month"),
    "finding.volume_detail": ("上月{before}；本月日均{mean}。", "Last month {before}; {mean} a day this month."),
    "finding.volume_evidence": (
        "日均变化区间 {interval}，已计入逐日波动",
        "interval of the daily change {interval}, day-to-day scatter included",
    ),
    "finding.targets_met": ("{all}项目标全部达成。", "All {all} targets are met."),
    "finding.targets_missed": (
        "{all}项目标达成{met}项；未达：{missed}。",
        "{met} of {all} targets are met; missed: {missed}.",
    ),
    "finding.targets_absent": (
        "{told}另有{k}项目标没有数据：{metrics}。",
        "{told} {k} more have no figure: {metrics}.",
    ),
    "finding.targets_none": ("{k}项目标都没有数据：{metrics}。", "None of {k} targets has a figure: {metrics}."),
    "finding.target": ("{metric}{value}（目标{target}）", "{metric} {value} (target {target})"),
    "finding.volume_orders": (
        "上月{before}；本月日均{mean}。每千支付单咨询量由{rate_before}变为{rate}。",
        "Last month {before}; {mean} a day this month. Contacts per 1,000 paid orders went from {rate_before} to "
        "{rate}.",
    ),
    "finding.metric_mixed": (
        "上月{before}，变化{change}：其中渠道结构{structure}，自身{own}。",
        "Last month {before}; change {change}: mix of channels {structure}, own effect {own}.",
    ),
    "finding.promotion": (
        "{days}“{event}”：咨询为平日的{ratio}，属预期",
        '{days}, "{event}": {ratio} the usual contacts, as is to be expected',
    ),
    "finding.promotion_detail": (
        "{length}天共{n}条，平日同期为{expected}条；最高是{peak}的{top}条。",
        "{n} contacts in {length} days, usually {expected}; most on {peak}: {top}.",
    ),
    "finding.promotion_evidence": (
        "活动日历中的日子，不按激增报警；“平日”按星期与前后四周水平算出",
        "days of the calendar of promotions are no surge; usual by weekday and the weeks around",
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
    "finding.short": (
        "{weekday}{from}–{until}时排班每小时缺{n}人",
        "{weekday} {from}:00–{until}:00 the roster is {n} heads short each hour",
    ),
    "finding.short_detail": (
        "一周要排{need}人时，排了{have}：{hours}个小时缺人，共缺{short}人时；同时有{idle}人时富余。",
        "A week takes {need} head hours and has {have}: {hours} hours are short, by {short} head hours, while {idle} "
        "are idle.",
    ),
    "finding.short_evidence": (
        "需求按近{weeks}周{days}个平常日的来访与处理时长算出",
        "by contacts and handling times of {days} usual days of the last {weeks} weeks",
    ),
    "finding.lost": (
        "电话{seconds}秒接起{share}的目标失守：{level}",
        "Calls: {share} within {seconds} s is lost, {level} this month",
    ),
    "finding.lost_detail": (
        "自{since}起失守，{held}为{before}。开放的每小时人数相同时，{held}要{agents_before}人在线，本月要{agents}人。",
        "Lost since {since}; {held} had {before}. With the same number in each open hour {held} took {agents_before} "
        "agents, this month takes {agents}.",
    ),
    "finding.lost_plain": ("自{since}起失守，{held}为{before}。", "Lost since {since}; {held} had {before}."),
    "finding.lost_evidence": ("{n}通电话，95%区间{interval}", "{n} calls, 95% interval {interval}"),
    "finding.alert": ("{days}{series}激增，为预期的{ratio}", "{days}, {series}: {ratio} the contacts expected"),
    "finding.alert_evidence": (
        "与此前八周同星期的水平比，全部序列合计校正后 p {p}",
        "against the weekdays of the eight weeks before, p {p} allowing for all series",
    ),
    "finding.driver": (
        "与不满意关联最强的是“{level}”：不满意率{rate}，对照（{ref}）为{ref_rate}",
        'What goes with dissatisfaction most is "{level}": {rate} are dissatisfied, {ref_rate} of "{ref}"',
    ),
    "finding.driver_detail": (
        "其他因素不变时概率相差{effect}。这是关联，不等于因果。",
        "All other factors as they are, the probability differs by {effect}. An association, not a cause.",
    ),
    "finding.driver_months": (
        "其他因素不变时概率相差{effect}（看的是最近{months}个月）。这是关联，不等于因果。",
        "All other factors as they are, the probability differs by {effect} (the last {months} months). An "
        "association, not a cause.",
    ),
    "finding.driver_evidence": (
        "调整后比值比{odds}，区间 {interval}，n = {n}",
        "adjusted odds ratio {odds}, interval {interval}, n = {n}",
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
    "finding.new": ("“{topic}”是本月新出现的问题，{n}条", '"{topic}" is new this month: {n} contacts'),
    "finding.new_detail": ("上月没有这类咨询。", "There were none last month."),
    "finding.new_others": (
        "上月没有这类咨询；另有{others}类显著上升。",
        "There were none last month; {others} more problems rose significantly.",
    ),
    "finding.new_evidence": ("占本月咨询的{share}，n = {n}", "{share} of this month's contacts, n = {n}"),
    "finding.unlike": (
        "{by}“{name}”的{metric}只有{value}，其余为{rest}",
        '{metric} is {value} for "{name}" ({by}), {rest} for the rest',
    ),
    "finding.unlike_detail": (
        "相差{change}；同类显著偏差的共{count}个。",
        "A difference of {change}; {count} in all are significantly worse.",
    ),
    "finding.unlike_evidence": ("差值区间 {interval}，n = {n}", "interval of the difference {interval}, n = {n}"),
}
