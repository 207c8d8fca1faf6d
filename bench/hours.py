"""What business hours cost: CPU of `open_ms` against the plain difference of the same two columns.

    python bench/hours.py [ROWS]

Times over three years, by the hours of 1 and of 21 schedules with holidays; the schedules are laid out anew each time,
as for every chunk of a stream. In one process, in turn; prints CPU and the median of the pairwise ratios.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from time import process_time

import polars as pl

from cstools.kernels.expr.hours import open_time
from cstools.model.hours import Hours
from cstools.model.hours_reader import toml

WEEK = 'holidays = "CN"\n"周一至周五" = "09:00-12:00; 13:30-18:00"\n"周六" = "10:00-16:00"\n'
ROUNDS = 7


def records(n: int) -> pl.DataFrame:
    """As many records, spread over three years in no order, with durations up to four days."""
    at = (pl.int_range(n) * 7_919 % (3 * 365 * 86_400)).cast(pl.Int64)
    took = (pl.int_range(n) * 104_729 % (4 * 86_400)).cast(pl.Int64)
    start = pl.lit(datetime(2023, 1, 2)) + pl.duration(seconds=at)
    team = pl.format("{}组", pl.int_range(n) % 25)
    return pl.select(start.alias("a"), (start + pl.duration(seconds=took)).alias("b"), team.alias("team"))


def used(work: Callable[[], object]) -> float:
    """CPU seconds of a piece of work."""
    before = process_time()
    work()
    return process_time() - before


def opened(rows: pl.DataFrame, hours: Hours) -> pl.DataFrame:
    """The open time of every record."""
    return rows.select(open_time(hours, rows, ["a", "b"]).open_ms(pl.col("a"), pl.col("b")))


def plain(rows: pl.DataFrame) -> pl.DataFrame:
    """The plain difference of every record."""
    return rows.select((pl.col("b") - pl.col("a")).dt.total_milliseconds())


def main() -> None:
    """Print a row a number of schedules."""
    rows = records(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    many = WEEK + "".join(f'[team."{n}组"]\ndaily = "{n % 12:02}:00-{n % 12 + 9:02}:00"\n' for n in range(20))
    print(f"{rows.height} records over {(rows['b'].max() - rows['a'].min()) // timedelta(days=1)} days")
    for text in (WEEK, many):
        hours = toml(text)
        opened(rows, hours)
        pairs = [(used(partial(opened, rows, hours)), used(partial(plain, rows))) for _ in range(ROUNDS)]
        ratio = median(a / b for a, b in pairs)
        a, b = (median(side) for side in zip(*pairs, strict=True))
        print(f"{len(hours.schedules):3} schedules: {a:.3f} s of CPU, plain difference {b:.4f} s: {ratio:.0f} times")


if __name__ == "__main__":
    main()
