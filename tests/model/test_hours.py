"""Files of business hours: what they say is read the same from TOML and from a table; a wrong one is named by line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cstools.errors import Usage
from cstools.model.hours import Hours
from cstools.model.hours_reader import table, toml
from cstools.model.hours_words import dates, spans, weekdays
from cstools.model.messages import say

EXAMPLE = Path(__file__).parents[2] / "man" / "hours-example.toml"
NINE = ((540, 1080),)
WEEK = 'mon-fri = "09:00-18:00"\n'


def lines(*rows: tuple[str, str, str, str, str]) -> list[dict[str, str]]:
    return [dict(zip(("field", "value", "days", "hours", "name"), row, strict=True)) for row in rows]


def test_the_example_of_the_page() -> None:
    hours = toml(EXAMPLE.read_text(encoding="utf-8"))
    default, night, always, store = hours.schedules
    assert (hours.field, hours.values) == ("team", ("夜班组", "大客户组", "售后一组", "仓库组"))
    assert default.week == (((540, 720), (810, 1080)),) * 5 + (((600, 960),), ())
    assert (default.country, default.holiday, default.makeup) == ("CN", (), default.week[0])
    assert default.dates[date(2026, 2, 16)] == ()
    assert default.dates[date(2026, 2, 17)] == ((600, 960),)
    assert default.dates[date(2025, 11, 11)] == ((0, 1440),)
    assert hours.names[date(2026, 2, 14)] == "春节放假"
    assert hours.names[date(2026, 2, 19)] == "春节值班"
    assert (night.country, night.holiday, night.makeup) == ("CN", ((600, 960),), ((1320, 1800),))
    assert (always.country, always.week) == ("", (((0, 1440),),) * 7)
    assert store.week == default.week
    assert store.dates == {**default.dates, date(2025, 12, 31): ((540, 720),)}


def test_a_table_says_the_same() -> None:
    written = table(
        lines(
            ("", "", "节假日", "CN", ""),
            ("", "", "周一至周五", "09:00-12:00；13:30-18:00", ""),
            ("", "", "", "", ""),
            ("", "", "周六", "10:00－16:00", ""),
            ("", "", "2026/2/14至2026/2/24", "休息", "春节放假"),
            ("客服组", "仓库组", "2025-12-31 00:00:00", "9:00-12:00", "年终盘点"),
        )
    )
    read = toml(
        'holidays = "CN"\nmon-fri = ["09:00-12:00", "13:30-18:00"]\nsat = "10:00-16:00"\n'
        '"2026-02-14..2026-02-24" = {hours = "closed", name = "春节放假"}\n'
        '[team."仓库组"]\n2025-12-31 = {hours = "9:00-12:00", name = "年终盘点"}',
        "hours.csv",
    )
    assert bare(written) == bare(read)


def bare(hours: Hours) -> tuple[object, ...]:
    return hours.field, hours.names, hours.own_years, [(one.values, one.week, one.country, one.holiday, one.makeup,
                                                        one.dates) for one in hours.schedules]  # fmt: skip


def test_a_column_may_be_the_field() -> None:
    rows = [
        {"渠道": group, "星期": "每天", "时间": spans_, "日期": None}
        for group, spans_ in (("", "9-18"), ("电话", "24h"))
    ]
    hours = table(rows)
    assert (hours.field, hours.values, hours.schedules[1].week[6]) == ("channel", ("电话",), ((0, 1440),))


def test_what_a_group_does_not_say_is_as_for_all() -> None:
    top = 'holidays = "CN 10:00-16:00"\nmakeup = "周二"\nmon = "9:00-18:00"\ntue = "9:00-12:00"\n'
    hours = toml(top + '[team.a]\nwed = "8:00-9:00"\n[team.b]\nholidays = "closed"\n[team.c]\nholidays = "none"')
    default, a, b, c = hours.schedules
    assert (default.makeup, a.makeup, b.makeup) == (((540, 720),), (), ((540, 720),))
    assert [one.holiday for one in (default, a, b)] == [((600, 960),), ((600, 960),), ()]
    assert (a.week[0], a.week[2], c.country, c.week) == ((), ((480, 540),), "", default.week)


def test_of_two_entries_the_one_of_fewer_days_counts() -> None:
    week = toml('daily = "24h"\n"周末" = "10:00-16:00"\nsun = "closed"').schedules[0].week
    assert week == (((0, 1440),),) * 5 + (((600, 960),), ())


def test_a_group_may_be_called_as_a_key_is() -> None:
    assert toml(WEEK + '[team.name]\nsun = "9-18"').values == ("name",)


def test_own_years() -> None:
    assert toml(WEEK + "own_years = [2027, 2028]").own_years == {2027, 2028}
    assert table([{"days": "每天", "hours": "24h"}, {"days": "自填年份", "hours": "2027"}]).own_years == {2027}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("周一到五", {0, 1, 2, 3, 4}),
        ("星期六、星期天", {5, 6}),
        ("周六日", {5, 6}),
        ("周1-周3", {0, 1, 2}),
        ("Friday ~ Monday", {4, 5, 6, 0}),
        ("Tues, thurs", {1, 3}),
        ("weekend", {5, 6}),
        ("工作日", {0, 1, 2, 3, 4}),
        ("1-5", None),
        ("周一至", None),
        ("moon", None),
        ("周一-周二-周三", None),
    ],
)
def test_weekdays(text: str, wanted: set[int] | None) -> None:
    assert weekdays(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("9:00~18:00", NINE),
        ("09：00至18：00", NINE),
        ("9-18", NINE),
        ("13:00-18:00, 9:00-12:00", ((540, 720), (780, 1080))),
        ("15:00-24:30", ((900, 1470),)),
        ("00:00-24:00", ((0, 1440),)),
        ("20:00-20:00", None),
        ("24:00-25:00", None),
        ("9:00-33:01", None),
        ("9:60-18:00", None),
        ("9:00", None),
        ("9:00-18:00-20:00", None),
        ("次日9:00-18:00", None),
        ("", None),
        ("早班", None),
    ],
)
def test_spans(text: str, wanted: object) -> None:
    assert spans(text) == wanted


def test_dates() -> None:
    assert dates("2026.2.1…2026.2.3") == (date(2026, 2, 1), date(2026, 2, 3))
    assert dates("2026-02-01..2026-02-02..2026-02-03") is None
    with pytest.raises(ValueError, match="day"):
        dates("2026-02-30")


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("mon = ", "hours.toml", 1),
        ('mon = "9-18"\nmon = "9-18"\n', "hours.toml", 2),
        (WEEK + '"周八" = "9-18"', "hours.day", 2),
        (WEEK + "2026-02-30 = '9-18'", "hours.day", 2),
        (WEEK + '[team.a]\nsunn = "9-18"', "hours.day", 3),
        (WEEK + '[team.a]\nsun = "nine"', "hours.span", 3),
        (WEEK + 'sun = ["9:00-12:00", "11:59-13:00"]', "hours.overlap", 2),
        ('mon = "22:00-02:00"\ntue = "01:00-05:00"', "hours.overlap", 2),
        ('daily = "12:00-12:30"\nsun = "22:00-12:30"', "hours.overlap", 2),
        (WEEK + '"2026-02-10..2026-02-09" = "closed"', "hours.backwards", 2),
        (WEEK + '"2026-02-10..2099-02-09" = "closed"', "hours.backwards", 2),
        (WEEK + '\nfri-sun = "9-18"\nthu-sat = "9-10"', "hours.twice", 4),
        (WEEK + '2026-02-10 = "9-18"\n"2026年2月10日" = "closed"', "hours.twice", 3),
        (WEEK + 'holidays = "CN"\n"节假日" = "CN"', "hours.twice", 3),
        (WEEK + '[team.a]\nsun = "9-10"\n[team."b|a"]\nsun = "9-10"', "hours.group_twice", 5),
        (WEEK + '[defualt]\nmon = "9-18"', "hours.group", 3),
        (WEEK + '[team.a]\nsun = "9-10"\n[channel.b]\nsun = "9-10"', "hours.fields", 5),
        ("", "hours.default", 1),
        ('[team.a]\nmon = "9-18"', "hours.default", 1),
        (WEEK + "sun = 1.5", "hours.value", 2),
        (WEEK + "sun = []", "hours.value", 2),
        (WEEK + "sun = {}", "hours.value", 2),
        (WEEK + "own_years = [27]", "hours.value", 2),
        (WEEK + 'holidays = "US"', "hours.country", 2),
        (WEEK + '[team.a]\nholidays = "HK 9-18"', "hours.country", 3),
        (WEEK + 'makeup = "周一"', "hours.makeup", 2),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_by_its_line(text: str, key: str, line: int) -> None:
    with pytest.raises(Usage) as caught:
        toml(text)
    assert (caught.value.key, caught.value.params["line"]) == (key, line)
    for lang in ("zh", "en"):
        assert say(key, lang, **caught.value.params).startswith(f"hours.toml:{line}")


@pytest.mark.parametrize(
    ("rows", "key", "line"),
    [
        ([{"days": "周八", "hours": "9-18"}], "hours.day", 2),
        ([{"days": "", "hours": "9-18"}], "hours.day", 2),
        ([{"days": "每天", "hours": "9-18"}, {"days": "周日", "hours": ""}], "hours.span", 3),
        ([{"days": "每天", "date": "2026-02-10", "hours": "9-18"}], "hours.both", 2),
        ([{"days": "每天", "hours": "9-18"}] * 2, "hours.twice", 3),
        ([{"days": "每天", "hours": "9-18", "team": "a", "channel": "b"}], "hours.columns", 1),
        ([{"days": "每天", "day": "每天", "hours": "9-18"}], "hours.columns", 1),
        ([{"days": "每天"}], "hours.columns", 1),
        ([], "hours.columns", 1),
        ([{"field": "team", "value": "", "days": "每天", "hours": "9-18"}], "hours.group", 2),
        ([{"team": "a", "days": "每天", "hours": "9-18"}], "hours.default", 1),
    ],
)
def test_a_wrong_table_is_named_by_its_line(rows: list[dict[str, str]], key: str, line: int) -> None:
    with pytest.raises(Usage) as caught:
        table(rows)
    assert (caught.value.key, caught.value.params["line"]) == (key, line)
    assert say(key, "zh", **caught.value.params).startswith(f"hours.csv:{line}")


def test_lines_of_rows_may_be_given() -> None:
    with pytest.raises(Usage) as caught:
        table([{"days": "周八", "hours": "9-18"}], "排班.xlsx", [7])
    assert (caught.value.params["path"], caught.value.params["line"]) == ("排班.xlsx", 7)
