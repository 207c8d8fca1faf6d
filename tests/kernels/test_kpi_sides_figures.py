"""Messages, orders, refunds, surveys and states beside the tickets or alone: figures by period and group."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels.kpi import stage
from tests.kernels.kpis import Row, figures, records, tickets

SEP, OCT = datetime(2025, 9, 30), datetime(2025, 10, 6)


def clock(hour: int, minute: int = 0, second: int = 0, day: datetime = OCT) -> datetime:
    return day.replace(hour=hour, minute=minute, second=second)


TICKETS = tickets(
    {"ticket_id": "S1", "channel": "淘宝", "team": "售前", "agent": "王", "customer_id": "甲", "created_at": clock(9)},
    {"ticket_id": "S2", "channel": "淘宝", "team": "售后", "agent": "李", "customer_id": "乙", "created_at": clock(10)},
    {"ticket_id": "S3", "channel": "京东", "team": "售后", "agent": "李", "customer_id": "丙",
     "created_at": clock(9, day=SEP), "is_complaint": True},
)  # fmt: skip


def message(ticket: str, at: datetime, role: str, sender: str, **more: Any) -> Row:
    return {"ticket_id": ticket, "sent_at": at, "sender_role": role, "sender": sender, "text": "退款吗", **more}


MESSAGES = records(
    "message",
    message("S1", clock(9), "customer", "甲"), message("S1", clock(9, 0, 20), "agent", "王"),
    message("S1", clock(9, 5), "customer", "甲"), message("S1", clock(9, 9), "agent", "王"),
    message("S2", clock(10), "customer", "乙"), message("S2", clock(10, 0, 40), "agent", "李"),
    message("S3", clock(9, day=SEP), "customer", "丙"), message("S3", clock(9, 2, day=SEP), "agent", "李"),
)  # fmt: skip
ORDERS = records(
    "order",
    {"order_id": "1", "customer_id": "甲", "agent": "王", "channel": "淘宝", "paid_amount": 100.0,
     "ordered_at": clock(11), "paid_at": clock(11, 1)},
    {"order_id": "2", "customer_id": "乙", "agent": "李", "channel": "淘宝", "paid_amount": 50.0,
     "ordered_at": clock(12), "paid_at": clock(12, 1)},
    {"order_id": "3", "customer_id": "丁", "agent": "李", "channel": "京东", "paid_amount": 20.0,
     "ordered_at": clock(23, day=SEP), "paid_at": clock(0, 5)},
    {"order_id": "4", "customer_id": "丁", "agent": "李", "channel": "京东", "paid_amount": None,
     "ordered_at": clock(13)},
)  # fmt: skip
REFUNDS = records(
    "refund",
    {"refund_id": "1", "order_id": "1", "refund_type": "return", "reason": "质量问题", "amount": 40.0,
     "applied_at": clock(14), "refunded_at": clock(16)},
    {"refund_id": "2", "order_id": "2", "refund_type": "refund", "reason": "不想要", "amount": 50.0,
     "applied_at": clock(14), "refunded_at": None},
)  # fmt: skip
SURVEYS = records(
    "survey",
    {"survey_id": "1", "ticket_id": "S1", "survey_kind": "csat", "score": 5.0, "scale": 5, "sent_at": clock(9),
     "replied_at": clock(9, 30)},
    {"survey_id": "2", "ticket_id": "S2", "survey_kind": "csat", "score": 2.0, "scale": 5, "sent_at": clock(10),
     "replied_at": clock(10, 30)},
    {"survey_id": "3", "ticket_id": "S3", "survey_kind": "csat", "sent_at": clock(9, day=SEP)},
    {"survey_id": "4", "ticket_id": "S1", "survey_kind": "fcr", "score": 1.0, "replied_at": clock(18)},
)  # fmt: skip
STATES = records(
    "agent_state",
    {"agent": "王", "state": "busy", "start_at": clock(9), "end_at": clock(10)},
    {"agent": "王", "state": "ready", "start_at": clock(10), "end_at": clock(13)},
    {"agent": "李", "state": "busy", "start_at": clock(9), "end_at": clock(12)},
    {"agent": "李", "state": "offline", "start_at": clock(12), "end_at": clock(18)},
)  # fmt: skip
EVERY = {"message": MESSAGES, "order": ORDERS, "refund": REFUNDS, "survey": SURVEYS, "agent_state": STATES}
AS_OF = {"as_of": datetime(2025, 10, 20)}


def table(metrics: str, rows: pl.LazyFrame = TICKETS, **options: Any) -> dict[tuple[str, ...], Any]:
    """By groups, period and metric: the value."""
    made = figures(metrics, rows, **{"beside": EVERY, **AS_OF, **options})
    keys = [*options.get("by", []), "period", "metric"]
    return {row[:-1]: row[-1] for row in made.select(*keys, "value").rows()}


def test_rounds_by_month_and_by_the_team_of_their_ticket() -> None:
    made = table("art_mean,art_within_180s", by=["team"], period="month")
    assert made == {
        ("售后", "2025-09", "art_mean"): 120, ("售后", "2025-09", "art_within_180s"): 1,
        ("售前", "2025-10", "art_mean"): 130, ("售前", "2025-10", "art_within_180s"): 0.5,
        ("售后", "2025-10", "art_mean"): 40, ("售后", "2025-10", "art_within_180s"): 1,
    }  # fmt: skip


def test_orders_by_their_own_agent_and_dates() -> None:
    made = table("orders,orders_paid,sales", by=["agent"], period="month", date_basis="event")
    assert {key: value for key, value in made.items() if value} == {
        ("李", "2025-09", "orders"): 1, ("王", "2025-10", "orders"): 1, ("李", "2025-10", "orders"): 2,
        ("王", "2025-10", "orders_paid"): 1, ("李", "2025-10", "orders_paid"): 2,
        ("王", "2025-10", "sales"): 100, ("李", "2025-10", "sales"): 70,
    }  # fmt: skip
    assert table("orders_paid", period="month") == {("2025-09", "orders_paid"): 1, ("2025-10", "orders_paid"): 2}


def test_contacts_for_a_thousand_orders_by_hand() -> None:
    made = table("contacts_per_1k_orders,complaints_per_100_orders", by=["channel"], rollup=True)
    assert made == {
        ("京东", "all", "contacts_per_1k_orders"): 1000, ("京东", "all", "complaints_per_100_orders"): 100,
        ("淘宝", "all", "contacts_per_1k_orders"): 1000, ("淘宝", "all", "complaints_per_100_orders"): 0,
        ("all", "all", "contacts_per_1k_orders"): 1000,
        ("all", "all", "complaints_per_100_orders"): pytest.approx(100 / 3),
    }  # fmt: skip
    one = figures("contacts_per_1k_orders", TICKETS, beside=EVERY, period="month", **AS_OF)
    assert one.select("period", "numerator", "denominator", "n", "value").rows() == [
        ("2025-09", 1, 1, 1, 1000), ("2025-10", 2, 2, 2, 1000)
    ]  # fmt: skip


def test_a_month_without_an_order_has_no_figure_per_order() -> None:
    made = figures("contacts_per_1k_orders", TICKETS, beside={"order": ORDERS.head(1)}, period="month", **AS_OF)
    assert made.select("period", "value", "n").rows() == [("2025-09", None, 0), ("2025-10", 2000, 1)]


def test_sales_for_each_buyer_and_order_and_handled_for_each_agent_day() -> None:
    assert table("aov,sales_per_order") == {
        ("all", "aov"): pytest.approx(170 / 3), ("all", "sales_per_order"): pytest.approx(170 / 3)
    }  # fmt: skip
    handled = TICKETS.with_columns(is_answered=pl.lit(True))
    assert table("handled_per_agent_day,agent_days", handled) == {
        ("all", "handled_per_agent_day"): 1.5, ("all", "agent_days"): 2
    }  # fmt: skip


def test_refunds_and_what_orders_say_of_them() -> None:
    made = table("refund_full_mean,refund_success,quality_share,return_share,refund_rate_quality,net_sales")
    assert {key[1]: value for key, value in made.items()} == {
        "refund_full_mean": 7200, "refund_success": 0.5, "quality_share": 0.5, "return_share": 0.5,
        "refund_rate_quality": pytest.approx(1 / 3), "net_sales": 170 - 40,
    }  # fmt: skip
    open_ = figures("refund_full_mean", TICKETS, beside=EVERY, **AS_OF).select("n", "n_open").row(0)
    assert open_ == (1, 1)


def test_ratings_come_from_the_surveys_where_these_are_given() -> None:
    rated = TICKETS.with_columns(csat=pl.lit(1.0), survey_sent_at=pl.col("created_at"))
    assert table("csat_pct,survey_rate,fcr_survey", rated) == {
        ("all", "csat_pct"): 0.5, ("all", "survey_rate"): pytest.approx(2 / 3), ("all", "fcr_survey"): 1,
    }  # fmt: skip
    assert table("csat_pct,survey_rate", rated, beside={}) == {("all", "csat_pct"): 0, ("all", "survey_rate"): 1}
    assert table("csat_pct", rated, by=["team"]) == {("售前", "all", "csat_pct"): 1, ("售后", "all", "csat_pct"): 0}


def test_ratings_stay_the_tickets_own_where_surveys_ask_for_something_else() -> None:
    rated = TICKETS.with_columns(csat=pl.lit(5.0))
    asked = {"survey": SURVEYS.filter(pl.col("survey_kind") == "fcr")}
    assert table("csat_pct,fcr_survey", rated, beside=asked) == {("all", "csat_pct"): 1, ("all", "fcr_survey"): 1}


def test_average_response_comes_from_the_rounds_where_messages_are_given() -> None:
    timed = TICKETS.with_columns(avg_response_s=pl.lit(9.0))
    assert table("art_mean", timed, beside={}) == {("all", "art_mean"): 9}
    assert table("art_mean", timed) == {("all", "art_mean"): (20 + 240 + 40 + 120) / 4}


def test_conversion_by_the_agent_who_was_asked() -> None:
    assert table("inquiry_conv_1d,inquiry_sales_1d", by=["agent"]) == {
        ("李", "all", "inquiry_conv_1d"): 0.5, ("李", "all", "inquiry_sales_1d"): 50,
        ("王", "all", "inquiry_conv_1d"): 1, ("王", "all", "inquiry_sales_1d"): 100,
    }  # fmt: skip


def test_occupancy_by_agent() -> None:
    assert table("occupancy,utilisation", by=["agent"]) == {
        ("李", "all", "occupancy"): 1, ("李", "all", "utilisation"): 1,
        ("王", "all", "occupancy"): 0.25, ("王", "all", "utilisation"): 0.25,
    }  # fmt: skip


ALONE = [
    ("message", "art_rounds_mean", (20 + 240 + 40 + 120) / 4), ("order", "sales", 170),
    ("refund", "refund_success", 0.5), ("survey", "csat_pct", 0.5), ("agent_state", "occupancy", 4 / 7),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "metric", "value"), ALONE)
def test_records_of_one_kind_alone_give_the_same_figures(kind: str, metric: str, value: float) -> None:
    alone = EVERY[kind].lazy()
    assert figures(metric, alone, kind=kind, **AS_OF)["value"].item() == pytest.approx(value)
    assert figures(metric, alone, **AS_OF)["value"].item() == pytest.approx(value)
    assert table(metric)["all", metric] == pytest.approx(value)


def test_a_group_that_a_side_lacks_is_refused_by_name_and_left_out_of_all() -> None:
    with pytest.raises(Usage) as caught:
        table("volume,sales", by=["team"])
    assert (caught.value.key, caught.value.params) == ("kpi.group_side", {"metric": "sales", "field": "team"})
    given = set(figures("all", TICKETS, beside=EVERY, by=["team"], **AS_OF)["metric"])
    assert {"volume", "art_mean", "csat_pct"} <= given
    assert not {"sales", "occupancy", "contacts_per_1k_orders"} & given


def test_a_kind_that_is_not_given_is_named_by_its_option() -> None:
    with pytest.raises(Usage) as caught:
        table("volume,sales", beside={})
    assert caught.value.params["fields"].startswith("--orders")


# Notes section 7: the three minute rule as its source works it out, and a session of the night.
VECTORS = [
    ("10:10:15 c,10:15:20 c,10:18:10 a", "reply_within_taobao_3m", (0, 1)),
    ("10:10:15 c,10:15:20 c,10:18:10 a,10:18:30 c,10:19:00 a", "reply_within_taobao_3m", (1, 2)),
    ("23:50:00 c,23:50:10 c,23:51:00 c,23:52:00 c", "reply_within_taobao_3m", (0, 1)),
    ("07:59:59 c,08:00:05 a", "reply_within_taobao_3m", (0, 0)),
    ("08:56:00 c,09:01:00 a", "first_within_jd_30s", (0, 0)),
    ("09:00:00 c,09:00:30 a", "first_within_jd_30s", (1, 1)),
    ("22:59:59 c,23:00:40 a", "first_within_jd_30s", (0, 1)),
    ("08:00:00 c,10:00:00 a", "art_taobao_mean", (600, 1)),
    ("08:00:00 c", "art_taobao_mean", (600, 1)),
]


@pytest.mark.parametrize(("lines", "metric", "wanted"), VECTORS)
def test_the_vectors_of_the_platform_rules(lines: str, metric: str, wanted: tuple[int, int]) -> None:
    rows = []
    for line in lines.split(","):
        time, who = line.split()
        role = {"c": "customer", "a": "agent"}[who]
        rows.append(message("S1", datetime.fromisoformat(f"2025-10-06 {time}"), role, who, customer_id="tb1"))
    made = figures(metric, records("message", *rows).lazy(), kind="message", **AS_OF)
    found = made.select(pl.col("numerator").fill_null(0), "n").row(0)
    assert found == wanted


def test_empty_sides_count_nothing_and_fail_nothing() -> None:
    empty = {kind: frame.clear() for kind, frame in EVERY.items()}
    made = table("volume,orders_paid,art_mean,contacts_per_1k_orders,refund_success", beside=empty)
    assert {key[1]: value for key, value in made.items()} == {
        "volume": 3, "orders_paid": 0, "art_mean": None, "contacts_per_1k_orders": None, "refund_success": None
    }  # fmt: skip


def test_sides_are_dated_by_their_own_times_under_during() -> None:
    during = (datetime(2025, 10, 1), datetime(2025, 11, 1))
    made = table("volume,orders,art_mean,refund_success", during=during)
    assert made == {
        ("all", "volume"): 2, ("all", "orders"): 3, ("all", "art_mean"): 100, ("all", "refund_success"): 0.5
    }  # fmt: skip


def test_the_order_of_every_kind_changes_nothing() -> None:
    options: dict[str, Any] = {"by": ["channel"], "rollup": True, "period": "month", **AS_OF}
    turned = {kind: frame.reverse() for kind, frame in EVERY.items()}
    first = stage(["all"], beside=EVERY, **options).apply(TICKETS).rows.collect()
    second = stage(["all"], beside=turned, **options).apply(TICKETS.reverse()).rows.collect()
    assert first.equals(second, null_equal=True)
