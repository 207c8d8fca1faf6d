"""What went wrong, what it cost, how much was said."""

from __future__ import annotations

from cstools.model.catalogue.kpi import HANDLED, RESOLVED, Kpi

TROUBLE: tuple[Kpi, ...] = (
    Kpi("red_lines", "红线", "red lines", "count", ("red_line",), "n", "-",
        "命中红线（安全、监管、假货、信息泄露等）的记录数，一条也要看",
        "records with a red line (safety, regulator, counterfeit, data leak); one is enough to look at"),
    Kpi("complaints", "投诉量", "complaints", "count", ("is_complaint",), "n", "-",
        "标为投诉的记录数（未标按否）", "records flagged as complaints (no flag is no)"),
    Kpi("complaint_rate", "投诉率", "complaint rate", "rate", ("is_complaint",), "ratio", "-",
        "标为投诉 ÷ 全部记录（未标按否）", "flagged as a complaint / all records (no flag is no)", True),
    Kpi("repeat_complaint", "{x}重复投诉率", "repeat complaints within {x}", "rate",
        ("is_complaint", "customer_id", "created_at"), "ratio", "-",
        "{x}内投诉两次及以上的客户 ÷ 投诉过的客户；没有客户ID的不计，各组各期不可相加",
        "customers who complained again within {x} / customers who complained; without an id out; not additive",
        param="30d", adds=False),
    Kpi("escalation_rate", "升级率", "escalation rate", "rate", ("is_escalated", HANDLED), "ratio", "-",
        "标为升级 ÷ 接待量（未标按否）", "escalated / handled (no flag is no)"),
    Kpi("transfer_rate", "转接率", "transfer rate", "rate", ("transfer_count", HANDLED), "ratio", "-",
        "有转接 ÷ 接待量；机器人转人工不算转接", "transferred / handled; bot to person is not a transfer", True),
    Kpi("bot_containment", "机器人独立解决率（{x}内未再来）", "bot containment, {x}", "rate",
        ("bot_msgs", "agent_msgs", "customer_id", "created_at"), "ratio", "+",
        "只由机器人接待且之后{x}内同一客户未再来 ÷ 机器人接待；距数据截止不足{x}的、没有客户ID的不计",
        "answered by the bot alone and not back within {x} / answered by a bot; the younger and those without a "
        "customer id are out", param="24h"),
    Kpi("refund_amount", "退款金额", "refunds", "sum", ("refund_amount",), "yuan", "-",
        "退款金额合计", "sum of refunds"),
    Kpi("cost_per_contact", "单次成本", "cost per contact", "mean", ("cost", HANDLED), "yuan", "-",
        "服务成本 ÷ 接待量（只算有成本的接待）", "cost / handled (those with a cost)"),
    Kpi("cost_per_resolved", "单次解决成本", "cost per resolution", "ratio", ("cost", RESOLVED), "yuan", "-",
        "服务成本合计 ÷ 解决量（只算有成本的记录）", "all cost / resolved (of the records with a cost)"),
    Kpi("msgs_per_ticket", "每单消息数", "messages per contact", "mean", ("customer_msgs", "agent_msgs"), "n", "o",
        "客户与客服消息数之和的均值，机器人消息不计", "customer and agent messages a contact; bot messages are out"),
    Kpi("aq_ratio", "答问比", "answers per question", "ratio", ("customer_msgs", "agent_msgs"), "n", "o",
        "客服消息数 ÷ 客户消息数", "agent messages / customer messages"),
)  # fmt: skip
