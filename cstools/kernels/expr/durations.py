"""Durations as people and systems write them."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.cascade import Distinct, Form, Rewrite, Skip, Step, cascade, grouped
from cstools.kernels.expr.numbers import FLOAT, is_amount, number, plain_number
from cstools.kernels.expr.text import plain, says_nothing

COLONS = (
    r"^(?P<sign>[-\x{2212}])?(?:1899-12-3[01][ t]|1900-01-0(?P<day>[0-9])[ t])? *"
    r"(?P<a>[0-9]+):(?P<b>[0-5]?[0-9])(?::(?P<c>[0-5]?[0-9](?:[.][0-9]+)?))?$"
)
"""A cell of Excel shows its first day, or its days, before the clock (00:02:23 as 1899-12-31 00:02:23)."""
ISO = r"^(?P<sign>[-\x{2212}])?p(?:(?P<d>N)d)?(?:t(?:(?P<h>N)h)?(?:(?P<m>N)m)?(?:(?P<s>N)s)?)?$"
SPELLED = (
    r"^(?P<sign>[-\x{2212}])? *(?:(?P<d>N) *(?:天|日|d|days?)[ ,]*)?"
    r"(?:(?P<h>N) *(?:个?小时|时|h|hrs?|hours?)[ ,零]*)?"
    r"(?:(?P<m>N) *(?:分钟?|m|mins?|minutes?|['\x{2032}])[ ,零]*)?"
    r"(?:(?P<s>N) *(?:秒钟?|s|secs?|seconds?|[\x{22}\x{2033}]|''|\x{2032}{2}) *)?"
    r"(?:(?P<ms>N) *(?:毫秒|ms|milliseconds?))?$"
)
SECONDS = {"d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
SIGN = pl.when(pl.col("sign").is_null()).then(1.0).otherwise(-1.0)


def durations(text: pl.Expr, unit: float = 1.0) -> pl.Expr:
    """Text -> seconds, rounded to milliseconds; null for what is no duration.

    Read are numbers (of `unit` seconds: 60 where the heading says minutes), `00:03:25` and `3:25` (minutes and
    seconds), times of an Excel cell (`1899-12-31 00:02:23`), `3分25秒`, `1天2小时`, `2h 5m`, `3'25"`, `PT3M25S`; with a
    minus for what is overdue. Text that names its units or has colons is not scaled.

    >>> cells = ["205", "00:03:25", "3分25秒", "1899-12-31 00:02:23", "7小时41分52秒", "-1h 30m", "soon"]
    >>> pl.DataFrame({"t": cells}).select(durations(pl.col("t"))).to_series().to_list()
    [205.0, 205.0, 205.0, 143.0, 27712.0, -5400.0, None]
    """
    scaled: Form = lambda cell: number(cell) * unit  # noqa: E731
    written: Form = lambda cell: plain_number(cell) * unit  # noqa: E731
    steps: list[Step] = [
        scaled,
        _clock,
        Distinct(),
        Skip(says_nothing),
        Rewrite(plain),
        written,
        _colons,
        _spelled,
        _iso,
    ]
    return cascade(text, steps, FLOAT, is_amount).round(3)


def _clock(text: pl.Expr) -> pl.Expr:
    """00:03:25: strptime reads a day's clock at a fifth of what a regular expression costs."""
    return text.str.to_time("%H:%M:%S", strict=False, cache=False).cast(pl.Int64).cast(pl.Float64) / 1e9


def _colons(text: pl.Expr) -> pl.Expr:
    day, first, second, third = (pl.col(name).cast(pl.Float64, strict=False) for name in ("day", "a", "b", "c"))
    clock = pl.when(third.is_null()).then(first * 60 + second).otherwise(first * 3600 + second * 60 + third)
    return grouped(text, COLONS, (clock + day.fill_null(0.0) * SECONDS["d"]) * SIGN, FLOAT)


def _spelled(text: pl.Expr) -> pl.Expr:
    return _summed(text, SPELLED, ("d", "h", "m", "s", "ms"))


def _iso(text: pl.Expr) -> pl.Expr:
    return _summed(text, ISO, ("d", "h", "m", "s"))


def _summed(text: pl.Expr, pattern: str, names: tuple[str, ...]) -> pl.Expr:
    parts = [pl.col(name).cast(pl.Float64, strict=False) * SECONDS[name] for name in names]
    given = ~pl.all_horizontal(pl.col(names).is_null())
    total = pl.when(given).then(pl.sum_horizontal(parts) * SIGN)
    return grouped(text, pattern.replace("N", r"[0-9]+(?:[.][0-9]+)?|[.][0-9]+"), total, FLOAT)
