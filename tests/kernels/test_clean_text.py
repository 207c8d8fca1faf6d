"""Unified text: what goes, what stays because it means something, and that a second time changes nothing."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.kernels.clean.names import canonical, dictionary
from cstools.kernels.clean.text import unify


def unified(texts, form="long"):
    return pl.DataFrame({"t": texts}, schema={"t": pl.String}).select(unify(pl.col("t"), form)).to_series().to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>请问一下🙏</p>&nbsp;", "请问一下🙏"),
        ("第一行<br/>第二行", "第一行\n第二行"),
        ('<a href="x">这里</a>和<b>那里</b>', "这里和那里"),
        ("<script>alert(1)</script>你好<!-- 注释 -->", "你好"),
        ("&lt;p&gt;转义两次&lt;/p&gt;", "转义两次"),
        ("&#20320;&#x597d;&amp;", "你好&"),
        ("<张三>说 1 < 2 & 3 > 2", "<张三>说 1 < 2 & 3 > 2"),
        ("\uff21\uff22\uff23\uff11\uff12\uff13，\uff15\uff10％（好）", "ABC123，50%（好）"),
        ("①㎡™℃½…～，！？：；（）【】", "①㎡™℃½…～，！？：；（）【】"),
        ("\u2f00\u4e2a", "一个"),
        ("e\u0301", "é"),
        ("a\u200bb\u202ec\ufeffd\x00e\x9f", "abcde"),
        ("家👨\u200d👩\u200d👧人❤\ufe0f👍🏽", "家👨\u200d👩\u200d👧人❤\ufe0f👍🏽"),
        ("好\u200d的", "好的"),
        ("  a \t\u3000\xa0 b \r\n\r\n  c  ", "a b\nc"),
        ("\u3000 ", None),
        ("", None),
        (None, None),
    ],
)
def test_long_text(text, expected):
    assert unified([text]) == [expected]


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("天猫\n旗舰店", "short", "天猫 旗舰店"),
        ("<b>A</b>&amp;B", "short", "A&B"),
        ("\uff03\uff11\uff12\uff13\u200b ", "id", "#123"),
        ("A&amp;<b>1", "id", "A&amp;<b>1"),
        ("00123", "id", "00123"),
    ],
)
def test_names_and_ids(text, form, expected):
    assert unified([text], form) == [expected]


def test_the_input_series_is_left_alone():
    texts = pl.Series("t", ["<p>a</p>", "b"])
    pl.DataFrame({"t": texts}).select(unify(pl.col("t"), "long"))
    assert texts.to_list() == ["<p>a</p>", "b"]


def test_hostile_nesting_ends_and_costs_no_other_row():
    hostile = "<" * 40 + "b>" * 40
    once = unified([hostile, "1 < 2"])
    assert once[1] == "1 < 2"
    assert unified(once) == once


SIGNS = ["<", ">", "b", "p", "/", "&", "amp;", "lt;", "#60;", "nbsp;", "\u200b", "\u200d", "\uff1c", "👍", "好"]
MARKUP = st.lists(st.sampled_from([*SIGNS, " ", "\n"]), max_size=14).map("".join)


@settings(max_examples=120, deadline=None)
@given(
    texts=st.lists(MARKUP | st.text(max_size=9) | st.none(), max_size=6), form=st.sampled_from(["long", "short", "id"])
)
def test_twice_is_once(texts, form):
    once = unified(texts, form)
    assert unified(once, form) == once


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(MARKUP | st.text(max_size=8), min_size=1, max_size=6))
def test_a_row_does_not_depend_on_its_neighbours(texts):
    assert unified(texts) == [unified([text])[0] for text in texts]


@pytest.mark.parametrize(
    ("field", "word", "expected"),
    [
        ("status", "Pending Customer Response", "pending"),
        ("status", "已完结", "closed"),
        ("status", "resolved", "resolved"),
        ("priority", "紧急", "urgent"),
        ("channel", "e-mail", "email"),
        ("channel", "邮箱", "邮件"),
        ("channel", "千牛", "千牛"),
        ("channel", "自家 App", "自家 App"),
        ("initiator", "买家", "customer"),
    ],
)
def test_names_by_the_dictionary(field, word, expected):
    assert pl.DataFrame({"w": [word]}).select(canonical(pl.col("w"), dictionary("ticket", field))).item() == expected
