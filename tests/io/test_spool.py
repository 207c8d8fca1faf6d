"""Chunks held back: in order, and beyond a bound on disk."""

from __future__ import annotations

import polars as pl
import pytest

from cstools.io.spool import Held


@pytest.mark.parametrize("room", [0, 100, 1 << 20])
def test_groups_come_back_in_order_and_whole(room: int) -> None:
    held = Held(room)
    assert not held
    groups = [(pl.DataFrame({"a": [str(n)] * 9}), pl.DataFrame({"n": [n], "b": [["x"]]})) for n in range(5)]
    for group in groups:
        held.add(*group)
    assert held
    assert (held.file is None) == (room > 100)
    for taken, group in zip(held.taken(), groups, strict=True):
        assert [frame.rows() for frame in taken] == [frame.rows() for frame in group]
        assert [frame.schema for frame in taken] == [frame.schema for frame in group]


def test_nothing_held_is_nothing() -> None:
    assert list(Held().taken()) == []
