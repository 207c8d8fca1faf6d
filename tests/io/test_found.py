"""What stages found, summed over chunks."""

from __future__ import annotations

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from cstools.io import found


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=6), max_size=8))
def test_sums_do_not_depend_on_when_they_are_taken(chunks: list[list[str]]) -> None:
    roomy, tight = found.Found(), found.Found(room=3)
    for chunk in chunks:
        seen = (
            pl.Series("key", chunk, dtype=pl.String).to_frame().group_by("key").agg(pl.len().cast(pl.Int64).alias("n"))
        )
        roomy.add(seen)
        tight.add(seen)
    wanted = sorted(Counter(key for chunk in chunks for key in chunk).items())
    assert roomy.total().rows() == tight.total().rows() == wanted
