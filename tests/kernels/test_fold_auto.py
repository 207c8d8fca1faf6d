"""Automatic replies from agents' own accounts, told from phrases that people keep on a key."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest

from cstools.kernels.fold import messages

ZONE = "Asia/Shanghai"
START = datetime(2025, 10, 6, 8, 0, 7)
AUTO, PHRASE = "亲，欢迎光临本店~", "在的，请问有什么可以帮您？"


def chats(waits: list[list[tuple[int, str]]], every: int = 3_607) -> pl.DataFrame:
    """A session each: the customer's question, then the agent's texts after so many seconds."""
    rows = []
    for number, replies in enumerate(waits):
        at = START + timedelta(seconds=every * number)
        said = [(0, "customer", "在吗"), *((wait, "agent", text) for wait, text in replies)]
        rows += [(f"S{number:03}", at + timedelta(seconds=wait), role, text) for wait, role, text in said]
    return pl.DataFrame(rows, schema=["ticket_id", "sent_at", "sender_role", "text"], orient="row").with_columns(
        pl.col("sent_at").cast(pl.Datetime("us"))
    )


def found(frame: pl.DataFrame) -> tuple[list[float | None], list[tuple[object, ...]]]:
    result = messages.stage(1800, ZONE).apply(frame.lazy())
    assert result.found is not None
    return result.rows.collect()["first_response_s"].to_list(), result.found.collect().rows()


def test_the_reply_of_a_person_counts_behind_an_automatic_one() -> None:
    waits, texts = found(chats([[(1, AUTO), (40 + number, "有货的")] for number in range(3)]))
    assert waits == [40.0, 41.0, 42.0]
    assert texts == [(AUTO, 3, 3)]


def test_answered_by_itself_only_is_unanswered() -> None:
    result = messages.stage(1800, ZONE).apply(chats([[(2, AUTO)]] * 4).lazy()).rows.collect()
    assert result["is_answered"].to_list() == [False] * 4
    assert result["agent_msgs"].to_list() == result["bot_msgs"].to_list() == [0] * 4


@pytest.mark.parametrize(
    ("waits", "why"),
    [
        ([2, 2], "in two sessions it is chance"),
        ([2, 3, 2, 3, 9, 14, 11, 8], "half of its uses are slow: a phrase on a key"),
        ([4, 4, 4, 4, 4], "a quick person"),
    ],
)
def test_people_with_a_phrase_on_a_key(waits: list[int], why: str) -> None:
    seconds, texts = found(chats([[(wait, PHRASE)] for wait in waits]))
    assert seconds == waits, why
    assert texts == []


def test_a_busy_server_delays_some() -> None:
    waits, texts = found(chats([[(wait, AUTO)] for wait in (1, 1, 2, 20, 1)]))
    assert waits == [None] * 5
    assert texts == [(AUTO, 4, 5)]


def test_without_seconds_nothing_can_be_told() -> None:
    frame = chats([[(0, PHRASE)]] * 5, every=3_600).with_columns(pl.col("sent_at").dt.truncate("1m"))
    assert found(frame) == ([0.0] * 5, [])


def test_spelling_and_spaces_do_not_matter() -> None:
    waits, _ = found(chats([[(1, text), (30, "有")] for text in ("亲, 在的", "亲，在的", " 亲,在的 ")]))
    assert waits == [30.0] * 3


def test_a_greeting_before_the_customer_speaks_proves_nothing() -> None:
    frame = chats([[(-5, PHRASE), (1, AUTO), (30, PHRASE)]] * 3)
    assert found(frame)[0] == [30.0] * 3


def test_random_quick_replies_stay_a_person_s() -> None:
    waits = [3 + (number * 7919) % 37 for number in range(200)]
    seconds, texts = found(chats([[(wait, PHRASE if wait % 3 else "亲亲，在的呢~")] for wait in waits]))
    assert (seconds, texts) == (waits, [])
