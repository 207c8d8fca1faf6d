"""Agents' states, each moment once, and their concurrent sessions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.expr.frames import dtypes
from cstools.kernels.kpi import stage
from cstools.kernels.kpi.states import RATIOS, STATES, concurrency, states
from cstools.kernels.stage import Result

DAY = datetime(2025, 10, 6)
HOUR = 3_600_000


def at(hours: float | None) -> datetime | None:
    return None if hours is None else DAY + timedelta(hours=hours)


def records(*rows: tuple[str | None, str | None, float | None, float | None]) -> pl.LazyFrame:
    """(agent, state, start, end), times in hours of the first day."""
    table = [{"agent": a, "state": s, "start_at": at(b), "end_at": at(e)} for a, s, b, e in rows]
    return pl.LazyFrame(table, schema=dtypes("agent_state"))


def hours(frame: pl.DataFrame) -> dict[str, float]:
    return {state: ms / HOUR for state, ms in frame.group_by("state").agg(pl.col("ms").sum()).sort("state").rows()}


def ratio(frame: pl.DataFrame, metric: str) -> float:
    above, below = RATIOS[metric]
    return frame.select(above.sum() / below.sum()).item()


def notes(result: Result) -> dict[str, int]:
    assert result.counts is not None
    return dict(result.counts.collect().rows())


def test_occupancy_and_utilisation() -> None:
    day = records(
        ("a", "ready", 9, 10), ("a", "busy", 10, 12), ("a", "wrap", 12, 13), ("a", "break", 13, 15),
        ("a", "offline", 15, 20),
    )  # fmt: skip
    made = states(day).rows.collect()
    assert ratio(made, "occupancy") == pytest.approx(3 / 4)
    assert ratio(made, "utilisation") == pytest.approx(3 / 6)


def test_overlaps_count_once_and_busy_holds() -> None:
    made = states(records(("a", "ready", 9, 12), ("a", "busy", 10, 11), ("a", "busy", 10.5, 11.5))).rows.collect()
    assert [(row["state"], row["ms"] / HOUR) for row in made.to_dicts()] == [
        ("ready", 1),
        ("busy", 1.5),
        ("ready", 0.5),
    ]


def test_states_that_touch_are_one_and_agents_are_apart() -> None:
    made = states(records(("a", "busy", 9, 10), ("a", "busy", 10, 11), ("b", "busy", 9, 10))).rows.collect()
    assert made.select("agent", "ms").rows() == [("a", 2 * HOUR), ("b", HOUR)]


def test_open_states_last_until_the_next_or_as_of_and_a_day_at_most() -> None:
    rows = records(("a", "ready", 9, None), ("a", "busy", 10, None), ("b", "busy", 1, None), ("c", "busy", 40, None))
    result = states(rows, as_of=at(30))
    made = result.rows.collect()
    assert hours(made.filter(pl.col("agent") == "a")) == {"busy": 20, "ready": 1}
    assert hours(made.filter(pl.col("agent") == "b")) == {"busy": 24}
    assert notes(result) == {
        "states used": 3,
        "states of no length": 1,
        "states nobody ended": 4,
        "states cut at 24 h": 1,
    }


def test_days_are_cut_at_midnight_and_agent_days_are_counted() -> None:
    made = states(records(("a", "busy", 22, 49), ("a", "offline", 49, 80), ("b", "busy", 1, 24))).rows.collect()
    assert made.filter(pl.col("agent") == "a")["ms"].to_list()[:3] == [2 * HOUR, 24 * HOUR, HOUR]
    counted = stage(["agent_days"], beside={"agent_state": made}, kind="agent_state").apply(made.lazy()).rows.collect()
    assert counted["value"].item() == 4


def test_what_is_left_out_is_counted() -> None:
    result = states(records((None, "busy", 1, 2), ("a", None, 1, 2), ("a", "busy", None, 2), ("a", "busy", 3, 2)))
    assert notes(result) == {
        "states used": 0, "states without agent, state or start_at": 3, "states that end before they start": 1,
    }  # fmt: skip
    assert result.rows.collect().is_empty()


def test_concurrency_is_weighted_by_time() -> None:
    rows: list[dict[str, Any]] = [
        {"agent": "a", "answered_at": at(9), "closed_at": at(11)},
        {"agent": "a", "answered_at": at(10), "closed_at": at(11)},
        {"agent": "a", "answered_at": at(20), "closed_at": None},
        {"agent": "b", "answered_at": at(23), "closed_at": at(25)},
    ]
    result = concurrency(pl.LazyFrame(rows))
    made = result.rows.collect()
    assert made.select("agent", pl.col("ms") // HOUR, "k").rows() == [
        ("a", 1, 1),
        ("a", 1, 2),
        ("b", 1, 1),
        ("b", 1, 1),
    ]
    assert (
        made.filter(pl.col("agent") == "a").select((pl.col("ms") * pl.col("k")).sum() / pl.col("ms").sum()).item()
        == 1.5
    )
    assert notes(result)["sessions used"] == 3


one = st.tuples(
    st.sampled_from(["a", "b"]), st.sampled_from(STATES), st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60))
)


def minute_by_minute(rows: list[tuple[str, str, int, int | None]]) -> dict[tuple[str, str], int]:
    """Hours by agent and state, counted hour by hour."""
    now = max(max(start, end or 0) for _, _, start, end in rows)
    found: dict[tuple[str, str], int] = {}
    for agent in ("a", "b"):
        starts = [start for who, _, start, _ in rows if who == agent]
        for hour in range(120):
            live = []
            for who, state, start, end in rows:
                last = end if end is not None else min([s for s in starts if s > start] or [max(now, start)])
                last = last if end is not None else min(last, start + 24)
                if who == agent and start <= hour < last:
                    live.append(state)
            if live:
                key = (agent, min(live, key=STATES.index))
                found[key] = found.get(key, 0) + 1
    return found


@given(st.lists(one, min_size=1, max_size=8).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_states_are_those_of_a_count_hour_by_hour_in_any_order(drawn: tuple[Any, Any]) -> None:
    made, other = (states(records(*rows)).rows.collect() for rows in drawn)
    assert made.equals(other)
    summed = made.group_by("agent", "state").agg(pl.col("ms").sum() // HOUR).rows()
    assert {(agent, state): n for agent, state, n in summed} == minute_by_minute(drawn[0])
    assert made.filter(
        pl.col("start_at").dt.date() != (pl.col("end_at") - pl.duration(milliseconds=1)).dt.date()
    ).is_empty()
