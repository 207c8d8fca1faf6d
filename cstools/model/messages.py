"""What the tools say to people: Chinese and English, blanks filled by `str.format`.

The sentences stand in `model/sentences/`, one file a subject, one row a sentence.

An error says what is wrong, where, and what to do. The summary line is not here: it is a fixed line that scripts read.
"""

from __future__ import annotations

from collections.abc import Iterable

from cstools.model.sentences import SENTENCES

Lang = str
"""`zh` or `en`."""


def say(key: str, lang: Lang, **params: object) -> str:
    """The sentence for `key` in `lang`, its blanks filled.

    >>> say("file.missing", "en", path="a.csv")
    'no such file: a.csv; check the name and the folder'
    """
    zh, en = SENTENCES[key]
    return (en if lang == "en" else zh).format(**params)


def listed(texts: Iterable[str], lang: Lang) -> str:
    """Texts one after another, as a sentence has them.

    >>> listed(["a", "b"], "en"), listed(["甲", "乙"], "zh")
    ('a, b', '甲、乙')
    """
    return (", " if lang == "en" else "、").join(texts)


def language(env: dict[str, str]) -> Lang:
    """The language of a run without `--lang`: English where LANG begins with en, else Chinese.

    >>> language({"LANG": "en_GB.UTF-8"}), language({})
    ('en', 'zh')
    """
    return "en" if env.get("LANG", "").lower().startswith("en") else "zh"
