"""What happened in the invented shop: customers, orders, contacts. Exports, and what is dirty in them, come after."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from shop import (
    AGENTS,
    CHANNELS,
    FIRST,
    GIVEN,
    HOURS,
    LAST,
    PRODUCTS,
    SHOPS,
    SURGE,
    SURGE_PRODUCT,
    SURGE_TOPIC,
    SURNAMES,
    TEAMS,
    Agent,
    Channel,
    busy,
)

TEXTS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
TOPICS: dict[str, dict[str, Any]] = {topic["name"]: topic for topic in TEXTS["topic"]}
UNKNOWN = 0.45
"""Share of contacts about an order that is not in the export: older, or of another shop."""
NO_RISE: dict[str, Any] = {"from": "9999", "to": "", "times": 1}
CATEGORIES = sorted({topic["category"] for topic in TOPICS.values()})
END = datetime.combine(LAST + timedelta(days=1), time())
"""The moment the exports were made: what was not solved by then is open."""


@dataclass(frozen=True)
class Customer:
    """A buyer, or somebody who only asked."""

    id: str
    name: str
    phone: str


@dataclass(frozen=True)
class Order:
    """A paid order; refund in yuan, 0 if none."""

    id: str
    shop: str
    customer: Customer
    product: str
    quantity: int
    amount: float
    paid: float
    refund: float
    ordered_at: datetime


@dataclass(frozen=True)
class Ticket:
    """A contact as it was, before any system exported it."""

    id: str
    channel: Channel
    shop: str
    customer: Customer
    order: Order | None
    product: str
    agent: Agent
    topic: str
    category: str
    text: str
    angry: bool
    created_at: datetime
    wait_s: int
    handle_s: int
    answered: bool
    resolved_at: datetime | None
    csat: int | None
    customer_msgs: int
    agent_msgs: int
    transfers: int
    repeat: bool = False
    surge: bool = False


def digits(rng: Random, first: str, length: int) -> str:
    """An id of that many digits, beginning with `first`."""
    return first + "".join(str(rng.randrange(10)) for _ in range(length - len(first)))


def customers(rng: Random, n: int) -> list[Customer]:
    """People whose ids begin with zeros and whose phones are all different."""
    phones = rng.sample(range(10_000), n)
    names = [rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2)))) for _ in range(n)]
    return [
        Customer(digits(rng, "00", 10), name, f"1990000{phone:04d}") for name, phone in zip(names, phones, strict=True)
    ]


def moment(rng: Random, day: date) -> datetime:
    """A time on that day, as the hours of a service desk go."""
    hour = rng.choices(range(24), HOURS)[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)))


def orders(rng: Random, people: list[Customer], n: int) -> list[Order]:
    """Orders of eight months, more of late; few people buy often, most once or twice."""
    loyalty = [min(8.0, rng.paretovariate(1.4)) for _ in people]
    span = (LAST - date(2025, 3, 1)).days
    made = []
    for _ in range(n):
        day = LAST - timedelta(days=int(span * rng.random() ** 2.2))
        shop = rng.choices(SHOPS, (0.68, 0.32))[0]
        product, price = rng.choice(PRODUCTS)
        quantity = rng.choices((1, 2, 3, 6), (86, 10, 3, 1))[0]
        amount = round(price * quantity, 2)
        paid = round(amount * rng.choice((1, 1, 0.95, 0.9, 0.88)), 2)
        refund = rng.choices((0.0, paid, round(paid * 0.3, 2)), (91, 6, 3))[0]
        number = digits(rng, "0", 19) if shop == SHOPS[1] else digits(rng, "31", 18)
        buyer = rng.choices(people, loyalty)[0]
        made.append(Order(number, shop, buyer, product, quantity, amount, paid, refund, moment(rng, day)))
    return sorted(made, key=lambda order: order.ordered_at)


def weights(day: date) -> list[float]:
    """How often each topic is asked about on that day."""
    found = []
    for topic in TOPICS.values():
        rise = topic.get("rise", NO_RISE)
        rises = rise["from"] <= day.isoformat() <= rise["to"]
        found.append(topic["weight"] * (rise["times"] if rises else 1))
    return found


def wording(rng: Random, topic: dict[str, Any], template: str, order: Order | None, product: str, angry: bool) -> str:
    """What the customer writes."""
    slots = {
        "p": product,
        "o": order.id if order else "",
        "d": str(rng.randrange(2, 8)),
        "m": f"{rng.randrange(5, 400)}",
        "t": f"1990000{rng.randrange(10_000):04d}",
    }
    end = rng.choice(TEXTS["anger"] if angry else TEXTS["thanks"])
    return str(rng.choice(TEXTS["openers"])) + template.format(**slots) + str(end)


def rating(rng: Random, channel: Channel, agent: Agent, wait: int, angry: bool) -> int | None:
    """A rating that falls with the wait, the anger and the agent's manner; or none."""
    if rng.random() > channel.rated:
        return None
    score = 4.7 - 0.32 * math.log2(1 + wait / 30) - 0.8 * angry + agent.manner + rng.gauss(0, 0.6)
    return max(1, min(5, round(score)))


def ticket_id(rng: Random, channel: Channel, created: datetime) -> str:
    """An id in the manner of the system the contact came through."""
    if channel.name == "400电话":
        return f"0400{created:%y%m%d%H%M%S}{rng.randrange(100):02d}"
    first, length = {"千牛": ("21", 18), "抖音飞鸽": ("74", 19)}.get(channel.name, ("88", 19))
    return digits(rng, first, length)


def contact(
    rng: Random, day: date, topic: dict[str, Any], channel: Channel, order: Order | None, who: Customer
) -> Ticket:
    """One contact about a topic, with or without an order behind it."""
    created = moment(rng, day)
    product = order.product if order else rng.choice(PRODUCTS)[0]
    angry = rng.random() < topic["angry"]
    team = rng.choice(TEAMS[topic["stage"]])
    agent = rng.choice([agent for agent in AGENTS if agent.team == team])
    rush = 1.6 if created.hour in (20, 21, 22) else 1.0
    wait = max(2, round(channel.wait * agent.pace * rush * rng.lognormvariate(0, 0.6)))
    answered = rng.random() > (0.07 if channel.name == "400电话" else 0.02) * rush
    solved = created + timedelta(hours=topic["hours"] * rng.lognormvariate(0, 0.9), seconds=wait + 60)
    done = answered and solved < END and rng.random() < 0.95
    template = rng.choice([text for text in topic["texts"] if order or "{o}" not in text])
    return Ticket(
        id=ticket_id(rng, channel, created),
        channel=channel,
        shop=channel.shop or (order.shop if order else rng.choice(SHOPS)),
        customer=who,
        order=order,
        product=product,
        agent=agent,
        topic=topic["name"],
        category=topic["category"] if rng.random() < 0.88 else rng.choice(CATEGORIES),
        text=wording(rng, topic, template, order, product, angry),
        angry=angry,
        created_at=created,
        wait_s=wait,
        handle_s=round(rng.lognormvariate(5.6, 0.5)),
        answered=answered,
        resolved_at=solved.replace(microsecond=0) if done else None,
        csat=rating(rng, channel, agent, wait, angry) if answered else None,
        customer_msgs=rng.randrange(2, 9),
        agent_msgs=rng.randrange(2, 10) if answered else 0,
        transfers=rng.choices((0, 1, 2), (88, 10, 2))[0] if answered else 0,
    )


def recent(rng: Random, bought: list[Order], day: date, shop: str | None) -> Order | None:
    """An order of the last six weeks, of that shop if one is named."""
    since, until = datetime.combine(day - timedelta(days=42), time()), datetime.combine(day, time())
    found = [order for order in bought if since <= order.ordered_at < until and shop in (None, order.shop)]
    return rng.choice(found) if found else None


def ordinary(rng: Random, people: list[Customer], bought: list[Order], n: int) -> list[Ticket]:
    """The contacts of two usual months."""
    days = [FIRST + timedelta(days=k) for k in range((LAST - FIRST).days + 1)]
    made = []
    for day in rng.choices(days, [busy(day) for day in days], k=n):
        topic = TOPICS[rng.choices(list(TOPICS), weights(day))[0]]
        channel = rng.choices(CHANNELS, [channel.share for channel in CHANNELS])[0]
        asks_first = topic["category"] in ("商品咨询", "优惠活动") and topic["stage"] == "售前"
        order = None if asks_first or rng.random() < UNKNOWN else recent(rng, bought, day, channel.shop)
        made.append(contact(rng, day, topic, channel, order, order.customer if order else rng.choice(people)))
    return made


def surge(rng: Random, bought: list[Order]) -> list[Ticket]:
    """The planted surge: buyers of one product report that it is dangerous, each once."""
    owners = [order for order in bought if order.product == SURGE_PRODUCT and order.ordered_at.date() < min(SURGE)]
    chosen = iter(rng.sample(owners, sum(SURGE.values())))
    made = []
    for day, count in SURGE.items():
        for order in (next(chosen) for _ in range(count)):
            fitting = [channel for channel in CHANNELS if channel.shop in (None, order.shop)]
            channel = rng.choices(fitting, [channel.share for channel in fitting])[0]
            made.append(replace(contact(rng, day, TOPICS[SURGE_TOPIC], channel, order, order.customer), surge=True))
    return made


def repeats(rng: Random, tickets: list[Ticket], n: int) -> list[Ticket]:
    """The same customers urging again some hours later, in nearly the same words."""
    fit = [t for t in tickets if t.channel.shop and len(t.text) >= 16 and not t.surge and t.created_at.date() < LAST]
    made = []
    for first in rng.sample(fit, n):
        created = first.created_at + timedelta(seconds=rng.randrange(1800, 20 * 3600))
        solved = created + timedelta(seconds=rng.randrange(600, 40 * 3600))
        again = {
            "id": ticket_id(rng, first.channel, created),
            "created_at": created,
            "text": first.text + rng.choice(TEXTS["urges"]),
            "resolved_at": solved if first.answered and solved < END else None,
            "csat": None,
            "repeat": True,
        }
        made.append(replace(first, **again))
    return made
