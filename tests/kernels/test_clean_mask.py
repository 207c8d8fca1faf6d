"""Masks: private data goes, order ids and figures stay, and side records are masked too."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.clean import Options, stage
from cstools.kernels.clean.mask import ALL as KINDS
from cstools.kernels.clean.mask import cell, masked, parse
from cstools.model.masks import KINDS as ALL_KINDS
from cstools.model.masks import STYLES


def hidden(text, kinds=KINDS):
    return pl.DataFrame({"t": [text]}).select(masked(pl.col("t"), kinds)).item()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话13964584386，差评", "电话139****4386，差评"),
        ("tel13964584386ok", "tel139****4386ok"),
        ("+86 138-0719-9352", "138****9352"),
        ("8613807199352", "138****9352"),
        ("13812341234 13912341234,13712341234", "138****1234 139****1234,137****1234"),
        ("座机010-62345678", "座机010****5678"),
        ("身份证420111198101213697。", "身份证420111********3697。"),
        ("邮箱 zhang.san@mail.example.cn 请回", "邮箱 z***@mail.example.cn 请回"),
        ("收件人：王小明，", "收件人：王**，"),
        ("地址：上海浦东新区张江路88号3栋1201室，请改", "地址：上海***，请改"),
        ("送到张江路88号3栋1201室就行", "送到张江路***就行"),
        ("订单8131516132658557147等了15天", "订单8131516132658557147等了15天"),
        ("订单202510161380013800 金额109.79元", "订单202510161380013800 金额109.79元"),
        ("2025-10-16 13:57:21 3号楼", "2025-10-16 13:57:21 3号楼"),
        ("我叫你们退款", "我叫你们退款"),
        ("电话 138 0013 8000 或 138-0013-8000", "电话 138****8000 或 138****8000"),
        ("1 3 8 0 0 1 3 8 0 0 0", "1 3 8****8 0 0 0"),
        ("177xxxx0056", "177****0056"),
        ("(0571)8888 6666转801", "0571****6666转801"),
        ("身份证110105900307771", "身份证110105*****7771"),
        ("110101 19900307 7715。", "110101********7715。"),
        ("卡6222021234567890128", "卡6222****0128"),
        ("6222 0212 3456 7890 128", "6222****0128"),
        ("6222021234567890129", "6222021234567890129"),
        ("订单251016-123456789012345", "订单251016-123456789012345"),
        ("微信号：zhang_san88，加我", "微信号：z***，加我"),
        ("微信支付失败 iPhone15", "微信支付失败 iPhone15"),
        ("QQ 12345678", "QQ 1***"),
        ("我叫欧阳修，电话", "我叫欧**，电话"),
        ("收件人王小明电话", "收件人王**电话"),
        ("收件人是不是写错了", "收件人是不是写错了"),
        ("收货地址是对的吗", "收货地址是对的吗"),
        ("寄到浙江省杭州市余杭区文一西路673号", "寄到浙江***"),
        ("5号6号都没发，10号20号也没有", "5号6号都没发，10号20号也没有"),
        ("型号KFR-35GW/NhA1+3 价格1399-1599元", "型号KFR-35GW/NhA1+3 价格1399-1599元"),
        ("138\u00a01234\u00a01234", "138****1234"),
        ("138  1234  1234", "138****1234"),
        ("138_1234_1234", "138****1234"),
        ("138\u200b12341234", "138****1234"),
        ("v信zhang_san88", "v信z***"),
        ("加我V zhangsan888", "加我V z***"),
        ("加v：zhangsan88", "加v：z***"),
        ("我加V5会员", "我加V5会员"),
        ("我叫欧阳娜娜，电话", "我叫欧**，电话"),
        ("联系人方便的话", "联系人方便的话"),
        ("留个联系人方式", "留个联系人方式"),
        ("名字马上改", "名字马上改"),
        ("联系人马上飞，", "联系人马上飞，"),
        ("联系人马云飞，", "联系人马**，"),
        ("广东省深圳市龙岗区的物流在路上", "广东省深圳市龙岗区的物流在路上"),
        ("IMEI:352073090112345", "IMEI:352073090112345"),
    ],
)
def test_texts(text, expected):
    assert hidden(text) == expected
    assert hidden(expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话13964584386，座机010-62345678", "电话[手机]，座机[电话]"),
        ("139****4386 010****5678", "[手机] [电话]"),
        ("110101199003077715 6222021234567890128", "[身份证] [银行卡]"),
        ("收件人：王小明，地址：上海浦东新区张江路88号3栋1201室", "收件人：[姓名]，地址：[地址]"),
        ("邮箱a.b@c.cn QQ：12345678 微信：abc_123", "邮箱[邮箱] QQ：[QQ] 微信：[微信]"),
    ],
)
def test_tokens(text, expected):
    once = pl.DataFrame({"t": [text]}).select(masked(pl.col("t"), KINDS, "token"))
    assert once.item() == expected
    assert once.select(masked(pl.col("t"), KINDS, "token")).item() == expected


def test_order_ids_only_when_named():
    assert parse("all") == KINDS
    assert hidden("订单8131516132658557147", parse("all,order_id")) == "订单81****7147"


def test_only_the_kinds_asked_for():
    assert hidden("13964584386 a@b.cn", ["email"]) == "13964584386 a***@b.cn"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *"0123456789-+ 号室栋@.aX，*[]：是",
                "电话",
                "1381",
                "110101199003077715",
                "地址：",
                "浙江省杭州市",
                "微信",
                "QQ",
                "我叫",
                "收件人",
                "王小明",
                "手机",
            ]
        ),
        max_size=25,
    ),
    st.sampled_from(STYLES),
)
def test_masking_twice_is_masking_once(words, style):
    frame = pl.DataFrame({"t": ["".join(words)]})
    once = frame.select(masked(pl.col("t"), ALL_KINDS, style))
    assert once.select(masked(pl.col("t"), ALL_KINDS, style)).equals(once)


@settings(max_examples=40, deadline=None)
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(alphabet="你好，ab ", max_size=5))
def test_no_mobile_number_survives(number, around):
    assert number not in hidden(f"{around}{number}{around}")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5))
def test_names_and_phones_twice(values):
    frame = pl.DataFrame({"v": values})
    for kind in KINDS:
        for style in STYLES:
            once = frame.select(cell(pl.col("v"), kind, KINDS, style))
            assert once.select(cell(pl.col("v"), kind, KINDS, style)).equals(once)


def test_columns_and_side_records():
    tickets = pl.LazyFrame(
        {
            "ticket_id": ["1", None],
            "customer_name": ["王小明", "李四"],
            "phone": ["13964584386", "+44 20 7946 0958"],
            "order_id": ["13964584386", None],
            "text": ["打13964584386", "打13912341234"],
            "备用电话": ["13964584386", None],
        }
    )
    result = stage(Options(mask=parse("all"), require=["ticket_id"], defaults=False)).apply(tickets)
    assert result.rows.collect().rows() == [
        ("1", "王**", "139****4386", "13964584386", "打139****4386", "139****4386"),
    ]
    rejects = result.rejects.collect()
    assert rejects.select("customer_name", "phone", "text").rows() == [("李**", "****0958", "打139****1234")]


def test_an_agents_name_stays():
    lines = pl.LazyFrame(
        {"sender_role": ["customer", "agent", None], "sender": ["王小明", "客服001", "某人"], "text": ["a", "b", "c"]}
    )
    rows = stage(Options(mask=("name",))).apply(lines).rows.collect()
    assert rows["sender"].to_list() == ["王**", "客服001", "某**"]


def test_unknown_kind():
    with pytest.raises(Usage):
        parse("phone,face")
