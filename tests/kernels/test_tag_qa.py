"""Inspection: what agents say and leave out, judged conversation by conversation."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.errors import Usage
from cstools.kernels import tag
from cstools.kernels.tag import coverage
from cstools.model.taxonomy import load, parse

QA = tag.stage(load("qa"), sentiment=False, explain=True)
TREE = parse(
    'speaker = "agent"\n'
    '[[tag]]\npath = "缺少问候"\nseverity = 1\nsession = "first"\nany = "您好 亲"\n'
    '[[tag]]\npath = "缺少结束语"\nseverity = 1\nsession = "last"\nany = "再见 感谢"\n'
    '[[tag]]\npath = "未回答"\nseverity = 3\nsession = "unanswered"\nany = "好的 稍等 亲 在的 您好"\n'
    '[[tag]]\npath = "禁用语"\nseverity = 2\nany = "不知道"\n'
)
SMALL = tag.stage(TREE, sentiment=False, explain=True)
START = datetime(2025, 10, 1, 9)
ROLES = {"c": "customer", "a": "agent", "b": "bot", "s": "system", "n": None}


def chat(*lines: str, ticket: str = "1") -> pl.DataFrame:
    """Messages a minute apart, each written as the letter of its role and its text; `*` before: sent by itself, `#`:
    private."""
    said = [line.split(":", 1) for line in lines]
    return pl.DataFrame(
        {
            "message_id": [f"{ticket}-{at}" for at in range(len(lines))],
            "ticket_id": [ticket] * len(lines),
            "sent_at": [START + timedelta(minutes=at) for at in range(len(lines))],
            "sender_role": [ROLES[who[-1]] for who, _ in said],
            "is_auto": [who[0] == "*" for who, _ in said],
            "is_private": [who[0] == "#" for who, _ in said],
            "text": [text or None for _, text in said],
        },
        schema_overrides={"text": pl.String, "sender_role": pl.String},
    )


def tags(*lines: str) -> list[list[str] | None]:
    found: list[list[str] | None] = SMALL.apply(chat(*lines).lazy()).rows.collect()["tags"].to_list()
    return found


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["a:已发货"], [["缺少问候", "缺少结束语"]]),
        (["a:您好", "a:再见"], [None, None]),
        (["a:已发货，感谢", "a:您好"], [["缺少问候"], ["缺少结束语"]]),
        (["*a:您好", "a:已发货", "a:再见"], [None, ["缺少问候"], None]),
        (["#a:您好", "a:已发货，再见"], [None, ["缺少问候"]]),
        (["b:已发货", "s:已发货", "c:已发货", "n:已发货"], [None] * 4),
        (["a:", "a:您好再见"], [None, None]),
        (["c:多少钱", "a:您好，十元，感谢"], [None, None]),
        (["c:多少钱"], [["未回答"]]),
        (["c:多少钱", "a:您好，稍等", "a:感谢"], [None, None, None]),  # thanks are no phrase of this small taxonomy
        (["c:多少钱", "a:您好，稍等", "a:好的", "c:人呢", "a:再见"], [["未回答"], None, None, None, None]),
        (["c:多少钱", "a:您好，稍等", "c:到底多少钱？", "a:十元，再见"], [["未回答"], None, None, None]),
        (["c:多少钱", "a:您好，稍等", "c:急", "a:十元，再见"], [None, None, None, None]),
        (["c:多少钱", "c:什么时候发", "a:您好，十元，今天发，再见"], [None, None, None]),
        (["c:在吗", "c:多少钱？"], [None, ["未回答"]]),
        (["c:在吗"], [["未回答"]]),
        (["c:多少钱", "*a:您好，欢迎光临再见"], [["未回答"], None]),
        (["c:多少钱", "#a:十元"], [["未回答"], None]),
        (["c:多少钱", "b:欢迎光临"], [["未回答"], None]),
        (["c:多少钱", "b:这款十元"], [None, None]),
        (["c:多少钱", "a:"], [None, None]),
        (["c:谢谢"], [None]),
        (["c:", "a:您好不知道，再见"], [None, ["禁用语"]]),
    ],
)
def test_conversations(lines: list[str], wanted: list[list[str] | None]) -> None:
    assert tags(*lines) == wanted


def test_only_the_lines_of_the_speaker_and_the_judged_have_answers() -> None:
    out = SMALL.apply(chat("c:多少钱", "a:您好，稍等", "c:好", "#a:不知道").lazy()).rows.collect()
    assert out["red_line"].to_list() == [False, False, None, None]
    assert out["topic"].to_list() == ["未回答", "缺少结束语", None, None]
    assert out["tag_words"].to_list() == ["未回答=@0-3 unanswered", "缺少结束语=@0-5 last", None, None]
    assert out["severity"].to_list() == [3, 1, None, None]
    assert coverage.stage().apply(out.lazy()).rows.collect()["n"].sum() == 2


def test_sentiment_is_of_texts_that_were_read() -> None:
    out = tag.stage(TREE).apply(chat("c:太差了吧？", "a:您好再见，稍等").lazy()).rows.collect()
    assert out["sentiment"].to_list() == [None, 0.0]


def test_rules_and_conversation_stand_on_one_line() -> None:
    out = SMALL.apply(chat("a:不知道").lazy()).rows.collect()
    assert out["tags"].to_list() == [["禁用语", "缺少问候", "缺少结束语"]]
    assert out["tag_words"].to_list() == ["禁用语=不知道@0-3 any; 缺少问候=@0-3 first; 缺少结束语=@0-3 last"]


def test_without_a_ticket_a_customer_and_a_silence_tell_conversations_apart() -> None:
    one, two = chat("a:您好", "c:好"), chat("a:再见")
    later = two.with_columns(pl.col("sent_at") + timedelta(minutes=32))
    both = pl.concat([one, later]).with_columns(
        pl.lit("u").alias("customer_id"), pl.lit(None, pl.String).alias("ticket_id")
    )
    assert SMALL.apply(both.lazy()).rows.collect()["tags"].to_list() == [["缺少结束语"], None, ["缺少问候"]]
    near = pl.concat([one, two.with_columns(pl.col("sent_at") + timedelta(minutes=31))])
    near = near.with_columns(pl.lit("u").alias("customer_id")).drop("ticket_id")
    assert SMALL.apply(near.lazy()).rows.collect()["tags"].to_list() == [None, None, None]
    nobody = both.with_columns(pl.lit(None, pl.String).alias("customer_id"))
    assert SMALL.apply(nobody.lazy()).rows.collect()["tags"].to_list() == [None, None, None]


@pytest.mark.parametrize(
    ("gone", "named"),
    [(["sent_at"], "sent_at"), (["ticket_id"], "ticket_id"), (["sender_role", "sent_at"], "sender_role, sent_at")],
)
def test_a_missing_field_is_named(gone: list[str], named: str) -> None:
    with pytest.raises(Usage, match=r"taxonomy\.fields") as caught:
        SMALL.apply(chat("a:您好").drop(gone).lazy())
    assert caught.value.params["fields"] == named


def test_the_ninth_message_of_a_second_comes_before_the_tenth() -> None:
    lines = chat("a:您好", "a:再见").with_columns(pl.lit(START).alias("sent_at"), pl.Series("message_id", ["9", "10"]))
    assert SMALL.apply(lines.reverse().lazy()).rows.collect()["tags"].to_list() == [None, None]


def test_a_shop_says_what_a_greeting_and_a_question_are() -> None:
    tree = parse(
        'extend = "qa"\n[[tag]]\npath = "质检/开场/缺少问候"\nadd = true\nany = "宝子"\n'
        '[[tag]]\npath = "质检/应答/未回答问题"\nadd = true\nany = "爱你"\nregex = "价$"\n'
    )
    lines = chat("c:报价", "c:多少钱", "a:宝子好的爱你", "a:祝您愉快")
    out = tag.stage(tree, sentiment=False).apply(lines.lazy()).rows.collect()
    assert out["topic"].to_list() == [None] * 4
    out = tag.stage(tree, sentiment=False).apply(chat("c:报价", "a:好的爱你，宝子，再见").lazy()).rows.collect()
    assert out["topic"].to_list() == [None, None]
    out = tag.stage(tree, sentiment=False).apply(chat("c:报价", "a:您好，好的爱你").lazy()).rows.collect()
    assert out["topic"].to_list() == ["质检/应答/未回答问题", "质检/结束/缺少结束语"]


def test_scope_and_empty_input() -> None:
    assert (SMALL.scope, QA.scope) == ("whole", "whole")
    assert {"ticket_id", "sent_at", "is_auto"} <= set(SMALL.needs or ())
    out = SMALL.apply(chat("a:您好").clear().lazy()).rows.collect()
    assert out.is_empty()
    assert out.schema["tags"] == pl.List(pl.String)


LINE = st.tuples(
    st.sampled_from(["c", "a", "b", "*a", "#a", "s"]),
    st.sampled_from(["多少钱？", "您好", "稍等", "不知道", "十元", "再见", ""]),
)
CHATS = st.lists(st.lists(LINE, max_size=6), max_size=4)


@settings(max_examples=40, deadline=None)
@given(CHATS, st.randoms(use_true_random=False))
def test_neither_order_nor_company_changes_a_conversation(chats: list[list[tuple[str, str]]], order) -> None:
    parts = [chat(*(f"{who}:{text}" for who, text in lines), ticket=str(at)) for at, lines in enumerate(chats) if lines]
    if not parts:
        return
    lines = pl.concat(parts)
    told = SMALL.apply(lines.lazy()).rows.collect()
    assert_frame_equal(told.select(lines.columns), lines)
    places = list(range(lines.height))
    order.shuffle(places)
    mixed = SMALL.apply(lines[places].lazy()).rows.collect()
    assert_frame_equal(mixed, told[places])
    assert_frame_equal(SMALL.apply(told.lazy()).rows.collect(), told)
    alone = pl.concat([SMALL.apply(part.lazy()).rows.collect() for part in parts])
    assert_frame_equal(alone, told)


GOOD = (
    """
麻烦您提供一下订单号|非常抱歉给您带来不便|您缴纳的保证金会退回|请您稍等，我帮您核实一下|这款是100%纯棉的哦|您好，请问有什么可以帮您|建议您最好晚上洗
第一时间给您处理|最近活动比较多|最后祝您生活愉快|不能保证今天到哦|亲，验证码请不要告诉任何人|支持微信支付的|您的问题我已记录，会尽快回复|已经帮您联系快递核实了
您方便提供一下照片吗|请问您收到货了吗|好的，马上为您登记退款|不知道您方便接电话吗|我们不支持加微信的哦|退货地址已发您，运费险会赔付|质量问题我们承担运费
尺码偏小，建议拍大一码|这边给您补发一件|嗯嗯好的|亲亲，这个是正常的发货时间哦|收到货有问题随时联系我|麻烦您先看一下详情页的尺码表哈|七天无理由退货
修改密码可以在设置里|快递已经在派送了，预计明天到|您想怎么样处理呢|您随便看看哈|您小心点拿，有玻璃|给您妈妈买的吗|这款可以去死皮|usb接口的|100nm滤光片
如果私自拆机后果自负哦|已为您加入黑名单|扫码付款给商家就行|这款适合神经病患者吗|我们不支持好评返现|给您最好的处理方案|验证码请勿透露给任何人|请不要把收到的验证码告诉别人
我们不会要求您提供任何密码|请勿将验证码告知他人|忘记密码可以在登录页找回|好评不返现的哦|店铺不能修改评价呢|这个不能治病的亲|不是您的问题，我们来处理|给您最佳解决方案|可以微信付款|您有病史吗
请您不要告诉别人验证码哦|请勿私自拆机，否则后果自负
麻烦您把破损的照片发我一下|让您久等了|非常理解您的心情|这款面料透气性很好|小店支持运费险|建议您联系快递核实一下|密码锁的说明书发您了
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
BAD = {
    "我保证明天一定给您到": "过度承诺",
    "百分百能退": "过度承诺",
    "绝对没问题": "过度承诺",
    "全网最低价": "极限用语",
    "销量第一的": "极限用语",
    "这是您自己拍错了": "推诿责怪客户",
    "跟我们没关系": "推诿责怪客户",
    "你自己联系快递吧": "推给他人",
    "不归我管": "推给他人",
    "把验证码发我一下": "索要隐私",
    "麻烦银行卡号发一下": "索要隐私",
    "加我微信，私下转账便宜点": "引导线下交易",
    "加v聊": "引导线下交易",
    "加个vx吧": "引导线下交易",
    "不知道": "禁用语",
    "公司规定": "禁用语",
    "说了多少遍了": "辱骂不耐烦",
    "你有病吧": "辱骂不耐烦",
    "爱买不买": "辱骂不耐烦",
    "你个SB": "人身攻击",
    "哦": "敷衍",
    "就这样吧": "敷衍",
    "给好评返现5元": "诱导好评",
    "退款原因选七天无理由": "诱导改退款原因",
    "你去投诉吧": "激化矛盾",
    "没有主管": "拒绝转接",
    "麻烦您再说一遍": "让客户重复",
    "不好意思刚看到": "回复迟缓",
    "详情页都有写": "推给页面",
    "无副作用": "疗效承诺",
    "私下给您返20": "私下补偿",
    "别的客户的电话": "泄露他人信息",
    "知道你家在哪": "威胁客户",
    "就是不能退": "生硬拒绝",
    "亲，不要着急，麻烦把银行卡密码发我一下": "索要隐私",
    "验证码发我一下，不要给任何人看": "索要隐私",
    "请勿着急，提供一下支付密码": "索要隐私",
    "忘记密码没关系，把验证码发给我": "索要隐私",
    "加一下微信，支持微信支付": "引导线下交易",
    "扫码付款给我": "引导线下交易",
    "关我屁事": "辱骂不耐烦",
    "您有病吗": "辱骂不耐烦",
    "我无权处理": "禁用语",
    "这个真的没办法呢亲": "禁用语",
    "不知道，密码您自己看": "禁用语",
    "你就是个神经病": "人身攻击",
    "再闹后果自负": "威胁客户",
    "我把您加入黑名单了": "威胁客户",
    "不能返现金，好评送优惠券": "诱导好评",
    "不是药，但是能治失眠": "疗效承诺",
    "不怪您，怪快递，不是我们的问题": "推诿责怪客户",
    "最便宜的运费，最好的质量": "极限用语",
}


def spoken(texts: list[str]) -> list[dict[str, object]]:
    """What is found in each text of an agent, between a greeting and a closing."""
    said = [f"a:{text}" for text in texts]
    rows = QA.apply(chat("a:您好", *said, "a:再见").lazy()).rows.collect().to_dicts()
    return rows[1:-1]


def test_good_service_is_not_found() -> None:
    assert [row["tag_words"] for row in spoken(GOOD) if row["topic"] is not None] == []


def test_what_agents_should_not_say_is_found() -> None:
    found = spoken(list(BAD))
    assert {str(row["text"]): str(row["topic"]).split("/")[-1] for row in found} == BAD


@pytest.mark.parametrize("answer", ["可以的", "可以", "在的", "有的", "能的", "是的", "可以的亲"])
def test_a_yes_is_an_answer(answer: str) -> None:
    rows = QA.apply(chat("a:您好", "c:这个可以用吗", f"a:{answer}", "a:感谢").lazy()).rows.collect()
    assert rows["tags"].to_list() == [None] * 4


@pytest.mark.parametrize("filler", ["好的", "好的，稍等", "嗯嗯", "马上", "亲"])
def test_a_filler_is_no_answer(filler: str) -> None:
    rows = QA.apply(chat("a:您好", "c:这个可以用吗", f"a:{filler}", "a:感谢").lazy()).rows.collect()
    assert rows["topic"].to_list()[1] == "质检/应答/未回答问题"


def test_every_leaf_of_lines_has_an_example_here() -> None:
    leaves = {leaf.path.split("/")[-1] for leaf in load("qa").leaves if leaf.session is None}
    assert leaves == set(BAD.values())
