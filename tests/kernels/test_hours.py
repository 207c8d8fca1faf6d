"""Open time: published example to the second, the Chinese calendar day by day, and invariants against a plain loop."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.expr import holidays
from cstools.kernels.expr.hours import between, open_time
from cstools.model.hours import MINUTES, Hours, Schedule, Spans
from cstools.model.hours_reader import toml

TIME = pl.Datetime("us")
MONDAY = datetime(2025, 9, 1)
HOUR = 3_600_000


def frame(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, {"team": pl.String, "a": TIME, "b": TIME}, orient="row")


def open_ms(hours: Hours, rows: pl.DataFrame) -> list[int | None]:
    found = open_time(hours, rows, ["a", "b"]).open_ms(pl.col("a"), pl.col("b"))
    series = rows.select(found).to_series()
    assert series.dtype == pl.Int64
    return series.to_list()


def one(hours: Hours, start: str, end: str, team: str | None = None) -> int | None:
    return open_ms(hours, frame((team, datetime.fromisoformat(start), datetime.fromisoformat(end))))[0]


# The example of dbt_zendesk's DECISIONLOG.md ("Business Time Metrics"). Its schedules are minutes of a week that begins
# on Sunday, in UTC: Chicago 720-1560, 2160-3000, ... is every day 12:00 to 02:00 of the next, which is 26:00 of the
# day; San Francisco 2340-2910, 3780-4350, ... is Monday to Friday 15:00 to 00:30 of the next. Both were the ticket's,
# one after the other, so each row below is a stretch under one schedule and the sum is the ticket's figure.
ZENDESK = 'daily = "12:00-26:00"\n[team."Level 2 San Francisco"]\nmon-fri = "15:00-00:30"'
CREATED, MOVED, REPLIED = (datetime(2020, 9, day, *clock) for day, *clock in
                           ((29, 17, 1, 38), (30, 19, 1, 25), (30, 19, 1, 46)))  # fmt: skip


def test_the_published_example_over_all_schedules() -> None:
    """Published as 959.46 minutes, 1:25 taken for 1.25; exact is 538.37 + 421.42 + 0.35 = 960.13."""
    midnight = datetime(2020, 9, 30, 6)
    rows = frame(
        ("Level 1 Chicago", CREATED, midnight),
        ("Level 1 Chicago", midnight, MOVED),
        ("Level 2 San Francisco", MOVED, REPLIED),
    )
    found = open_ms(toml(ZENDESK), rows)
    assert found == [32_302_000, 25_285_000, 21_000]
    assert [round(ms / 60_000, 2) for ms in found] == [538.37, 421.42, 0.35]
    assert round(sum(found) / 60_000, 2) == 960.13


def test_the_published_example_by_the_last_schedule() -> None:
    """Published as 689.46 minutes, by the same slip; exact is 448.37 + 241.77 = 690.13."""
    (found,) = open_ms(toml(ZENDESK), frame(("Level 2 San Francisco", CREATED, REPLIED)))
    assert found == (448 * 60 + 22 + 241 * 60 + 46) * 1000
    assert round(found / 60_000, 2) == 690.13


NOTICES = {
    2025: (
        "2025-01-01 2025-01-28..2025-02-04 2025-04-04..2025-04-06 2025-05-01..2025-05-05 2025-05-31..2025-06-02 "
        "2025-10-01..2025-10-08",
        "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11",
    ),
    2026: (
        "2026-01-01..2026-01-03 2026-02-15..2026-02-23 2026-04-04..2026-04-06 2026-05-01..2026-05-05 "
        "2026-06-19..2026-06-21 2026-09-25..2026-09-27 2026-10-01..2026-10-07",
        "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10",
    ),
}
"""The days off and the weekend days worked by the notices of the State Council for the year."""


def days(text: str) -> set[date]:
    found: set[date] = set()
    for part in text.split():
        first, _, last = part.partition("..")
        start = date.fromisoformat(first)
        found |= {start + timedelta(n) for n in range((date.fromisoformat(last or first) - start).days + 1)}
    return found


@pytest.mark.parametrize("year", NOTICES)
def test_every_day_of_a_year_is_as_its_notice_says(year: int) -> None:
    off, worked = map(days, NOTICES[year])
    every = pl.date_range(date(year, 1, 1), date(year, 12, 31), eager=True).to_list()
    noon = pl.DataFrame({"a": [datetime.combine(day, datetime.min.time()) + timedelta(hours=12) for day in every]})
    hours = toml('holidays = "CN"\nmon-fri = "09:00-18:00"')
    found = noon.select(open_time(hours, noon, ["a"]).is_open(pl.col("a"))).to_series().to_list()
    assert found == [day in worked or (day.weekday() < 5 and day not in off) for day in every]


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2025-09-28 00:00", "2025-09-29 00:00", 8),  # a Sunday worked
        ("2025-10-11 00:00", "2025-10-12 00:00", 8),  # a Saturday worked: the hours of Monday, not of Saturday
        ("2025-10-18 00:00", "2025-10-19 00:00", 4),  # a Saturday as any other
        ("2025-10-01 00:00", "2025-10-09 00:00", 0),
        ("2025-09-30 17:00", "2025-10-09 10:00", 2),
        ("2025-01-26 00:00", "2025-01-27 00:00", 8),
        ("2025-01-27 17:30", "2025-02-05 09:30", 1),
        ("2025-02-08 00:00", "2025-02-09 00:00", 8),
        ("2026-02-13 17:00", "2026-02-14 10:00", 2),
        ("2026-02-15 00:00", "2026-02-24 00:00", 12),  # closed but for duty of 3 days, 4 hours
        ("2026-02-17 08:00", "2026-02-17 11:00", 1),
    ],
)
def test_holidays_and_make_up_days(start: str, end: str, hours: int) -> None:
    text = (
        'holidays = "CN"\nmon-fri = "09:00-17:00"\nsat = "10:00-14:00"\n'
        '"2026-02-17..2026-02-19" = {hours = "10:00-14:00", name = "春节值班"}'
    )
    text = text.replace("09:00-17:00", "09:00-12:00; 13:00-18:00")
    assert one(toml(text), start, end) == hours * HOUR


def test_a_group_may_work_on_holidays() -> None:
    hours = toml(
        'holidays = "CN"\nmon-fri = "09:00-18:00"\n[team.a]\nholidays = "10:00-12:00"\n[team.b]\nholidays = "none"\n'
        '[team.c]\nmakeup = "closed"'
    )
    day = ("2025-10-01 00:00", "2025-10-02 00:00")
    assert [one(hours, *day, team=team) for team in ("a", "b", "c", "d", None)] == [2 * HOUR, 9 * HOUR, 0, 0, 0]
    day = ("2025-10-11 00:00", "2025-10-12 00:00")
    assert [one(hours, *day, team=team) for team in ("a", "b", "c", "d")] == [9 * HOUR, 0, 0, 9 * HOUR]


def test_a_night_belongs_to_the_day_it_begins() -> None:
    hours = toml('holidays = "CN"\nmon-fri = "22:00-02:00"')
    assert one(hours, "2025-10-01 00:00", "2025-10-09 22:00") == 2 * HOUR  # the night of 30 September
    assert one(hours, "2025-09-30 00:00", "2025-10-01 12:00") == 6 * HOUR  # and that of the day before
    assert one(toml('daily = "22:00-02:00"'), "2025-03-01 01:00", "2025-03-01 23:00") == 2 * HOUR


def test_dates_that_run_into_one_another_count_once() -> None:
    hours = toml('daily = "20:00-24:00"\n2025-03-01 = "20:00-06:00"\n2025-03-02 = "04:00-08:00"')
    assert one(hours, "2025-03-01 00:00", "2025-03-03 00:00") == 12 * HOUR


def test_years_without_data() -> None:
    hours = toml('mon-fri = "09:00-18:00"\nholidays = "CN"')
    low, high = holidays.known()
    for year in (low - 1, high + 1):
        with pytest.raises(Usage) as caught:
            one(hours, f"{year}-06-01", f"{year}-06-02")
        assert caught.value.key == "hours.year"
        assert {name: caught.value.params[name] for name in ("line", "year", "known")} == {
            "line": 2, "year": year, "known": f"{low}–{high}"
        }  # fmt: skip
    assert one(toml('daily = "09:00-18:00"'), "1999-06-01", "1999-06-02") == 9 * HOUR
    own = f'mon-fri = "09:00-18:00"\nholidays = "CN"\nown_years = [{high + 1}]\n{high + 1}-06-01 = "closed"'
    week = [f"{high + 1}-06-01", f"{high + 1}-06-08"]
    assert one(toml(own), *week) == one(toml('mon-fri = "09:00-18:00"'), *week) - 9 * HOUR


def test_nothing_but_nulls() -> None:
    hours = toml('mon-fri = "09:00-18:00"\nholidays = "CN"\n[team.a]\nsun = "24h"')
    assert open_ms(hours, frame()) == []
    assert open_ms(hours, frame((None, None, None), ("a", None, MONDAY))) == [None, None]
    assert open_ms(hours, frame(("a", None, None))) == [None]


def test_the_library_is_asked_only_for_holidays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar.constants", None)
    day = ("2025-10-01 00:00", "2025-10-02 00:00")
    assert one(toml('daily = "09:00-18:00"'), *day) == 9 * HOUR
    with pytest.raises(ImportError):
        one(toml('daily = "09:00-18:00"\nholidays = "CN"'), *day)


def test_the_field_has_to_be_there() -> None:
    with pytest.raises(Usage) as caught:
        open_ms(toml('daily = "24h"\n[channel.a]\nsun = "closed"'), frame())
    assert (caught.value.key, caught.value.params["field"]) == ("hours.field", "channel")


def test_a_time_out_of_the_stretch_is_a_mistake_of_the_caller() -> None:
    time = between(toml('daily = "24h"'), MONDAY, MONDAY)
    with pytest.raises(Exception, match="hours from"):
        frame((None, MONDAY, MONDAY + timedelta(days=1))).select(time.open_ms(pl.col("a"), pl.col("b")))


def test_spans_are_half_open() -> None:
    hours = toml('mon-fri = "09:00-18:00"')
    rows = pl.DataFrame({"t": [MONDAY.replace(hour=9), MONDAY.replace(hour=18), MONDAY, None]}, {"t": TIME})
    time = open_time(hours, rows, ["t"])
    found = rows.select(time.is_open(pl.col("t")).alias("open"), time.next_open(pl.col("t")).alias("next"))
    nine, tomorrow = MONDAY.replace(hour=9), MONDAY.replace(day=2, hour=9)
    assert found.rows() == [(True, nine), (False, tomorrow), (False, nine), (None, None)]


def test_the_next_open_moment_after_the_last_time() -> None:
    hours = toml('holidays = "CN"\nmon-fri = "09:00-18:00"\n[team.a]\nmon = "closed"')
    rows = frame((None, datetime(2025, 9, 30, 18), None), ("a", MONDAY, None), (None, datetime(2026, 12, 31, 18), None))
    found = rows.select(open_time(hours, rows, ["a"]).next_open(pl.col("a"))).to_series().to_list()
    assert found == [datetime(2025, 10, 9, 9), None, None]


# --- invariants ---

MINUTE = st.integers(0, MINUTES - 1)


@st.composite
def day_spans(draw: st.DrawFn) -> Spans:
    """Up to two spans of a day, the later over midnight at times."""
    cuts = sorted(draw(st.lists(st.integers(0, 2 * MINUTES - 1), max_size=4, unique=True)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return tuple(pair for pair in pairs if pair[0] < MINUTES and pair[1] - pair[0] <= MINUTES)


@st.composite
def some_hours(draw: st.DrawFn) -> Hours:
    """A default schedule and one of team a, each with dates of its own, over the break of October 2025."""
    made = []
    for values in ((), ("a",)):
        week = tuple(draw(day_spans()) for _ in range(7))
        own = draw(st.dictionaries(st.dates(date(2025, 9, 27), date(2025, 10, 12)), day_spans(), max_size=3))
        country = draw(st.sampled_from(["", "CN"]))
        made.append(Schedule(values, week, country, draw(day_spans()), draw(day_spans()), own))
    return Hours(tuple(made), "team")


MOMENTS = st.datetimes(datetime(2025, 9, 26), datetime(2025, 10, 13)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
TEAMS = st.sampled_from(["a", "b", None])


def plain_day(schedule: Schedule, day: date) -> Spans:
    off, worked = days(NOTICES[2025][0]), days(NOTICES[2025][1])
    if day in schedule.dates:
        return schedule.dates[day]
    if schedule.country and day in off:
        return schedule.holiday
    return schedule.makeup if schedule.country and day in worked else schedule.week[day.weekday()]


def open_minutes(schedule: Schedule) -> set[datetime]:
    """Every open minute of the days of MOMENTS, one by one."""
    found = set()
    for n in range(-1, 18):
        midnight = datetime(2025, 9, 26) + timedelta(days=n)
        for start, end in plain_day(schedule, midnight.date()):
            found |= {midnight + timedelta(minutes=minute) for minute in range(start, end)}
    return found


@given(some_hours(), TEAMS, st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1, max_size=4))
def test_as_many_minutes_as_counted_one_by_one(hours: Hours, team: str | None, pairs: list) -> None:
    pairs = [tuple(moment.replace(second=0, microsecond=0) for moment in pair) for pair in pairs]
    minutes = open_minutes(hours.schedules[team == "a"])
    wanted = []
    for start, end in pairs:
        low, high = min(start, end), max(start, end)
        n = sum(low <= minute < high for minute in minutes)
        wanted.append((n if start <= end else -n) * 60_000)
    assert open_ms(hours, frame(*((team, *pair) for pair in pairs))) == wanted


@given(some_hours(), TEAMS, MOMENTS, MOMENTS, MOMENTS)
def test_open_time_adds_up(hours: Hours, team: str | None, a: datetime, b: datetime, c: datetime) -> None:
    ab, bc, ac, ba = open_ms(hours, frame((team, a, b), (team, b, c), (team, a, c), (team, b, a)))
    assert (ab + bc, ba) == (ac, -ab)
    assert abs(ab) <= abs(b - a) / timedelta(milliseconds=1)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2080, 1, 1)), st.datetimes(datetime(1990, 1, 1), datetime(2080, 1, 1))
)
def test_always_open_is_the_plain_difference(a: datetime, b: datetime) -> None:
    rows = frame((None, a, b))
    plain = rows.select((pl.col("b") - pl.col("a")).dt.total_milliseconds()).item()
    assert open_ms(toml('daily = "24h"'), rows) == [plain]


@given(some_hours(), st.lists(st.tuples(TEAMS, MOMENTS | st.none(), MOMENTS | st.none()), min_size=2, max_size=8),
       st.randoms(use_true_random=False), st.integers(1, 7))  # fmt: skip
def test_a_row_does_not_depend_on_those_beside_it(hours: Hours, rows: list, random: object, cut: int) -> None:
    wanted = dict(zip(map(tuple, rows), open_ms(hours, frame(*rows)), strict=True))
    shuffled = list(rows)
    random.shuffle(shuffled)
    parts = [part for part in (shuffled[:cut], shuffled[cut:]) if part]
    for part in parts:
        assert open_ms(hours, frame(*part)) == [wanted[row] for row in part]
    whole = pl.concat([frame(*part) for part in parts], rechunk=False)
    time = open_time(hours, whole, ["a", "b"]).open_ms(pl.col("a"), pl.col("b"))
    assert whole.lazy().select(time).collect(engine="streaming").to_series().to_list() == [
        wanted[row] for row in shuffled
    ]


@given(some_hours(), TEAMS, MOMENTS)
def test_next_open_is_the_first_open_moment(hours: Hours, team: str | None, moment: datetime) -> None:
    rows = frame((team, moment, None))
    time = open_time(hours, rows, ["a"])
    is_open, following = rows.select(
        time.is_open(pl.col("a")).alias("open"), time.next_open(pl.col("a")).alias("next")
    ).row(0)
    assert is_open == (following == moment)
    assume(following is not None)
    assert following >= moment
    there = frame((team, moment, following))
    assert open_ms(hours, there) == [0]
    assert there.select(open_time(hours, there, ["b"]).is_open(pl.col("b"))).item()


def test_the_page_shows_hours_that_work() -> None:
    text = (Path(__file__).parents[2] / "man" / "hours-example.toml").read_text(encoding="utf-8")
    hours = toml(text)
    assert one(hours, "2026-02-14 00:00", "2026-02-25 00:00") == 18 * HOUR
    assert one(hours, "2025-10-01 00:00", "2025-10-02 00:00", "售后一组") == 24 * HOUR
