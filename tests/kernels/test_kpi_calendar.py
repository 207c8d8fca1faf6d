"""The calendar of promotions: events and their windows, phases of times, days aligned with last year's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.kpi import stage
from cstools.kernels.kpi.calendar import (
    PHASE,
    Calendar,
    aligned_year,
    day_text,
    phase_end,
    phase_of,
    phase_start,
    phase_text,
)
from cstools.kernels.kpi.calendar_read import read
from cstools.kernels.kpi.sheet import Sheet
from cstools.model.messages import say
from cstools.model.period_words import phase_label


def table(text: str) -> Calendar:
    head, *rows = [[cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines()]
    return read(Sheet(pl.DataFrame(rows, schema=[str(name) for name in head], orient="row"), "c.xlsx"))


TWO_YEARS = table("""名称|开始|结束|前|后|类型
双11|2024-10-21|2024-11-11|7|3|大促
2025双11|2025-10-20|2025-11-13 00:00:00|7天|3|大促
双12|2025-12-12|||2|
新品日|2025-03-08||0|0|""")


def phases(days: list[Any], calendar: Calendar = TWO_YEARS) -> list[tuple[Any, ...]]:
    made = pl.DataFrame({"t": days}).select(**phase_of(pl.col("t"), calendar))
    return made.with_columns(day_text(pl.col("event_day")).alias("event_day")).rows()


def aligned(day: datetime, period: str = "day", calendar: Calendar = TWO_YEARS) -> date | None:
    frame = pl.DataFrame({"t": [day]}, schema={"t": pl.Datetime("us")})
    found = frame.select(aligned_year(pl.col("t"), period, calendar)).item()
    return found and found.date()


def test_a_time_has_its_event_phase_and_day() -> None:
    times = [
        datetime(2025, 10, 12, 23, 59), datetime(2025, 10, 13), datetime(2025, 10, 19, 23, 59, 59),
        datetime(2025, 10, 20), datetime(2025, 11, 13, 23), datetime(2025, 11, 14), datetime(2025, 11, 17), None,
    ]  # fmt: skip
    assert phases(times) == [
        (None, None, None, None), ("双11", 2025, "before", "D-7"), ("双11", 2025, "before", "D-1"),
        ("双11", 2025, "during", "D0"), ("双11", 2025, "during", "D+24"), ("双11", 2025, "after", "D+25"),
        (None, None, None, None), (None, None, None, None),
    ]  # fmt: skip


def test_windows_are_as_long_as_the_event_unless_said() -> None:
    by_name = {event.text("during"): (event.before, event.after, event.kind) for event in TWO_YEARS.events}
    assert by_name["2024 双11 during"] == (7, 3, "大促")
    assert by_name["2025 双12 during"] == (1, 2, None)
    assert by_name["2025 新品日 during"] == (0, 0, None)


def test_windows_that_meet_are_cut_and_said() -> None:
    made = table(
        "名称|日期|结束|before|after\nA|2025-06-01|2025-06-03||\nB|2025-06-08|2025-06-10|4|1\nC|2025-06-11||2|"
    )
    assert [(event.before, event.after) for event in made.events] == [(3, 2), (2, 0), (0, 1)]
    said = [(cut.event.name, cut.phase, cut.asked, cut.kept, cut.other.name) for cut in made.cuts]
    assert said == [
        ("A", "after", 3, 2, "B"),
        ("B", "before", 4, 2, "A"),
        ("B", "after", 1, 0, "C"),
        ("C", "before", 2, 0, "B"),
    ]


def test_a_phase_is_a_period() -> None:
    days = [datetime(2025, 10, 15), datetime(2025, 11, 1, 8), datetime(2025, 11, 15), datetime(2025, 7, 1)]
    start = phase_start(pl.col("t"), TWO_YEARS)
    made = pl.DataFrame({"t": days}).select(
        start.alias("start"), phase_end(start, TWO_YEARS).alias("end"), phase_text(start, TWO_YEARS).alias("text")
    )
    assert made.rows() == [
        (datetime(2025, 10, 13), datetime(2025, 10, 20), "2025 双11 before"),
        (datetime(2025, 10, 20), datetime(2025, 11, 14), "2025 双11 during"),
        (datetime(2025, 11, 14), datetime(2025, 11, 17), "2025 双11 after"), (None, None, "ordinary"),
    ]  # fmt: skip
    assert phase_label("2025 双11 after", "zh") == "2025 双11 后"


def test_a_phase_is_compared_with_one_it_borders_on_and_never_with_ordinary_days() -> None:
    days = [datetime(2025, 9, 1), datetime(2025, 10, 14), datetime(2025, 10, 15), datetime(2025, 10, 21)]
    rows = pl.LazyFrame({"created_at": days}, schema={"created_at": pl.Datetime("us")})
    made = stage(["volume"], calendar=TWO_YEARS, compare=["prev", "year"]).apply(rows).rows.collect()
    assert made.select("period", "value", "prev", "year_ago").rows() == [
        ("2025 双11 before", 2, None, None), ("2025 双11 during", 1, 2, None), ("ordinary", 1, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime(2025, 10, 20), date(2024, 10, 21)),  # D0
        (datetime(2025, 10, 13), date(2024, 10, 14)),  # D-7
        (datetime(2025, 11, 10), date(2024, 11, 11)),  # D+21, the last day of 2024
        (datetime(2025, 11, 11), None),  # D+22 is over in 2024
        (datetime(2025, 11, 14), None),  # D+25: 2024 has three days after
        (datetime(2025, 12, 12), None),  # no such event in 2024
        (datetime(2025, 7, 1), date(2024, 7, 1)),  # an ordinary day
        (datetime(2026, 11, 1), None),  # ordinary, but in the course of an event in 2025
        (datetime(2026, 10, 15), date(2025, 10, 15)),  # ordinary against days before an event
        (datetime(2024, 2, 29), None),
        (datetime(2024, 10, 21), None),  # the first of its name
    ],
)
def test_days_are_aligned_with_the_event_of_the_year_before(day: datetime, expected: date | None) -> None:
    assert aligned(day) == expected


def test_phases_and_other_periods_are_aligned() -> None:
    assert aligned(datetime(2025, 10, 13), PHASE) == date(2024, 10, 14)
    assert aligned(datetime(2025, 11, 14), PHASE) == date(2024, 11, 12)
    assert aligned(datetime(2025, 12, 12), PHASE) is None
    assert aligned(datetime(2025, 10, 1), "month") == date(2024, 10, 1)


def test_a_festival_over_the_new_year_is_of_the_year_in_its_name() -> None:
    made = table("活动|起|止\n年货节（2025）|2024-12-28|2025-01-05\n2026年货节|2025-12-27|2026-01-04")
    assert [(event.name, event.year) for event in made.events] == [("年货节", 2025), ("年货节", 2026)]
    assert aligned(datetime(2026, 1, 1), calendar=made) == date(2025, 1, 2)


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("side.column", 1, "开始|结束\n2025-11-11|"),
        ("side.column", 1, "名称|结束\n双11|2025-11-11"),
        ("side.cell", 3, "名称|开始\n双11|2025-11-11\n|2025-12-12"),
        ("side.cell", 3, "名称|开始\n双11|2025-11-11\n双12|"),
        ("side.date", 2, "名称|开始\n双11|十一月"),
        ("side.backwards", 2, "名称|开始|结束\n双11|2025-11-11|2025-11-01"),
        ("calendar.clock", 2, "名称|开始\n双11|2025-11-10 20:00"),
        ("calendar.days", 2, "名称|开始|前\n双11|2025-11-11|一周"),
        ("calendar.days", 2, "名称|开始|后\n双11|2025-11-11|367"),
        ("calendar.overlap", 2, "名称|开始|结束\n双11|2025-10-20|2025-11-13\n返场|2025-11-13|2025-11-15"),
        ("calendar.overlap", 2, "名称|开始|结束\nB|2025-10-25|2025-10-26\nA|2025-10-20|2025-10-30"),
        ("calendar.twice", 2, "名称|开始\n双11|2025-10-20\n2025双11|2025-11-11"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(key: str, line: int, text: str) -> None:
    with pytest.raises(Usage) as caught:
        table(text)
    assert (caught.value.key, caught.value.params["line"]) == (key, line)
    for lang in ("zh", "en"):
        assert f"c.xlsx:{line}" in say(key, lang, **caught.value.params)


def test_an_end_at_midnight_to_be_is_its_day() -> None:
    made = table("名称|开始|结束|天气\n双11|2025-11-11 00:00:00|2025-11-11 23:59:59|晴")
    assert (made.events[0].end, made.ignored) == (date(2025, 11, 11), ("天气",))


EVENTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.integers(0, 20), st.integers(0, 20)), max_size=6)


@settings(deadline=None, max_examples=40)
@given(EVENTS)
def test_no_day_is_of_two_phases(steps: list[tuple[int, int, int, int]]) -> None:
    day, lines = date(2025, 1, 1), ["名称|开始|结束|前|后"]
    for number, (gap, length, before, after) in enumerate(steps):
        start = day + timedelta(days=gap)
        lines.append(f"E{number}x|{start}|{start + timedelta(days=length)}|{before}|{after}")
        day = start + timedelta(days=length + 1)
    made = table("\n".join(lines)) if steps else Calendar(())
    days = [day for event in made.events for day, _, _ in event.days]
    assert len(days) == len(set(days))
    for event, (_, length, before, after) in zip(made.events, steps, strict=True):
        assert (event.end - event.start).days == length
        assert event.before <= before
        assert event.after <= after
