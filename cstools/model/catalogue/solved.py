"""Whether it was solved, and for good: resolution, first contact resolution, repeats."""

from __future__ import annotations

from cstools.model.catalogue.kpi import HANDLED, RESOLVED, Kpi

SOLVED: tuple[Kpi, ...] = (
    Kpi("resolution_rate", "解决率", "resolution rate", "rate", (RESOLVED,), "ratio", "+",
        "已解决 ÷ 同一批创建的全部记录", "resolved / all records of the same cohort", True),
    Kpi("resolution_rate_answered", "解决率（占接通）", "resolution rate of answered", "rate", (RESOLVED, HANDLED),
        "ratio", "+",
        "已解决 ÷ 有人工应答的记录", "resolved / records a person answered"),
    Kpi("resolution_rate_matured", "解决率（满{x}）", "resolution rate, {x} old", "rate", (RESOLVED, "created_at"),
        "ratio", "+",
        "创建满{x}的记录中，{x}内解决的占比（解决时间不明的不计）；未满{x}的不计",
        "resolved within {x} / records at least {x} old; those of unknown resolution time are out", param="7d"),
    Kpi("fcr_touch", "首次解决率（单次触达）", "one-touch resolution", "rate", (RESOLVED, "rounds|agent_msgs"), "ratio",
        "+",
        "一次回复、无转接、无重开即解决 ÷ 已解决（回合数优先于消息数）",
        "resolved in one reply, no transfer, no reopening / resolved (rounds before messages)"),
    Kpi("fcr_window", "首次解决率（{x}内未再来）", "no repeat within {x}", "rate", ("customer_id", "created_at"),
        "ratio", "+",
        "首次咨询（之前{x}内没来过）中，之后{x}内同一客户未再来的占比；距数据截止不足{x}的不计",
        "first contacts (none in the {x} before) with none in the {x} after; those younger than {x} are out",
        True, "7d"),
    Kpi("fcr_window_category", "首次解决率（{x}内同客同类未再来）", "no repeat in category within {x}", "rate",
        ("customer_id", "created_at", "category"), "ratio", "+",
        "首次咨询（之前{x}内没为同类问题来过）中，之后{x}内同一客户未再为同类问题来的占比；距数据截止不足{x}的不计",
        "first contacts of a customer in a category (none in the {x} before) with none in the {x} after; those younger "
        "than {x} are out", param="7d"),
    Kpi("repeat_rate", "{x}重复咨询率", "repeat contact within {x}", "rate", ("customer_id", "created_at"), "ratio",
        "-",
        "同一客户在解决前、或解决（未解决则创建）后{x}内再来的占比；距数据截止不足{x}的不计",
        "the customer came again before resolution or within {x} of it (else of creation); the younger are out", True,
        "72h"),
    Kpi("reopen_rate", "重开率", "reopen rate", "rate", ("reopen_count", RESOLVED), "ratio", "-",
        "有重开 ÷ 已解决", "reopened / resolved"),
)  # fmt: skip
