"""The metrics that other records than tickets give, in words: rounds, states, orders, refunds, inquiries.

Their expressions are in `kernels/kpi`: `counted` (rounds), `states`, `orders`, `refunds`, `inquiries`, under the same
ids. How a platform counts response is in `model/platform_rules.py`, which makes its own sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Of = Literal["ticket", "message", "order", "refund", "agent_state"]


@dataclass(frozen=True)
class SideMetric:
    """A metric over records of kind `of`; the other fields are those of a metric of the catalogue.

    event: the field that dates it. beside: kinds of records it needs besides. adds: parts add up to the whole.
    """

    id: str
    zh: str
    en: str
    kind: Literal["count", "sum", "rate", "duration", "ratio"]
    needs: tuple[str, ...]
    unit: str
    better: str
    rule_zh: str
    rule_en: str
    of: Of
    event: str
    param: str = ""
    beside: tuple[Of, ...] = ()
    adds: bool = True


REFUND = "refund_amount|status"
SIDE_METRICS: tuple[SideMetric, ...] = (
    SideMetric("occupancy", "占用率", "occupancy", "ratio", ("agent", "state", "start_at"), "ratio", "o",
        "（忙碌 + 话后）÷（忙碌 + 话后 + 就绪）的时间；同一客服重叠的时间只算一次，按忙碌、话后、就绪、小休、离线取先",
        "time (busy + wrap) / (busy + wrap + ready); overlaps of an agent count once, as busy, wrap, ready, break, "
        "offline, the first that holds", "agent_state", "start_at"),
    SideMetric("utilisation", "工时利用率", "utilisation", "ratio", ("agent", "state", "start_at"), "ratio", "o",
        "（忙碌 + 话后）÷ 在岗（离线以外）的时间；同一客服重叠的时间只算一次",
        "time (busy + wrap) / all but offline; overlaps of an agent count once", "agent_state", "start_at"),
    SideMetric("agent_days", "客服人天", "agent days", "count", ("agent", "state", "start_at"), "n", "o",
        "有离线以外状态的客服与日期的组合数", "agents and days with any state but offline", "agent_state", "start_at",
        adds=False),
    SideMetric("inquiry_conv", "询单转化率（{x}）", "inquiry conversion, {x}", "rate", ("customer_id", "created_at"),
        "ratio", "+",
        "咨询当天起、到之后{x}结束前付款的询单 ÷ 询单（售前咨询；没有售前标记则全部咨询）；付款前再来的并入最后一次，"
        "归最后接待的客服；当天咨询前已付款的、期限未满的、没有客户ID的不计；付款后退款不扣",
        "inquiries paid by the end of {x} after their day / inquiries (contacts before a sale; all where none says); "
        "who comes again before paying counts once, for the last agent; paid earlier that day, window not over, no "
        "customer id: out; later refunds take nothing off", "ticket", "created_at", param="1d", beside=("order",)),
    SideMetric("inquiry_sales", "客服销售额（询单{x}）", "sales after inquiry, {x}", "sum",
        ("customer_id", "created_at"), "yuan", "+",
        "询单转化的实付金额，每单只归付款前最后接待的客服；退款不扣",
        "what converted inquiries paid, each order once, for the last agent before it; refunds take nothing off",
        "ticket", "created_at", param="1d", beside=("order",)),
    SideMetric("orders_paid", "支付订单数", "paid orders", "count", ("paid_at|paid_amount|amount",), "n", "+",
        "有付款时间、或付过款退过款的订单（主订单算一单）",
        "orders with a time of payment, or with something paid or given back (a parent order is one)", "order",
        "paid_at"),
    SideMetric("paid_rate", "成交率", "paid of all orders", "rate", ("paid_at|paid_amount",), "ratio", "+",
        "支付订单 ÷ 全部订单", "paid orders / all orders", "order", "ordered_at"),
    SideMetric("sales", "销售额", "sales", "sum", ("paid_amount|amount",), "yuan", "+",
        "支付订单的实付金额，按导出（有的平台全额退款后记0）",
        "paid_amount of paid orders as exported (some platforms say 0 once all is refunded)", "order", "paid_at"),
    SideMetric("refund_rate_orders", "退款率（占全部订单）", "refunded of all orders", "rate", (REFUND,), "ratio", "-",
        "有退款的订单 ÷ 全部订单（含未付款）", "refunded orders / all orders, unpaid too", "order", "ordered_at"),
    SideMetric("refund_rate_paid", "退款率（占支付订单）", "refunded of paid orders", "rate", (REFUND,), "ratio", "-",
        "有退款的支付订单 ÷ 支付订单", "refunded paid orders / paid orders", "order", "paid_at"),
    SideMetric("refund_rate_amount", "退款率（按金额）", "refunds of sales", "ratio", (REFUND,), "ratio", "-",
        "退款金额 ÷ 实付金额（实付按导出，有的平台已扣全额退款）",
        "refunded amount / paid amount (paid as exported; some platforms have taken full refunds off)", "order",
        "paid_at"),
    SideMetric("refund_rate_unshipped", "未发货退款率", "refunded before shipping", "rate", (REFUND, "shipped_at"),
        "ratio", "-",
        "没有发货时间的退款订单 ÷ 支付订单", "refunded orders without a time of shipping / paid orders", "order",
        "paid_at"),
    SideMetric("refund_rate_quality", "品质退款率", "refunded for quality", "rate", (), "ratio", "-",
        "因质量退款成功的支付订单 ÷ 支付订单", "paid orders with a succeeded refund for quality / paid orders", "order",
        "paid_at", beside=("refund",)),
    SideMetric("return_rate", "退货率", "return rate", "rate", ("shipped_at",), "ratio", "-",
        "有退货退款的已发货订单 ÷ 已发货订单", "shipped orders with a return / shipped orders", "order", "shipped_at",
        beside=("refund",)),
    SideMetric("refund_agree", "退款审核时长", "refund agreed after", "duration", ("applied_at", "agreed_at"), "s", "-",
        "同意 － 申请；未同意的计入未完结数，负的剔除", "agreed - applied; not agreed is open, negative is out",
        "refund", "applied_at"),
    SideMetric("refund_receive", "退货签收时长", "return received after", "duration", ("applied_at", "received_at"),
        "s", "-",
        "签收 － 申请，只算退货；未签收的计入未完结数", "received - applied, returns only; not received is open",
        "refund", "applied_at"),
    SideMetric("refund_full", "退款完结时长", "refund paid after", "duration", ("applied_at", "refunded_at"), "s", "-",
        "退款 － 申请（换货、补寄不计）；未退款的计入未完结数，负的剔除",
        "refunded - applied (exchanges and resends out); not refunded is open, negative is out", "refund",
        "applied_at"),
    SideMetric("refund_only_full", "仅退款完结时长", "refund-only paid after", "duration",
        ("applied_at", "refunded_at", "refund_type"), "s", "-",
        "仅退款的退款 － 申请", "refunded - applied, without return of goods", "refund", "applied_at"),
    SideMetric("refund_return_full", "退货退款完结时长", "return refund paid after", "duration",
        ("applied_at", "refunded_at", "refund_type"), "s", "-",
        "退货退款的退款 － 申请", "refunded - applied, of returns", "refund", "applied_at"),
    SideMetric("platform_rate", "平台介入率", "platform intervention", "rate", ("is_platform",), "ratio", "-",
        "平台介入的售后单 ÷ 全部售后单（未标按否）", "refunds the platform stepped into / all refunds (no flag is no)",
        "refund", "applied_at"),
    SideMetric("refund_success", "退款成功率", "refund success", "rate", ("refunded_at",), "ratio", "o",
        "已退款 ÷ 申请退款（换货、补寄不计）", "refunded / applied for (exchanges and resends out)", "refund",
        "applied_at"),
    SideMetric("return_share", "退货占比", "share of returns", "rate", ("refund_type",), "ratio", "o",
        "退货退款 ÷ 全部售后单", "returns / all refunds", "refund", "applied_at"),
    SideMetric("quality_share", "质量原因占比", "share for quality", "rate", ("reason",), "ratio", "-",
        "原因写明质量问题的 ÷ 有原因的售后单", "refunds whose reason names quality / refunds with a reason", "refund",
        "applied_at"),
    SideMetric("refund_paid_out", "退款成功金额", "refunds paid out", "sum", ("amount",), "yuan", "-",
        "已退款的售后单金额合计", "sum of succeeded refunds", "refund", "refunded_at"),
)  # fmt: skip
