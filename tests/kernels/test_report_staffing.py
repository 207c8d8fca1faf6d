"""The report's section on staffing: heads by hour, gaps of the roster, months of the target, and what is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest

from cstools.kernels.report import build
from cstools.kernels.staff import Ask, Target, usable
from cstools.model.report import Findings, Note, Table, from_json, to_json

AUGUST = datetime(2025, 8, 4)
"""A Monday, eight weeks and more before the end of October."""


def calls(
    days: int = 89, each: int = 6, wait: float = 5.0, start: datetime = AUGUST, kind: str = "call"
) -> pl.DataFrame:
    """Contacts of four minutes from nine to noon of every day; `wait` seconds each until October, then a minute."""
    times = [
        start + timedelta(days=day, hours=9 + hour, seconds=3600 * at / each)
        for day in range(days) for hour in range(3) for at in range(each)
    ]  # fmt: skip
    late = [60.0 if time.month == 10 else wait for time in times]
    n = len(times)
    return pl.DataFrame(
        {
            "created_at": times, "handle_s": [240.0] * n, "wait_s": late, "is_answered": [True] * n,
            "contact_type": [kind] * n,
        }
    )  # fmt: skip


def roster(heads: int, first: int, last: int) -> pl.DataFrame:
    """So many from one hour to another on each day of a week."""
    days = [datetime(2025, 10, 20) + timedelta(days=at) for at in range(7)]
    starts, ends = ([day + timedelta(hours=hour) for day in days] for hour in (first, last))
    return usable(pl.DataFrame({"start_at": starts, "end_at": ends, "headcount": [heads] * 7}))


def section(report):
    return next(one for one in report.sections if one.id == "staffing")


def told(report):
    return {one.tag: one for part in report.sections for block in part.blocks if isinstance(block, Findings)
            for one in block.items}  # fmt: skip


def test_the_hours_of_a_week_have_their_heads():
    report = build(calls(), "2025-10")
    heads = next(block for block in section(report).blocks if isinstance(block, Table))
    assert [column.label for column in heads.columns] == ["", "9", "10", "11"]
    assert heads.rows == tuple((day, 2, 2, 2) for day in range(1, 8))
    assert section(report).lead.params["need"].value == 7 * 3 * 2


def test_a_short_roster_is_listed_and_told():
    asked = Ask(roster=roster(1, 9, 12))
    report = build(calls(), "2025-10", staffing=asked)
    gaps = [block for block in section(report).blocks if isinstance(block, Table)][1]
    assert [row[1:] for row in gaps.rows] == [("9:00", "12:00", "staffing.short", 1.0, 3.0)] * 7
    assert section(report).lead.params["short"].value == 21
    assert told(report)["tag.roster"].effect.value == 1.0


def test_a_roster_that_is_enough_is_not_told():
    report = build(calls(), "2025-10", staffing=Ask(roster=roster(3, 9, 12)))
    assert "tag.roster" not in told(report)
    assert section(report).lead.params["idle"].value == 21


def test_a_lost_target_is_told_with_the_month_it_was_lost_in():
    found = told(build(calls(), "2025-10"))["tag.target"]
    assert found.section == "staffing"
    assert found.headline.params["level"].value == 0.0
    assert (found.headline.params["since"].value, found.headline.params["held"].value) == ("2025-10", "2025-09")


@pytest.mark.parametrize("frame", [calls(wait=60.0), calls(kind="chat"), calls().drop("wait_s", "is_answered")])
def test_what_was_never_held_or_is_not_known_is_not_lost(frame: pl.DataFrame) -> None:
    assert "tag.target" not in told(build(frame, "2025-10"))


def test_the_target_is_that_of_the_settings():
    assert "tag.target" not in told(build(calls(), "2025-10", staffing=Ask(target=Target(0.8, 90))))


def test_without_handling_times_the_section_says_why():
    assert section(build(calls().drop("handle_s"), "2025-10")).why.key == "why.handling"


def test_chats_that_are_one_at_a_time_are_said_to_be():
    one = build(calls(kind="chat"), "2025-10")
    three = build(calls(kind="chat"), "2025-10", staffing=Ask(concurrency=3))
    keys = [[line.key for line in section(report).blocks[-1].lines] for report in (one, three)]
    assert isinstance(section(one).blocks[-1], Note)
    assert "staffing.one_chat" in keys[0]
    assert "staffing.chats" in keys[1]


def test_it_reads_back_as_it_was_written():
    report = build(calls(), "2025-10", staffing=Ask(roster=roster(1, 9, 11)))
    assert from_json(to_json(report)) == report


def test_contacts_after_the_month_do_not_count():
    later = calls(days=20, each=60, start=datetime(2025, 11, 3))
    assert section(build(pl.concat([calls(), later]), "2025-10")) == section(build(calls(), "2025-10"))
