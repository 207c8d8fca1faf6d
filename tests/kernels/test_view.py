"""What cs-view counts: every figure against a count by hand, the same whatever the order of the rows."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.errors import Usage
from cstools.kernels.expr.columns import pick
from cstools.kernels.stage import FILE, LINE
from cstools.kernels.view import OPERAND, customer, describe, freq, hist, line, stage

DAY = datetime(2025, 10, 1)
TICKETS = pl.LazyFrame(
    {
        "ticket_id": ["01", "02", "03", "04"],
        "channel": ["chat", "call", "chat", None],
        "created_at": [DAY, DAY + timedelta(hours=5), None, DAY + timedelta(days=2)],
        "wait_s": [10.0, 20.0, 90.0, None],
        "is_resolved": [True, False, True, None],
        "tags": [["a", "b"], ["a"], [], None],
        "mood": ["good", "good", "bad", "odd"],
        LINE: [2, 3, 4, 5],
    }
)


def test_describe_tells_every_field() -> None:
    rows = {row["field"]: row for row in describe(TICKETS, "zh").collect().rows(named=True)}
    assert list(rows) == ["ticket_id", "channel", "created_at", "wait_s", "is_resolved", "tags", "mood"]
    assert [row["type"] for row in rows.values()] == ["id", "text", "time", "float", "bool", "list", "text"]
    assert [row["n"] for row in rows.values()] == [4, 3, 3, 3, 3, 3, 4]
    assert [row["distinct"] for row in rows.values()] == [4, 2, 3, 3, 2, 2, 3]
    assert rows["created_at"]["median"] == "2025-10-01 05:00:00"
    assert (rows["wait_s"]["min"], rows["wait_s"]["median"], rows["wait_s"]["max"]) == ("10.0", "20.0", "90.0")
    assert rows["ticket_id"]["min"] is None
    assert rows["ticket_id"]["top"] is None
    assert rows["tags"]["top"] == ["a (2)"]
    assert rows["channel"]["label"] == "渠道"
    assert rows["mood"]["top"] == ["good (2)"]


def test_describe_is_in_the_order_of_the_table_whatever_that_of_the_columns() -> None:
    one, other = (describe(lf, "en").collect() for lf in (TICKETS, TICKETS.select(sorted(TICKETS.collect_schema()))))
    assert_frame_equal(one, other)


def test_describe_of_nothing() -> None:
    row = describe(TICKETS.head(0), "en").collect().row(3, named=True)
    assert (row["n"], row["nulls"], row["null_rate"], row["distinct"], row["min"]) == (0, 0, None, 0, None)
    assert describe(pl.LazyFrame(), "en").collect().height == 0


def test_describe_of_dates() -> None:
    lf = pl.LazyFrame({"date": [date(2025, 1, 1), date(2025, 1, 3)], "metric": ["a", "a"], "value": [1.5, 2.0]})
    row = describe(lf, "en").collect().row(0, named=True)
    assert (row["type"], row["min"], row["max"]) == ("date", "2025-01-01", "2025-01-03")


VALUES = st.lists(st.one_of(st.none(), st.sampled_from(["退款", "物流", "a", "|", ""])), min_size=1, max_size=40)


@given(values=VALUES, seed=st.randoms())
@settings(max_examples=40, deadline=None)
def test_freq_is_a_count_by_hand_in_any_order(values: list[str | None], seed: object) -> None:
    lf = pl.LazyFrame({"channel": values}, schema={"channel": pl.String})
    rows = freq(lf, "channel").rows.collect()
    counts = Counter(value for value in values if value is not None)
    expected = sorted(counts.items(), key=lambda item: (-item[1], item[0].encode()))
    assert rows.filter(pl.col("value").is_not_null()).select("value", "n").rows() == expected
    assert rows["n"].sum() == len(values)
    if counts:
        assert rows["share"].sum() == pytest.approx(1, abs=1e-6)
        assert rows["cum_share"].drop_nulls()[-1] == 1
    shuffled = list(values)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    again = freq(pl.LazyFrame({"channel": shuffled}, schema={"channel": pl.String}), "channel").rows.collect()
    assert_frame_equal(rows, again)


def test_freq_of_a_list_counts_its_items() -> None:
    result = freq(TICKETS, "tags")
    assert result.rows.collect().rows() == [
        ("a", 2, 0.666666667, 0.666666667), ("b", 1, 0.333333333, 1.0), (None, 1, None, None),
    ]  # fmt: skip
    assert result.counts is not None
    assert result.counts.collect().rows() == [("without tags", 1)]


NUMBERS = st.lists(st.one_of(st.none(), st.floats(-1e7, 1e7), st.integers(-50, 50).map(float)), min_size=1, max_size=50)


@given(values=NUMBERS, field=st.sampled_from(["wait_s", "csat", "amount"]))
@settings(max_examples=60, deadline=None)
def test_hist_holds_every_value_once(values: list[float | None], field: str) -> None:
    result = hist(pl.LazyFrame({field: values}, schema={field: pl.Float64}), field)
    rows = result.rows.collect()
    known = [value for value in values if value is not None]
    assert rows["n"].sum() == len(known)
    assert rows.height <= 40
    for lo, hi, n, _ in rows.iter_rows():
        top = float("inf") if hi is None else hi
        near = 1e-6 * max(abs(lo), 1)
        assert n <= sum(lo - near <= value <= top + near for value in known)
    assert all(one[1] == pytest.approx(other[0]) for one, other in pairwise(rows.rows()))
    assert rows.schema["n"] == pl.Int64


@pytest.mark.parametrize(
    ("field", "values", "edges"),
    [
        ("csat", [1.0, 5.0, 3.0], [1, 2, 3, 4, 5, 6]),
        ("score", [0.0, 0.55, 1.0], [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]),
        ("wait_s", [0.0, 250.5], [0, 30, 60, 90, 120, 150, 180, 210, 240, 270]),
        ("csat", [7.0], [7, 8]),
        ("wait_s", [10.0] * 99 + [20.0] * 99 + [1e6], [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, None]),
    ],
)
def test_edges_are_round(field: str, values: list[float], edges: list[float | None]) -> None:
    rows = hist(pl.LazyFrame({field: values}), field).rows.collect()
    assert [*rows["lo"], rows["hi"][-1]] == edges


def test_hist_of_no_values_has_no_bins() -> None:
    assert hist(pl.LazyFrame({"csat": [None]}, schema={"csat": pl.Float64}), "csat").rows.collect().height == 0


def test_line_is_a_mean_or_a_count_by_period() -> None:
    assert line(TICKETS, "wait_s").rows.collect().rows() == [
        ("2025-10-01", 15.0, 2), ("2025-10-02", None, 0), ("2025-10-03", None, 0),
    ]  # fmt: skip
    assert line(TICKETS, "is_resolved").rows.collect()["value"].to_list() == [0.5, None, None]
    assert line(TICKETS, "channel").rows.collect().rows() == [("2025-10-01", 2), ("2025-10-02", 0), ("2025-10-03", 0)]
    counts = line(TICKETS, "channel").counts
    assert counts is not None
    assert counts.collect().rows() == [("without created_at", 1)]


@pytest.mark.parametrize(
    ("days", "first", "height"),
    [(0, "2025-10-01", 1), (62, "2025-10-01", 63), (63, "2025-W40", 10), (366, "2025-W40", 53), (367, "2025-10", 13)],
)
def test_the_period_follows_from_the_span(days: int, first: str, height: int) -> None:
    lf = pl.LazyFrame({"created_at": [DAY, DAY + timedelta(days=days)]})
    rows = line(lf, "created_at").rows.collect()
    assert (rows["period"][0], rows.height) == (first, height)
    assert rows["n"].sum() == 2


def test_line_without_times() -> None:
    undated = TICKETS.with_columns(created_at=pl.lit(None, dtype=pl.Datetime("us")))
    assert line(undated, "wait_s").rows.collect().rows() == []
    with pytest.raises(Usage, match=r"view\.time"):
        line(TICKETS.drop("created_at"), "wait_s")


def test_a_customer_in_order_of_time() -> None:
    lf = pl.LazyFrame(
        {
            "ticket_id": ["3", "1", "2", "4"],
            "customer_id": ["7", "7", "07", "7"],
            "created_at": [DAY + timedelta(days=1), DAY, DAY, None],
        }
    )
    result = customer(lf, "7")
    assert result.rows.collect()["ticket_id"].to_list() == ["1", "3", "4"]
    assert result.counts is not None
    assert result.counts.collect().rows() == [("of others", 1)]
    with pytest.raises(Usage, match=r"field\.missing"):
        customer(lf.drop("customer_id"), "7")


@pytest.mark.parametrize("who", ["customer_id", "sender"])
def test_a_conversation_is_shown_whole(who: str) -> None:
    lf = pl.LazyFrame(
        {
            "ticket_id": ["A", "A", "B", None, None],
            "sent_at": [DAY, DAY, DAY, DAY, DAY],
            "sender_role": ["customer", "agent", "customer", "customer", "agent"],
            who: ["7", None, "8", "7", None],
            "text": ["q", "a", "other", "loose", "lost"],
            FILE: ["f"] * 5,
            LINE: [5, 6, 7, 8, 9],
        }
    )
    assert customer(lf, "7").rows.collect()["text"].to_list() == ["q", "a", "loose"]


@pytest.mark.parametrize("verb", ["freq", "hist", "line"])
def test_an_unknown_field_is_an_error_that_names_near_ones(verb: str) -> None:
    with pytest.raises(Usage) as error:
        stage(verb, "wiat_s").apply(TICKETS)
    assert error.value.params == {"field": "wiat_s", "near": " (wait_s)"}
    assert error.value.code == 2


def test_only_numbers_have_a_histogram() -> None:
    with pytest.raises(Usage, match=r"view\.number"):
        hist(TICKETS, "mood")


def test_pick() -> None:
    assert pick(TICKETS, ["mood", "channel", "mood"]) == ["mood", "channel"]
    for name in (LINE, "", "渠道"):
        with pytest.raises(Usage):
            pick(TICKETS, [name])


@pytest.mark.parametrize(
    ("verb", "operand"), [("describe", ""), ("freq", "tags"), ("hist", "wait_s"), ("line", "wait_s")]
)
def test_the_order_of_the_rows_changes_nothing(verb: str, operand: str) -> None:
    one = stage(verb, operand).apply(TICKETS).rows.collect()
    other = stage(verb, operand).apply(TICKETS.reverse()).rows.collect()
    assert_frame_equal(one, other)


def test_every_verb_is_whole() -> None:
    assert {stage(verb, "x").scope for verb in OPERAND} == {"whole"}
