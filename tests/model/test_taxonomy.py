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
    paths = {leaf.path for leaf in leaves}
    assert {path.count("/") for path in paths} == {2, 3}
    assert len({path.split("/")[0] for path in paths}) == 5
    assert len({"/".join(path.split("/")[:3]) for path in paths}) == 70
    parts = [path.rpartition("/") for path in paths if path.count("/") == 3]
    assert Counter(path.split("/")[-1] for path, _, _ in parts) == {"表扬感谢": 6, "价保补差": 1, "异味变质过期": 1}
    assert {path for path, _, _ in parts} <= paths
    aside = [leaf for leaf in leaves if leaf.aside]
    assert Counter(leaf.path.split("/")[1] for leaf in aside) == {"升级风险": 5, "其他": 9}
    assert [leaf.path.split("/")[-1] for leaf in leaves if leaf.red_line] == [
        "安全伤害",
        "质疑假货",
        "监管法律",
        "信息泄露诈骗",
    ]
    assert all(leaf.party for leaf in leaves if not leaf.path.startswith("非业务"))
    assert all(leaf.en.isascii() for leaf in leaves)
    assert len({leaf.en for leaf in leaves}) == len(leaves)


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
    assert (leaf.zh, leaf.priority, leaf.session, tree.speaker) == ("进度", 0, None, "customer")
    assert leaf.near == (Near(("退款", "退钱"), 8, ("没到", "到账")),)
    assert (leaf.cancel, leaf.rank, leaf.aside, leaf.en) == (("券",), 1, True, "进度")
    assert (tree.ignore, tree.index) == (("没问题",), {"售后/退款/进度": 0})
    assert leaf.severity < RED


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        (LEAF + 'any = "xx"\nserious = 1', "taxonomy.key", 5),
        ("stage = 1\n" + LEAF + 'any = "xx"', "taxonomy.key", 1),
        ("", "taxonomy.empty", 1),
        ("tag = 1", "taxonomy.empty", 1),
        ("tag = [1]", "taxonomy.empty", 1),
        ('[tag]\npath = "a"', "taxonomy.empty", 1),
        ('[[tag]]\npath = "售后//进度"\nseverity = 1\nany = "xx"', "taxonomy.path", 2),
        ('[[tag]]\npath = " "\nseverity = 1\nany = "xx"', "taxonomy.path", 2),
        ('[[tag]]\nseverity = 1\nany = "xx"', "taxonomy.path", 1),
        ('[[tag]]\npath = "a/b/c/d/e"\nseverity = 1\nany = "xx"', "taxonomy.path", 2),
        ('[[tag]]\npath = "a"\nany = "xx"\nseverity = 6', "taxonomy.severity", 4),
        ('[[tag]]\npath = "a"\nany = "xx"\nseverity = true', "taxonomy.value", 4),
        ('[[tag]]\npath = "a"\nany = "xx"\n', "taxonomy.severity", 1),
        (LEAF + "any = 3", "taxonomy.value", 4),
        (LEAF + 'any = ["xx", 3]', "taxonomy.value", 4),
        (LEAF + 'any = "xx"\nnegate = "turn"', "taxonomy.value", 5),
        (LEAF + 'any = "xx"\nnegate = "flip"', "taxonomy.flip", 5),
        (LEAF + 'any = "xx"\nflip = "售后/退款/进度"', "taxonomy.flip", 5),
        (LEAF + 'any = "xx"\nnegate = "flip"\nflip = "售前/没有"', "taxonomy.target", 6),
        (LEAF + 'any = "xx"\nask = "售前/没有"', "taxonomy.target", 5),
        (LEAF + 'any = "xx"\npriority = 101', "taxonomy.priority", 5),
        (LEAF + 'any = "xx"\npriority = 1.5', "taxonomy.value", 5),
        (LEAF + 'near = ["退款 没到"]', "taxonomy.near", 4),
        (LEAF + 'near = ["| 8 没到"]', "taxonomy.near", 4),
        (LEAF + 'near = ["退款 ² 没到"]', "taxonomy.near", 4),
        (LEAF + 'near = ["退款 -1 没到"]', "taxonomy.gap", 4),
        (LEAF + 'near = ["退款 101 没到"]', "taxonomy.gap", 4),
        (LEAF, "taxonomy.phrases", 2),
        (LEAF + 'any = ""', "taxonomy.blank", 4),
        (LEAF + 'any = ["xx", " "]', "taxonomy.blank", 4),
        (LEAF + 'any = "xx"\nnot = []', "taxonomy.blank", 5),
        (LEAF + 'any = "xx"\nzh = " "', "taxonomy.blank", 5),
        (LEAF + 'any = "xx"\nen = ""', "taxonomy.blank", 5),
        (LEAF + 'any = "A 货"', "taxonomy.short", 4),
        (LEAF + 'any = """\n[怒] 生气\nsevere = 慢慢 差"""\n', "taxonomy.short", 4),
        (LEAF + 'any = """\n[怒] 生气\nx = 慢慢"""\nserious = 1', "taxonomy.key", 7),
        (LEAF + 'any = "xx"\n' + LEAF + 'any = "yy"', "taxonomy.twice", 6),
        (LEAF + 'session = "first"', "taxonomy.phrases", 2),
        (LEAF + 'session = "middle"\nany = "xx"', "taxonomy.value", 4),
        (LEAF + 'session = "first"\nany = "xx"\nnot = "yy"', "taxonomy.session", 6),
        (LEAF + 'session = "last"\nany = "xx"\nregex = "yy"', "taxonomy.session", 6),
        (LEAF + 'any = "xx"\nadd = true', "taxonomy.add", 5),
        ('speaker = "boss"\n' + LEAF + 'any = "xx"', "taxonomy.value", 1),
        ('extend = "none.toml"\n' + LEAF + 'any = "xx"', "taxonomy.extend", 1),
        ('extend = "a\\u0000b"\n' + LEAF + 'any = "xx"', "taxonomy.extend", 1),
        (LEAF + 'any = "xx"\n[categories]\n"物流" = "售后/退款 售中"', "taxonomy.prefix", 6),
        (LEAF + 'any = "xx"\n[categories]\n"物流" = "售"', "taxonomy.prefix", 6),
        (LEAF + 'any = "xx"\n[categories]\n"物流" = 3', "taxonomy.value", 6),
        (LEAF + 'any = "xx"\n[categories]\n"物流" = ""', "taxonomy.blank", 6),
        (LEAF + 'any = "xx"\n[categories]\nA = "售后"\na = "售后"', "taxonomy.twice", 7),
        ("categories = 3\n" + LEAF + 'any = "xx"', "taxonomy.value", 1),
        (LEAF + 'any = "xx"\n[[tag.near]]\na = 1', "taxonomy.value", 1),
    ],
)
def test_a_broken_taxonomy_is_refused_with_its_line(text: str, key: str, line: int) -> None:
    with pytest.raises(Usage) as caught:
        parse(text, "my.toml")
    assert (caught.value.key, caught.value.params["line"]) == (key, line)
    for lang in ("zh", "en"):
        said = say(caught.value.key, lang, **caught.value.params)
        assert "my.toml" in said
        assert "\n" not in said


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = " + "9" * 5000, "x = \0"])
def test_toml_that_breaks_the_parser_is_refused(text: str) -> None:
    with pytest.raises(Usage, match=r"taxonomy\.toml"):
        parse(text)


def test_line_ends_and_a_mark_of_the_encoding_change_nothing(tmp_path: Path) -> None:
    text = 'ignore = "没问题"\n' + LEAF + 'any = """\n没到账 退钱\n"""\n'
    path = tmp_path / "my.toml"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(path) == parse(text)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Failure, match=r"file\.broken"):
        load(path)


def test_a_file_adds_to_the_shipped_taxonomy() -> None:
    shop = load()
    tree = parse(
        'extend = "shop"\nignore = "慢跑"\n[categories]\n"Mine " = "售后问题 售中订单/物流/"\n'
        '[[tag]]\npath = "售后问题/描述不符/版型不合"\nseverity = 2\nany = "版型不好"\n'
        '[[tag]]\npath = "售中订单/物流/丢件"\nseverity = 3\nany = "丢了件"\n'
        '[[tag]]\npath = "售中订单 / 物流 / 查物流"\nadd = true\nany = "货在哪儿"\nseverity = 2\nnot = "查不到"\n'
    )
    assert len(tree.leaves) == len(shop.leaves) + 1
    new, lost, asked = (
        tree.leaves[tree.index[f"{path}"]]
        for path in ("售后问题/描述不符/版型不合", "售中订单/物流/丢件", "售中订单/物流/查物流")
    )
    old = shop.leaves[shop.index["售中订单/物流/查物流"]]
    assert (new.rank, lost.any, lost.severity, lost.near) == (len(tree.stages) - 1, ("丢了件",), 3, ())
    assert (asked.any, asked.near, asked.severity, asked.en) == ((*old.any, "货在哪儿"), old.near, 2, old.en)
    assert asked.cancel == (*old.cancel, "查不到")
    assert tree.ignore == (*shop.ignore, "慢跑")
    assert tree.categories == {**shop.categories, "mine": ("售后问题", "售中订单/物流")}
    assert parse('extend = "shop"\n').leaves == shop.leaves


def test_a_file_extends_another_from_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(LEAF + 'any = "没到账"\n', encoding="utf-8")
    (tmp_path / "qa").write_text('extend = "base.toml"\nstages = ["售前", "售后"]\n', encoding="utf-8")
    (leaf,) = load(tmp_path / "qa").leaves
    assert leaf.rank == 1
    (tmp_path / "base.toml").write_text('extend = "qa"\n', encoding="utf-8")
    assert len(load(tmp_path / "qa").leaves) == len(load("qa").leaves)
    (tmp_path / "base.toml").write_text('extend = "./qa"\n', encoding="utf-8")
    with pytest.raises(Usage, match=r"taxonomy\.extend") as caught:
        load(tmp_path / "qa")
    assert str(caught.value.params["path"]).endswith("base.toml")


def test_phrases_are_read_as_texts_are() -> None:
    (leaf,) = parse(LEAF + 'any = "\uff11\uff12\uff13\uff11\uff15 查定单 退款"\n').leaves
    assert leaf.any == ("\uff11\uff12\uff13\uff11\uff15", "查定单", "退款", "12315", "查订单")


def test_the_example_of_the_man_page_is_a_taxonomy() -> None:
    tree = load(Path(__file__).parents[2] / "man" / "taxonomy-example.toml")
    assert len(tree.leaves) == len(load().leaves) + 3
    assert "after-sales" in tree.categories


def test_the_inspection_reads_agents() -> None:
    tree = load("qa")
    assert tree.speaker == "agent"
    assert 20 <= len(tree.leaves) <= 30
    assert all(leaf.path.startswith("质检/") and leaf.en.isascii() and leaf.party == "客服" for leaf in tree.leaves)
    assert {leaf.session for leaf in tree.leaves} == {None, "first", "last", "unanswered"}
    seen = Counter(word for leaf in tree.leaves if leaf.session is None for word in leaf.any)
    assert [word for word, n in seen.items() if n > 1] == []


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
