"""cs-kpi's kernel: the edge rules of every metric, on hand-made records."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest

from cstools.kernels.expr.frames import dtypes
from cstools.kernels.kpi import stage
from cstools.kernels.kpi.measures import MEASURES
from cstools.kernels.kpi.measures.sides import SIDES
from cstools.model.catalogue import CATALOGUE
from cstools.model.platform_rules import RULES

TYPES = dtypes("ticket")
DAY = datetime(2025, 10, 1, 9)
FIGURE = ("value", "n")


def tickets(*rows: dict[str, Any]) -> pl.LazyFrame:
    """Records with only the fields that some row has, typed as the field table says."""
    names = [name for name in TYPES if any(name in row for row in rows)]
    own = [name for row in rows for name in row if name not in TYPES]
    schema = {name: TYPES[name] for name in names} | dict.fromkeys(own, pl.String())
    return pl.LazyFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def one(rows: pl.LazyFrame, metric: str, *columns: str, **options: Any) -> tuple[Any, ...]:
    """The columns (value and n) of the only figure."""
    made = stage([metric], **options).apply(rows).rows.collect()
    return made.select(columns or FIGURE).row(0)


def day(number: float, **fields: Any) -> dict[str, Any]:
    return {"created_at": DAY + timedelta(days=number), **fields}


def test_the_catalogue_and_the_expressions_have_the_same_ids() -> None:
    made = [*MEASURES, *SIDES, *(("message", id_) for id_ in ("art", *RULES))]
    assert sorted(made) == sorted((kpi.of, kpi.id) for kpi in CATALOGUE if kpi.of)


def test_every_metric_gives_null_and_never_zero_or_an_error_where_all_fields_are_null() -> None:
    rows = pl.LazyFrame(schema=TYPES).collect().clear(3).lazy()
    made = stage(["all"]).apply(rows).rows.collect()
    assert set(made["metric"].str.replace("_(mean|p50|p90)$", "")) >= {"wait", "nps", "csat"}
    rated = made.filter(pl.col("unit").is_in(["ratio", "s", "pt", "yuan"]) & (pl.col("n") == 0))
    assert rated.height > 30
    assert rated["value"].null_count() == rated.height


def test_an_empty_stream_gives_the_header_and_no_row() -> None:
    made = stage(["volume", "wait"]).apply(pl.LazyFrame(schema=TYPES)).rows.collect()
    assert (made.height, made.columns[:4]) == (0, ["period", "metric", "label", "value"])


def test_spam_and_merged_records_are_in_no_figure_and_counted() -> None:
    rows = tickets({"csat": 5, "is_spam": True}, {"csat": 5, "merged_into": "7"}, {"csat": 1, "is_spam": False})
    result = stage(["volume", "csat_pct"]).apply(rows)
    assert result.rows.collect()["value"].to_list() == [1, 0]
    assert result.counts is not None
    assert result.counts.collect().rows() == [("excluded as merged", 1), ("excluded as spam", 1), ("used", 1)]


def test_a_work_order_under_a_contact_is_no_new_contact() -> None:
    rows = tickets({"ticket_id": "1"}, {"ticket_id": "2", "parent_id": "1", "contact_type": "workorder"})
    assert one(rows, "volume", "value", "n_excluded") == (1, 1)


def test_customers_without_an_id_are_counted_apart() -> None:
    rows = tickets({"customer_id": "a"}, {"customer_id": "a"}, {"customer_id": None})
    assert one(rows, "customers", "value", "n_excluded") == (1, 1)


def test_a_wait_counts_answered_contacts_only() -> None:
    rows = tickets(
        {"wait_s": 10, "is_answered": True},
        {"wait_s": 0, "is_answered": False},
        {"wait_s": 99, "is_abandoned": True},
        {"wait_s": 30},
        {"queued_at": DAY, "answered_at": DAY + timedelta(seconds=20)},
        {"wait_s": -5},
    )
    assert one(rows, "wait_mean", "value", "n", "n_excluded") == (20, 3, 1)


def test_durations_carry_the_open_ones() -> None:
    rows = tickets(
        day(0, resolved_at=DAY + timedelta(hours=2)),
        day(0, status="open"),
        day(0, status="closed", resolution_s=3600),
        day(0, status="resolved"),
    )
    assert one(rows, "rt_full_mean", "value", "n", "n_open", "n_excluded") == (5400, 2, 1, 1)


def test_first_response_starts_at_the_latest_of_creation_customer_and_hand_off() -> None:
    rows = tickets(
        day(0, bot_handoff_at=DAY + timedelta(seconds=60), first_response_at=DAY + timedelta(seconds=90)),
        day(0, first_customer_at=DAY + timedelta(seconds=10), first_response_at=DAY + timedelta(seconds=20)),
        day(0, initiator="agent", first_response_at=DAY + timedelta(seconds=1)),
        day(0, bot_handoff_at=DAY + timedelta(seconds=60), first_response_at=DAY + timedelta(seconds=30)),
        day(0),
    )
    assert one(rows, "frt_mean", "value", "n", "n_open", "n_excluded") == (20, 2, 1, 2)


def test_an_unreplied_record_is_a_miss_once_old_enough_and_left_out_before() -> None:
    rows = tickets(
        day(0, first_response_s=30), day(0, first_response_s=31), day(0), day(1),
        day(1, agent_msgs=2),
    )  # fmt: skip
    made = one(rows, "frt_within_30s", "value", "n", "n_excluded", as_of=DAY + timedelta(days=1, seconds=30))
    assert made == (pytest.approx(1 / 3, abs=1e-9), 3, 2)


def test_reply_rate_leaves_out_agent_started_wordless_and_bot_only_records() -> None:
    rows = tickets(
        {"agent_msgs": 1}, {"agent_msgs": 0}, {"agent_msgs": 3, "direction": "out"},
        {"agent_msgs": 0, "customer_msgs": 0}, {"agent_msgs": 0, "bot_msgs": 5},
    )  # fmt: skip
    assert one(rows, "reply_rate", "numerator", "denominator", "n_excluded") == (1, 2, 3)


def test_handled_takes_the_first_evidence_there_is() -> None:
    rows = tickets(
        {"is_answered": False, "agent_msgs": 4}, {"agent_msgs": 1}, {"answered_at": DAY}, {"first_response_at": DAY}, {}
    )
    assert one(rows, "handled") == (3, 3)


def test_resolved_takes_the_first_evidence_there_is() -> None:
    rows = tickets(
        {"is_resolved": False, "status": "closed"}, {"status": "closed"}, {"status": "open"}, {"resolved_at": DAY}
    )
    assert one(rows, "resolution_rate", "value", "n") == (0.5, 4)


def test_one_touch_is_one_reply_without_transfer_or_reopening() -> None:
    solved = {"is_resolved": True, "agent_msgs": 1}
    rows = tickets(
        solved, solved | {"transfer_count": 1}, solved | {"reopen_count": 1}, solved | {"agent_msgs": 2},
        solved | {"agent_msgs": 5, "rounds": 1}, {"is_resolved": False, "agent_msgs": 1}, {"is_resolved": True},
    )  # fmt: skip
    assert one(rows, "fcr_touch", "numerator", "denominator", "n_excluded") == (2, 5, 1)


@pytest.mark.parametrize(("end", "expected"), [(13, (1, 2, 0)), (12.9, (0, 1, 1))])
def test_windowed_fcr_is_the_vector_of_easemob(end: float, expected: tuple[int, int, int]) -> None:
    rows = tickets(*(day(number, customer_id="138") for number in (0, 2, 10)))
    made = one(rows, "fcr_window_3d", "numerator", "denominator", "n_excluded", as_of=DAY + timedelta(days=end))
    assert made == expected


def test_repeats_run_from_resolution_and_need_a_ripe_record_with_a_customer() -> None:
    rows = tickets(
        day(0, customer_id="a", resolved_at=DAY + timedelta(days=5)), day(7, customer_id="a"),
        day(0, customer_id="b"), day(4, customer_id="b"), day(0), day(30, customer_id="c"),
    )  # fmt: skip
    made = one(rows, "repeat_rate_72h", "numerator", "denominator", "n_excluded")
    assert made == (1, 4, 2)


def test_contacts_of_one_moment_are_one_contact() -> None:
    rows = tickets(day(0, customer_id="a"), day(0, customer_id="a"), day(9, customer_id="x"))
    assert one(rows, "repeat_rate_72h", "numerator", "denominator") == (0, 2)


@pytest.mark.parametrize(
    ("scale", "scores", "top", "bottom"),
    [(5, [1, 2, 3, 4, 5], 2, 2), (None, [1, 2, 3, 4, 5], 2, 2), (3, [1, 2, 3], 1, 1), (2, [1, 2], 1, 1),
     (10, [0, 9], 1, 1)],
)  # fmt: skip
def test_the_boxes_of_each_scale(scale: int | None, scores: list[int], top: int, bottom: int) -> None:
    rows = tickets(*({"csat": score, "csat_scale": scale} for score in scores), {"csat": None, "csat_scale": scale})
    assert one(rows, "csat_pct", "numerator", "denominator") == (top, len(scores))
    assert one(rows, "dsat", "numerator", "denominator") == (bottom, len(scores))


def test_a_score_outside_its_scale_is_left_out() -> None:
    rows = tickets({"csat": 6}, {"csat": 0}, {"csat": 5}, {"csat": None})
    assert one(rows, "csat_mean", "value", "n", "n_excluded") == (5, 1, 2)


def test_mixed_scales_are_mapped_onto_one_to_five() -> None:
    rows = tickets({"csat": 10, "csat_scale": 10}, {"csat": 1, "csat_scale": 5})
    assert one(rows, "csat_mean") == (3, 2)
    assert one(tickets({"csat": 10, "csat_scale": 10}), "csat_mean") == (10, 1)
    lowest = tickets({"csat": 0, "csat_scale": 10}, {"csat": 1, "csat_scale": 5})
    assert one(lowest, "csat_mean") == (1, 2)


def test_ratings_of_three_add_up_exactly() -> None:
    rows = tickets(*[{"csat": 2, "csat_scale": 3}] * 3)
    assert one(rows, "csat_100_max", "value", "numerator") == (66.6666667, 200)


def test_nps_and_its_multinomial_interval() -> None:
    rows = tickets(*({"nps": score} for score in [10] * 50 + [8] * 30 + [3] * 20), {"nps": 11})
    value, n, low, high, out = one(rows, "nps", "value", "n", "lo", "hi", "n_excluded")
    assert (value, n, out) == (30, 100, 1)
    half = 100 * 1.959963984540054 * ((0.5 + 0.2 - 0.09) / 100) ** 0.5
    assert (low, high) == (pytest.approx(30 - half), pytest.approx(30 + half))


def test_ces_is_out_of_seven() -> None:
    assert one(tickets({"ces": 7}, {"ces": 4}, {"ces": 8}), "ces", "value", "n", "n_excluded") == (5.5, 2, 1)


def test_short_abandons_are_not_offered() -> None:
    rows = tickets(
        {"wait_s": 20, "is_answered": True}, {"wait_s": 21, "is_answered": True}, {"wait_s": 60, "is_abandoned": True},
        {"wait_s": 4, "is_abandoned": True}, {"wait_s": None, "is_answered": True}, {"is_answered": False},
    )  # fmt: skip
    assert one(rows, "service_level_20s", "numerator", "denominator", "n_excluded") == (1, 4, 2)
    assert one(rows, "abandon_rate", "numerator", "denominator") == (2, 6)


def test_an_overdue_open_record_has_breached_and_a_young_one_is_out() -> None:
    rows = tickets(
        day(0, sla_due_at=DAY, resolved_at=DAY), day(0, sla_due_at=DAY + timedelta(days=1)),
        day(0, sla_due_at=DAY + timedelta(days=9)), day(2, sla_met=True), day(0),
    )  # fmt: skip
    assert one(rows, "sla_rate", "numerator", "denominator", "n_excluded") == (2, 3, 1)


def test_money_is_summed_exactly() -> None:
    rows = tickets(*({"refund_amount": 0.1} for _ in range(10)), {"refund_amount": None})
    assert one(rows, "refund_amount") == (1.0, 10)


def test_a_cost_is_shared_by_the_handled_records_that_have_one() -> None:
    rows = tickets(
        {"cost": 3, "agent_msgs": 1}, {"cost": 5, "agent_msgs": 2}, {"cost": 9, "agent_msgs": 0}, {"agent_msgs": 1}
    )
    assert one(rows, "cost_per_contact", "value", "n", "n_excluded") == (4, 2, 1)


def test_a_ratio_of_nothing_is_null() -> None:
    assert one(tickets({"agent_msgs": 3, "customer_msgs": 0}), "aq_ratio") == (None, 1)
    assert one(tickets({"agent_msgs": 3, "customer_msgs": 2}), "aq_ratio") == (1.5, 1)


def test_medians_have_no_interval_below_six_values() -> None:
    rows = tickets(*({"talk_s": second} for second in range(1, 6)))
    assert one(rows, "talk_p50", "value", "lo", "hi") == (3, None, None)
    assert one(rows, "talk_mean", "value", "lo") == (3, pytest.approx(1.0367568, abs=1e-6))
    rows = tickets(*({"talk_s": second} for second in range(1, 7)))
    assert one(rows, "talk_p50", "value", "lo", "hi") == (3.5, 1, 6)


@pytest.mark.parametrize("kpi", [kpi for kpi in CATALOGUE if kpi.of == "ticket"], ids=lambda kpi: kpi.id)
def test_the_fields_a_metric_needs_are_among_those_it_reads(kpi: Any) -> None:
    read = set(stage([kpi.id]).needs)
    assert all(name in read for need in kpi.needs for name in need.replace("+", "|").split("|"))


def test_now_is_the_latest_creation_so_that_one_mistyped_time_ages_nothing() -> None:
    rows = tickets(day(0, customer_id="a", resolved_at=datetime(2126, 1, 1)), day(1, customer_id="b"))
    assert one(rows, "fcr_window_7d", "denominator", "n_excluded") == (0, 2)


def test_a_record_that_ended_before_it_began_is_in_no_backlog() -> None:
    rows = tickets(day(0, resolved_at=datetime(2020, 1, 1)), day(0))
    assert one(rows, "backlog", "value", period="month") == (1,)


def test_a_channel_that_never_times_a_first_reply_has_no_rate_of_it() -> None:
    calls = [day(0, channel="call", is_answered=answered) for answered in (True, True, False)]
    chats = [day(0, channel="chat", first_response_s=10.0), day(0, channel="chat")]
    rows = tickets(*calls, *chats, day(9, channel="chat", first_response_s=99.0))
    assert one(rows, "frt_within_30s", "value", "n", "n_excluded") == (pytest.approx(1 / 3), 3, 3)
    by_channel = stage(["frt_within_30s"], by=["channel"]).apply(rows).rows.collect()
    assert by_channel.select("channel", "value", "n").rows()[0] == ("call", None, 0)


def test_what_nobody_knows_to_be_answered_is_neither_answered_nor_missed() -> None:
    chats = [day(0, channel="chat")] * 3
    calls = [day(0, channel="call", is_answered=True), day(0, channel="call", wait_s=40.0)]
    assert one(tickets(*chats, *calls), "answer_rate", "value", "n", "n_excluded") == (0.5, 2, 3)
