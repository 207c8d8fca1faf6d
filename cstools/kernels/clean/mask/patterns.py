"""What private data looks like in a text, as a table of patterns.

Groups: b and a are what stands before and after, k and t (u) the first and last characters that may stay. Every run
of digits is matched whole, so that a 19-digit order id is no phone number. Full-width digits are plain ones by then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cstools.model.masks import MOBILE, TOKENS, Style


@dataclass(frozen=True)
class Pattern:
    """A pattern of a kind, and the stars that stand for what it hides; token: where it is not that of the kind."""

    kind: str
    regex: str
    stars: str = "***"
    token: str | None = None

    @property
    def masked(self) -> bool:
        """Whether it is the form that something masked has."""
        return r"\*" in self.regex

    @property
    def times(self) -> int:
        """The border of a match belongs to two neighbours: a second round gets the other half."""
        return 2 if "?P<a>" in self.regex else 1

    def stays(self, style: Style) -> str:
        """What a match becomes: the template of a replacement."""
        if style == "token":
            return "${b}" + (self.token or TOKENS[self.kind]) + "${a}"
        return "${b}${k}" + self.stars + "${t}${u}${a}"


_B, _A = r"(?P<b>^|[^0-9])", r"(?P<a>[^0-9]|$)"
_IS = r"(?:是|为|[:：])"
_DASH = r"[ ._\x{A0}\x{3000}\x{200B}\x{FEFF}\x{2010}-\x{2015}-]{0,2}"
"""Unknown columns are not unified: a space may be any of them, or two."""
_86 = r"(?:(?:\+|00)?86[ -]?)?"
_NUM = r"(?:[0-9A-Za-z]{1,6}|[一二三四五六七八九十百]{1,4}) ?"
_ROOM = _NUM + r"(?:号楼|号院|号|弄|栋|幢|座|单元|楼|层|室)"
_INNER = _NUM + r"(?:号楼|栋|幢|座|单元|楼|层|室)"
_WORD = r"[^，。；,;!！?？\s*\[\]]"
_ROOMS = rf"{_ROOM}(?:{_WORD}{{0,8}}?{_ROOM})*(?:[0-9]{{3,4}})?"
_ROAD = "路|街|大道|巷|胡同|村|小区|花园|公寓|大厦|苑"
_PART = r"\p{Han}{1,7}?(?:市|州|盟|地区|区|县|旗|镇|乡|街道) ?"
_PROVINCE = (
    "(?P<k>北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    "贵州|云南|陕西|甘肃|青海|台湾|内蒙古?|广西|西藏|宁夏|新疆|香港|澳门)"
    "(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)? ?"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "欧上司诸皇慕尉端"
)
"""The commonest, and how those of two characters begin."""
_NAME_CUE = "收件人|收货人|联系人|姓名|名字"
_SECOND = r"[\p{Han}--上便式时额色围样面法点间了的是不还没有在也都和与]"
"""Of a name. Not so: 联系人方便, 名字马上改."""
_ROAD_NAME = r"[\p{Han}--的了在到是]"
_WECHAT = r"(?P<b>(?:^|[^A-Za-z])(?:微信|薇信|威信|[vV]信|加(?:我|个|下)?[vV]|(?i:wechat|weixin|vx|wx))"

PATTERNS: tuple[Pattern, ...] = (
    Pattern("email", r"(?P<k>[0-9A-Za-z])[0-9A-Za-z._%+-]*(?P<t>@(?:[0-9A-Za-z-]+\.)+[A-Za-z]{2,})"),
    Pattern("phone", rf"{_B}{_86}(?P<k>1[3-9][0-9]){_DASH}[0-9]{{4}}{_DASH}(?P<t>[0-9]{{4}}){_A}", "****", MOBILE),
    Pattern("phone", rf"{_B}{_86}(?P<k>1[3-9][0-9])[ -]?[xX]{{4}}[ -]?(?P<t>[0-9]{{4}}){_A}", "****", MOBILE),
    Pattern("phone", rf"{_B}(?P<k>1[3-9][0-9])\*{{4}}(?P<t>[0-9]{{4}}){_A}", "****", MOBILE),
    Pattern(
        "phone",
        rf"{_B}{_86}(?P<k>1[3-9][0-9])(?:[ -][0-9]{{3}}[ -][0-9](?P<t>[0-9]{{4}})|[0-9] [0-9]{{3}}"
        rf"(?P<u>[0-9] [0-9]{{3}})){_A}",
        "****",
        MOBILE,
    ),
    Pattern(
        "phone",
        rf"{_B}(?P<k>1[ -][3-9][ -][0-9])(?:[ -][0-9]){{4}}[ -](?P<t>[0-9](?:[ -][0-9]){{3}}){_A}",
        "****",
        MOBILE,
    ),
    Pattern(
        "phone",
        rf"{_B}[(（]?(?P<k>0(?:10|2[0-9]|[3-9][0-9]{{2}}))[)）]?[ -]?[2-9][0-9]{{2,3}}[ -]?(?P<t>[0-9]{{4}}){_A}",
        "****",
    ),
    Pattern("phone", rf"{_B}(?P<k>0[0-9]{{2,3}})\*{{4}}(?P<t>[0-9]{{4}}){_A}", "****"),
    Pattern(
        "phone",
        rf"(?P<b>(?:电话|座机|固话|(?i:tel))(?:号码?)?{_IS}? ?)[2-9][0-9]{{2,3}}[ -]?(?P<t>[0-9]{{4}}){_A}",
        "****",
    ),
    Pattern("phone", rf"(?P<b>^|[^0-9A-Za-z])\+[1-9](?:[ -]?[0-9]){{4,9}}[ -]?(?P<t>[0-9]{{4}}){_A}", "****"),
    Pattern("wechat", rf"{_WECHAT}(?:(?:号码?|id|ID){_IS}? ?|{_IS} ?))(?P<k>[0-9A-Za-z])[-_0-9A-Za-z]{{5,19}}"),
    Pattern("wechat", rf"{_WECHAT} ?)(?P<k>[A-Za-z])[A-Za-z_-]{{2,15}}[0-9_][-_0-9A-Za-z]{{2,16}}"),
    Pattern(
        "qq", rf"(?P<b>(?:^|[^A-Za-z])(?:(?i:qq)|扣扣|企鹅)(?:号码?|群号?|{_IS}| ){{0,3}})(?P<k>[1-9])[0-9]{{4,10}}{_A}"
    ),
    Pattern(
        "name",
        rf"(?P<b>我叫 ?|名叫 ?)(?P<k>[{_SURNAMES}])[阳官马葛甫容迟木]?\p{{Han}}{{1,2}}(?P<a>\P{{Han}}|$|电话|手机|的)",
        "**",
    ),
    Pattern(
        "name",
        rf"(?P<b>(?:{_NAME_CUE})(?:{_IS}|叫)?[: ]{{0,2}})(?P<k>[{_SURNAMES}]){_SECOND}[\p{{Han}}·]{{0,2}}?"
        r"(?P<a>[^\p{Han}·]|$|电话|手机|联系|地址|身份|住)",
        "**",
    ),
    Pattern("name", rf"(?P<b>(?:{_NAME_CUE})[:：] ?)(?P<k>\p{{Han}})[\p{{Han}}·]{{1,3}}", "**"),
    Pattern("name", r"(?P<b>(?i:my name is) )(?P<k>[A-Z])[A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){0,2}", "**"),
    Pattern("address", rf"(?P<b>地址{_IS} ?)(?P<k>\p{{Han}}{{2}})[^，。；,;!！?？\n*\[]{{0,40}}?{_ROOMS}"),
    Pattern(
        "address",
        rf"(?P<b>地址[:：] ?)(?P<k>\p{{Han}}{{2}})(?:{_WORD}{{1,12}}?(?:省|市|区|县|镇|乡|街道|路) ){{0,4}}"
        rf"{_WORD}{{3,}}",
    ),
    Pattern("address", rf"{_PROVINCE}(?:{_PART}){{1,4}}{_WORD}{{0,20}}?{_ROOMS}"),
    Pattern("address", rf"{_PROVINCE}(?:{_PART}){{2,4}}{_ROAD_NAME}{{1,10}}?(?:{_ROAD})"),
    Pattern("address", rf"(?P<k>\p{{Han}}{{2}}市){_PART}{_WORD}{{0,20}}?{_ROOMS}"),
    Pattern("address", rf"(?P<b>\p{{Han}}(?:路|街|大道|巷|胡同))[0-9]{{1,5}}(?:弄[0-9]{{1,5}})?号(?:{_ROOMS})?"),
    Pattern("address", rf"(?:{_ROOM} ?)+{_INNER}(?:[0-9]{{3,4}})?"),
    Pattern(
        "order_id",
        rf"(?P<b>(?:订单|定单|单号|运单)(?:编?号码?)?{_IS}? ?)(?P<k>[0-9A-Za-z]{{2}})[0-9A-Za-z-]{{4,}}"
        r"(?P<t>[0-9A-Za-z]{4})",
        "****",
    ),
    Pattern("order_id", rf"{_B}(?P<k>[0-9]{{4}})[0-9]{{7,}}(?P<t>[0-9]{{4}}){_A}", "****"),
)
"""In the order they are tried."""


_HINTS = {
    "wechat": "微信|薇信|威信|[vV]信|加[我个下]?[vV]|"
    "wechat|WeChat|Wechat|WECHAT|weixin|Weixin|WeiXin|vx|VX|Vx|vX|wx|WX|Wx|wX",
    "qq": "QQ|qq|Qq|qQ|扣扣|企鹅",
}
"""Words that cost less to look for than the patterns they begin."""


def hint(kind: str) -> str | None:
    """A pattern that texts with private data of a kind match, and quickly; None if there is none but those themselves.

    >>> hint("qq"), hint("email")
    ('QQ|qq|Qq|qQ|扣扣|企鹅', None)
    """
    return _HINTS.get(kind)


@cache
def of(kind: str, style: Style) -> tuple[Pattern, ...]:
    """The patterns of a kind, in order: those of what is masked already only where its token takes its place.

    >>> [one.stays("partial") for one in of("email", "partial")]
    ['${b}${k}***${t}${u}${a}']
    """
    return tuple(one for one in PATTERNS if one.kind == kind and (style == "token" or not one.masked))


@cache
def look(table: tuple[Pattern, ...]) -> str:
    """One pattern for all of a table.

    >>> look(of("name", "partial")[-1:])
    "(?:(?i:my name is) )(?:[A-Z])[A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){0,2}"
    """
    return "|".join(re.sub(r"\?P<.>", "?:", one.regex) for one in table)
