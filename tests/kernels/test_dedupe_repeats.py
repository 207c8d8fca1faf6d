"""Repeats: the same customer asking nearly the same again."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest

from cstools.kernels import dedupe
from cstools.kernels.dedupe import repeats

ASKED = "我买的充电宝怎么还没有发货"
START = datetime(2025, 10, 1)


def contacts(hours: list[float], texts: list[str | None] | None = None, **more: list[str | None]) -> pl.LazyFrame:
    n = len(hours)
    return pl.LazyFrame(
        {
            "ticket_id": [f"T{i}" for i in range(n)],
            "customer_id": ["c"] * n,
            "created_at": [START + timedelta(hours=hour) for hour in hours],
            "text": texts or [ASKED] * n,
            **more,
        }
    )


def chains(lf: pl.LazyFrame, within: str = "24h", similar: float = 0.9) -> dict[str, str | None]:
    rows = dedupe.stage(within=within, similar=similar).apply(lf).rows.select("ticket_id", "repeat_of").collect()
    return dict(rows.rows())


def test_a_chain_leads_to_its_first_contact() -> None:
    assert chains(contacts([0, 20, 40, 60])) == {"T0": None, "T1": "T0", "T2": "T0", "T3": "T0"}


def test_the_window_includes_its_end() -> None:
    assert chains(contacts([0, 24]))["T1"] == "T0"
    assert chains(contacts([0, 24.001]))["T1"] is None
    assert chains(contacts([0, 24.001]), within="72h")["T1"] == "T0"


@pytest.mark.parametrize(
    ("text", "repeat"),
    [
        ("急！我买的充电宝，怎么还没有发货？", True),
        ("我买的充电宝怎么还没有发货", True),
        ("我要退款", False),
        ("！！！", False),
        (None, False),
    ],
)
def test_texts_are_compared_without_their_signs(text: str | None, repeat: bool) -> None:
    assert (chains(contacts([0, 1], [ASKED, text]))["T1"] == "T0") is repeat


def test_only_the_same_known_customer_repeats() -> None:
    pairs: list[list[str | None]] = [["c", "d"], [None, None], ["t**1", "t**1"]]
    for pair in pairs:
        assert chains(contacts([0, 1], customer_id=pair))["T1"] is None


def test_one_case_does_not_repeat_itself() -> None:
    lf = contacts([0, 1, 2], parent_id=[None, "T0", None])
    assert chains(lf) == {"T0": None, "T1": None, "T2": "T0"}


def test_an_earlier_contact_without_an_id_cannot_be_named() -> None:
    lf = contacts([0, 1, 2], ticket_id=[None, "T1", "T2"])
    assert chains(lf) == {None: None, "T1": None, "T2": "T1"}


def test_duplicates_are_not_repeats() -> None:
    assert chains(contacts([0, 1], ticket_id=["T0", "T0"])) == {"T0": None}


def test_repeats_stay_unless_they_are_to_be_merged() -> None:
    lf = contacts([0, 20, 40])
    kept = dedupe.stage().apply(lf)
    assert kept.counts is not None
    assert kept.rows.collect().height == 3
    assert ("repeats", 2) in kept.counts.collect().rows()
    merged = dedupe.stage(merge_repeats=True).apply(lf)
    assert merged.rejects is not None
    assert merged.rows.collect()["ticket_id"].to_list() == ["T0"]
    assert merged.rejects.select("__rule", "__value", "ticket_id").collect().rows() == [
        ("repeat.text", "T0", "T1"),
        ("repeat.text", "T0", "T2"),
    ]


def test_a_busy_account_is_compared_with_its_nearest_only_and_counted() -> None:
    n = 2_000
    result = dedupe.stage().apply(contacts([i / 1000 for i in range(n)]))
    assert result.counts is not None
    assert result.rows.collect()["repeat_of"].drop_nulls().unique().to_list() == ["T0"]
    assert dict(result.counts.collect().rows())["contacts compared with the nearest 64 only"] == n - 65


def test_merging_looks_again_where_neighbours_were_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "NEAREST", 2)
    other = "请问这个杯子有没有蓝色的可以选"
    lf = contacts([0, 1, 2, 3, 4], [ASKED, other, other, other, ASKED])
    stage = dedupe.stage(merge_repeats=True)
    out = stage.apply(lf).rows.collect()
    assert out["ticket_id"].to_list() == ["T0", "T1"]
    assert stage.apply(out.lazy()).rows.collect().equals(out)


def test_other_kinds_have_no_repeats() -> None:
    lf = pl.LazyFrame({"order_id": ["1"], "amount": [1.0]})
    assert dedupe.stage().apply(lf).rows.collect_schema().names() == ["order_id", "amount"]


PHONE, ORDER = "13812345678", "6641174171708116117"


@pytest.mark.parametrize(
    "again",
    [
        "您好，我买的充电宝怎么还没有发货",
        "急！！！我买的充电宝怎么还没有发货",
        "又是我，我买的充电宝怎么还没有发货",
        "我买的充电宝怎么还没有发货，谢谢亲～",
        "我买的充电宝怎么还没有发货，怎么没人理我，已经反馈过一次了",
        "我买的充电宝怎么还没有发货，这都第三遍了，给个说法",
        "我买的充电宝 怎么还没有发货[怒][图片]",
        "我买的充电宝怎么还没有发伙",
        "我买的充电宝，订单6641174171708116117，怎么还没有发货",
    ],
)
def test_the_same_is_asked_again_in_other_words(again: str) -> None:
    assert chains(contacts([0, 1], [ASKED, again]))["T1"] == "T0"
    assert chains(contacts([0, 1], [again, ASKED]))["T1"] == "T0"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("在吗", "你好，在吗"),
        ("人工", "转人工客服"),
        ("你好", "您好！"),
        ("[图片]", "[图片]"),
        ("怎么退货", "怎么换货"),
        ("好的", "好的，谢谢"),
        ("快递显示已签收但我没有收到", "快递显示已签收，我收到了，谢谢"),
        ("我买的充电宝怎么还没有发货", "我买的充电宝怎么充不进电"),
        ("产品质量有问题，我要求退款", "产品质量有问题，我要求换货"),
        ("云感空气炸锅怎么安装，说明书看不懂", "人体工学椅怎么安装，说明书看不懂"),
        ("什么时候可以发货呢", "我的快递一直没有动静，打电话也没有人接，" * 4 + "什么时候可以发货呢"),
        (f"订单{ORDER}申请换货", f"订单{ORDER}申请退货"),
        (f"订单{ORDER}怎么还没有发货", "订单2752818096285492017怎么还没有发货"),
        ("申请退款5天了还没到账，退款金额79.01元", "申请退款5天了还没到账，退款金额79.61元"),
    ],
)
def test_another_question_is_no_repeat(first: str, second: str) -> None:
    assert chains(contacts([0, 1], [first, second]))["T1"] is None
    assert chains(contacts([0, 1], [second, first]))["T1"] is None


def test_a_greeting_more_is_the_same_question_if_enough_is_left_of_it() -> None:
    assert chains(contacts([0, 1], ["什么时候发货", "你好，什么时候发货？谢谢"]))["T1"] == "T0"
    assert chains(contacts([0, 1], ["退款", "你好，退款"]))["T1"] is None


def test_a_likeness_of_one_forgives_nothing() -> None:
    texts = [ASKED, f"你好，{ASKED}", f"{ASKED}！"]
    assert chains(contacts([0, 1, 2], list(texts)), similar=1.0) == {"T0": None, "T1": None, "T2": "T0"}


TYPOS = "我买的充电宝咋还没有发货"


@pytest.mark.parametrize(
    ("orders", "products", "text", "repeat"),
    [
        ([None, None], [None, None], TYPOS, False),
        (["1", "1"], [None, None], TYPOS, True),
        (["1", "1"], ["宝", "线"], TYPOS, False),
        (["1", "2"], [None, None], ASKED, False),
        (["1", None], [None, None], ASKED, True),
        (["66****17", "12****17"], [None, None], ASKED, True),
        ([None, None], ["宝", "线"], ASKED, True),
        ([None, None], ["宝", "线"], "我买的充电宝怎么还没有发伙", False),
        ([None, None], ["宝", "宝"], "我买的充电宝怎么还没有发伙", True),
    ],
)
def test_orders_and_products_speak_for_and_against(
    orders: list[str | None], products: list[str | None], text: str, repeat: bool
) -> None:
    lf = contacts([0, 1], [ASKED, text], order_id=orders, product=products)
    assert (chains(lf)["T1"] == "T0") is repeat


def test_equal_long_numbers_in_the_texts_speak_for_one_order() -> None:
    texts: list[str | None] = [f"{ASKED}，订单{ORDER}", f"{TYPOS}，定单{ORDER}"]
    assert chains(contacts([0, 1], texts))["T1"] == "T0"
    assert chains(contacts([0, 1], [ASKED, TYPOS]))["T1"] is None


@pytest.mark.parametrize(
    ("more", "repeat"),
    [
        ({"phone": [PHONE, PHONE]}, True),
        ({"phone": [PHONE, PHONE], "customer_name": ["王", "王"]}, True),
        ({"phone": [PHONE, PHONE], "customer_name": ["王", "李"]}, False),
        ({"phone": [PHONE, PHONE], "customer_name": ["王", None]}, False),
        ({"phone": ["138****5678", "138****5678"]}, False),
        ({"phone": ["110", "110"]}, False),
        ({"phone": [None, None]}, False),
        ({"order_id": ["1", "1"]}, True),
        ({"order_id": ["1", "2"], "phone": [PHONE, PHONE]}, False),
    ],
)
@pytest.mark.parametrize("known", ["c", None])
def test_a_telephone_or_an_order_stands_in_for_a_missing_customer(
    known: str | None, more: dict[str, list[str | None]], repeat: bool
) -> None:
    lf = contacts([0, 1], customer_id=[known, None], **more)
    assert (chains(lf)["T1"] == "T0") is repeat


@pytest.mark.parametrize(("known", "first"), [("c", "T0"), (None, None)])
def test_an_order_and_a_telephone_are_joined_only_by_a_known_customer(known: str | None, first: str | None) -> None:
    lf = contacts([0, 1], customer_id=[known, None], order_id=["1", None], phone=[PHONE, PHONE])
    assert chains(lf)["T1"] == first


def test_a_telephone_of_two_customers_tells_nobody() -> None:
    lf = contacts([0, 1, 2], customer_id=["c", "d", None], phone=[PHONE] * 3)
    assert chains(lf) == {"T0": None, "T1": None, "T2": None}


def test_equal_texts_of_two_customers_stay_apart_whatever_else_they_share() -> None:
    lf = contacts([0, 1], customer_id=["c", "d"], phone=[PHONE] * 2, order_id=["1"] * 2, customer_name=["王"] * 2)
    assert chains(lf)["T1"] is None


def test_the_first_response_says_when_a_contact_without_a_time_was() -> None:
    lf = contacts([0, 1, 2]).with_columns(
        pl.when(pl.col("ticket_id") != "T1").then("created_at").alias("created_at"),
        pl.Series("first_response_at", [None, START + timedelta(hours=1.1), None], dtype=pl.Datetime("us")),
    )
    assert chains(lf) == {"T0": None, "T1": "T0", "T2": "T0"}
    assert chains(lf.drop("first_response_at")) == {"T0": None, "T1": None, "T2": "T0"}


def test_the_order_of_the_rows_does_not_matter() -> None:
    texts: list[str | None] = [ASKED, f"你好，{ASKED}", "在吗", TYPOS, f"{ASKED}，给个说法", None, "在吗", "人工"]
    n = len(texts)
    customers: list[str | None] = ["c", "c", "c", "d", None, "c", "c", None]
    phones: list[str | None] = [PHONE, None, None, None, PHONE, None, None, None]
    lf = contacts([i // 2 for i in range(n)], texts, customer_id=customers, phone=phones)
    found = chains(lf)
    assert {name for name, first in found.items() if first} == {"T1", "T4", "T6"}
    for seed in range(20):
        assert chains(lf.collect().sample(fraction=1, shuffle=True, seed=seed).lazy()) == found
