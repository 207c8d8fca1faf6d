"""Figures summed chunk by chunk are those of all records at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.expr.periods import bounds
from cstools.kernels.kpi import stage
from cstools.kernels.stage import Part, Result, Stage

BEGIN = datetime(2025, 9, 29)
TYPES = {
    "ticket_id": pl.String, "channel": pl.String, "created_at": pl.Datetime("us"), "first_response_s": pl.Float64,
    "csat": pl.Float64, "csat_scale": pl.Int64, "customer_id": pl.String, "tags": pl.List(pl.String),
    "is_spam": pl.Boolean, "is_answered": pl.Boolean, "agent_msgs": pl.Int64, "customer_msgs": pl.Int64,
    "nps": pl.Int64, "mood": pl.String, "resolved_at": pl.Datetime("us"), "sla_due_at": pl.Datetime("us"),
}  # fmt: skip
ROW = st.builds(
    lambda **row: row,
    ticket_id=st.sampled_from(["1", "2"]),
    channel=st.sampled_from(["chat", "call", None]),
    created_at=st.one_of(st.none(), st.integers(0, 80).map(lambda hours: BEGIN + timedelta(hours=hours))),
    first_response_s=st.one_of(st.none(), st.sampled_from([-1.0, 0.5, 20.0, 31.25, 400.0])),
    csat=st.one_of(st.none(), st.sampled_from([1.0, 3.0, 4.5, 5.0, 9.0])),
    csat_scale=st.sampled_from([None, None, None, 5, 10, 3]),
    customer_id=st.sampled_from(["a", "b", None]),
    tags=st.sampled_from([None, [], ["x"], ["x", "y"]]),
    is_spam=st.sampled_from([None, None, False, True]),
    is_answered=st.sampled_from([None, True, False]),
    agent_msgs=st.sampled_from([None, 0, 1, 4]),
    customer_msgs=st.sampled_from([None, 0, 3]),
    nps=st.sampled_from([None, 0, 8, 10]),
    mood=st.sampled_from([None, "calm", "angry"]),
    resolved_at=st.one_of(st.none(), st.integers(0, 200).map(lambda hours: BEGIN + timedelta(hours=hours))),
    sla_due_at=st.one_of(st.none(), st.integers(0, 200).map(lambda hours: BEGIN + timedelta(hours=hours))),
)
IDS = ["volume", "frt", "frt_within_30s", "csat_mean", "csat_pct", "customers", "nps", "aq_ratio", "msgs_per_ticket"]
ASKS: list[dict[str, Any]] = [
    {"metrics": ["volume", "csat_mean"], "by": ["channel"]},
    {"metrics": ["frt"], "by": ["channel", "tags"], "rollup": True},
    {"metrics": ["frt_p90", "customers"], "by": ["hour"], "period": "day"},
    {"metrics": IDS, "as_of": datetime(2025, 10, 3)},
    {"metrics": IDS, "as_of": datetime(2025, 10, 3), "by": ["mood"], "period": "week", "wide": True},
    {"metrics": ["frt", "csat_mean"], "period": "day", "during": bounds("2025-10-01"), "compare": ["prev"]},
    {"metrics": ["customers"], "during": bounds("2025-10"), "by": ["channel"]},
    {"metrics": ["frt_within_30s", "unanswered_1h", "volume", "frt"], "by": ["mood"], "period": "day"},
    {"metrics": ["sla_rate", "resolution_rate_matured_1d", "csat_mean"], "by": ["channel"], "rollup": True},
]


def told(result: Result) -> tuple[list[tuple[object, ...]], list[str], list[tuple[object, ...]]]:
    assert result.counts is not None
    rows = result.rows.collect()
    return rows.rows(), rows.columns, sorted(result.counts.collect().rows())


def by_chunks(made: Stage, chunks: list[pl.DataFrame]) -> Result:
    assert made.partial is not None
    assert made.merge is not None
    added = [made.partial(chunk.lazy()) for chunk in chunks]
    summed = [
        Part(parts[0].keys, pl.concat([part.rows for part in parts], how="vertical_relaxed")).summed().collect()
        for parts in zip(*added, strict=True)
    ]
    return made.merge(summed)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, max_size=25), st.sampled_from(ASKS), st.lists(st.integers(0, 25), max_size=4))
def test_chunks_add_up_to_the_whole(rows: list[dict[str, object]], ask: dict[str, Any], cuts: list[int]) -> None:
    frame = pl.DataFrame(rows, schema=TYPES)
    edges = [0, *sorted(min(cut, frame.height) for cut in cuts), frame.height]
    chunks = [frame[begin:end] for begin, end in pairwise(edges)]
    made = stage(**ask)
    assert told(by_chunks(made, chunks)) == told(made.apply(frame.lazy()))


def test_a_field_that_comes_late_counts_from_the_beginning() -> None:
    first, later = pl.DataFrame({"csat": [5.0]}), pl.DataFrame({"csat": [None, 3.0], "mood": ["calm", "calm"]})
    made = stage(["volume", "csat_mean"], by=["mood"])
    whole = pl.concat([first, later], how="diagonal_relaxed")
    assert told(by_chunks(made, [first, later])) == told(made.apply(whole.lazy()))


def test_a_field_that_never_comes_is_said() -> None:
    made = stage(["wait_mean"])
    with pytest.raises(Usage):
        by_chunks(made, [pl.DataFrame({"csat": [5.0]})])


@pytest.mark.parametrize("ids", [["fcr_window_7d"], ["repeat_rate_72h"], ["backlog"], ["backlog_age"], []])
def test_what_needs_the_records_themselves_takes_them_all(ids: list[str]) -> None:
    assert stage(ids).partial is None
