"""One spelling for one text: markup, invisible characters, widths and spaces, without losing what a sign means.

Full NFKC would turn ① into 1, ㎡ into m2, ™ into TM and ，into a comma: signs a person reads as something else. So: NFC
(the same text, composed), and by table only what is the same sign in another width or font, a ligature for its letters
or a radical for its character.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Literal

import polars as pl

from cstools.kernels.clean import tokens
from cstools.kernels.expr.cascade import repeats

Form = Literal["long", "short", "id"]
"""long: a customer's own words, lines kept. short: a name or label, one line. id: no markup, only widths and marks."""

_PASSES = 5
_TAGS = (
    "a|abbr|audio|b|big|body|button|center|code|em|font|form|head|html|i|iframe|img|input|ins|label|link|mark|meta|o:p|"
    "path|picture|s|script|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|thead|title|tt|u|video"
)
_BREAKS = "address|article|blockquote|br|dd|div|dl|dt|footer|h[1-6]|header|hr|li|ol|p|pre|section|td|th|tr|ul"
_SHOWN = (
    (r"(?i)<img\s[^<>]*(?:emoji|emoticon|emotion|sticker|face|表情)[^<>]*>", "[表情]"),
    (r"(?i)<img(?:\s[^<>]*)?/?>", "[图片]"),
    (r"(?i)<video(?:\s[^<>]*)?/?>", "[视频]"),
    (r"(?i)<audio(?:\s[^<>]*)?/?>", "[语音]"),
)
"""Tags that are more than layout: they say that something was sent."""
_HIDDEN = r"(?is)<!--.*?-->|<(?:script|style)\b[^<>]*>.*?</(?:script|style)\s*>"
_BREAK_TAG = rf"(?i)</?(?:{_BREAKS})(?:\s[^<>]*)?/?>"
_TAG = rf"(?i)</?(?:{_TAGS})(?:\s[^<>]*)?/?>"
_ENTITY = r"&nbsp;?|&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_INVISIBLE = (
    r"[\x{0}-\x{8}\x{B}\x{C}\x{E}-\x{1F}\x{7F}-\x{84}\x{86}-\x{9F}\x{AD}\x{61C}\x{200B}\x{200E}\x{200F}"
    r"\x{202A}-\x{202E}\x{2060}-\x{2064}\x{2066}-\x{206F}\x{FEFF}\x{FFF9}-\x{FFFB}\x{E0001}]+"
)
_EMOJI = r"\p{Extended_Pictographic}\x{1F3FB}-\x{1F3FF}\x{FE0F}"
_JOINING = "".join(
    rf"\p{{{script}}}"
    for script in (
        "Arabic", "Syriac", "Mongolian", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu",
        "Kannada", "Malayalam", "Sinhala", "Tibetan", "Myanmar", "Khmer",
    )
)  # fmt: skip
"""Scripts in which a joiner, or a break in a join, is spelling."""
_JOINERS = r"\x{180E}\x{200C}\x{200D}"
_MARKS = (
    (f"[{_JOINERS}]", rf"([^{_EMOJI}{_JOINING}{_JOINERS}]|^)[{_JOINERS}]+"),
    (r"[\x{180E}\x{200C}]", rf"([{_EMOJI}])[\x{{180E}}\x{{200C}}]+"),
    (r"[\x{E0020}-\x{E007F}]", r"([^\x{1F3F4}\x{E0020}-\x{E007F}]|^)[\x{E0020}-\x{E007F}]+"),
)
"""(marks, where they are dirt). A joiner keeps a family emoji together, and tags after a black flag say whose it is."""
_RETURN = "_x000D_"
"""A carriage return as xlsx writes it."""
_LINE_END = _RETURN + r"\r?\n|\r\n?|[\x{85}\x{2028}\x{2029}]"
_COMPOSABLE = (
    r"[^\x{0}-\x{2FF}\x{410}-\x{44F}\x{2010}-\x{205E}\x{2100}-\x{2125}\x{2190}-\x{2328}\x{232B}-\x{27BF}、-〟〰-〾ぁ-ゖァ-ヿ"
    r"\x{3200}-\x{A4CF}\x{FE0F}\x{FF01}-\x{FFEF}\x{1F000}-\x{1FAFF}]"
)
"""What is not NFC already, or is no longer when signs come together, holds one of these."""
_SPACES = r"[ \t\x{A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}]+"
_PLAIN = (
    r"\x21-\x25\x27-\x3B\x3D-\x5A\x5C-\x7E\x{D7}\x{C0}-\x{24F}\x{410}-\x{44F}ぁ-ゖァ-ヺ一-龥，。、！？：；（）“”‘’《》「」—…￥·～"
    r"①-⓿℃\x{2600}-\x{27BF}\x{1F1E6}-\x{1F1FF}\x{1F300}-\x{1FAFF}\x{FE0F}"
)
_CLEAN: dict[Form, str] = {
    "long": rf"^[{_PLAIN}]+(?:[ \n][{_PLAIN}]+)*$",
    "short": rf"^[{_PLAIN}\[【】]+(?: [{_PLAIN}\[【】]+)*$",
    "id": rf"^[{_PLAIN}\[【】<&]+(?: [{_PLAIN}\[【】<&]+)*$",
}
"""Texts nothing can be done to: most of them. They cost one look. A bracket in a long text may hold a token."""


def unify(column: pl.Expr, form: Form) -> pl.Expr:
    """A text column in one spelling; null and what becomes empty are null. Applied twice it changes nothing more.

    Known HTML tags go (a tag that ends a line becomes one), entities become their characters, control and zero-width
    characters go (joiners inside emoji, and where they are spelling, stay), full-width letters, digits and ASCII signs
    become half-width, Chinese punctuation stays, runs of spaces become one. `<张三>` is no tag and stays. In a long
    text a picture that was sent is `[图片]`, however the export spelled it (`tokens.py`).

    >>> texts = pl.Series(["<p>型号Ａ１&nbsp; 坏了！</p>", "①㎡™，℃", "  ", "🙏\u200b好【图】"])
    >>> pl.select(unify(pl.lit(texts), "long")).to_series().to_list()
    ['型号A1 坏了！', '①㎡™，℃', None, '🙏好[图片]']
    """
    return column.map_batches(lambda texts: _unified(texts, form), return_dtype=pl.String)


def _unified(texts: pl.Series, form: Form) -> pl.Series:
    if not repeats(texts):
        return _each(texts, form)
    words = texts.unique()
    new = _each(words, form)
    changed = new.ne_missing(words)
    return texts.replace(words.filter(changed), new.filter(changed)) if changed.any() else texts


def _each(texts: pl.Series, form: Form) -> pl.Series:
    unclean = ~texts.str.contains(_CLEAN[form])
    if form == "long":
        unclean |= texts.str.contains(_RETURN + "\n", literal=True)
    dirty = unclean.arg_true()
    if dirty.is_empty():
        return texts
    before = texts.gather(dirty)
    after = _plain(before, form) if form == "id" else _stable(before, form)
    return texts.clone().scatter(dirty, tokens.unified(after) if form == "long" else after)


def _stable(texts: pl.Series, form: Form) -> pl.Series:
    """Repeat until nothing changes: removing one mark can complete another (`&amp;lt;`).

    Hostile nesting is cut short: its `<` and `&` become full-width.
    """
    texts = _plain(texts, form)
    active = texts.str.contains("[<&]").fill_null(False).arg_true()
    for _ in range(_PASSES):
        before = texts.gather(active)
        after = _plain(_bare(before, form), form)
        texts = texts.scatter(active, after)
        active = active.filter(before.ne_missing(after))
        if active.is_empty():
            return texts
    return texts.scatter(active, texts.gather(active).str.replace_many(["<", "&"], ["\uff1c", "\uff06"]))


def _bare(texts: pl.Series, form: Form) -> pl.Series:
    texts = texts.str.replace_all(_HIDDEN, "")
    if form == "long":
        for tag, token in _SHOWN:
            texts = texts.str.replace_all(tag, token)
    texts = texts.str.replace_all(_BREAK_TAG, "\n").str.replace_all(_TAG, "")
    found = texts.str.extract_all(_ENTITY).explode().drop_nulls().unique().sort()
    if found.is_empty():
        return texts
    from html import unescape

    return texts.str.replace_many(found.to_list(), [unescape(entity) for entity in found])


def _plain(texts: pl.Series, form: Form) -> pl.Series:
    """Everything but markup."""
    x = pl.col("x")
    # Every call on a Series is a plan of its own, which costs more than its work on the few texts of a chunk.
    seen = texts.alias("x").to_frame().select(x.str.replace_all(_LINE_END, "\n").str.replace_all(_INVISIBLE, ""))
    texts = _where(seen.to_series(), _odd(), _folded)
    line = "\n" if form == "long" else " "
    bare = x.str.replace_all(_SPACES, " ").str.replace_all(r" ?\n[ \n]*", line).str.strip_chars(" \n")
    return texts.to_frame().select(bare).select(pl.when(x != "").then(x)).to_series()


def _folded(texts: pl.Series) -> pl.Series:
    """Texts that hold something odd: without marks that are dirt, signs of other widths and fonts folded, composed."""
    for marks, dirt in _MARKS:
        texts = _where(texts, marks, partial(_without, dirt))
    texts = _where(texts, _of(_same()), _narrowed)
    return _where(texts, _COMPOSABLE, lambda found: found.str.normalize("NFC"))


def _narrowed(texts: pl.Series) -> pl.Series:
    # Of some 1,500 signs a few occur: to look for all of them costs more to prepare than to do.
    here = texts.str.extract_all(_of(_same())).explode().unique().sort().to_list()
    return texts.str.replace_many(here, [_same()[sign] for sign in here])


@cache
def _odd() -> str:
    return "|".join([*(f"(?:{marks})" for marks, _ in _MARKS), _of(_same()), _COMPOSABLE])


def _of(signs: Iterable[str]) -> str:
    return f"[{''.join(signs)}]"


def _without(dirt: str, texts: pl.Series) -> pl.Series:
    return texts.str.replace_all(dirt, "$1")


def _where(texts: pl.Series, pattern: str, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """The texts with those that hold the pattern changed: few do, and looking costs a tenth of changing."""
    found = texts.str.contains(pattern).arg_true()
    return texts.scatter(found, change(texts.gather(found))) if len(found) else texts


_WIDE, _SMALL, _KANA, _MONEY = (0xFF01, 0xFF5F), (0xFE50, 0xFE6C), (0xFF5F, 0xFFA0), (0xFFE0, 0xFFE7)
_VERTICAL, _RADICALS, _LIGATURES, _MATH = (0xFE35, 0xFE45), (0x2F00, 0x2FD6), (0xFB00, 0xFB07), (0x1D400, 0x1D800)
_KEPT = "，！？：；（）～￥￣\uff02\uff07\uff1c\uff1e\uff06\ufe60\ufe64\ufe65"
"""Chinese punctuation; quotes; the signs of markup; ￣, which would fall apart."""


@cache
def _same() -> dict[str, str]:
    """Signs and the same signs as they are usually written: widths, fonts, ligatures, radicals."""
    blocks = (_WIDE, _SMALL, _KANA, _MONEY, _VERTICAL, _RADICALS, _LIGATURES, _MATH)
    signs = [chr(code) for block in blocks for code in range(*block) if chr(code) not in _KEPT]
    plain = {sign: unicodedata.normalize("NFKC", sign) for sign in signs}
    return {sign: to for sign, to in plain.items() if to != sign}
