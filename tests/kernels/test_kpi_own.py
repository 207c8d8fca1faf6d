"""Metrics of one's own: each kind gives what the catalogue's metric of that kind gives, over records of every kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes
from cstools.kernels.kpi import stage
from cstools.kernels.kpi.measures.own import prepared
from cstools.model.catalogue import Kpi
from cstools.model.own_metrics import KEYS, KINDS, NEEDS, OF, from_toml

TICKETS = pl.LazyFrame(
    {
        "csat": [5.0, 4.0, 2.0, None, 3.0, 5.0],
        "nps": [10, 9, 0, None, 8, 7],
        "talk_s": [10.0, 20.5, 300.0, None, 5.0, 60.0],
        "is_answered": [True] * 6,
        "agent_msgs": [1, 2, 3, 4, None, 6],
        "customer_msgs": [1, 1, 2, 2, 3, 3],
        "refund_amount": [0.1, 0.2, None, 5.0, None, None],
    },
    schema_overrides=dtypes("ticket"),
)
ORDERS = pl.DataFrame(
    {
        "order_id": ["1", "1", "2", "3"],
        "shop": ["甲", "甲", "乙", None],
        "quantity": [1.0, 2.0, 3.0, 4.0],
        "paid_amount": [9.9, 0.1, 20.0, None],
        "paid_at": [datetime(2025, 10, 1)] * 2 + [datetime(2025, 10, 2), None],
        "ordered_at": [datetime(2025, 10, 1)] * 2 + [datetime(2025, 10, 2), datetime(2025, 11, 2)],
    },
    schema_overrides={name: dtypes("order")[name] for name in ("quantity", "paid_amount", "paid_at", "ordered_at")},
)


def defined(text: str) -> dict[str, Kpi]:
    return prepared(from_toml(text, "own.toml"))


def figures(text: str, metrics: list[str], given: pl.LazyFrame = TICKETS, **options: Any) -> pl.DataFrame:
    return stage(metrics, own=defined(text), **options).apply(given).rows.collect()


@pytest.mark.parametrize(
    ("text", "metric", "same"),
    [
        ('kind = "rate"\nnum = "csat >= 4"\nden = "csat IS NOT NULL"', "mine", "csat_pct"),
        ('kind = "mean"\nvalue = "customer_msgs + agent_msgs"', "mine", "msgs_per_ticket"),
        ('kind = "duration"\nvalue = "talk_s"', "mine_mean", "talk_mean"),
        ('kind = "duration"\nvalue = "talk_s"', "mine_p90", "talk_p90"),
        ('kind = "quantile"\nvalue = "talk_s"', "mine", "talk_p50"),
        ('kind = "quantile"\nvalue = "talk_s"', "mine_p75", "talk_p75"),
        ('kind = "ratio"\nnum = "agent_msgs"\nden = "customer_msgs"', "mine", "aq_ratio"),
        ('kind = "sum"\nvalue = "refund_amount"\nunit = "yuan"', "mine", "refund_amount"),
        ('kind = "count"\nwhere = "is_answered"', "mine", "handled"),
        (
            'kind = "index"\nvalue = "CASE WHEN nps >= 9 THEN 1 WHEN nps <= 6 THEN -1 ELSE 0 END"\n'
            'where = "nps IS NOT NULL"', "mine", "nps",
        ),
    ],
)  # fmt: skip
def test_each_kind_gives_what_the_catalogue_gives(text: str, metric: str, same: str) -> None:
    made = figures(f"[mine]\n{text}", [metric, same])
    columns = ["value", "unit", "n", "numerator", "denominator", "lo", "hi"]
    mine, theirs = made.select(columns).rows()
    assert mine == theirs
    assert mine[0] is not None


def test_an_answer_that_is_no_side_is_left_out_of_an_index() -> None:
    made = figures('[mine]\nkind = "index"\nvalue = "csat - 3"', ["mine"]).select("value", "n", "n_excluded")
    assert made.rows() == [(0.0, 3, 2)]  # 4, 2 and 3; 5 and 5 are 2


@pytest.mark.parametrize("main", [True, False], ids=["as the input", "beside tickets"])
def test_other_records_are_counted_as_they_are(main: bool) -> None:
    text = """
[lines]
kind = "count"
of = "order"
[items]
kind = "sum"
of = "order"
value = "quantity"
[dear]
kind = "rate"
of = "order"
num = "paid_amount > 5"
den = "paid_amount IS NOT NULL"
"""
    given, options = (ORDERS.lazy(), {}) if main else (TICKETS, {"beside": {"order": ORDERS}})
    made = figures(text, ["lines", "items", "dear"], given, **options).select("metric", "value", "n").rows()
    assert made == [("lines", 4.0, 4), ("items", 10.0, 4), ("dear", 0.666666667, 3)]


def test_other_records_are_dated_and_grouped_by_their_own_fields() -> None:
    text = '[lines]\nkind = "count"\nof = "order"'
    made = figures(text, ["lines", "orders_paid"], ORDERS.lazy(), by=["shop"], period="month")
    assert made.select("period", "shop", "metric", "value").rows() == [
        ("2025-10", "乙", "lines", 1.0), ("2025-10", "乙", "orders_paid", 1.0),
        ("2025-10", "甲", "lines", 2.0), ("2025-10", "甲", "orders_paid", 1.0),
        ("2025-11", None, "lines", 1.0), ("2025-11", None, "orders_paid", 0.0),
    ]  # fmt: skip
    with pytest.raises(Usage, match=r"kpi\.group_side"):
        figures(text, ["lines"], ORDERS.lazy(), by=["team"])


def test_the_records_behind_one_of_other_records() -> None:
    text = '[dear]\nkind = "rate"\nof = "order"\nnum = "paid_amount > 5"\nden = "paid_amount IS NOT NULL"'
    made = figures(text, [], ORDERS.lazy(), rows="dear")
    assert made["part"].to_list() == ["numerator", "denominator", "numerator", "excluded"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[x]\nkind = "count"\nof = "stat"', "define.choice"),
        ('[x]\nkind = "median"\nvalue = "csat"', "define.choice"),
        ('[x]\nkind = "sum"\nvalues = "csat"', "define.key"),
        ('[x]\nkind = "sum"', "define.lacks"),
    ],
)
def test_what_is_wrong_is_named(text: str, key: str) -> None:
    with pytest.raises(Usage) as caught:
        defined(text)
    assert caught.value.key == key


def test_a_quantile_of_ones_own_has_no_mean() -> None:
    with pytest.raises(Usage, match=r"kpi\.metric"):
        figures('[mine]\nkind = "quantile"\nvalue = "talk_s"', ["mine_mean"])


def test_every_key_kind_and_record_is_told() -> None:
    assert list(KINDS) == list(NEEDS)
    assert all(kind in KEYS["of"] for kind in OF)
