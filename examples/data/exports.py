"""How each system writes the same contacts down: its headings, its forms of times and ratings, its own dirt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from sheets import Row, Sheet, sheet
from world import TEXTS, Order, Ticket

EPOCH = datetime(1970, 1, 1, 8)
"""The Unix epoch as Shanghai's clocks show it."""
WIDE = {ord("0") + k: 0xFF10 + k for k in range(10)}
"""Digits to full-width digits."""
WORDS = {5: "非常满意", 4: "满意", 3: "一般", 2: "不满意", 1: "非常不满意"}


def slashed(moment: datetime | None) -> str:
    """2025/9/3 8:05, nothing padded but the minutes."""
    return f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment.minute:02d}" if moment else ""


def offset(moment: datetime | None) -> str:
    """2025-09-03T08:05:09+08:00."""
    return f"{moment.isoformat()}+08:00" if moment else "--"


def epoch(moment: datetime | None) -> int | None:
    """Milliseconds."""
    return (moment - EPOCH) // timedelta(milliseconds=1) if moment else None


def spoken(seconds: int) -> str:
    """2分30秒."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"


def clock(seconds: int) -> str:
    """00:02:30."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def untidy(rng: Random, text: str) -> str:
    """Now and then what web forms do to a text: entities, doubled spaces, full-width digits, line breaks."""
    forms = (
        text,
        text.replace("，", "&nbsp;，", 1),
        f"  {text} ",
        text.translate(WIDE) if not any(len(run) > 6 for run in text.split()) else text,
        text.replace("，", "，\n", 1),
    )
    return rng.choices(forms, (94, 1.5, 2, 1.5, 1))[0]


def merge(rows: list[Row], copies: list[tuple[int, Row]]) -> tuple[list[Row], set[int]]:
    """The rows with a copy put after some of them, and the indexes of all rows that are twins now."""
    later = dict(copies)
    merged: list[Row] = []
    twins: set[int] = set()
    for index, row in enumerate(rows):
        merged.append(row)
        if index in later:
            merged.append(later[index])
            twins |= {len(merged) - 2, len(merged) - 1}
    return merged, twins


def reversed_times(made: Sheet, rng: Random, n: int, start: str, end: str) -> None:
    """Solved before it was asked: swap the two times where they differ by more than an hour."""
    fit = made.pick(rng, n, lambda row: bool(row[end]) and row[end] != "--" and row["_hours"] > 1)
    for index in fit:
        row = made.rows[index]
        row[start], row[end] = row[end], row[start]
        made.time_order.append(index)


def hours(ticket: Ticket) -> float:
    """Hours from asking to solving; 0 if open, or part of the surge, whose times stay true."""
    if ticket.resolved_at is None or ticket.surge:
        return 0.0
    return (ticket.resolved_at - ticket.created_at).total_seconds() / 3600


def qianniu(rng: Random, ticket: Ticket) -> Row:
    """A session of 千牛: headings with trailing spaces, slashed times, spoken durations, `未评价`."""
    return {
        "会话ID": ticket.id,
        "店铺名称": ticket.shop,
        "渠道": ticket.channel.name,
        "买家ID ": ticket.customer.id,
        "买家姓名": ticket.customer.name,
        "订单编号 ": ticket.order.id if ticket.order else "",
        "商品名称": ticket.product,
        "接待客服": ticket.agent.name,
        "接入分组": ticket.agent.team,
        "问题分类": ticket.category,
        "咨询内容 ": untidy(rng, ticket.text),
        "会话开始时间": slashed(ticket.created_at),
        "首次响应时长": spoken(ticket.wait_s) if ticket.answered else "",
        "会话时长": spoken(ticket.handle_s) if ticket.answered else "",
        "买家消息数": str(ticket.customer_msgs),
        "客服消息数": str(ticket.agent_msgs),
        "转接次数": str(ticket.transfers),
        "解决时间 ": slashed(ticket.resolved_at),
        "满意度": str(ticket.csat) if ticket.csat else rng.choice(("", "未评价")),
        "_hours": hours(ticket),
    }


def feige(rng: Random, ticket: Ticket) -> Row:
    """A session of 抖音飞鸽: times with offsets, ratings in words, `-` and `--` for nothing."""
    first = ticket.created_at + timedelta(seconds=ticket.wait_s)
    return {
        "会话ID": ticket.id,
        "店铺": ticket.shop,
        "平台": ticket.channel.name,
        "用户ID": ticket.customer.id,
        "用户姓名": ticket.customer.name,
        "订单号": ticket.order.id if ticket.order else "-",
        "商品": ticket.product,
        "客服姓名": ticket.agent.name,
        "客服分组": ticket.agent.team,
        "问题类型": ticket.category,
        "内容": untidy(rng, ticket.text),
        "创建时间": offset(ticket.created_at),
        "客服首次回复时间": offset(first if ticket.answered else None),
        "解决时间": offset(ticket.resolved_at),
        "转接次数": str(ticket.transfers),
        "满意度评价": WORDS[ticket.csat] if ticket.csat else rng.choice(("-", "--")),
        "是否投诉": "是" if ticket.angry and "投诉" in ticket.text else "否",
        "_hours": hours(ticket),
    }


def phone(rng: Random, ticket: Ticket) -> Row:
    """A call: date and clock apart, Y/N, seconds as numbers, talk as a clock, `5分`."""
    anonymous = rng.random() < 0.06
    return {
        "通话ID": ticket.id,
        "渠道": ticket.channel.name,
        "店铺": ticket.shop,
        "日期": ticket.created_at.date(),
        "时间": f"{ticket.created_at:%H:%M:%S}",
        "会员ID": "" if anonymous else ticket.customer.id,
        "主叫号码": ticket.customer.phone,
        "关联订单号": ticket.order.id if ticket.order else "",
        "产品名称": ticket.product,
        "坐席姓名": ticket.agent.name if ticket.answered else "--",
        "技能组": ticket.agent.team,
        "工单类型": ticket.category,
        "问题描述": ticket.text,
        "是否接通": "Y" if ticket.answered else "N",
        "等待时间（秒）": ticket.wait_s,
        "通话时长": clock(ticket.handle_s) if ticket.answered else "",
        "解决状态": ("是" if ticket.resolved_at else "否") if ticket.answered else "",
        "满意度": f"{ticket.csat}分" if ticket.csat else "",
    }


def workorder(rng: Random, ticket: Ticket, late: bool) -> Row:
    """A work order as a ticket system's interface gives it: 19-digit ids as numbers, millisecond epochs."""
    first = ticket.created_at + timedelta(seconds=ticket.wait_s)
    row = {
        "ticket_id": int(ticket.id),
        "contact_type": "workorder",
        "shop": ticket.shop,
        "channel": ticket.channel.name,
        "customer_id": ticket.customer.id,
        "customer_name": ticket.customer.name,
        "phone": ticket.customer.phone,
        "order_id": int(ticket.order.id)
        if ticket.order and ticket.order.id[0] != "0"
        else (ticket.order and ticket.order.id),
        "product": ticket.product,
        "assignee": ticket.agent.name,
        "group": ticket.agent.team,
        "category": ticket.category,
        "priority": rng.choice(("普通", "普通", "普通", "紧急")),
        "status": "已解决" if ticket.resolved_at else "处理中",
        "description": untidy(rng, ticket.text),
        "created_at": epoch(ticket.created_at),
        "first_response_at": epoch(first if ticket.answered else None),
        "resolved_at": epoch(ticket.resolved_at),
        "updated_at": epoch(ticket.resolved_at or first),
        "reopen_count": rng.choices((0, 1), (95, 5))[0],
        "csat": ticket.csat,
        "refund_amount": f"¥{ticket.order.refund:,.2f}" if ticket.order and ticket.order.refund else None,
    }
    return {**row, "warehouse_note": rng.choice(("已核实", "待盘点", "无异常"))} if late else row


def order(rng: Random, bought: Order) -> Row:
    """An order of the shop's back-end: money with a sign and thousands, ids that begin with zeros."""
    return {
        "订单编号": bought.id,
        "店铺名称": bought.shop,
        "买家ID": bought.customer.id,
        "宝贝标题 ": bought.product,
        "宝贝总数量": str(bought.quantity),
        "总金额": f"¥{bought.amount:,.2f}",
        "买家实际支付金额": f"¥{bought.paid:,.2f}",
        "退款金额": f"¥{bought.refund:,.2f}" if bought.refund else rng.choice(("", "¥0.00")),
        "订单创建时间": slashed(bought.ordered_at),
        "订单付款时间 ": slashed(bought.ordered_at + timedelta(minutes=rng.randrange(1, 30))),
        "订单状态": "交易关闭" if bought.refund == bought.paid else "交易成功",
    }


def dialogue(rng: Random, ticket: Ticket) -> Iterable[Row]:
    """The messages of a session: the bot, the hand-off, the first human reply after the wait, some turns, the end."""
    chat, at = TEXTS["chat"], ticket.created_at
    slots = {"p": ticket.product, "o": ticket.order.id if ticket.order else "没有订单", "agent": ticket.agent.name}
    roles = {"买家": ticket.customer.name, "客服": ticket.agent.name, "机器人": "小禾"}
    script = [("买家", ticket.text, 0), ("机器人", chat["bot"], 1), ("买家", chat["handoff"], 6)]
    script.append(("客服", chat["greeting"], ticket.wait_s))
    for _ in range(rng.choice((0, 1, 1, 2))):
        script.append(("客服", rng.choice(chat["ask"]), rng.randrange(4, 40)))
        script.append(("买家", rng.choice(chat["answer"]), rng.randrange(8, 120)))
    script += [("客服", rng.choice(chat["settle"]), rng.randrange(20, 200)), ("买家", rng.choice(chat["close"]), 15)]
    for role, text, after in script:
        at += timedelta(seconds=after)
        yield {
            "会话ID": ticket.id,
            "发送时间": f"{at:%Y-%m-%d %H:%M:%S}",
            "发送方": role,
            "发送人": roles[role],
            "消息内容": text if role == "买家" and after == 0 else text.format(**slots),
        }


def chats(rng: Random, tickets: list[Ticket]) -> Sheet:
    """The messages of some sessions."""
    return sheet("聊天记录.csv", [row for ticket in tickets for row in dialogue(rng, ticket)])
