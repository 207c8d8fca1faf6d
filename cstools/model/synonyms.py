"""One word per thing: the spellings of channels, statuses, priorities, roles, yes and no in exports.

Channels are unified inside a language only: an English team wants `email`, a Chinese one 邮件, and neither the other's.
All else goes to the wire values of the field table. `normal` compares after NFKC, case folding and removal of spaces.
"""

from __future__ import annotations

from functools import cache

from cstools.model.fields import normal

SYNONYMS: dict[str, dict[str, str]] = {
    "status": {
        "open": "新建 待处理 未处理 待受理 已受理 受理中 处理中 进行中 跟进中 未解决 "
        "未完结 重新打开 重开 待分配 待接单 待跟进 已分配 已受理待处理 服务中 接待中 排队中 "
        "new reopened reopen inprogress workinprogress processing working active todo assigned unassigned unresolved "
        "waitingforsupport waitingonus escalated beingprocessed queued",
        "pending": "挂起 等待 等待客户 待客户回复 等待客户回复 待回复 待反馈 暂停 "
        "已搁置 已挂起 待确认 待客户确认 待客户反馈 等待第三方 onhold on-hold hold waiting waitingoncustomer "
        "waitingforcustomer waitingoncontact waitingonthirdparty pendingcustomerresponse snoozed awaitingreply "
        "awaitingyourreply awaitingcustomer awaitinguserinfo",
        "resolved": "已解决 解决 已处理 处理完成 已完成 完成 已回复 已办结 办结 solved done fixed complete completed",
        "closed": "已关闭 关闭 已完结 完结 已结束 结束 已结案 结案 已归档 已取消 已撤销 已撤单 已作废 "
        "自动关闭 系统关闭 超时关闭 "
        "close finished ended terminal cancelled canceled archived declined",
    },
    "priority": {
        "urgent": "紧急 特急 非常紧急 最高 critical blocker highest immediate",
        "high": "高 较高 重要 加急 major",
        "normal": "中 普通 一般 正常 中等 medium moderate",
        "low": "低 较低 不紧急 minor lowest trivial",
    },
    "contact_type": {
        "chat": "在线 在线会话 会话 聊天 在线咨询 im livechat conversation messaging",
        "call": "电话 通话 来电 热线 phone voice telephone",
        "workorder": "工单 work_order ticket case",
        "message": "留言 离线留言 leavemessage",
        "email": "邮件 邮箱 电子邮件 e-mail mail",
    },
    "direction": {"in": "呼入 来电 入 inbound incoming", "out": "呼出 外呼 去电 出 outbound outgoing"},
    "initiator": {
        "customer": "客户 买家 访客 用户 顾客 客户发起 访客发起 visitor user buyer requester enduser",
        "agent": "客服 坐席 卖家 人工 客服发起 staff seller operator assignee admin",
        "bot": "机器人 智能客服 机器人发起 robot chatbot",
        "system": "系统 系统发起 自动 automatic",
    },
    "sender_role": {
        "customer": "客户 买家 访客 用户 顾客 visitor user buyer requester enduser lead contact",
        "agent": "客服 坐席 卖家 人工 人工客服 staff seller operator assignee admin teammate",
        "bot": "机器人 智能客服 店小蜜 robot chatbot ai",
        "system": "系统 系统消息 通知 notification",
    },
    "refund_type": {
        "refund": "仅退款 退款 未发货退款 refundonly",
        "return": "退货退款 退货 returnandrefund",
        "exchange": "换货 更换",
        "resend": "补寄 补发 重发 漏发补寄 reship",
        "price_protection": "价保 价格保护 保价 退差价",
    },
    "survey_kind": {
        "csat": "满意度 满意度调查 satisfaction",
        "nps": "推荐值 净推荐值 推荐意愿",
        "ces": "费力度 客户费力度 effort",
        "fcr": "一次解决 首次解决 是否解决",
    },
    "state": {
        "ready": "空闲 就绪 在线 示闲 可接待 idle available online",
        "busy": "忙碌 通话中 接待中 繁忙 示忙 occupied oncall talking",
        "wrap": "话后 话后处理 整理 事后处理 acw aftercallwork wrapup",
        "break": "小休 休息 就餐 用餐 会议 培训 离开 away lunch meeting training",
        "offline": "离线 下线 未登录 签出 loggedout",
    },
    "sentiment_label": {"positive": "正面 积极", "neutral": "中性 中立", "negative": "负面 消极"},
    "channel": {
        "千牛": "旺旺 淘宝旺旺 阿里旺旺 千牛工作台",
        "京东咚咚": "咚咚 京东客服 京麦咚咚",
        "抖音飞鸽": "飞鸽 抖店飞鸽 抖音客服",
        "拼多多": "拼多多客服",
        "微信公众号": "公众号",
        "企业微信": "企微",
        "邮件": "电子邮件 邮箱",
        "电话": "热线 电话热线 客服电话 来电",
        "在线客服": "网页客服 在线咨询 网站客服 网页",
        "phone": "telephone voice call phonecall",
        "email": "e-mail mail",
        "chat": "livechat webchat onlinechat messaging",
        "social media": "social",
    },
}
"""Field -> canonical word -> its other spellings, split by spaces (spaces inside a spelling do not count)."""

YES = (
    "是 是的 有 真 对 已 成功 yes y true t 1 √ ✓ 已接通 接通 已接听 已应答 已解决 解决 达标 已达标 满足 "
    "按时 准时 未超时 符合 solved resolved answered withinsla met on"
)
"""Words for true, in any yes/no column."""
NO = (
    "否 无 假 不 未 没有 没解决 失败 no n false f 0 × ✗ 未接通 未接听 未应答 未解决 不达标 未达标 不满足 "
    "超时 已超时 逾期 不符合 不是 unsolved unresolved unanswered slaviolated violated breached missed off"
)
"""Words for false, in any yes/no column."""


@cache
def words(field: str) -> dict[str, str]:
    """Normalised spelling -> canonical word of a field; empty for a field without synonyms.

    >>> words("status")["处理中"], words("status")["onhold"], words("channel")["飞鸽"]
    ('open', 'pending', '抖音飞鸽')
    """
    known = {normal(word): word for word in SYNONYMS.get(field, {})}
    for word, spellings in SYNONYMS.get(field, {}).items():
        for spelling in spellings.split():
            known.setdefault(normal(spelling), word)
    return known


@cache
def answers() -> dict[str, bool]:
    """Normalised word -> true or false.

    >>> answers()["y"], answers()["未解决"]
    (True, False)
    """
    return {normal(word): value for text, value in ((YES, True), (NO, False)) for word in text.split()}
