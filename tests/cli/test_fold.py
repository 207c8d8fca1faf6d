"""cs-ingest --fold and --unfold, from the file to the figures."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.tools import Said, levels, run, side

SYNTH = Path(__file__).parents[3] / "shared" / "data" / "synth"
HEADINGS = ["会话ID", "时间", "发送人", "角色", "内容"]


def export(*rows: tuple[str, str, str, str, str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADINGS, *rows])
    return text.getvalue()


def count(said: Said, words: str) -> int:
    """The number before the words in the summary line."""
    return int(said.err.splitlines()[-1].split(f" {words}")[0].split()[-1].replace(",", ""))


@pytest.mark.skipif(not SYNTH.exists(), reason="the synthetic chats are not beside the repository")
def test_first_responses_are_the_truth() -> None:
    said = run("ingest", "--fold", "messages", str(SYNTH / "messages.csv"))
    with (SYNTH / "messages_truth.csv").open(encoding="utf-8") as stream:
        truth = {row["session_id"]: row for row in csv.DictReader(stream)}
    assert {ticket["ticket_id"] for ticket in said.records} == set(truth)
    for ticket in said.records:
        row = truth[ticket["ticket_id"]]
        known = row["frt_human_s"]
        assert ticket["first_response_s"] == (float(known) if known else None)
        messages = ticket["customer_msgs"] + ticket["agent_msgs"] + ticket["bot_msgs"]
        assert messages == int(row["n_msgs"])
        if known:
            # The truth's first round begins at the bot's greeting, two seconds after the customer's words.
            bot = 2 if row["bot_greeting"] == "true" else 0
            theirs = float(row["art_s"]) + bot / ticket["rounds"]
            assert ticket["avg_response_s"] == pytest.approx(theirs, abs=0.002)
        else:
            assert ticket["avg_response_s"] is None
    assert count(said, "sessions unanswered") == sum(row["no_reply"] == "true" for row in truth.values())


CHAT = export(
    ("S1", "2025-10-06 08:00:05", "tb1", "买家", "在吗"),
    ("S1", "2025-10-06 08:00:35", "小王", "客服", "在的"),
    ("S2", "2025-10-06 09:00:05", "tb2", "买家", "退货"),
    ("S2", "", "tb2", "买家", "喂"),
    ("S2", "2025-10-06 09:00:09", "", "", "谁说的"),
    ("", "", "", "", ""),
)


def test_every_message_is_somewhere(tmp_path: Path) -> None:
    kept = tmp_path / "side.jsonl"
    said = run("ingest", "--fold", "messages", "--rejects", str(kept), stdin=CHAT)
    assert said.code == 0
    assert [(one["ticket_id"], one["first_response_s"]) for one in said.records] == [("S1", 30.0), ("S2", None)]
    assert levels(side(kept)) == {"row": 2, "dropped": 1}
    assert count(said, "messages folded") + 3 == count(said, "in,") == 6


def test_chunks_make_no_difference() -> None:
    whole = run("ingest", "--fold", "messages", stdin=CHAT)
    assert run("ingest", "--fold", "messages", stdin=CHAT, block=64).out == whole.out


def test_figures_from_folded_chats() -> None:
    tickets = run("ingest", "--fold", "messages", stdin=CHAT).out
    figures = run("kpi", "--metrics", "volume,frt,reply_rate", "--by", "agent", "-t", "jsonl", stdin=tickets).records
    found = {(one["agent"], one["metric"]): one["value"] for one in figures}
    assert found["小王", "frt_p50"] == 30.0
    assert found["小王", "reply_rate"] == 1.0
    assert found[None, "reply_rate"] == 0.0


def test_automatic_replies_are_listed() -> None:
    rows = []
    for text in range(7):
        for session in range(3 + (text == 0)):
            name = f"S{text}-{session}"
            rows.append((name, f"2025-10-06 {8 + text:02}:0{session}:10", "tb", "买家", "在吗"))
            rows.append((name, f"2025-10-06 {8 + text:02}:0{session}:11", "小王", "客服", f"自动回复{text}"))
    said = run("ingest", "--fold", "messages", stdin=export(*rows))
    listed = [line for line in said.err.splitlines() if "自动回复" in line]
    assert len(listed) == 5
    assert "“自动回复0”, 4 times (within 3 s in 4 sessions)" in listed[0]
    assert "2 other automatic replies, 6 times in all" in said.err
    assert count(said, "automatic replies,") == 22


def test_events() -> None:
    rows = "工单号,更新时间,状态,处理人\nW1,2025-10-06 09:00,新建,\nW1,2025-10-06 10:00,已解决,小王\n"
    said = run("ingest", "--fold", "events", stdin=rows)
    assert [(one["status"], one["agent"], one["resolved_at"]) for one in said.records] == [
        ("resolved", "小王", "2025-10-06 10:00:00")
    ]
    assert count(said, "in,") == count(said, "out,") + count(said, "merged")


LOG = "tb1 2025-10-06 08:05:03\n在吗, 有货吗\n客服小王 2025-10-06 08:05:33\n有的\n"


@pytest.mark.parametrize("args", [(), ("-f", "text")])
def test_a_text_log(args: tuple[str, ...]) -> None:
    said = run("ingest", "--unfold", "text", *args, stdin=LOG)
    assert [(one["sender"], one["sender_role"], one["text"]) for one in said.records] == [
        ("tb1", "customer", "在吗, 有货吗"),
        ("客服小王", "agent", "有的"),
    ]
    assert run("ingest", "--unfold", "text", *args, stdin=LOG, block=7).out == said.out


def test_a_log_that_begins_otherwise() -> None:
    said = run("ingest", "--unfold", "text", "-f", "text", "--fold", "messages", stdin="会话记录\n" + LOG)
    assert [one["first_response_s"] for one in said.records] == [30.0]


def test_a_gb18030_log() -> None:
    said = run("ingest", "--unfold", "text", "--fold", "messages", stdin=LOG.encode("gb18030"))
    assert [one["agent"] for one in said.records] == ["客服小王"]


@pytest.mark.parametrize(
    "args",
    [
        ("--fold", "sessions"),
        ("--gap", "30m"),
        ("--fold", "messages", "--gap", "30"),
        ("--fold", "events", "--gap", "30m"),
        ("--fold", "events", "--unfold", "text"),
        ("--fold", "messages", "--kind", "ticket"),
        ("--unfold", "nothing"),
        ("--fold", "events", "--map", "会话ID=parent_id"),
        ("--fold", "messages", "--map", "时间=text"),
    ],
)
def test_what_does_not_fit_together(args: tuple[str, ...]) -> None:
    said = run("ingest", *args, stdin=CHAT)
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("cs-ingest: ")


@pytest.mark.parametrize("args", [("--fold", "messages"), ("--fold", "events"), ("--unfold", "text")])
def test_nothing_in_nothing_out(args: tuple[str, ...]) -> None:
    assert run("ingest", *args, stdin="").code == 0
    assert run("ingest", *args, stdin="ticket_id,sent_at,text\n").code == 0
