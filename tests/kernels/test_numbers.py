"""Numbers as exports write them, up to what can be added exactly."""

from __future__ import annotations

import math
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.expr.durations import durations
from cstools.kernels.expr.numbers import flags, money, numbers, ratings, whole_numbers

PARSERS = [durations, flags, money, numbers, ratings, whole_numbers]


def read(parser, cell: str | None, *how: float) -> float | None:
    frame = pl.DataFrame({"t": [cell]}, schema={"t": pl.String})
    return frame.select(parser(pl.col("t"), *how)).item()


@pytest.mark.parametrize("parser", [money, durations])
@pytest.mark.parametrize(
    ("cell", "number"),
    [("1e11", 1e11), ("1e12", None), ("1e300", None), ("-1e300", None), ("99999999999999999999", None)],
)
def test_beyond_exact_sums_is_no_amount(parser, cell: str, number: float | None) -> None:
    assert read(parser, cell) == number


@pytest.mark.parametrize("parser", PARSERS)
@given(cell=st.text(max_size=20))
def test_any_text_is_a_value_or_none(parser, cell: str) -> None:
    value = read(parser, cell)
    assert value is None or math.isfinite(value)


@given(st.decimals(-(10**8), 10**8, places=2))
def test_money_round_trips(amount: Decimal) -> None:
    for cell in (f"{amount:f}", f"¥{amount:,f}", f"{amount:f}元", f"{amount:,f}"):
        assert read(money, cell) == float(amount)


@given(st.integers(0, 10**7))
def test_a_clock_round_trips(seconds: int) -> None:
    hours, minutes = divmod(seconds // 60, 60)
    for cell in (f"{hours:02}:{minutes:02}:{seconds % 60:02}", f"{hours}小时{minutes}分{seconds % 60}秒", str(seconds)):
        assert read(durations, cell) == seconds
        assert read(durations, f"-{cell}") == -seconds


@given(st.integers(-(2**63), 2**63 - 1))
def test_whole_numbers_keep_every_digit(number: int) -> None:
    assert read(whole_numbers, str(number)) == number


@pytest.mark.parametrize(
    ("cell", "unit", "seconds"),
    [
        ("2.5", 3600, 9000.0),
        ("90", 60, 5400.0),
        ("1,500", 0.001, 1.5),
        ("－2", 60, -120.0),
        ("01:30:00", 3600, 5400.0),
        ("3分25秒", 3600, 205.0),
        ("5 min", 3600, 300.0),
    ],
)
def test_a_headings_unit_scales_bare_numbers_only(cell: str, unit: float, seconds: float) -> None:
    assert read(durations, cell, unit) == seconds


@pytest.mark.parametrize("cell", ["$5", "USD 5", "€5", "5 USD", "HK$5", "£5", "1 234,50", "12,34", "(5", "-(5)", "--5"])
def test_what_is_no_amount_of_yuan(cell: str) -> None:
    assert read(money, cell) is None


@pytest.mark.parametrize(
    ("cell", "points"),
    [("8/10", 8.0), ("8/5", None), ("5-非常满意", 5.0), ("1-非常满意", None), ("非常满意(5分)", 5.0), ("🌟🌟", 2.0)],
)
def test_a_rating_with_its_scale_or_its_word(cell: str, points: float | None) -> None:
    assert read(ratings, cell) == points


@pytest.mark.parametrize("size", [1, 5_000])
def test_few_words_in_many_cells_say_what_they_say_alone(size: int) -> None:
    cells = ["5分", "非常满意", "未评价", None, "4/5", "六", "3"] * size
    found = pl.DataFrame({"t": cells}).select(ratings(pl.col("t"))).to_series().to_list()
    assert found == [5.0, 5.0, None, None, 4.0, None, 3.0] * size
