"""The bands of a scorecard: what `<=1分30秒` stands for, and whether bands together give every value one place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from cstools.model.amounts import amount
from cstools.model.scorecards import ELSE, Band

OPS = {"<=": "<=", "≤": "<=", "<": "<", ">=": ">=", "≥": ">=", ">": ">"}
OTHERWISE = (ELSE, "其他", "其余", "否则")
_BAND = re.compile(r"\s*(<=|>=|[≤≥<>])\s*(.+?)\s*")


def condition(text: str, unit: str) -> tuple[str, float]:
    """The operator and the bound of a band, in the metric's unit. ValueError for what is none.

    >>> condition("≤ 1分30秒", "s"), condition("<85%", "ratio"), condition("其余", "s")
    (('<=', 90.0), ('<', 0.85), ('else', 0.0))
    """
    words = unicodedata.normalize("NFKC", text).strip()
    if words in OTHERWISE:
        return ELSE, 0.0
    found = _BAND.fullmatch(words)
    if found is None:
        raise ValueError(text)
    return OPS[found[1]], float(amount(found[2], unit))


def overlaps(earlier: Band, later: Band) -> bool:
    """Whether a band is reached by no value for one before it, or meets one of the other direction.

    >>> overlaps(Band("<=20", "<=", 20, 1), Band("<=30", "<=", 30, 0))
    False
    >>> overlaps(Band("<=20", "<=", 20, 1), Band(">=20", ">=", 20, 0))
    True
    """
    if ELSE in (earlier.op, later.op):
        return earlier.op == ELSE
    gap, both = later.bound - earlier.bound, "=" in earlier.op and "=" in later.op
    wider = "=" in later.op and "=" not in earlier.op
    if earlier.op[0] == later.op[0]:
        outward = gap if later.op[0] == "<" else -gap
        return outward < 0 or (outward == 0 and not wider)
    inward = gap if later.op[0] == ">" else -gap
    return inward < 0 or (inward == 0 and both)


def gap(bands: Sequence[Band]) -> str | None:
    """What value is in no band, in words; None if every one is in one.

    >>> gap([Band("<=20", "<=", 20, 1), Band(">30", ">", 30, 0)])
    '20..30'
    >>> gap([Band("<1", "<", 1, 1), Band("else", "else", 0, 0)])
    """
    if any(band.op == ELSE for band in bands):
        return None
    low = [band for band in bands if band.op[0] == "<"]
    high = [band for band in bands if band.op[0] == ">"]
    if not low or not high:
        return ELSE
    below, above = low[-1], high[-1]
    if below.bound == above.bound:
        return None if "=" in below.op + above.op else f"{below.bound:g}"
    return f"{below.bound:g}..{above.bound:g}"
