"""RFM: which lines count, how they are summed, scored and put into segments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels import rfm
from cstools.kernels.rfm.scores import Cut, Cutting, Tie, by_rank, segment_of
from cstools.kernels.stage import Result
from cstools.model.rules import RULES
from cstools.model.segments import CN8, GRID10, SCHEMES

DATA = Path(__file__).parents[3] / "shared" / "data"
START = datetime(2025, 10, 1)


def orders(**columns: Sequence[object]) -> pl.LazyFrame:
    n = len(next(iter(columns.values())))
    base: dict[str, Sequence[object]] = {"customer_id": ["c"] * n, "ordered_at": [START] * n, "amount": [10.0] * n}
    return pl.LazyFrame({**base, **columns}, strict=False)


def one(lf: pl.LazyFrame, column: str, **options: object) -> object:
    return rfm.stage(**options).apply(lf).rows.select(column).collect().item()  # type: ignore[arg-type]


def notes(result: Result) -> dict[str, int]:
    assert result.counts is not None
    return dict(result.counts.collect().rows())


def test_a_customer_in_full() -> None:
    lf = orders(customer_id=["c", "c", "d"], ordered_at=[START, START + timedelta(days=3), START + timedelta(days=10)])
    row = rfm.stage(cut="mean").apply(lf).rows.collect().row(0, named=True)
    assert row == {
        "customer_id": "c", "as_of": START + timedelta(days=10), "orders": 2, "recency_d": 7.0, "frequency": 2,
        "monetary": 20.0, "r": 0, "f": 1, "m": 1, "segment": "重要保持客户", "reason": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"order_id": ["1", "1", "2"]}, 2),
        ({"order_id": ["1", None, None]}, 3),
        ({"order_id": ["1", "2", "3"], "parent_order_id": ["p", "p", None]}, 2),
        ({"amount": [1.0, 1.0, 1.0]}, 3),
        ({"amount": [1.0, 1.0, -1.0]}, 2),
        ({"amount": [1.0, 0.0, 0.0]}, 3),
    ],
)
def test_what_an_order_is(columns: dict[str, list[object]], expected: int) -> None:
    assert one(orders(**columns), "orders") == expected


def test_how_orders_were_counted_is_said() -> None:
    assert notes(rfm.stage().apply(orders(order_id=["1", "1"])))["orders (by order id)"] == 1
    assert notes(rfm.stage().apply(orders(amount=[1.0, 1.0])))["orders (one a line)"] == 2


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"customer_id": ["c", None]}, "no customer"),
        ({"customer_id": ["c", "t**1"]}, "customer masked"),
        ({"ordered_at": [START, None]}, "no time"),
        ({"amount": [1.0, None]}, "no amount"),
        ({"paid_amount": [10.0, 0.0], "paid_at": [START, None]}, "unpaid"),
        ({"paid_at": [START, None]}, "unpaid"),
        ({"paid_amount": [10.0, 0.0]}, "unpaid"),
    ],
)
def test_what_is_left_out(columns: dict[str, list[object]], reason: str) -> None:
    result = rfm.stage().apply(orders(**columns))
    assert result.rows.collect()["orders"].to_list() == [1]
    assert notes(result) == {
        "used": 1,
        f"left out ({reason})": 1,
        "customers without a segment": 0,
        "orders (one a line)": 1,
    }


@pytest.mark.parametrize(
    "columns",
    [
        {"paid_amount": [0.0], "paid_at": [START]},
        {"paid_amount": [0.0], "paid_at": [None], "refund_amount": [10.0]},
        {"paid_amount": [8.0], "paid_at": [None]},
        {"paid_amount": [0.0], "amount": [0.0]},
    ],
)
def test_what_is_paid(columns: dict[str, list[object]]) -> None:
    assert one(orders(**columns), "orders") == 1


def test_orders_after_as_of_do_not_count() -> None:
    lf = orders(ordered_at=[START, START + timedelta(days=9)])
    result = rfm.stage(as_of=START + timedelta(days=2)).apply(lf)
    assert result.rows.select("orders", "recency_d").collect().rows() == [(1, 2.0)]
    assert notes(result)["left out (after --as-of)"] == 1


def test_an_unpaid_order_can_be_the_latest_time_in_the_data() -> None:
    lf = orders(ordered_at=[START, START + timedelta(days=9)], paid_at=[START, None])
    assert one(lf, "recency_d") == 9.0


@pytest.mark.parametrize(
    ("amount", "paid", "refund", "status", "net", "gross"),
    [
        (100.0, 90.0, None, None, 90.0, 90.0),
        (100.0, None, None, None, 100.0, 100.0),
        (100.0, 100.0, 30.0, None, 70.0, 100.0),
        (100.0, 70.0, 30.0, None, 70.0, 100.0),
        (100.0, 0.0, 100.0, None, 0.0, 100.0),
        (100.0, 5.0, 60.0, None, 5.0, 65.0),
        (100.0, 100.0, -30.0, None, 70.0, 100.0),
        (100.0, 100.0, None, "退款成功", 0.0, 100.0),
        (100.0, 100.0, 40.0, "退款成功", 60.0, 100.0),
        (-20.0, None, None, None, -20.0, 0.0),
        (0.3, 0.3, 0.1, None, 0.2, 0.3),
    ],
)
def test_money(
    amount: float, paid: float | None, refund: float | None, status: str | None, net: float, gross: float
) -> None:
    lf = orders(amount=[amount], paid_amount=[paid], refund_amount=[refund], status=[status]).cast(
        {"paid_amount": pl.Float64, "refund_amount": pl.Float64, "status": pl.String}
    )
    assert one(lf, "monetary") == net
    assert one(lf, "monetary", monetary="gross") == gross


def test_who_gave_everything_back_has_no_segment_and_moves_no_cut() -> None:
    lf = orders(customer_id=["a", "b", "z"], amount=[10.0, 20.0, 5000.0], refund_amount=[None, None, 5000.0])
    result = rfm.stage(cut="mean").apply(lf)
    rows = result.rows.select("customer_id", "m", "segment", "reason").collect().rows()
    assert rows == [("a", 0, "一般挽留客户", None), ("b", 1, "重要挽留客户", None), ("z", None, None, rfm.REFUNDED)]
    assert notes(result)["customers without a segment"] == 1
    assert rfm.REFUNDED in RULES
    gross = rfm.stage(cut="mean", monetary="gross").apply(lf).rows.collect()
    assert gross["segment"].null_count() == 0


def test_only_money_given_back_is_no_customer_of_a_segment() -> None:
    row = rfm.stage().apply(orders(amount=[-5.0])).rows.collect().row(0, named=True)
    assert (row["orders"], row["recency_d"], row["monetary"], row["reason"]) == (0, None, -5.0, rfm.REFUNDED)


def test_join_writes_the_tickets_in_their_order() -> None:
    tickets = pl.DataFrame({"ticket_id": ["2", "1", "3"], "customer_id": ["x", "c", None], "segment": ["old"] * 3})
    rows = rfm.stage(cut="mean", tickets=tickets).apply(orders(amount=[1.0])).rows.collect()
    assert rows.rows() == [("2", "x", None), ("1", "c", "一般挽留客户"), ("3", None, None)]


def test_summary_adds_up() -> None:
    lf = orders(customer_id=["a", "a", "b", "z"], amount=[10.0, 20.0, 6.0, 5.0], refund_amount=[None, None, None, 5.0])
    table = rfm.stage(cut="mean", summarise=True).apply(lf).rows.collect()
    assert table["segment"].to_list() == ["重要保持客户", "一般挽留客户", None]
    assert table.select("customers", "orders", "monetary").rows() == [(1, 2, 30.0), (1, 1, 6.0), (1, 1, 0.0)]
    assert table["share"].sum() == pytest.approx(1, abs=1e-5)
    assert table.select("r_cut", "f_cut", "m_cut").rows() == [(0.0, 1.5, 18.0)] * 3
    assert table.select("monetary_min", "monetary_max").rows() == [(30.0, 30.0), (6.0, 6.0), (None, None)]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"scheme": "grid10", "cut": "mean"}, "rfm.scores"),
        ({"scheme": "grid10", "bins": 4}, "rfm.scores"),
        ({"summarise": True, "tickets": pl.DataFrame({"customer_id": ["c"]})}, "rfm.tables"),
    ],
)
def test_what_cannot_be_asked(options: dict[str, object], key: str) -> None:
    with pytest.raises(Usage) as error:
        rfm.stage(**options)  # type: ignore[arg-type]
    assert error.value.key == key


def test_records_that_are_no_orders() -> None:
    with pytest.raises(Usage) as error:
        rfm.stage().apply(pl.LazyFrame({"ticket_id": ["T1"], "customer_id": ["c"]}))
    assert error.value.params == {"tool": "cs-rfm", "fields": "paid_amount/amount, ordered_at/paid_at"}


def test_no_orders_give_a_header() -> None:
    empty = orders(amount=[1.0]).filter(pl.lit(value=False))
    assert rfm.stage().apply(empty).rows.collect().columns == list(rfm.COLUMNS)
    assert rfm.stage(summarise=True).apply(empty).rows.collect().height == 0


def test_every_cell_of_the_grid_is_in_one_segment() -> None:
    cells = [(r, f) for r in range(1, 6) for f in range(1, 6)]
    assert all(sum(r in (s.r or ()) and f in (s.f or ()) for s in GRID10) == 1 for r, f in cells)
    assert set(CN8) == {f"{r}{f}{m}" for r in (0, 1) for f in (0, 1) for m in (0, 1)}
    grid = pl.DataFrame({"r": [r for r, _ in cells], "f": [f for _, f in cells], "m": [1] * 25})
    named = grid.select(segment_of(Cutting(scheme=SCHEMES["grid10"]))).to_series().to_list()
    assert dict(zip(cells, named, strict=True))[1, 5] == "cant_lose"
    assert set(named) == {segment.id for segment in GRID10}


def test_labels_are_for_people_and_ids_unique() -> None:
    ids = [box.id for scheme in SCHEMES.values() for box in scheme.boxes]
    assert len(ids) == len(set(ids)) == 18
    zh, en = (SCHEMES["cn8"].labels(lang)["重要价值客户"] for lang in ("zh", "en"))
    assert (SCHEMES["grid10"].labels("zh")["new"], zh, en) == ("新客户", "重要价值客户", "Key: valued")


@settings(max_examples=100, deadline=None)
@given(
    values=st.lists(st.one_of(st.none(), st.integers(-5, 5)), min_size=1, max_size=30),
    bins=st.integers(2, 9),
    tie=st.sampled_from(["min", "max", "average"]),
)
def test_ties_share_a_score_and_more_is_never_less(values: list[int | None], bins: int, tie: Tie) -> None:
    scores = pl.DataFrame({"v": values}, schema={"v": pl.Int64}).select(by_rank(pl.col("v"), bins, tie)).to_series()
    pairs = sorted({(v, s) for v, s in zip(values, scores.to_list(), strict=True) if v is not None})
    assert len(pairs) == len({v for v, _ in pairs})
    assert [s for _, s in pairs] == sorted(s for _, s in pairs)
    assert all(1 <= s <= bins for _, s in pairs)
    assert scores.null_count() == values.count(None)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from("abcde"), st.integers(0, 30), st.floats(0, 99), st.floats(0, 99)), min_size=1,
        max_size=25,
    ),
    seed=st.integers(0, 99),
    cut=st.sampled_from(["quantile", "mean", "median", "kmeans"]),
    summarise=st.booleans(),
)  # fmt: skip
def test_the_order_of_rows_changes_nothing(
    rows: list[tuple[str, int, float, float]], seed: int, cut: Cut, summarise: bool
) -> None:
    who, days, amounts, refunds = (list(column) for column in zip(*rows, strict=True))
    times = [START + timedelta(days=day) for day in days]
    lf = orders(customer_id=who, ordered_at=times, amount=amounts, refund_amount=refunds)
    stage = rfm.stage(cut=cut, summarise=summarise)
    out = stage.apply(lf).rows.collect()
    shuffled = lf.collect().sample(fraction=1, shuffle=True, seed=seed).lazy()
    assert stage.apply(shuffled).rows.collect().equals(out)
    assert notes(stage.apply(lf))["used"] == len(rows)


cdnow = pytest.mark.skipif(not (DATA / "cdnow").exists(), reason="the CDNOW file is not here")


def purchases() -> pl.LazyFrame:
    lines = (DATA / "cdnow" / "CDNOW_master.txt").read_text("ascii").splitlines()[1:]
    parts = pl.Series("parts", lines).str.extract_all(r"\S+").to_frame().lazy()
    return parts.select(
        pl.col("parts").list.get(0).alias("customer_id"),
        pl.col("parts").list.get(1).str.to_datetime("%Y%m%d", time_unit="us").alias("ordered_at"),
        pl.col("parts").list.get(3).cast(pl.Float64).alias("amount"),
    )


def by_day() -> pl.LazyFrame:
    day = pl.format("{}-{}", "customer_id", pl.col("ordered_at").dt.to_string("%Y%m%d"))
    return purchases().with_columns(day.alias("order_id"))


@cdnow
def test_cdnow() -> None:
    result = rfm.stage().apply(purchases())
    rows = result.rows.collect()
    assert (rows.height, rows["orders"].sum()) == (23_570, 69_659)
    assert rows["orders"].value_counts().filter(orders=1)["count"].item() == 11_908
    assert round(rows["monetary"].sum(), 2) == 2_500_315.63


@cdnow
@pytest.mark.parametrize(
    ("tie", "counts"),
    [
        ("min", {1: 12054, 3: 4040, 4: 3641, 5: 3835}),
        ("max", {3: 12054, 4: 6245, 5: 5271}),
        ("average", {2: 12054, 3: 4040, 4: 2205, 5: 5271}),
    ],
)
def test_cdnow_scores_by_tie_rule_over_purchase_days(tie: Tie, counts: dict[int, int]) -> None:
    rows = rfm.stage(tie=tie, scheme="grid10").apply(by_day()).rows.collect()
    assert dict(rows["f"].value_counts().rows()) == counts
    assert rows["segment"].null_count() == 0


@cdnow
@pytest.mark.parametrize(
    ("options", "valued"), [({"cut": "mean"}, 4_604), ({"cut": "median"}, 8_846), ({"tie": "max"}, 7_255)]
)
def test_cdnow_eight_segments(options: dict[str, str], valued: int) -> None:
    table = rfm.stage(summarise=True, **options).apply(by_day()).rows.collect()  # type: ignore[arg-type]
    assert table.filter(segment="重要价值客户")["customers"].to_list() == [valued]
    assert table["customers"].sum() == 23_570


@pytest.mark.skipif(not (DATA / "tmall_orders").exists(), reason="the Tmall file is not here")
def test_tmall_paid_amount_is_net_of_refunds() -> None:
    table = pl.read_csv(DATA / "tmall_orders" / "tmall_order_report.csv", infer_schema=False)
    table.columns = ["order_id", "amount", "paid_amount", "region", "ordered_at", "paid_at", "refund_amount"]
    lf = table.lazy().with_columns(
        pl.col("amount", "paid_amount", "refund_amount").cast(pl.Float64),
        pl.col("ordered_at", "paid_at").str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us"),
        pl.lit("everyone").alias("customer_id"),
    )
    assert notes(rfm.stage().apply(lf))["used"] == 24_087
    assert one(lf, "monetary") == 1_902_487.15
    assert one(lf, "monetary", monetary="gross") == pytest.approx(1_902_487.15 + 572_335.92, abs=1e-4)
