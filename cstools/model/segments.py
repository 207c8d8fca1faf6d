"""Customer segments: the schemes of cs-rfm. The ids are what is written; the labels are for people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """One segment. id: written in every language alike. zh, en: its names for people.

    r, f, m: the scores of its customers; None where the scheme does not look at that score.
    """

    id: str
    zh: str
    en: str
    r: frozenset[int]
    f: frozenset[int]
    m: frozenset[int] | None = None


def _bits(code: str, name: str, en: str) -> Segment:
    r, f, m = (frozenset({int(bit)}) for bit in code)
    return Segment(name, name, en, r, f, m)


def _cells(code: str, name: str, zh: str, en: str) -> Segment:
    r, f = (frozenset(map(int, part)) for part in code.split("x"))
    return Segment(name, zh, en, r, f)


CN8 = (
    _bits("111", "重要价值客户", "Key: valued"),
    _bits("011", "重要保持客户", "Key: to retain"),
    _bits("101", "重要发展客户", "Key: to develop"),
    _bits("001", "重要挽留客户", "Key: to win back"),
    _bits("110", "一般价值客户", "General: valued"),
    _bits("010", "一般保持客户", "General: to retain"),
    _bits("100", "一般发展客户", "General: to develop"),
    _bits("000", "一般挽留客户", "General: to win back"),
)
"""R, F and M each high (1) or low (0): recent, often, much. By the bits, as seller tools compute them; prose that calls
一般价值 customers old or poor contradicts the tools it describes."""

GRID10 = (
    _cells("5x45", "champions", "冠军客户", "Champions"),
    _cells("34x45", "loyal", "忠诚客户", "Loyal"),
    _cells("45x23", "potential_loyalist", "潜在忠诚客户", "Potential loyalists"),
    _cells("5x1", "new", "新客户", "New"),
    _cells("4x1", "promising", "有希望客户", "Promising"),
    _cells("3x3", "need_attention", "需关注客户", "Need attention"),
    _cells("3x12", "about_to_sleep", "即将沉睡客户", "About to sleep"),
    _cells("12x5", "cant_lose", "不能流失客户", "Cannot lose"),
    _cells("12x34", "at_risk", "流失风险客户", "At risk"),
    _cells("12x12", "hibernating", "沉睡客户", "Hibernating"),
)
"""R and F scored 1 to 5; every cell of the grid is in exactly one segment. M is not used."""

SCHEMES: dict[str, tuple[Segment, ...]] = {"cn8": CN8, "grid10": GRID10}
GRID_BINS = 5
"""The scores grid10 is drawn on."""

REFUNDED = ("退款成功", "已退款", "全额退款", "refunded")
"""Words of an order's status that say its money went back in full, for exports that give no refunded amount."""


def label(name: str, lang: str) -> str:
    """The name of a segment for people, in "zh" or "en"; what is no segment of ours is its own name.

    >>> label("重要价值客户", "en"), label("at_risk", "zh"), label("VIP", "zh")
    ('Key: valued', '流失风险客户', 'VIP')
    """
    for scheme in SCHEMES.values():
        for segment in scheme:
            if segment.id == name:
                return segment.zh if lang == "zh" else segment.en
    return name
