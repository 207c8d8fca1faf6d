"""One spelling for one text: markup, invisible characters, widths and spaces, without losing what a sign means.

Full NFKC would turn ① into 1, ㎡ into m2, ™ into TM and ，into a comma: signs a person reads as something else. So: NFC
(the same text, composed), and by table only what is the same sign in another width or a radical for its character.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Literal

import polars as pl

Form = Literal["long", "short", "id"]
"""long: a customer's own words, lines kept. short: a name or label, one line. id: no markup, only widths and marks."""

_PASSES = 5
_TAGS = (
    "a|abbr|b|big|body|center|code|em|font|form|head|html|i|img|input|ins|label|link|mark|meta|o:p|s|small|span|strike|"
    "strong|style|script|sub|sup|table|tbody|thead|title|tt|u|video|audio|source|button|iframe|svg|path|picture"
)
_BREAKS = "address|article|blockquote|br|dd|div|dl|dt|footer|h[1-6]|header|hr|li|ol|p|pre|section|td|th|tr|ul"
_HIDDEN = r"(?is)<!--.*?-->|<(?:script|style)\b[^<>]*>.*?</(?:script|style)\s*>"
_BREAK_TAG = rf"(?i)</?(?:{_BREAKS})(?:\s[^<>]*)?/?>"
_TAG = rf"(?i)</?(?:{_TAGS})(?:\s[^<>]*)?/?>"
_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_INVISIBLE = (
    r"[\x{0}-\x{8}\x{B}\x{C}\x{E}-\x{1F}\x{7F}-\x{84}\x{86}-\x{9F}\x{AD}\x{61C}\x{180E}\x{200B}\x{200C}\x{200E}\x{200F}"
    r"\x{202A}-\x{202E}\x{2060}-\x{2064}\x{2066}-\x{206F}\x{FEFF}\x{FFF9}-\x{FFFB}]+"
)
_LONE_JOINER = r"([^\p{Extended_Pictographic}\x{1F3FB}-\x{1F3FF}\x{FE0F}\x{200D}]|^)\x{200D}+"
"""A joiner keeps a family emoji together; after anything else it is dirt."""
_LINE_END = r"\r\n?|[\x{85}\x{2028}\x{2029}]"
_SPACES = r"[ \t\x{A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}]+"
_CLEAN = r"^(?:[\x21-\x25\x27-\x3B\x3D-\x7E一-龥，。、！？：；（）“”‘’《》【】…￥·～]+(?: |$))*$"
"""Texts nothing can be done to: most of them. They cost one look."""


def unify(column: pl.Expr, form: Form) -> pl.Expr:
    """A text column in one spelling; null and what becomes empty are null. Applied twice it changes nothing more.

    Known HTML tags go (a tag that ends a line becomes one), entities become their characters, control and zero-width
    characters go (joiners inside emoji stay), full-width letters, digits and ASCII signs become half-width, Chinese
    punctuation stays, runs of spaces become one. `<张三>` is no tag and stays.

    >>> texts = pl.Series(["<p>型号Ａ１&nbsp; 坏了！</p>", "①㎡™，℃", "  ", "🙏\u200b好"])
    >>> pl.select(unify(pl.lit(texts), "long")).to_series().to_list()
    ['型号A1 坏了！', '①㎡™，℃', None, '🙏好']
    """
    return column.map_batches(lambda texts: _unified(texts, form), return_dtype=pl.String)


def _unified(texts: pl.Series, form: Form) -> pl.Series:
    clean = texts.str.contains(_CLEAN) & (texts != "") & ~texts.str.ends_with(" ")
    dirty = (~clean).arg_true()
    if dirty.is_empty():
        return texts
    before = texts.gather(dirty)
    after = _plain(before, form) if form == "id" else _stable(before, form)
    return texts.clone().scatter(dirty, after)


def _stable(texts: pl.Series, form: Form) -> pl.Series:
    """Repeat until nothing changes: removing one mark can complete another (`&amp;lt;`).

    Hostile nesting is cut short: its `<` and `&` become full-width.
    """
    texts = _plain(texts, form)
    active = texts.str.contains("[<&]").fill_null(False).arg_true()
    for _ in range(_PASSES):
        before = texts.gather(active)
        after = _plain(_bare(before), form)
        texts = texts.scatter(active, after)
        active = active.filter(before.ne_missing(after))
        if active.is_empty():
            return texts
    return texts.scatter(active, texts.gather(active).str.replace_many(["<", "&"], ["\uff1c", "\uff06"]))


def _bare(texts: pl.Series) -> pl.Series:
    texts = texts.str.replace_all(_HIDDEN, "").str.replace_all(_BREAK_TAG, "\n").str.replace_all(_TAG, "")
    found = texts.str.extract_all(_ENTITY).explode().drop_nulls().unique().sort()
    if found.is_empty():
        return texts
    from html import unescape

    return texts.str.replace_many(found.to_list(), [unescape(entity) for entity in found])


def _plain(texts: pl.Series, form: Form) -> pl.Series:
    """Everything but markup."""
    wide, narrow = _widths()
    texts = (
        texts.str.replace_all(_LINE_END, "\n")
        .str.replace_all(_INVISIBLE, "")
        .str.replace_all(_LONE_JOINER, "$1")
        .str.replace_many(wide, narrow)
        .str.normalize("NFC")
        .str.replace_all(_SPACES, " ")
        .str.replace_all(r" ?\n[ \n]*", "\n" if form == "long" else " ")
        .str.strip_chars(" \n")
    )
    return texts.replace("", None)


@cache
def _widths() -> tuple[list[str], list[str]]:
    """Full-width ASCII but Chinese punctuation and the signs of markup; radicals to their characters."""
    kept = "，！？：；（）～￥\uff02\uff07\uff1c\uff1e\uff06"  # the last five: quotes and the signs of markup
    wide = [chr(code) for code in range(0xFF01, 0xFF5F) if chr(code) not in kept]
    radicals = [chr(code) for code in range(0x2F00, 0x2FD6)]
    signs = wide + radicals
    return signs, [unicodedata.normalize("NFKC", sign) for sign in signs]
