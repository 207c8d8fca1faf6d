"""Orders, refunds, and inquiries that became purchases."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.expr.frames import dtypes
from cstools.kernels.kpi import inquiries as asked
from cstools.kernels.kpi import orders as bought
from cstools.kernels.kpi import refunds as back
from cstools.kernels.kpi.counted import Counted
from cstools.kernels.stage import Result
from cstools.kernels.typed import typed
from cstools.model.why import why
from tests.tools import run

DAY = datetime(2025, 10, 6)
HOUR = 3_600_000


def at(hours: float | None) -> datetime | None:
    return None if hours is None else DAY + timedelta(hours=hours)


def table(kind: str, *rows: dict[str, Any]) -> pl.LazyFrame:
    """Records with the fields that some row has; a number in a field of time is hours of the first day."""
    known = dtypes(kind)
    names = [name for name in known if any(name in row for row in rows)]
    read = {name: at if known[name] == pl.Datetime("us") else lambda value: value for name in names}
    return pl.LazyFrame(
        [{name: read[name](row.get(name)) for name in names} for row in rows], {name: known[name] for name in names}
    )


def rows(result: Result) -> pl.DataFrame:
    return result.rows.collect()


def notes(result: Result) -> dict[str, int]:
    assert result.counts is not None
    return dict(result.counts.collect().rows())


def rate(frame: pl.DataFrame, of: Counted) -> tuple[int, int]:
    """Hits (or the sum) and n."""
    found = frame.select(of.base.alias("base"), of.value.cast(pl.Int64).alias("value")).filter("base")
    return found["value"].sum(), found.height


def share(frame: pl.DataFrame, metric: str) -> float:
    above, below = bought.RATIOS[metric]
    return frame.select(above.sum() / below.sum()).item()


def test_the_published_tmall_table(shared: Path) -> None:
    said = run("ingest", str(shared / "tmall_orders" / "tmall_order_report.csv"), "-t", "csv")
    lines = pl.read_csv(said.out.encode(), infer_schema=False)
    made = rows(bought.orders(typed("order", "Asia/Shanghai").apply(lines.lazy()).rows))
    assert (made.height, int(made["is_paid"].sum()), int(made["is_refunded"].sum())) == (28010, 24087, 5646)
    assert rate(made, bought.SUMS["sales"]) == (19024871500, 24087)
    assert rate(made, bought.SUMS["refunded_amount"])[0] == 5723359200
    assert rate(made, bought.SHARES["paid_rate"]) == (24087, 28010)
    assert rate(made, bought.SHARES["refund_rate_orders"]) == (5646, 28010)
    assert rate(made, bought.SHARES["refund_rate_paid"]) == (5646, 24087)
    assert [round(100 * each, 2) for each in (24087 / 28010, 5646 / 28010, 5646 / 24087)] == [85.99, 20.16, 23.44]
    assert round(100 * share(made, "refund_rate_amount"), 2) == 30.08


def test_an_order_is_its_parent_and_what_its_lines_say_alike() -> None:
    lines = table(
        "order",
        {"order_id": "1", "parent_order_id": "P", "agent": "甲", "shop": "s", "paid_amount": 0.1, "paid_at": 9},
        {"order_id": "2", "parent_order_id": "P", "agent": "乙", "shop": "s", "paid_amount": 0.2, "paid_at": 8},
        {"order_id": "3", "agent": "乙", "shop": "s", "paid_amount": 5.0},
        {"agent": "乙", "amount": 7.0},
    )
    result = bought.orders(lines)
    made = rows(result)
    assert made.select("order_id", "agent", "shop", "paid", "paid_at", "is_paid").rows() == [
        (None, "乙", None, 70000, None, False),
        ("3", "乙", "s", 50000, None, True),
        ("P", None, "s", 3000, at(8), True),
    ]  # fmt: skip
    assert notes(result) == {"order lines used": 4, "order lines without order_id": 1, "orders": 3}


PAID = {
    "a time of payment": ({"paid_at": 9, "paid_amount": 0}, True),
    "something paid": ({"paid_amount": 1}, True),
    "nothing paid": ({"amount": 5, "paid_amount": 0}, False),
    "nothing known": ({"amount": 5}, False),
    "given back": ({"paid_amount": 0, "refund_amount": 5}, True),
}


@pytest.mark.parametrize(("line", "paid"), PAID.values(), ids=PAID)
def test_what_counts_as_paid_where_payments_are_timed(line: dict[str, Any], paid: bool) -> None:
    made = rows(bought.orders(table("order", {"order_id": "1"} | line, {"order_id": "0", "paid_at": 1})))
    assert made.filter(pl.col("order_id") == "1")["is_paid"].to_list() == [paid]


@pytest.mark.parametrize(("line", "paid"), [({"amount": 5}, True), ({"amount": 5, "paid_amount": 0}, False)])
def test_what_counts_as_paid_where_none_is_timed(line: dict[str, Any], paid: bool) -> None:
    assert rows(bought.orders(table("order", {"order_id": "1"} | line)))["is_paid"].to_list() == [paid]


def test_what_went_back_is_told_by_the_order_else_its_refunds_else_its_status() -> None:
    lines = table(
        "order",
        {"order_id": "1", "paid_amount": 10, "refund_amount": -4, "shipped_at": 5, "paid_at": 1},
        {"order_id": "2", "parent_order_id": "P", "paid_amount": 10, "refund_amount": 0, "paid_at": 1},
        {"order_id": "3", "paid_amount": 10, "status": "退款成功", "paid_at": 1},
        {"order_id": "4", "paid_amount": 10, "shipped_at": 5, "paid_at": 1},
    )
    asked_back = table(
        "refund",
        {"order_id": "1", "amount": 9, "refund_type": "return", "refunded_at": 9},
        {"order_id": "2", "amount": 3, "reason": "质量问题", "refunded_at": 9},
        {"order_id": "P", "amount": 2, "refunded_at": 9},
        {"order_id": "4", "amount": 10, "reason": "破损"},
        {"order_id": "9", "amount": 1},
    )
    result = bought.orders(lines, rows(back.refunds(asked_back)))
    made = rows(result)
    assert made.select("order_id", pl.col("refunded") // 10_000).rows() == [("1", 4), ("3", 10), ("4", 0), ("P", 5)]
    assert notes(result)["refunds without their order"] == 1
    found = {name: rate(made, of) for name, of in bought.SHARES.items()}
    assert found["refund_rate_paid"] == (3, 4)
    assert found["refund_rate_unshipped"] == (2, 4)
    assert found["refund_rate_quality"] == (1, 4)
    assert found["return_rate"] == (1, 2)


def test_without_refunds_or_shipping_times_nobody_knows_of_returns() -> None:
    made = rows(bought.orders(table("order", {"order_id": "1", "paid_amount": 1})))
    for metric in ("refund_rate_unshipped", "refund_rate_quality", "return_rate"):
        assert rate(made, bought.SHARES[metric]) == (0, 0)


def test_refund_durations_leave_out_negative_ones_and_carry_the_open() -> None:
    made = rows(back.refunds(table(
        "refund",
        {"refund_id": "1", "refund_type": "refund", "applied_at": 0, "agreed_at": 1, "refunded_at": 5},
        {"refund_id": "2", "refund_type": "return", "applied_at": 0, "received_at": 48, "refunded_at": 50},
        {"refund_id": "3", "refund_type": "return", "applied_at": 0},
        {"refund_id": "4", "refund_type": "refund", "applied_at": 3, "refunded_at": 2},
        {"refund_id": "5", "refund_type": "exchange", "applied_at": 0, "refunded_at": 1, "is_platform": True},
    )))  # fmt: skip
    found = {name: rate(made, of) for name, of in back.MEASURES.items()}
    assert found["refund_full"] == (55 * HOUR, 2)
    assert found["refund_only_full"] == (5 * HOUR, 1)
    assert found["refund_return_full"] == (50 * HOUR, 1)
    assert found["refund_agree"] == (HOUR, 1)
    assert found["refund_receive"] == (48 * HOUR, 1)
    assert found["platform_rate"] == (1, 5)
    assert found["refund_success"] == (3, 4)
    assert found["return_share"] == (2, 5)
    full = back.MEASURES["refund_full"]
    assert made.filter(full.open)["refund_id"].to_list() == ["3"]
    assert made.select(full.out.alias("out"))["out"].to_list() == [None, None, None, "negative", None]


@pytest.mark.parametrize(
    ("reason", "quality"),
    [("商品质量问题", True), ("收到商品破损", True), ("7天无理由", False), ("非质量问题退货", False),
     ("没有质量问题", False), ("Item defective", True), ("no quality issue", False), (None, False)],
)  # fmt: skip
def test_a_reason_of_quality(reason: str | None, quality: bool) -> None:
    made = rows(back.refunds(table("refund", {"refund_id": "1", "reason": reason, "applied_at": 1})))
    assert made["is_quality"].to_list() == [quality]


def test_a_refund_has_the_time_its_order_was_paid() -> None:
    lines = table("order", {"order_id": "1", "parent_order_id": "P", "paid_at": 7}).collect()
    made = rows(back.refunds(table("refund", {"order_id": "1"}, {"order_id": "P"}, {"order_id": "2"}), lines))
    assert made.sort("order_id")["paid_at"].to_list() == [at(7), None, at(7)]
    assert set(back.BASES.values()) <= set(made.columns)


def ordered(*paid: tuple[str, float | None]) -> pl.DataFrame:
    """(customer, hour of payment) as orders of 10 yuan."""
    lines = [
        {"order_id": str(n), "customer_id": who, "paid_at": hour, "paid_amount": 10}
        for n, (who, hour) in enumerate(paid)
    ]
    return rows(bought.orders(table("order", *lines, {"order_id": "last", "customer_id": "z", "paid_at": 500})))


def judged(tickets: pl.LazyFrame, orders: pl.DataFrame, days: int = 1, as_of: float = 400) -> list[tuple[Any, ...]]:
    """(base, hit, out) of each ticket."""
    return rows(asked.inquiries(tickets, orders, days, at(as_of))).select(asked.BASE, asked.HIT, asked.OUT).rows()


YES, NO = (True, True, None), (True, False, None)


@pytest.mark.parametrize(
    ("paid", "days", "wanted"),
    [(10, 0, YES), (9.5, 0, YES), (23.9, 0, YES), (24, 0, NO), (24, 1, YES), (47.9, 1, YES), (48, 1, NO),
     (191.9, 7, YES), (192, 7, NO), (9.4, 1, (False, False, "paid_before")), (-1, 1, NO)],
)  # fmt: skip
def test_the_window_runs_from_the_contact_to_the_end_of_its_last_day(paid: float, days: int, wanted: Any) -> None:
    contact = table("ticket", {"customer_id": "a", "created_at": 9.5})
    assert judged(contact, ordered(("a", paid)), days) == [wanted]


def test_where_payments_are_not_timed_the_order_dates_them() -> None:
    orders = rows(
        bought.orders(table("order", {"order_id": "1", "customer_id": "a", "ordered_at": 10, "paid_amount": 1}))
    )
    assert judged(table("ticket", {"customer_id": "a", "created_at": 9.5}), orders) == [YES]


def test_the_last_agent_before_the_payment_has_the_sale_once() -> None:
    tickets = table(
        "ticket",
        {"ticket_id": "1", "customer_id": "a", "agent": "甲", "created_at": 9},
        {"ticket_id": "2", "customer_id": "a", "agent": "乙", "created_at": 10},
        {"ticket_id": "3", "customer_id": "a", "agent": "丙", "created_at": 12},
        {"ticket_id": "4", "customer_id": "a", "agent": "甲", "created_at": 90},
    )
    result = asked.inquiries(tickets, ordered(("a", 11)), 1, at(400))
    made = rows(result)
    outs = made[asked.OUT].to_list()
    assert outs == ["asked_again", None, "paid_before", None]
    assert rate(made, asked.MEASURE) == (1, 2)
    assert rate(made, asked.SALES) == (100_000, 1)
    assert made.filter(asked.HIT)["agent"].to_list() == ["乙"]


def test_who_cannot_be_judged_is_out_with_a_reason() -> None:
    contacts: list[tuple[str | None, float | None]] = [(None, 9), ("t**1", 9), ("a", None), ("a", 399)]
    tickets = table("ticket", *({"customer_id": who, "created_at": hour} for who, hour in contacts))
    outs = [out for _, _, out in judged(tickets, ordered())]
    assert outs == ["no_customer", "no_customer", "no_time", "immature"]


def test_only_contacts_before_a_sale_are_inquiries_where_the_records_say() -> None:
    both = table(
        "ticket",
        *({"customer_id": "a", "created_at": 9 + n, "is_presale": flag} for n, flag in enumerate([True, False, None])),
    )
    result = asked.inquiries(both, ordered(), 1, at(400))
    assert rows(result)[asked.BASE].to_list() == [True, False, False]
    assert notes(result) == {"contacts before a sale": 1, "contacts not known to be before a sale": 2}
    silent = asked.inquiries(both.drop("is_presale"), ordered(), 1, at(400))
    assert notes(silent)["all contacts taken for inquiries (no is_presale)"] == 3


def test_now_is_where_the_shorter_of_both_files_ends() -> None:
    contacts = table(
        "ticket", *({"customer_id": name, "created_at": hour} for name, hour in (("a", 9), ("b", 90), ("c", 300)))
    )
    until = ordered(("a", 10)).filter(pl.col("order_id") != "last")
    outs = rows(asked.inquiries(contacts, pl.concat([until, until.with_columns(paid_at=pl.lit(at(60)))])))[asked.OUT]
    assert outs.to_list() == [None, "immature", "immature"]
    assert rows(asked.inquiries(contacts, until.clear()))[asked.OUT].to_list() == ["immature"] * 3


one = st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 60))


def plainly(contacts: list[tuple[str | None, int]], paid: list[tuple[str | None, int]], now: int) -> tuple[int, int]:
    """Hits and n of inquiries with a window to the end of the next day, one contact after the other."""
    hits = n = 0
    known = sorted((who, hour, at_) for at_, (who, hour) in enumerate(contacts) if who)
    for place, (who, hour, _) in enumerate(known):
        end = (hour // 24 + 2) * 24
        later = [h for w, h in paid if w == who and hour <= h < end]
        before = any(w == who and hour // 24 * 24 <= h < hour for w, h in paid)
        following = [h for w, h, _ in known[place + 1 :] if w == who and h < end and (not later or h <= min(later))]
        if not before and not following and now >= end:
            n += 1
            hits += bool(later)
    return hits, n


@given(
    st.lists(one, min_size=1, max_size=9),
    st.lists(one, max_size=6),
    st.integers(30, 120),
    st.randoms(use_true_random=False),
)
def test_conversion_is_that_of_a_plain_loop_in_any_order(contacts: Any, paid: Any, now: int, chance: Any) -> None:
    tickets = [{"ticket_id": str(n), "customer_id": who, "created_at": hour} for n, (who, hour) in enumerate(contacts)]
    made = rows(asked.inquiries(table("ticket", *tickets), ordered(*paid), 1, at(now)))
    assert rate(made, asked.MEASURE) == plainly(contacts, paid, now)
    chance.shuffle(tickets)
    chance.shuffle(paid)
    other = rows(asked.inquiries(table("ticket", *tickets), ordered(*paid), 1, at(now)))
    told = [asked.BASE, asked.HIT, asked.OUT, asked.PAID, asked.PAID_AT]
    assert Counter(made.select("ticket_id", *told).rows()) == Counter(other.select("ticket_id", *told).rows())


line = st.fixed_dictionaries(
    {"order_id": st.sampled_from(["1", "2", None]), "parent_order_id": st.sampled_from(["P", None])},
    optional={
        "paid_amount": st.integers(0, 3), "amount": st.integers(0, 3), "refund_amount": st.integers(0, 3),
        "paid_at": st.integers(0, 9), "agent": st.sampled_from("ab"), "status": st.sampled_from(["退款成功", "x"]),
    },
)  # fmt: skip


@given(st.lists(line, min_size=1, max_size=8).flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))))
def test_the_order_of_order_lines_changes_nothing(drawn: tuple[Any, Any]) -> None:
    made, other = (rows(bought.orders(table("order", *lines))) for lines in drawn)
    assert made.equals(other)


@pytest.mark.parametrize("key", ["no_customer", "no_time", "paid_before", "asked_again", "immature"])
def test_every_reason_has_words(key: str) -> None:
    assert why(key, "zh") != why(key, "en")
