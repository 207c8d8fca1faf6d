"""What broke figures once: backlog, neighbours, exclusions, groups, whatever dates and limits the records."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl

from cstools.kernels.kpi import stage
from cstools.kernels.kpi.exclude_read import read as read_exclusions
from cstools.kernels.kpi.sheet import Sheet
from cstools.kernels.stage import FILE, LINE


def figures(metrics: list[str], rows: pl.LazyFrame, **options: Any) -> pl.DataFrame:
    return stage(metrics, **options).apply(rows).rows.collect()


def test_records_without_a_channel_have_a_backlog_too() -> None:
    rows = pl.LazyFrame({
        "channel": ["a", None, None], "created_at": [datetime(2025, 1, 5), datetime(2025, 1, 6), datetime(2025, 2, 6)],
        "resolved_at": None,
    }, schema_overrides={"resolved_at": pl.Datetime("us")})  # fmt: skip
    made = figures(["backlog"], rows, period="month", by=["channel"])
    assert made.select("period", "channel", "value").rows() == [
        ("2025-01", "a", 1), ("2025-01", None, 1), ("2025-02", "a", 1), ("2025-02", None, 2)
    ]  # fmt: skip


def test_the_backlog_is_that_of_all_records_whatever_dates_and_limits_the_figures() -> None:
    rows = pl.LazyFrame({
        "channel": "a", "created_at": [datetime(2025, 9, 5), datetime(2025, 10, 5), datetime(2025, 10, 6),
                                       datetime(2025, 11, 6)],
        "resolved_at": [None, datetime(2025, 11, 3), datetime(2025, 10, 6), None],
    }, schema_overrides={"resolved_at": pl.Datetime("us")})  # fmt: skip
    october = datetime(2025, 10, 1), datetime(2025, 11, 1)
    asked = ["backlog", "backlog_age_mean", "net_flow"]
    month = figures(asked, rows, during=october, period="month")["value"].to_list()
    assert month == [2, 86_400 * (57 + 27) / 2, 1]
    assert figures(asked, rows, during=october)["value"].to_list() == month
    assert figures(asked, rows)["value"].to_list() == [2, 86_400 * (62 + 0) / 2, 2]  # one came just now
    resolved = figures(["backlog"], rows, period="month", date_basis="resolved")
    assert resolved.select("period", "value").rows() == [("2025-10", 2), ("2025-11", 2)]


def test_a_contact_not_resolved_is_a_repeat_all_the_same_where_resolved_dates_the_figures() -> None:
    rows = pl.LazyFrame({
        "customer_id": ["A", "A", "B"], "created_at": [datetime(2025, 9, day) for day in (1, 2, 30)],
        "resolved_at": [datetime(2025, 9, 1, 1), None, datetime(2025, 9, 30, 1)],
    })  # fmt: skip
    made = figures(["repeat_rate_72h", "fcr_window_7d"], rows, date_basis="resolved")
    assert made.select("value", "n").rows() == [(1, 1), (0, 1)]


def test_the_rows_behind_a_figure_are_as_many_as_the_figure_counts() -> None:
    rows = pl.LazyFrame({
        "customer_id": ["A", "A", "B", "C"], "created_at": [datetime(2025, 9, day) for day in (1, 2, 3, 30)],
        "is_spam": [False, True, False, False], "channel": ["a", "a", "b", "a"], "first_response_at": None,
        "first_response_s": [5.0, None, None, 9],
    }, schema_overrides={"first_response_at": pl.Datetime("us")})  # fmt: skip
    for metric in ("fcr_window_7d", "repeat_rate_72h", "frt_within_30s"):
        (figure,) = figures([metric], rows).select("numerator", "denominator").rows()
        parts = stage([], rows=metric).apply(rows).rows.collect()["part"].to_list()
        assert (parts.count("numerator"), len(parts) - parts.count("excluded")) == figure, metric


def test_a_survival_curve_does_not_depend_on_what_else_is_asked() -> None:
    start = datetime(2025, 9, 1)
    rows = pl.LazyFrame({
        "channel": ["a", "b"], "created_at": start, "first_response_at": [start + timedelta(minutes=1), None],
        "resolved_at": [start + timedelta(hours=1), start + timedelta(hours=3)],
    })  # fmt: skip
    for asked in (["rt_full_mean"], ["rt_full_mean", "frt_mean"]):
        made = figures(asked, rows, censored="km")
        assert made.select("metric", "value", "n").row(0) == ("rt_full_mean", 7200, 2)


def test_a_group_named_all_and_the_total_have_a_row_each_when_wide() -> None:
    rows = pl.LazyFrame({"channel": ["all", "b", "b"]})
    made = figures(["volume"], rows, by=["channel"], rollup=True, wide=True)
    assert made.select("channel", "volume").rows() == [("all", 1), ("b", 2), ("all", 3)]


def test_a_share_with_misses_is_dated_by_creation_under_event() -> None:
    start = datetime(2025, 9, 1)
    rows = pl.LazyFrame({
        "created_at": [start, start, start + timedelta(days=1)], "wait_s": [5.0, 60, 1], "queued_at": start,
        "is_abandoned": [False, True, False], "answered_at": [start, None, start],
        "first_response_at": [start, None, None],
    })  # fmt: skip
    made = figures(["service_level_20s", "frt_within_30s"], rows, date_basis="event", as_of=start + timedelta(days=9))
    assert made.select("numerator", "denominator").rows() == [(2, 3), (1, 2)]


def test_a_ticket_exported_twice_gives_its_messages_one_group_in_any_order() -> None:
    start = datetime(2025, 9, 1, 9)
    rows = pl.DataFrame({"ticket_id": ["1"] * 2, "team": ["b", "a"], "created_at": start})
    said = pl.DataFrame({
        "ticket_id": ["1", "1"], "sent_at": [start, start + timedelta(seconds=5)], "sender_role": ["customer", "agent"],
    })  # fmt: skip
    for each in (rows, rows.reverse()):
        made = figures(["art_rounds_mean"], each.lazy(), by=["team"], beside={"message": said})
        assert made.filter(pl.col("n") > 0).select("team", "value").rows() == [("a", 5)]


def test_spam_is_no_inquiry_in_the_rows_behind_a_figure_and_in_no_load() -> None:
    start = datetime(2025, 9, 1, 9)
    rows = pl.LazyFrame({
        "customer_id": "C", "agent": "a", "created_at": [start, start + timedelta(hours=1)], "is_spam": [False, True],
        "answered_at": start, "closed_at": start + timedelta(hours=2),
    })  # fmt: skip
    paid = start + timedelta(hours=2)
    orders = pl.DataFrame({"order_id": ["1"], "customer_id": ["C"], "paid_amount": [9.5], "paid_at": [paid]})
    options: dict[str, Any] = {"beside": {"order": orders}, "as_of": start + timedelta(days=9)}
    assert figures(["inquiry_conv"], rows, **options).select("value", "n").rows() == [(1, 1)]
    behind = stage([], rows="inquiry_conv", **options).apply(rows).rows.collect()
    assert behind["part"].to_list() == ["numerator", "excluded"]
    assert figures(["concurrency"], rows)["value"].to_list() == [1]


def test_what_looks_at_other_contacts_needs_no_kind_of_contact() -> None:
    start = datetime(2025, 9, 1, 9)
    rows = pl.LazyFrame({"customer_id": "C", "created_at": [start], "is_complaint": True})
    orders = pl.DataFrame({"order_id": ["1"], "customer_id": ["C"], "paid_at": [start + timedelta(days=1)]})
    made = figures(["inquiry_conv"], rows, beside={"order": orders}, as_of=start + timedelta(days=9))
    assert made.select("value", "n").rows() == [(1, 1)]
    for id_ in ("repeat_complaint", "repeat_rate", "fcr_window"):
        assert figures([id_], rows, as_of=start + timedelta(days=99))["n"].to_list() == [1]


def test_exclusions_leave_the_age_of_the_backlog_alone() -> None:
    rows = pl.LazyFrame({
        "ticket_id": ["1", "2"], "created_at": [datetime(2025, 9, 1), datetime(2025, 9, 3)], "resolved_at": None,
    }, schema_overrides={"resolved_at": pl.Datetime("us")})  # fmt: skip
    table = pl.DataFrame({"ticket_id": ["1"], "reason": ["test"], "approver": ["w"], FILE: ["x"], LINE: [2]})
    made = figures(["volume", "backlog_age"], rows, exclusions=read_exclusions(Sheet(table, "x", "Asia/Shanghai")))
    assert made.select("metric", "value", "before").rows()[:2] == [
        ("volume", 1, 2), ("backlog_age_mean", 86_400, 86_400)
    ]  # fmt: skip
