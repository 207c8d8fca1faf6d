"""Durations from times and back: only what is exact, never over a value, twice as once; contradictions flagged."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cstools.kernels.clean import Options, stage
from cstools.kernels.clean.fill import parse as fill

T = datetime(2025, 7, 1, 9, 30, 20)


def at(seconds):
    return T + timedelta(seconds=seconds)


def done(row, **options):
    result = stage(Options(**options)).apply(pl.LazyFrame([row]))
    rows, counts = pl.collect_all([result.rows, result.counts])
    return rows.row(0, named=True), dict(counts.rows()).get("cells derived", 0)


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        ({"created_at": T, "first_response_at": at(41)}, "first_response_s", 41.0),
        ({"created_at": T, "first_response_at": at(0)}, "first_response_s", 0.0),
        ({"created_at": T, "bot_handoff_at": at(30), "first_response_at": at(41)}, "first_response_s", 11.0),
        ({"created_at": T, "resolved_at": at(40)}, "resolution_s", 40.0),  # 09:31:00: one has seconds
        ({"created_at": at(-20), "resolved_at": at(40)}, "resolution_s", None),  # neither has
        ({"created_at": T, "resolved_at": datetime(2025, 7, 2)}, "resolution_s", None),  # a bare date
        ({"created_at": T, "first_response_at": at(1.25)}, "first_response_s", 1.25),
        ({"queued_at": T, "answered_at": at(7), "wait_s": None}, "wait_s", 7.0),
        ({"queued_at": T, "answered_at": at(-7)}, "wait_s", None),
        ({"talk_s": 60.1, "hold_s": 0.2, "wrap_s": 5.0}, "handle_s", 65.3),
        ({"talk_s": 60.0, "hold_s": None, "wrap_s": 5.0}, "handle_s", None),
        ({"created_at": T, "resolution_s": 4001.0}, "resolved_at", at(4001)),
        ({"created_at": T, "resolution_s": 4001.0, "status": "处理中"}, "resolved_at", None),
        ({"created_at": T, "resolution_s": 4001.0, "is_resolved": False}, "resolved_at", None),
        ({"created_at": T, "resolution_s": 3600.0}, "resolved_at", None),  # rounded
        ({"created_at": T, "resolution_s": 8496.0}, "resolved_at", None),  # 2.36 h
        ({"created_at": at(40), "resolution_s": 4001.0}, "resolved_at", None),  # no seconds to add to
        ({"created_at": T, "first_response_s": 0.0}, "first_response_at", None),  # what exports have for no answer
        ({"created_at": T, "first_response_s": 41.0}, "first_response_at", at(41)),
        ({"created_at": None, "resolved_at": T, "resolution_s": 4001.0}, "created_at", at(-4001)),
        (
            {"created_at": None, "first_response_at": at(-5000), "resolved_at": T, "resolution_s": 401.0},
            "created_at",
            None,
        ),
        ({"queued_at": T, "wait_s": 7.0, "is_answered": True}, "answered_at", at(7)),
        ({"queued_at": T, "wait_s": 7.0, "is_answered": None}, "answered_at", None),
        ({"queued_at": T, "wait_s": 7.0, "is_answered": True, "is_abandoned": True}, "answered_at", None),
        ({"answered_at": T, "wait_s": 7.0}, "queued_at", at(-7)),
    ],
)
def test_what_is_derived(row, name, value):
    schema = {"created_at": pl.Datetime("us"), "is_answered": pl.Boolean, "wait_s": pl.Float64, "hold_s": pl.Float64}
    frame = pl.DataFrame([row]).cast({name: schema[name] for name in row if name in schema})
    result = stage(Options()).apply(frame.lazy())
    rows, counts = pl.collect_all([result.rows, result.counts])
    assert rows[name].to_list() == [value]
    assert dict(counts.rows())["cells derived"] == (value is not None)


def test_a_value_that_is_there_stays():
    row, n = done({"created_at": T, "first_response_at": at(41), "first_response_s": 40.0})
    assert (row["first_response_s"], n) == (40.0, 0)


def test_what_a_rule_blanked_is_derived_anew():
    row, n = done({"created_at": T, "resolved_at": at(61), "resolution_s": -1.0})
    assert (row["resolution_s"], n) == (61.0, 1)


def test_nothing_rests_on_a_time_that_cannot_be():
    row, n = done({"created_at": T, "resolved_at": datetime(1970, 1, 1, 0, 0, 9)})
    assert (row["resolution_s"], n) == (None, 0)


def test_a_created_time_is_never_later_than_now():
    row = {"created_at": None, "resolved_at": at(5000), "resolution_s": 4001.0}
    frame = pl.DataFrame([row]).cast({"created_at": pl.Datetime("us")}).lazy()
    made = stage(Options(as_of=T)).apply(frame).rows.collect()
    assert made["created_at"].to_list() == [None]


def test_not_without_the_default_rules_and_only_of_tickets():
    assert "first_response_s" not in done({"created_at": T, "first_response_at": at(41)}, defaults=False)[0]
    assert done({"ordered_at": T, "paid_at": at(41), "order_id": "1"})[1] == 0


@pytest.mark.parametrize(
    ("row", "flagged"),
    [
        ({"created_at": T, "resolved_at": at(100), "resolution_s": 100.0}, False),
        ({"created_at": T, "resolved_at": at(100), "resolution_s": 101.0}, False),
        ({"created_at": T, "resolved_at": at(101), "resolution_s": 150.0}, True),
        ({"created_at": T, "resolved_at": at(10_001), "resolution_s": 2.5}, True),
        ({"created_at": T, "resolved_at": at(101), "resolution_s": 120.0}, False),  # rounded to minutes
        ({"created_at": T, "resolved_at": datetime(2025, 7, 2), "resolution_s": 100_000.0}, False),  # a bare date
        ({"created_at": T, "first_response_at": at(101), "first_response_s": 5.0}, False),  # its clock may start later
        ({"created_at": T, "first_response_at": at(101), "first_response_s": 151.0}, True),
        ({"queued_at": T, "answered_at": at(31), "wait_s": 7.0}, True),
        ({"handle_s": 10.0, "talk_s": 60.0, "hold_s": 1.0, "wrap_s": 5.0}, True),
        ({"handle_s": 90.0, "talk_s": 60.0, "hold_s": 1.0, "wrap_s": 5.0}, False),
    ],
)
def test_contradictions(row, flagged):
    made, _ = done(row | {"customer_id": "U1", "order_id": "1"})
    assert ("duration.contradicts" in (made["flags"] or [])) == flagged


TIMES = st.none() | st.sampled_from([T, at(40), at(41), at(99), at(-3600), at(7200), at(9e7), datetime(2025, 7, 2)])
LENGTHS = st.none() | st.sampled_from([-1.0, 0.0, 1.0, 41.0, 59.5, 61.0, 3600.0, 7201.25, 9e4, 1e9])
SCHEMA = (
    {name: pl.Datetime("us") for name in ("created_at", "queued_at", "answered_at", "bot_handoff_at")}
    | {name: pl.Datetime("us") for name in ("first_response_at", "resolved_at", "closed_at")}
    | {name: pl.Float64 for name in ("wait_s", "first_response_s", "resolution_s", "handle_s")}
    | {name: pl.Float64 for name in ("talk_s", "hold_s", "wrap_s")}
    | {"status": pl.String, "is_answered": pl.Boolean, "is_resolved": pl.Boolean}
)
VALUES = {
    pl.Datetime("us"): TIMES,
    pl.Float64: LENGTHS,
    pl.String: st.sampled_from(["open", "resolved", None]),
    pl.Boolean: st.sampled_from([True, False, None]),
}


@st.composite
def frames(draw):
    names = draw(st.lists(st.sampled_from(sorted(SCHEMA)), min_size=2, unique=True))
    schema = {name: SCHEMA[name] for name in names}
    rows = draw(st.lists(st.tuples(*[VALUES[dtype] for dtype in schema.values()]), min_size=1, max_size=8))
    return pl.DataFrame(rows, schema=schema, orient="row")


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
@given(frames(), st.sampled_from([Options(kind="ticket"), Options(kind="ticket", fills=[fill("wait_s=61")])]))
def test_twice_is_once_and_no_value_is_changed(frame, options):
    result = stage(options).apply(frame.with_row_index("n").lazy())
    once = result.rows.collect()
    again = stage(options).apply(once.lazy())
    twice, counts = pl.collect_all([again.rows, again.counts])
    assert twice.equals(once)
    assert dict(counts.rows()).get("cells derived", 0) == 0
    before = frame.with_row_index("n").join(once.select("n"), on="n", how="semi", maintain_order="left")
    for name in frame.columns:
        same = (once[name] == before[name]) | before[name].is_null() | once[name].is_null()
        anew = before[name].ne_missing(once[name]) & once[name].is_not_null() & before[name].is_not_null()
        assert same.fill_null(True).all() or name.endswith("_s"), (name, anew)
