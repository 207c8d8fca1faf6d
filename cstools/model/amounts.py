"""Amounts as people write them in a file of theirs: 85%, 1分30秒, 00:01:30, 0.85."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_NUMBER = r"\d+(?:\.\d+)?"
_SPELLED = re.compile(
    rf"(?:(?P<d>{_NUMBER})\s*(?:天|日|d|days?))?\s*(?:(?P<h>{_NUMBER})\s*(?:小时|时|h|hours?))?\s*"
    rf"(?:(?P<m>{_NUMBER})\s*(?:分钟?|m|mins?|minutes?))?\s*(?:(?P<s>{_NUMBER})\s*(?:秒钟?|s|secs?|seconds?))?"
)
_CLOCK = re.compile(rf"(?:(?P<h>\d+):)?(?P<m>\d+):(?P<s>{_NUMBER})")
SECONDS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
SUFFIXES = {"yuan": "元|yuan", "pt": "分|pt", "n": "次|个|条|件|n"}
"""What may stand behind a bare number, by unit."""


def amount(text: str, unit: str) -> Decimal:
    """An amount in its unit (ratio, s, pt, yuan, n). ValueError for what is none, for a ratio above 1 without a % too.

    >>> amount("85%", "ratio"), amount("1分30秒", "s"), amount("00:01:30", "s"), amount("4.5", "pt")
    (Decimal('0.85'), Decimal('90'), Decimal('90'), Decimal('4.5'))
    """
    words = unicodedata.normalize("NFKC", text).strip().casefold()
    if unit == "s" and (found := _CLOCK.fullmatch(words) or _SPELLED.fullmatch(words)) and words:
        return sum((Decimal(part) * SECONDS[name] for name, part in found.groupdict().items() if part), Decimal(0))
    if unit == "ratio":
        number = _number(words.removesuffix("%")) / (100 if words.endswith("%") else 1)
        if abs(number) > 1:
            raise ValueError(text)
        return number
    suffix = SUFFIXES.get(unit)
    return _number(re.sub(rf"\s*(?:{suffix})$", "", words) if suffix else words)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite():
        raise ValueError(text)
    return number
