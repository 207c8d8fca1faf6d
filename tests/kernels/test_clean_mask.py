"""Masks: private data goes, order ids and figures stay, and side records are masked too."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.clean import Options, stage
from cstools.kernels.clean.mask import KINDS, masked, masked_name, masked_phone, parse


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
    ],
)
def test_texts(text, expected):
    assert hidden(text) == expected
    assert hidden(expected) == expected


def test_only_the_kinds_asked_for():
    assert hidden("13964584386 a@b.cn", ["email"]) == "13964584386 a***@b.cn"


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789-+ 电话号室栋@.a，*地址：", max_size=40))
def test_masking_twice_is_masking_once(text):
    once = hidden(text)
    assert hidden(once) == once


@settings(max_examples=40, deadline=None)
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(alphabet="你好，ab ", max_size=5))
def test_no_mobile_number_survives(number, around):
    assert number not in hidden(f"{around}{number}{around}")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5))
def test_names_and_phones_twice(values):
    frame = pl.DataFrame({"v": values})
    for hide in (masked_name, masked_phone):
        once = frame.select(hide(pl.col("v")))
        assert once.select(hide(pl.col("v"))).equals(once)


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
