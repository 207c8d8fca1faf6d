"""The shipped taxonomy is whole, and a broken one is refused with its line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cstools.errors import Failure, Usage
from cstools.model import lexicon
from cstools.model.messages import say
from cstools.model.taxonomy import RED, Near, load, parse

LEAF = '[[tag]]\npath = "售后/退款/进度"\nseverity = 3\n'


def test_shipped_taxonomy_has_its_shape() -> None:
    leaves = load().leaves
    assert len(leaves) == 70
    assert len({leaf.path.split("/")[0] for leaf in leaves}) == 5
    assert all(leaf.path.count("/") == 2 and leaf.en.isascii() for leaf in leaves)
    aside = [leaf for leaf in leaves if leaf.aside]
    assert Counter(leaf.path.split("/")[1] for leaf in aside) == {"升级风险": 5, "其他": 3}
    assert [leaf.path.split("/")[-1] for leaf in leaves if leaf.red_line] == [
        "安全伤害",
        "质疑假货",
        "监管法律",
        "信息泄露诈骗",
    ]
    assert all(leaf.party for leaf in leaves if not leaf.path.startswith("非业务"))
    assert len({leaf.en for leaf in leaves}) == 70


def test_no_phrase_names_two_leaves_by_accident() -> None:
    """A phrase in two leaves is a slip unless it is one of the few that really say both."""
    seen = Counter(word for leaf in load().leaves for word in leaf.any)
    assert sum(n > 1 for n in seen.values()) <= 12, [word for word, n in seen.items() if n > 1]


def test_values_are_read() -> None:
    tree = parse(
        'stages = ["售前", "售后"]\nignore = "没问题"\n'
        + LEAF
        + 'any = ["没到账", "没到账", "A 货"]\nnear = ["退款|退钱 8 没到|到账"]\nnot = "券"\naside = true\n'
    )
    (leaf,) = tree.leaves
    assert leaf.any == ("没到账", "a 货")
    assert leaf.near == (Near(("退款", "退钱"), 8, ("没到", "到账")),)
    assert (leaf.cancel, leaf.rank, leaf.aside, leaf.en) == (("券",), 1, True, "进度")
    assert (tree.ignore, tree.index) == (("没问题",), {"售后/退款/进度": 0})
    assert leaf.severity < RED


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        (LEAF + 'any = "x"\nserious = 1', "taxonomy.key", 5),
        ("stage = 1\n" + LEAF + 'any = "x"', "taxonomy.key", 1),
        ("", "taxonomy.empty", 1),
        ('[[tag]]\npath = "售后//进度"\nseverity = 1\nany = "x"', "taxonomy.path", 2),
        ('[[tag]]\npath = " "\nseverity = 1\nany = "x"', "taxonomy.path", 2),
        ('[[tag]]\nseverity = 1\nany = "x"', "taxonomy.path", 1),
        ('[[tag]]\npath = "a/b/c/d/e"\nseverity = 1\nany = "x"', "taxonomy.path", 2),
        ('[[tag]]\npath = "a"\nany = "x"\nseverity = 6', "taxonomy.severity", 4),
        ('[[tag]]\npath = "a"\nany = "x"\nseverity = true', "taxonomy.value", 4),
        (LEAF + "any = 3", "taxonomy.value", 4),
        (LEAF + 'any = "x"\nnegate = "flip"', "taxonomy.value", 5),
        (LEAF + 'near = ["退款 没到"]', "taxonomy.near", 4),
        (LEAF + 'near = ["| 8 没到"]', "taxonomy.near", 4),
        (LEAF, "taxonomy.phrases", 1),
        (LEAF + 'any = "x"\n' + LEAF + 'any = "y"', "taxonomy.twice", 6),
        (LEAF + 'any = "x"\nask = "售前/没有"', "taxonomy.ask", 5),
    ],
)
def test_a_broken_taxonomy_is_refused_with_its_line(text: str, key: str, line: int) -> None:
    with pytest.raises(Usage) as caught:
        parse(text, "my.toml")
    assert (caught.value.key, caught.value.params["line"]) == (key, line)
    for lang in ("zh", "en"):
        assert "my.toml" in say(caught.value.key, lang, **caught.value.params)


def test_toml_that_does_not_parse_names_its_line() -> None:
    with pytest.raises(Usage, match=r"taxonomy\.toml") as caught:
        parse('[[tag]]\npath = "a\n')
    assert "line 2" in str(caught.value.params["why"])


def test_a_file_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"file\.missing"):
        load(tmp_path / "none.toml")


def test_lexicon_words_have_one_polarity() -> None:
    good, bad = set(lexicon.POSITIVE.split()), set(lexicon.NEGATIVE.split())
    assert not good & bad
    words = lexicon.words()
    assert all(words[word] > 0 for word in good - set(lexicon.NEUTRAL.split()))
    assert all(words[word] <= 0 for word in bad)
