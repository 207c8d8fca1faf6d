"""`--rows`: the records behind a figure add up to it, none is lost, and every one left out says why."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.kpi import stage
from cstools.model.catalogue import CATALOGUE, Kpi
from cstools.model.why import WHY
from tests.kernels.kpis import DRAWN, LATER, TICKET, Row, at, excluded, figures, records, tickets

PERSONS = {"customers", "repeat_complaint", "buyers", "agent_days"}
"""What counts people once: a figure's n is no number of records."""
OWN = [kpi for kpi in CATALOGUE if kpi.of == "ticket" and not kpi.beside]
SIDES = [kpi for kpi in CATALOGUE if kpi.of in DRAWN and kpi.of != "ticket" and not kpi.beside]
few = settings(max_examples=6, phases=[Phase.generate])  # a second each: a failure is not worth minutes of shrinking


def behind(metric: str, rows: pl.LazyFrame, **options: Any) -> pl.DataFrame:
    return stage([], rows=metric, **options).apply(rows).rows.collect()


def asked(kpi: Kpi) -> str:
    """One figure of a metric."""
    return f"{kpi.name}_mean" if kpi.kind == "duration" else kpi.name


def check(kpi: Kpi, made: pl.DataFrame, figure: pl.DataFrame, n: int) -> None:
    """The parts add up to the records, and to the figure; what is out says why, what is in does not."""
    parts = dict(made.group_by("part").len().rows())
    told, counted = parts.get("numerator", 0), parts.get("numerator", 0) + parts.get("denominator", 0)
    assert counted + parts.get("excluded", 0) == n, kpi.id
    assert made.filter((pl.col("part") == "excluded") == pl.col("why").is_null()).is_empty(), kpi.id
    if kpi.id not in PERSONS and not (kpi.of == "message" and not kpi.adds):
        # of no records at all there is no figure
        row = figure.row(0, named=True) if figure.height else {"n": 0, "value": None, "numerator": None}
        assert counted == row["n"], kpi.id
        if kpi.kind == "rate":
            assert told == (row["numerator"] or 0), kpi.id
        elif kpi.kind in ("sum", "duration"):
            whole = made["value"].sum()
            each = 1 if kpi.kind == "sum" else row["n"]
            assert whole == pytest.approx((row["value"] or 0) * each), kpi.id


def unasked(kpi: Kpi, rows: list[Row]) -> bool:
    """Whether no survey asked for what a metric needs, which is then refused by name."""
    given = stage([], rows=kpi.name, kind="survey")
    try:
        given.apply(frame("survey", rows))
    except Usage:
        return True
    return False


def frame(kind: str, rows: list[Row]) -> pl.LazyFrame:
    return records(kind, *rows).lazy()


@few
@given(st.lists(TICKET, min_size=1, max_size=30), st.sampled_from(["zh", "en"]))
def test_the_records_behind_every_figure_of_tickets_add_up_to_it(rows: list[Row], lang: str) -> None:
    given, options = frame("ticket", rows), {"as_of": LATER}
    whole = figures("all", given, **options)
    words = {told[lang == "en"] for told in WHY.values()}
    for kpi in OWN:
        made = behind(kpi.name, given, lang=lang, **options)
        check(kpi, made, whole.filter(pl.col("metric") == asked(kpi)), len(rows))
        assert set(made["why"].drop_nulls()) <= words, kpi.id


@few
@given(st.lists(TICKET, min_size=1, max_size=30))
def test_they_add_up_with_open_records_censored_and_some_struck(rows: list[Row]) -> None:
    given = frame("ticket", rows)
    options: dict[str, Any] = {"as_of": LATER, "exclusions": excluded("a|||||", "||b|2025-09-30|2025-10-01|csat_pct")}
    ids = ["volume", "frt", "rt_full", "csat_pct", "fcr_window_7d", "aq_ratio", "nps", "complaint_rate"]
    whole = figures(",".join(ids), given, **options)
    for kpi in OWN:
        if kpi.name in ids:
            made = behind(kpi.name, given, **options)
            check(kpi, made, whole.filter(pl.col("metric") == asked(kpi)), len(rows))
            assert behind(kpi.name, given, censored="km", **options).equals(made)


@pytest.mark.parametrize("kind", ["message", "order", "refund", "survey", "agent_state"])
def test_the_records_behind_every_figure_of_other_records_add_up_to_it(kind: str) -> None:
    @few
    @given(st.lists(DRAWN[kind], min_size=1, max_size=20))
    def holds(rows: list[Row]) -> None:
        given, options = frame(kind, rows), {"as_of": LATER, "kind": kind}
        for kpi in SIDES:
            if kpi.of == kind and not (kind == "survey" and unasked(kpi, rows)):
                whole = figures(asked(kpi), given, **options)
                made = behind(kpi.name, given, **options)
                check(kpi, made, whole, made.height)

    holds()


@few
@given(st.lists(TICKET, min_size=1, max_size=25), st.lists(DRAWN["order"], min_size=1, max_size=8))
def test_the_records_behind_a_conversion_add_up_to_it(rows: list[Row], orders: list[Row]) -> None:
    options: dict[str, Any] = {"as_of": LATER, "beside": {"order": records("order", *orders)}}
    for id_ in ("inquiry_conv_1d", "inquiry_sales_2d"):
        made = behind(id_, frame("ticket", rows), **options)
        whole = figures(id_, frame("ticket", rows), **options)
        kpi = next(kpi for kpi in CATALOGUE if id_.startswith(kpi.id))
        check(kpi, made, whole, len(rows))


@pytest.mark.parametrize(("lang", "index"), [("zh", 0), ("en", 1)])
@pytest.mark.parametrize(("kind", "metric", "key"), [
    ("message", "reply_within_taobao_3m", "hours"), ("message", "reply_within_taobao_3m", "bot_only"),
    ("message", "reply_rate_pdd_1h", "no_customer"), ("message", "art_rounds", "open"),
    ("order", "sales", "base"), ("refund", "refund_full", "negative"), ("survey", "nps", "off_scale"),
])  # fmt: skip
def test_why_of_other_records_is_said_in_words(kind: str, metric: str, key: str, lang: str, index: int) -> None:
    made = behind(metric, frame(kind, HAND[kind]), kind=kind, as_of=LATER, lang=lang)
    told = set(made["why"].drop_nulls())
    assert WHY[key][index] in told
    assert told <= {words[index] for words in WHY.values()}


HAND: dict[str, list[Row]] = {
    "message": [
        {"ticket_id": "S1", "sent_at": at(-7), "sender_role": "customer", "customer_id": "a"},
        {"ticket_id": "S1", "sent_at": at(-6), "sender_role": "agent"},
        {"ticket_id": "S2", "sent_at": at(4), "sender_role": "customer", "customer_id": "b", "text": "退款"},
        {"ticket_id": "S2", "sent_at": at(4), "sender_role": "bot", "text": "请看物流信息"},
        {"ticket_id": "S3", "sent_at": at(5), "sender_role": "customer", "customer_id": "c***"},
    ],
    "order": [{"order_id": "1", "paid_amount": 0.0, "amount": 5.0}, {"order_id": "2", "paid_amount": 5.0}],
    "refund": [{"refund_id": "1", "applied_at": at(1), "refunded_at": at(0)}],
    "survey": [{"survey_kind": "nps", "score": 11.0, "replied_at": at(1)}],
}


def test_the_rows_of_a_rate_by_hand() -> None:
    rows = tickets(
        {"ticket_id": "1", "csat": 5.0, "created_at": at(0)}, {"ticket_id": "2", "csat": 2.0, "created_at": at(0)},
        {"ticket_id": "3", "csat": 9.0, "created_at": at(1)}, {"ticket_id": "4", "created_at": at(2)},
        {"ticket_id": "5", "csat": 5.0, "is_spam": True, "created_at": at(3)}, {"ticket_id": "6", "csat": 5.0},
    )  # fmt: skip
    made = behind("csat_pct", rows, period="day", lang="en")
    assert made.select("ticket_id", "period", "part", "value", "why").rows() == [
        ("1", "2025-09-29", "numerator", None, None),
        ("2", "2025-09-29", "denominator", None, None),
        ("3", "2025-09-29", "excluded", None, "a score outside its scale"),
        ("4", "2025-09-29", "excluded", None, "not a record the denominator speaks of"),
        ("5", "2025-09-29", "excluded", None, "marked as spam"),
        ("6", None, "excluded", None, "without a date"),
    ]


def test_the_rows_of_a_duration_carry_their_value() -> None:
    rows = tickets(
        {"ticket_id": "1", "created_at": at(0), "resolved_at": at(2)}, {"ticket_id": "2", "created_at": at(0)},
        {"ticket_id": "3", "created_at": at(3), "resolved_at": at(2)},
    )  # fmt: skip
    made = behind("rt_full", rows, lang="en")
    assert made.select("part", "value", "why").rows() == [
        ("numerator", 7200, None), ("excluded", None, "not ended yet"), ("excluded", None, "ends before it begins")
    ]  # fmt: skip


def test_a_record_of_a_channel_that_never_times_a_reply_is_out_and_says_so() -> None:
    rows = tickets(
        {"channel": "call", "is_answered": False, "created_at": at(0)},
        {"channel": "chat", "first_response_s": 9.0, "created_at": at(0)},
    )
    for metric in ("frt_within_30s", "frt"):
        made = behind(metric, rows, as_of=LATER, lang="en")
        assert made.select("part", "why").rows() == [
            ("excluded", WHY["unclocked"][1]), ("numerator", None)
        ]  # fmt: skip


def test_records_outside_during_are_not_shown() -> None:
    rows = tickets({"ticket_id": "1", "created_at": at(0)}, {"ticket_id": "2", "created_at": at(48)})
    made = behind("volume", rows, during=(at(-8), at(16)))
    assert made["ticket_id"].to_list() == ["1"]


def test_the_rows_keep_the_fields_and_order_of_the_records() -> None:
    rows = tickets({"ticket_id": "9", "备注": "甲"}, {"ticket_id": "1", "备注": "乙"})
    made = behind("volume", rows)
    assert made.columns == ["ticket_id", "备注", "period", "metric", "part", "value", "why"]
    assert made["备注"].to_list() == ["甲", "乙"]


def test_what_is_made_of_two_figures_has_no_rows() -> None:
    order = {"order": records("order", {"order_id": "1", "paid_amount": 1.0})}
    with pytest.raises(Usage) as caught:
        behind("contacts_per_1k_orders", tickets({"ticket_id": "1"}), beside=order)
    assert (caught.value.key, caught.value.params["parts"]) == ("kpi.rows_two", "volume, orders_paid")
