"""A month of tickets to report on, and what to look at in the report."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import polars as pl

from cstools.model.report import Finding, Findings, Report

FIRST, SURGE = date(2025, 9, 1), date(2025, 10, 16)
CHANNELS, PROBLEMS = ("千牛", "京东咚咚", "电话", "邮件"), ("物流", "退款", "发票", "安装", "其他")


def tickets(surge: int = 60, red: int = 3) -> pl.DataFrame:
    """Two months of 24 or so contacts a day, a surge of one problem on a day, a slow channel, and some red lines."""
    days = [FIRST + timedelta(days=number) for number in range(61)]
    rows = []
    for number, day in enumerate(days):
        count = 22 + (number * 7) % 5 + (3 if day.weekday() == 0 else 0)
        for place in range(count + (surge if day == SURGE else 0)):
            rows.append(ticket(len(rows), day, place, extra=place >= count))
    frame = pl.DataFrame(rows, infer_schema_length=None)
    marked = pl.int_range(pl.len()).is_between(1000, 999 + red)
    return frame.with_columns(red_line=marked, severity=pl.when(marked).then(3).otherwise(1).cast(pl.Int64))


def ticket(number: int, day: date, place: int, *, extra: bool) -> dict[str, object]:
    dice = Random(number)
    channel = dice.choices(CHANNELS, [5, 3, 2, 1])[0]
    wait = 40.0 + dice.randrange(50) + (900 if channel == "邮件" else 0)
    return {
        "ticket_id": f"T{number:05d}",
        "created_at": datetime(day.year, day.month, day.day, 9 + place % 12, place % 60),
        "shop": "旗舰店",
        "channel": channel,
        "agent": f"客服{dice.randrange(7)}",
        "customer_id": f"C{number}",
        "category": "质量" if extra else dice.choice(PROBLEMS),
        "text": f"电话13812345678，订单 {number} <b>怎么还没到</b>",
        "first_response_s": wait,
        "resolution_s": 3600.0 + dice.randrange(9999),
        "is_resolved": dice.random() < 0.9,
        "csat": float(dice.randint(3, 5)) if dice.random() < 0.3 else None,
    }


def blocks(report: Report, kind: type, section: str | None = None) -> list:
    return [
        block
        for part in report.sections
        for block in part.blocks
        if isinstance(block, kind) and section in (None, part.id)
    ]


def findings(report: Report) -> dict[str, Finding]:
    return {one.tag: one for one in blocks(report, Findings)[0].items}
