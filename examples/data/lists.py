"""The lists that people keep by hand beside the exports: who works which shift under whom, and what is sold."""

from __future__ import annotations

from datetime import date

from sheets import Sheet, sheet
from shop import AGENTS, PRODUCTS

LEADS = {"售前组": "林晓", "售后一组": "顾北", "售后二组": "杜若"}
SHIFTS = ("早班", "晚班")
MOVED, MOVED_ON, LAST_BEFORE = "苏棠", date(2025, 10, 9), date(2025, 10, 8)
NEW = "江南"
"""Not on the list yet: every list of this sort lacks somebody."""
KINDS = {"电饭煲F4": "厨房", "破壁机P6": "厨房", "电热水壶K1": "厨房", "养生壶Y8": "厨房", "磁吸充电宝C10": "数码"}
PEOPLE, GOODS = "客服名单.xlsx", "商品.csv"


def people() -> Sheet:
    """One row an agent and shift, with the days it holds."""
    rows = []
    for number, agent in enumerate(one for one in AGENTS if one.name != NEW):
        shift = SHIFTS[number % 2]
        row = {
            "姓名": agent.name,
            "班次": shift,
            "组长": LEADS[agent.team],
            "生效日期": date(2025, 1, 1),
            "失效日期": "",
        }
        if agent.name == MOVED:
            rows.append({**row, "失效日期": LAST_BEFORE})
            row |= {"班次": SHIFTS[(number + 1) % 2], "生效日期": MOVED_ON}
        rows.append(row)
    return sheet(PEOPLE, rows)


def goods() -> Sheet:
    """One row a product."""
    return sheet(
        GOODS, [{"品名": name, "品类": KINDS.get(name, "家居"), "标价": f"{price:.2f}"} for name, price in PRODUCTS]
    )
