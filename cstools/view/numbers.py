"""Figures and phrases for people: 85.5%, 1分24秒, 5,000. A null is a dash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cstools.model.glyphs import visible
from cstools.model.messages import listed
from cstools.model.report import Column, Figure, Param, Phrase, Span, Value
from cstools.model.report.words import template, word
from cstools.model.weekdays import WEEKDAYS

NONE = "—"
DAY, HOUR, MINUTE = 86400, 3600, 60
PARTS = {"zh": ("天", "小时", "分", "秒"), "en": ("d", "h", "m", "s")}


def figure(value: Figure | None, lang: str) -> str:
    """A figure in words: grouped thousands, percents with one decimal, durations in two units.

    >>> [figure(Figure(v, u), "zh") for v, u in ((0.8549, "ratio"), (84.2, "s"), (5000, "n"), (None, "n"))]
    ['85.5%', '1分24秒', '5,000', '—']
    >>> [figure(Figure(v, u), "en") for v, u in ((0.014, "pp"), (7500, "s"), (1.2345, "x"), (-0.031, "change"))]
    ['+1.4 pp', '2h 05m', '1.23×', '-3.1%']
    """
    if value is None or value.value is None:
        return NONE
    return SHOW[value.unit](value.value, lang)


def span(value: Span | None, lang: str) -> str:
    """An interval in words, both ends in one unit.

    >>> span(Span(0.846, 0.864, "ratio"), "zh"), span(Span(None, 3.0), "zh")
    ('84.6%–86.4%', '—')
    """
    if value is None or value.lo is None or value.hi is None:
        return NONE
    joint = "–" if value.unit not in SIGNED else "至" if lang == "zh" else " to "
    return f"{figure(Figure(value.lo, value.unit), lang)}{joint}{figure(Figure(value.hi, value.unit), lang)}"


def say(phrase: Phrase | None, lang: str) -> str:
    """A sentence of the words table with its blanks filled; nothing for None.

    >>> say(Phrase("label.n", {"n": Figure(1200)}), "zh")
    'n = 1,200'
    """
    if phrase is None:
        return ""
    return template(phrase.key, lang).format(**{name: fill(param, lang) for name, param in phrase.params.items()})


def fill(param: Param, lang: str) -> str:
    """What stands in a blank: text (control characters as glyphs), a figure, an interval, a phrase, a list joined."""
    if isinstance(param, Figure):
        return figure(param, lang)
    if isinstance(param, Span):
        return span(param, lang)
    if isinstance(param, Phrase):
        return say(param, lang)
    if isinstance(param, tuple):
        return listed((fill(item, lang) for item in param), lang)
    return visible(str(param))


def cell(value: Value, column: Column, lang: str) -> str:
    """A cell of a table in words, by the unit of its column.

    >>> cell("2025-10-16", Column("day", "date"), "zh"), cell(3, Column("weekday", "weekday"), "zh")
    ('10月16日', '周三')
    """
    if value is None:
        return NONE
    if isinstance(value, Figure):
        return figure(value, lang)
    if isinstance(value, Phrase):
        return say(value, lang)
    if column.unit == "word":
        return word(str(value), lang)
    if column.unit == "text" or isinstance(value, bool):
        return visible(str(value))
    return figure(Figure(value, column.unit), lang)


def numeric(column: Column) -> bool:
    """Whether a column is set flush right."""
    return column.unit not in ("text", "word", "date", "weekday")


def day(text: str, lang: str) -> str:
    """A date without its year.

    >>> day("2025-10-06", "zh"), day("2025-10-06", "en")
    ('10月6日', '6 Oct')
    """
    _, month, number = (int(part) for part in text.split("-"))
    return f"{month}月{number}日" if lang == "zh" else f"{number} {MONTHS[month - 1]}"


def month(text: str, lang: str) -> str:
    """A month: `2025年10月`, `Oct 2025`.

    >>> month("2025-10", "zh"), month("2025-10", "en")
    ('2025年10月', 'Oct 2025')
    """
    if not text:
        return NONE
    year, number = (int(part) for part in text.split("-"))
    return f"{year}年{number}月" if lang == "zh" else f"{MONTHS[number - 1]} {year}"


def duration(value: float, lang: str) -> str:
    """Seconds in at most two units; below ten seconds with a decimal.

    >>> [duration(v, "zh") for v in (3.25, 59.7, 60, 7500, 180000)]
    ['3.2秒', '1分', '1分', '2小时5分', '2天2小时']
    """
    day_, hour, minute, second = PARTS[lang]
    sign, size = ("-" if value < 0 else ""), abs(value)
    if round(size, 1) < 10 and size != int(size):
        return f"{sign}{size:.1f}{second}"
    if size < HOUR - 0.5:
        return sign + _pair(divmod(round(size), MINUTE), minute, second, lang)
    if size < DAY - 30:
        return sign + _pair(divmod(round(size / MINUTE), MINUTE), hour, minute, lang)
    return sign + _pair(divmod(round(size / HOUR), 24), day_, hour, lang)


def _pair(counts: tuple[int, int], large: str, small: str, lang: str) -> str:
    high, low = counts
    if not high:
        return f"{low}{small}"
    if not low:
        return f"{high}{large}"
    return f"{high}{large} {low:02d}{small}" if lang == "en" else f"{high}{large}{low}{small}"


def _signed(value: float, text: str) -> str:
    return text if text.startswith("-") or not value else f"+{text}"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SHOW: dict[str, Callable[[Any, str], str]] = {
    "date": day,
    "month": month,
    "n": lambda v, _: f"{v:,.0f}",
    "mean": lambda v, _: f"{v:,.1f}",
    "ratio": lambda v, _: f"{v * 100:.1f}%",
    "x": lambda v, lang: f"{f'{v:.2f}'.rstrip('0').rstrip('.')}{'倍' if lang == 'zh' else '×'}",
    "s": duration,
    "s_change": lambda v, lang: _signed(v, duration(v, lang)),
    "yuan": lambda v, _: f"{'-' if v < 0 else ''}¥{abs(v):,.2f}",
    "yuan_change": lambda v, _: _signed(v, f"{'-' if v < 0 else ''}¥{abs(v):,.2f}"),
    "pt": lambda v, lang: f"{v:.2f}{'分' if lang == 'zh' else ''}",
    "pt_change": lambda v, lang: _signed(v, f"{v:.2f}{'分' if lang == 'zh' else ''}"),
    "r": lambda v, _: f"{v:+.2f}",
    "pp": lambda v, lang: f"{v * 100:+.1f}{'个百分点' if lang == 'zh' else ' pp'}",
    "points": lambda v, lang: f"{v:+.1f}{'个百分点' if lang == 'zh' else ' pp'}",
    "change": lambda v, _: f"{v * 100:+.1f}%",
    "n_change": lambda v, _: f"{v:+,.0f}",
    "weekday": lambda v, lang: WEEKDAYS[lang][int(v) - 1],
}
SIGNED = ("r", "pp", "points", "change", "n_change", "s_change", "pt_change", "yuan_change")
