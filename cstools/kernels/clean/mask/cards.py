"""Identity and bank cards in a text: numbers that prove themselves by a check digit, or stand after their name."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from cstools.model.masks import TOKENS, Style

CARDS = ("id_card", "bank_card")

_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[1-3])"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_ID18 = rf"^{_PROVINCE}[0-9]{{4}}(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9Xx]$"
_ID15 = rf"^{_PROVINCE}[0-9]{{4}}[0-9]{{2}}{_DAY}[0-9]{{3}}$"
_BANK = r"^(?:62[0-9]{14,17}|(?:60|9558)[0-9]{14}(?:[0-9]{3})?|4[0-9]{15}|(?:5[1-5]|35|2[2-7])[0-9]{14})$"
"""Issuers: China UnionPay 62 (16 to 19 digits) and cards older than it, Visa, MasterCard and JCB (16)."""

_NEAR = r"[^0-9，。；;,!！?？\n]{0,6}$"
_AFTER = {
    "id_card": rf"(?:身份证|证件)(?:号码?)?{_NEAR}",
    "bank_card": rf"(?:银行卡|储蓄卡|借记卡|信用卡|卡号|(?:银行|收款)[账帐][号户]){_NEAR}",
}
_ORDER = rf"(?i)(?:订单|定单|单号|运单|快递|编号|流水|串号|序列号|imei|order){_NEAR}"
_LOOK = {
    "id_card": rf"(?:^|[^0-9]){_PROVINCE}[0-9]{{4}}[ -]?(?:(?:18|19|20)?[0-9]{{2}}[ -]?){_DAY}[ -]?[0-9]{{3}}"
    "|身份证|证件",
    "bank_card": r"(?:^|[^0-9])(?:(?:62|60|95)(?:[ -]?[0-9]){14,17}|[2-5](?:[ -]?[0-9]){15})(?:[^0-9]|$)"
    r"|银行卡|储蓄卡|借记卡|信用卡|卡号|(?:银行|收款)[账帐][号户]",
}
_PIECE = (
    r"[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{1,4}(?:[ -][0-9]{1,3})?[0-9]*"
    r"|[0-9]{6}[ -][0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{3}[0-9Xx][0-9]*|[0-9]{6}[ -][0-9]{10,13}[0-9]*"
    r"|[0-9]+[Xx]?|[^0-9]+"
)
"""A text as numbers and what is between them: a number is all its digits, grouped as cards are."""


def look(kinds: Collection[str]) -> str:
    """A pattern of the texts in which there may be a card of these kinds; empty for none.

    >>> look(["phone"])
    ''
    """
    return "|".join(_LOOK[kind] for kind in CARDS if kind in kinds)


def hidden(texts: pl.Series, kinds: Collection[str], style: Style) -> pl.Series:
    """Texts, none of them null, with the cards in them masked.

    An id card of 18 digits has a province, a day of birth and a check digit (GB 11643, ISO 7064 MOD 11-2), one of 15
    the first two; a bank card has an issuer and passes Luhn (ISO/IEC 7812-1). A number right after the word for a card
    is one, whatever its digits say (people mistype them); one right after the word for an order is not.

    >>> texts = pl.Series(["身份证 110101 19900307 7715", "尾号6222021234567890128", "订单6222021234567890128"])
    >>> hidden(texts, CARDS, "partial").to_list()
    ['身份证 110101********7715', '尾号6222****0128', '订单6222021234567890128']
    """
    pieces = pl.DataFrame({"piece": texts.str.extract_all(_PIECE)}).with_row_index("row").explode("piece")
    before = pl.when(pl.col("row") == pl.col("row").shift(1)).then(pl.col("piece").shift(1)).fill_null("")
    numbers = (
        pieces.with_columns(before.alias("before"))
        .with_row_index("at")
        .filter(pl.col("piece").str.contains(r"^[0-9][0-9 -]{11,}[0-9Xx]$"))
        .with_columns(pl.col("piece").str.replace_all("[ -]", "").alias("digits"))
    )
    found = (
        numbers.with_columns(_kind([kind for kind in CARDS if kind in kinds]).alias("kind"))
        .drop_nulls("kind")
        .select("at", _shown(style).alias("shown"))
    )
    masked = pieces["piece"].scatter(found["at"], found["shown"])
    return masked.to_frame().group_by(pieces["row"], maintain_order=True).agg(pl.col("piece").str.join(""))["piece"]


def _kind(kinds: Collection[str]) -> pl.Expr:
    """The kind of a number by `digits` and the text `before` it; null for none."""
    digits, before = pl.col("digits"), pl.col("before")
    ordered = before.str.contains(_ORDER)
    identity = (digits.str.contains(_ID18) & _checked(digits)) | (digits.str.contains(_ID15) & ~ordered)
    bank = digits.str.contains(_BANK) & _luhn(digits) & ~ordered
    length = digits.str.len_bytes()
    named = {
        "id_card": before.str.contains(_AFTER["id_card"]) & length.is_between(15, 18),
        "bank_card": before.str.contains(_AFTER["bank_card"]) & length.is_between(13, 19),
    }
    proven = {"id_card": identity, "bank_card": bank & length.is_between(16, 19)}
    return pl.coalesce([pl.when(by[kind]).then(pl.lit(kind)) for by in (named, proven) for kind in kinds])


def _shown(style: Style) -> pl.Expr:
    digits, identity = pl.col("digits"), pl.col("kind") == "id_card"
    if style == "token":
        return pl.when(identity).then(pl.lit(TOKENS["id_card"])).otherwise(pl.lit(TOKENS["bank_card"]))
    head = digits.str.head(pl.when(identity).then(6).otherwise(4))
    stars = pl.when(~identity).then(pl.lit("****")).when(digits.str.len_bytes() == 15).then(pl.lit("*" * 5))
    return head + stars.otherwise(pl.lit("*" * 8)) + digits.str.tail(4)


def _digit(digits: pl.Expr, place: int) -> pl.Expr:
    return digits.str.slice(place, 1).cast(pl.Int64, strict=False)


def _checked(digits: pl.Expr) -> pl.Expr:
    """Whether the 18th character is the check digit: sum of 2^(17-i) d_i modulo 11, by table."""
    total = pl.sum_horizontal(_digit(digits, place) * (2 ** (17 - place) % 11) for place in range(17))
    return pl.lit("10X98765432").str.slice(total % 11, 1) == digits.str.slice(17, 1).str.to_uppercase()


def _luhn(digits: pl.Expr) -> pl.Expr:
    """Whether the digits pass Luhn: from the right, every second doubled and its digits summed, the total ends in 0."""
    padded = digits.str.zfill(19)
    doubled = [2 * _digit(padded, place) for place in range(1, 19, 2)]
    total = pl.sum_horizontal(_digit(padded, place) for place in range(0, 19, 2)) + pl.sum_horizontal(
        one - 9 * (one > 9).cast(pl.Int64) for one in doubled
    )
    return total % 10 == 0
