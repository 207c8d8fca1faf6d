"""Topics: groups of texts that nobody named."""

from __future__ import annotations

import random
import sys

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.errors import Usage
from cstools.kernels.tag.words import matrix, topics
from cstools.model.messages import say

THEMES = {
    "退款": ["退款没有到账", "退款申请提交", "退款金额错误", "银行卡退款到账", "申请退款金额"],
    "快递": ["快递签收包裹", "快递包裹破损", "快递包裹丢失", "包裹快递派送", "派送快递签收"],
    "发票": ["发票抬头错误", "专用发票税号", "发票税号抬头", "重开发票抬头", "电子发票税号"],
}
SIGNS = "，。！？；～、"
TEXTS = [f"{text}{sign}" for texts in THEMES.values() for text in texts for sign in SIGNS]

WORDS = """
退款 快递 包裹 发票 抬头 税号 鞋子 开胶 耳机 声音 充电 电池 屏幕 划痕 空调 噪音 制冷 奶粉 日期 水果 键盘 按键 打印机
卡纸 沙发 甲醛 窗帘 尺寸 行李箱 轮子 牙刷 手表 台灯 咖啡机 漏电 热水器 羽绒服 跑步机 皮带 面膜 过敏 衬衫 积分 会员
礼品 账号 验证码 登录 地板 师傅 安装 维修 保修 滤芯 净水器
"""


def table(texts: list[str | None], k: int = 3, **options: object) -> pl.DataFrame:
    lf = pl.LazyFrame({"text": texts}, schema={"text": pl.String})
    return topics.stage(k, **options).apply(lf).rows.collect()


def test_texts_of_one_matter_are_one_group() -> None:
    rows = table([*TEXTS])
    assert rows.columns == list(topics.COLUMNS)
    assert rows.schema == topics.SCHEMA
    assert rows["cluster"].to_list() == [1, 2, 3]
    assert rows["n"].to_list() == [35, 35, 35]
    assert rows["share"].to_list() == [0.333333] * 3
    assert {words[0] for words in rows["words"]} <= {"退款", "快递", "包裹", "发票", "抬头", "税号"}
    assert (rows["silhouette"] > 0.1).all()
    assert rows["silhouette_all"].n_unique() == 1
    for examples in rows["examples"]:
        assert len(examples) == 3
        assert len({next(theme for theme in THEMES if theme in text) for text in examples}) == 1


def test_groups_are_in_order_of_size_and_records_count() -> None:
    rows = table([*TEXTS, *["电子发票税号"] * 9, *["退款没有到账"] * 4])
    assert rows["n"].to_list() == [44, 39, 35]
    assert "发票" in rows["words"][0].to_list()


def test_keep_adds_the_group_to_the_records() -> None:
    texts = [*TEXTS, None, "？？", "退款没有到账"]
    frame = pl.DataFrame({"text": texts, "cluster": ["old"] * len(texts), "__line": range(len(texts))})
    result = topics.stage(3, keep=True).apply(frame.lazy())
    rows = result.rows.collect()
    assert rows.columns == ["text", "__line", "cluster"]
    assert rows["cluster"].dtype == pl.Int64
    assert rows["text"].to_list() == texts
    assert rows["cluster"][-3:-1].to_list() == [None, None]
    assert rows["cluster"][-1] == rows["cluster"][0]
    sizes = rows.drop_nulls("cluster").group_by("cluster").len().sort("cluster")["len"].to_list()
    assert sizes == table([*texts])["n"].to_list()
    assert result.counts is not None
    assert dict(result.counts.collect().iter_rows()) == {
        "used": len(TEXTS) + 1, "left out (no text)": 1, "left out (no words)": 1,
    }  # fmt: skip


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=5)
def test_the_order_of_the_records_changes_nothing(rng: random.Random) -> None:
    mixed = [*TEXTS]
    rng.shuffle(mixed)
    assert_frame_equal(table([*mixed]), table([*TEXTS]))


def wide() -> list[str | None]:
    """More than fifty words, in texts of four by chance."""
    words = WORDS.split()
    rng = random.Random(1)
    return ["，".join(rng.sample(words[at : at + 20], 4)) for at in (0, 20, 35) for _ in range(150)]


def test_many_words_are_cut_to_fifty_dimensions_the_same_each_time() -> None:
    texts = wide()
    first = table([*texts], 3)
    assert_frame_equal(table([*reversed(texts)], 3), first)
    assert first["n"].sum() == 450
    assert_frame_equal(table([*texts], 3, seed=1).select("n").sum(), first.select("n").sum())


def test_mini_batches_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "WHOLE", 100)
    monkeypatch.setattr(topics, "SAMPLE", 50)
    first = table([*wide()], 3)
    assert_frame_equal(table([*reversed(wide())], 3), first)
    assert first["silhouette_all"].is_not_null().all()


def test_threads_change_nothing() -> None:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        one = table([*wide()], 3)
    with threadpool_limits(limits=2):
        assert_frame_equal(table([*wide()], 3), one)


def test_without_texts_there_are_no_rows() -> None:
    for texts in ([], [None], ["😀", "？"]):
        rows = table([*texts])
        assert rows.is_empty()
        assert rows.schema == topics.SCHEMA
    kept = table([None, "😀"], keep=True)
    assert kept["cluster"].to_list() == [None, None]
    assert kept["cluster"].dtype == pl.Int64


@pytest.mark.parametrize("texts", [["鞋子开胶"] * 10, ["鞋子开胶", "开胶，鞋子！"], ["\0鞋子"], ["shoe broken"]])
def test_one_group_of_what_is_one_text(texts: list[str]) -> None:
    rows = table([*texts], 1)
    assert rows.select("cluster", "n", "share", "silhouette").rows() == [(1, len(texts), 1.0, None)]
    with pytest.raises(Usage) as caught:
        table([*texts], 2)
    assert (caught.value.key, caught.value.params) == ("words.topics", {"k": 2, "n": 1})


def test_as_many_groups_as_texts() -> None:
    assert table(["鞋子开胶", "退款金额", "battery"], 3)["n"].to_list() == [1, 1, 1]


def test_a_long_text_is_one_text_and_its_example_is_cut() -> None:
    rows = table(["退款没有到账，鞋子开胶。" * 90_000, "发票"], 2)
    assert max(len(text) for texts in rows["examples"] for text in texts) == topics.SHOWN + 1


def test_only_the_customer_speaks() -> None:
    lf = pl.LazyFrame({"note": ["退款", "发票", "快递"], "sender_role": ["customer", "customer", "agent"]})
    assert topics.stage(2, "note").apply(lf).rows.collect()["n"].to_list() == [1, 1]


def test_bad_options() -> None:
    with pytest.raises(Usage, match=r"words\.number"):
        topics.stage(0)
    with pytest.raises(Usage, match=r"field\.missing"):
        table([], field="note")


def test_without_scikit_learn_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.cluster", None)
    with pytest.raises(Usage) as caught:
        table([*TEXTS])
    assert "pip install 'cstools[learn]'" in say(caught.value.key, "en", **caught.value.params)
    assert "pip install 'cstools[learn]'" in say(caught.value.key, "zh", **caught.value.params)


def test_rare_and_common_words_are_left_out_of_many_texts() -> None:
    pairs = [(i, "common") for i in range(200)] + [(i, "half") for i in range(90)] + [(0, "once")]
    made = matrix.matrix(pl.DataFrame(pairs, schema={"i": pl.Int64, "word": pl.String}, orient="row"), 200)
    assert made.words.to_list() == ["half"]
    assert made.texts.height == 90
