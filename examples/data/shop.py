"""The invented shop: who answers, what is sold, where customers ask, and when. Tables only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST, LAST = date(2025, 9, 1), date(2025, 10, 31)
SHOPS = ("禾木家电旗舰店", "禾木家电抖音店")


@dataclass(frozen=True)
class Agent:
    """manner: points of a rating this agent gains or loses. pace: factor on response times."""

    name: str
    team: str
    manner: float = 0.0
    pace: float = 1.0


AGENTS = (
    Agent("林晓", "售前组", 0.2, 0.8),
    Agent("周航", "售前组"),
    Agent("苏棠", "售前组", 0.1),
    Agent("何以宁", "售前组", -0.1, 1.2),
    Agent("顾北", "售后一组", 0.3, 0.9),
    Agent("沈一诺", "售后一组"),
    Agent("许嘉", "售后一组", 0.1, 1.1),
    Agent("白露", "售后一组"),
    Agent("程野", "售后二组", -0.1),
    Agent("杜若", "售后二组", 0.2, 0.9),
    Agent("方圆", "售后二组", -1.0, 1.5),
    Agent("江南", "售后二组"),
)
TEAMS = {"售前": ("售前组",), "售后": ("售后一组", "售后二组")}


@dataclass(frozen=True)
class Channel:
    """share: of contacts. wait: median seconds to the first reply (400: in the queue). rated: share that is rated."""

    name: str
    share: float
    wait: float
    rated: float
    shop: str | None = None


CHANNELS = (
    Channel("千牛", 0.46, 26, 0.45, SHOPS[0]),
    Channel("抖音飞鸽", 0.23, 170, 0.40, SHOPS[1]),
    Channel("400电话", 0.16, 24, 0.50),
    Channel("微信公众号", 0.10, 75, 0.30),
    Channel("APP客服", 0.05, 50, 0.35),
)
SLOW = "抖音飞鸽"

PRODUCTS = (
    ("电饭煲F4", 399.0),
    ("破壁机P6", 569.0),
    ("磁吸充电宝C10", 159.0),
    ("挂烫机G2", 219.0),
    ("除螨仪D3", 289.0),
    ("加湿器H5", 179.0),
    ("电热水壶K1", 129.0),
    ("筋膜枪J3", 329.0),
    ("循环扇S2", 259.0),
    ("养生壶Y8", 149.0),
    ("护眼台灯T6", 199.0),
    ("扫地机X2", 1899.0),
)
SURGE_PRODUCT = "磁吸充电宝C10"
SURGE = {date(2025, 10, 21): 22, date(2025, 10, 22): 31, date(2025, 10, 23): 17}
SURGE_TOPIC = "安全伤害"

HOURS = (4, 2, 1, 1, 1, 2, 6, 14, 34, 62, 74, 66, 48, 52, 66, 70, 64, 54, 46, 58, 72, 66, 38, 14)
WEEKDAYS = (1.18, 1.08, 1.02, 1.0, 1.02, 0.92, 0.84)


def busy(day: date) -> float:
    """How busy a day is: weekdays, a quiet national holiday, the weeks before 11.11, and a slow growth."""
    holiday = 0.75 if date(2025, 10, 1) <= day <= date(2025, 10, 4) else 1.0
    presale = 1.25 if day >= date(2025, 10, 20) else 1.0
    return WEEKDAYS[day.weekday()] * holiday * presale * (1 + 0.001 * (day - FIRST).days)


SURNAMES = "陈李王张刘赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程"
GIVEN = "安晨冬飞歌海佳可岚明宁朋清然书婷文希雅泽川月溪禾朗"
