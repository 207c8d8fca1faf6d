"""Kinds of private data: their words on the command line, their tokens, and the headings of columns that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

Style = Literal["partial", "token"]
"""partial: `138****1234`, what is left tells two apart most of the time. token: `[手机]`, nothing is left."""
STYLES: tuple[Style, ...] = ("partial", "token")


@dataclass(frozen=True)
class Private:
    """A kind of private data.

    headings: a regular expression, found in the lower-case heading (or field name) of a column whose every value is of
    this kind. named: only masked where it is named, `all` leaves it out.
    """

    kind: str
    token: str
    headings: str
    named: bool = False


PRIVATE: tuple[Private, ...] = (
    Private("id_card", "[身份证]", r"(?:身份证|证件)(?:号码?)?$|^id_?card(?:_?no)?$"),
    Private(
        "bank_card",
        "[银行卡]",
        r"(?:银行卡|(?:银行|收款)[账帐][号户])(?:号码?)?$|^(?:bank|credit)_?card(?:_?no)?$",
    ),
    Private("email", "[邮箱]", r"(?:邮箱|电邮)(?:地址)?$|e-?mail(?:[ _]?address)?$"),
    Private(
        "phone",
        "[电话]",
        r"(?:电话|手机|座机|联系方式)(?:号码?)?[0-9一二三]?$|(?:^|[ _])(?:phone|mobile|tel)(?:[ _]?(?:number|no))?$",
    ),
    Private("wechat", "[微信]", r"微信(?:号码?|id)?$|^(?:wechat|weixin)(?:[ _]?id)?$"),
    Private("qq", "[QQ]", r"^qq(?:号码?)?$"),
    Private(
        "name",
        "[姓名]",
        r"^sender$|(?:^|客户|买家|用户|真实)姓名$|(?:收件人|收货人|联系人)(?:姓名)?$"
        r"|^(?:customer|real|full|contact|receiver|recipient)[ _]?name$",
    ),
    Private(
        "address",
        "[地址]",
        r"(?:^|家庭|收货|收件|详细|联系|邮寄|寄件|发货|退货|居住|通讯)(?:地址|住址)$"
        r"|^(?:(?:home|shipping|delivery|street|postal)[ _])?address$",
    ),
    Private("order_id", "[订单号]", r"^(?:parent_)?order_id$|(?:订单|定单)(?:编?号|id)$", named=True),
)
"""In the order they are looked for: a card before the phone number it could hold, an e-mail address before its QQ."""

KINDS: tuple[str, ...] = tuple(one.kind for one in PRIVATE)
ALL: tuple[str, ...] = tuple(one.kind for one in PRIVATE if not one.named)
TOKENS: dict[str, str] = {one.kind: one.token for one in PRIVATE}
MOBILE = "[手机]"
"""The token of a mobile number; any other telephone has that of its kind."""
TOKEN = r"^\[(?:" + "|".join(token[1:-1] for token in (*TOKENS.values(), MOBILE)) + r")\]$"
"""A regular expression: a value that is a token and nothing else."""
MARKS = rf"\*|{TOKEN}"
"""What tells a masked value of a field: people who differ share it, so it must never match."""


@cache
def heading(name: str) -> str | None:
    """The kind of private data a column holds throughout, by its name or heading; None for free text.

    >>> heading("customer_name"), heading("收货地址"), heading("备用电话"), heading("IP地址"), heading("手机型号")
    ('name', 'address', 'phone', None, None)
    """
    import re

    return next((one.kind for one in PRIVATE if re.search(one.headings, name.strip().lower())), None)
