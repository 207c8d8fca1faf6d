"""The words of the report, Chinese and English: headings, column names, and sentences with blanks.

A blank is filled with text from the data or with a figure already in words (85.5%, 1分24秒). A key that is a metric's
id is that metric's own name, `rule.ID` the sentence that defines it.
"""

from __future__ import annotations

from cstools.errors import Usage
from cstools.model.kpis import parse
from cstools.model.report_phrases import PHRASES

WORDS: dict[str, tuple[str, str]] = {
    # headings
    "title": ("客服月度复盘", "Customer service review"),
    "findings": ("本月要点", "Key points"),
    "kpis": ("指标看板", "Scorecard"),
    "trend": ("趋势与异常", "Trend and unusual days"),
    "topics": ("问题分类", "Problems"),
    "peaks": ("高峰热力", "Busy hours"),
    "channels": ("渠道对比", "Channels"),
    "agents": ("客服对比", "Agents"),
    "satisfaction": ("满意度与响应", "Satisfaction and response"),
    "cases": ("典型案例", "Cases"),
    "actions": ("改进措施", "Actions"),
    "quality": ("口径与数据质量", "Definitions and data quality"),
    # the page
    "page.contents": ("目录", "Contents"),
    "page.skip": ("跳到正文", "Skip to the text"),
    "page.as_of": ("数据截至 {as_of}", "data up to {as_of}"),
    "page.contacts": ("{n}条咨询", "{n} contacts"),
    "page.data": ("查看数据表（{n}行）", "Data table ({n} rows)"),
    "page.empty": ("无数据", "No data"),
    "page.made": ("由 cs-report {version} 生成", "Made by cs-report {version}"),
    "page.of": ("{label}：{value}", "{label}: {value}"),
    "label.n": ("n = {n}", "n = {n}"),
    "label.previous": ("环比", "vs last month"),
    "label.year": ("同比", "vs last year"),
    "label.interval": ("95%区间", "95% interval"),
    "label.target": ("目标", "Target"),
    "label.count": ("样本", "n"),
    "label.evidence": ("依据：", "Evidence: "),
    "label.ticket": ("工单 {id}", "Ticket {id}"),
    "label.all": ("全体 {value}", "all {value}"),
    "label.cumulative": ("累计{value}", "{value} so far"),
    "label.noted": ("{value}（{note}）", "{value} ({note})"),
    "label.colon": ("{name}：{value}", "{name}: {value}"),
    "change.sure": ("显著", "significant"),
    "change.unsure": ("不显著", "not significant"),
    "target.met": ("达标", "met"),
    "target.missed": ("未达标", "missed"),
    "tone.good": ("好转", "better"),
    "tone.bad": ("变差", "worse"),
    # columns
    "problem": ("问题", "Problem"),
    "report_topic": ("问题", "Problem"),
    "report_wait": ("首次响应", "First response"),
    "contacts": ("咨询量", "Contacts"),
    "share": ("占比", "Share"),
    "cumulative": ("累计占比", "Cumulative"),
    "before": ("上月", "Last month"),
    "share_ratio": ("占比变化", "Share ratio"),
    "mark": ("标记", "Mark"),
    "channel": ("渠道", "Channel"),
    "agent": ("客服", "Agent"),
    "n": ("样本", "n"),
    "lo": ("下限", "Low"),
    "hi": ("上限", "High"),
    "shrunk": ("收缩后", "Shrunken"),
    "day": ("日期", "Day"),
    "expected": ("预期", "Expected"),
    "weekday": ("星期", "Weekday"),
    "hour": ("时", "Hour"),
    "mean": ("每小时咨询", "Contacts an hour"),
    "what": ("记录", "Records"),
    "rows": ("行数", "Rows"),
    "metric": ("指标", "Metric"),
    "definition": ("口径", "Definition"),
    "tool": ("工具", "Tool"),
    "version": ("版本", "Version"),
    "read": ("读入", "Read"),
    "written": ("写出", "Written"),
    "rejected": ("拒收", "Rejected"),
    "merged": ("合并", "Merged"),
    "dropped": ("丢弃", "Dropped"),
    "finding": ("对应发现", "Finding"),
    "now": ("现值", "Now"),
    "action": ("措施", "Action"),
    "owner": ("负责人", "Owner"),
    "due": ("期限", "Due"),
    "created_at": ("创建时间", "Created"),
    "csat": ("满意度评分", "Rating"),
    "first_response_s": ("首次响应时长", "First response"),
    "transfer_count": ("转接次数", "Transfers"),
    "severity": ("严重度", "Severity"),
    # marks and bins
    "mark.rising": ("显著上升", "rising"),
    "mark.falling": ("显著下降", "falling"),
    "mark.better": ("显著优于其余", "better than the rest"),
    "mark.worse": ("显著劣于其余", "worse than the rest"),
    "mark.same": ("无法区分", "not distinguishable"),
    "mark.few": ("样本少", "too few"),
    "day.high": ("激增", "surge"),
    "day.low": ("偏低", "low"),
    "day.gap": ("疑似缺数", "data missing?"),
    "wait.30": ("30秒内", "within 30 s"),
    "wait.60": ("30秒–1分", "30 s to 1 min"),
    "wait.180": ("1–3分", "1 to 3 min"),
    "wait.600": ("3–10分", "3 to 10 min"),
    "wait.over": ("超过10分", "over 10 min"),
    # key points
    "tag.red_line": ("红线", "Red line"),
    "tag.surge": ("激增", "Surge"),
    "tag.data": ("数据", "Data"),
    "tag.volume": ("咨询量", "Volume"),
    "tag.better": ("好转", "Better"),
    "tag.worse": ("变差", "Worse"),
    "tag.change": ("变化", "Change"),
    "tag.rising": ("上升", "Rising"),
    "tag.unlike": ("差异", "Unlike"),
    "case.red_line": ("红线", "Red line"),
    "case.csat": ("评分最低", "Lowest rating"),
    "case.severity": ("最严重", "Most severe"),
    "case.transfers": ("转接最多", "Most transfers"),
    "case.complaint": ("投诉", "Complaint"),
    "rows.read": ("读入", "read"),
    "rows.month": ("本月咨询", "contacts of the month"),
    "rows.other": ("其他月份的咨询", "contacts of other months"),
    "excluded.date": ("没有创建时间，未计入", "left out: no creation time"),
    "excluded.spam": ("无效咨询，未计入", "left out: spam"),
    "excluded.merged": ("并入他单，未计入", "left out: merged into another"),
    "excluded.child": ("挂在上级接触下的工单，未计入", "left out: a work order under a contact"),
}
WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
RULE = "rule."


def template(key: str, lang: str) -> str:
    """The sentence of a key, its blanks open; a metric's id is its name, `rule.ID` its definition.

    Raises Usage("report.model") for a key that is none of these.

    >>> template("csat_pct", "zh"), template("label.n", "en")
    ('满意率', 'n = {n}')
    """
    found = WORDS.get(key) or PHRASES.get(key)
    if found:
        return found[lang == "en"]
    try:
        if key.startswith(RULE):
            return parse(key.removeprefix(RULE))[0].rule(lang)
        return parse(key)[0].label(lang)
    except Usage as error:
        raise Usage("report.model", why=f"? {key}") from error


def word(key: str, lang: str) -> str:
    """A word without blanks.

    >>> word("kpis", "zh"), word("frt_p50", "en")
    ('指标看板', 'first response time (median)')
    """
    return template(key, lang)
