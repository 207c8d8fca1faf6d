"""Values brought together from chunks are all of them, however often they were counted on the way."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.io import values
from cstools.io.sums import Sums
from cstools.io.values import CODE, VALUE, Values
from cstools.kernels.stage import Part

CHUNK = st.dictionaries(st.integers(0, 200), st.lists(st.sampled_from([1, 2, 3, 10**12])), max_size=4)


@given(st.lists(CHUNK, min_size=1, max_size=6), st.integers(0, 12))
def test_values_are_counted_and_come_out_again(chunks: list[dict[int, list[int]]], room: int) -> None:
    held = Values(room=room)
    want: dict[int, Counter[int]] = {}
    for chunk in chunks:
        for code, each in chunk.items():
            want.setdefault(code, Counter()).update(each)
        schema = {CODE: pl.UInt32, VALUE: pl.List(pl.Int64)}
        held.add(pl.DataFrame({CODE: list(chunk), VALUE: list(chunk.values())}, schema=schema))
    got = held.total("x").with_columns(pl.col("x").list.drop_nulls()).rows()
    assert {code: Counter(each) for code, each in got if each} == {code: each for code, each in want.items() if each}


def test_equal_values_take_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "ROOM", 100)
    held = Values(room=100)
    for _ in range(50):
        schema = {CODE: pl.UInt32, VALUE: pl.List(pl.Int64)}
        held.add(pl.DataFrame({CODE: [0, 1], VALUE: [[1, 2, 3, 4], [5]]}, schema=schema))
    assert held.counted is not None
    assert held.counted.height == 5
    assert held.held < 110


def test_a_table_with_lists_adds_up() -> None:
    sums = Sums()
    for keys, n, each in ((["a", None], [1, 2], [[1], [2, 2]]), ([None, "b"], [3, 4], [[], [9]])):
        sums.add([Part(("k",), pl.LazyFrame({"k": keys, "n": n, "all": each}))])
    got = {key: (n, sorted(value for value in each if value is not None)) for key, n, each in sums.total()[0].rows()}
    assert got == {"a": (1, [1]), None: (5, [2, 2]), "b": (4, [9])}
