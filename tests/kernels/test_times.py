"""Times: what one form must not do to another, zones, and dates that say too little."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.expr.cascade import Rewrite, cascade
from cstools.kernels.expr.dates import TIME, Zone, by_name, by_number, tidied
from cstools.kernels.expr.times import days_first, is_year_last, times
from tests.kernels import oracle

SHANGHAI = "Asia/Shanghai"
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31))


def read(cells: list[str | None], tz: str = SHANGHAI, **how: object) -> list[datetime | None]:
    frame = pl.DataFrame({"t": cells}, schema={"t": pl.String})
    return frame.select(times(pl.col("t"), tz, **how)).to_series().to_list()  # type: ignore[arg-type]


@given(st.lists(MOMENTS, max_size=8))
def test_what_is_written_is_read(moments: list[datetime]) -> None:
    for form in ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y/%m/%d %H:%M:%S.%f"):
        assert read([f"{moment:{form}}" for moment in moments]) == moments
    seconds = [moment.replace(microsecond=0) for moment in moments]
    assert read([f"{moment:%Y年%m月%d日 %H:%M:%S}" for moment in seconds]) == seconds


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_none(text: str) -> None:
    (moment,) = read([text])
    assert moment is None or 1900 <= moment.year <= 2199


@given(st.lists(st.sampled_from("0123456789-/.: TZ年月日时上午APM+"), max_size=24).map("".join))
def test_the_fast_forms_and_the_thorough_ones_agree(text: str) -> None:
    both = {value for value in (read([text])[0], thorough([text])[0]) if value is not None}
    assert len(both) < 2


def thorough(cells: list[str]) -> list[datetime | None]:
    zone = Zone(SHANGHAI)
    steps = [Rewrite(tidied), lambda c: by_number(c, zone, day_first=True), lambda c: by_name(c, zone)]
    return pl.DataFrame({"t": cells}).select(cascade(pl.col("t"), steps, TIME)).to_series().to_list()


def test_the_thorough_forms_read_no_cell_otherwise() -> None:
    cells, truth = oracle.cells(oracle.TIMES, 20_000, seed=11)
    found = thorough(cells)
    # Years out of bounds are the cascade's check; numbers are no dates to these forms.
    late = {cell for cell, said in zip(cells, truth, strict=True) if said is None}
    assert [c for c, f, t in zip(cells, found, truth, strict=True) if f not in (None, t) and c not in late] == []
    assert sum(moment is not None for moment in found) > 15_000


@pytest.mark.parametrize(
    ("cell", "day_first", "month_first"),
    [
        ("6/10/2025", "2025-10-06", "2025-06-10"),
        ("16/10/2025", "2025-10-16", None),
        ("10/16/2025", None, "2025-10-16"),
        ("6/10/25", "2025-10-06", "2025-06-10"),
        ("06/10/25", "2025-10-06", "2025-06-10"),
        ("25-10-6", "2025-10-06", "2025-10-06"),
        ("25/10/06", "2025-10-06", "2025-10-06"),
        ("25.10.28", "2028-10-25", "2025-10-28"),
        ("16/10/25", "2025-10-16", "2016-10-25"),
        ("16/10/97", "1997-10-16", None),
        ("97-10-16", "1997-10-16", "1997-10-16"),
        ("06年10月8日", "2006-10-08", "2006-10-08"),
        ("6-1-5", None, None),
        ("2025-6-10", "2025-06-10", "2025-06-10"),
    ],
)
def test_the_order_of_a_date_in_numbers(cell: str, day_first: str | None, month_first: str | None) -> None:
    for way, said in ((True, day_first), (False, month_first)):
        assert read([cell], day_first=way) == [said and datetime.fromisoformat(said)]
        assert read([f"{cell} 8:05"], day_first=way) == [said and datetime.fromisoformat(f"{said} 08:05")]


@pytest.mark.parametrize(
    ("cell", "tells", "open_"),
    [
        ("16/10/2025", True, True),
        ("10/16/2025 8:05", False, True),
        ("6.10.2025", None, True),
        ("25/10/6", False, True),
        ("25-10-28", None, True),
        ("10/16/25", False, True),
        ("16/10/97", True, True),
        ("2025/10/6", None, False),
        ("08:05:03", None, False),
        ("6/10", None, False),
    ],
)
def test_what_a_cell_tells_of_its_columns_order(cell: str, tells: bool | None, open_: bool) -> None:
    frame = pl.DataFrame({"t": [cell]})
    assert frame.select(days_first(pl.col("t"))).item() is tells
    assert frame.select(is_year_last(pl.col("t"))).item() is open_


def test_a_time_without_a_zone_is_in_the_zone_of_its_source() -> None:
    cells = ["2025-10-06 08:05:03", "2025/10/6 8:05", "2025-10-06T08:05:03Z", "1759709103", "45936", "6 Oct 2025 08:05"]
    assert read(cells, source_tz="Europe/Berlin") == [
        datetime(2025, 10, 6, 14, 5, 3),
        datetime(2025, 10, 6, 14, 5),
        datetime(2025, 10, 6, 16, 5, 3),
        datetime(2025, 10, 6, 8, 5, 3),
        datetime(2025, 10, 6, 6),
        datetime(2025, 10, 6, 14, 5),
    ]


def test_a_clock_time_that_happens_twice_is_the_first_and_one_that_never_happens_is_null() -> None:
    twice, never = "2025-10-26 02:30:00", "2025-03-30 02:30:00"
    assert read([twice, never], "UTC", source_tz="Europe/Berlin") == [datetime(2025, 10, 26, 0, 30), None]


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)), st.sampled_from(["America/New_York", "UTC", SHANGHAI])
)
def test_an_instant_is_shown_in_the_zone_asked_for(moment: datetime, tz: str) -> None:
    second = moment.replace(microsecond=0, tzinfo=UTC)
    there = second.astimezone(ZoneInfo(tz)).replace(tzinfo=None)
    stamp = int(second.timestamp())
    forms = [f"{second:%Y-%m-%dT%H:%M:%SZ}", f"{second:%Y-%m-%d %H:%M:%S} UTC", str(stamp * 1000)]
    assert read(forms, tz) == [there, there, there if stamp >= 10**9 else None]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2025-10-06 24:00:00", datetime(2025, 10, 7)),
        ("2025-12-31 24:00", datetime(2026, 1, 1)),
        ("2025/10/6 上午12:05", datetime(2025, 10, 6, 0, 5)),
        ("2025/10/6 下午12:05", datetime(2025, 10, 6, 12, 5)),
        ("2025/10/6 下午15:05", datetime(2025, 10, 6, 15, 5)),
        ("2025/10/6 凌晨1:05", datetime(2025, 10, 6, 1, 5)),
        ("2025/10/6 晚上8:05", datetime(2025, 10, 6, 20, 5)),
        ("2025/10/6 晚上12:05", None),
        ("2025/10/6 上午13:05", None),
        ("2025-10-06T08:05:03+08:00[Asia/Shanghai]", datetime(2025, 10, 6, 8, 5, 3)),
        ("Mon Oct 06 2025 08:05:03 GMT+0800 (China Standard Time)", datetime(2025, 10, 6, 8, 5, 3)),
        ("Tue Oct 31 22:10:47 +0000 2017", datetime(2017, 11, 1, 6, 10, 47)),
        ("2025-10-06 08:05:03 CST", None),
        ("2025-10-06T08:05:03+99:00", None),
        ("2025-10-06+08:00", None),
        ("2025-10", None),
        ("06/Oct/2 8:05 AM", None),
        ("10:05:03", None),
    ],
)
def test_odd_cells(cell: str, moment: datetime | None) -> None:
    assert read([cell]) == [moment]


def test_nulls_stay_where_they_are_whatever_the_forms_around_them() -> None:
    cells = [None, "2025-10-06 08:05:03", None, "2025/10/6 8:05", "soon", None, "1759709103", ""]
    whole = datetime(2025, 10, 6, 8, 5, 3)
    assert read(cells) == [None, whole, None, whole.replace(second=0), None, None, whole, None]
    assert read([]) == []
    assert read([None, None]) == [None, None]
