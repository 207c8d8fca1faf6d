"""Transcripts in a cell taken apart into messages."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.fold import messages, unfold
from cstools.kernels.stage import LINE, RULE

ZONE = "Asia/Shanghai"


def taken(cell: str | None, created: str | None = "2025-10-06 08:00:00", **columns: object) -> pl.DataFrame:
    at = datetime.fromisoformat(created) if created else None
    frame = pl.DataFrame(
        {"ticket_id": ["S1"], "created_at": [at], "text": [cell]}, schema_overrides={"text": pl.String}
    )
    frame = frame.with_columns(
        pl.col("created_at").cast(pl.Datetime("us")), **{k: pl.lit(v) for k, v in columns.items()}
    )
    return unfold.stage("text", ZONE).apply(frame.lazy()).rows.collect()


def said(cell: str, created: str | None = "2025-10-06 08:00:00", **columns: object) -> list[tuple[object, ...]]:
    """Time, sender, role's first letter and text of each message."""
    return [
        (at and at.strftime("%d %H:%M:%S"), who, (role or "-")[0], text)
        for at, who, role, text in taken(cell, created, **columns)
        .select("sent_at", "sender", "sender_role", "text")
        .rows()
    ]


TB, XM = ("06 08:05:03", "tb123", "c", "在吗"), ("06 08:06:00", "旗舰店:小美", "a", "亲\n在的")
FORMS = {
    "day, clock, name, colon": "2025-10-06 08:05:03 tb123: 在吗\n2025-10-06 08:06:00 旗舰店:小美: 亲\n在的",
    "slashes, full width": "2025/10/6 8:05:03 tb123：在吗\n2025/10/6 8:06 旗舰店:小美：亲\n在的",
    "Chinese date": "2025年10月6日 08:05:03 tb123：在吗\n2025年10月6日 8:06:00 旗舰店:小美：亲\n在的",
    "bracketed": "[2025-10-06 08:05:03] tb123: 在吗\n[2025-10-06 08:06:00] 旗舰店:小美: 亲\n在的",
    "name, then time": "tb123 2025-10-06 08:05:03\n在吗\n\n旗舰店:小美 2025-10-06 08:06:00\n亲\n在的\n",
    "name (time):": "tb123(2025-10-06 08:05:03): 在吗\n旗舰店:小美(2025-10-06 08:06:00): 亲\n在的",
    "name (time): on its own line": "tb123 (2025-10-06 08:05:03):\n在吗\n旗舰店:小美 (2025-10-06 08:06:00):\n亲\n在的",
    "full-width brackets": "tb123（2025-10-06 08:05:03）：在吗\n旗舰店:小美（2025-10-06 08:06:00）：亲\n在的",
    "time, then name, on its own line": "2025-10-06 08:05:03 tb123\n在吗\n2025-10-06 08:06:00 旗舰店:小美\n亲\n在的",
    "clock only": "[08:05:03] tb123：在吗\n[08:06:00] 旗舰店:小美：亲\n在的",
    "clock without brackets": "08:05:03 tb123: 在吗\n08:06:00 旗舰店:小美: 亲\n在的",
    "name (clock):": "tb123 (08:05:03): 在吗\n旗舰店:小美 (08:06:00):\n亲\n在的",
    "name clock": "tb123 08:05:03\n在吗\n旗舰店:小美 08:06:00\n亲\n在的",
    "carriage returns": "tb123 08:05:03\r\n在吗\r\n旗舰店:小美 08:06:00\r\n亲\r\n在的\r\n",
    "a date line of its own": "—— 2025-10-06 ——\ntb123 08:05:03\n在吗\n旗舰店:小美 08:06:00\n亲\n在的",
}


@pytest.mark.parametrize("cell", FORMS.values(), ids=FORMS)
def test_every_form_says_the_same(cell: str) -> None:
    assert said(cell) == [TB, XM]


def test_names_with_a_role_and_a_space() -> None:
    cell = "客服 小王(2025-10-06 08:05:03): 您好\n访客A(2025-10-06 08:05:09): 在吗: 急"
    assert said(cell) == [("06 08:05:03", "客服 小王", "a", "您好"), ("06 08:05:09", "访客A", "c", "在吗: 急")]


def test_the_customer_s_own_name() -> None:
    cell = "08:05:03 小王: 您好\n08:05:09 张三: 在吗"
    assert [role for _, _, role, _ in said(cell, customer_id="张三", agent="小王")] == ["a", "c"]
    assert [role for _, _, role, _ in said(cell, agent="小王")] == ["a", "c"], "the one left is the customer"
    assert [role for _, _, role, _ in said(cell)] == ["-", "-"], "nothing tells"


def test_clocks_go_on_after_midnight() -> None:
    cell = "[23:58:00] tb: 在吗\n[23:57:59] tb: 喂\n[00:01:00] 客服: 在\n[09:00:00] tb: 好\n[08:00:00] tb: 嗯"
    days = [at for at, *_ in said(cell, "2025-10-06 23:58:00")]
    assert days == ["06 23:58:00", "06 23:57:59", "07 00:01:00", "07 09:00:00", "07 08:00:00"]


@pytest.mark.parametrize(
    ("created", "first"),
    [
        ("2025-10-06 23:59:00", "07 00:01:00"),
        ("2025-10-06 00:00:00", "06 00:01:00"),
        ("2025-10-06 08:00:00", "06 00:01:00"),
        (None, None),
    ],
)
def test_a_clock_takes_the_record_s_day(created: str | None, first: str | None) -> None:
    assert said("00:01:00 tb: 在吗", created)[0][0] == first


def test_a_chat_that_ended_after_midnight() -> None:
    assert [at for at, *_ in said("23:58:00 tb: 在吗\n00:02:00 客服: 在", "2025-10-07 00:05:00")] == [
        "06 23:58:00",
        "07 00:02:00",
    ]


def test_date_lines_move_the_day() -> None:
    cell = "2025-10-06\ntb 23:00:00\n在吗\n2025-10-08 星期三\n客服 09:00:00\n在"
    assert [at for at, *_ in said(cell)] == ["06 23:00:00", "08 09:00:00"]


def test_a_date_somebody_says_stays() -> None:
    cell = "2025-10-06 08:05:03 tb: 哪天到\n2025-10-06 08:06:00 客服: 预计\n2025-10-09\n10:00 前：到"
    assert said(cell)[1][3] == "预计\n2025-10-09\n10:00 前：到"


def test_lines_before_the_first_header_are_the_system_s() -> None:
    cell = "会话开始\n2025-10-06 08:05:03 tb: 在吗"
    assert said(cell)[0] == ("06 08:05:03", None, "s", "会话开始")


def test_a_cell_without_headers_is_the_customer_s() -> None:
    assert said("一直没发货\n急") == [("06 08:00:00", None, "c", "一直没发货\n急")]


def test_words_for_roles_without_times() -> None:
    assert said("客户：在吗\n客服小王：在\n稍等") == [(None, "客户", "c", "在吗"), (None, "客服小王", "a", "在\n稍等")]


def test_empty_cells_are_dropped_and_fields_go_along() -> None:
    frame = pl.LazyFrame({"ticket_id": ["1", "2"], "聊天": [" ", "08:00 tb: 在"], "shop": ["甲", "乙"], LINE: [2, 3]})
    result = unfold.stage("聊天", ZONE).apply(frame)
    assert result.rows.collect().select("ticket_id", "shop", "text", LINE).rows() == [("2", "乙", "在", 3)]
    assert result.rejects is not None
    assert result.rejects.collect()[RULE].to_list() == ["unfold.empty"]


def test_a_log_of_nothing_else_keeps_its_lines() -> None:
    frame = pl.LazyFrame({"text": ["tb 08:00:00\n在吗\n客服 08:00:09\n在"], LINE: [1]})
    assert unfold.stage("text", ZONE).apply(frame).rows.collect()[LINE].to_list() == [1, 3]


def test_fields_are_named_as_in_the_export() -> None:
    frame = pl.LazyFrame({"ticket_id": ["1"], "text": ["08:00 tb: 在"]})
    assert unfold.stage("聊天内容", ZONE).apply(frame).rows.collect()["text"].to_list() == ["在"]
    with pytest.raises(Usage):
        unfold.stage("没有", ZONE).apply(frame)


def test_unfolded_then_folded() -> None:
    frame = taken("08:05:03 tb: 在吗\n08:05:33 客服小王: 在", channel="千牛", csat=5.0)
    ticket = messages.stage(1800, ZONE).apply(frame.lazy()).rows.collect().row(0, named=True)
    assert (ticket["first_response_s"], ticket["agent"], ticket["csat"]) == (30.0, "客服小王", 5.0)
    assert (ticket["ticket_id"], ticket["channel"]) == ("S1", "千牛")


WORDS = st.text(alphabet="在吗好的abc 12:：()[]\n-", max_size=20)


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS, max_size=6))
def test_no_word_is_lost(texts: list[str]) -> None:
    """Every sign that is not blank comes out again, in order, whatever looks like a header."""
    turns = [f"2025-10-06 08:0{number}:00 tb{number}: {text}" for number, text in enumerate(texts)]
    made = taken("\n".join(turns))
    assert made.height == len(texts) if texts else made.is_empty()
    heard = ["".join((text or "").split()) for text in made["text"]]
    assert heard == ["".join(text.split()) for text in texts]
