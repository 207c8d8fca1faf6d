"""Tagging: what is named, what is not, and that nothing but the text decides."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels import tag
from cstools.kernels.stage import Stage
from cstools.kernels.tag import coverage
from cstools.kernels.tag.patterns import compiled
from cstools.model.taxonomy import load, parse

SHIPPED = tag.stage(load(), explain=True)
SMALL_TREE = parse(
    'stages = ["售前", "售中", "售后"]\nignore = "不差钱"\nbought = "收到"\n'
    '[[tag]]\npath = "售前/咨询"\nseverity = 1\nany = "有货吗"\n'
    '[[tag]]\npath = "售中/物流"\nseverity = 3\nany = "太慢 没到"\nnear = ["快递 4 慢"]\nnot = "龟兔"\n'
    '[[tag]]\npath = "售后/质量"\nseverity = 3\nany = "掉色"\nask = "售前/咨询"\n'
    '[[tag]]\npath = "售后/伤害"\nseverity = 5\nany = "漏电"\nnegate = "keep"\n'
    '[[tag]]\npath = "风险/投诉"\nseverity = 4\naside = true\nany = "投诉"\n'
    '[[tag]]\npath = "其他/寒暄"\nseverity = 1\naside = true\nwhole = "你好 在吗"\n'
)


def rows(texts: list[str | None], stage: Stage = SHIPPED) -> list[dict[str, object]]:
    """The records cs-tag makes of these texts."""
    found: list[dict[str, object]] = (
        stage.apply(pl.LazyFrame({"text": texts}, schema={"text": pl.String})).rows.collect().to_dicts()
    )
    return found


@pytest.mark.parametrize(
    ("text", "topic", "tags"),
    [
        ("有货吗", "售前/咨询", ["售前/咨询"]),
        ("太慢了，要投诉", "售中/物流", ["售中/物流", "风险/投诉"]),
        ("要投诉", "风险/投诉", ["风险/投诉"]),
        ("掉色，还太慢", "售后/质量", ["售后/质量", "售中/物流"]),
        ("太慢，漏电，掉色，投诉", "售后/伤害", ["售后/伤害", "风险/投诉", "售后/质量", "售中/物流"]),
        ("快递真的很慢", "售中/物流", ["售中/物流"]),
        ("快递员人很好就是路上慢", None, None),
        ("慢，快递", None, None),
        ("龟兔赛跑太慢", None, None),
        ("没有掉色", None, None),
        ("没有漏电", "售后/伤害", ["售后/伤害"]),
        ("会不会掉色", "售前/咨询", ["售前/咨询"]),
        ("这个会掉色吗", "售前/咨询", ["售前/咨询"]),
        ("收到了，会掉色吗", "售后/质量", ["售后/质量"]),
        ("这个不会掉色", None, None),
        ("你好，在吗？？", "其他/寒暄", ["其他/寒暄"]),
        ("你好，掉色", "售后/质量", ["售后/质量"]),
        ("你好呀妈妈", None, None),
        ("？？？", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_rules(text: str | None, topic: str | None, tags: list[str] | None) -> None:
    (row,) = rows([text], tag.stage(SMALL_TREE))
    assert (row["topic"], row["tags"]) == (topic, tags)


def test_severity_and_red_line_count_every_leaf() -> None:
    (row,) = rows(["快递太慢了，再不处理就打12315"])
    assert row["topic"] == "售中订单/物流/物流停滞"
    assert (row["severity"], row["red_line"]) == (5, True)
    assert row["tags"] == ["售中订单/物流/物流停滞", "服务与风险/升级风险/监管法律"]


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("物流慢", "物流停滞"),
        ("快递太慢了吧", "物流停滞"),
        ("打\uff11\uff12\uff13\uff11\uff15！", "监管法律"),
        ("块递木有更新", "物流停滞"),
        ("退款几天能到账", "退款进度"),
        ("地址发错了", "修改地址电话"),
        ("单号查不到任何信息", "虚假发货"),
        ("券过期了还能用吗", "优惠券满减咨询"),
        ("说给我回电话到现在没有", "承诺未跟进"),
        ("用完脸上又红又痒", "安全伤害"),
        ("什么时候有货", "现货补货"),
        ("这是正品吗", "正品资质"),
        ("扫码查不到，感觉是假货", "质疑假货"),
        ("谢谢，客服很有耐心，非常满意", "表扬感谢"),
        ("亲，在吗", "寒暄无诉求"),
    ],
)
def test_shipped_leaves(text: str, leaf: str) -> None:
    (row,) = rows([text])
    assert leaf in str(row["topic"]).split("/"), row["tag_words"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("很好吃", "positive"),
        ("不好吃", "negative"),
        ("不是很好吃", "negative"),
        ("没有想象的那么好吃", "negative"),
        ("一点都不贵", "positive"),
        ("好贵", "negative"),
        ("快递员打来电话", "neutral"),
        ("会不会掉色", "neutral"),
        ("请问几点发货", "neutral"),
        ("太差了，非常失望", "negative"),
    ],
)
def test_sentiment(text: str, label: str) -> None:
    (row,) = rows([text])
    assert row["sentiment_label"] == label
    assert -1 <= float(str(row["sentiment"])) <= 1


def test_degree_weighs_and_a_score_is_bounded() -> None:
    some, more, most = (float(str(row["sentiment"])) for row in rows(["好吃", "非常好吃", "非常好吃" * 200]))
    assert 0 < some < more < most < 1


def test_nothing_to_read_is_null_and_nothing_found_is_not() -> None:
    nothing, plain = rows([None, "四十二"])
    assert {nothing[name] for name in ("topic", "tags", "severity", "red_line", "sentiment", "sentiment_label")} == {
        None
    }
    assert (plain["topic"], plain["tags"], plain["severity"], plain["red_line"]) == (None, None, None, False)
    assert (plain["sentiment"], plain["sentiment_label"]) == (0.0, "neutral")


def test_only_the_customer_speaks() -> None:
    lf = pl.LazyFrame({"text": ["我要退款"] * 4, "sender_role": ["customer", "agent", "bot", None]})
    result = SHIPPED.apply(lf)
    assert result.rows.collect()["topic"].to_list() == ["售后问题/退款/退款申请", None, None, None]
    assert result.counts is not None
    assert result.counts.collect().rows() == [("tagged", 1)]


def test_options_change_only_their_own_columns() -> None:
    lf = pl.LazyFrame(
        {"note": ["快递太慢", "快递太慢"], "category": [None, "物流"], "topic": ["old", "old"], "__line": [1, 2]}
    )
    out = tag.filled().apply(tag.stage(load(), field="note", sentiment=False).apply(lf).rows).rows.collect()
    assert out.columns == ["note", "category", "__line", "topic", "tags", "severity", "red_line"]
    assert out["category"].to_list() == ["售中订单/物流/物流停滞", "物流"]
    with pytest.raises(Usage, match=r"field\.missing"):
        SHIPPED.apply(lf)


def test_without_texts_the_columns_are_typed() -> None:
    out = SHIPPED.apply(pl.LazyFrame(schema={"text": pl.String})).rows.collect()
    assert out.is_empty()
    assert out.schema == {"text": pl.String(), **tag.TOPICS, **tag.FEELINGS, tag.EXPLAIN: pl.String()}


def test_explain_names_the_words() -> None:
    (row,) = rows(["申请退款5天了还没到账"])
    assert "售后问题/退款/退款进度=退款…" in str(row["tag_words"])


def test_shares_add_up_and_mentions_may_not() -> None:
    lf = SHIPPED.apply(pl.LazyFrame({"text": ["快递太慢，我要投诉", "漏电了", "四十二", None]})).rows
    table = coverage.stage().apply(lf).rows.collect()
    assert table["n"].sum() == 3
    assert table["share"].sum() == pytest.approx(1, abs=1e-5)
    assert table["mentions"].sum() == 3
    assert table.filter(topic=coverage.UNNAMED)["n"].to_list() == [1]
    assert coverage.stage().apply(lf.filter(pl.lit(value=False))).rows.collect().height == 0


WORDS = [
    "快递",
    "太慢",
    "没",
    "没有",
    "到账",
    "退款",
    "掉色",
    "吗",
    "会不会",
    "不",
    "很",
    "，",
    "A货",
    "😡",
    "收到",
    "投诉",
]
TEXTS = st.lists(st.none() | st.lists(st.sampled_from(WORDS), max_size=8).map("".join), max_size=8)


@settings(max_examples=12, deadline=None)
@given(TEXTS)
def test_neither_order_nor_company_changes_an_answer(texts: list[str | None]) -> None:
    together = rows(texts)
    alone = [row for text in texts for row in rows([text])]
    assert together == alone
    assert rows(texts[::-1]) == together[::-1]


def test_long_and_odd_texts_are_read() -> None:
    long = "很慢" * 200_000
    emoji, english, mixed, long_row = rows(["😀" * 50, "where is my parcel", "APP闪退 crash", long])
    assert emoji["topic"] is None
    assert english["sentiment_label"] == "neutral"
    assert mixed["topic"] == "售后问题/商品质量/功能故障"
    assert long_row["sentiment_label"] == "negative"


def test_every_prefix_fits_the_table_it_is_looked_up_in() -> None:
    patterns = compiled(load())
    assert patterns.before["prefix"].is_unique().all()
    assert patterns.tone["prefix"].is_unique().all()
    assert patterns.words["word"].is_unique().all()
