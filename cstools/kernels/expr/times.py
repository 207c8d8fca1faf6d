"""Times in the forms that exports have, as naive times of one zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

import polars as pl

from cstools.kernels.expr.cascade import Form, Rewrite, Skip, Split, Step, cascade, groups, repeats, staged
from cstools.kernels.expr.dates import TIME, YEARS, Zone, by_name, by_number, microseconds, tidied
from cstools.kernels.expr.text import says_nothing

FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000 for year in (YEARS[0], YEARS[1] + 1))
"""As microseconds: a number is the cheaper literal."""
CANONICAL = "%Y-%m-%d %H:%M:%S"
ISO = "%Y-%m-%dT%H:%M:%S"
SECOND_END = 19
"""Where a padded time to the second ends."""
SEPARATOR, GAP, END = 4, 10, -1
"""Bytes that send a cell to the forms that can read it: after a year of four digits, after a padded date, the last."""
PADDED = ("%Y-%m-%d %H:%M",)
HALVED = ("%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p")
AFTER_YEAR = {
    "-": ("%Y-%m-%d", "%Y-%m-%d %H:%M"),
    "/": ("%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d"),
    ".": ("%Y.%m.%d %H:%M", "%Y.%m.%d %H:%M:%S", "%Y.%m.%d"),
    "年": ("%Y年%m月%d日 %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日", "%Y年%m月%d日%H时%M分%S秒"),
}
LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAMED = ("%d/%b/%y %I:%M %p", "%d-%b-%Y %H:%M:%S")
MONTH_FIRST = ("%b %d, %Y %I:%M %p", "%b %d, %Y, %I:%M:%S %p", "%b %d, %Y")
DAY_MONTH = {
    True: ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y"),
    False: ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y"),
}
"""The common forms, most common first; `dates` reads them too, and every other, at five times the cost."""
SERIALS = (20_000, 80_000)
"""Days of Excel, 1954 to 2119. A serial counts from 1899-12-30."""
EXCEL_EPOCH_DAYS = 25_569
TAIL = r"^(?P<f>[.,][0-9]{1,9})? ?(?:(?P<z>Z)|(?P<sign>[+-])(?P<h>[0-9]{2}):?(?P<m>[0-9]{2})?)?$"
DECIMAL = r"^[0-9]+(?:[.][0-9]*)?$"
SHORT_DATE = r"^([0-9]{1,2})[ ]*[/.\-][ ]*([0-9]{1,2})[ ]*[/.\-][ ]*([0-9]{4}|[0-9]{1,2})(?:[T, ]|$)"


def times(text: pl.Expr, tz: str, *, day_first: bool = True, source_tz: str | None = None) -> pl.Expr:
    """Text -> Datetime("us"), naive, in the zone `tz`; null for what is no time.

    Read are `2025-10-16 08:05:03`, slashes, dots and 年月日 padded or not, with 上午/下午 or AM/PM; ISO 8601, with or
    without an offset; 17, 14, 12 and 8 digits; seconds and milliseconds since 1970; serials of Excel; 16/10/2025 and
    16/10/25 by `day_first`, 25-10-6; 16/Oct/25 8:05 AM, Oct 16, 2025 8:05 PM; weekdays in between. A date alone is its
    midnight, 24:00 the next one. A time with an offset, and a count since 1970, is converted to `tz`; any other is in
    `source_tz` (None: in `tz`); of a clock time that happens twice there the first is meant, one that never happens is
    null. Impossible dates (0000-00-00, 2025-02-30) and years outside 1900-2199 are null.

    >>> cells = ["2025/10/6 8:05", "2025年10月6日 下午8:05", "2025-10-06T00:05:00Z", "1759709100000", "x"]
    >>> read = pl.DataFrame({"t": cells}).select(times(pl.col("t"), "Asia/Shanghai").dt.to_string("%m-%d %H:%M"))
    >>> read.to_series().to_list()
    ['10-06 08:05', '10-06 20:05', '10-06 08:05', '10-06 08:05', None]
    """
    zone = Zone(tz, source_tz)
    year_first = {mark: _forms(forms, zone) for mark, forms in AFTER_YEAR.items()}
    year_last = _forms(DAY_MONTH[day_first], zone)
    counts: list[Step] = [lambda text: _epoch(text, zone), *_digits(zone), lambda text: _decimal(text, zone)]
    iso: list[Step] = [_tailed(ISO, zone), _form("%Y-%m-%dT%H:%M", zone)]
    blank: list[Step] = [
        Skip(_year_zero),
        Split(END, {b"Mm": _forms(HALVED, zone)}),
        *_forms(PADDED, zone),
        _tailed(CANONICAL, zone),
    ]
    branches: dict[bytes, list[Step]] = {
        b"-": [Split(GAP, {b"T": iso, b" ": blank}), *year_first["-"]],
        b"/": [*year_first["/"], *year_last],
        b".": [*year_first["."], *counts],
        "年".encode()[:1]: year_first["年"],
        b"0123456789": [*counts, *year_last, Split(0, {LETTERS: _forms(MONTH_FIRST, zone)})],
        LETTERS: [_short_year(NAMED[0], zone), *_forms(NAMED[1:], zone)],
    }
    steps: list[Step] = [
        _form(CANONICAL, zone),
        Split(SEPARATOR, branches),
        Skip(lambda text: says_nothing(text) | _year_zero(text)),
        Rewrite(tidied),
        lambda text: by_number(text, zone, day_first=day_first),
        lambda text: by_name(text, zone),
        *counts,
    ]
    return cascade(text, steps, TIME, lambda moment: moment.to_physical().is_between(FIRST, LAST, closed="left"))


def days_first(text: pl.Expr) -> pl.Expr:
    """What a cell tells of its column's order of day and month: true, false, or null where it could be either.

    25/10/6 says false too: the year comes first, so the day does not.

    >>> cells = pl.DataFrame({"t": ["16/10/2025", "10/16/2025", "6/10/2025", "25/10/6"]})
    >>> cells.select(days_first(pl.col("t"))).to_series().to_list()
    [True, False, None, False]
    """
    first, second, third = (text.str.extract(SHORT_DATE, group) for group in (1, 2, 3))
    a, b, c = (part.cast(pl.Int64, strict=False) for part in (first, second, third))
    short = third.str.len_bytes() <= 2
    sure = (third.str.len_bytes() == 1) | (a > 31) | (a == 0) | ((a > 12) & (c <= 12))
    year_first = short & (first.str.len_bytes() == 2) & sure
    either = short & (a > 12) & (c <= 31)
    return (
        pl.when(year_first)
        .then(False)
        .when(~either & (a > 12) & (b <= 12))
        .then(True)
        .when((b > 12) & (a <= 12))
        .then(False)
    )


def is_year_last(text: pl.Expr) -> pl.Expr:
    """Whether a cell is a date whose order of day and month has to be decided."""
    return text.str.contains(SHORT_DATE)


def _year_zero(text: pl.Expr) -> pl.Expr:
    """0000-00-00, what a database has for no date."""
    return text.str.starts_with("0000-")


def _forms(forms: Sequence[str], zone: Zone) -> list[Step]:
    return [_form(form, zone) for form in forms]


def _short_year(form: str, zone: Zone) -> Form:
    # %y would take 06/Oct/2 for the year 2002.
    read = _form(form, zone)
    return lambda text: read(pl.when(text.str.contains("/[0-9]{2} ")).then(text))


def _form(form: str, zone: Zone) -> Form:
    # cache=False: few times of a column are equal, and looking them up costs half as much again as reading them.
    return lambda text: zone.naive(text.str.to_datetime(form, strict=False, time_unit="us", cache=False))


def _tailed(form: str, zone: Zone) -> Form:
    """A time to the second and what may follow it: .123, Z, +08:00, +0800, +08."""
    return lambda text: staged(text, lambda cells: _by_tail(cells, form, zone), TIME)


def _by_tail(cells: pl.Series, form: str, zone: Zone) -> pl.Series:
    tails = cells.str.slice(SECOND_END).alias("tail")
    head = cells.str.slice(0, SECOND_END).str.to_datetime(form, strict=False, time_unit="us", cache=False)
    words = tails.unique() if repeats(tails) else tails
    said = _tails(words)
    if len(words) == 1:
        micro, east = said.row(0)
        whole = head.to_physical() + micro
        read = whole.cast(TIME).to_frame("moment").with_columns(pl.lit(east, pl.Int64).alias("east"))
    else:
        each = (
            said if words is tails else tails.to_frame().join(said.with_columns(words), "tail", maintain_order="left")
        )
        read = each.select((head.to_physical() + each["micro"]).cast(TIME).alias("moment"), "east")
    return zone.moved(read)


def _tails(tails: pl.Series) -> pl.DataFrame:
    """micro, null where the tail is none; east: minutes, null where it says no zone."""
    said = groups(tails, TAIL).select(_tail_parts())
    misfits = ~tails.str.contains(TAIL)
    return said.with_columns(said["micro"].set(misfits, None)) if misfits.any() else said


@cache
def _tail_parts() -> list[pl.Expr]:
    east = pl.col("h").cast(pl.Int64) * 60 + pl.col("m").cast(pl.Int64).fill_null(0)
    signed = pl.when(pl.col("sign") == "-").then(-east).otherwise(east)
    return [
        microseconds(pl.col("f")).alias("micro"),
        pl.when(pl.col("z").is_not_null()).then(0).otherwise(signed).alias("east"),
    ]


def _epoch(text: pl.Expr, zone: Zone) -> pl.Expr:
    return staged(text, lambda cells: _counted(cells.cast(pl.Int64, strict=False), zone), TIME)


def _decimal(text: pl.Expr, zone: Zone) -> pl.Expr:
    return staged(text, lambda cells: _fractions(cells, zone), TIME)


def _counted(stamps: pl.Series, zone: Zone) -> pl.Series:
    """Seconds or milliseconds since 1970, told by their size."""
    if stamps.null_count() == len(stamps):
        return _none(stamps)
    n = pl.col("n")
    seconds, milli = (n.is_between(low, low * 10, closed="left") for low in (1_000_000_000, 1_000_000_000_000))
    micro = stamps.to_frame("n").select(n * pl.when(seconds).then(1_000_000).when(milli).then(1_000)).to_series()
    return micro.cast(TIME).to_frame("n").select(zone.absolute(n)).to_series()


def _fractions(cells: pl.Series, zone: Zone) -> pl.Series:
    # A number with an exponent has lost its last digits: 1.75971E+12 is no time.
    numbers = cells.set(~cells.str.contains(DECIMAL), None).cast(pl.Float64, strict=False)
    if numbers.null_count() == len(numbers):
        return _none(cells)
    n = pl.col("n")
    seconds, milli = (n.is_between(low, low * 10, closed="left") for low in (1e9, 1e12))
    days = pl.when(n.is_between(*SERIALS)).then((n - EXCEL_EPOCH_DAYS) * 86_400).round(0) * 1e6
    counts = numbers.to_frame("n").select(
        epoch=(n * pl.when(seconds).then(1e6).when(milli).then(1e3)).round(0).cast(pl.Int64, strict=False).cast(TIME),
        serial=days.cast(pl.Int64, strict=False).cast(TIME),
    )
    return counts.select(pl.coalesce(zone.absolute(pl.col("epoch")), zone.naive(pl.col("serial")))).to_series()


def _none(cells: pl.Series) -> pl.Series:
    return pl.Series(cells.name, [None], dtype=TIME).new_from_index(0, len(cells))


def _digits(zone: Zone) -> list[Step]:
    forms = ((14, "%Y%m%d%H%M%S"), (8, "%Y%m%d"), (12, "%Y%m%d%H%M"), (17, "%Y%m%d%H%M%S%3f"))
    return [_sized(size, _form(form, zone)) for size, form in forms]


def _sized(size: int, form: Form) -> Form:
    return lambda text: form(pl.when(text.str.len_bytes() == size).then(text))
