"""Numbers as people write them in exports: money, counts, ratings, yes and no."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.cascade import Distinct, Form, Rewrite, Skip, Step, cascade, grouped
from cstools.kernels.expr.text import key, plain, says_nothing
from cstools.model.synonyms import answers
from cstools.model.words import RATINGS, STARS

FLOAT = pl.Float64()
INT = pl.Int64()
MOST = 1e11
"""Yuan or seconds in one cell beyond this are no amount: exact sums are in 1e-4 yuan and milliseconds as Int64."""
DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:[.][0-9]*)?|[.][0-9]+"
PLAIN = rf"^[+\-\x{{2212}}]?(?:{DIGITS})(?:e[+-]?[0-9]+)?$"
SIGN = r"[+\-\x{2212}]"
YUAN = r"(?:¥|cn¥|rmb¥?|cny|人民币)"
AMOUNT = (
    rf"^(?P<open>[(])? *(?P<s1>{SIGN})? *{YUAN}? *(?P<s2>{SIGN})? *(?P<n>{DIGITS})"
    r" *(?P<size>[十百千]?[万亿]|千|w|k)? *(?:元|块钱?|圆|rmb|cny|yuan)?(?:整)? *(?P<close>[)])?$"
)
SIZES = {"千": 3, "k": 3, "万": 4, "w": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11}
"""Word -> how many zeros it stands for."""
COUNTED = rf"^({SIGN}?(?:{DIGITS})) *(?:[分次条个件星轮单人元颗]|stars?|points?|times)$"
SHARE = rf"^(?P<n>{SIGN}?(?:{DIGITS})) *(?P<sign>[%‰])$"
POINT = "(?:分|星|stars?|points?)?"
OUT_OF = rf"^(?P<point>[0-9]+(?:[.][0-9]+)?) *{POINT} *(?:/|out of) *(?P<most>[0-9]+) *{POINT}$"
BOTH = (
    r"^(?:(?P<p1>[0-9]+)(?:分|星)? *[-.:=、)(]+ *(?P<w1>[^0-9()]+?)"
    r"|(?P<w2>[^0-9()]+?) *[-:=(] *(?P<p2>[0-9]+)(?:分|星)?)[)]?$"
)
"""A point and its word: 5-非常满意, 非常满意(5分)."""


def number(text: pl.Expr) -> pl.Expr:
    """Text that is a number and nothing else -> Float64."""
    return text.cast(pl.Float64, strict=False)


def plain_number(text: pl.Expr) -> pl.Expr:
    """Plain text (see `text.plain`) with separators of thousands in their places, and any minus -> Float64."""
    return number(_bare(pl.when(text.str.contains(PLAIN)).then(text)))


def is_amount(number: pl.Expr) -> pl.Expr:
    """Whether a number is one that can be added exactly."""
    return number.is_between(-MOST, MOST)


def _bare(digits: pl.Expr) -> pl.Expr:
    return digits.str.replace_many({",": "", "\u2212": "-"})


def money(text: pl.Expr) -> pl.Expr:
    """Text -> yuan, rounded to 1e-4; null for what is no amount of yuan.

    Read are `¥1,234.50`, `1234.5元`, `RMB 5`, `1.2万`, `1.5k`, full-width digits and a minus or parentheses for what is
    owed. An amount in another currency (`$5`) is null: added to yuan it would be a wrong sum that nothing shows.

    >>> cells = ["¥1,234.50", "1.2万", "(5.00)", "-3元", "RMB 12.5", "free", "$5"]
    >>> pl.DataFrame({"t": cells}).select(money(pl.col("t"))).to_series().to_list()
    [1234.5, 12000.0, -5.0, -3.0, 12.5, None, None]
    """
    signed: Form = lambda cell: number(cell.str.strip_prefix("¥"))  # noqa: E731
    named: Form = lambda cell: number(cell.str.strip_suffix("元"))  # noqa: E731
    return cascade(text, [number, signed, named, Skip(says_nothing), Rewrite(plain), _amount], FLOAT, is_amount).round(
        4
    )


def _amount(text: pl.Expr) -> pl.Expr:
    bracket, close = pl.col("open").is_not_null(), pl.col("close").is_not_null()
    sign = pl.coalesce("s1", "s2")
    once = ~(bracket & sign.is_not_null()) & (pl.col("s1").is_null() | pl.col("s2").is_null())
    owed = bracket | sign.is_in(["-", "\u2212"]).fill_null(False)
    zeros = pl.col("size").replace_strict(SIZES, default=0, return_dtype=pl.Int64)
    amount = pl.when((bracket == close) & once).then(_shifted(pl.col("n"), zeros))
    return grouped(text, AMOUNT, amount * pl.when(owed).then(-1.0).otherwise(1.0), FLOAT)


def _shifted(digits: pl.Expr, zeros: pl.Expr) -> pl.Expr:
    """Digits with so many zeros more: as text, so that 85.57 % is the number nearest to 0.8557."""
    return number(pl.concat_str([_bare(digits), pl.lit("e"), zeros.cast(pl.String)]))


def numbers(text: pl.Expr) -> pl.Expr:
    """Text -> number: thousands separators, full-width digits, a unit of one sign (5分, 3次), percents as shares.

    >>> pl.DataFrame({"t": ["1,234", "85.5%", "3次", "x"]}).select(numbers(pl.col("t"))).to_series().to_list()
    [1234.0, 0.855, 3.0, None]
    """
    return cascade(text, _number_steps(), FLOAT, pl.Expr.is_finite)


def _number_steps() -> list[Step]:
    return [number, Distinct(), Skip(says_nothing), Rewrite(plain), plain_number, _percent, _counted]


def _percent(text: pl.Expr) -> pl.Expr:
    zeros = pl.when(pl.col("sign") == "%").then(-2).otherwise(-3)
    return grouped(text, SHARE, _shifted(pl.col("n"), zeros), FLOAT)


def _counted(text: pl.Expr) -> pl.Expr:
    return plain_number(text.str.extract(COUNTED))


def whole_numbers(text: pl.Expr) -> pl.Expr:
    """Text -> Int64; null for what is no number or has a fraction.

    >>> pl.DataFrame({"t": ["3.0", "2.5", "7次"]}).select(whole_numbers(pl.col("t"))).to_series().to_list()
    [3, None, 7]
    """
    exact: Form = lambda cell: cell.cast(pl.Int64, strict=False)  # noqa: E731
    whole: Form = lambda cell: _whole(numbers(cell))  # noqa: E731
    return cascade(text, [exact, whole], INT)


def _whole(read: pl.Expr) -> pl.Expr:
    return pl.when(read == read.round(0)).then(read).cast(pl.Int64, strict=False)


def ratings(text: pl.Expr) -> pl.Expr:
    """Text -> points: numbers, `5分`, `4/5`, stars, words on a scale of five, a point and its word if they agree.

    >>> cells = pl.DataFrame({"t": ["5分", "非常不满意", "★★★☆☆", "4/5", "5-非常满意", "六"]})
    >>> cells.select(ratings(pl.col("t"))).to_series().to_list()
    [5.0, 1.0, 3.0, 4.0, 5.0, None]
    """
    steps: list[Step] = [
        number,
        Distinct(),
        Skip(says_nothing),
        Rewrite(plain),
        plain_number,
        _counted,
        _worded,
        _starred,
        _out_of,
        _both,
    ]
    return cascade(text, steps, FLOAT, pl.Expr.is_finite)


def _worded(text: pl.Expr) -> pl.Expr:
    return text.replace_strict(RATINGS, default=None, return_dtype=pl.Float64)


def _starred(text: pl.Expr) -> pl.Expr:
    # An emoji star may carry the sign that asks for its coloured form.
    bare = text.str.replace_all("\ufe0f", "", literal=True)
    stars = pl.when(bare.str.contains(rf"^[{STARS}]+☆*$")).then(bare.str.count_matches(f"[{STARS}]"))
    return stars.cast(pl.Float64)


def _out_of(text: pl.Expr) -> pl.Expr:
    point, most = (pl.col(name).cast(pl.Float64, strict=False) for name in ("point", "most"))
    return grouped(text, OUT_OF, pl.when(point <= most).then(point), FLOAT)


def _both(text: pl.Expr) -> pl.Expr:
    point = pl.coalesce("p1", "p2").cast(pl.Float64, strict=False)
    word = pl.coalesce("w1", "w2").str.strip_chars()
    return grouped(text, BOTH, pl.when(point == _worded(word)).then(point), FLOAT)


def flags(text: pl.Expr) -> pl.Expr:
    """Text -> Boolean: Y/N, 是/否, 1/0, true/false, 已…/未…; null for other words.

    >>> pl.DataFrame({"t": ["Y", "否", "已解决", "未接通", "maybe"]}).select(flags(pl.col("t"))).to_series().to_list()
    [True, False, True, False, None]
    """
    words = answers()
    known: Form = lambda word: word.replace_strict(words, default=None, return_dtype=pl.Boolean)  # noqa: E731
    return cascade(text, [known, Distinct(), Skip(says_nothing), Rewrite(key), known], pl.Boolean())
