"""Units and scales that a heading carries: 平均会话时长(分), First response time (in hrs), 满意度（10分制）."""

from __future__ import annotations

import re
import unicodedata

from cstools.model.fields import LONGEST

UNITS: dict[str, tuple[str, ...]] = {
    "s": ("秒", "秒钟", "s", "sec", "secs", "second", "seconds"),
    "min": ("分", "分钟", "min", "mins", "minute", "minutes"),
    "h": ("小时", "时", "h", "hr", "hrs", "hour", "hours"),
    "d": ("天", "日", "d", "day", "days"),
    "ms": ("毫秒", "ms", "msec", "millisecond", "milliseconds"),
    "%": ("%",),
}
"""Unit of a bare number -> how headings write it."""
SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0, "ms": 0.001}
"""Unit of time -> its seconds."""
_WORDS = {word: unit for unit, words in UNITS.items() for word in words}
_BRACKETED = re.compile(r"\s*[(\[](?:in\s+|单位[::]?\s*)?([a-z%\u4e00-\u9fff]+)[)\]]\s*$", re.IGNORECASE)
_ENDING = re.compile(r"[ _]+(?:in[ _]+)?(seconds|secs|milliseconds|ms|minutes|mins|hours|hrs)\s*$", re.IGNORECASE)
_SCALE = re.compile(
    r"\s*[(\[]\s*(?:满分|out of|of|1\s*[-~至到]|/)?\s*(3|4|5|7|10|100)\s*(?:分制?|制|星|级|points?|stars?)?"
    r"\s*[)\]]\s*$",
    re.IGNORECASE,
)


def bare(heading: str) -> tuple[str, str]:
    """A heading without its unit, and the unit; "" where it carries none.

    >>> bare("平均会话时长（分）"), bare("First response time (in hrs)"), bare("wait_ms"), bare("客服(主)")
    (('平均会话时长', 'min'), ('First response time', 'h'), ('wait', 'ms'), ('客服(主)', ''))
    """
    text = unicodedata.normalize("NFKC", heading)
    for form in (_BRACKETED, _ENDING) if len(text) <= LONGEST else ():
        found = form.search(text)
        unit = _WORDS.get(found[1].casefold(), "") if found else ""
        if found and unit and found.start():
            return text[: found.start()], unit
    return heading, ""


def scaled(heading: str) -> tuple[str, int | None]:
    """A heading without the scale of its ratings, and their full marks; None where it names none.

    >>> scaled("满意度（10分制）"), scaled("Rating (1-5)"), scaled("评分(分)")
    (('满意度', 10), ('Rating', 5), ('评分(分)', None))
    """
    text = unicodedata.normalize("NFKC", heading)
    found = _SCALE.search(text) if len(text) <= LONGEST else None
    return (text[: found.start()], int(found[1])) if found and found.start() else (heading, None)
