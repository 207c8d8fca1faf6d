"""How two values of a field are compared: kinds, and their levels of likeness as declared values.

A level is a condition and its words. The condition is SQL over the measures of `kernels/dedupe/likeness.py`; a pair of
values is at the highest level whose condition holds, at none of them where none does. What a level is worth is not
declared: it is learned from the records (`kernels/dedupe/weights.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from cstools.errors import Usage


@dataclass(frozen=True)
class Level:
    """A degree of likeness: its id, when two values have it, and what people read."""

    id: str
    when: str
    zh: str
    en: str


@dataclass(frozen=True)
class Kind:
    """A kind of value. levels: from the least alike to the most; below them is "other", above them "same".

    common: whether the share of records that have a value says how much it tells (term frequency): a shared 王伟 says
    less than a shared 司马相如. grams: whether rare sequences of characters find candidates. also: the kind of a part
    of the value that is compared by itself. chance: how often, at most, two have one value by chance, as is taken where
    learning begins: two telephones are hardly ever equal, two names often.
    """

    name: str
    about: str
    levels: tuple[Level, ...] = ()
    common: bool = True
    grams: bool = False
    also: Kind | None = None
    chance: float = 1.0


SAME = Level("same", "", "相同", "the same")
OTHER = Level("other", "", "不同", "different")
EMPTY = Level("empty", "", "缺失", "missing")
NOTHING = Level("nothing", "", "没有可比的记录", "nothing is like it")
MASKED = Level("masked", "masked", "打码后相符", "fits what is masked")
_SLIP = "slip >= {least}"

NUMBERS = Kind(
    "numbers",
    "the numbers of an address",
    (
        Level("some", "some", "部分相符", "some fit"),
        Level("part", "part", "包含对方的", "one has all of the other"),
        Level("whole", "whole", "相同，顺序不同", "the same in another order"),
    ),
)
"""Of an address by themselves: the next house has almost the same address, and is another."""

KINDS: dict[str, Kind] = {
    one.name: one
    for one in (
        Kind("exact", "equal or not; widths, case and spaces aside", (MASKED,)),
        Kind(
            "name",
            "names of people, shops and places; titles aside",
            (
                MASKED,
                Level(
                    "alike", "(single AND winkler >= 0.75) OR (NOT single AND (sorted >= 0.6 OR shared >= 0.75))",
                    "有些像", "somewhat alike",
                ),
                Level(
                    "near", "(single AND winkler >= 0.85) OR (NOT single AND (sorted >= 0.75 OR shared >= 0.9))",
                    "很像", "much alike",
                ),
                Level("begins", "begins", "只有姓，相符", "a surname alone, which fits"),
                Level("within", "NOT single AND shared >= 0.999", "包含对方的词", "one has all words of the other"),
                Level(
                    "close", "(single AND winkler >= 0.92) OR (NOT single AND sorted >= 0.9) OR glued",
                    "几乎相同", "nearly the same",
                ),
                Level("sound", "sound", "同音", "sounds the same"),
            ),
            grams=True,
        ),
        Kind(
            "phone",
            "telephone numbers; country code and separators aside",
            (
                MASKED,
                Level("digit", _SLIP.format(least=0.9), "差一位", "one digit off"),
                Level("tail", "tail", "末七位相同", "the same last seven digits"),
            ),
            chance=1e-4,
        ),
        Kind(
            "address",
            "addresses: their words in any order, their numbers by themselves",
            (
                Level("some", "words >= 0.5", "文字有些像", "words somewhat alike"),
                Level("alike", "words >= 0.7", "文字很像", "words much alike"),
                Level("close", "words >= 0.9", "文字几乎相同", "words nearly the same"),
            ),
            also=NUMBERS,
            grams=True,
        ),
        Kind(
            "text",
            "free text; punctuation aside",
            (
                Level("alike", "ratio >= 0.5", "有些像", "somewhat alike"),
                Level("near", "ratio >= 0.72", "很像", "much alike"),
                Level("close", "ratio >= 0.9", "几乎相同", "nearly the same"),
            ),
            common=False,
            grams=True,
        ),
        Kind(
            "date",
            "dates in any form cs-ingest reads",
            (
                Level("digits", _SLIP.format(least=0.74), "差两位", "two digits off"),
                Level(
                    "digit", f"{_SLIP.format(least=0.87)} OR swapped",
                    "差一位或日月颠倒", "one digit off, or day and month swapped",
                ),
            ),
        ),
        Kind(
            "number",
            "numbers and codes; separators aside",
            (
                MASKED,
                Level("digits", _SLIP.format(least=0.7), "差两位", "two digits off"),
                Level("digit", _SLIP.format(least=0.85), "差一位", "one digit off"),
            ),
        ),
    )
}  # fmt: skip
"""Kind -> its levels. The cut-offs are round numbers set before measuring; what they are worth each file teaches."""

STREETS: dict[str, str] = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "boulevard": "blvd", "drive": "dr", "lane": "ln",
    "court": "ct", "place": "pl", "parkway": "pkwy", "square": "sq", "highway": "hwy", "floor": "fl", "suite": "ste",
    "north": "n", "south": "s", "east": "e", "west": "w",
}  # fmt: skip
"""Words of Western addresses and their short forms (US Postal Service, Publication 28)."""
PLACES = r"小区|社区|花园|[省市区县镇乡村路街道弄巷号栋幢座楼层单元室]"
"""What Chinese addresses write or leave out: 浙江省杭州市 is 浙江杭州, 5栋1203室 is 5-1203."""
TITLES = r"(?:先生|女士|小姐|太太|老师|师傅|同学)$|^(?:mr|mrs|ms|miss|dr)\b"
"""What stands behind or before a name and is no part of it."""


@dataclass(frozen=True)
class On:
    """A field that is compared, and the kind of its values."""

    field: str
    kind: Kind

    @property
    def parts(self) -> tuple[On, ...]:
        """What is compared of it, each by itself: `address` and `address.numbers`."""
        also = self.kind.also
        return (self,) if also is None else (self, On(f"{self.field}.{also.name}", also))


def parse(text: str) -> tuple[On, ...]:
    """`--on`: FIELD:KIND, or FIELD alone for `exact`. Usage for a kind there is not, or a field named twice.

    >>> [(on.field, on.kind.name) for on in parse("phone:phone, customer_id")]
    [('phone', 'phone'), ('customer_id', 'exact')]
    """
    found: dict[str, On] = {}
    for item in filter(None, (part.strip() for part in text.split(","))):
        field, sign, kind = (part.strip() for part in item.rpartition(":"))
        if not sign:
            field, kind = kind, "exact"
        if not field or kind not in KINDS:
            raise Usage("dedupe.on", text=item, kinds=", ".join(KINDS))
        if field in found:
            raise Usage("dedupe.on_twice", field=field)
        found[field] = On(field, KINDS[kind])
    if not found:
        raise Usage("dedupe.on", text=text, kinds=", ".join(KINDS))
    return tuple(found.values())
