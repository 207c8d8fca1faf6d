"""Bars and sparklines: as long as they should be, and never longer than their room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.view.bars import EIGHTHS, FULL, bar, sparkline, thinned

VALUES = st.floats(allow_nan=False, allow_infinity=False, width=32)


def eighths(text: str) -> int:
    return sum(8 if sign == FULL else EIGHTHS.index(sign) for sign in text)


@given(value=VALUES, most=VALUES, width=st.integers(1, 60), ascii_only=st.booleans())
def test_a_bar_stays_in_its_room(value: float, most: float, width: int, ascii_only: bool) -> None:
    drawn = bar(value, most, width, ascii_only=ascii_only)
    assert len(drawn) <= width
    assert bool(drawn) == (value > 0 and most > 0)
    assert not ascii_only or drawn.isascii()


@given(pair=st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), width=st.integers(1, 60))
def test_a_longer_bar_is_a_greater_value(pair: tuple[int, int], width: int) -> None:
    low, high = sorted(pair)
    assert eighths(bar(low, high, width)) <= eighths(bar(high, high, width)) == 8 * width


@given(values=st.lists(st.one_of(st.none(), VALUES), max_size=80), width=st.integers(1, 40))
def test_a_sparkline_has_a_sign_for_every_value(values: list[float | None], width: int) -> None:
    assert len(sparkline(values)) == len(values)
    few = thinned(values, width)
    assert len(few) <= width
    assert len(values) > width or few == values


@pytest.mark.parametrize(
    ("values", "drawn"),
    [([0, 7], "▁█"), ([3, 3, 3], "▁▁▁"), ([1, None, 2], "▁ █"), ([], ""), ([None], " "), (list(range(8)), "▁▂▃▄▅▆▇█")],
)
def test_sparkline(values: list[float | None], drawn: str) -> None:
    assert sparkline(values) == drawn
