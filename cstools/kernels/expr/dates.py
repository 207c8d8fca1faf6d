"""Times written in any other way: their parts found by regular expressions, the time built from numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from cstools.kernels.expr.cascade import groups, staged
from cstools.kernels.expr.text import half_width
from cstools.model.words import AFTERNOON, MORNING

TIME = pl.Datetime("us")
YEARS = (1900, 2199)
"""A year outside these is a slip of the source, and one such time would ruin every mean and period."""
MOST_OFFSET = 14 * 60
MINUTE = 60_000_000
TURN = 70
"""Two-digit years: 69 is 2069, 70 is 1970, as strptime has it."""
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
MONTH = (
    "(?:JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?"
    "|NOV(?:EMBER)?|DEC(?:EMBER)?)[.]?"
)
WEEKDAY = (
    r"[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?"
    r"|\b(?:MON|TUES?|WED(?:NES)?|THU(?:RS?)?|FRI|SAT(?:UR)?|SUN)(?:DAY)?\b[.,]?"
)
HALF = f"(?:[AP][.]?M[.]?|{'|'.join((*MORNING, *AFTERNOON))})"
CLOCK = (
    rf"(?:[T, ]*(?P<before>{HALF})? ?(?P<h>[0-9]{{1,2}})"
    r"(?: ?[:时点] ?(?P<mi>[0-9]{1,2})(?: ?[:分] ?(?P<s>[0-9]{1,2})(?P<f>[.,][0-9]{1,9})? ?秒?| ?分)?| ?[时点])?"
    rf"(?: ?(?P<after>{HALF}))?"
    r"(?: ?[(]?(?:(?P<zulu>Z|UTC|GMT)|(?:UTC|GMT)?(?P<zh>[+-][0-9]{1,2})(?::?(?P<zm>[0-9]{2}))?"
    r"(?: ?(?:\[[^\]]*\]|[(][^)]*[)]|[A-Z]{3,4}))?)[)]?)?)?$"
)
BY_NUMBER = r"^(?P<a>[0-9]{1,4}) ?(?P<mark>[-/.年]) ?(?P<b>[0-9]{1,2}) ?[-/.月] ?(?P<c>[0-9]{1,4}) ?[日号]?" + CLOCK
BY_NAME = (
    rf"^(?:(?P<d1>[0-9]{{1,2}})(?:ST|ND|RD|TH)?[-/. ]*(?P<m1>{MONTH})[-/, ]*(?P<y1>[0-9]{{4}}|[0-9]{{2}})"
    rf"|(?P<m2>{MONTH})[-/ ]*(?P<d2>[0-9]{{1,2}})(?:ST|ND|RD|TH)?[-/, ]+(?P<y2>[0-9]{{4}})"
    rf"|(?P<y3>[0-9]{{4}})[-/., ]*(?P<m3>{MONTH})[-/, ]*(?P<d3>[0-9]{{1,2}}))" + CLOCK
)
EVENING = ("晚上", "傍晚")
"""12 o'clock of these is nobody's noon, and which day's midnight it is nothing tells."""
PACKED = r"^([0-9]{4})([0-9]{2})([0-9]{2})[T ]*([0-9]{2}):?([0-9]{2}):?([0-9]{2})"
UNIX = rf"^({MONTH} [0-9]{{1,2}}) ([0-9:]{{8}})( [+-][0-9]{{4}}| UTC| GMT)? ([0-9]{{4}})$"
"""Oct 06 08:05:03 +0000 2025: the year comes last, behind the clock."""


@dataclass(frozen=True)
class Zone:
    """The zone times are wanted in, and that of times which say none (None: the same)."""

    tz: str
    source: str | None = None

    def naive(self, moment: pl.Expr) -> pl.Expr:
        """A time that says no zone, in `tz`."""
        if self.source in (None, self.tz):
            return moment
        return self._local(moment.dt.replace_time_zone(self.source, ambiguous="earliest", non_existent="null"))

    def absolute(self, moment: pl.Expr) -> pl.Expr:
        """A time of UTC, in `tz`."""
        return self._local(moment.dt.replace_time_zone("UTC"))

    def moved(self, read: pl.DataFrame) -> pl.Series:
        """The columns moment and east (minutes east of UTC, null: says no zone) as times in `tz`."""
        missing = read["east"].null_count()
        local, absolute, both = _moves(self)
        return read.select(both if 0 < missing < len(read) else local if missing else absolute).to_series()

    def _local(self, moment: pl.Expr) -> pl.Expr:
        return moment.dt.convert_time_zone(self.tz).dt.replace_time_zone(None)


@cache
def _moves(zone: Zone) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    moment, east = pl.col("moment"), pl.col("east")
    # No zone is further off; arithmetic in numbers is a third of the cost of durations.
    utc = moment.to_physical() - pl.when(east.is_between(-MOST_OFFSET, MOST_OFFSET)).then(east) * MINUTE
    local, absolute = zone.naive(moment), zone.absolute(utc.cast(TIME))
    return local, absolute, pl.when(east.is_null()).then(local).otherwise(absolute)


def tidied(text: pl.Expr) -> pl.Expr:
    r"""Text with plain signs, single spaces and capitals, without weekdays; digits in one row apart.

    >>> cells = ["\uff12025-10-06 星期一  08:05", "Mon, 6 Oct 2025 at 8:05 pm", "20251006T080503Z"]
    >>> pl.DataFrame({"t": cells}).select(tidied(pl.col("t"))).to_series().to_list()
    ['2025-10-06 08:05', '6 OCT 2025 8:05 PM', '2025-10-06 08:05:03Z']
    """
    bare = half_width(text).str.to_uppercase().str.replace_all(WEEKDAY, " ").str.replace(r"\bAT\b", " ")
    single = bare.str.replace_all(r"\s+", " ").str.strip_chars()
    return single.str.replace(PACKED, "${1}-${2}-${3} ${4}:${5}:${6}").str.replace(UNIX, "${1}, ${4} ${2}${3}")


def by_number(text: pl.Expr, zone: Zone, *, day_first: bool) -> pl.Expr:
    """Tidied text with a date in numbers -> Datetime("us"): 2025-10-6, 6/10/2025, 25-10-6, 6/10/25 and a clock.

    Of two-digit numbers the first is the year where the last has one digit, where it is above 31 or 0, or above 12
    with a last one that is not; where both are 13 to 31, it is unless `day_first`.
    """
    return staged(text, lambda cells: _by_number(cells, zone, day_first), TIME)


def _by_number(cells: pl.Series, zone: Zone, day_first: bool) -> pl.Series:
    parts = _parts(cells, BY_NUMBER)
    return _none(cells) if parts is None else _built(_numbered(parts, day_first), zone)


def _numbered(parts: pl.DataFrame, day_first: bool) -> pl.DataFrame:
    for step in _numbering(day_first):
        parts = parts.with_columns(step)
    return parts


@cache
def _numbering(day_first: bool) -> list[list[pl.Expr]]:
    """Columns that make year, month and day of three numbers, each step from those before."""
    a, b, c, long, short = (pl.col(name) for name in ("a", "b", "c", "long", "short"))
    sure = (short == 1) | (a > 31) | (a == 0) | ((a > 12) & (c <= 12)) | (pl.col("mark") == "年")
    either = sure if day_first else sure | ((a > 12) & (c <= 31))
    first = ((long == 4) & (short <= 2)) | ((long == 2) & (short <= 2) & either)
    last = (long <= 2) & short.is_in([2, 4])
    day, month = (a, b) if day_first else (b, a)
    year = pl.when("first").then(_year(a, long)).when("last").then(_year(c, short))
    return [
        [a.str.len_bytes().alias("long"), c.str.len_bytes().alias("short"), *(_int(name) for name in "abc")],
        [first.alias("first"), last.alias("last")],
        [
            year.alias("y"),
            *(pl.when("first").then(f).otherwise(o).alias(n) for n, f, o in (("m", b, month), ("d", c, day))),
        ],
    ]


def by_name(text: pl.Expr, zone: Zone) -> pl.Expr:
    """Tidied text with the month's name -> Datetime("us"): 6 OCT 2025, OCT 6, 2025, 06/OCT/25 and a clock."""
    return staged(text, lambda cells: _by_name(cells, zone), TIME)


def _by_name(cells: pl.Series, zone: Zone) -> pl.Series:
    parts = _parts(cells, BY_NAME)
    return _none(cells) if parts is None else _built(_named(parts), zone)


def _named(parts: pl.DataFrame) -> pl.DataFrame:
    year, month, day = (pl.coalesce(f"{part}{place}" for place in (1, 2, 3)) for part in "ymd")
    numbers = {name: number for number, name in enumerate(MONTHS, 1)}
    parts = parts.with_columns(y=year, m=month.str.slice(0, 3), d=day)
    return parts.with_columns(
        y=_year(_int("y"), pl.col("y").str.len_bytes()),
        m=pl.col("m").replace_strict(numbers, default=None, return_dtype=pl.Int64),
        d=_int("d"),
    )


def _parts(cells: pl.Series, pattern: str) -> pl.DataFrame | None:
    """The groups of a pattern as columns; None if no cell has them."""
    if not cells.str.contains(pattern).any():
        return None
    return groups(cells, pattern)


def _none(cells: pl.Series) -> pl.Series:
    return pl.Series(cells.name, [None], dtype=TIME).new_from_index(0, len(cells))


def _int(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64, strict=False)


def _year(year: pl.Expr, size: pl.Expr) -> pl.Expr:
    return year + pl.when(size > 2).then(0).when(year < TURN).then(2000).otherwise(1900)


def _built(parts: pl.DataFrame, zone: Zone) -> pl.Series:
    """The times of dates in numbers (y, m, d) and the groups of CLOCK; null where date or clock are impossible."""
    built = parts.lazy()
    for step in _building():
        built = built.with_columns(step)
    return zone.moved(built.select("moment", "east").collect())


@cache
def _building() -> list[list[pl.Expr]]:
    """Columns that make a moment of the parts, each step from those before; built once, as there are many."""
    year, month, day = pl.col("y"), pl.col("m"), pl.col("d")
    fits = month.is_between(1, 12) & year.is_between(*YEARS)
    minus = pl.col("zh").str.starts_with("-")
    minutes = _int("zm").fill_null(0)
    half = pl.coalesce("before", "after").str.replace_all(".", "", literal=True)
    numbers = [
        *(_int(name).fill_null(0).alias(name) for name in ("h", "mi", "s")),
        microseconds(pl.col("f")).alias("f"),
        pl.when(pl.col("before").is_null() | pl.col("after").is_null()).then(half).otherwise(pl.lit("")).alias("half"),
        pl.when(fits).then(year).alias("y"),
        pl.when(fits).then(month).alias("m"),
        pl.when(pl.col("zulu").is_not_null())
        .then(0)
        .otherwise(_int("zh") * 60 + pl.when(minus).then(-minutes).otherwise(minutes))
        .alias("east"),
    ]
    first = pl.date(year, month, 1)
    dated = [(first + pl.duration(days=pl.when(day.is_between(1, 31)).then(day - 1))).alias("date"), _clock()]
    real = pl.when(pl.col("date").dt.month() == month).then("date").cast(TIME)
    return [numbers, dated, [(real + pl.duration(microseconds="clock")).alias("moment")]]


def _clock() -> pl.Expr:
    """Microseconds since midnight, 0 without a clock; null for 25:61. 12 AM is 0, 12 PM noon, 24:00 the next day."""
    half, hour, minute, second, fraction = (pl.col(name) for name in ("half", "h", "mi", "s", "f"))
    late, early = half.is_in(["PM", *AFTERNOON]), half.is_in(["AM", *MORNING])
    hours = (
        pl.when(half.is_null() & ((hour < 24) | ((hour == 24) & (minute + second + fraction == 0))))
        .then(hour)
        .when(late & (hour < 12))
        .then(hour + 12)
        .when(late & (hour == 12) & half.is_in(EVENING))
        .then(None)
        .when((late & (hour < 24)) | (early & (hour < 12)))
        .then(hour)
        .when(early & (hour == 12))
        .then(0)
    )
    fits = (minute < 60) & (second <= 60)
    return pl.when(fits).then(((hours * 60 + minute) * 60 + second) * 1_000_000 + fraction).alias("clock")


def microseconds(fraction: pl.Expr) -> pl.Expr:
    """A fraction in text -> microseconds (Int64), further digits cut off; 0 for null.

    >>> pl.DataFrame({"t": [".123", ".0000079", None]}).select(microseconds(pl.col("t"))).to_series().to_list()
    [123000, 7, 0]
    """
    return fraction.str.slice(1).str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int64, strict=False).fill_null(0)
