"""Make the example exports: `python make.py [--out DIR]`. Invented from a fixed seed: the same files on every run.

Needs xlsxwriter beside the standard library. What is dirty in the files, and how much of it, goes to truth.json.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import exports
import lists
from exports import merge, reversed_times
from sheets import Row, Sheet, sheet, write_csv, write_jsonl, write_xlsx
from shop import SLOW, SURGE, SURGE_PRODUCT
from world import END, Order, Ticket, customers, orders, ordinary, repeats, surge

SEED = 20251031
CONTACTS, REPEATS, ORDERS, SESSIONS = 1830, 60, 1500, 52
PEOPLE, BUYERS = 1800, 760
OVERLAP = 14
"""Sessions of the end of September that stand in the October export of 千牛 as well."""


@dataclass
class Shop:
    """Everything that happened."""

    orders: list[Order]
    tickets: list[Ticket]


def live(rng: Random) -> Shop:
    """Let the invented shop run for two months."""
    people = customers(rng, PEOPLE)
    bought = orders(rng, people[:BUYERS], ORDERS)
    asked = ordinary(rng, people, bought, CONTACTS)
    tickets = [*asked, *repeats(rng, asked, REPEATS), *surge(rng, bought)]
    return Shop(bought, sorted(tickets, key=lambda ticket: (ticket.created_at, ticket.id)))


def of(shop: Shop, *channels: str) -> list[Ticket]:
    """The contacts of some channels, in order of time."""
    return [ticket for ticket in shop.tickets if ticket.channel.name in channels]


def total(made: Sheet, label: str, **cells: str) -> None:
    """Add a row of totals below the records."""
    made.totals.append({made.headings[0]: label, **cells})


def twice(rng: Random, rows: list[Row], n: int, changes: dict[str, Any]) -> tuple[list[Row], set[int]]:
    """The rows with n of them exported twice, the later copy changed where a system would have changed it."""
    chosen = rng.sample(range(len(rows)), n)
    return merge(rows, [(index, {**rows[index], **changes}) for index in chosen])


def qianniu(rng: Random, shop: Shop) -> list[Sheet]:
    """Two months in two files that overlap; a totals row at the end of each."""
    rows = [(ticket.created_at.date(), exports.qianniu(rng, ticket)) for ticket in of(shop, "千牛")]
    first = [row for day, row in rows if day < date(2025, 10, 1)]
    second = [row for day, row in rows if day >= date(2025, 10, 1)]
    twins = [dict(row) for row in first[-OVERLAP:]]
    september = sheet("千牛_2025-09.csv", first, set(range(len(first) - OVERLAP, len(first))))
    october = sheet("千牛_2025-10.csv", [*twins, *second], set(range(OVERLAP)))
    october.duplicates = OVERLAP
    for made in (september, october):
        made.spoil(rng, "满意度", "csat", ("六", "满分吧"))
        made.spoil(rng, "首次响应时长", "first_response_s", ("很久", "约半分钟"))
        made.spoil(rng, "买家消息数", "customer_msgs", ("若干",))
        reversed_times(made, rng, 3, "会话开始时间", "解决时间 ")
        for index in made.pick(rng, 2, lambda row: row["满意度"] not in ("", "未评价")):
            made.rows[index]["满意度"] = "9"
            made.out_of_range.append(index)
        total(made, "合计", 客服消息数=str(sum(int(row["客服消息数"]) for row in made.rows)))
    september.spoil(rng, "会话开始时间", "created_at", ("2025/9/31 10:05", "0000/0/0 0:00"))
    return [september, october]


def feige(rng: Random, shop: Shop) -> Sheet:
    """Nine sessions exported twice; two rows of the platform's own sums."""
    rows, copies = twice(rng, [exports.feige(rng, ticket) for ticket in of(shop, "抖音飞鸽")], 9, {})
    made = sheet("抖音飞鸽.csv", rows, copies)
    made.duplicates = 9
    made.spoil(rng, "客服首次回复时间", "first_response_at", ("2025-09-31T25:00:00+08:00", "刚刚", "昨天 8:00"))
    made.spoil(rng, "满意度评价", "csat", ("还凑合吧",))
    reversed_times(made, rng, 3, "创建时间", "解决时间")
    total(made, "店铺汇总值", 转接次数=str(sum(int(row["转接次数"]) for row in rows)))
    total(made, "店铺平均值", 转接次数="0.14")
    return made


def calls(rng: Random, shop: Shop) -> Sheet:
    """The calls, with a few cells nobody can read."""
    made = sheet("400电话.xlsx", [exports.phone(rng, ticket) for ticket in of(shop, "400电话")])
    made.spoil(rng, "等待时间（秒）", "wait_s", ("好一会儿", "不知道"))
    made.spoil(rng, "通话时长", "talk_s", ("ERR", "#VALUE!"))
    made.spoil(rng, "是否接通", "is_answered", ("也许",))
    return made


def workorders(rng: Random, shop: Shop) -> Sheet:
    """Work orders: seven of them again after an update, one line cut short, a key that appears late."""
    asked = of(shop, "微信公众号", "APP客服")
    rows = [exports.workorder(rng, ticket, index > len(asked) * 2 // 3) for index, ticket in enumerate(asked)]
    rows, copies = twice(rng, rows, 7, {"status": "已关闭", "updated_at": exports.epoch(END)})
    made = sheet("工单.jsonl", rows, copies)
    made.duplicates, made.corrupt = 7, 1
    made.spoil(rng, "csat", "csat", ("给你们满分",))
    made.spoil(rng, "refund_amount", "refund_amount", ("面议",))
    fit = made.pick(rng, 2, lambda row: row["resolved_at"] is not None)
    for index in fit:
        made.rows[index]["resolved_at"] = made.rows[index]["created_at"] - 7_200_000
        made.time_order.append(index)
    return made


def bought(rng: Random, shop: Shop) -> Sheet:
    """The orders; a totals row."""
    made = sheet("订单.csv", [exports.order(rng, order) for order in shop.orders])
    made.spoil(rng, "买家实际支付金额", "paid_amount", ("待核", "见备注"))
    made.spoil(rng, "宝贝总数量", "quantity", ("若干",))
    total(made, "合计", 宝贝总数量=str(sum(order.quantity for order in shop.orders)))
    return made


def truth(shop: Shop, sheets: list[Sheet], messages: Sheet, sales: Sheet) -> dict[str, Any]:
    """What is in the files, known because it was put there."""
    months = Counter(f"{ticket.created_at:%Y-%m}" for ticket in shop.tickets)
    return {
        "seed": SEED,
        "files": {made.name: made.account() for made in (*sheets, sales, messages)},
        "tickets": {
            "files": [made.name for made in sheets],
            "records": sum(len(made.rows) for made in sheets),
            "duplicates": sum(made.duplicates for made in sheets),
            "contacts": len(shop.tickets),
            "contacts_by_month": dict(sorted(months.items())),
            "repeats": sum(ticket.repeat for ticket in shop.tickets),
            "time_order": sum(len(made.time_order) for made in sheets),
            "bad_cells": sum(len(made.bad_cells) for made in sheets),
        },
        "orders": {"records": len(shop.orders), "customers": len({order.customer.id for order in shop.orders})},
        "messages": {"records": len(messages.rows), "sessions": SESSIONS},
        "surge": {
            "product": SURGE_PRODUCT,
            "words": ["鼓包", "冒烟"],
            "days": {day.isoformat(): count for day, count in SURGE.items()},
            "contacts": sum(SURGE.values()),
        },
        "slow_channel": SLOW,
    }


def main() -> None:
    """Write all files into a folder."""
    parser = argparse.ArgumentParser(description="Make the example exports.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="DIR", help="where to write")
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(SEED)
    shop = live(rng)
    chats, platform, desk, system, sales = (
        qianniu(rng, shop),
        feige(rng, shop),
        calls(rng, shop),
        workorders(rng, shop),
        bought(rng, shop),
    )
    spoken = [ticket for ticket in of(shop, "千牛") if ticket.answered and ticket.created_at.month == 10]
    messages = exports.chats(rng, sorted(rng.sample(spoken, SESSIONS), key=lambda ticket: ticket.created_at))
    for made in chats:
        write_csv(made, folder, "gb18030")
    write_csv(platform, folder, "utf-8-sig")
    write_xlsx(desk, folder, "通话记录")
    write_jsonl(system, folder)
    write_csv(sales, folder, "gb18030")
    write_csv(messages, folder, "utf-8")
    write_xlsx(lists.people(), folder, "名单")
    write_csv(lists.goods(), folder, "utf-8-sig")
    account = truth(shop, [*chats, platform, desk, system], messages, sales)
    text = json.dumps(account, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
