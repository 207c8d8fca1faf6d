"""Numbers as exports write them, up to what can be added exactly."""

from __future__ import annotations

import polars as pl
import pytest

from cstools.kernels.expr.numbers import durations, money


@pytest.mark.parametrize("read", [money, durations])
@pytest.mark.parametrize(
    ("cell", "number"),
    [("1e11", 1e11), ("1e12", None), ("1e300", None), ("-1e300", None), ("99999999999999999999", None)],
)
def test_beyond_exact_sums_is_no_amount(read, cell: str, number: float | None) -> None:
    assert pl.DataFrame({"t": [cell]}).select(read(pl.col("t"))).to_series().to_list() == [number]
