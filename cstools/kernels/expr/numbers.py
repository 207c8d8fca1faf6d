"""Numbers as people write them in exports: durations, money, counts, ratings, yes and no."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.cascade import Form, cascade
from cstools.kernels.expr.text import key, plain
from cstools.model.synonyms import answers
from cstools.model.words import RATINGS, STARS

FLOAT = pl.Float64()
MOST = 1e11
"""Yuan or seconds in one cell beyond this are no amount: exact sums are in 1e-4 yuan and milliseconds as Int64."""
PLAIN = r"^[+\-\x{2212}]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?[.]?[0-9]*(?:e[+-]?[0-9]+)?$"
UNITS = ((r"(?:天|日|d|days?)", 86_400), (r"(?:小时|时|h|hrs?|hours?)", 3600), (r"(?:分钟?|m|mins?|minutes?)", 60))
SECONDS = r"(?:秒钟?|s|secs?|seconds?)"
SPAN = r"^(?:[0-9.]+ *(?:天|日|d|days?|小时|时|h|hrs?|hours?|分钟?|m|mins?|minutes?|秒钟?|s|secs?|seconds?) *)+$"
COLONS = r"^(?:1899-12-3[01] +|1900-01-0[0-9] +)?([0-9]+):([0-9]{1,2})(?::([0-9]{1,2}(?:[.][0-9]+)?))?$"


AMOUNT = (
    r"^[( ]*[-\x{2212}]? *(?:¥|cn¥|rmb|cny|[$]|人民币)? *[-\x{2212}]? *([0-9,]*[.]?[0-9]+|[0-9][0-9,]*[.]?)"
    r" *([万亿千w]?) *(?:元|块|rmb|cny|yuan)?[) ]*$"
)
SIZES = {"亿": 1e8, "万": 1e4, "w": 1e4, "千": 1e3}


def _strict(text: pl.Expr) -> pl.Expr:
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def _bounded(number: pl.Expr) -> pl.Expr:
    return pl.when(number.abs() <= MOST).then(number)


def _number(text: pl.Expr) -> pl.Expr:
    return _strict(pl.when(text.str.contains(PLAIN)).then(text.str.replace_many({",": "", "\u2212": "-"})))


def durations(text: pl.Expr) -> pl.Expr:
    """Text -> seconds, rounded to milliseconds; null for what is no duration.

    Read are seconds, `00:03:25` and `3:25` (minutes and seconds), times of an Excel cell (`1899-12-31 00:02:23`),
    `3分25秒`, `7小时41分52秒`, `2h 5m`.

    >>> cells = ["205", "00:03:25", "3分25秒", "1899-12-31 00:02:23", "7小时41分52秒", "soon"]
    >>> pl.DataFrame({"t": cells}).select(durations(pl.col("t"))).to_series().to_list()
    [205.0, 205.0, 205.0, 143.0, 27712.0, None]
    """
    return cascade(text, [(None, [_strict]), (plain, [_number, _colons, _spelled])], FLOAT).pipe(_bounded).round(3)


def _colons(text: pl.Expr) -> pl.Expr:
    first, second, third = (text.str.extract(COLONS, group).cast(pl.Float64, strict=False) for group in (1, 2, 3))
    return pl.when(third.is_null()).then(first * 60 + second).otherwise(first * 3600 + second * 60 + third)


def _spelled(text: pl.Expr) -> pl.Expr:
    parts = [text.str.extract(rf"([0-9.]+) *{unit}").cast(pl.Float64, strict=False) * size for unit, size in UNITS]
    parts.append(text.str.extract(rf"([0-9.]+) *{SECONDS}").cast(pl.Float64, strict=False))
    return pl.when(text.str.contains(SPAN)).then(pl.sum_horizontal(parts))


def money(text: pl.Expr) -> pl.Expr:
    """Text -> yuan, rounded to 1e-4; null for what is no amount.

    Read are `¥1,234.50`, `1234.5元`, `RMB 5`, `1.2万`, full-width digits and a minus or parentheses for what is owed.

    >>> cells = ["¥1,234.50", "1.2万", "(5.00)", "-3元", "RMB 12.5", "free"]
    >>> pl.DataFrame({"t": cells}).select(money(pl.col("t"))).to_series().to_list()
    [1234.5, 12000.0, -5.0, -3.0, 12.5, None]
    """
    return cascade(text, [(None, [_strict]), (plain, [_amount])], FLOAT).pipe(_bounded).round(4)


def _amount(text: pl.Expr) -> pl.Expr:
    owed = text.str.contains(r"^[(]|^[^0-9]*[-\x{2212}]")
    parts = text.str.extract_groups(AMOUNT)
    number, unit = parts.struct.field("1"), parts.struct.field("2")
    size = unit.replace_strict(SIZES, default=1.0, return_dtype=pl.Float64)
    sign = pl.when(owed).then(-1.0).otherwise(1.0)
    return number.str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False) * size * sign


def numbers(text: pl.Expr) -> pl.Expr:
    """Text -> number: thousands separators, full-width digits, a unit of one sign (5分, 3次), percents as shares.

    >>> pl.DataFrame({"t": ["1,234", "85.5%", "3次", "x"]}).select(numbers(pl.col("t"))).to_series().to_list()
    [1234.0, 0.855, 3.0, None]
    """
    return cascade(text, [(None, [_strict]), (plain, [_number, _percent, _counted])], FLOAT)


def _percent(text: pl.Expr) -> pl.Expr:
    share = text.str.extract(r"^([+-]?[0-9,]*[.]?[0-9]+) *%$")
    return _strict(share.str.replace_all(",", "", literal=True)) / 100


def _counted(text: pl.Expr) -> pl.Expr:
    return _number(text.str.extract(r"^([+-]?[0-9,]*[.]?[0-9]+) *[分次条个件星轮单人元]$"))


def whole_numbers(text: pl.Expr) -> pl.Expr:
    """Text -> Int64; null for what is no number or has a fraction.

    >>> pl.DataFrame({"t": ["3.0", "2.5", "7次"]}).select(whole_numbers(pl.col("t"))).to_series().to_list()
    [3, None, 7]
    """
    number = numbers(text)
    return pl.when(number == number.round(0)).then(number).cast(pl.Int64, strict=False)


def ratings(text: pl.Expr) -> pl.Expr:
    """Text -> points: numbers, `5分`, `4/5`, words on a scale of five, stars.

    >>> cells = pl.DataFrame({"t": ["5分", "非常不满意", "★★★☆☆", "4/5", "六"]})
    >>> cells.select(ratings(pl.col("t"))).to_series().to_list()
    [5.0, 1.0, 3.0, 4.0, None]
    """
    return cascade(text, [(None, [_strict]), (plain, [_number, _counted, _rated])], FLOAT)


def _rated(text: pl.Expr) -> pl.Expr:
    word = text.replace_strict(RATINGS, default=None, return_dtype=pl.Float64)
    stars = pl.when(text.str.contains(rf"^[{STARS}☆]+$")).then(text.str.count_matches(f"[{STARS}]"))
    fraction = text.str.extract(r"^([0-9]+(?:[.][0-9]+)?) */ *[0-9]+$").cast(pl.Float64, strict=False)
    return pl.coalesce(word, stars.cast(pl.Float64), fraction)


def flags(text: pl.Expr) -> pl.Expr:
    """Text -> Boolean: Y/N, 是/否, 1/0, true/false, 已…/未…; null for other words.

    >>> pl.DataFrame({"t": ["Y", "否", "已解决", "未接通", "maybe"]}).select(flags(pl.col("t"))).to_series().to_list()
    [True, False, True, False, None]
    """
    words = answers()
    known: Form = lambda word: word.replace_strict(words, default=None, return_dtype=pl.Boolean)  # noqa: E731
    return cascade(text, [(None, [known]), (key, [known])], pl.Boolean())
