"""Times in the forms that exports have, as naive times of one zone."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.cascade import Form, cascade
from cstools.kernels.expr.text import half_width

TIME = pl.Datetime("us")
CANONICAL = "%Y-%m-%d %H:%M:%S"
YEAR_FIRST = r"^(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*[日号]?[T\s]*"
YEAR_LAST = r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})[T\s,]*"
CLOCK = r"(\d{1,2})\s*[时点:]\s*(\d{1,2})\s*[分:]?\s*(\d{1,2}(?:\.\d+)?)?\s*秒?"
OFFSET = r"\d{1,2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$"
NAMED = ("%d/%b/%y %I:%M %p", "%d/%b/%Y %I:%M %p", "%d-%b-%Y %H:%M:%S", "%d-%b-%Y", "%b %d, %Y %H:%M", "%b %d, %Y")
EXCEL_EPOCH_DAYS = 25569
"""1970-01-01 as a serial of Excel, which counts days from 1899-12-30."""


def times(text: pl.Expr, tz: str, *, day_first: bool = True) -> pl.Expr:
    """Text -> Datetime("us"), naive, in the zone `tz`; null for what is no time.

    Read are `2025-10-16 08:05:03`, slashes, dots and 年月日 padded or not, ISO 8601 with an offset (converted to `tz`),
    14 and 8 digits, seconds and milliseconds since 1970, serials of Excel, 16/10/2025 by `day_first`, 16/Oct/25 8:05 AM.
    A date alone is its midnight. Impossible dates (0000-00-00) are null.

    >>> cells = ["2025/10/6 8:05", "2025年10月6日", "2025-10-06T00:05:00Z", "1759709100000", "45936.336805555555", "x"]
    >>> pl.DataFrame({"t": cells}).select(times(pl.col("t"), "Asia/Shanghai").dt.to_string("%m-%d %H:%M")).to_series().to_list()
    ['10-06 08:05', '10-06 00:00', '10-06 08:05', '10-06 08:05', '10-06 08:05', None]
    """
    forms: list[Form] = [
        lambda text: text.str.to_datetime(CANONICAL, strict=False, time_unit="us"),
        _year_first,
        lambda text: _offset(text, tz),
        lambda text: _digits(text, tz),
        lambda text: _year_last(text, day_first=day_first),
        _named,
    ]
    return cascade(text, forms, TIME)


def days_first(text: pl.Expr) -> pl.Expr:
    """What a cell tells of its column's order of day and month: true, false, or null where it could be either.

    >>> pl.DataFrame({"t": ["16/10/2025", "10/16/2025", "6/10/2025"]}).select(days_first(pl.col("t"))).to_series().to_list()
    [True, False, None]
    """
    first, second = (half_width(text).str.extract(YEAR_LAST, group).cast(pl.Int64, strict=False) for group in (1, 2))
    return pl.when((first > 12) & (second <= 12)).then(True).when((second > 12) & (first <= 12)).then(False)


def is_year_last(text: pl.Expr) -> pl.Expr:
    """Whether a cell is a date whose order of day and month has to be decided."""
    return half_width(text).str.contains(YEAR_LAST)


def _year_first(text: pl.Expr) -> pl.Expr:
    date = half_width(text).str.strip_chars().str.replace(YEAR_FIRST, "${1}-${2}-${3} ")
    return _dated(date, "%Y-%m-%d")


def _year_last(text: pl.Expr, *, day_first: bool) -> pl.Expr:
    date = half_width(text).str.strip_chars().str.replace(YEAR_LAST, "${1}-${2}-${3} ")
    return _dated(date, "%d-%m-%Y" if day_first else "%m-%d-%Y")


def _dated(text: pl.Expr, date: str) -> pl.Expr:
    text = text.str.strip_chars().str.replace(CLOCK, "${1}:${2}:${3}").str.strip_chars_end(":")
    upper = text.str.to_uppercase().str.replace_all("上午", "AM").str.replace_all("下午", "PM")
    clocks = ("%H:%M:%S%.f", "%H:%M", "%I:%M:%S %p", "%I:%M:%S%p", "%I:%M %p")
    tried = [upper.str.to_datetime(f"{date} {clock}", strict=False, time_unit="us") for clock in clocks]
    return pl.coalesce(*tried, text.str.to_datetime(date, strict=False, time_unit="us"))


def _offset(text: pl.Expr, tz: str) -> pl.Expr:
    iso = pl.when(text.str.contains(OFFSET)).then(text.str.strip_chars().str.replace("Z$", "+00:00"))
    iso = iso.str.replace(r"\s+([+-])", "${1}").str.replace(" ", "T", literal=True)
    moment = iso.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", strict=False, time_unit="us", time_zone="UTC")
    return _local(moment, tz)


def _local(moment: pl.Expr, tz: str) -> pl.Expr:
    return moment.dt.convert_time_zone(tz).dt.replace_time_zone(None)


def _digits(text: pl.Expr, tz: str) -> pl.Expr:
    text = half_width(text).str.strip_chars()
    whole = text.str.contains(r"^\d+$")
    size = text.str.len_bytes()
    number = pl.when(text.str.contains(r"^\d+(\.\d+)?$")).then(text).cast(pl.Float64, strict=False)
    stamp = text.cast(pl.Int64, strict=False)
    serial = ((number - EXCEL_EPOCH_DAYS) * 86_400).round(0).cast(pl.Int64, strict=False)
    epoch = pl.when(size == 13).then(stamp * 1000).when(size == 10).then(stamp * 1_000_000)
    utc = epoch.cast(TIME).dt.replace_time_zone("UTC")
    return (
        pl.when(whole & (size == 14))
        .then(text.str.to_datetime("%Y%m%d%H%M%S", strict=False, time_unit="us"))
        .when(whole & (size == 8))
        .then(text.str.to_datetime("%Y%m%d", strict=False, time_unit="us"))
        .when(whole & size.is_in([10, 13]))
        .then(_local(utc, tz))
        .when(number.is_between(20_000, 80_000))
        .then((serial * 1_000_000).cast(TIME))
    )


def _named(text: pl.Expr) -> pl.Expr:
    text = text.str.strip_chars()
    return pl.coalesce(text.str.to_datetime(form, strict=False, time_unit="us") for form in NAMED)
