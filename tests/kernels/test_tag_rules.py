"""The rules of a leaf beyond phrases, why a text has its tags, and taxonomies of odd shapes."""

from __future__ import annotations

import re
import sys

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.errors import Usage
from cstools.kernels import tag
from cstools.kernels.tag.explain import origins
from cstools.kernels.tag.finder import find, finder
from cstools.kernels.tag.finds import longest
from cstools.kernels.tag.patterns import compiled
from cstools.kernels.tag.plain import plain
from cstools.model.messages import say
from cstools.model.taxonomy import Taxonomy, load, parse

TREE = parse(
    'stages = ["售前", "售后"]\n'
    '[[tag]]\npath = "售前/咨询"\nseverity = 1\nany = "有货吗"\n'
    '[[tag]]\npath = "售后/运费险"\nseverity = 3\nall = "退款 运费险"\n'
    '[[tag]]\npath = "售后/洗坏"\nseverity = 3\nall = "洗"\nany = "缩水 变形"\n'
    'near = ["颜色 4 没了"]\nregex = "小了[一二三]码"\n'
    '[[tag]]\npath = "售后/异味"\nseverity = 3\nany = "异味"\nnegate = "flip"\nflip = "其他/好评"\nask = "售前/咨询"\n'
    '[[tag]]\npath = "售后/单号"\nseverity = 2\nregex = ["[a-z]{2}[0-9]{4}", "单号[:：]"]\nnot = "测试"\n'
    '[[tag]]\npath = "风险/媒体"\nseverity = 2\npriority = 5\nany = "记者"\n'
    '[[tag]]\npath = "风险/漏电"\nseverity = 5\nany = "漏电"\nnegate = "keep"\n'
    '[[tag]]\npath = "其他/好评"\nseverity = 1\nany = "好闻"\n'
    '[[tag]]\npath = "其他/寒暄"\nseverity = 1\nwhole = ["你好，在吗", "a.b", "(+)", "嗯"]\n'
)


def rows(texts: list[str | None], tree: Taxonomy = TREE, explain: bool = True) -> list[dict[str, object]]:
    """The records cs-tag makes of these texts."""
    lf = pl.LazyFrame({"text": texts}, schema={"text": pl.String})
    return tag.stage(tree, sentiment=False, explain=explain).apply(lf).rows.collect().to_dicts()


def told(text: str, tree: Taxonomy = TREE) -> object:
    (row,) = rows([text], tree)
    return row["tag_words"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("退款了，运费险呢", "售后/运费险=退款@0-2 all; 售后/运费险=运费险@4-7 all"),
        ("运费险退款", "售后/运费险=运费险@0-3 all; 售后/运费险=退款@3-5 all"),
        ("运费险呢", None),
        ("一洗就缩水", "售后/洗坏=洗@1-2 all; 售后/洗坏=缩水@3-5 any"),
        ("缩水", None),
        ("洗了没有缩水", None),
        ("洗完颜色都没了", "售后/洗坏=洗@0-1 all; 售后/洗坏=颜色…没了@2-7 near"),
        ("洗完小了两码", None),
        ("洗完小了二码", "售后/洗坏=洗@0-1 all; 售后/洗坏=小了二码@2-6 regex"),
        ("一洗就没", None),
        ("有异味", "售后/异味=异味@1-3 any"),
        ("没有异味", "其他/好评=异味@2-4 flip"),
        ("会不会有异味", "售前/咨询=异味@4-6 ask"),
        ("有异味吗", "售前/咨询=异味@1-3 ask"),
        ("我的：AB1234", "售后/单号=AB1234@3-9 regex"),
        ("我的单号:7", "售后/单号=单号:@2-5 regex"),
        ("测试AB1234", None),
        ("漏电，记者要来", "风险/媒体=记者@3-5 any; 风险/漏电=漏电@0-2 any"),
        ("没有漏电", "风险/漏电=漏电@2-4 any"),
        ("你好，在吗？", "其他/寒暄=你好，在吗？@0-6 whole"),
        ("A.B", "其他/寒暄=A.B@0-3 whole"),
        ("axb", None),
        ("(+)(+)!", "其他/寒暄=(+)(+)!@0-7 whole"),
        ("嗯", "其他/寒暄=嗯@0-1 whole"),
    ],
)
def test_rules_and_why(text: str, words: str | None) -> None:
    assert told(text) == words


def test_priority_decides_before_severity() -> None:
    (row,) = rows(["漏电，记者要来"])
    assert (row["topic"], row["severity"], row["red_line"]) == ("风险/媒体", 5, True)
    assert row["tags"] == ["风险/媒体", "风险/漏电"]


ODD_TREE = parse(
    '[[tag]]\npath = "a/b"\nseverity = 1\nnear = ["快递 4 慢"]\n'
    'any = ["12315", "物流", "异味", "3kg", "café", "退款"]\n'
)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("打\uff11\uff12\uff13\uff11\uff15！", "1-6"),
        ("查物流流，", "1-4"),
        ("😀😀有异味😀", "3-5"),
        ("👨\u200d👩\u200d👧物流", "5-7"),
        ("A 异味", "2-4"),
        ("重3㎏呢", "1-3"),
        ("㎏ 3㎏", "2-4"),
        ("Cafe\u0301好", "0-5"),
        ("\u0301异味", "1-3"),
        ("异\u0301味异味", "3-5"),
        ("①②退宽", "2-4"),
        ("肿么物流流A退款", "2-5"),
        ("A块递真慢", "1-5"),
        ("a\x00异味", "2-4"),
        ("\uff76\uff9e异味", "2-4"),
    ],
)
def test_spans_are_those_of_the_text_as_written(text: str, span: str) -> None:
    words = str(told(text, ODD_TREE))
    assert re.search(r"@(\d+-\d+) ", words)[1] == span, words


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="A1\uff11物流退款宽木有㎏①é\u0301\u1100\u1161ﬁΣß、 x😀İ\u0345", max_size=14))
def test_origins_align_with_what_polars_folds(text: str) -> None:
    folded = plain(pl.DataFrame({"i": [0], "text": ["A" + text]}))["text"][0]
    places = origins("A" + text, folded)
    assert places is not None
    assert len(places) == len(folded)
    assert all(0 <= start < end <= len(text) + 1 for start, end in places)


@pytest.mark.parametrize("text", ["\u2f00直没发货", "\ufe56没发货", "²没发货", "\uac00没发货"])
def test_a_sign_is_folded_whatever_else_is_there(text: str) -> None:
    alone, beside = (
        tag.stage(load()).apply(pl.LazyFrame({"text": [said]})).rows.collect() for said in (text, text + "㎏")
    )
    assert alone["topic"].to_list() == beside["topic"].to_list()


def test_items_can_be_split_whatever_they_hold() -> None:
    tree = parse(
        '[[tag]]\npath = "a=b; c"\nseverity = 1\nregex = "x.+y"\n[[tag]]\npath = "d"\nseverity = 1\nany = "kk"'
    )
    assert told("x; \\ y kk", tree) == "a\\=b\\; c=x\\; \\\\ y@0-6 regex; d=kk@7-9 any"
    items = re.split(r"(?<!\\); ", str(told("x; \\ y kk", tree)))
    assert len(items) == 2


def test_explaining_changes_nothing_else() -> None:
    texts = ["没有异味", "退款 运费险", "漏电，记者", "你好，在吗", None, "", "单号:"]
    without = rows(texts, explain=False)
    assert [{key: value for key, value in row.items() if key != "tag_words"} for row in rows(texts)] == without


@pytest.mark.parametrize(
    ("regex", "key"),
    [
        ("'('", "taxonomy.regex"),
        ("'(?=a)'", "taxonomy.regex"),
        ("['ab', 'a**(']", "taxonomy.regex"),
        (r"'\w{1000}{1000}'", "taxonomy.regex"),
        ("'x*'", "taxonomy.anything"),
        ("'^'", "taxonomy.anything"),
        ("'.'", "taxonomy.anything"),
        (r"'\S+'", "taxonomy.anything"),
    ],
)
def test_a_bad_expression_is_refused_with_its_line(regex: str, key: str) -> None:
    tree = parse(f'[[tag]]\npath = "a"\nseverity = 1\nany = """\nab\n"""\nregex = {regex}\n', "my.toml")
    with pytest.raises(Usage) as caught:
        compiled(tree)
    assert (caught.value.key, caught.value.params["line"]) == (key, 7)
    assert "\n" not in say(key, "en", **caught.value.params)


def test_more_phrases_than_an_expression_can_hold_are_refused() -> None:
    words = " ".join(f"\\\\w{at}开头很长的一句话寒暄寒暄寒暄寒暄" for at in range(40_000))
    with pytest.raises(Usage) as caught:
        compiled(parse(f'[[tag]]\npath = "a"\nseverity = 1\nwhole = "{words}"\n'))
    assert (caught.value.key, caught.value.params["line"]) == ("taxonomy.regex", 4)


SIGNS = [
    ".",
    "*",
    "+",
    "?",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "^",
    "$",
    "|",
    "\\",
    "#",
    "&",
    "-",
    "~",
    "，",
    "😀",
    " x",
    "/",
]


def test_a_phrase_may_be_a_sign_of_regular_expressions() -> None:
    phrases = [f"a{sign}" for sign in SIGNS]
    tree = parse(f'[[tag]]\npath = "a"\nseverity = 1\nany = {phrases!r}\nwhole = {SIGNS!r}\n'.replace("\\\\", "\\"))
    assert [row["topic"] for row in rows(["zza" + sign for sign in SIGNS], tree)] == ["a"] * len(SIGNS)
    assert [row["topic"] for row in rows([sign * 2 for sign in SIGNS if sign != " x"], tree)] == ["a"] * (
        len(SIGNS) - 1
    )
    assert [row["topic"] for row in rows(["zzb", "b", "\\w"], tree)] == [None] * 3


@pytest.mark.parametrize("rule", ['regex = "kk"', 'whole = "嗯"', 'near = ["嗯 0 k"]', 'all = "嗯"'])
def test_a_taxonomy_without_phrases(rule: str) -> None:
    tree = parse(f'[[tag]]\npath = "a"\nseverity = 1\n{rule}\n')
    topics = {str(row["text"]): row["topic"] for row in rows(["kk", "嗯", "嗯k", "xx"] * 3000, tree)}
    wanted = {"regex": ["kk"], "whole": ["嗯"], "near": ["嗯k"], "all": ["嗯", "嗯k"]}[rule.split()[0]]
    assert [text for text, topic in topics.items() if topic == "a"] == wanted


def test_a_text_full_of_pairs_is_read_in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str | None] = ["快递慢" * 100_000, "再不处理" * 50_000 + "客服不处理", "没有退款吗" * 50_000]
    found = tag.stage(load(), explain=True).apply(pl.LazyFrame({"text": texts})).rows.collect()
    assert found["topic"].is_not_null().all()
    short = pl.LazyFrame(
        {"text": ["快递很慢，不送，物流也慢，退款没到账，再不处理就投诉，客服不处理" * k for k in range(1, 9)]}
    )
    made = tag.stage(load(), explain=True).apply(short).rows.collect()
    for size in (1, 10**6):
        monkeypatch.setattr(sys.modules["cstools.kernels.tag.script"], "BLOCK", size)
        assert_frame_equal(tag.stage(load(), explain=True).apply(short).rows.collect(), made)


def test_five_thousand_leaves() -> None:
    tree = parse(
        "".join(f'[[tag]]\npath = "a/{at}"\nseverity = {1 + at % 5}\nany = "词{at}号"\n' for at in range(5000))
    )
    made = rows([f"词{at}号" for at in range(0, 5000, 7)] + ["词号"], tree)
    assert [row["topic"] for row in made] == [f"a/{at}" for at in range(0, 5000, 7)] + [None]


def test_one_leaf_and_hostile_texts() -> None:
    tree = parse('[[tag]]\npath = "a"\nseverity = 1\nany = "异味"\n')
    big = "很香" * 170_000 + "异味"
    texts = [
        None,
        "",
        " ",
        "\x00",
        "\u0301",
        "😀" * 9,
        "where is it",
        "异味\x00",
        "A\x00异味",
        big,
        "A" + big,
        "\ud7ff\uffff",
    ]
    found = rows(texts, tree)
    assert [row["topic"] for row in found] == [None] * 7 + ["a"] * 4 + [None]
    assert found[9]["tag_words"] == "a=异味@340000-340002 any"
    assert found[10]["tag_words"] == "a=异味@340001-340003 any"
    assert rows([None], tree)[0]["red_line"] is None


WORDS = ["退款", "退款进度", "款进", "进度", "度", "aa", "a", "运费险"]
FOUND = st.lists(st.sampled_from([*WORDS, "，", "查", "😀"]), max_size=12).map("".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(FOUND, min_size=1, max_size=6))
def test_finds_are_those_of_a_plain_search(texts: list[str]) -> None:
    joined = "".join(f"\n{text}" for text in texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    found = [
        (int(at), int(at) + one.size, int(phrase))
        for one in find(codes, finder(WORDS))
        for at, phrase in zip(one.at, one.phrase, strict=True)
    ]
    wanted = {
        (k, k + len(word), at)
        for at, word in enumerate(WORDS)
        for k in range(len(joined))
        if joined.startswith(word, k)
    }
    assert set(found) == wanted
    assert len(found) == len(wanted)
    kept = {row for row in wanted if not any(o != row and o[0] <= row[0] and o[1] >= row[1] for o in wanted)}
    begin, end = (np.array([row[column] for row in found], dtype=np.int64) for column in (0, 1))
    which, at, to = longest(codes.size, begin, end)
    assert set(zip(at.tolist(), to.tolist(), (found[k][2] for k in which), strict=True)) == kept


def test_the_speaker_is_the_taxonomys() -> None:
    tree = parse('speaker = "agent"\n[[tag]]\npath = "a"\nseverity = 1\nany = "异味"\n')
    said = {
        "text": ["异味"] * 4,
        "sender_role": ["agent", "customer", "agent", None],
        "is_private": [None, False, True, None],
    }
    stage = tag.stage(tree)
    out = stage.apply(pl.LazyFrame(said)).rows.collect()
    assert out["topic"].to_list() == ["a", None, None, None]
    assert out["red_line"].to_list() == [False, None, None, None]
    assert (stage.scope, "is_private" in (stage.needs or ())) == ("row", True)
    assert "is_private" not in (tag.stage(load()).needs or ())
