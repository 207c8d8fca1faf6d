"""Tickets with every field a metric reads, nulls and contradictions everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
Value = Any
FIRST, DAYS = datetime(2025, 7, 1), 100


def rows(n: int, seed: int) -> list[Row]:
    draw = Random(seed)
    return [_row(draw, i) for i in range(n)]


def _row(draw: Random, i: int) -> Row:
    def maybe(value: Value, p: float = 0.7) -> Value:
        return value if draw.random() < p else None

    def after(start: datetime | None, seconds: int, p: float = 0.7) -> datetime | None:
        return None if start is None else maybe(start + timedelta(seconds=draw.randrange(-60, seconds)), p)

    made = FIRST + timedelta(seconds=draw.randrange(DAYS * 86_400))
    channel = draw.choice(("千牛", "电话", "邮件", "自建", None))
    queued, timed = after(made, 300), channel != "邮件"
    scale = draw.choice((None, None, 5, 5, 3, 2, 10, 6))
    return {
        "ticket_id": f"T{i:05}", "channel": channel, "created_at": maybe(made, 0.98), "queued_at": queued,
        "answered_at": after(queued, 200), "first_customer_at": after(made, 120, 0.3),
        "bot_handoff_at": after(made, 300, 0.2), "first_response_at": after(made, 3000) if timed else None,
        "first_response_s": maybe(round(draw.expovariate(1 / 40), 3), 0.2) if timed else None,
        "avg_response_s": maybe(round(draw.expovariate(1 / 40), 1)), "resolved_at": after(made, 12 * 86_400, 0.6),
        "closed_at": after(made, 15 * 86_400, 0.5), "resolution_s": maybe(draw.randrange(800_000), 0.1),
        "wait_s": maybe(draw.randrange(-2, 60), 0.5), "handle_s": maybe(draw.randrange(900), 0.4),
        "talk_s": maybe(draw.randrange(-5, 600)), "hold_s": maybe(draw.randrange(60)),
        "wrap_s": maybe(draw.randrange(60)), "customer_msgs": maybe(draw.randrange(5)),
        "agent_msgs": maybe(draw.randrange(4)), "bot_msgs": maybe(draw.randrange(3)),
        "rounds": maybe(draw.randrange(1, 4), 0.4), "transfer_count": maybe(draw.randrange(2)),
        "reopen_count": maybe(draw.choice((0, 0, 0, 1, 2))), "is_answered": maybe(draw.random() < 0.8, 0.3),
        "is_abandoned": maybe(draw.random() < 0.2, 0.5), "is_resolved": maybe(draw.random() < 0.7, 0.3),
        "status": maybe(draw.choice(("open", "pending", "resolved", "closed")), 0.6),
        "is_complaint": maybe(draw.random() < 0.3), "is_escalated": maybe(draw.random() < 0.2),
        "red_line": maybe(draw.random() < 0.1), "is_spam": maybe(draw.random() < 0.05, 0.3),
        "merged_into": maybe("T00001", 0.03), "initiator": maybe(draw.choice(("customer", "agent", "bot")), 0.4),
        "direction": maybe(draw.choice(("in", "in", "in", "out")), 0.4),
        "contact_type": maybe(draw.choice(("chat", "call", "workorder"))), "parent_id": maybe("T00002", 0.3),
        "customer_id": maybe(f"C{draw.randrange(90)}", 0.9), "category": maybe(draw.choice("甲乙丙")),
        "sla_due_at": after(made, 5 * 86_400, 0.5), "sla_met": maybe(draw.random() < 0.5, 0.2),
        "csat": maybe(draw.choice((0, 1, 2, 3, 4, 5, 5, 9, 10, 11, 3.5)), 0.6), "csat_scale": scale,
        "csat_at": after(made, 20 * 86_400, 0.6), "survey_sent_at": after(made, 86_400, 0.6),
        "nps": maybe(draw.randrange(-1, 12), 0.5), "ces": maybe(draw.choice((0, 1, 2.5, 4, 5, 7, 8)), 0.5),
        "refund_amount": maybe(draw.randrange(100_000) / 100, 0.2), "cost": maybe(draw.randrange(9_999) / 100, 0.5),
    }  # fmt: skip
