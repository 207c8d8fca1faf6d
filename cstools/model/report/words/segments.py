"""Segments of customers and what they ask about."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "why.orders": (
        "没有订单：用 --orders 给出订单，才能按客户分层看问题。",
        "There are no orders: give them with --orders to see problems by segment of customer.",
    ),
}
