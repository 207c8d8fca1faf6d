"""Likeness of questions, by RapidFuzz."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cstools.kernels.dedupe.wording import LONG

Match = tuple[int, int, float]
"""Position of a contact, position of the earlier one it is like, and how like: 0..1."""
SHORT, SHORTEST = 10, 6
"""Questions of less than SHORT characters are forgiven nothing but words around them, under SHORTEST not even those:
in 要求退货 and 要求换货 every character counts."""
LONGEST = 256
"""Longer questions are compared whole: there are as many windows as characters, and some greeting is little of them."""
LOOSE = 0.5
"""How much of the whole likeness a forgiven pair may lack: what `--similar` asks less this. It keeps a short question
from being found in a text more than about three times as long, where its characters come together by chance."""
ADDED = 20
"""A forgiven pair is still less like than an equal one: by a 20th of what the whole texts differ."""


class Contact(NamedTuple):
    """What of a contact is compared: its words, its question, the numbers in it, its order, its product, its case.

    name: its id, None if it cannot be pointed at.
    """

    words: str | None
    question: str | None
    numbers: Sequence[str] | None = None
    order: str | None = None
    product: str | None = None
    case: str | None = None
    name: str | None = None


def earliest(contacts: Sequence[Contact], reach: Sequence[int], similar: float) -> list[Match]:
    """For each contact the first of the `reach` before it that is at least `similar` to it, as `likeness` says.

    An earlier contact without a name cannot be pointed at, and one of the same case is the same request, not a repeat.

    One text is compared with many in one call: RapidFuzz then prepares it once, and needs no NumPy, whose import would
    cost a short run more than the work. Only what is left of that is looked at here.

    >>> asked = ["发货太慢了", "在吗", "发货太慢了啊"]
    >>> earliest([Contact(text, text, name=text) for text in asked], [0, 1, 2], 0.9)
    [(2, 0, 0.909090909)]
    """
    if not any(reach):
        return []
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract_iter

    anchors = [contact.words if contact.name is not None else None for contact in contacts]
    least = max(0.0, similar - LOOSE)
    found: list[Match] = []
    for at, (contact, back) in enumerate(zip(contacts, reach, strict=True)):
        if not back or contact.words is None:
            continue
        before = at - back
        likes = extract_iter(contact.words, anchors[before:at], scorer=Indel.normalized_similarity, score_cutoff=least)
        for _, whole, offset in likes:
            like = round(likeness(contacts[before + offset], contact, whole, similar), 9)
            if like >= similar:
                found.append((at, before + offset, like))
                break
    return found


def likeness(a: Contact, b: Contact, whole: float, enough: float = 1.0) -> float:
    """How like two contacts are, 0..1, where `whole` is the likeness of their words.

    whole is the Indel similarity 1 - (insertions + deletions) / (both lengths). Where that is not `enough`, additions
    are forgiven: `forgiving` stands for it if that is more. What the two differ by counts as `weight` says. 0: two
    things, or one case.

    >>> first, again = "我的充电宝怎么还没有发货", "我的充电宝怎么还没有发货昨天就该到的"
    >>> round(likeness(Contact(first, first), Contact(again, again), 0.8), 3)
    0.99
    >>> likeness(Contact(first, first, order="1"), Contact(first, first, order="2"), 1.0)
    0.0
    """
    if a.case is not None and a.case == b.case:
        return 0.0
    counts = weight(a, b)
    if counts is None:
        return 0.0
    like = 1 - counts * (1 - whole)
    return like if like >= enough else max(like, 1 - counts * (1 - forgiving(a.question, b.question, whole)))


def forgiving(a: str | None, b: str | None, whole: float) -> float:
    """How much of the shorter question is in that part of the longer which is most like it, less a little for the rest.

    LCS / m, in the window of at most m characters that has the best Indel similarity (RapidFuzz's partial ratio): more
    words in front or behind cost nothing; words put between them do, as 没有 should, and so do other words at an end,
    as 退款 and 换货. 0 for questions too short or too long.

    >>> forgiving("申请退款还没到账", "申请退款还没到账", 0.8)
    0.99
    >>> forgiving("要求退货", "要求退货", 0.8), forgiving("要求退货", "你们要求退货", 0.8)
    (0.0, 0.0)
    """
    from rapidfuzz.fuzz import partial_ratio_alignment

    if a is None or b is None:
        return 0.0
    shorter = min(len(a), len(b))
    if shorter < (SHORTEST if a == b else SHORT) or shorter > LONGEST:
        return 0.0
    best = partial_ratio_alignment(a, b)
    if best is None:
        return 0.0
    both = best.src_end - best.src_start + best.dest_end - best.dest_start
    return best.score / 200 * both / shorter - (1 - whole) / ADDED


def weight(a: Contact, b: Contact) -> float | None:
    """How much the difference of two contacts counts: 1, half for one order, double for two products, None for never.

    Two orders are two requests, however alike the words. Where they are not both known the numbers in the texts speak.
    One order helps no short questions, which differ in few characters, and none with other numbers or products.

    >>> weight(Contact("", "", order="7"), Contact("", "", order="8")) is None
    True
    >>> weight(Contact("", "", product="椅"), Contact("", "", product="杯")), weight(Contact("", ""), Contact("", ""))
    (2.0, 1.0)
    """
    ordered = a.order is not None and b.order is not None
    if ordered and a.order != b.order:
        return None
    said = one_thing(a.numbers or (), b.numbers or ())
    if said is False and not ordered:
        return None
    other = a.product is not None and b.product is not None and a.product != b.product
    if not ordered and not said:
        return 2.0 if other else 1.0
    short = min(len(a.words or ""), len(b.words or "")) < SHORT
    return 1.0 if short or other or said is False else 0.5


def one_thing(a: Sequence[str], b: Sequence[str]) -> bool | None:
    """Whether two texts name one thing by its number (True), two things (False), or nothing to tell them by.

    Long numbers are compared with those of the same length: an order is not a telephone. Shorter ones and amounts speak
    where the long ones do not, and against them: one order with two amounts tells nothing.

    >>> one_thing(["6641174171708116117"], ["6641174171708116117"]), one_thing(["79.01"], ["182.51"])
    (True, False)
    >>> one_thing(["6641174171708116117", "79.01"], ["6641174171708116117", "182.51"]) is None
    True
    """
    if not a or not b:
        return None
    lengths = {length(number) for number in a} & {length(number) for number in b}
    shared = {length(number) for number in set(a) & set(b)}
    apart = lengths - shared
    if any(apart):
        return False
    if any(shared):
        return None if apart else True
    return False if apart else None


def length(number: str) -> int:
    """The length of a long number, 0 for a shorter one or an amount.

    >>> length("13812345678"), length("2025"), length("12345678.50")
    (11, 0, 0)
    """
    return len(number) if len(number) >= LONG and "." not in number else 0
