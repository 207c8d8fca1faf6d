"""Rounds of question and answer, and what each platform rule counts of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.expr.frames import dtypes
from cstools.kernels.fold import messages as folding
from cstools.kernels.kpi.counted import counted
from cstools.kernels.kpi.rounds import rounds
from cstools.model import fields
from cstools.model.platform_rules import PLATFORM_RULES, REASONS, RULES, WAYS, PlatformRule
from cstools.model.why import why as reason_words

ROLES = {"c": "customer", "a": "agent", "b": "bot", "s": "system"}
WHOLE = tuple(WAYS.values())
LATER = datetime(2025, 10, 8)


def lines(text: str, ticket: str | None = "S1", customer: str | None = "tb1", **more: Any) -> list[dict[str, Any]]:
    """`HH:MM:SS a=小王 words` lines as messages; `!` is a private note, `~` an automatic message."""
    rows = []
    for line in text.strip().split("\n"):
        clock, who, *said = line.split(maxsplit=2)
        role, _, sender = who.rstrip("!~").partition("=")
        row = {"ticket_id": ticket, "customer_id": customer, "sender_role": ROLES[role], "sender": sender or role}
        row |= {"sent_at": datetime.fromisoformat(f"2025-10-06 {clock}"), "text": said[0] if said else "好的"}
        rows.append(row | {"is_private": who.endswith("!"), "is_auto": who.endswith("~")} | more)
    return rows


def frame(*chats: list[dict[str, Any]]) -> pl.LazyFrame:
    schema = {
        name: dtype for name, dtype in dtypes("message").items() if name != "message_id" or "message_id" in chats[0][0]
    }
    return pl.LazyFrame([{name: row.get(name) for name in schema} for chat in chats for row in chat], schema=schema)


def made(*chats: list[dict[str, Any]], **options: Any) -> pl.DataFrame:
    return rounds(frame(*chats), **{"ways": WHOLE, "as_of": LATER} | options).rows.collect()


def waits(rows: pl.DataFrame, way: str = "person") -> list[float | None]:
    ms = rows.filter(pl.col("way") == way)["answer_ms"].to_list()
    return [None if each is None else each / 1000 for each in ms]


def figure(rows: pl.DataFrame, rule: str, seconds: int | None = None) -> tuple[float, int]:
    """The sum of the values (seconds, or hits) and n."""
    of = counted(RULES[rule], seconds)
    found = rows.select(of.base.alias("base"), of.value.cast(pl.Int64).alias("value")).filter("base")
    total = found["value"].sum()
    return (total if RULES[rule].param else total / 1000), found.height


def why(rows: pl.DataFrame, rule: str, seconds: int | None = None) -> list[str]:
    return rows.select(counted(RULES[rule], seconds).out.drop_nulls()).to_series().to_list()


THREE_MINUTES = {
    "the first unanswered message counts": ("10:10:15 c\n10:15:20 c\n10:18:10 a", (0, 1)),
    "and the next round": ("10:10:15 c\n10:15:20 c\n10:18:10 a\n10:18:30 c\n10:19:00 a", (1, 2)),
    "ten questions without an answer are one round": ("\n".join(f"10:10:{at} c" for at in range(10, 20)), (0, 1)),
}


@pytest.mark.parametrize(("text", "wanted"), THREE_MINUTES.values(), ids=THREE_MINUTES)
def test_the_three_minute_rule_as_its_source_works_it_out(text: str, wanted: tuple[int, int]) -> None:
    assert figure(made(lines(text)), "reply_within_taobao", 180) == wanted
    assert figure(made(lines(text)), "art_within", 180) == wanted


def test_jd_leaves_out_sessions_started_at_night_however_late_the_answer() -> None:
    night, day = lines("08:56:00 c\n09:01:00 a"), lines("09:00:00 c\n09:00:30 a\n23:30:00 c\n23:50:00 a", ticket="S2")
    late = lines("23:00:00 c\n23:00:01 a", ticket="S3")
    rows = made(night, day, late)
    assert figure(rows, "first_within_jd") == (1, 1)
    assert figure(rows, "first_within_jd", 29) == (0, 1)
    assert why(rows, "first_within_jd", 30) == ["hours", "hours"]


def test_a_private_note_or_a_system_line_is_no_answer_and_starts_no_session() -> None:
    rows = made(lines("07:59:00 a=小李!\n08:00:00 s\n08:00:10 c\n08:00:20 a!\n08:00:25 s\n08:00:40 a=小王"))
    one = rows.filter(pl.col("way") == "person").row(0, named=True)
    assert (one["answer_ms"], one["agent"], one["session_start"]) == (30_000, "小王", datetime(2025, 10, 6, 8, 0, 10))


def test_an_agent_who_opens_answers_nothing_until_asked() -> None:
    rows = made(lines("08:00:00 a\n08:01:00 a\n08:05:00 c\n08:05:20 a"))
    assert waits(rows) == [20]
    assert rows["session_start"].unique().to_list() == [datetime(2025, 10, 6, 8)]
    assert made(lines("08:00:00 a\n08:01:00 a")).height == 0


def test_the_ways_differ_in_what_ends_a_round() -> None:
    rows = made(lines("09:00:00 c\n09:00:05 a~ 亲，48小时内发货\n09:00:20 c\n09:01:20 a=小王"))
    assert {way: waits(rows, way) for way in WHOLE} == {"person": [80], "account": [5, 60], "turn": [None, 60]}
    assert rows.filter(pl.col("way") == "turn")["auto"].to_list() == [True, False]
    assert figure(rows, "art_taobao") == (60, 1)
    assert figure(rows, "art_douyin") == (65, 2)
    assert figure(rows, "art_rounds") == (80, 1)
    assert why(rows, "art_taobao") == ["automatic"]


def test_an_answer_of_both_kinds_counts_to_the_person() -> None:
    rows = made(lines("09:00:00 c\n09:00:05 a~ 48小时内发货\n09:01:00 a=小王"), ways=["turn"])
    one = rows.row(0, named=True)
    assert (one["answer_ms"], one["auto"]) == (60_000, False)
    assert one["auto_answer_at"] == datetime(2025, 10, 6, 9, 0, 5)


@pytest.mark.parametrize("text", ["您好，欢迎光临本店", None], ids=["by its words", "by its place"])
def test_a_greeting_answers_nothing(text: str | None) -> None:
    chat = lines("09:00:00 c\n09:00:01 a~\n09:00:30 a~\n09:01:00 a")
    chat[1]["text"] = text
    chat[2]["text"] = text and "48小时内发货"
    assert {way: waits(made(chat), way) for way in WHOLE} == {"person": [60], "account": [30], "turn": [60]}


def test_a_person_is_clocked_from_the_hand_off_and_a_bot_alone_is_out() -> None:
    handed = lines("09:00:00 c 多久发货\n09:00:01 b 48小时内\n09:00:10 c 转人工\n09:00:30 a=小王")
    alone = lines("09:00:00 c 多久发货\n09:00:01 b 48小时内", ticket="S2")
    lost = lines("09:00:00 c 多久发货\n09:00:01 b 48小时内\n09:00:10 c 转人工", ticket="S3")
    rows = made(handed, alone, lost, ways=["person"])
    assert waits(rows) == [20, None, None]
    assert rows["after_handoff"].to_list() == [True, False, True]
    assert rows["bot_only"].to_list() == [False, True, False]
    assert figure(rows, "art_within", 180) == (1, 2)
    assert why(rows, "art_within", 180) == ["bot_only"]


def test_a_session_in_which_a_bot_only_greets_is_nobodys_failure() -> None:
    rows = made(lines("09:00:00 c\n09:00:01 b 您好，智能客服为您服务"))
    assert {figure(rows, rule.id)[1] for rule in PLATFORM_RULES} == {0}
    assert why(rows, "art_taobao") == ["bot_only"]
    assisted = made(lines("09:00:00 c\n09:00:01 b 您好，智能客服为您服务\n09:00:05 a~ 48小时内发货"))
    assert figure(assisted, "art_douyin") == (5, 1)


def test_taobao_caps_a_round_and_an_unanswered_one_counts_the_cap() -> None:
    chat = lines("07:59:59 c\n08:20:00 a\n08:30:00 c\n08:50:00 a\n22:59:59 c")
    rows = made(chat)
    assert figure(rows, "art_taobao") == (1200, 2)
    assert why(rows, "art_taobao") == ["hours"]
    assert figure(made(chat, as_of=datetime(2025, 10, 6, 23, 9)), "art_taobao") == (600, 1)


def test_an_unanswered_round_is_open_and_a_miss_once_due() -> None:
    chat = lines("09:00:00 c\n09:00:10 a\n09:10:00 c")
    rows = made(chat)
    assert figure(rows, "art_rounds") == (10, 1)
    assert rows.filter(counted(RULES["art_rounds"]).open).height == 1
    assert figure(rows, "art_within", 180) == (1, 2)
    early = made(chat, as_of=datetime(2025, 10, 6, 9, 13))
    assert figure(early, "art_within", 180) == (1, 1)
    assert why(early, "art_within", 180) == ["pending"]


def test_pinduoduo_counts_customers_by_day_and_one_late_round_is_a_miss() -> None:
    good = lines("09:00:00 c\n09:59:00 a\n12:00:00 c\n13:00:00 a", customer="good")
    late = lines("09:00:00 c\n09:01:00 a\n12:00:00 c\n13:00:01 a", ticket="S2", customer="late")
    night = lines("07:00:00 c\n12:00:00 a", ticket="S3", customer="night")
    nobody = lines("09:00:00 c=买家", ticket="S4", customer=None)
    again = [row | {"sent_at": row["sent_at"] + timedelta(days=1), "ticket_id": "S5"} for row in good]
    waiting = lines("09:00:00 c\n09:00:30 a\n23:30:00 c", ticket="S6", customer="waiting")
    waiting[2]["sent_at"] = LATER - timedelta(hours=2)
    rows = made(good, late, night, nobody, again, waiting, as_of=LATER - timedelta(minutes=90))
    assert figure(rows, "reply_rate_pdd", 3600) == (3, 4)
    assert sorted(why(rows, "reply_rate_pdd", 3600)) == ["hours", "no_customer", "pending"]


def test_persons_are_kept_apart_by_what_figures_are_grouped_by() -> None:
    chat = lines("09:00:00 c\n09:01:00 a=甲\n12:00:00 c\n15:00:00 a=乙")
    of = counted(RULES["reply_rate_pdd"], 3600, ["agent"])
    rows = made(chat, ways=["person"]).select("agent", of.base.alias("base"), of.value.alias("hit")).filter("base")
    assert rows.select("agent", "hit").rows() == [("甲", True), ("乙", False)]


def test_an_unanswered_round_is_owned_by_the_account_the_customer_was_with() -> None:
    chat = lines("09:00:00 c\n09:01:00 a=甲\n09:02:00 c\n09:03:00 a=乙\n09:04:00 c")
    waiting = lines("10:00:00 c\n10:00:01 a=丙~\n10:05:00 s", ticket="S2")
    nobody = lines("11:00:00 c", ticket="S3")
    rows = made(chat, waiting, nobody, ways=["person"])
    assert rows["agent"].to_list() == ["甲", "乙", None, None, None]
    assert rows["owner"].to_list() == ["甲", "乙", "乙", "丙", None]


def test_the_customer_is_who_writes_as_one_where_no_id_says() -> None:
    named, unnamed = lines("09:00:00 c=tb1\n09:00:09 a=客服", customer=None), lines("09:00:00 c=买家", "S2", None)
    rows = made(named, unnamed, ways=["person"])
    assert rows["customer_id"].to_list() == ["tb1", None]
    assert rows["agent"].null_count() == 2


def test_without_a_ticket_a_session_ends_with_a_pause_in_its_shop_and_channel() -> None:
    text = "09:00:00 c\n09:00:10 a\n09:40:00 c\n09:40:20 a"
    rows = made(lines(text, None, shop="甲店"), lines(text, None, shop="乙店"), ways=["person"])
    assert rows["session"].to_list() == [1, 2, 3, 4]
    assert rows["is_first"].all()


def test_what_cannot_be_placed_is_counted_by_reason() -> None:
    chat = lines("09:00:00 c\n09:00:10 a", message_id="m1")
    chat[1]["message_id"] = "m2"
    lost = [
        {**chat[0], "sent_at": None},
        {**chat[0], "sender_role": None},
        {**chat[0], "ticket_id": None, "customer_id": None},
    ]
    counts = rounds(frame(chat, chat, lost)).counts
    assert counts is not None
    assert dict(counts.collect().rows()) == {
        "messages used": 2, "messages repeated": 2, "messages without sent_at": 1, "messages without sender_role": 1,
        "messages without ticket_id and customer_id": 1,
    }  # fmt: skip


def test_ids_order_messages_of_one_second_as_numbers_do() -> None:
    chat = lines("09:00:00 a\n09:00:00 c\n09:00:09 a")
    for row, name in zip(chat, ("9", "10", "11"), strict=True):
        row["message_id"] = name
    assert waits(made(chat, ways=["person"])) == [9]
    without = [{name: value for name, value in row.items() if name != "message_id"} for row in chat]
    assert waits(made(without, ways=["person"])) == [0]


def test_no_messages_give_the_header() -> None:
    empty = rounds(frame(lines("09:00:00 c")).filter(pl.lit(False)))
    assert empty.rows.collect().columns == made(lines("09:00:00 c")).columns


WHO, TEXTS, TICKETS = ["c", "c", "a", "a~", "a!", "b", "s"], ["转人工", "您好", "好的", None], ["S1", "S2", None]
said = st.tuples(st.integers(0, 40), st.sampled_from(WHO), st.sampled_from(TEXTS), st.sampled_from(TICKETS))


def chat(drawn: list[tuple[int, str, str | None, str | None]]) -> list[dict[str, Any]]:
    rows = []
    for second, who, text, ticket in drawn:
        row = lines(f"09:00:{second:02d} {who}", ticket)[0]
        rows.append({**row, "text": text})
    return rows


@given(st.lists(said, min_size=1, max_size=14).flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))))
def test_the_order_of_the_rows_changes_nothing(drawn: tuple[Any, Any]) -> None:
    one, other = (made(chat(each)) for each in drawn)
    assert one.equals(other)


@given(st.lists(said, min_size=1, max_size=14, unique_by=lambda each: each[0]))
def test_rounds_and_folded_tickets_agree(drawn: list[tuple[int, str, str | None, str | None]]) -> None:
    """The figures of --messages are those that cs-ingest --fold messages writes into its tickets."""
    talk = [row for row in chat(drawn) if row["ticket_id"]]
    if not talk:
        return
    folded = folding.stage(1800, "Asia/Shanghai").apply(frame(talk)).rows.collect()
    answered = made(talk, ways=["person"]).filter(pl.col("answer_ms").is_not_null())
    own = answered.group_by("ticket_id").agg(
        pl.len().cast(pl.Int64).alias("rounds"),
        (pl.col("answer_ms").mean().round() / 1000).round(3).alias("avg_response_s"),
        (pl.col("answer_ms").first() / 1000).alias("first_response_s"),
    )
    columns = ["ticket_id", "rounds", "avg_response_s", "first_response_s"]
    assert own.sort("ticket_id").rows() == folded.filter(pl.col("rounds") > 0).select(columns).sort("ticket_id").rows()


@given(st.lists(said, min_size=1, max_size=14))
def test_every_round_a_rule_looks_at_is_counted_open_or_out_for_one_reason(drawn: list[Any]) -> None:
    rows = made(chat(drawn), as_of=datetime(2025, 10, 6, 9, 1))
    for rule in PLATFORM_RULES:
        of = counted(rule, 30 if rule.param else None)
        told = rows.filter(pl.col("way") == rule.way, pl.col("is_first") | (rule.unit != "session")).select(
            of.base.alias("base"), of.value.alias("value"), of.out.alias("out"), of.open.alias("open")
        )
        places = told.select(pl.col("base").cast(pl.Int8) + pl.col("open") + pl.col("out").is_not_null()).to_series()
        assert places.max() in (None, 0, 1)
        assert rule.unit == "person" or places.min() in (None, 1)
        assert told.filter("base")["value"].null_count() == 0
        assert told.filter(~pl.col("base"))["value"].count() == 0
        assert set(told["out"].drop_nulls()) <= set(REASONS)


@pytest.mark.parametrize("rule", PLATFORM_RULES, ids=lambda rule: rule.id)
def test_a_rule_says_hours_cap_unanswered_and_automatic(rule: PlatformRule) -> None:
    for lang in ("zh", "en"):
        sentence = rule.rule(lang)
        assert ("{x}" in sentence) == bool(rule.param)
        assert rule.hours == (0, 24) or all(str(hour) in sentence for hour in rule.hours)
        assert not rule.cap_s or str(rule.cap_s) in sentence
    assert all(reason_words(reason, lang) for reason in REASONS for lang in ("zh", "en"))
    assert rule.unanswered != "cap" or rule.cap_s
    assert {"is_auto", "is_private"} <= set(fields.of("message"))
