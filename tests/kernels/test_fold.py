"""Chat lines folded into tickets."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.fold import messages
from cstools.kernels.stage import FILE, LEVEL, RULE, Result

GAP, ZONE = 1800, "Asia/Shanghai"
ROLES = {"c": "customer", "a": "agent", "b": "bot", "s": "system"}


def lines(text: str, **columns: object) -> pl.DataFrame:
    """`HH:MM:SS c words` lines as messages of one session; `a=小王` names the sender, `!` after it a private note."""
    rows = []
    for line in text.strip().splitlines():
        clock, who, *said = line.split(maxsplit=2)
        role, _, sender = who.rstrip("!").partition("=")
        rows.append(
            {
                "ticket_id": "S1",
                "sent_at": datetime.fromisoformat(f"2025-10-06 {clock}"),
                "sender_role": ROLES[role],
                "sender": sender or {"c": "tb1", "a": "小王"}.get(role, role),
                "is_private": who.endswith("!"),
                "text": said[0] if said else None,
            }
        )
    return pl.DataFrame(rows).with_columns(**{name: pl.lit(value) for name, value in columns.items()})


def fold(frame: pl.DataFrame, gap: int = GAP) -> pl.DataFrame:
    return messages.stage(gap, ZONE).apply(frame.lazy()).rows.collect()


def sides(result: Result) -> list[tuple[str, str]]:
    assert result.rejects is not None
    return result.rejects.collect().select(LEVEL, RULE).rows()


def notes(frame: pl.DataFrame) -> dict[str, int]:
    result = messages.stage(GAP, ZONE).apply(frame.lazy())
    assert result.counts is not None
    return dict(result.counts.collect().rows())


FIRST = {
    "a person answers": ("08:00:00 c 在吗\n08:00:30 a 在的", 30.0, None),
    "a greeting answers nothing": (
        "08:00:00 c 什么时候发货\n08:00:01 b 您好，智能客服小蜜为您服务\n08:00:20 c 在吗\n08:01:00 a 在的",
        60.0,
        None,
    ),
    "the bot answers, the customer asks on": (
        "08:00:00 c 发货\n08:00:01 b 48小时内\n08:00:20 c 太慢\n08:00:30 c 快点\n08:01:00 a 在的",
        40.0,
        "08:00:20",
    ),
    "a person is asked for": (
        "08:00:00 c 你好\n08:00:01 b 欢迎光临\n08:00:20 c 转人工\n08:00:21 b 正在为您转接人工客服\n08:01:00 a 在的",
        40.0,
        "08:00:20",
    ),
    "a word about goods asks for nobody": (
        "08:00:00 c 请问这款围巾是纯手工还是人工缝制的，羊毛含量是多少\n08:00:01 b 欢迎光临\n08:01:00 a 在的",
        60.0,
        None,
    ),
    "nor does a word about wages": (
        "08:00:00 c 你好\n08:00:01 b 欢迎光临\n08:00:20 c 人工费多少\n08:01:00 a 在的",
        60.0,
        None,
    ),
    "the bot had the last word": ("08:00:00 c 发货\n08:00:05 b 48小时内\n08:00:30 a 我来跟进", 30.0, "08:00:00"),
    "transferred by the system": (
        "08:00:00 c 发货\n08:00:02 b 48小时内\n08:00:10 c 查单号\n08:00:12 s 已为您转接人工\n08:00:40 a 在的",
        30.0,
        "08:00:10",
    ),
    "a private note is no reply": ("08:00:00 c 在吗\n08:00:10 a! 先查库存\n08:00:50 a 有货", 50.0, None),
    "the agent began": ("08:00:00 a 您的包裹到了\n08:00:30 c 谢谢\n08:01:00 a 不客气", 30.0, None),
    "nobody answered": ("08:00:00 c 在吗\n08:05:00 c 人呢", None, None),
    "only the bot": ("08:00:00 c 在吗\n08:00:01 b 您好，有什么可以帮您", None, None),
    "asked for a person in vain": ("08:00:00 c 在吗\n08:00:01 b 欢迎光临\n08:00:09 c 人工", None, "08:00:09"),
    "a note after asking in vain": ("08:00:00 c 在吗\n08:00:09 a! 无人跟进", None, None),
}


@pytest.mark.parametrize(("text", "seconds", "handoff"), FIRST.values(), ids=FIRST)
def test_first_response(text: str, seconds: float | None, handoff: str | None) -> None:
    ticket = fold(lines(text)).row(0, named=True)
    assert ticket["first_response_s"] == seconds
    assert ticket["is_answered"] == (seconds is not None)
    at = ticket["bot_handoff_at"]
    assert (at and at.strftime("%H:%M:%S")) == handoff
    if seconds is not None:
        # the definition of cs-kpi, from the times themselves
        since = max(x for x in (ticket["first_customer_at"], at) if x)
        assert (ticket["first_response_at"] - since).total_seconds() == seconds


def test_published_rounds() -> None:
    """The worked cases of the three-minute rule: later questions open no round of their own."""
    one = "10:10:15 c 问\n10:15:20 c 再问\n10:18:10 a 答"
    two = one + "\n10:18:30 c 问\n10:19:00 a 答"
    assert fold(lines(one)).select("rounds", "avg_response_s").rows() == [(1, 475.0)]
    assert fold(lines(two)).select("rounds", "avg_response_s").rows() == [(2, (475 + 30) / 2)]


def test_the_bot_is_in_no_round() -> None:
    text = "08:00:00 c 1\n08:00:01 b 答\n08:00:10 c 人工\n08:00:40 a 在\n08:01:00 c 2\n08:01:05 b 答\n08:01:10 a 在"
    assert fold(lines(text)).select("rounds", "avg_response_s").row(0) == (2, 20.0)


def test_a_ticket_says_who_and_what() -> None:
    text = "08:00:00 c 在吗\n08:00:01 b 欢迎光临\n08:00:30 a=小王 在\n08:00:40 a=小王 稍等\n"
    text += "08:01:00 c 好\n08:02:00 a=小李 您好"
    ticket = fold(lines(text, shop="旗舰店", 单号="A1")).row(0, named=True)
    assert ticket["agent"] == "小李"
    assert ticket["participants"] == ["小王", "小李"]
    assert ticket["transfer_count"] == 1
    assert (ticket["customer_msgs"], ticket["agent_msgs"], ticket["bot_msgs"]) == (2, 3, 1)
    assert ticket["text"] == "在吗\n好"
    assert (ticket["initiator"], ticket["contact_type"], ticket["customer_id"]) == ("customer", "chat", "tb1")
    assert ticket["created_at"] == datetime(2025, 10, 6, 8)
    assert ticket["closed_at"] == ticket["updated_at"] == datetime(2025, 10, 6, 8, 2)
    assert (ticket["shop"], ticket["单号"]) == ("旗舰店", "A1")


def test_columns_that_differ_within_a_session_are_counted() -> None:
    frame = lines("08:00:00 c 在吗\n08:00:30 a 在").with_columns(pl.Series("类型", ["文本", "图片"]))
    assert "类型" not in fold(frame).columns
    assert notes(frame)["values left out of 类型, which differs within a session"] == 2


def test_an_export_s_own_figure_is_kept_beside_ours() -> None:
    ticket = fold(lines("08:00:00 c 在吗\n08:00:30 a 在", rounds=9)).row(0, named=True)
    assert (ticket["rounds"], ticket["rounds_source"]) == (1, 9)


def test_headings_of_the_ticket_are_read_as_its_fields() -> None:
    frame = lines("08:00:00 c 在吗\n08:00:30 a=店:甲 在", 旺旺昵称="店:甲", 客服姓名="王一", 满意度="5分", 订单号="007")
    ticket = fold(frame).row(0, named=True)
    assert (ticket["account"], ticket["agent"], ticket["csat"], ticket["order_id"]) == ("店:甲", "王一", 5.0, "007")
    assert ticket["participants"] == ["店:甲"]
    bad = messages.stage(GAP, ZONE).apply(frame.with_columns(满意度=pl.lit("六")).lazy())
    assert sides(bad) == [("cell", "cell.number")]


def test_sessions_without_ids_end_after_a_gap() -> None:
    frame = lines("08:00:00 c 在吗\n08:00:30 a 在\n08:30:30 c 还在吗\n09:00:31 c 喂", ticket_id=None)
    made = fold(frame.with_columns(pl.col("ticket_id").cast(pl.String)))
    assert made["ticket_id"].to_list() == ["tb1-20251006080000", "tb1-20251006090031"]
    assert made["customer_msgs"].to_list() == [2, 1]
    assert fold(frame.with_columns(pl.col("ticket_id").cast(pl.String)), 60).height == 3


def test_two_accounts_are_two_sessions() -> None:
    frame = lines("08:00:00 c 在吗\n08:00:10 a 在\n08:00:20 c 在吗\n08:00:30 a 在")
    frame = frame.with_columns(
        pl.lit(None, pl.String).alias("ticket_id"),
        pl.Series("account", ["店:甲", "店:甲", "店:乙", None]),
        customer_id=pl.lit("tb1"),
    )
    made = fold(frame)
    assert made["ticket_id"].to_list() == ["tb1-店:甲-20251006080000", "tb1-店:乙-20251006080020"]
    assert made["first_response_s"].to_list() == [10.0, 10.0]


def test_the_same_second_in_two_shops() -> None:
    frame = lines("08:00:00 c 在吗\n08:00:00 c 在吗").with_columns(
        pl.lit(None, pl.String).alias("ticket_id"), pl.Series("shop", ["二店", "一店"])
    )
    assert fold(frame).select("ticket_id", "shop").rows() == [
        ("tb1-20251006080000", "一店"),
        ("tb1-20251006080000-2", "二店"),
    ]


def test_two_files_without_ids_are_two_chats() -> None:
    frame = lines("08:00:00 c=tb1 在\n08:00:01 a 在\n08:00:02 c=tb2 在\n08:00:03 a 在", ticket_id=None).with_columns(
        pl.col("ticket_id").cast(pl.String), pl.Series(FILE, ["1", "1", "2", "2"])
    )
    assert fold(frame).select("customer_id", "first_response_s").rows() == [("tb1", 1.0), ("tb2", 1.0)]


def test_two_files_without_any_name_are_two_chats() -> None:
    frame = lines("08:00:00 c=买家 在\n08:00:01 a 在\n08:00:02 c=买家 在\n08:00:03 a 在", ticket_id=None).with_columns(
        pl.col("ticket_id").cast(pl.String), pl.Series(FILE, ["1", "1", "2", "2"])
    )
    assert fold(frame).select("ticket_id", "first_response_s").rows() == [
        ("20251006080000", 1.0),
        ("20251006080002", 1.0),
    ]


def test_who_a_message_is_for_tells_chats_apart() -> None:
    frame = lines("08:00:00 c=tb1 在\n08:00:01 c=tb2 在\n08:00:10 a=店:甲 在\n08:00:30 a=店:甲 在", ticket_id=None)
    made = fold(
        frame.with_columns(pl.col("ticket_id").cast(pl.String), pl.Series("接收人", ["店:甲", "店:甲", "tb1", "tb2"]))
    )
    assert made.select("customer_id", "agent", "first_response_s").rows() == [
        ("tb1", "店:甲", 10.0),
        ("tb2", "店:甲", 29.0),
    ]
    assert "接收人" not in made.columns


def test_exports_that_overlap() -> None:
    """A line of another file is the same line; one of the same file was said twice."""
    frame = lines("08:00:00 c 在吗\n08:00:00 c 在吗\n08:00:00 c 在吗\n08:00:10 a 在").with_columns(
        pl.Series(FILE, ["1", "1", "2", "2"])
    )
    result = messages.stage(GAP, ZONE).apply(frame.lazy())
    assert sides(result) == [("merged", "message.same")]
    assert result.rows.collect()["customer_msgs"].to_list() == [2]


def test_who_speaks_is_told_by_the_sender() -> None:
    senders = ["tb123", "智能客服小蜜", "系统消息", "旗舰店:小美", "客服 小王", "人工客服"]
    frame = lines("\n".join(f"08:00:{at:02} c 在吗{at}" for at in range(6))).with_columns(
        pl.lit(None, pl.String).alias("sender_role"), pl.Series("sender", senders), pl.lit("tb123").alias("customer_id")
    )
    ticket = fold(frame).row(0, named=True)
    assert (ticket["customer_msgs"], ticket["agent_msgs"], ticket["bot_msgs"]) == (1, 3, 1)
    assert ticket["participants"] == ["旗舰店:小美", "客服 小王"]


def test_what_cannot_be_placed_is_rejected() -> None:
    said = "08:00:00 c 在吗\n08:00:10 a 在\n08:00:20 c=谁 好\n08:00:30 c 好\n08:00:40 a 好"
    frame = lines(said).with_columns(
        pl.when(pl.int_range(5) != 1).then("sent_at").alias("sent_at"),
        pl.when(pl.int_range(5) != 2).then("sender_role").alias("sender_role"),
        pl.Series("message_id", ["1", "2", "3", "1", None]),
    )
    result = messages.stage(GAP, ZONE).apply(frame.lazy())
    assert sorted(sides(result)) == [("merged", "message.same"), ("row", "message.role"), ("row", "message.time")]
    assert notes(frame)["messages folded"] == 2


def test_no_times_no_tickets() -> None:
    with pytest.raises(Usage):
        fold(pl.DataFrame({"text": ["在吗"], "sender_role": ["customer"]}))
    assert fold(pl.DataFrame()).height == 0


SPOKEN = st.lists(
    st.tuples(
        st.sampled_from(["S1", "S2", None]),
        st.sampled_from(["customer", "agent", "bot", "system", None]),
        st.sampled_from(["tb1", "tb2", "小王", None]),
        st.sampled_from(["在吗", "人工", "您好", None]),
        st.booleans(),
    ),
    max_size=25,
)


@settings(max_examples=15, deadline=None)
@given(SPOKEN, st.randoms(use_true_random=False))
def test_rows_in_any_order_fold_the_same(spoken: list[tuple[object, ...]], random: object) -> None:
    start = datetime(2025, 10, 6, 8, 0, 1)
    schema = {
        "ticket_id": pl.String,
        "sender_role": pl.String,
        "sender": pl.String,
        "text": pl.String,
        "is_private": pl.Boolean,
    }
    frame = pl.DataFrame(spoken, schema=schema, orient="row").with_columns(
        pl.Series("sent_at", [start + timedelta(seconds=400 * at * at) for at in range(len(spoken))], pl.Datetime("us"))
    )
    order = list(range(len(spoken)))
    random.shuffle(order)  # type: ignore[attr-defined]
    result = messages.stage(GAP, ZONE).apply(frame.lazy())
    made = result.rows.collect()
    assert made.equals(fold(frame[order]))
    folded = notes(frame)
    assert folded["messages folded"] + len(sides(result)) == len(spoken)
    assert folded["sessions"] == made.height == made["ticket_id"].n_unique()
    assert made["first_response_s"].is_null().to_list() == made["first_response_at"].is_null().to_list()
    assert (made["first_response_s"].drop_nulls() >= 0).all()
    assert ((made["rounds"] > 0) == made["first_response_at"].is_not_null()).all()
