"""Times in the forms that exports have, as naive times of one zone."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.cascade import Form, cascade
from cstools.kernels.expr.text import half_width

TIME = pl.Datetime("us")
CANONICAL = "%Y-%m-%d %H:%M:%S"
YEAR_FIRST = r"^([0-9]{4})[ ]*[年/.\-][ ]*([0-9]{1,2})[ ]*[月/.\-][ ]*([0-9]{1,2})[ ]*[日号]?[T ]*"
YEAR_LAST = r"^([0-9]{1,2})[ ]*[/.\-][ ]*([0-9]{1,2})[ ]*[/.\-][ ]*([0-9]{4})[T, ]*"
CLOCK = r" ([0-9]{1,2})[ ]*[时点:][ ]*([0-9]{1,2})[ ]*[分:]?[ ]*([0-9]{1,2}(?:[.][0-9]+)?)?[ ]*秒?"
HALF_FIRST = r"(AM|PM) *([0-9].*)$"
"""The half of the day before the clock, as a Chinese Excel writes it: 2025/10/6 下午 8:05:03."""
CLOCKS = ("%H:%M:%S%.f", "%H:%M", None, "%I:%M:%S %p", "%I:%M:%S%p", "%I:%M %p", "%I:%M%p")
NAMED = ("%d/%b/%y %I:%M %p", "%d/%b/%Y %I:%M %p", "%d-%b-%Y %H:%M:%S", "%d-%b-%Y", "%b %d, %Y %H:%M", "%b %d, %Y")
YEARS = (1900, 2199)
"""A year outside these is a slip of the source, and one such time would ruin every mean and period."""
EXCEL_EPOCH_DAYS = 25569
"""1970-01-01 as a serial of Excel, which counts days from 1899-12-30."""


def times(text: pl.Expr, tz: str, *, day_first: bool = True) -> pl.Expr:
    """Text -> Datetime("us"), naive, in the zone `tz`; null for what is no time.

    Read are `2025-10-16 08:05:03`, slashes, dots and 年月日 padded or not, ISO 8601 with an offset (converted to `tz`),
    14 and 8 digits, seconds and milliseconds since 1970, serials of Excel, 16/10/2025 by `day_first`, 16/Oct/25
    8:05 AM. A date alone is its midnight. Impossible dates (0000-00-00) and years outside 1900-2199
    are null.

    >>> cells = ["2025/10/6 8:05", "2025年10月6日 下午8:05", "2025-10-06T00:05:00Z", "1759709100000", "x"]
    >>> read = pl.DataFrame({"t": cells}).select(times(pl.col("t"), "Asia/Shanghai").dt.to_string("%m-%d %H:%M"))
    >>> read.to_series().to_list()
    ['10-06 08:05', '10-06 20:05', '10-06 08:05', '10-06 08:05', None]
    """
    read = cascade(
        text,
        [
            (None, [_form(CANONICAL)]),
            (_year_first, _dated("%Y-%m-%d")),
            (None, [lambda text: _offset(text, tz), lambda text: _digits(text, tz)]),
            (_year_last, _dated("%d-%m-%Y" if day_first else "%m-%d-%Y")),
            (None, [_form(form) for form in NAMED]),
        ],
        TIME,
    )
    return pl.when(read.dt.year().is_between(*YEARS)).then(read)


def days_first(text: pl.Expr) -> pl.Expr:
    """What a cell tells of its column's order of day and month: true, false, or null where it could be either.

    >>> cells = pl.DataFrame({"t": ["16/10/2025", "10/16/2025", "6/10/2025"]})
    >>> cells.select(days_first(pl.col("t"))).to_series().to_list()
    [True, False, None]
    """
    first, second = (text.str.extract(YEAR_LAST, group).cast(pl.Int64, strict=False) for group in (1, 2))
    return pl.when((first > 12) & (second <= 12)).then(True).when((second > 12) & (first <= 12)).then(False)


def is_year_last(text: pl.Expr) -> pl.Expr:
    """Whether a cell is a date whose order of day and month has to be decided."""
    return text.str.contains(YEAR_LAST)


def _form(form: str) -> Form:
    return lambda text: text.str.to_datetime(form, strict=False, time_unit="us")


def _dated(date: str) -> list[Form]:
    return [_form(date if clock is None else f"{date} {clock}") for clock in CLOCKS]


def _year_first(text: pl.Expr) -> pl.Expr:
    dated = half_width(text).str.strip_chars().str.to_uppercase().str.replace(YEAR_FIRST, "${1}-${2}-${3} ")
    halved = dated.str.replace_many({"上午": "AM", "下午": "PM"}).str.replace(HALF_FIRST, "${2} ${1}")
    clock = halved.str.replace(CLOCK, " ${1}:${2}:${3}").str.strip_chars_end(": ")
    return clock.str.replace_many({": ": " ", ":A": " A", ":P": " P"})


def _year_last(text: pl.Expr) -> pl.Expr:
    return text.str.replace(YEAR_LAST, "${1}-${2}-${3} ").str.strip_chars_end(": ")


def _offset(text: pl.Expr, tz: str) -> pl.Expr:
    moment = text.str.replace("Z$", "+00:00").str.replace(r" +([+-])", "${1}")
    read = moment.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%z", strict=False, time_unit="us", time_zone="UTC")
    return _local(read, tz)


def _local(moment: pl.Expr, tz: str) -> pl.Expr:
    return moment.dt.convert_time_zone(tz).dt.replace_time_zone(None)


def _digits(text: pl.Expr, tz: str) -> pl.Expr:
    number = text.cast(pl.Float64, strict=False)
    stamp = text.cast(pl.Int64, strict=False)
    size = pl.when(stamp.is_not_null()).then(text.str.len_bytes())
    serial = ((number - EXCEL_EPOCH_DAYS) * 86_400).round(0).cast(pl.Int64, strict=False)
    epoch = pl.when(size == 13).then(stamp * 1000).when(size == 10).then(stamp * 1_000_000)
    return (
        pl.when(size == 14)
        .then(text.str.to_datetime("%Y%m%d%H%M%S", strict=False, time_unit="us"))
        .when(size == 8)
        .then(text.str.to_datetime("%Y%m%d", strict=False, time_unit="us"))
        .when(size.is_in([10, 13]))
        .then(_local(epoch.cast(TIME).dt.replace_time_zone("UTC"), tz))
        .when(number.is_between(20_000, 80_000))
        .then((serial * 1_000_000).cast(TIME))
    )
