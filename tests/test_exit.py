"""A test for every exit code that the contract names."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cstools.errors import Exit
from cstools.model.commands import EXITS
from tests.tools import run

GOOD = "ticket_id,csat\n1,5\n"
BAD = "ticket_id,csat\n1,5\n2,六\n"


def test_the_codes_are_those_of_the_contract() -> None:
    assert {code.name: int(code) for code in Exit} == {
        "OK": 0, "FAILED": 1, "USAGE": 2, "REJECTS": 3, "ALERT": 4, "INTERRUPTED": 130, "BROKEN_PIPE": 141,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "ticket_id,csat\n", GOOD])
def test_ok(text: str) -> None:
    said = run("ingest", "-t", "csv", stdin=text)
    assert said.code == Exit.OK
    assert said.out == text.replace(",5", ",5.0")
    assert ("is empty" in said.err) == (text != GOOD)


def test_failed(tmp_path: Path) -> None:
    assert run("ingest", str(tmp_path / "none.csv")).code == Exit.FAILED
    assert run("ingest", str(tmp_path)).code == Exit.FAILED
    assert run("ingest", "-o", str(tmp_path / "none" / "o.csv"), stdin=GOOD).code == Exit.FAILED


def test_usage() -> None:
    assert run("ingest", "--nope").code == Exit.USAGE
    assert run("ingest", "--where", "x >", stdin=GOOD).code == Exit.USAGE
    assert run("ingest", "--as-of", "soon", stdin=GOOD).code == Exit.USAGE
    assert run("kpi", "--by", "colour", stdin=GOOD).code == Exit.USAGE


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ([], Exit.OK),
        (["--strict"], Exit.REJECTS),
        (["--max-rejects", "0"], Exit.REJECTS),
        (["--max-rejects", "1"], Exit.OK),
        (["--max-rejects", "49%"], Exit.REJECTS),
        (["--max-rejects", "50%"], Exit.OK),
    ],
)
def test_rejects(args: list[str], code: Exit, tmp_path: Path) -> None:
    target, beside = tmp_path / "o.csv", tmp_path / "r.jsonl"
    said = run("ingest", *args, "-o", str(target), "--rejects", str(beside), stdin=BAD)
    assert said.code == code
    assert target.exists() == (code == Exit.OK)  # complete or absent; what was rejected is kept either way
    assert '"六"' in beside.read_text(encoding="utf-8")


def test_an_alert() -> None:
    """Exit 4 belongs to checks that were asked for."""
    assert run("ingest", "--check", stdin="ticket_id,mood\n1,好\n").code == Exit.ALERT
    assert run("ingest", "--check", stdin="ticket_id,created_at\n1,2025-10-01\n").code == Exit.OK
    assert set(EXITS) == set(Exit)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_interrupted_and_broken_pipe() -> None:
    script = Path(sys.executable).with_name("cs-ingest")
    with subprocess.Popen([script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as waiting:
        assert waiting.stdin
        waiting.stdin.write(GOOD.encode())
        waiting.stdin.flush()
        assert waiting.stdout
        assert waiting.stdout.readline() == b'{"ticket_id":"1","csat":5.0}\n'
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(20) == Exit.INTERRUPTED

    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([script], input=GOOD.encode(), stdout=write, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (Exit.BROKEN_PIPE, b"")
