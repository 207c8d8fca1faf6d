"""Words of exports for the values of enum fields. Compared after NFKC and case folding, like all words."""

from __future__ import annotations

from cstools.model.fields import KINDS, of


def _words(spec: str) -> dict[str, str]:
    """`value: word word` lines as word -> value; `_` in a word is a space."""
    pairs = (line.split(":") for line in spec.strip().splitlines())
    return {word.replace("_", " "): value.strip() for value, words in pairs for word in words.split()}


ENUMS: dict[str, dict[str, str]] = {
    "status": _words("""
        open: 新建 待处理 未处理 待受理 待分配 已分配 处理中 进行中 受理中 未解决 跟进中 重新打开
        open: new active reopened in_progress assigned
        pending: 待回复 等待客户 等待中 待客户回复 挂起 待跟进 待确认 暂停
        pending: on-hold on_hold hold waiting pending_customer_response
        resolved: 已解决 解决 已处理 处理完成 已完成 完成 solved done fixed completed
        closed: 已关闭 关闭 已结束 结束 已完结 完结 已归档 已取消 canceled cancelled archived ended terminal
    """),
    "sender_role": _words("""
        customer: 买家 客户 用户 访客 顾客 会员 消费者 buyer user visitor client contact end-user requester
        agent: 客服 坐席 商家 卖家 人工 人工客服 staff seller operator human admin teammate
        bot: 机器人 智能客服 自动 robot ai 店小蜜
        system: 系统 通知 系统消息 notice notification
    """),
    "contact_type": _words("""
        chat: 在线 会话 聊天 在线会话 在线咨询 im live_chat messaging conversation
        call: 电话 来电 通话 呼入 热线 phone voice telephone
        workorder: 工单 服务单 ticket case task
        message: 留言 离线留言 leave_message offline
        email: 邮件 邮箱 mail e-mail
    """),
    "direction": _words("""
        in: 呼入 来电 进线 inbound incoming
        out: 呼出 去电 外呼 outbound outgoing
    """),
    "initiator": _words("""
        customer: 客户 买家 访客 用户 客户发起 访客发起 buyer visitor user end-user
        agent: 客服 坐席 客服发起 主动发起 staff
        bot: 机器人 robot
        system: 系统 自动
    """),
    "refund_type": _words("""
        refund: 仅退款 退款 未发货退款 refund_only
        return: 退货退款 退货 return_refund return_and_refund
        exchange: 换货 更换
        resend: 补发 补寄
        price_protection: 价保 价格保护 补差价
    """),
    "survey_kind": _words("csat: 满意度 评价\nnps: 推荐 净推荐\nces: 费力度\nfcr: 首次解决 是否解决"),
    "state": _words("""
        ready: 空闲 就绪 在线 待机 available idle online
        busy: 忙碌 通话中 接待中 服务中 talking on_call handling
        wrap: 话后 话后处理 整理 acw after_call
        break: 小休 休息 离席 用餐 会议 培训 away lunch rest meeting
        offline: 离线 签出 下线 登出 logout signed_out
    """),
    "sentiment_label": _words("positive: 正面 积极\nneutral: 中性 中立\nnegative: 负面 消极"),
}
for _kind in KINDS:
    for _field in of(_kind).values():
        if _field.choices:
            ENUMS.setdefault(_field.name, {}).update({choice: choice for choice in _field.choices})
