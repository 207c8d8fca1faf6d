"""Why a record is in no figure, or not in one: the words `cs-kpi --rows` gives beside the record."""

from __future__ import annotations

WHY: dict[str, tuple[str, str]] = {
    "spam": ("标为无效", "marked as spam"),
    "merged": ("已并入他单", "merged into another record"),
    "undated": ("没有日期", "without a date"),
    "outside": ("不在 --during 之内", "outside --during"),
    "struck": ("按 --exclude 剔除", "taken out by --exclude"),
    "open": ("尚未完结", "not ended yet"),
    "base": ("不属于分母所说的记录", "not a record the denominator speaks of"),
    "child": ("挂在上级接触下的工单", "a work order under a contact"),
    "no_customer": ("没有客户ID，或ID已打码", "without a customer id, or a masked one"),
    "no_date": ("没有创建时间", "without a creation time"),
    "outbound": ("客服发起", "started by an agent"),
    "bot_only": ("只由机器人接待", "answered by a bot only"),
    "wordless": ("客户没有说话", "the customer wrote nothing"),
    "young": ("距数据截止太近，结果未定", "too close to the end of the data to tell"),
    "negative": ("结束早于开始", "ends before it begins"),
    "untimed": ("有回复但没有时间", "answered, but nobody knows when"),
    "unclocked": ("该渠道从不记首响", "its channel never times a first reply"),
    "unknown": ("不知是否接通", "nobody knows whether it was answered"),
    "brief": ("短时放弃", "abandoned at once"),
    "no_length": ("没有时长", "without a duration"),
    "off_scale": ("评分超出量表", "a score outside its scale"),
    "no_touch": ("没有回合数或消息数", "without a number of replies"),
    "no_cost": ("没有成本", "without a cost"),
    "unsolved_at": ("已解决，但不知何时", "resolved, but nobody knows when"),
    "not_due": ("未解决且未到期", "open and not yet due"),
    "hours": ("不在考核时段", "outside the hours of the rule"),
    "automatic": ("只有自动回复", "answered automatically only"),
    "pending": ("未回复，时限未到", "unanswered, not yet due"),
    "no_time": ("没有创建时间", "no time of creation"),
    "paid_before": ("当天咨询前已付款", "paid earlier that day"),
    "asked_again": ("付款前又来过，算在后一次", "came again before paying; the later contact has it"),
    "immature": ("转化期限未满", "the window is not over"),
}
"""Reason -> its words in Chinese and English."""


def why(reason: str, lang: str) -> str:
    """The words of a reason, in "zh" or "en".

    >>> why("young", "en")
    'too close to the end of the data to tell'
    """
    return WHY[reason][lang == "en"]
