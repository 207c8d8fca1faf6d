"""Schemes of a user's own: what they may say, and where an error stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstools.errors import Failure, Usage
from cstools.model.messages import say
from cstools.model.scheme import load, parse
from cstools.model.segments import SCHEMES

GOOD = """scores = 3
[[segment]]
id = "a"
r = [2, 3]

[[segment]]
id = "b"
r = 1
zh = "乙"
en = "B"
"""


def test_scores() -> None:
    scheme = parse(GOOD)
    assert (scheme.scores, sorted(scheme.used)) == (3, ["r"])
    assert [sorted(box.r or ()) for box in scheme.boxes] == [[2, 3], [1]]
    assert scheme.labels("zh") == {"a": "a", "b": "乙"}
    assert scheme.labels("en") == {"a": "a", "b": "B"}


def test_names_for_the_eight() -> None:
    scheme = parse('[names]\n011 = "召回"\n001 = "召回"')
    assert scheme.scores is None
    assert list(scheme.labels("en").items())[:3] == [
        ("重要价值客户", "Key: valued"), ("召回", "召回"), ("重要发展客户", "Key: to develop"),
    ]  # fmt: skip
    assert len(scheme.labels("zh")) == 7


def test_a_file_and_the_shipped(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("﻿" + GOOD, encoding="utf-8")
    assert load(str(path)).boxes == parse(GOOD).boxes
    assert load("cn8") is SCHEMES["cn8"]
    with pytest.raises(Failure):
        load(str(tmp_path))
    with pytest.raises(Usage, match=r"scheme\.missing"):
        load("nowhere.toml")


WRONG = [
    ("scores = ", "scheme.toml", None),
    ("scores = 3", "scheme.either", 1),
    ('scores = 3\n[[segment]]\nid = "a"\n[names]\n111 = "x"', "scheme.either", 1),
    ("segment = []", "scheme.either", 1),
    ("segment = [1]", "scheme.either", 1),
    ("\nscore = 3", "scheme.key", 2),
    ("[names]\n121 = 'x'", "scheme.key", 2),
    ("[names]\n111 = ''", "scheme.value", 2),
    ("scores = true\n[[segment]]\nid = 'a'", "scheme.value", 1),
    ("\nscores = 2\n[[segment]]\nid = 'a'", "scheme.scores", 2),
    ("scores = 11\n[[segment]]\nid = 'a'", "scheme.scores", 1),
    ("scores = 3\n[[segment]]\nr = 1", "scheme.id", 2),
    ("scores = 3\n[[segment]]\nid = ' '", "scheme.value", 3),
    ("scores = 3\n[[segment]]\nid = 'a'\nq = 1", "scheme.key", 4),
    ("scores = 3\n[[segment]]\nid = 'a'\nbits = '111'", "scheme.form", 4),
    ("[[segment]]\nid = 'a'\nr = 1", "scheme.form", 3),
    ("[[segment]]\nid = 'a'\nbits = '12'", "scheme.bits", 3),
    ("[[segment]]\nid = 'a'", "scheme.bits", 1),
    ("scores = 3\n[[segment]]\nid = 'a'\nr = [3, 1]", "scheme.range", 4),
    ("scores = 3\n[[segment]]\nid = 'a'\nr = [1, 2, 3]", "scheme.range", 4),
    ("scores = 3\n[[segment]]\nid = 'a'\nr = 4", "scheme.range", 4),
    ("scores = 3\n[[segment]]\nid = 'a'\nr = []", "scheme.range", 4),
    ("scores = 3\n[[segment]]\nid = 'a'\nr = ['1']", "scheme.range", 4),
    (GOOD.replace('"b"', '"a"'), "scheme.twice", 7),
    (GOOD.replace("r = 1", "r = [1, 2]"), "scheme.overlap", 6),
    (GOOD.replace("r = 1", "r = 1\nf = [1, 2]"), "scheme.gap", 6),
    ("[[segment]]\nid = 'a'\nbits = '111'", "scheme.gap", 1),
    ("[[segment]]\nid = 'a'\nbits = ['000', '000']", "scheme.overlap", 1),
]


@pytest.mark.parametrize(("text", "key", "line"), WRONG, ids=[f"{key}-{n}" for n, (_, key, _) in enumerate(WRONG)])
def test_what_is_wrong_and_where(text: str, key: str, line: int | None) -> None:
    with pytest.raises(Usage) as error:
        parse(text, "own.toml")
    assert (error.value.key, error.value.params.get("line")) == (key, line)
    for lang in ("zh", "en"):
        assert "own.toml" in say(key, lang, **error.value.params)


def test_the_combination_that_is_missing_is_named() -> None:
    with pytest.raises(Usage) as error:
        parse(GOOD.replace("r = 1", "r = 1\nf = [1, 2]"))
    assert error.value.params["cell"] == "r=1 f=3"
