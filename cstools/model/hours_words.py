"""How days and hours are written, in Chinese and English: 周一至周五, sat,sun, 2026-02-17..2026-02-19; 09:00-18:00."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from cstools.model.hours import MINUTES, Spans

HOLIDAYS, MAKEUP, OWN_YEARS = "holidays", "makeup", "own_years"
SPECIAL = {
    "holidays": HOLIDAYS, "holiday": HOLIDAYS, "节假日": HOLIDAYS, "法定节假日": HOLIDAYS, "假期": HOLIDAYS,
    "makeup": MAKEUP, "调休": MAKEUP, "调休日": MAKEUP, "调休上班": MAKEUP, "补班": MAKEUP,
    "own_years": OWN_YEARS, "自填年份": OWN_YEARS,
}  # fmt: skip
"""Keys that name no weekday and no date."""
LONGEST = 3660
"""Days a range of dates may have, ten years."""
_WEEK, _WORK, _REST = frozenset(range(7)), frozenset(range(5)), frozenset((5, 6))
GROUPS = {
    "daily": _WEEK, "everyday": _WEEK, "每天": _WEEK, "每日": _WEEK,
    "weekdays": _WORK, "工作日": _WORK,
    "weekend": _REST, "weekends": _REST, "周末": _REST, "双休日": _REST,
}  # fmt: skip
KEYS = {
    "mon, 周一, Monday": "A weekday.",
    "mon-fri, 周一至周五, sat,sun": "Several: from one to another, over Sunday too, or each.",
    "daily, weekdays, weekend": "每天, 工作日, 周末: all seven, Monday to Friday, Saturday and Sunday.",
    "2026-02-17, 2026年2月17日": "A date; for a holiday with duty hours, a day closed, a promotion.",
    "2026-02-17..2026-02-19": "Dates from one to another, ten years at most.",
    "holidays, 节假日": "CN: public holidays of China are closed, and days worked in return (调休) open. CN "
    "10:00-16:00, or the hours alone: open then. closed: as CN. none: days as any other, as where nothing is said.",
    "makeup, 调休": "The hours of a Saturday or Sunday worked in return for a holiday, or the weekday whose hours it "
    "has; unless said, those of Monday.",
    "own_years, 自填年份": "Years whose holidays are the dates of this file, and no others.",
}
"""What each form of a key says (lines of cstools-hours(5))."""
HOURS = {
    "09:00-18:00": "From, and until.",
    "09:00-12:00; 13:30-18:00": "Several spans, apart by ; or as an array. They may not overlap.",
    "22:00-02:00": "Over midnight; 22:00-26:00 and 22:00-次日02:00 are the same. A day at most.",
    "24h, 24小时": "The whole day.",
    "closed, 休息": "Not at all.",
}
"""What each form of hours says (lines of cstools-hours(5))."""
CLOSED = ("closed", "off", "休", "休息", "关闭", "不上班")
ALWAYS = ("24h", "24小时", "全天")
NONE = ("none", "不放假", "照常")
"""As the value of `holidays`: public holidays are days as any other."""
_ENGLISH = (
    ("monday", "mon"), ("tuesday", "tues", "tue"), ("wednesday", "wed"), ("thursday", "thurs", "thur", "thu"),
    ("friday", "fri"), ("saturday", "sat"), ("sunday", "sun"),
)  # fmt: skip
_CHINESE = re.compile("(?:周|星期|礼拜)")
_DIGITS = str.maketrans("一二三四五六日天", "12345677")
_PART = re.compile("([1-7])-([1-7])|[1-7]+", re.ASCII)
_DASH = re.compile(r"\s*(?:[-\u2010\u2013\u2014\u2212~]|至|到)+\s*")
_COMMA = re.compile(r"[,;、/|]|\s+")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?", re.ASCII)
_RANGE = re.compile(r"\s*(?:\.\.+|…|~|至|到|\u2014+)\s*")
_CLOCK = re.compile(r"(次日|第二天)?(\d{1,2})(?::(\d{2})(?::00)?)?", re.ASCII)
_COUNTRY = re.compile(r"([a-z]{2})(?:[\s:,]+(.*))?")


def tidy(text: object) -> str:
    """A word as it is compared: NFKC, lower case, without blanks around.

    >>> tidy(" Mon－Fri ")
    'mon-fri'
    """
    return unicodedata.normalize("NFKC", str(text)).lower().strip()


def weekdays(text: str) -> frozenset[int] | None:
    """The weekdays a text names, Monday 0; None if it names anything else.

    >>> [sorted(weekdays(text) or ()) for text in ("周一至周五", "周六、日", "mon-wed,sun", "sat-mon", "每天")]
    [[0, 1, 2, 3, 4], [5, 6], [0, 1, 2, 6], [0, 5, 6], [0, 1, 2, 3, 4, 5, 6]]
    >>> weekdays("周八"), weekdays("")
    (None, None)
    """
    word = tidy(text)
    if word in GROUPS:
        return GROUPS[word]
    if re.search(r"\d", word) and not _CHINESE.search(word):
        return None
    found: set[int] = set()
    for part in filter(None, _COMMA.split(_DASH.sub("-", _numbered(word)))):
        days = _PART.fullmatch(part)
        if not days:
            return None
        found |= _circle(int(days[1]), int(days[2])) if days[1] else {int(digit) for digit in part}
    return frozenset(day - 1 for day in found) or None


def dates(text: str) -> tuple[date, date] | None:
    """The first and the last of the dates a text names; None if it names none. ValueError for a date that is none.

    >>> dates("2026-02-17"), dates("2026年2月17日至2026年2月19日") == dates("2026-02-17..2026-02-19"), dates("mon")
    ((datetime.date(2026, 2, 17), datetime.date(2026, 2, 17)), True, None)
    """
    parts = [_DATE.fullmatch(part) for part in _RANGE.split(tidy(text))]
    if len(parts) > 2 or not all(parts):
        return None
    days = [date(int(part[1]), int(part[2]), int(part[3])) for part in parts if part]
    return days[0], days[-1]


def days_of(first: date, last: date) -> list[date]:
    """Every date from the first to the last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def country(text: str) -> tuple[str, str]:
    """The country a value of `holidays` begins with, in capitals or "", and the hours behind it.

    >>> country("CN"), country("cn 10:00-16:00"), country("休息"), country("10:00-16:00")
    (('CN', ''), ('CN', '10:00-16:00'), ('', '休息'), ('', '10:00-16:00'))
    """
    found = _COUNTRY.fullmatch(tidy(text))
    return (found[1].upper(), found[2] or "") if found else ("", tidy(text))


def spans(text: str) -> Spans | None:
    """The hours a text names, in order; None if it cannot be read, or one of them is empty or longer than a day.

    >>> spans("9:00-12:00；13:30-18:00"), spans("22:00-次日2:00") == spans("22:00-02:00") == spans("22-26")
    (((540, 720), (810, 1080)), True)
    >>> spans("休息"), spans("24h"), spans("18:00-18:00"), spans("9点")
    ((), ((0, 1440),), None, None)
    """
    word = tidy(text)
    if word in CLOSED:
        return ()
    if word in ALWAYS:
        return ((0, MINUTES),)
    found = [_span(part) for part in filter(None, _COMMA.split(_DASH.sub("-", word)))]
    if not found or None in found:
        return None
    return tuple(sorted(one for one in found if one is not None))


def _span(text: str) -> tuple[int, int] | None:
    ends = [_CLOCK.fullmatch(part) for part in text.split("-")]
    if len(ends) != 2 or not ends[0] or not ends[1] or ends[0][1]:
        return None
    begin, end = (int(part[2]) * 60 + int(part[3] or 0) for part in ends if part)
    odd = any(int(part[3] or 0) > 59 for part in ends if part)
    if ends[1][1] or end < begin:
        end += MINUTES
    return None if odd or begin >= MINUTES or not begin < end <= begin + MINUTES else (begin, end)


def _numbered(word: str) -> str:
    """Names of weekdays as the digits 1 to 7."""
    for number, names in enumerate(_ENGLISH, 1):
        word = re.sub(rf"\b(?:{'|'.join(names)})\b", str(number), word)
    return _CHINESE.sub("", word).translate(_DIGITS) if _CHINESE.search(word) else word


def _circle(first: int, last: int) -> set[int]:
    """The weekdays from one to another, over Sunday where need be."""
    return {(first - 1 + n) % 7 + 1 for n in range((last - first) % 7 + 1)}
