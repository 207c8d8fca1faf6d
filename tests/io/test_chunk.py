"""Headings that name columns."""

from __future__ import annotations

import time

import polars as pl
import pytest

from cstools.io.formats.chunk import Chunk, unique


@pytest.mark.parametrize(
    ("headings", "names"),
    [
        (["a", "a", "a"], ["a", "a_2", "a_3"]),
        (["a", "a_2", "a"], ["a", "a_2", "a_3"]),
        (["", "column_1", ""], ["column_1", "column_1_2", "column_3"]),
    ],
)
def test_each_heading_names_one_column(headings: list[str], names: list[str]) -> None:
    assert unique(headings) == names


def test_many_equal_headings_take_no_time() -> None:
    began = time.process_time()
    names = unique(["a"] * 20_000)
    assert len(set(names)) == 20_000
    assert time.process_time() - began < 2


def test_a_heading_of_the_input_never_takes_the_place_of_our_own_columns() -> None:
    frame = pl.DataFrame({"__line": ["x"], "_line": ["y"], "__raw_csat": ["z"], "": ["w"]})
    placed = Chunk(frame, [7]).placed("a.csv")
    assert placed["__line"].to_list() == [7]
    assert placed.drop("__line", "__file").row(0) == ("x", "y", "z", "w")
    assert not [name for name in placed.columns if name.startswith("__") and name not in ("__line", "__file")]
