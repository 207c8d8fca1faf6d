"""Cohorts: who comes back, when, and what is not known yet."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels import rfm
from cstools.kernels.rfm.clv import Clv
from cstools.kernels.rfm.cohort import COLUMNS

ROWS = [
    ("a", "2025-08-03", 10.0), ("a", "2025-08-30", 5.0), ("a", "2025-10-02", 4.0),
    ("b", "2025-08-09", 20.0),
    ("c", "2025-09-01", 8.0), ("c", "2025-10-31", 1.0),
]  # fmt: skip


def orders(rows: list[tuple[str, str, float]], **more: list[object]) -> pl.LazyFrame:
    who, days, amounts = (list(column) for column in zip(*rows, strict=True))
    times = [datetime.fromisoformat(day) for day in days]
    return pl.LazyFrame({"customer_id": who, "ordered_at": times, "amount": amounts, **more})


def table(lf: pl.LazyFrame, period: str = "month", as_of: str | None = None, **more: object) -> pl.DataFrame:
    moment = None if as_of is None else datetime.fromisoformat(as_of)
    return rfm.stage(cohort=period, as_of=moment, **more).apply(lf).rows.collect()


def test_by_month() -> None:
    rows = table(orders(ROWS)).select(
        "cohort", "since", "size", "active", "repurchased", "monetary", "buyers", "returned"
    )
    assert rows.rows() == [
        ("2025-08", 0, 2, 2, 1, 35.0, 2, 2),
        ("2025-08", 1, 2, 0, 1, 0.0, 2, 0),
        ("2025-08", 2, 2, 1, 1, 4.0, 2, 1),
        ("2025-09", 0, 1, 1, 0, 8.0, 1, 1),
        ("2025-09", 1, 1, 1, 1, 1.0, 1, 1),
        ("2025-09", 2, 1, None, None, None, 1, None),
    ]


def test_rates_are_null_where_nothing_was_observed() -> None:
    last = table(orders(ROWS)).filter(cohort="2025-09", since=2).row(0, named=True)
    null = {name for name, value in last.items() if value is None}
    assert null == set(COLUMNS) - {"cohort", "since", "period", "as_of", "size", "buyers"}
    assert last["period"] == "2025-11"


def test_retention_and_churn_add_up_to_one() -> None:
    rows = table(orders(ROWS)).filter(pl.col("retention").is_not_null())
    assert (rows["retention"] + rows["churn"]).to_list() == [1.0] * rows.height
    assert rows.filter(cohort="2025-08", since=2)["retention"].item() == 0.5


@pytest.mark.parametrize(
    ("as_of", "partial"),
    [(None, True), ("2025-10-31T23:59:59", False), ("2025-10-31T23:59:58", True), ("2025-11-01T00:00:00", False)],
)
def test_a_period_that_has_not_ended_is_partial(as_of: str | None, partial: bool) -> None:
    rows = table(orders(ROWS), as_of=as_of).filter(period="2025-10", cohort="2025-08")
    assert rows["partial"].to_list() == [partial]


@pytest.mark.parametrize(
    ("period", "cohorts"),
    [
        ("week", ["2025-W31", "2025-W32", "2025-W36"]),
        ("month", ["2025-08", "2025-09"]),
        ("quarter", ["2025-Q3"]),
        ("year", ["2025"]),
    ],
)
def test_periods(period: str, cohorts: list[str]) -> None:
    rows = table(orders(ROWS), period)
    assert sorted(set(rows["cohort"])) == cohorts
    assert rows.group_by("cohort").agg(pl.col("size").first())["size"].sum() == 3


def test_weeks_go_on_over_the_end_of_a_year() -> None:
    rows = table(orders([("a", "2025-12-29", 1.0), ("a", "2026-01-05", 1.0)]), "week")
    assert rows.select("cohort", "period", "active").rows() == [
        ("2026-W01", "2026-W01", 1),
        ("2026-W01", "2026-W02", 1),
    ]


def test_lines_of_one_order_are_one_purchase() -> None:
    lf = orders([("a", "2025-08-03", 1.0), ("a", "2025-08-03", 1.0)], order_id=["1", "1"])
    assert table(lf)["repurchased"].to_list() == [0]


def test_money_given_back_is_taken_off_when_it_went_back_and_is_no_order() -> None:
    lf = orders([("a", "2025-08-03", 9.0), ("a", "2025-09-03", -4.0)])
    rows = table(lf, as_of="2025-10-31")
    assert rows.select("active", "monetary").rows() == [(1, 9.0), (0, -4.0), (0, 0.0)]
    assert table(lf, as_of="2025-10-31", monetary="gross")["monetary"].to_list() == [9.0, 0.0, 0.0]


def test_no_orders_give_a_header() -> None:
    empty = table(orders(ROWS).filter(pl.lit(value=False)))
    assert (empty.columns, empty.height) == (list(COLUMNS), 0)


@pytest.mark.parametrize(
    "options",
    [
        {"cohort": "month", "summarise": True},
        {"cohort": "month", "clv": Clv()},
        {"tickets": pl.DataFrame(), "clv": Clv()},
    ],
)
def test_one_table_at_a_time(options: dict[str, object]) -> None:
    with pytest.raises(Usage) as error:
        rfm.stage(**options)  # type: ignore[arg-type]
    assert error.value.key == "rfm.tables"


PURCHASES = st.lists(
    st.tuples(st.sampled_from("abcd"), st.dates(datetime(2025, 1, 1).date(), datetime(2025, 12, 31).date()).map(str),
              st.floats(0.5, 99)),
    min_size=1, max_size=25,
)  # fmt: skip


@settings(max_examples=40)
@given(PURCHASES, st.integers(0, 9), st.sampled_from(["week", "month", "quarter"]))
def test_the_order_of_rows_changes_nothing_and_everybody_is_counted(
    rows: list[tuple[str, str, float]], seed: int, period: str
) -> None:
    lf = orders(rows)
    found = table(lf, period)
    assert table(lf.collect().sample(fraction=1, shuffle=True, seed=seed).lazy(), period).equals(found)
    first = found.filter(since=0)
    assert first["size"].sum() == len({who for who, _, _ in rows})
    assert (first["active"] == first["size"]).all()
    assert (found["active"].fill_null(0) <= found["size"]).all()
    assert found["monetary"].sum() == pytest.approx(
        lf.select((pl.col("amount") * 1e4).round().sum()).collect().item() / 1e4
    )
    by_buyers = found.filter(since=1).drop_nulls("returned")
    assert (by_buyers["returned"] >= by_buyers["active"]).all()
