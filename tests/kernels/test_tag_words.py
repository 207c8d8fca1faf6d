"""Words: how texts are cut, and which words tell a text."""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import warnings
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.errors import Failure, Usage
from cstools.kernels.tag.words import idf, keywords, segment
from cstools.kernels.tag.words.segment import dictionary, segmenter
from cstools.kernels.tag.words.terms import readable, terms, worth
from cstools.model.messages import say
from cstools.model.stopwords import STOPWORDS

SENTENCES = """
退款申请提交一周了还没有到账 快递显示签收但是我没收到货 耳机右边没有声音要求换新 充电宝充电的时候鼓包发烫很危险
客服态度恶劣一直推诿不解决问题 发票抬头写错了请重新开具 优惠券过期了能不能补发一张 鞋子穿了两天就开胶质量太差
洗衣机漏水把地板泡坏了谁来赔偿 物流信息停在中转站五天没有更新 商品和描述严重不符我要投诉 衣服洗一次就掉色缩水
保修期内维修还要收费吗 师傅约好上门安装结果没来 下单时承诺次日达结果等了四天 价格刚买完就下降申请价保
会员积分兑换的礼品没有寄出 屏幕有划痕怀疑是二手翻新机 空调制冷效果差噪音还特别大 退货运费应该由商家承担
包裹外包装破损里面的杯子碎了 面膜用完脸上过敏红肿 收货地址填错了帮我修改一下 少发了一件衬衫请补发 电饭煲内胆涂层脱落
手机电池不耐用半天就没电 键盘按键失灵无法输入 奶粉生产日期不新鲜 水果烂了一半要求赔付 预售定金怎么抵扣尾款
账号登录不上收不到验证码 说明书全是英文看不懂 净水器滤芯多久更换一次 扫地机器人总是迷路撞墙 羽绒服钻绒严重
窗帘尺寸量错了可以改吗 儿童座椅安装接口不匹配 咖啡机漏电差点触电 行李箱轮子断裂 牙刷头多久更换 沙发味道刺鼻甲醛超标
热水器打不着火 打印机卡纸频繁 跑步机皮带跑偏 台灯频闪伤眼睛 蛋糕配送途中压坏变形 药品包装没有批准文号 吹风机冒烟烧焦
手表走时不准 行车记录仪自动重启
"""
TEXTS = SENTENCES.split()
ALPHABET = st.sampled_from(
    [*"退款没到账鞋子开胶鼓包abUSB12 ，。！\n\r\t\0😀*[]@", "退款", "鞋子", "https://a.cn/x ", "138****1234"]
)
written = st.lists(ALPHABET, max_size=20).map("".join)


def found(texts: list[str | None], n: int = 3, **options: object) -> list[list[str] | None]:
    lf = pl.LazyFrame({"text": texts}, schema={"text": pl.String})
    return keywords.stage(n, **options).apply(lf).rows.collect()["keywords"].to_list()


@pytest.fixture
def without_rjieba(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """jieba in place of rjieba, its temporary folders in tmp_path."""
    monkeypatch.setitem(sys.modules, "rjieba", None)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    segment._built.cache_clear()
    yield tmp_path
    segment._built.cache_clear()


@given(st.lists(st.none() | written, max_size=6))
@settings(deadline=None)
def test_many_texts_are_cut_as_each_alone(texts: list[str | None]) -> None:
    cut = segmenter()
    rows = cut(pl.Series(texts, dtype=pl.String))
    assert rows.schema == {"i": pl.Int64, "word": pl.String}
    spaced = ["" if text is None else text.replace("\n", " ").replace("\r", " ") for text in texts]
    assert rows.rows() == [(i, word) for i, text in enumerate(spaced) for word in cut.cut(text)]


def test_a_small_batch_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = segmenter()(pl.Series(TEXTS))
    monkeypatch.setattr(segment, "BATCH", 7)
    assert_frame_equal(segmenter()(pl.Series(TEXTS)), whole)


def test_a_long_text_is_cut_in_pieces_that_end_at_a_sign() -> None:
    text = "退款没有到账，鞋子开胶。" * 90_000
    rows = segmenter()(pl.Series(["短", text, "长"]))
    assert rows.filter(i=1)["word"].str.join("").item() == text
    assert rows.filter(i=1, word="开胶").height == 90_000
    assert rows["i"].is_sorted()


def test_a_text_without_signs_is_cut_too() -> None:
    text = "鼓" * 25_000
    assert segmenter()(pl.Series([text]))["word"].str.join("").item() == text


def test_jieba_stands_in_quietly_and_leaves_nothing_behind(
    without_rjieba: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings(record=True) as told:
        made = segmenter([("小蓝瓶", None)])
        words = made(pl.Series(["小蓝瓶漏液，鞋子开胶", "鼓" * 15_000]))
    assert made.name == "jieba"
    assert words.filter(i=0)["word"].to_list() == ["小蓝瓶", "漏液", "，", "鞋子", "开胶"]
    assert (made.knows("退款"), made.knows("小蓝瓶"), made.knows("蓝瓶漏")) == (True, True, False)
    assert (capfd.readouterr(), told, list(without_rjieba.iterdir())) == (("", ""), [], [])


def test_both_segmenters_give_the_same_keywords(without_rjieba: Path) -> None:
    slow = found([*TEXTS])
    sys.modules.pop("rjieba")
    segment._built.cache_clear()
    assert segmenter().name == "rjieba"
    fast = found([*TEXTS])
    assert sum(a == b for a, b in zip(slow, fast, strict=True)) >= len(TEXTS) - 2


def test_own_words_are_words_in_any_width_and_case() -> None:
    assert found(["我的小蓝瓶X漏了"], own=[("小蓝瓶\uff38", 5)]) == [["小蓝瓶x"]]


def test_a_user_dictionary() -> None:
    text = "\ufeff小蓝瓶 20 n\r\n\n云柜 nz\n  泡泡机\t3\n"
    assert dictionary(text, "own.txt") == [("小蓝瓶", 20), ("云柜", None), ("泡泡机", 3)]
    assert dictionary("", "own.txt") == []


@pytest.mark.parametrize("line", ["小 蓝 瓶", "云柜 -1", "云柜 0", "云柜 5 n v", "云柜 名词"])
def test_a_wrong_line_of_a_user_dictionary_is_named(line: str) -> None:
    with pytest.raises(Usage) as caught:
        dictionary(f"好词 3\n{line}\n", "own.txt")
    assert (caught.value.key, caught.value.params["line"]) == ("words.dictionary", 2)
    assert "own.txt line 2" in say(caught.value.key, "en", **caught.value.params)


def test_the_table_is_jiebas_own() -> None:
    extractor = jieba_tags()
    known = dict(idf.table().rows())
    assert known == extractor.idf_loader.idf_freq
    assert idf.middle() == extractor.idf_loader.median_idf


def test_the_table_does_not_import_jieba() -> None:
    code = (
        "import sys\nfrom cstools.kernels.tag.words import keywords\nimport polars as pl\n"
        "keywords.stage().apply(pl.LazyFrame({'text': ['退款']})).rows.collect()\n"
        "print({'jieba', 'sklearn', 'scipy'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


def test_a_missing_table_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    idf.table.cache_clear()
    monkeypatch.setattr(idf, "find_spec", lambda name: None)
    with pytest.raises(Failure) as caught:
        idf.table()
    assert caught.value.key == "words.table"


@cache
def jieba_tags():
    """jieba's own extractor with our stop words."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        # It leaves its files open, too.
        warnings.simplefilter("ignore")
        import jieba.analyse

        jieba.setLogLevel(logging.CRITICAL)
        extractor = jieba.analyse.TFIDF()
        extractor.tokenizer.tmp_dir = folder
        extractor.tokenizer.initialize()
    extractor.stop_words |= STOPWORDS
    return extractor


@pytest.mark.parametrize("n", [1, 3, 20])
def test_keywords_are_those_of_jieba_analyse(n: int) -> None:
    extractor = jieba_tags()
    same = [text for text in TEXTS if extractor.tokenizer.lcut(text) == segmenter().cut(text)]
    assert len(same) >= 45
    for text, ours in zip(same, found([*same], n), strict=True):
        weights = dict(extractor.extract_tags(text, topK=None, withWeight=True))
        kept = worth(list(weights)).to_list()
        assert ours == sorted(kept, key=lambda word: (-weights[word], word))[:n], text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("退款退款，鞋子", ["退款", "鞋子"]),
        ("订单T000000001和5065956145999936358", ["订单"]),
        ("2025年10月16日 13800138000 三十天", []),
        ("看 https://a.cn/x?y=1 和 WWW.TMALL.COM/a", []),
        ("邮箱 someone@example.com", ["邮箱"]),
        ("电话138****1234 姓名张** [图片][怒]", ["姓名", "电话"]),
        ("USB接口，\uff55\uff53\uff42", ["usb", "接口"]),
        ("The battery is broken", ["battery", "broken"]),
        ("我们这个怎么", []),
        ("😀😀👍", []),
        ("？？？", []),
        ("\0\0退款\0", ["退款"]),
        ("", []),
        (None, None),
    ],
)
def test_what_can_be_a_keyword(text: str | None, expected: list[str] | None) -> None:
    (words,) = found([text], 20)
    assert words == expected or sorted(words) == expected


def test_only_the_customer_speaks_and_other_columns_stay() -> None:
    lf = pl.LazyFrame(
        {"note": ["退款"] * 3, "sender_role": ["customer", "agent", None], "keywords": [["x"]] * 3, "__line": [1, 2, 3]}
    )
    result = keywords.stage(field="note").apply(lf)
    assert result.rows.collect().to_dict(as_series=False) == {
        "note": ["退款"] * 3,
        "sender_role": ["customer", "agent", None],
        "__line": [1, 2, 3],
        "keywords": [["退款"], None, None],
    }
    assert result.counts is not None
    assert result.counts.collect().rows() == [("keywords", 1)]


def test_no_rows_and_nothing_but_nulls() -> None:
    rows = keywords.stage().apply(pl.LazyFrame(schema={"text": pl.String})).rows.collect()
    assert rows.schema == {"text": pl.String, "keywords": pl.List(pl.String)}
    assert found([None, None]) == [None, None]


@given(st.lists(st.none() | written, max_size=8), st.integers(1, 4), st.integers(0, 8))
@settings(deadline=None, max_examples=50)
def test_any_split_of_the_rows_gives_the_same(texts: list[str | None], n: int, at: int) -> None:
    assert found(texts[:at], n) + found(texts[at:], n) == found(texts, n)
    assert found(texts[::-1], n) == found(texts, n)[::-1]


def test_a_megabyte_in_one_cell() -> None:
    (words,) = found(["退款没有到账，鞋子开胶。" * 90_000], 2)
    assert words == ["开胶", "退款"]


def test_bad_options() -> None:
    with pytest.raises(Usage, match=r"words\.number"):
        keywords.stage(0)
    with pytest.raises(Usage, match=r"field\.missing"):
        keywords.stage(field="note").apply(pl.LazyFrame({"text": ["x"]}))


def test_terms_keep_every_occurrence_in_order() -> None:
    rows = terms(readable(pl.Series([None, "退款鞋子，退款"])), segmenter()).rows()
    assert rows == [(1, "退款"), (1, "鞋子"), (1, "退款")]


def test_readable_leaves_order_and_nulls() -> None:
    texts = pl.Series(["Ａ\uff22", None, "", "x@y.cn好", "5*6", "[", "定单"])
    assert readable(texts).to_list() == ["ab", None, "", " 好", " ", "[", "订单"]
