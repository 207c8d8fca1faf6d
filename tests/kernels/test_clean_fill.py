"""Fills: each method against hand-made figures; the order of rows changes nothing."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.clean import Options, fill, learns, spans, stage
from cstools.kernels.stage import FIELD, LEVEL, RULE


def cleaned(frame, *asked):
    result = stage(Options(fills=[fill.parse(one) for one in asked], defaults=False)).apply(frame.lazy())
    return result, result.rows.collect()


def counted(result):
    return dict(result.counts.collect().group_by("name").agg(pl.col("n").sum()).rows()).get("cells filled")


def filled(values, text, name="csat", dtype=pl.Float64):
    frame = pl.DataFrame({name: values}, schema={name: dtype})
    return cleaned(frame, text)[1][name].to_list()


@pytest.mark.parametrize(
    ("values", "text", "expected"),
    [
        ([None, 1.0, 5.0, 5.0], "csat=mode", 5.0),
        ([None, 5.0, 1.0], "csat=mode", 1.0),
        ([None, 1.0, 2.0, 5.0, 9.0], "csat=median", 3.5),
        ([None, 1.0, 2.0], "csat=mean", 1.5),
        ([None, 1.0], "csat=3", 3.0),
        ([None], "csat=median", None),
        ([None], "csat=mean", None),
        ([None], "csat=mode", None),
    ],
)
def test_fills(values, text, expected):
    assert filled(values, text) == [expected, *values[1:]]


def test_fills_of_other_types():
    moments = [datetime(2025, 10, 1, 9, 0, 0, 500_000), datetime(2025, 10, 2)]
    assert filled([None, "a", "b", "b"], "agent=mode", "agent", pl.String)[0] == "b"
    assert filled([None, 1, 2], "rounds=mean", "rounds", pl.Int64)[0] == 2
    assert filled([None, True], "is_spam=mode", "is_spam", pl.Boolean) == [True, True]
    assert filled([None, *moments], "created_at=mode", "created_at", pl.Datetime("us"))[0] == moments[0]
    assert filled([None, moments[1]], "created_at=mode", "created_at", pl.Datetime("us"))[0] == moments[1]
    assert filled([None], "is_spam=false", "is_spam", pl.Boolean) == [False]
    assert filled([None], "created_at=2025-10-01", "created_at", pl.Datetime("us")) == [datetime(2025, 10, 1)]
    assert filled([None], "tags=a|b", "tags", pl.List(pl.String)) == [["a", "b"]]
    assert filled([None, 0.1, 0.2], "refund_amount=mean", "refund_amount")[0] == 0.15


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("csat", "clean.fill"),
        ("=mode", "clean.fill"),
        ("csat=median by team,", "clean.fill"),
        ("csat=three", "clean.fill_value"),
        ("agent=mean", "clean.fill_type"),
        ("agent=interpolate", "clean.fill_type"),
        ("tags=mode", "clean.fill_type"),
        ("tags=customer", "clean.fill_type"),
        ("csat=previous", "clean.fill_time"),
        ("csat=median by created_at", "clean.by_type"),
        ("csat=median by chanel", "field.unknown"),
        ("catgory=x", "field.unknown"),
    ],
)
def test_fills_that_cannot_be(text, key):
    with pytest.raises(Usage, match=key.replace(".", r"\.")):
        filled([None], text)


GROUPED = pl.DataFrame(
    {"channel": ["电话", "电话", "电话", "邮件", None, None], "wait_s": [2.0, 4.0, None, None, None, 60.0]}
)


def test_a_group_is_filled_from_its_own_values_only():
    """A group without a value and a record without a group keep their gaps: other channels' waits are not theirs."""
    result, rows = cleaned(GROUPED, "wait_s=median by channel")
    assert rows["wait_s"].to_list() == [2.0, 4.0, 3.0, None, None, 60.0]
    assert counted(result) == 1


def test_fills_follow_one_another():
    result, rows = cleaned(GROUPED, "channel=邮件", "wait_s=mean by channel", "wait_s=7")
    assert rows["wait_s"].to_list() == [2.0, 4.0, 3.0, 60.0, 60.0, 60.0]
    assert counted(result) == 5


HOUR = [datetime(2025, 10, 1, hour) for hour in range(6)]
SERIES = pl.DataFrame(
    {
        "ticket_id": list("abcdef"),
        "created_at": [HOUR[3], HOUR[0], HOUR[1], HOUR[5], HOUR[4], None],
        "team": ["甲", "甲", "甲", "甲", "乙", "甲"],
        "handle_s": [40.0, 10.0, None, None, 7.0, None],
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("handle_s=previous", [40.0, 10.0, 10.0, 7.0, 7.0, None]),
        ("handle_s=previous by team", [40.0, 10.0, 10.0, 40.0, 7.0, None]),
        ("handle_s=next", [40.0, 10.0, 40.0, None, 7.0, None]),
        ("handle_s=interpolate by team", [40.0, 10.0, 20.0, None, 7.0, None]),
    ],
)
def test_from_the_records_before_and_after(text, expected):
    result, rows = cleaned(SERIES, text)
    assert rows["handle_s"].to_list() == expected
    assert rows.columns == SERIES.columns
    assert counted(result) == sum(value is not None for value in expected) - 3


def test_at_one_moment_the_smallest_value_or_the_middle():
    frame = pl.DataFrame({"created_at": [HOUR[0]] * 4, "handle_s": [None, 6.0, 2.0, 9.0]})
    assert cleaned(frame, "handle_s=previous")[1]["handle_s"][0] == 2.0
    assert cleaned(frame, "handle_s=interpolate")[1]["handle_s"][0] == 6.0


LEVELS = pl.DataFrame(
    {
        "ticket_id": list("abcdef"),
        "created_at": [HOUR[2], HOUR[0], HOUR[1], HOUR[3], HOUR[4], HOUR[5]],
        "customer_id": ["U1", "U1", "U1", "U1", None, None],
        "customer_level": ["金卡", None, "普通", None, "钻石", None],
    }
)


def test_from_the_customers_other_records():
    """The last before it, else the first after; a missing customer is nobody's other record."""
    assert cleaned(LEVELS, "customer_level=customer")[1]["customer_level"].to_list() == [
        *("金卡", "普通", "普通", "金卡", "钻石"),
        None,
    ]


def test_without_times_only_what_all_of_a_customers_records_say():
    frame = LEVELS.drop("created_at").vstack(
        pl.DataFrame([["g", "U2", "银卡"], ["h", "U2", None]], schema=LEVELS.drop("created_at").schema, orient="row")
    )
    said = cleaned(frame, "customer_level=customer")[1]["customer_level"].to_list()
    assert said == ["金卡", None, "普通", None, "钻石", None, "银卡", "银卡"]


def test_records_of_a_kind_without_customers():
    frame = pl.DataFrame(
        {"date": [HOUR[0].date()], "metric": ["frt"], "value": [None]}, schema_overrides={"value": float}
    )
    with pytest.raises(Usage, match="fill_customer"):
        cleaned(frame, "value=customer")


def test_drop():
    result, rows = cleaned(GROUPED, "channel=drop", "wait_s=median")
    assert rows["wait_s"].to_list() == [2.0, 4.0, 3.0, 3.0]
    sides = result.rejects.select(LEVEL, RULE, FIELD).collect().rows()
    assert sides == [("dropped", "value.dropped", "channel")] * 2


def test_a_field_no_record_has():
    result, rows = cleaned(GROUPED, "agent=customer", "team=mode", "shift=早班", "handle_s=median by shift")
    assert rows.select("team", "shift").unique().rows() == [(None, "早班")]
    assert counted(result) == GROUPED.height


def test_scope():
    options = [Options(fills=[fill.parse(text)]) for text in ("csat=3", "csat=drop", "csat=mean", "csat=next")]
    assert [stage(one).scope for one in options] == ["row", "row", "whole", "whole"]
    assert [learns(one) + spans(one) for one in options] == [(), (), ("csat",), ("csat",)]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["甲", "乙", None]),
        st.sampled_from([*HOUR[:3], None]),
        st.floats(0, 1e5).map(lambda v: round(v, 3)) | st.none(),
        st.sampled_from(["U1", "U2", None]),
    ),
    min_size=2,
    max_size=12,
)
METHODS = ("mode", "median", "mean", "previous", "next", "interpolate")


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms(), st.sampled_from([*METHODS, *(f"{how} by team" for how in METHODS), "customer", "drop"]))
def test_order_changes_nothing_and_twice_is_once(rows, random, method):
    other = list(enumerate(rows))
    random.shuffle(other)
    schema = {"team": pl.String, "created_at": pl.Datetime("us"), "handle_s": pl.Float64, "customer_id": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_row_index("place")
    result, once = cleaned(frame, f"handle_s={method}")
    _, shuffled = cleaned(frame[[place for place, _ in other]], f"handle_s={method}")
    assert shuffled.sort("place").equals(once)
    result, again = cleaned(once, f"handle_s={method}")
    # What has no one to take a value from stays empty; by the values filled, a second time finds no more.
    assert again.equals(once)
    assert not counted(result)
