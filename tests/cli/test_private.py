"""--mask, --pseudonymize and their side files, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstools.errors import Exit
from tests.tools import run

AT = '"created_at":"2025-10-01 09:00:00","customer_id":"U777"'
LINES = f"""{{"ticket_id":"1",{AT},"customer_name":"王小明","text":"打13812341234"}}
{{"ticket_id":"2",{AT},"phone":"13812341234","csat":"王 13812341234"}}
{{"customer_id":"U777","text":"broken 13812341234
"""


@pytest.fixture
def tickets(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text(LINES, encoding="utf-8")
    return path


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "cs.key"
    path.write_bytes(b"0123456789abcdef\n")
    path.chmod(0o600)
    return path


def test_nothing_leaks(tickets, key, tmp_path):
    side, quality = tmp_path / "side.jsonl", tmp_path / "q.json"
    words = ["--mask", "all", "--pseudonymize", "customer_id", "--key-file", str(key), "--summary", "--verbose"]
    said = run("clean", str(tickets), *words, "--rejects", str(side), "--quality", str(quality))
    written = said.out + said.err + side.read_text(encoding="utf-8") + quality.read_text(encoding="utf-8")
    assert side.read_text(encoding="utf-8").count("\n") >= 2
    assert "138****1234" in said.out
    assert "U777" not in said.out
    for secret in ("13812341234", "小明"):
        assert secret not in written


def test_token_style_is_idempotent(tickets, tmp_path):
    tickets.write_text(LINES.splitlines()[0], encoding="utf-8")
    once = run("clean", str(tickets), "--mask", "all", "--mask-style", "token", "-q")
    assert "打[手机]" in once.out
    again = tmp_path / "again.jsonl"
    again.write_text(once.out, encoding="utf-8")
    assert run("clean", str(again), "--mask", "all", "--mask-style", "token", "-q").out == once.out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--pseudonymize", "customer_id"], 2, "--key-file"),
        (["--key-file", "KEY"], 2, "--pseudonymize"),
        (["--pseudonymize", "customer_id", "--key-file", "none.key"], 1, "none.key"),
        (["--mask-style", "black", "--mask", "all"], 2, "token"),
        (["--mask", "face"], 2, "phone"),
    ],
)
def test_what_is_asked_wrongly(tickets, key, words, code, told):
    said = run("clean", str(tickets), *[str(key) if word == "KEY" else word for word in words])
    assert said.code == code
    assert told in said.err


@pytest.mark.parametrize(("content", "mode", "told"), [(b"short", 0o600, "16"), (b"0" * 32, 0o644, "chmod")])
def test_keys_that_are_none(tickets, key, content, mode, told):
    key.write_bytes(content)
    key.chmod(mode)
    said = run("clean", str(tickets), "--pseudonymize", "customer_id", "--key-file", str(key))
    assert said.code == 2
    assert told in said.err


def test_random_bytes_may_end_like_a_line(tickets, key):
    key.write_bytes(b"\xff" * 15 + b"\n")
    assert run("clean", str(tickets), "--pseudonymize", "customer_id", "--key-file", str(key)).code == Exit.OK


@pytest.mark.parametrize("name", ["custmer_id", "csat"])
def test_a_field_that_cannot_be_coded_is_refused(name: str, tmp_path: Path) -> None:
    key = tmp_path / "cs.key"
    key.write_bytes(bytes(range(16)))
    key.chmod(0o600)
    said = run("clean", "--pseudonymize", name, "--key-file", str(key), stdin="ticket_id,customer_id,csat\n1,U1,5\n")
    assert said.code == Exit.USAGE
    assert name in said.err


@pytest.mark.parametrize("option", ["--mask", "--rules", "--quality", "--limits", "--learn-limits", "--key-file"])
def test_an_option_that_a_script_left_empty_is_refused(option: str) -> None:
    said = run("clean", option, "", stdin="ticket_id,phone\n1,13812345678\n")
    assert (said.code, said.out) == (Exit.USAGE, "")
    assert option in said.err
