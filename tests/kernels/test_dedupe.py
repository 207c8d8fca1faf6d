"""Dedupe: duplicates by key, their survivors, and what holds for any input."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels import dedupe
from cstools.kernels.dedupe.keys import Survivor
from cstools.kernels.stage import FIELD, FILE, LEVEL, LINE, RULE, VALUE
from cstools.model.rules import RULES

START = datetime(2025, 10, 1)


def tickets(*rows: tuple[object, ...]) -> pl.LazyFrame:
    names = ("ticket_id", "customer_id", "hours", "text", "csat")
    frame = pl.DataFrame([dict(zip(names, row, strict=False)) for row in rows], infer_schema_length=None)
    full = pl.DataFrame(schema={name: pl.Null for name in names})
    shaped = pl.concat([full, frame], how="diagonal_relaxed").with_columns(
        pl.col("ticket_id", "customer_id", "text").cast(pl.String), pl.col("csat").cast(pl.Float64)
    )
    return shaped.with_columns(
        (pl.lit(START) + pl.duration(minutes=pl.col("hours").cast(pl.Float64) * 60)).alias("created_at")
    ).drop("hours").lazy()  # fmt: skip


def test_the_newest_survives_and_the_other_names_it() -> None:
    lf = pl.LazyFrame(
        {"ticket_id": ["T1", "T1", "T2"], "updated_at": [START, START + timedelta(1), None], "csat": [1.0, 2.0, 3.0],
         FILE: ["a.csv", "b.csv", "a.csv"], LINE: [2, 7, 3]}
    )  # fmt: skip
    result = dedupe.stage().apply(lf)
    assert result.rows.select("ticket_id", "csat").collect().rows() == [("T1", 2.0), ("T2", 3.0)]
    assert result.rejects is not None
    side = result.rejects.collect()
    assert side.select(LEVEL, RULE, FIELD, VALUE, LINE, "csat").rows() == [
        ("merged", "key.same", "ticket_id", "T1 b.csv:7", 2, 1.0)
    ]


@pytest.mark.parametrize(("survivor", "csat"), [("newest", 3.0), ("oldest", 1.0), ("most-complete", 2.0)])
def test_survivors(survivor: Survivor, csat: float) -> None:
    lf = pl.LazyFrame(
        {"ticket_id": ["T1"] * 3, "created_at": [START + timedelta(n) for n in range(3)], "csat": [1.0, 2.0, 3.0],
         "agent": [None, "a", None], "repeat_of": ["T0", None, "T0"], "dup_rank": [None, None, 1]}
    )  # fmt: skip
    assert dedupe.stage(survivor=survivor).apply(lf).rows.collect()["csat"].to_list() == [csat]


def test_created_at_stands_in_where_updated_at_is_null() -> None:
    lf = pl.LazyFrame(
        {"ticket_id": ["T1", "T1"], "created_at": [START, START + timedelta(2)], "csat": [1.0, 2.0],
         "updated_at": [START + timedelta(1), None]}
    )  # fmt: skip
    assert dedupe.stage().apply(lf).rows.collect()["csat"].to_list() == [2.0]


def test_null_and_masked_keys_never_match() -> None:
    lf = tickets((None,), (None,), ("T**1",), ("T**1",), ("T1",), ("T1",))
    assert dedupe.stage().apply(lf).rows.collect()["ticket_id"].to_list() == ["T**1", "T**1", "T1", None, None]


def test_a_key_of_several_fields_needs_all_of_them() -> None:
    lf = pl.LazyFrame({"shop": ["a", "a", "b", None, None], "ticket_id": ["1"] * 5, "csat": [1.0] * 5})
    result = dedupe.stage(("shop", "ticket_id")).apply(lf)
    assert result.rows.collect()["shop"].to_list() == ["a", "b", None, None]
    assert result.rejects is not None
    assert result.rejects.collect()[FIELD].to_list() == ["shop,ticket_id"]


def test_order_lines_are_merged_only_when_asked() -> None:
    lf = pl.LazyFrame({"order_id": ["1", "1"], "amount": [9.9, 9.9]})
    result = dedupe.stage().apply(lf)
    assert result.counts is not None
    assert result.rows.collect().height == 2
    assert ("kept as they are (no key)", 2) in result.counts.collect().rows()
    asked = dedupe.stage(("order_id",)).apply(lf)
    assert asked.counts is not None
    assert asked.rows.collect().height == 1
    assert dict(asked.counts.collect().rows())["kept as they are (no key)"] == 0


def test_lines_of_one_refund_are_told_apart_by_sku() -> None:
    lf = pl.LazyFrame({"refund_id": ["1", "1", "1"], "sku": ["a", "b", "b"]})
    assert dedupe.stage().apply(lf).rows.collect().rows() == [("1", "a"), ("1", "b")]
    assert dedupe.stage().apply(lf.drop("sku")).rows.collect().rows() == [("1",)]


def test_mark_keeps_every_row() -> None:
    lf = tickets(("T1", "c", 0), ("T2", "c", 1), ("T1", "c", 2))
    rows = dedupe.stage(emit="mark").apply(lf).rows.select("ticket_id", "dup_group", "dup_rank").collect().rows()
    assert rows == [("T1", "T1", 2), ("T2", None, None), ("T1", "T1", 1)]


def test_pairs() -> None:
    lf = tickets(("T1", "c", 0, "还没发货"), ("T2", "c", 1, "还没发货！"), ("T1", "c", 0.5, "还没发货"))
    rows = dedupe.stage(emit="pairs").apply(lf).rows.drop("at_a", "at_b").collect().rows()
    assert rows == [("key.same", "T1", "T1", 1.0, -1800.0), ("repeat.text", "T1", "T2", 1.0, 1800.0)]


def test_rules_have_sentences() -> None:
    assert {dedupe.SAME, dedupe.AGAIN} <= set(RULES)


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ({"within": "soon"}, "option.span"),
        ({"similar": 0.0}, "dedupe.similar"),
        ({"similar": 90.0}, "dedupe.similar"),
        ({"merge_repeats": True, "emit": "mark"}, "dedupe.merge_emit"),
    ],
)
def test_what_cannot_be_asked(arguments: dict[str, object], key: str) -> None:
    with pytest.raises(Usage) as error:
        dedupe.stage(**arguments)  # type: ignore[arg-type]
    assert error.value.key == key


def test_an_unknown_key_names_its_neighbours() -> None:
    with pytest.raises(Usage) as error:
        dedupe.stage(("tiket_id",)).apply(tickets(("T1",)))
    assert error.value.key == "field.unknown"
    assert "ticket_id" in str(error.value.params["near"])


ROW = st.tuples(
    st.sampled_from(["T1", "T2", "T3", "T4", None, "T*"]),
    st.sampled_from(["c", "d", None, "c*"]),
    st.one_of(st.none(), st.integers(0, 60)),
    st.sampled_from(["怎么还没有发货啊啊啊啊啊", "怎么还没有发货啊啊啊啊", "我要退款退货退钱", "？？", None]),
    st.sampled_from([1.0, 2.0, None]),
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(ROW, min_size=1, max_size=14),
    seed=st.integers(0, 99),
    emit=st.sampled_from(["keep", "mark", "pairs"]),
    survivor=st.sampled_from(["newest", "oldest", "most-complete"]),
    merge=st.booleans(),
)
def test_any_order_of_rows_gives_the_same_and_nothing_is_lost(
    rows: list[tuple[object, ...]], seed: int, emit: dedupe.Emit, survivor: Survivor, merge: bool
) -> None:
    merge = merge and emit == "keep"
    lf = tickets(*rows)
    stage = dedupe.stage(emit=emit, survivor=survivor, merge_repeats=merge)
    result = stage.apply(lf)
    out = result.rows.collect()
    shuffled = stage.apply(lf.collect().sample(fraction=1, shuffle=True, seed=seed).lazy())
    assert shuffled.rows.collect().equals(out)
    if emit == "pairs":
        return
    merged = result.rejects.collect() if result.rejects is not None else None
    assert out.height + (merged.height if merged is not None else 0) == len(rows)
    again = stage.apply(out.lazy())
    assert again.rows.collect().equals(out)
    if merged is not None:
        assert shuffled.rejects is not None
        assert shuffled.rejects.collect().equals(merged)
