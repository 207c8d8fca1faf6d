"""The headings of the tables people keep beside cs-kpi: targets, calendar, exclusions. Compared as `fields.normal`."""

from __future__ import annotations

from collections.abc import Mapping

from cstools.model.fields import find, normal
from cstools.model.lookups import HEADINGS as BY_HAND

VALUES = ("target", "floor", "stretch", "benchmark")
"""The values of a row of targets: what to reach, what not to fall below, what to aim at, what others reach."""
TIMES = ("day", "week", "month", "quarter", "year", "period")
"""The columns that say when a target holds."""


def _read(rows: Mapping[str, str]) -> dict[str, str]:
    found = {normal(name): name for name in rows}
    for name, headings in rows.items():
        for heading in headings.split(";"):
            found.setdefault(normal(heading), name)
    return found


TARGETS = _read({
    "metric": "指标;指标名称;指标名;考核指标;考核项;KPI;KPI名称;项目;指标项;name",
    "target": "目标;目标值;目标线;达标;达标值;达标线;考核目标;goal;aim",
    "floor": "底线;底线值;底线目标;保底;保底值;最低要求;及格线;minimum;threshold",
    "stretch": "挑战;挑战值;挑战目标;冲刺;冲刺目标;卓越;卓越值;stretch target",
    "benchmark": "对标;对标值;行业;行业均值;行业平均;标杆;标杆值;同行;参考值;industry;reference",
    "day": "日期;天;日;date",
    "week": "周;周次;自然周",
    "month": "月份;月;月度;考核月;考核月份",
    "quarter": "季度;季",
    "year": "年;年份;年度",
    "period": "周期;期间;时期;统计周期;考核周期;时间",
    "unit": "单位;计量单位",
    "skip": "备注;说明;注;口径;定义;口径说明;序号;编号;负责人;责任人;方向;"
    "remark;remarks;note;notes;comment;owner;#;no;no.",
})  # fmt: skip
CALENDAR = _read({
    "name": "名称;活动;活动名;活动名称;大促;大促名称;节日;事件;event;campaign;promotion;holiday",
    "start": "开始;起;开始日期;起始日期;开始时间;起始时间;活动开始;from;start date;start at",
    "end": "结束;止;结束日期;截止日期;结束时间;截止时间;活动结束;to;until;end date;end at",
    "date": "日期;当天;活动日期;活动日;day",
    "before": "前;前天数;活动前;活动前天数;预热天数;蓄水天数;before days;days before",
    "after": "后;后天数;活动后;活动后天数;返场天数;余热天数;after days;days after",
    "kind": "类型;类别;级别;活动类型;种类;type;level",
})  # fmt: skip
EXCLUSIONS = _read({
    "ticket_id": "工单号;工单编号;会话ID;会话号;会话编号;单号;ticket;ticket id;session id;id",
    "customer_id": "客户ID;客户;客户编号;买家ID;用户ID;买家昵称;customer;customer id",
    "agent": "客服;客服姓名;姓名;坐席;员工;员工姓名;staff",
    "from": "开始;起;自;开始时间;开始日期;起始日期;起始时间;生效日期;start;since;start date",
    "to": "结束;止;至;结束时间;结束日期;截止日期;截止时间;失效日期;end;until;end date",
    "metrics": "指标;涉及指标;影响指标;剔除指标;metric;metrics touched",
    "reason": "原因;剔除原因;理由;事由;why",
    "approver": "审批人;批准人;审核人;核准人;批准;审批;approved by",
})  # fmt: skip
TOTALS = frozenset(normal(word) for word in ("all", "合计", "总计", "全部", "整体", "全店", "汇总", "全体", "total"))
"""Words in a group's column that mean the total over the group."""
GROUPS_OF_TIME = ("hour", "weekday")


def group_of(heading: str, asked: tuple[str, ...] = ()) -> str | None:
    """The group a heading of targets names: one of those asked, a field of tickets, or a heading kept by hand.

    >>> group_of("渠道"), group_of("组"), group_of("城区"), group_of("城区", ("城区",)), group_of("售后一组")
    ('channel', 'team', None, '城区', None)
    """
    known = {normal(name): name for name in (*asked, *GROUPS_OF_TIME)}
    if found := known.get(normal(heading)):
        return found
    by_hand = {normal(text): name for text, name in BY_HAND.items() if name in ("agent", "team", "shift", "account")}
    if found := by_hand.get(normal(heading)):
        return found
    field = find("ticket", heading)
    return field[0] if field else None
