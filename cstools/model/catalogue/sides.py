"""What other records than tickets give: rounds of messages, orders, refunds, surveys, states of agents, inquiries.

How a platform counts response is in `model/platform_rules.py`, which makes its own sentences.
"""

from __future__ import annotations

from cstools.model.catalogue.kpi import Kpi
from cstools.model.platform_rules import PLATFORM_RULES

REFUND = "refund_amount|status"
MESSAGES: tuple[Kpi, ...] = tuple(
    Kpi(
        rule.id, rule.zh, rule.en, rule.kind, ("sent_at", "sender_role|sender"), "ratio" if rule.param else "s",
        "+" if rule.param else "-", rule.rule("zh"), rule.rule("en"), param=rule.param, of="message",
        adds=rule.unit != "person",
    )
    for rule in PLATFORM_RULES
)  # fmt: skip
"""Each rule of a platform, and our own."""
PURCHASES: tuple[Kpi, ...] = (
    Kpi("occupancy", "占用率", "occupancy", "ratio", ("agent", "state", "start_at"), "ratio", "o",
        "（忙碌 + 话后）÷（忙碌 + 话后 + 就绪）的时间；同一客服重叠的时间只算一次，"
        "按忙碌、话后、就绪、小休、离线取先",
        "time (busy + wrap) / (busy + wrap + ready); overlaps of an agent count once, as busy, wrap, ready, "
        "break, offline, the first that holds", default=True, of="agent_state", event="start_at"),
    Kpi("utilisation", "工时利用率", "utilisation", "ratio", ("agent", "state", "start_at"), "ratio", "o",
        "（忙碌 + 话后）÷ 在岗（离线以外）的时间；同一客服重叠的时间只算一次",
        "time (busy + wrap) / all but offline; overlaps of an agent count once", of="agent_state", event="start_at"),
    Kpi("agent_days", "客服人天", "agent days", "count", ("agent", "state", "start_at"), "n", "o",
        "有离线以外状态的客服与日期的组合数", "agents and days with any state but offline", of="agent_state",
        event="start_at", adds=False),
    Kpi("inquiry_conv", "询单转化率（{x}）", "inquiry conversion, {x}", "rate", ("customer_id", "created_at"),
        "ratio", "+",
        "咨询当天起、到之后{x}结束前付款的询单 ÷ 询单（售前咨询；没有售前标记则全部咨询）；"
        "付款前再来的并入最后一次，归最后接待的客服；当天咨询前已付款的、期限未满的、没有客户ID的不计；"
        "付款后退款不扣",
        "inquiries paid by the end of {x} after their day / inquiries (contacts before a sale; all where "
        "none says); who comes again before paying counts once, for the last agent; paid earlier that day, "
        "window not over, no customer id: out; later refunds take nothing off", default=True, of="ticket",
        event="created_at", param="1d", beside=("order",)),
    Kpi("inquiry_sales", "客服销售额（询单{x}）", "sales after inquiry, {x}", "sum", ("customer_id", "created_at"),
        "yuan", "+", "询单转化的实付金额，每单只归付款前最后接待的客服；退款不扣",
        "what converted inquiries paid, each order once, for the last agent before it; refunds take nothing off",
        of="ticket", event="created_at", param="1d", beside=("order",)),
    Kpi("orders_paid", "支付订单数", "paid orders", "count", ("paid_at|paid_amount|amount",), "n", "+",
        "有付款时间、或付过款退过款的订单（主订单算一单）",
        "orders with a time of payment, or with something paid or given back (a parent order is one)", default=True,
        of="order", event="paid_at"),
    Kpi("paid_rate", "成交率", "paid of all orders", "rate", ("paid_at|paid_amount",), "ratio", "+",
        "支付订单 ÷ 全部订单", "paid orders / all orders", default=True, of="order", event="ordered_at"),
    Kpi("sales", "销售额", "sales", "sum", ("paid_amount|amount",), "yuan", "+",
        "支付订单的实付金额，按导出（有的平台全额退款后记0）",
        "paid_amount of paid orders as exported (some platforms say 0 once all is refunded)", default=True,
        of="order", event="paid_at"),
    Kpi("refund_rate_orders", "退款率（占全部订单）", "refunded of all orders", "rate", (REFUND,), "ratio", "-",
        "有退款的订单 ÷ 全部订单（含未付款）", "refunded orders / all orders, unpaid too", default=True, of="order",
        event="ordered_at"),
    Kpi("refund_rate_paid", "退款率（占支付订单）", "refunded of paid orders", "rate", (REFUND,), "ratio", "-",
        "有退款的支付订单 ÷ 支付订单", "refunded paid orders / paid orders", default=True, of="order",
        event="paid_at"),
    Kpi("refund_rate_amount", "退款率（按金额）", "refunds of sales", "ratio", (REFUND,), "ratio", "-",
        "退款金额 ÷ 实付金额（实付按导出，有的平台已扣全额退款）",
        "refunded amount / paid amount (paid as exported; some platforms have taken full refunds off)", default=True,
        of="order", event="paid_at"),
    Kpi("refund_rate_unshipped", "未发货退款率", "refunded before shipping", "rate", (REFUND, "shipped_at"), "ratio",
        "-", "没有发货时间的退款订单 ÷ 支付订单", "refunded orders without a time of shipping / paid orders",
        of="order", event="paid_at"),
    Kpi("refund_rate_quality", "品质退款率", "refunded for quality", "rate", (), "ratio", "-",
        "因质量退款成功的支付订单 ÷ 支付订单", "paid orders with a succeeded refund for quality / paid orders",
        of="order", event="paid_at", beside=("refund",)),
    Kpi("return_rate", "退货率", "return rate", "rate", ("shipped_at",), "ratio", "-",
        "有退货退款的已发货订单 ÷ 已发货订单", "shipped orders with a return / shipped orders", of="order",
        event="shipped_at", beside=("refund",)),
    Kpi("refund_agree", "退款审核时长", "refund agreed after", "duration", ("applied_at", "agreed_at"), "s", "-",
        "同意 － 申请；未同意的计入未完结数，负的剔除", "agreed - applied; not agreed is open, negative is out",
        of="refund", event="applied_at"),
    Kpi("refund_receive", "退货签收时长", "return received after", "duration", ("applied_at", "received_at"), "s",
        "-", "签收 － 申请，只算退货；未签收的计入未完结数", "received - applied, returns only; not received is open",
        of="refund", event="applied_at"),
    Kpi("refund_full", "退款完结时长", "refund paid after", "duration", ("applied_at", "refunded_at"), "s", "-",
        "退款 － 申请（换货、补寄不计）；未退款的计入未完结数，负的剔除",
        "refunded - applied (exchanges and resends out); not refunded is open, negative is out", default=True,
        of="refund", event="applied_at"),
    Kpi("refund_only_full", "仅退款完结时长", "refund-only paid after", "duration",
        ("applied_at", "refunded_at", "refund_type"), "s", "-", "仅退款的退款 － 申请",
        "refunded - applied, without return of goods", of="refund", event="applied_at"),
    Kpi("refund_return_full", "退货退款完结时长", "return refund paid after", "duration",
        ("applied_at", "refunded_at", "refund_type"), "s", "-", "退货退款的退款 － 申请",
        "refunded - applied, of returns", of="refund", event="applied_at"),
    Kpi("platform_rate", "平台介入率", "platform intervention", "rate", ("is_platform",), "ratio", "-",
        "平台介入的售后单 ÷ 全部售后单（未标按否）",
        "refunds the platform stepped into / all refunds (no flag is no)", default=True, of="refund",
        event="applied_at"),
    Kpi("refund_success", "退款成功率", "refund success", "rate", ("refunded_at",), "ratio", "o",
        "已退款 ÷ 申请退款（换货、补寄不计）", "refunded / applied for (exchanges and resends out)", of="refund",
        event="applied_at"),
    Kpi("return_share", "退货占比", "share of returns", "rate", ("refund_type",), "ratio", "o",
        "退货退款 ÷ 全部售后单", "returns / all refunds", of="refund", event="applied_at"),
    Kpi("quality_share", "质量原因占比", "share for quality", "rate", ("reason",), "ratio", "-",
        "原因写明质量问题的 ÷ 有原因的售后单", "refunds whose reason names quality / refunds with a reason",
        of="refund", event="applied_at"),
    Kpi("refund_paid_out", "退款成功金额", "refunds paid out", "sum", ("amount",), "yuan", "-",
        "已退款的售后单金额合计", "sum of succeeded refunds", of="refund", event="refunded_at"),
    Kpi("orders", "订单数", "orders", "count", (), "n", "+", "全部订单（主订单算一单，含未付款）",
        "all orders (a parent order is one; unpaid too)", of="order"),
    Kpi("buyers", "支付人数", "buyers", "count", ("customer_id",), "n", "+",
        "有支付订单的不同客户数；没有客户ID的不计，各组各期不可相加",
        "distinct customers with a paid order; without an id out; not additive", of="order", event="paid_at",
        adds=False),
    Kpi("refunded_amount", "订单退款金额", "refunded", "sum", (REFUND,), "yuan", "-",
        "支付订单的退款金额合计", "refunded amount of paid orders", of="order", event="paid_at"),
    Kpi("net_sales", "净销售额", "net sales", "sum", ("paid_amount|amount",), "yuan", "+",
        "支付订单的实付 － 退款（实付已扣退款的不再扣）",
        "paid less refunded, of paid orders (not again where the paid amount is already net)", of="order",
        event="paid_at"),
    Kpi("concurrency", "并发", "concurrency", "ratio", ("agent", "answered_at", "closed_at"), "n", "o",
        "各客服同时进行的会话数，按有会话的时间加权", "sessions at a time per agent, over the time with any",
        of="load"),
)  # fmt: skip
SURVEYED: tuple[Kpi, ...] = (
    Kpi("fcr_survey", "首次解决率（问卷）", "first contact resolution by survey", "rate", ("fcr",), "ratio", "+",
        "答“是” ÷（答“是” + 答“否”）", "yes / (yes + no)", of="survey", event="replied_at"),
    Kpi("survey_rate", "参评率", "survey response rate", "rate", ("sent_at",), "ratio", "+",
        "已答复 ÷ 已发出（按发出时间）", "answered / sent (by the time of sending)", default=True, of="survey",
        event="sent_at"),
)  # fmt: skip
MADE_OF_TWO: tuple[Kpi, ...] = (
    Kpi("contacts_per_1k_orders", "每千支付单咨询量", "contacts per 1,000 paid orders", "ratio", (), "n", "-",
        "咨询量 ÷ 支付订单数 × 1000（咨询按创建、订单按下单时间）",
        "contacts / paid orders x 1,000 (contacts by creation, orders by order time)", default=True, of="",
        over=("volume", "orders_paid"), times=1000),
    Kpi("complaints_per_100_orders", "每百支付单投诉数", "complaints per 100 paid orders", "ratio", (), "n", "-",
        "标为投诉的记录 ÷ 支付订单数 × 100", "records flagged as complaints / paid orders x 100", of="",
        over=("complaints", "orders_paid"), times=100),
    Kpi("aov", "客单价", "sales per buyer", "ratio", (), "yuan", "+", "销售额 ÷ 支付人数", "sales / buyers", of="",
        over=("sales", "buyers"), adds=False),
    Kpi("sales_per_order", "笔单价", "average order value", "ratio", (), "yuan", "+", "销售额 ÷ 支付订单数",
        "sales / paid orders", of="", over=("sales", "orders_paid")),
    Kpi("handled_per_agent_day", "人均日接待量", "handled per agent day", "ratio", (), "n", "o", "接待量 ÷ 客服人天",
        "handled / agent days", default=True, of="", over=("handled", "agent_days"), adds=False),
)  # fmt: skip
"""Made of two figures, above and below, each over its own records."""
