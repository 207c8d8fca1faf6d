"""How fast: responses, waits, handling, resolution, service levels."""

from __future__ import annotations

from cstools.model.catalogue.kpi import FRT, WAIT, Kpi

SPEED: tuple[Kpi, ...] = (
    Kpi("frt", "首次响应时长", "first response time", "duration", (FRT,), "s", "-",
        "首次人工回复 － 创建、客户首条消息、转人工三者中最晚的；未回复的计入未完结数，不算零",
        "first reply by a person - the latest of creation, customer's first message, bot hand-off; unreplied are open",
        True, event="first_response_at"),
    Kpi("frt_within", "{x}首响率", "first reply within {x}", "rate", (FRT,), "ratio", "+",
        "{x}内首次回复 ÷ 咨询；未回复且已超过{x}算未达，未到{x}的、从不记首响的渠道不计",
        "first reply within {x} / consulted; unreplied for longer is a miss; younger ones, and channels that never "
        "time a first reply, are out", param="30s"),
    Kpi("art", "平均响应时长", "average response time", "duration", ("avg_response_s",), "s", "-",
        "各会话平均响应时长的统计（按会话，不按回合加权）",
        "over each session's own average response time (by session, not by round)", event="closed_at"),
    Kpi("wait", "等待时长", "queue wait", "duration", (WAIT,), "s", "-",
        "接起 － 进入排队，只算接通的；未接通不按零计",
        "answered - queued, answered contacts only; unanswered are not zeros", True, event="answered_at"),
    Kpi("aht", "平均处理时长", "handle time", "duration", ("handle_s|talk_s",), "s", "o",
        "处理时长，没有则通话+保持+话后；只算有人接待的",
        "handle time, else talk + hold + wrap; handled contacts only", event="closed_at"),
    Kpi("talk", "通话时长", "talk time", "duration", ("talk_s",), "s", "o",
        "通话时长，只算接通的", "talk time of answered contacts", event="answered_at"),
    Kpi("session_len", "会话时长", "session length", "duration", ("created_at", "closed_at"), "s", "o",
        "关闭 － 创建；未关闭的计入未完结数", "closed - created; those not closed are open", event="closed_at"),
    Kpi("rt_full", "最终解决时长", "full resolution time", "duration", ("resolution_s|resolved_at+created_at",), "s",
        "-",
        "最后一次解决 － 创建，只算已解决的；未解决的计入未完结数",
        "last resolved - created, resolved records; unresolved are open", True, event="resolved_at"),
    Kpi("service_level", "{x}服务水平", "service level {x}", "rate", (WAIT,), "ratio", "+",
        "{x}内接起 ÷（呼入数 － 5秒内放弃）", "answered within {x} / (offered - abandoned within 5 s)", param="20s"),
    Kpi("service_level_offered", "{x}服务水平（占呼入）", "service level {x} of offered", "rate", (WAIT,), "ratio", "+",
        "{x}内接起 ÷ 呼入数（短时放弃也算在内）", "answered within {x} / offered (short abandons too)", param="20s"),
    Kpi("service_level_answered", "{x}服务水平（占接通）", "service level {x} of answered", "rate", (WAIT,), "ratio",
        "+", "{x}内接起 ÷ 接通数", "answered within {x} / answered", param="20s", event="answered_at"),
    Kpi("abandon_rate", "放弃率", "abandonment", "rate", ("is_abandoned",), "ratio", "-",
        "放弃 ÷ 呼入数（客服发起的不计）", "abandoned / offered (outbound is out)"),
    Kpi("sla_rate", "SLA达成率", "SLA attainment", "rate", ("sla_met|sla_due_at+resolved_at",), "ratio", "+",
        "达成 ÷（达成 + 超时）；未解决且未到期的、已解决但不知何时的不计",
        "met / (met + breached); active and not yet due, and resolved at an unknown time, are out",
        event="sla_due_at"),
)  # fmt: skip
