"""Purchases: why an inquiry or a refund is in no figure."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "inquiries.out.no_customer": ("没有客户ID，或ID已打码", "no customer id, or a masked one"),
    "inquiries.out.no_time": ("没有创建时间", "no time of creation"),
    "inquiries.out.paid_before": ("当天咨询前已付款", "paid earlier that day"),
    "inquiries.out.asked_again": ("付款前又来过，算在后一次", "came again before paying; the later contact has it"),
    "inquiries.out.immature": ("转化期限未满", "the window is not over"),
    "refunds.out.negative": ("完成早于申请", "done before it was applied for"),
}
