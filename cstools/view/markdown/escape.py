"""Text of the data in each dialect: shown as it is, never markup, never a link, never a mention, on one line."""

from __future__ import annotations

import re

from cstools.model.glyphs import visible

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
LIST = re.compile(r"^([-+=])")
LINK = re.compile(r"(?i)(\bwww)\.|(://)")
NUMBER = re.compile(r"^(\d+)([.)])(?=\s|$)")
ISSUE = re.compile(r"#(?=\d)")
APART = "\u200b"
"""A space of no width, behind a sign that would mention someone or name an issue."""


def one_line(text: str) -> str:
    r"""The text without line breaks, its control characters as glyphs.

    >>> one_line("a\n# b\x1b")
    'a # b␛'
    """
    return visible(" ".join(text.split()))


def backslashed(text: str) -> str:
    r"""For GitHub: signs behind a backslash.

    >>> print(backslashed("a|b <i>*x* www.x.cn 1. y"), backslashed("- z\nq"), backslashed("97.8%"))
    a\|b \<i\>\*x\* www\.x.cn 1. y \- z q 97.8%
    """
    return NUMBER.sub(r"\1\\\2", LIST.sub(r"\\\1", backslashed_cell(text)))


def backslashed_cell(text: str) -> str:
    """For a cell of a table of GitHub, where nothing is a list.

    >>> backslashed_cell("-3.1%")
    '-3.1%'
    """
    text = SPECIAL.sub(r"\\\1", ISSUE.sub(f"#{APART}", one_line(text))).replace("@", f"@{APART}")
    return LINK.sub(lambda found: f"{found[1]}\\." if found[1] else r"\://", text)


FULL_WIDTH = 0xFEE0
"""From a sign of ASCII to its full-width form."""
WIDE = {ord(sign): ord(sign) + FULL_WIDTH for sign in "\\`*[]<>|~@&$#"}
STARTS = re.compile(r"^[-+=]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?i:(?<=\bwww)\.)|:(?=//)")
"""Signs that are markup only where they stand: at the start, around a word, in an address."""


def widened(text: str) -> str:
    r"""For a product that documents no way to escape: signs become their full-width forms, which look alike and are
    no markup whatever its parser does. An underscore within a word stays, so that an id can be copied.

    >>> widened("T_1, 97.8% 10:30"), ascii(widened("<@all>")), ascii(widened("- z://"))
    ('T_1, 97.8% 10:30', "'\\uff1c\\uff20all\\uff1e'", "'\\uff0d z\\uff1a//'")
    """
    text = STARTS.sub(lambda found: chr(ord(found[0]) + FULL_WIDTH), one_line(text))
    return NUMBER.sub(lambda found: found[1] + chr(ord(found[2]) + FULL_WIDTH), text).translate(WIDE)


ENTITY = re.compile(r"[\\`*_\[\]<>#~!@&$|]|^[-+=]|:(?=[A-Za-z]\w*:)|:(?=//)|(?i:(?<=\bwww)\.)|(?<=^\d)\.(?=\s)")


def entities(text: str) -> str:
    """For 飞书, whose cards take HTML entities for the signs of their Markdown.

    Source: 飞书开放平台, 富文本（Markdown）组件, 特殊字符转义.

    >>> entities("<at id=all></at> *a*"), entities("97.8% 10:30")
    ('&#60;at id=all&#62;&#60;/at&#62; &#42;a&#42;', '97.8% 10:30')
    """
    return ENTITY.sub(lambda found: f"&#{ord(found[0])};", one_line(text))
