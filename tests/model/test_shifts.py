"""What a file of shifts may say, and how it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstools.errors import Usage
from cstools.model.messages import say
from cstools.model.shifts import Shift, parse

ROOT = Path(__file__).resolve().parents[2]
ONE = '[[shift]]\nname = "早"\nstart = "08:00"\nend = "16:00"\n'


@pytest.mark.parametrize("path", ["man/shifts-example.toml", "examples/data/班次.toml"])
def test_the_examples_are_read(path: str) -> None:
    made = parse((ROOT / path).read_text(encoding="utf-8"), path)
    assert made.people == 12
    assert [shift.name for shift in made.shifts] == ["早班", "晚班", "夜班"]


def test_a_night_ends_on_the_next_day_and_its_break_may_too():
    text = '[[shift]]\nname = "夜"\nstart = "22:00"\nend = "6"\nbreak = "23:30-24:00，02:00-02:30"\n'
    assert parse(text).shifts == (Shift("夜", 1320, 1800, ((1410, 1440), (1560, 1590)), cost=35.0),)


def test_midnight_begins_the_day_and_breaks_that_overlap_are_one():
    text = '[[shift]]\nname = "夜"\nstart = "24:00"\nend = "06:00"\nbreak = "02:00-03:00, 02:30-03:30"\ndays = 1\n'
    assert parse(text).shifts == (Shift("夜", 0, 360, ((120, 210),), 1, 4.5),)


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("", "shifts.none", 1),
        ("[[shift]]\nname = '早'\nstart = '8'", "shifts.lacking", 1),
        (ONE + "days = 8", "scheme.value", 5),
        (ONE + "days = true", "scheme.value", 5),
        (ONE + "most = 1\nleast = 2", "scheme.value", 5),
        (ONE + "colour = 1", "scheme.key", 5),
        (ONE + "break = '07:00-09:00'", "shifts.clock", 5),
        (ONE.replace("08:00", "24:30"), "shifts.clock", 3),
        (ONE + "break = '08:00-12:00, 11:00-16:00'", "shifts.idle", 5),
        (ONE + ONE, "shifts.twice", 6),
        ("people = 1\n" + ONE + "least = 2", "shifts.people", 1),
        ("people = 0\n" + ONE, "scheme.value", 1),
        ("shift = 3", "scheme.value", 1),
        ("shift = [3]", "shifts.none", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, key: str, line: int) -> None:
    with pytest.raises(Usage) as caught:
        parse(text, "s.toml")
    assert (caught.value.key, caught.value.params["line"]) == (key, line)
    for lang in ("zh", "en"):
        assert "s.toml" in say(key, lang, **caught.value.params)
