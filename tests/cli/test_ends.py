"""How a run ends when the system, or what was asked of it, is against it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cstools.errors import Exit
from tests.tools import ENGLISH

CLEAN = f'"{sys.executable}" -c "from cstools.cli.clean import main; main()"'
INGEST = f'"{sys.executable}" -c "from cstools.cli.ingest import main; main()"'
FULL = "cs-clean: no space left to write -; free some, or write elsewhere\n"
NOWHERE = "cs-clean: cannot write no/b.csv: its folder does not exist; make it first, or write elsewhere\n"
CSV = "ticket_id,created_at,csat\n1,2025-10-01,5\n"

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and streams of POSIX")


def shell(line: str, where: Path) -> tuple[int, str]:
    env = ENGLISH | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["sh", "-c", line], cwd=where, env=env, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stderr.decode()


@posix
@pytest.mark.parametrize(
    ("redirected", "code", "said"),
    [
        ("<&-", Exit.OK, "cs-clean: - is empty\n"),
        ("a.csv >&-", Exit.FAILED, "cs-clean: standard output is closed; name a file with -o\n"),
        ("a.csv >/dev/full", Exit.FAILED, FULL),
        ("a.csv -t parquet >/dev/full", Exit.FAILED, FULL),
        ("a.csv -o . ", Exit.FAILED, "cs-clean: . is a folder; name a file in it, e.g. ./out.jsonl\n"),
        ("a.csv -o no/b.csv", Exit.FAILED, NOWHERE),
        ("nope.csv 2>&-", Exit.FAILED, ""),
        ("a.csv -o b.jsonl >&- <&- 2>&-", Exit.OK, ""),
    ],
)
def test_closed_and_full_streams(redirected: str, code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    assert shell(f"{CLEAN} -q {redirected}", tmp_path) == (code, said)


@posix
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_leaves_nothing_behind(sent: signal.Signals, tmp_path: Path) -> None:
    script = "from cstools.cli.clean import main; main()"
    args = [sys.executable, "-c", script, "-o", "b.csv", "--rejects", "r.jsonl"]
    env = ENGLISH | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(args, cwd=tmp_path, env=env, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        for _ in range(600):
            if len(list(tmp_path.iterdir())) == 2:
                break
            time.sleep(0.05)
        process.send_signal(sent)
        assert process.wait(60) == 128 + sent
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "asked",
    [
        "a.csv -o b.jsonl --rejects b.jsonl",
        "a.csv -o b.jsonl --log ./b.jsonl",
        "a.csv --rejects a.csv",
        "a.csv --log a.csv",
        "a.csv c.csv -o c.csv",
    ],
)
def test_one_file_for_two_things_is_refused(asked: str, tmp_path: Path) -> None:
    for name in ("a.csv", "c.csv"):
        (tmp_path / name).write_text(CSV)
    code, said = shell(f"{CLEAN} {asked}", tmp_path)
    assert (code, said.count("\n")) == (Exit.USAGE, 1)
    assert "is to be both read and written, or written twice" in said
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.csv": CSV, "c.csv": CSV}


def test_records_may_go_back_to_the_file_they_came_from(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    assert shell(f"{INGEST} -q a.csv -o a.csv --set channel=x", tmp_path) == (Exit.OK, "")
    assert (tmp_path / "a.csv").read_text() == "ticket_id,channel,created_at,csat\n1,x,2025-10-01 00:00:00,5.0\n"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("--encoding base64", Exit.USAGE),
        ("--encoding idna", Exit.USAGE),
        ("--encoding utf-16-le", Exit.FAILED),
        ("--encoding utf-16", Exit.FAILED),
        ("--map csat=nope", Exit.USAGE),
        ("--fields csat,csat", Exit.OK),
    ],
)
def test_no_option_is_an_error_of_the_tool_itself(asked: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    found, said = shell(f"{INGEST} -q a.csv {asked}", tmp_path)
    assert found == code
    assert "error of the tool itself" not in said
