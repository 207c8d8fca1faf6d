"""Customer segments: the schemes of cs-rfm. The ids are what is written; the labels are for people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Segment:
    """A box of scores and what its customers are called. id: written in every language alike. zh, en: for people.

    r, f, m: the scores of its customers; None where any score will do. Boxes of one id are one segment.
    """

    id: str
    zh: str
    en: str
    r: frozenset[int] | None
    f: frozenset[int] | None
    m: frozenset[int] | None = None

    def asks(self) -> dict[str, frozenset[int]]:
        """The scores it looks at."""
        return {name: asked for name in DIMENSIONS if (asked := getattr(self, name)) is not None}


DIMENSIONS = ("r", "f", "m")


@dataclass(frozen=True)
class Scheme:
    """Boxes that hold every combination of scores exactly once.

    scores: R, F and M are scored 1 to this; None: each is low (0) or high (1).
    """

    name: str
    boxes: tuple[Segment, ...]
    scores: int | None = None

    @cached_property
    def used(self) -> frozenset[str]:
        """The scores any box looks at.

        >>> sorted(SCHEMES["grid10"].used)
        ['f', 'r']
        """
        return frozenset(name for box in self.boxes for name in box.asks())

    def labels(self, lang: str) -> dict[str, str]:
        """Id -> name for people, in "zh" or "en", in the order of the scheme.

        >>> SCHEMES["cn8"].labels("en")["重要价值客户"]
        'Key: valued'
        """
        found: dict[str, str] = {}
        for box in self.boxes:
            found.setdefault(box.id, box.zh if lang == "zh" else box.en)
        return found


def bits(code: str, name: str, zh: str, en: str) -> Segment:
    """The box of one combination of low and high, R, F and M in this order."""
    r, f, m = (frozenset({int(bit)}) for bit in code)
    return Segment(name, zh, en, r, f, m)


def _cells(code: str, name: str, zh: str, en: str) -> Segment:
    r, f = (frozenset(map(int, part)) for part in code.split("x"))
    return Segment(name, zh, en, r, f)


CN8 = {
    "111": ("重要价值客户", "Key: valued"),
    "011": ("重要保持客户", "Key: to retain"),
    "101": ("重要发展客户", "Key: to develop"),
    "001": ("重要挽留客户", "Key: to win back"),
    "110": ("一般价值客户", "General: valued"),
    "010": ("一般保持客户", "General: to retain"),
    "100": ("一般发展客户", "General: to develop"),
    "000": ("一般挽留客户", "General: to win back"),
}
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

SCHEMES = {
    "cn8": Scheme("cn8", tuple(bits(code, zh, zh, en) for code, (zh, en) in CN8.items())),
    "grid10": Scheme("grid10", GRID10, scores=5),
}
"""The schemes that have a name; the first is taken where none is named."""

REFUNDED = ("退款成功", "已退款", "全额退款", "refunded")
"""Words of an order's status that say its money went back in full, for exports that give no refunded amount."""
