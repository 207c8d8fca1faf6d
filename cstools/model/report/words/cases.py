"""Cases."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "case.red_line": ("红线", "Red line"),
    "case.csat": ("评分最低", "Lowest rating"),
    "case.severity": ("最严重", "Most severe"),
    "case.transfers": ("转接最多", "Most transfers"),
    "case.complaint": ("投诉", "Complaint"),
    "cases.lead": (
        "按规则选出，号码与地址已隐去；工单号可回查原文。",
        "Chosen by rule, numbers and addresses hidden; the ticket id leads to the full text.",
    ),
    "why.text": ("没有客户内容 text。", "There is no customer text (text)."),
    "why.cases": ("没有符合选取规则的工单。", "No ticket meets the rules."),
}
