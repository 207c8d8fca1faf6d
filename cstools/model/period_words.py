"""Periods as people write them in tables: 2025年10月, 2025Q4, 四季度 beside a year, a date of Excel for a month."""

from __future__ import annotations

import re
import unicodedata

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = re.compile(rf"{_YEAR}[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_FORMS = (
    ("month", re.compile(rf"{_YEAR}(?:[-/.年](?P<n>\d{{1,2}})|(?P<n2>\d\d))月?份?")),
    ("quarter", re.compile(rf"{_YEAR}年?[-/ ]?(?:Q(?P<n>[1-4])|第?(?P<n2>[1-4一二三四])季度?)", re.IGNORECASE)),
    ("week", re.compile(rf"{_YEAR}年?[-/ ]?(?:W(?P<n>\d{{1,2}})|第(?P<n2>\d{{1,2}})周)", re.IGNORECASE)),
    ("year", re.compile(rf"{_YEAR}年?度?(?P<n>)(?P<n2>)")),
)
_WITHOUT_YEAR = (
    ("month", re.compile(r"(\d{1,2})月份?")),
    ("quarter", re.compile(r"Q([1-4])|第?([1-4一二三四])季度?", re.IGNORECASE)),
)
_CUT = re.compile(rf"{_YEAR}[.]1")
"""October 2025 typed as 2025.10 is the number 2025.1 in a spreadsheet: it may be January or October, and is refused."""
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}
BEFORE, DURING, AFTER = "before", "during", "after"
PHASES = {BEFORE: ("前", "before"), DURING: ("中", "during"), AFTER: ("后", "after")}
"""The phases of an event, and their words in Chinese and English."""
_PHASE = re.compile(rf"(?P<event>\d{{4}} \S.*) (?P<phase>{'|'.join(PHASES)})")
_WRITTEN = {"month": "{}-{:02d}", "quarter": "{}-Q{}", "week": "{}-W{:02d}", "year": "{}"}


def period_of(text: str, grain: str = "", year: str = "") -> str | None:
    """The text of a period (`kernels/expr/periods.py`) that a cell or heading means; None for what is none.

    grain: what the column holds; under "month" a date of Excel means its month and a bare number one of `year`. A date
    that opens a month is that month unless the column is of days (grain "day" or "period").

    >>> [period_of(text) for text in ("2025年10月", "202510", "2025-10-01 00:00:00", "2025Q4", "2025年四季度", "2025")]
    ['2025-10', '2025-10', '2025-10', '2025-Q4', '2025-Q4', '2025']
    >>> period_of("10月", year="2025"), period_of("10", "month", "2025年"), period_of("10月"), period_of("售后一组")
    ('2025-10', '2025-10', None, None)
    >>> period_of("2025-10-16", "period"), period_of("2025/10/16", "month"), period_of("2025 双11 before")
    ('2025-10-16', '2025-10', '2025 双11 before')
    >>> period_of("2025.10"), period_of("2025.2"), period_of("2025.1")
    ('2025-10', '2025-02', None)
    """
    word = unicodedata.normalize("NFKC", text).strip()
    if _PHASE.fullmatch(word):
        return word
    if _CUT.fullmatch(word):
        return None
    if found := _DAY.fullmatch(word):
        return _day(found, grain)
    for form, pattern in _FORMS:
        if (found := pattern.fullmatch(word)) and grain in ("", "period", form):
            return _written(form, found["year"], found["n"] or found["n2"] or "0")
    return _in_year(word, grain, year)


def phase_label(period: str, lang: str) -> str:
    """The text of a period for people: the phase of an event in their words, any other as it is.

    >>> phase_label("2025 双11 before", "zh"), phase_label("2025-10", "zh")
    ('2025 双11 前', '2025-10')
    """
    found = _PHASE.fullmatch(period)
    return f"{found['event']} {PHASES[found['phase']][lang == 'en']}" if found else period


def lacks_year(text: str, grain: str = "") -> bool:
    """Whether a word is a month or quarter of a year it does not say.

    >>> lacks_year("10月"), lacks_year("四季度"), lacks_year("10", "month"), lacks_year("10", "")
    (True, True, True, False)
    """
    return _in_year(unicodedata.normalize("NFKC", text).strip(), grain, "2000") is not None


def _day(found: re.Match[str], grain: str) -> str:
    month, day = int(found["month"]), int(found["day"])
    if grain == "month" or (day == 1 and grain not in ("day", "period")):
        return f"{found['year']}-{month:02d}"
    return f"{found['year']}-{month:02d}-{day:02d}"


def _in_year(word: str, grain: str, year: str) -> str | None:
    known = re.search(_YEAR, year)
    if not known:
        return None
    for form, pattern in _WITHOUT_YEAR:
        if found := pattern.fullmatch(word):
            return _written(form, known["year"], next(part for part in found.groups() if part))
    if grain in ("month", "quarter") and re.fullmatch(r"\d{1,2}", word):
        return _written(grain, known["year"], word)
    return None


def _written(form: str, year: str, number: str) -> str:
    return _WRITTEN[form].format(year, _NUMBERS.get(number) or int(number))
