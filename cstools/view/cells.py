"""Values of a frame as people read them: 1,234, 1分24秒, 85.5%, 是. A null stays None."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from cstools.model.fields import Field
from cstools.model.messages import listed, say
from cstools.model.report import Figure
from cstools.view import numbers

TIME = "%Y-%m-%d %H:%M:%S"
MONEY = 2
DECIMALS = 3
"""A column of plain numbers has as many decimals as its values need, at most this many; two from 1 on."""
HUGE = 1e15
SIGNED = {"n": "n_change", "ratio": "pp", "s": "s_change", "pt": "pt_change", "yuan": "yuan_change"}
"""The unit of a difference of two figures of a unit."""
KPI_UNIT: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(
        (
            "value",
            "lo",
            "hi",
            "before",
            "prev",
            "year_ago",
            "target",
            "floor",
            "stretch",
            "benchmark",
            "shrunk",
            "value_before",
            "platform",
            "ours",
        ),
        lambda unit: unit,
    ),
    **dict.fromkeys(
        (
            "gap",
            "vs_group",
            "structure",
            "own",
            "difference",
            "without_exclusions",
            "calendar_time",
            "with_spam",
            "event_dates",
            "explained",
            "unexplained",
        ),
        lambda unit: SIGNED.get(unit, unit),
    ),
    **dict.fromkeys(("share", "share_before"), lambda _: "ratio"),
    **dict.fromkeys(("change", "year_change"), lambda _: "change"),
    "change_pt": lambda unit: "points" if unit == "ratio" else SIGNED.get(unit, unit),
}
"""Columns of kind kpi -> their unit, given the unit of the row."""
WORDS: dict[str, dict[str, str]] = {
    "band": {word: f"scorecard.{word}" for word in ("above", "same", "below")},
    "level": {
        "below_floor": "scorecard.below_floor", "below_target": "scorecard.missed", "met": "scorecard.met",
        "stretch": "scorecard.stretch",
    },
    "part": {word: f"view.part.{word}" for word in ("numerator", "denominator", "excluded")},
}  # fmt: skip
"""Columns of kind kpi whose values people read as words: value -> its sentence."""


def texts(values: pl.Series, field: Field | None, lang: str) -> list[str | None]:
    """One column in words, by its type and, for seconds and yuan, the unit of its field."""
    dtype = values.dtype
    if dtype == pl.Boolean:
        return _each(values, lambda v: say("word.yes" if v else "word.no", lang))
    if isinstance(dtype, pl.Datetime | pl.Date):
        return values.dt.to_string(TIME if isinstance(dtype, pl.Datetime) else "%Y-%m-%d").to_list()
    if isinstance(dtype, pl.List):
        return _each(values, lambda items: listed(("" if item is None else str(item) for item in items), lang))
    if dtype.is_numeric():
        return figures(values, field.unit if field else "", lang)
    return values.cast(pl.String).to_list()


def figures(values: pl.Series, unit: str, lang: str) -> list[str | None]:
    """Numbers of one unit: seconds as a duration, `ratio` as a percent, yuan with two decimals, others as they are."""
    if unit == "s":
        return _each(values, lambda v: numbers.duration(v, lang))
    if unit == "ratio":
        return _each(values, lambda v: numbers.figure(Figure(v, "ratio"), lang))
    places = MONEY if unit == "yuan" else decimals(values.drop_nulls().to_list())
    return _each(values, lambda v: plain(v, places))


def decimals(values: Sequence[float]) -> int:
    """How many decimals a column needs so that its figures line up.

    >>> decimals([1.0, 20.0]), decimals([0.25, 1.0]), decimals([0.1234, 0.5]), decimals([1.1234])
    (0, 2, 3, 2)
    """
    most = DECIMALS if all(abs(v) < 1 for v in values) else MONEY
    needs = (places for places in range(most) if all(round(v, places) == v for v in values))
    return next(needs, most)


def plain(value: float, places: int) -> str:
    """A number with grouped thousands.

    >>> plain(12345.678, 2), plain(1e300, 2), plain(float("nan"), 0)
    ('12,345.68', '1e+300', 'nan')
    """
    return f"{value:,.{places}f}" if abs(value) < HUGE else f"{value:.6g}"


def kpi_texts(values: pl.Series, units: Iterable[str | None], lang: str) -> list[str | None]:
    """A column of kind kpi, each figure in the unit of its row (column `unit`: n, ratio, s, pt, yuan)."""
    choose = KPI_UNIT[values.name]
    return [
        None if value is None else kpi_text(value, choose(unit or "n"), lang)
        for value, unit in zip(values, units, strict=True)
    ]


def kpi_words(values: pl.Series, lang: str) -> list[str | None]:
    """A column of WORDS in words; a value that is none of them (the band of a scorecard) as it is.

    >>> kpi_words(pl.Series("band", ["above", ">=85%", None]), "zh")
    ['显著高', '>=85%', None]
    """
    words = {value: say(key, lang) for value, key in WORDS[values.name].items()}
    return _each(values, lambda value: words.get(value, str(value)))


def kpi_text(value: float, unit: str, lang: str) -> str:
    """One figure of kind kpi; a mean of counts keeps a decimal.

    >>> kpi_text(0.8549, "ratio", "zh"), kpi_text(84.0, "s", "zh"), kpi_text(2.5, "n", "zh"), kpi_text(5.0, "?", "zh")
    ('85.5%', '1分24秒', '2.5', '5')
    """
    if unit == "n" and value != int(value):
        unit = "mean"
    return numbers.figure(Figure(value, unit), lang) if unit in numbers.SHOW else plain(value, decimals([value]))


def _each(values: pl.Series, word: Callable[..., str]) -> list[str | None]:
    return [None if value is None else word(value) for value in values]
