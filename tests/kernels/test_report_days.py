"""Days that are not like others: unfinished, missing, of a promotion; none of them makes another look strange."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

import polars as pl
import pytest

from cstools.kernels.kpi.calendar import Calendar, Event
from cstools.kernels.report import build
from cstools.kernels.report.data import Ask, gather
from cstools.kernels.report.scorecard import volume_ratio
from cstools.kernels.report.trend import expected, promoted, runs
from cstools.model.report import Chart, Finding, Kpis
from tests.months import blocks, findings

FIRST, LAST = date(2025, 10, 1), date(2025, 10, 31)
USUAL = 100


def counts(last: date, times: dict[date, float], first: date = date(2025, 8, 6), usual: int = USUAL) -> pl.DataFrame:
    """Days of Poisson's scatter, some of which have so many times the usual contacts."""
    dice, days = Random(7), pl.date_range(first, last, "1d", eager=True)
    n = [round(dice.gauss(usual * times.get(day, 1), (usual * times.get(day, 1)) ** 0.5)) for day in days]
    return pl.DataFrame({"day": days, "n": n})


def contacts(days: pl.DataFrame, until: time = time(23, 59)) -> pl.DataFrame:
    """Contacts from 8 to 22 o'clock, of the last day up to some time."""
    start = pl.col("day").cast(pl.Datetime("us")) + pl.duration(hours=8)
    rows = days.with_columns(place=pl.int_ranges(pl.col("n"))).explode("place").drop_nulls("place")
    rows = rows.with_columns(created_at=start + pl.duration(seconds=14 * 3600 * pl.col("place") // pl.col("n")))
    return rows.filter(pl.col("created_at") <= datetime.combine(days["day"].max(), until)).select("created_at")


def span(first: date, days: int, times: float) -> dict[date, float]:
    return {first + timedelta(days=at): times for at in range(days)}


def told(found: dict[str, Finding], tag: str) -> list[str]:
    days = found[tag].headline.params["days"].params
    return [figure.value for figure in days.values()]


def marks(frame: pl.DataFrame) -> dict[str, str]:
    chart = next(chart for chart in blocks(build(frame, "2025-10"), Chart) if chart.name == "daily")
    return {row[0]: row[-1] for row in chart.rows if row[-1]}


@pytest.mark.parametrize(("until", "marked"), [(time(9, 26), {}), (time(20, 0), {"2025-10-15": "day.low"})])
def test_a_day_that_is_not_over_is_not_marked(until, marked):
    days = counts(date(2025, 10, 15), {date(2025, 10, 15): 0.35} if marked else {}, usual=200)
    frame = contacts(days, until)
    assert frame["created_at"].max().hour == (9 if not marked else 19)
    if marked:
        frame = pl.concat([frame, pl.DataFrame({"created_at": [datetime(2025, 10, 15, 20, 0)]})])
    assert marks(frame) == marked


def test_the_day_that_is_not_over_is_in_the_chart_and_as_many_as_the_card_says():
    report = build(contacts(counts(date(2025, 10, 15), {}), time(9, 26)), "2025-10")
    daily = next(chart for chart in blocks(report, Chart) if chart.name == "daily")
    card = next(card for card in blocks(report, Kpis)[0].cards if card.metric == "volume")
    assert daily.rows[-1][0] == "2025-10-15"
    assert sum(row[1] for row in daily.rows) == card.value.value


def test_dates_without_a_clock_are_whole_days_but_one_not_begun_is_none():
    days = counts(date(2025, 10, 15), {})
    frame = contacts(days).with_columns(pl.col("created_at").dt.truncate("1d"))
    assert gather(frame, Ask("2025-10")).days["whole"].all()
    later = gather(frame, Ask("2025-10", as_of=datetime(2025, 10, 16)))
    assert later.days.filter(~pl.col("whole"))["day"].to_list() == [date(2025, 10, 16)]
    assert later.days["mark"].null_count() == later.days.height


@pytest.mark.parametrize("length", [16, 20, 25])
@pytest.mark.parametrize("end", ["first", "last"])
def test_a_long_stretch_without_contacts_is_missing_and_nothing_else_is_strange(length, end):
    first = FIRST if end == "first" else LAST - timedelta(days=length - 1)
    days = expected(counts(LAST, span(first, length, 0)))
    assert runs(days, "gap") == [(first, first + timedelta(days=length - 1))]
    assert days["mark"].count() == length


@pytest.mark.parametrize("start", [date(2025, 10, 1), date(2025, 10, 3), date(2025, 10, 6)])
def test_a_long_promotion_is_one_and_the_days_after_it_are_as_ever(start):
    event = Event("双11", 2025, start, start + timedelta(days=25), 3, 0)
    days = counts(LAST, span(start, 26, 5))
    made = promoted(expected(days, Calendar((event,))), Calendar((event,)))
    assert runs(made, "promo") == [(event.start, event.end)]
    assert made["mark"].count() == 26
    found = findings(build(contacts(days), "2025-10", calendar=Calendar((event,))))
    assert told(found, "tag.promotion")[-1] == event.end.isoformat()
    assert found["tag.promotion"].effect.value == pytest.approx(5, rel=0.05)


def test_promotions_that_meet_are_told_apart():
    one, other = (
        Event(name, 2025, date(2025, 10, day), date(2025, 10, day + 2), 0, 0) for name, day in (("甲", 5), ("乙", 8))
    )
    days = counts(LAST, span(date(2025, 10, 5), 6, 3))
    made = promoted(expected(days, Calendar((one, other))), Calendar((one, other)))
    assert runs(made, "promo") == [(one.start, one.end), (other.start, other.end)]


def test_days_on_which_the_shop_is_closed_are_not_missing():
    closed = {day: 0.0 for at in range(87) if (day := date(2025, 8, 6) + timedelta(days=at)).weekday() >= 5}
    assert expected(counts(LAST, closed, usual=2000))["mark"].null_count() == 87


def test_a_shop_of_few_contacts_has_a_band_too():
    """Of its weekdays some never have any: nothing is divided by that."""
    days = pl.date_range(FIRST, LAST, "1d", eager=True)
    made = expected(pl.DataFrame({"day": days, "n": [4, 2] + [0] * 29}))
    assert made.select(pl.col("expected", "lo", "hi").is_finite().all()).row(0) == (True, True, True)
    assert made["mark"].null_count() == 31


def test_promotions_all_through_the_history_leave_a_band():
    days = counts(LAST, {})
    always = Event("常年", 2025, date(2025, 8, 1), LAST, 0, 0)
    assert expected(days, Calendar((always,)))["expected"].null_count() == 0


@pytest.mark.parametrize("month", [9, 10])
def test_missing_days_do_not_make_a_month_busier_or_calmer(month):
    days = counts(LAST, span(date(2025, month, 8), 9, 0))
    ratio, lo, hi = volume_ratio(gather(contacts(days), Ask("2025-10")), 1.96)
    assert lo < 1 < hi
    assert ratio == pytest.approx(1, abs=0.06)
    assert "tag.volume" not in findings(build(contacts(days), "2025-10"))


def test_a_day_that_is_not_over_does_not_make_a_month_calmer():
    days = counts(date(2025, 10, 4), {})
    whole = volume_ratio(gather(contacts(days.head(-1)), Ask("2025-10")), 1.96)
    assert volume_ratio(gather(contacts(days, time(9, 26)), Ask("2025-10")), 1.96)[0] == whole[0]


def test_hours_are_means_over_the_days_that_are_there():
    holed = counts(LAST, {date(2025, 10, 6): 0, date(2025, 10, 13): 0.02})
    heat = next(chart for chart in blocks(build(contacts(holed), "2025-10"), Chart) if chart.name == "hours")
    a_day = {weekday: sum(row[2] for row in heat.rows if row[0] == weekday) for weekday in (1, 2)}
    assert a_day[1] == pytest.approx(a_day[2], rel=0.1)
