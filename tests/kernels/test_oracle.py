"""A hundred thousand cells for each parser against what the standard library says of them: not one wrong."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from cstools.kernels.expr.cells import Reading, typed_cell
from cstools.kernels.expr.durations import durations
from cstools.kernels.expr.numbers import flags, money, numbers, ratings
from cstools.kernels.expr.times import times
from cstools.model import fields
from tests.kernels import oracle

SIZE = 100_000
ZONE = "Asia/Shanghai"
PARSERS: dict[str, tuple[list[oracle.Make], Callable[[pl.Expr], pl.Expr], pl.DataType]] = {
    "times": (oracle.TIMES, lambda text: times(text, ZONE), pl.Datetime("us")),
    "durations": (oracle.DURATIONS, durations, pl.Float64()),
    "money": (oracle.MONEY, money, pl.Float64()),
    "shares": (oracle.SHARES, numbers, pl.Float64()),
    "ratings": (oracle.RATINGS, ratings, pl.Float64()),
    "flags": (oracle.FLAGS, flags, pl.Boolean()),
    "statuses": (
        oracle.STATUSES,
        lambda text: typed_cell(fields.of("ticket")["status"], Reading("ticket", ZONE)),
        pl.String(),
    ),
}


@pytest.mark.parametrize("name", PARSERS)
def test_not_one_of_a_hundred_thousand_is_wrong(name: str) -> None:
    forms, read, dtype = PARSERS[name]
    texts, values = oracle.cells(forms, SIZE, seed=7)
    frame = pl.DataFrame({"status": texts, "value": pl.Series(values, dtype=dtype)}, strict=False)
    wrong = frame.with_columns(read(pl.col("status")).alias("read")).filter(pl.col("read").ne_missing(pl.col("value")))
    assert wrong.head(20).rows() == []


@pytest.mark.parametrize("name", PARSERS)
def test_a_cell_alone_says_what_it_says_among_others(name: str) -> None:
    forms, read, _ = PARSERS[name]
    texts, values = oracle.cells(forms, 120, seed=3)
    alone = [pl.DataFrame({"status": [text]}).select(read(pl.col("status"))).item() for text in texts]
    assert alone == values
