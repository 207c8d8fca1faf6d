"""The runner: chunks held back while a column is undecided, sums in place of rows, rows that go on at once."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from cstools.io import flow, spool, sums
from cstools.io.flow import useful
from cstools.io.job import Step
from cstools.kernels.stage import Result, Stage
from tests.tools import run

AMBIGUOUS = "工单号,创建时间,满意度\n" + "".join(f"T{n},0{n % 9 + 1}/06/2025,{n % 7}\n" for n in range(60)) + "T60,x\n"
TICKETS = "".join(
    json.dumps({"ticket_id": f"T{n}", "channel": "ab"[n % 2], "csat": n % 5 + 1, "talk_s": n * 1.5, "mood": None})
    + "\n"
    for n in range(50)
)


@pytest.mark.parametrize("room", [0, 2000, 1 << 20])
@pytest.mark.parametrize("size", [1, 100, 1 << 20])
def test_what_is_undecided_to_the_end_waits_in_bounded_memory(
    room: int, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = run("ingest", "--rejects", str(tmp_path / "whole"), stdin=AMBIGUOUS)
    monkeypatch.setattr(spool, "ROOM", room)
    said = run("ingest", "--rejects", str(tmp_path / "cut"), stdin=AMBIGUOUS, block=size)
    assert said.out == wanted.out
    assert len(said.records) == 61
    assert said.records[0]["created_at"] == "2025-06-01 00:00:00"
    assert (tmp_path / "cut").read_bytes() == (tmp_path / "whole").read_bytes() != b""


@pytest.mark.parametrize("command", ["kpi --metrics csat_mean,talk,volume --by channel", "view freq csat"])
def test_sums_are_the_whole(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, *args = command.split()
    by_sums = run(name, *args, stdin=TICKETS, block=300)
    monkeypatch.setattr(sums, "ROOM", 3)
    monkeypatch.setattr(sums, "BATCH", 0)
    summed_often = run(name, *args, stdin=TICKETS, block=300)
    monkeypatch.setattr(flow.Flow, "_summed", lambda self, step: self._apply(step, self._all()))
    whole = run(name, *args, stdin=TICKETS)
    assert by_sums.out == summed_often.out == whole.out != ""
    fused = run("run", f"cs-clean --no-defaults | cs-{command}", stdin=TICKETS, block=300)
    assert fused.out == whole.out


def test_an_empty_stream_has_its_answer_too() -> None:
    said = run("kpi", "--metrics", "volume", "--by", "channel", stdin="")
    assert (said.code, said.out) == (0, "")
    assert run("view", "freq", "channel", stdin="").out == "value\tn\tshare\tcum_share\n"


def test_a_field_that_no_record_has_is_said_with_a_near_name() -> None:
    said = run("view", "freq", "chanel", stdin=TICKETS)
    assert said.code == 2
    assert "channel" in said.err


def test_the_kind_is_told_by_fields_that_are_not_asked_for() -> None:
    order = '{"order_id":"1","paid_amount":5,"amount":6,"status":"已发货"}\n'
    assert run("view", "freq", "amount", "-t", "jsonl", stdin=order * 2).records[0]["value"] == 6.0
    assert run("view", "freq", "status", "-t", "jsonl", stdin=order * 2).records[0]["value"] == "已发货"


@contextmanager
def pipeline(*tools: str) -> Iterator[tuple[int, int]]:
    """Tools in a pipe, as processes: the descriptors to write to and to read from."""
    begin, given = os.pipe()
    with ExitStack() as stack:
        for name in tools:
            code = f"from cstools.cli.{name} import main; main()"
            process = subprocess.Popen(
                [sys.executable, "-c", code], stdin=begin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            stack.callback(process.wait, 30)
            os.close(begin)
            assert process.stdout is not None
            begin = os.dup(process.stdout.fileno())
            process.stdout.close()
        try:
            yield given, begin
        finally:
            os.close(given)
            while os.read(begin, 1 << 16):
                pass
            os.close(begin)


def after(given: int, out: int, row: dict[str, object]) -> float:
    """Seconds from a row's arrival to its own row at the end."""
    began = time.monotonic()
    os.write(given, json.dumps(row, ensure_ascii=False).encode() + b"\n")
    text = b""
    while not text.endswith(b"\n"):
        assert select.select([out], [], [], 30)[0], "no row came"
        text += os.read(out, 1 << 16)
    assert json.loads(text)["ticket_id"] == row["ticket_id"]
    return time.monotonic() - began


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe there cannot say whether more waits")
def test_a_live_row_goes_on_at_once() -> None:
    row: dict[str, object] = {"text": "物流太慢了", "created_at": "2025-10-16 08:05:03", "channel": "chat"}
    with pipeline("clean", "tag") as (given, out):
        after(given, out, row | {"ticket_id": "first"})
        took = [after(given, out, row | {"ticket_id": f"T{n}"}) for n in range(9)]
    assert sorted(took)[4] < 1  # about 0.03 s where nothing else runs


def step(name: str, **kind: object) -> Step:
    return Step(f"cs-{name}", Stage(name, Result, **kind))


def test_a_step_that_only_adds_what_nobody_reads_is_left_out() -> None:
    tag = step("tag", needs=("text",), adds=("topic",), bare=True)
    fill = step("fill", needs=("text",), adds=("topic",))
    by_channel = step("kpi", needs=("channel",), narrow=True, scope="whole")
    by_topic = step("kpi", needs=("topic",), narrow=True, scope="whole")
    anything = step("clean")
    assert useful((anything, tag, by_channel)) == (anything, by_channel)
    for kept in [(tag, by_topic), (fill, by_channel), (tag, anything, by_channel), (tag,)]:
        assert useful(kept) == kept
