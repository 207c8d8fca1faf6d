"""What was sent and is not in the text (a picture, a voice message): one token a thing, however an export spells it."""

from __future__ import annotations

import re

import polars as pl

from cstools.model import synonyms
from cstools.model.fields import normal

_OPEN, _CLOSE = "[【\u3014<\uff1c", "]】\u3015>\uff1e"
_BRACKET = "[" + re.escape(_OPEN) + "]"
_TOKEN = f"{_BRACKET}[^{re.escape(_OPEN + _CLOSE)}\n]{{1,16}}[{re.escape(_CLOSE)}]"
_NUMBER = re.compile(r"[\s:：#_\-]*[0-9]+ *(?:[\"'”″]|秒|s)?$")
"""The number of a picture, the length of a voice message."""
_MEDIA = ("图片", "表情", "语音", "视频")
"""Things whose name means nothing else in brackets of other shapes: 【订单】 is as likely a heading."""


def unified(texts: pl.Series) -> pl.Series:
    """Texts with the tokens of `synonyms.SENT` in one spelling; all else, null too, stays.

    >>> unified(pl.Series(["[买家发送图片]坏了【图片2】", "[怒][Voice 12s]", "【订单】", None])).to_list()
    ['[图片]坏了[图片]', '[怒][语音]', '【订单】', None]
    """
    places = texts.str.contains(_BRACKET).fill_null(False).arg_true()
    if places.is_empty():
        return texts
    found = texts.gather(places).str.extract_all(_TOKEN).explode().drop_nulls().unique()
    # a loop over the distinct spellings
    changed = {spelling: token for spelling in found if (token := _token(spelling)) != spelling}
    if not changed:
        return texts
    spellings = sorted(changed)
    new = texts.gather(places).str.replace_many(spellings, [changed[spelling] for spelling in spellings])
    return texts.clone().scatter(places, new)


def _token(spelling: str) -> str:
    known = synonyms.sent()
    name = spelling[1:-1]
    word = known.get(normal(name)) or known.get(normal(_NUMBER.sub("", name)))
    return f"[{word}]" if word and (word in _MEDIA or spelling[0] == "[") else spelling
